// The page of an image: one HTML file that needs nothing else.

import { formatBytes } from "../plan/format-bytes";
import type { Colour, ImageReport, ReportRow } from "./image-report";

/** What is put into every page as it is. */
export interface PageParts {
  /** The style sheet. */
  readonly style: string;
  /** The program, JavaScript. */
  readonly program: string;
}

const LEGEND: Record<Colour, string> = {
  own: "a package alone",
  shared: "in other images, too",
  bundle: "several packages in one layer",
  application: "the application",
  other: "interpreter and other repositories",
  base: "the base",
};

/** The page's text. */
export function formatPage(report: ImageReport, { style, program }: PageParts): string {
  const { image, rows } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Layers of ${escapeHtml(image)}</title>
<link rel="icon" href="data:,">
<style>
${style}</style>
</head>
<body>
<a class="skip" href="#packages">Skip to the table</a>
<header>
<h1>${escapeHtml(image)}</h1>
<p class="quiet">${escapeHtml(summary(report))}</p>
</header>
<main>
${figures(report)}
${picture(report)}
${findings(report)}
<section aria-labelledby="table-title">
<h2 id="table-title">Packages and layers</h2>
${filters(report)}
<div class="scroll" role="region" aria-label="The table; it may be wider than the page" tabindex="0">
${table(report, rows)}
</div>
</section>
</main>
<script type="application/json" id="tiles">${embeddedJson(report.tiles)}</script>
<script>
${program.replaceAll("</script", "<\\/script")}</script>
</body>
</html>
`;
}

function summary({ platform, layout, base, packages, alone, bundles }: ImageReport): string {
  return [
    platform,
    ...(layout === "" ? [] : [`layout ${layout}`]),
    base === "" ? "without a base" : `base ${base}`,
    `${counted(packages, "package")}: ${alone} alone, the others in ${counted(bundles, "bundle")}`,
  ].join(" · ");
}

function figures({ totals, baseBytes, baseLayers, layers, maxLayers, packages, shared }: ImageReport): string {
  const { compressed, unpacked, application, meanUpgrade } = totals;
  const rows: [figure: string, meaning: string][] = [
    [formatBytes(compressed), "compressed"],
    [formatBytes(unpacked), baseLayers === 0 ? "unpacked" : "unpacked, without the base"],
    ...(baseLayers === 0
      ? []
      : [[formatBytes(baseBytes), `of it the base, ${counted(baseLayers, "layer")}`] as [string, string]]),
    [`${layers} of ${maxLayers}`, "layers"],
    [String(packages), packages === 1 ? "package" : "packages"],
    ...(shared === undefined
      ? []
      : [
          [
            formatBytes(shared.bytes),
            `in ${counted(shared.layers, "layer")} shared with ${shared.images.join(", ")}`,
          ] as [string, string],
        ]),
    ...(application === 0 ? [] : [[formatBytes(application), "pushed when a line changes"] as [string, string]]),
    ...(meanUpgrade === undefined
      ? []
      : [
          [
            formatBytes(meanUpgrade.compressed),
            `pushed by an average upgrade (${formatBytes(meanUpgrade.unpacked)} uncompressed)`,
          ] as [string, string],
        ]),
  ];
  const items = rows.map(
    ([figure, meaning]) => `<div><dt>${escapeHtml(meaning)}</dt><dd>${escapeHtml(figure)}</dd></div>`,
  );
  return `<dl class="figures">\n${items.join("\n")}\n</dl>`;
}

function picture({ strip, tiles, totals }: ImageReport): string {
  const total = Math.max(1, totals.compressed);
  const words = strip.map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`).join(", ");
  const bars = strip.map(
    ({ colour, bytes }) => `<span class="${colour}" style="flex:${((100 * bytes) / total).toFixed(3)} 1 0"></span>`,
  );
  const colours = (Object.keys(LEGEND) as Colour[]).filter((colour) =>
    colour === "base" ? strip.some((one) => one.colour === colour) : tiles.some((one) => one.colour === colour),
  );
  return `<section aria-labelledby="picture-title">
<h2 id="picture-title">What takes up space</h2>
<div class="strip" role="img" aria-label="${escapeHtml(`Compressed bytes: ${words}`)}">${bars.join("")}</div>
<ul class="legend">
${colours.map((colour) => `<li><i class="${colour}"></i>${escapeHtml(legendOf(colour, strip))}</li>`).join("\n")}
</ul>
<div class="live-only">
<p class="quiet" id="picture-help">Everything but the base, by compressed bytes. Arrow keys go from part to part, Enter opens one, Escape goes back.</p>
<ol class="trail" id="trail" aria-label="What is drawn"></ol>
<div class="treemap" id="treemap" role="group" aria-labelledby="picture-title" aria-describedby="picture-help"></div>
<p class="detail" id="detail" aria-live="polite"></p>
</div>
</section>`;
}

function legendOf(colour: Colour, strip: ImageReport["strip"]): string {
  const base = strip.find((one) => one.colour === "base");
  return colour === "base" && base !== undefined
    ? `${LEGEND.base}, ${formatBytes(base.bytes)}, in the bar only`
    : LEGEND[colour];
}

