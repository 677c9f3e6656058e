// Explains from a plan file alone where a package is, and why.

import { ActionError } from "../action/action-error";
import { nearNames } from "../action/near-names";
import { printableLine } from "../action/printable";
import { normalizePackageName } from "../layer/package-name";
import { formatBytes } from "./format-bytes";
import type { PlanFile, PlanFilePackage } from "./plan-file";

/** How many of a bundle's other packages are named. */
const namesShown = 12;

/**
 * The packages of a plan that a name means.
 *
 * @param name a distribution's name in any spelling, or an id of the plan
 * @throws ActionError when the plan holds no such package; the remedy names those that may have been meant
 */
export function findPackages(planFile: PlanFile, name: string): PlanFilePackage[] {
  const normalized = normalizePackageName(name);
  const found = planFile.packages.filter((one) => one.id === name || normalizePackageName(one.name) === normalized);
  if (found.length === 0) {
    const names = [...new Set(planFile.packages.map((one) => one.name))];
    const like = nearNames(normalized, names, namesShown);
    const near = like.length === 0 && names.length <= namesShown ? names : like;
    throw new ActionError(`the plan holds no package ${name}`, {
      package: name,
      remedy: near.length > 0 ? `did you mean ${choice(near)}?` : "`bazel run :IMAGE.plan` lists the packages",
    });
  }
  return found;
}

/** Names as a person lists them. */
function choice(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/**
 * Explains one package of a plan: its layer, the reason, what is in the layer beside it, and what its next upgrade would
 * push.
 *
 * @throws ActionError as findPackages does
 */
export function explainPackage(planFile: PlanFile, name: string): string {
  return findPackages(planFile, name)
    .map((one) => explainOne(planFile, one))
    .join("\n\n");
}

function explainOne(
  planFile: PlanFile,
  { id, name, version, bytes, layer: index, why, expectedUpgradeBytes }: PlanFilePackage,
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
  ]
    .map(printableLine)
    .join("\n");
}
