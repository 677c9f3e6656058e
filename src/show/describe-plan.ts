// The plan of an image as a table for the terminal.

import type { Terminal } from "../action/terminal";
import { formatBytes } from "../plan/format-bytes";
import type { PlanFile, PlanFileLayer } from "../plan/plan-file";
import { type Column, styles, textTable, wrap } from "./text-table";

const COLUMNS: readonly Column[] = [
  { title: "#", right: true },
  { title: "layer" },
  { title: "compressed", right: true },
  { title: "unpacked", right: true, least: 8, optional: true },
  { title: "holds", least: 18 },
  { title: "why", least: 24, optional: true },
];

/** The totals of an image. */
export interface PlanTotals {
  /** Bytes of all layers as they are pushed. */
  readonly compressed: number;
  /** Bytes of all layers but the base's, whose size is not known, as tars. */
  readonly unpacked: number;
  /** Compressed bytes of the application's layers: what a change of a line pushes. */
  readonly application: number;
  /** Mean over the packages of what an upgrade pushes: compressed bytes, and bytes of the tar. */
  readonly meanUpgrade: { readonly compressed: number; readonly unpacked: number } | undefined;
}

/** Adds up a plan. */
export function planTotals({ layers, packages }: PlanFile): PlanTotals {
  const sum = (list: readonly PlanFileLayer[]) => list.reduce((total, { size }) => total + size, 0);
  const mean = (bytes: (one: PlanFile["packages"][number]) => number) =>
    packages.reduce((total, one) => total + bytes(one), 0) / packages.length;
  return {
    compressed: sum(layers),
    unpacked: layers.flatMap((layer) => layer.packages).reduce((total, { bytes }) => total + bytes, 0),
    application: sum(layers.filter(({ kind }) => kind === "application")),
    meanUpgrade:
      packages.length === 0
        ? undefined
        : {
            compressed: mean(({ layer }) => layers[layer]!.size),
            unpacked: mean(({ expectedUpgradeBytes }) => expectedUpgradeBytes),
          },
  };
}

/** A line for each layer, and the totals of the image. */
export function describePlan(planFile: PlanFile, terminal?: Terminal): string {
  const { bold, blue, green, red, dim } = styles(terminal);
  const colour: Partial<Record<PlanFileLayer["kind"], (text: string) => string>> = {
    package: blue,
    bundle: green,
    application: red,
  };
  const rows = planFile.layers.map(({ kind, packages, size, why }, index) => [
    String(index + 1),
    (colour[kind] ?? dim)(kind),
    formatBytes(size),
    packages.length === 0 ? "" : formatBytes(packages.reduce((sum, { bytes }) => sum + bytes, 0)),
    holds(packages),
    why,
  ]);
  const { compressed, unpacked, application, meanUpgrade } = planTotals(planFile);
  const { layers, maxLayers, packages } = planFile;
  const say = (text: string) => wrap(text, "  ", terminal);
  return [
    ...textTable(COLUMNS, rows, terminal),
    "",
    bold(say(`${layers.length} of at most ${maxLayers} layers, ${formatBytes(compressed)} compressed`)),
    say(
      `${packages.length} ${packages.length === 1 ? "package" : "packages"}; without the base ${formatBytes(unpacked)} unpacked`,
    ),
    ...(application === 0 ? [] : [say(`a changed line pushes ${formatBytes(application)}`)]),
    ...(meanUpgrade === undefined
      ? []
      : [
          say(
            `upgrading one package pushes ${formatBytes(meanUpgrade.compressed)} on average ` +
              `(${formatBytes(meanUpgrade.unpacked)} uncompressed); --explain NAME shows one`,
          ),
        ]),
  ].join("\n");
}

function holds(packages: PlanFileLayer["packages"]): string {
  const [first, ...others] = packages;
  if (first === undefined) {
    return "";
  }
  if (others.length === 0) {
    return `${first.name} ${first.version}`.trim();
  }
  return `${packages.length} packages: ${packages.map(({ name }) => name).join(", ")}`;
}
