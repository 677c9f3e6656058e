// The plan as one self-contained HTML page: a proportional picture of the layers and a table.

import type { PlanFile, PlanFileLayer } from "../plan/plan-file";

const COLOURS: Record<PlanFileLayer["kind"], string> = {
  base: "#8a8f98",
  interpreter: "#4f6d7a",
  external: "#7a6c5d",
  package: "#2f6fab",
  bundle: "#5aa469",
  application: "#c8553d",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)} MB`;
}

function title(layer: PlanFileLayer): string {
  const names = layer.packages.map(({ name, version }) => `${name} ${version}`.trim());
  return names.length === 0 ? layer.kind : names.join(", ");
}

/** The page's text; needs no network and no script. */
export function formatReport({ layers, maxLayers, findings }: PlanFile): string {
  const total = Math.max(
    1,
    layers.reduce((sum, { size }) => sum + size, 0),
  );
  const bars = layers.map((layer) => {
    const share = ((100 * layer.size) / total).toFixed(3);
    const text = escapeHtml(`${layer.kind}: ${title(layer)}, ${megabytes(layer.size)}`);
    return `<span style="flex:${share} 0 1px;background:${COLOURS[layer.kind]}" title="${text}"></span>`;
  });
  const rows = layers.map(
    (layer, index) =>
      `<tr><td>${index + 1}</td><td><i style="background:${COLOURS[layer.kind]}"></i>${layer.kind}</td>` +
      `<td>${escapeHtml(title(layer))}</td><td>${megabytes(layer.size)}</td><td>${escapeHtml(layer.why)}</td></tr>`,
  );
  const said = findings.map(
    ({ severity, message, remedy }) => `<li>${severity}: ${escapeHtml(message)}; ${escapeHtml(remedy)}</li>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Layers of the image</title><style>
body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#222}
.bar{display:flex;height:3rem;gap:1px;border-radius:4px;overflow:hidden}
table{border-collapse:collapse;margin-top:1.5rem}td,th{padding:.25rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid #ddd}
td:nth-child(4){text-align:right;white-space:nowrap}i{display:inline-block;width:.8em;height:.8em;margin-right:.5em;border-radius:2px}
</style></head><body>
<h1>${layers.length} of at most ${maxLayers} layers, ${megabytes(layers.reduce((sum, { size }) => sum + size, 0))}</h1>
<div class="bar">${bars.join("")}</div>
<table><thead><tr><th>#</th><th>kind</th><th>holds</th><th>size</th><th>why</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table>${said.length === 0 ? "" : `\n<h2>To be said of the image</h2>\n<ul>\n${said.join("\n")}\n</ul>`}</body></html>
`;
}