const SEVERITIES = { error: "Error", warning: "Warning", note: "Note" };

function findings({ findings, savings }: ImageReport): string {
  if (findings.length + savings.length === 0) {
    return "";
  }
  const said = findings.map(
    ({ severity, message, remedy }) =>
      `<li class="${severity}"><p><strong>${SEVERITIES[severity]}:</strong> ${escapeHtml(message)}</p>${remedy === "" ? "" : `<p class="quiet">${escapeHtml(remedy)}</p>`}</li>`,
  );
  const saved = savings.map(({ text, excludes, examples }) => {
    const lines = excludes.map((pattern) => `common --@package_layers//bazel/settings:exclude=${pattern}`).join("\n");
    return (
      `<li><p><strong>Could go:</strong> ${escapeHtml(text)}</p><p class="quiet">Most: ${escapeHtml(examples.join("; "))}</p>` +
      `${lines === "" ? "" : `<details><summary>What to write in .bazelrc</summary><pre tabindex="0">${escapeHtml(lines)}</pre></details>`}</li>`
    );
  });
  return `<section aria-labelledby="findings-title">
<h2 id="findings-title">Worth a look</h2>
<ul class="findings">
${[...said, ...saved].join("\n")}
</ul>
</section>`;
}

function filters({ rows, shared }: ImageReport): string {
  const options = [
    ["", "all"],
    ["package", "packages alone"],
    ["bundle", "packages in bundles"],
    ["no-package", "no packages"],
    ...(shared === undefined
      ? []
      : [
          ["shared", "in other images, too"],
          ["only-here", "only in this image"],
        ]),
  ];
  return `<div class="filters live-only">
<label>Search <input type="search" id="search" autocomplete="off" spellcheck="false"></label>
<label>Show <select id="kind">${options.map(([value, text]) => `<option value="${value}">${text}</option>`).join("")}</select></label>
<output id="count" for="search kind">${rows.length} rows</output>
</div>`;
}

function table({ shared }: ImageReport, rows: readonly ReportRow[]): string {
  const licences = rows.some(({ licence }) => licence !== "");
  const columns: readonly {
    readonly title: string;
    readonly number?: boolean;
    readonly shown?: boolean;
  }[] = [
    { title: "package" },
    { title: "version" },
    { title: "compressed", number: true },
    { title: "unpacked", number: true },
    { title: "layer", number: true },
    { title: "upgrade pushes", number: true },
    { title: "also in", shown: shared !== undefined },
    { title: "licence", shown: licences },
    { title: "digest" },
    { title: "why" },
  ].filter(({ shown }) => shown !== false);
  const head = columns.map(
    ({ title, number }) =>
      `<th scope="col" role="columnheader"${number === true ? ' class="number" data-number=""' : ""}><button type="button">${title}</button></th>`,
  );
  return `<table id="packages" role="table">
<caption>In the order of the image, bottom first</caption>
<thead role="rowgroup"><tr role="row">${head.join("")}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => tableRow(row, shared !== undefined, licences)).join("\n")}
</tbody>
</table>`;
}

function tableRow(row: ReportRow, shared: boolean, licences: boolean): string {
  const { name, version, kind, compressed, unpacked, layer, beside, digest, why, upgrade, alsoIn, licence } = row;
  const bytes = (title: string, value: number | undefined) =>
    value === undefined
      ? `<td role="cell" class="number"></td>`
      : `<td role="cell" class="number" data-title="${title}" data-value="${value}">${formatBytes(value)}</td>`;
  const isPackage = kind === "package" || kind === "bundle";
  const colour: Colour =
    kind === "application" || kind === "base"
      ? kind
      : isPackage
        ? alsoIn.length > 0
          ? "shared"
          : kind === "bundle"
            ? "bundle"
            : "own"
        : "other";
  const kinds = [isPackage ? kind : "no-package", alsoIn.length > 0 ? "shared" : "only-here"];
  return [
    `<tr role="row" data-kinds="${kinds.join(" ")}">`,
    `<th scope="row" role="rowheader"><i class="${colour}"></i>${escapeHtml(name)}</th>`,
    `<td role="cell" class="version">${escapeHtml(version)}</td>`,
    bytes("compressed", compressed),
    bytes("unpacked", unpacked),
    `<td role="cell" class="number place" data-title="layer" data-value="${layer}">${layer}${kind === "bundle" ? `, with ${beside - 1} more` : ""}</td>`,
    bytes("upgrade pushes", upgrade),
    ...(shared
      ? [`<td role="cell"${alsoIn.length === 0 ? "" : ' data-title="also in"'}>${escapeHtml(alsoIn.join(", "))}</td>`]
      : []),
    ...(licences ? [`<td role="cell" data-title="licence">${escapeHtml(licence)}</td>`] : []),
    `<td role="cell" data-title="digest" data-value="${digest}"><code title="${digest}">${digest.slice(7, 19)}</code></td>`,
    `<td role="cell" class="why">${escapeHtml(why)}</td>`,
    "</tr>",
  ].join("");
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** JSON that ends no script element, whatever names are in it. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
