// The difference of images for people: in a terminal, and as Markdown for a code review.

import { printableLine } from "../action/printable";
import type { Terminal } from "../action/terminal";
import { formatBytes } from "../plan/format-bytes";
import { styles, textTable } from "../show/text-table";
import type { ImageComparison, PackageChange } from "./compare-images";
import type { ContentLayer } from "./image-contents";

/** An image of a repository, and what changed in it. */
export interface NamedComparison {
  readonly image: string;
  readonly comparison: ImageComparison;
}

/** How many packages of one kind of change are named in a line. */
const NAMED = 12;

/** A layer's content in a few words. */
export function contentOf({ kind, packages }: ContentLayer): string {
  if (packages.length === 0) {
    return kind;
  }
  const names = packages.map(({ name, version }) => printableLine(`${name} ${version}`.trim()));
  return packages.length === 1 ? names[0]! : `${packages.length} packages: ${names.join(", ")}`;
}

/** What happened to packages, a sentence for each kind of change. */
export function changesOf(packages: readonly PackageChange[]): string[] {
  const named = (change: PackageChange["change"], word: (one: PackageChange) => string) => {
    const list = packages.filter((one) => one.change === change);
    const more = list.length > NAMED ? ` and ${list.length - NAMED} more` : "";
    return list.length === 0
      ? []
      : [
          `${change}: ${list
            .slice(0, NAMED)
            .map((one) => printableLine(word(one)))
            .join(", ")}${more}`,
        ];
  };
  return [
    ...named("upgraded", ({ name, before, after }) => `${name} ${before} → ${after}`),
    ...named("added", ({ name, after }) => `${name} ${after}`.trim()),
    ...named("removed", ({ name, before }) => `${name} ${before}`.trim()),
    ...named("moved", ({ name }) => name),
    ...named("rebuilt", ({ name }) => name),
  ];
}

function difference(after: number, before: number): string {
  const change = after - before;
  return change === 0 ? "±0" : `${change > 0 ? "+" : "−"}${formatBytes(Math.abs(change))}`;
}

/** The difference of one image, for the terminal. */
export function formatComparison({ image, comparison }: NamedComparison, terminal?: Terminal): string {
  const { bold, red, green, dim } = styles(terminal);
  const { kept, pushed, gone, pulledAgain, packages, bytesToPush, bytes, bytesBefore } = comparison;
  const title = bold(
    `${image}: ${formatBytes(bytesToPush)} to push, ${pushed.length} of ${kept.length + pushed.length} layers`,
  );
  const row = (sign: string, layer: ContentLayer) => [
    sign,
    formatBytes(layer.size),
    layer.digest.slice("sha256:".length, "sha256:".length + 12),
    contentOf(layer),
  ];
  const table = textTable(
    [{ title: "" }, { title: "compressed", right: true }, { title: "digest" }, { title: "holds", least: 20 }],
    [...pushed.map((layer) => row(green("push"), layer)), ...gone.map((layer) => row(red("gone"), layer))],
    terminal,
  );
  return [
    title,
    ...(pushed.length + gone.length === 0 ? ["the layers are the same"] : table),
    ...changesOf(packages),
    dim(`kept: ${kept.length} layers; the image is ${formatBytes(bytes)} (${difference(bytes, bytesBefore)})`),
    ...(pulledAgain.length === 0
      ? []
      : [
          dim(
            `Docker's classic store pulls ${pulledAgain.length} kept layers above the first changed one again, ` +
              formatBytes(pulledAgain.reduce((sum, { size }) => sum + size, 0)),
          ),
        ]),
  ].join("\n");
}

/** The differences of a repository's images as Markdown: one table, and for each changed image what is in it. */
export function formatMarkdown(images: readonly NamedComparison[]): string {
  const changed = images.filter(({ comparison }) => comparison.pushed.length + comparison.gone.length > 0);
  const total = changed.reduce((sum, { comparison }) => sum + comparison.bytesToPush, 0);
  const shared = new Map(
    changed.flatMap(({ comparison }) => comparison.pushed.map(({ digest, size }) => [digest, size] as const)),
  );
  const once = [...shared.values()].reduce((sum, size) => sum + size, 0);
  if (changed.length === 0) {
    return `**Image layers**: nothing to push; ${counted(images.length, "image")} unchanged.\n`;
  }
  return [
    `**Image layers**: ${formatBytes(once)} to push for ${counted(changed.length, "image")}` +
      `${once < total ? `, layers that they share counted once` : ""}${images.length > changed.length ? `; ${images.length - changed.length} unchanged` : ""}.`,
    "",
    "| image | to push | pushed | kept | gone | packages moved | compressed |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...changed.map(({ image, comparison }) => {
      const { pushed, kept, gone, packages, bytesToPush, bytes, bytesBefore } = comparison;
      const moved = packages.filter(({ change }) => change === "moved").length;
      return (
        `| ${code(image)} | **${formatBytes(bytesToPush)}** | ${pushed.length} | ${kept.length} | ${gone.length} ` +
        `| ${moved} | ${formatBytes(bytes)} (${difference(bytes, bytesBefore)}) |`
      );
    }),
    ...changed.flatMap(({ image, comparison }) => [
      "",
      "<details>",
      `<summary><code>${escapeHtml(image)}</code>: ${escapeHtml(changesOf(comparison.packages)[0] ?? "the application")}</summary>`,
      "",
      "| | layer | compressed | digest |",
      "| --- | --- | ---: | --- |",
      ...comparison.pushed.map((layer) => markdownRow("pushed", layer)),
      ...comparison.gone.map((layer) => markdownRow("gone", layer)),
      "",
      ...changesOf(comparison.packages).map((line) => `- ${escapeMarkdown(line)}`),
      "",
      "</details>",
    ]),
    "",
  ].join("\n");
}

function markdownRow(what: string, layer: ContentLayer): string {
  const digest = layer.digest.slice("sha256:".length, "sha256:".length + 12);
  return `| ${what} | ${escapeMarkdown(contentOf(layer))} | ${formatBytes(layer.size)} | \`${digest}\` |`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

/** Names come from wheels and may hold anything; none becomes markup. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>()#!|]/g, (character) => `\\${character}`).replaceAll(/\s+/g, " ");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
