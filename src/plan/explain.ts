// Says in words where a package is and why, from a plan file alone.

import { ActionError } from "../action/action-error";
import { normalizePackageName } from "../layer/package-name";
import { formatBytes } from "./format-bytes";
import type { PlanFile } from "./plan-file";

/** How many of a bundle's other packages are named. */
const namesShown = 12;

/**
 * Explains one package of a plan: its layer, the reason, what is in the layer beside it, and what its next upgrade would
 * push.
 *
 * @param name a distribution's name in any spelling, or an id of the plan
 * @throws ActionError when the plan holds no such package
 */
export function explainPackage(planFile: PlanFile, name: string): string {
  const normalized = normalizePackageName(name);
  const found = planFile.packages.filter((one) => one.id === name || one.name === normalized);
  if (found.length === 0) {
    const names = [...new Set(planFile.packages.map((one) => one.name))];
    const like = names.filter((other) => other.includes(normalized) || normalized.includes(other));
    const near = like.length === 0 && names.length <= namesShown ? names : like;
    throw new ActionError(`the plan holds no package ${name}`, {
      package: name,
      remedy:
        near.length > 0
          ? `ask for one of: ${near.slice(0, namesShown).join(", ")}`
          : 'take a name from "packages" in the plan',
    });
  }
  return found.map((one) => explainOne(planFile, one)).join("\n\n");
}

function explainOne(
  planFile: PlanFile,
  { id, name, version, bytes, layer: index, why, expectedUpgradeBytes }: PlanFile["packages"][number],
): string {
  const layer = planFile.layers[index]!;
  const others = layer.packages.filter((other) => other.name !== name || other.version !== version);
  const above = planFile.layers.slice(index).reduce((sum, { size }) => sum + size, 0);
  const share = expectedUpgradeBytes === 0 ? 1 : bytes / expectedUpgradeBytes;
  const shown = others.slice(0, namesShown).map((other) => other.name);
  return [
    `${version === "" ? id : `${id} ${version}`}: ${formatBytes(bytes)} uncompressed`,
    `  layer    ${index + 1} of ${planFile.layers.length}, ${layer.kind === "package" ? "its own" : `a bundle of ${layer.packages.length} packages`}, ${layer.digest}`,
    `  why      ${why}`,
    ...(others.length === 0
      ? []
      : [
          `  beside   ${shown.join(", ")}${others.length > shown.length ? ` and ${others.length - shown.length} more` : ""}`,
        ]),
    `  upgrade  pushes its layer: ${formatBytes(layer.size)} compressed, ${formatBytes(expectedUpgradeBytes)} uncompressed${others.length === 0 ? "" : `, of which it is ${Math.round(100 * share)} %`}`,
    `           Docker's classic store pulls again what lies above, too: ${formatBytes(above)} compressed in all`,
  ].join("\n");
}

/** A table of a plan's layers, a line each, and what an upgrade pushes in the mean, for people. */
export function describePlan(planFile: PlanFile): string {
  const rows = planFile.layers.map(({ kind, packages, size, why }, index) => {
    const names =
      packages.length === 0 ? "" : packages.length === 1 ? packages[0]!.name : `${packages.length} packages`;
    return [String(index + 1), kind, formatBytes(size), names, why] as const;
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 4
          ? cell
          : column === 0 || column === 2
            ? cell.padStart(widths[column]!)
            : cell.padEnd(widths[column]!),
      )
      .join("  "),
  );
  if (planFile.packages.length > 0) {
    const pushed = planFile.packages.reduce((sum, { expectedUpgradeBytes }) => sum + expectedUpgradeBytes, 0);
    const mean = formatBytes(pushed / planFile.packages.length);
    lines.push(`upgrading one package pushes ${mean} in the mean (uncompressed); --explain=NAME tells of one`);
  }
  return lines.join("\n");
}
