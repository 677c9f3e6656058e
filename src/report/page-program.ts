/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// The program inside the page: draws the treemap for the width at hand, sorts and filters the table. The page's text and
// table are there without it.

import { type HierarchyRectangularNode, hierarchy, treemap } from "d3-hierarchy";
import { formatBytes } from "../plan/format-bytes";
import type { Tile } from "./image-report";

/** A tile, or a part of one. */
interface Part {
  readonly name: string;
  readonly bytes: number;
  readonly note?: string;
  readonly colour?: Tile["colour"];
  readonly detail?: string;
  readonly children?: readonly Part[];
}

type Node = HierarchyRectangularNode<Part>;

const KIND: Record<Tile["colour"], string> = {
  base: "base",
  other: "no package",
  own: "package with a layer of its own",
  shared: "shared with other images",
  bundle: "in a bundle",
  application: "application",
};

function element<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

function startTreemap(): void {
  const data = JSON.parse(element("tiles").textContent ?? "[]") as Part[];
  const map = element<HTMLDivElement>("treemap");
  const trail = element("trail");
  const detail = element("detail");
  const image: Part = { name: "the image", bytes: 0, children: data };
  /** From the whole image to what is drawn. */
  let path: Part[] = [image];
  let drawnWidth = 0;

  function draw(focus?: Part): void {
    const shown = path.at(-1)!;
    const width = map.clientWidth;
    const height = Math.round(width < 560 ? Math.min(width * 1.25, 620) : Math.min(width * 0.5, 620));
    drawnWidth = width;
    map.style.height = `${height}px`;
    map.replaceChildren();
    const root = hierarchy<Part>(shown, (part) => part.children)
      .sum((part) => (part.children === undefined ? part.bytes : 0))
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.data.name < b.data.name ? -1 : 1));
    const total = Math.max(1, root.value ?? 1);
    const layout = treemap<Part>()
      .size([width, height])
      .round(true)
      .paddingInner(2)
      .paddingOuter((node) => (node.depth === 0 || !holds(node) ? 0 : 3))
      .paddingTop((node) => (node.depth === 0 || !holds(node) ? 0 : 26));
    const tiles = layout(root).children ?? [];
    map.append(...tiles.map((node) => tileOf(node, total)));
    const buttons = [...map.querySelectorAll<HTMLButtonElement>(".tile > button")];
    const index = Math.max(0, focus === undefined ? 0 : tiles.findIndex((node) => node.data === focus));
    buttons.forEach((button, place) => {
      button.tabIndex = place === index ? 0 : -1;
    });
    if (focus !== undefined) {
      buttons[index]?.focus();
    }
    drawTrail();
  }

  /** Whether a node's parts are drawn in it. */
  function holds(node: Node): boolean {
    return node.children !== undefined && node.x1 - node.x0 > 90 && node.y1 - node.y0 > 64 && node.depth < 3;
  }

  function tileOf(node: Node, total: number): HTMLElement {
    const { data } = node;
    const share = (100 * (node.value ?? 0)) / total;
    const tile = document.createElement("div");
    tile.className = `tile ${colourOf(node)}`;
    place(tile, node, 0, 0);
    // It covers the names, which are for the eye; its own label says the same and more.
    const button = document.createElement("button");
    button.type = "button";
    const note = data.note ?? "";
    const words = `${data.name} ${note}`.trim();
    const bytes = formatBytes(data.bytes || (node.value ?? 0));
    const kind = KIND[colourOf(node)];
    const about = `${bytes} compressed, ${share < 0.1 ? "less than 0.1" : share.toFixed(1)} % of what is drawn; ${data.detail ?? kind}`;
    button.setAttribute("aria-label", `${words}, ${about}${data.children === undefined ? "" : "; opens"}`);
    const shown = note === "" ? bytes : `${note} · ${bytes}`;
    tile.append(...labelOf(node, shown), ...partsOf(node, node.x0, node.y0), button);
    const tell = () => {
      detail.textContent = `${words}: ${about}`;
    };
    button.addEventListener("focus", tell);
    button.addEventListener("mouseenter", tell);
    button.addEventListener("click", () => open(data));
    return tile;
  }

  /** The parts inside a tile, for the eye alone: the tile's own label says what it is. */
  function partsOf(node: Node, left: number, top: number): HTMLElement[] {
    if (!holds(node)) {
      return [];
    }
    return (node.children ?? []).flatMap((child) => {
      const part = document.createElement("span");
      part.className = "part";
      part.setAttribute("aria-hidden", "true");
      place(part, child, left, top);
      part.append(...labelOf(child, formatBytes(child.data.bytes)), ...partsOf(child, child.x0, child.y0));
      return [part];
    });
  }

  function labelOf(node: Node, note: string): HTMLElement[] {
    const width = node.x1 - node.x0;
    const height = node.y1 - node.y0;
    if (width < 34 || height < (node.depth === 1 ? 26 : 20)) {
      return [];
    }
    const name = document.createElement("b");
    name.textContent = node.data.name;
    const label = document.createElement("span");
    label.className = holds(node) ? "label line" : "label";
    label.setAttribute("aria-hidden", "true");
    label.append(name);
    if (holds(node) || height > 40) {
      const small = document.createElement("small");
      small.textContent = note;
      label.append(small);
    }
    return [label];
  }

  function colourOf(node: Node): Tile["colour"] {
    for (let one: Node | null = node; one !== null; one = one.parent) {
      if (one.data.colour !== undefined) {
        return one.data.colour;
      }
    }
    return [...path].reverse().find(({ colour }) => colour !== undefined)?.colour ?? "own";
  }

  function open(part: Part): void {
    if (part.children !== undefined) {
      path = [...path, part];
      draw(part.children[0]);
    }
  }

  function close(levels: number): void {
    const left = path.at(-levels);
    if (path.length > levels && left !== undefined) {
      path = path.slice(0, -levels);
      draw(left);
    }
  }

  function drawTrail(): void {
    trail.hidden = path.length === 1;
    trail.replaceChildren(
      ...path.map((part, index) => {
        const item = document.createElement("li");
        if (index === path.length - 1) {
          item.textContent = part.name;
          item.setAttribute("aria-current", "true");
        } else {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = part.name;
          button.addEventListener("click", () => close(path.length - 1 - index));
          item.append(button);
        }
        return item;
      }),
    );
  }

  map.addEventListener("keydown", (event) => {
    const buttons = [...map.querySelectorAll<HTMLButtonElement>(".tile > button")];
    const from = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to =
      event.key === "Home"
        ? buttons[0]
        : event.key === "End"
          ? buttons.at(-1)
          : event.key.startsWith("Arrow") && from >= 0
            ? neighbour(buttons, buttons[from]!, event.key)
            : undefined;
    if (event.key === "Escape" || event.key === "Backspace") {
      close(1);
    } else if (to === undefined) {
      return;
    } else {
      for (const button of buttons) {
        button.tabIndex = button === to ? 0 : -1;
      }
      to.focus();
    }
    event.preventDefault();
  });

  new ResizeObserver(() => {
    if (map.clientWidth !== drawnWidth) {
      draw();
    }
  }).observe(map);
  draw();
}

function place(box: HTMLElement, node: Node, left: number, top: number): void {
  box.style.left = `${node.x0 - left}px`;
  box.style.top = `${node.y0 - top}px`;
  box.style.width = `${Math.max(0, node.x1 - node.x0)}px`;
  box.style.height = `${Math.max(0, node.y1 - node.y0)}px`;
}

/** The nearest tile in the direction of an arrow key. */
function neighbour(buttons: readonly HTMLButtonElement[], from: HTMLButtonElement, key: string) {
  const centre = (button: HTMLButtonElement) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const here = centre(from);
  const steps: Record<string, readonly [x: number, y: number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const [dx, dy] = steps[key]!;
  return buttons
    .filter((button) => button !== from)
    .map((button) => {
      const { x, y } = centre(button);
      const along = (x - here.x) * dx + (y - here.y) * dy;
      const across = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
      return { button, along, cost: along + 2 * across };
    })
    .filter(({ along }) => along > 1)
    .sort((a, b) => a.cost - b.cost)[0]?.button;
}

function startTable(): void {
  const table = element<HTMLTableElement>("packages");
  const body = table.tBodies[0]!;
  const rows = [...body.rows];
  const search = element<HTMLInputElement>("search");
  const kind = element<HTMLSelectElement>("kind");
  const count = element("count");

  function filter(): void {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = (row.textContent ?? "").toLowerCase();
      const fits =
        words.every((word) => text.includes(word)) &&
        (kind.value === "" || (row.dataset.kinds ?? "").split(" ").includes(kind.value));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`;
  }

  for (const header of table.tHead!.rows[0]!.cells) {
    header.querySelector("button")?.addEventListener("click", () => {
      const column = header.cellIndex;
      const numeric = header.dataset.number !== undefined;
      const before = header.getAttribute("aria-sort");
      const descending = before === null ? numeric : before === "ascending";
      for (const other of table.tHead!.rows[0]!.cells) {
        other.removeAttribute("aria-sort");
      }
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const value = (row: HTMLTableRowElement) => {
        const cell = row.cells[column]!;
        return cell.dataset.value ?? cell.textContent ?? "";
      };
      const sorted = [...body.rows].sort((a, b) => {
        const [left, right] = [value(a), value(b)];
        const order = numeric
          ? Number(left || -1) - Number(right || -1)
          : left.localeCompare(right, "en", { numeric: true });
        return descending ? -order : order;
      });
      body.append(...sorted);
    });
  }
  search.addEventListener("input", filter);
  kind.addEventListener("change", filter);
  filter();
}

document.documentElement.classList.add("live");
startTreemap();
startTable();
