// usage: matrix DOCUMENT [--json] [--only=REGEX]
// Makes both example images in every cell of the matrix, compares every output with the baseline's, writes the tables to
// DOCUMENT and prints them; with --json the last line has the rows. With --only just the cells whose axis or value
// matches are measured, and DOCUMENT stays as it is.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { REPOSITORY, SCRATCH, Workspace } from "../e2e/workspace";
import {
  BAZEL_CELLS,
  type BazelCell,
  LOCAL_CELLS,
  NODE_CELLS,
  REFUSED_CELL,
  type ReplayCell,
  ZSTD_CELLS,
} from "./cells";
import { debianNode, nodeOf } from "./node-releases";
import { type Outcome, outcomeOf } from "./outcome";
import { MNEMONICS, type RecordedAction, recordedActions } from "./recorded-action";
import { replay } from "./replay";

type Outcomes = ReadonlyMap<string, Outcome>;

/** One line of a table. */
interface Row {
  readonly axis: string;
  readonly value: string;
  readonly subjects: number;
  /** Subjects of which any output differs from the baseline's. */
  readonly differing: readonly string[];
  /** Why there is no outcome. */
  readonly notMeasured?: string;
  /** Whether the worker refused, as it should. */
  readonly refused?: boolean;
}

const IMAGES = ["//:forecast_layers", "//:report_layers"];
const FOLDER = path.join(SCRATCH, "determinism");
const OWN_OUTPUT_BASE = path.join(FOLDER, "output-base");
const PROGRAM = path.join(REPOSITORY, "bazel", "worker", "worker.cjs");

const log = (line: string) => process.stderr.write(`determinism: ${line}\n`);

/** Builds both images in one cell and gives what was recorded and what came out. */
async function build(
  workspace: Workspace,
  cell: BazelCell,
): Promise<{ actions: RecordedAction[]; outcomes: Outcomes }> {
  const startup = cell.ownOutputBase === true ? [`--output_base=${OWN_OUTPUT_BASE}`] : [];
  const flags = [
    ...cell.flags,
    ...(cell.node === undefined ? [] : [`--repo_env=PACKAGE_LAYERS_NODE=${nodeOf(cell.node, FOLDER)[0]}`]),
  ];
  workspace.bazel(["clean"], startup);
  const { executed } = workspace.build([...IMAGES, "--output_groups=+package_layers,+plan", ...flags], startup);
  const query = `mnemonic("${MNEMONICS}", ${IMAGES.map((image) => `deps(${image})`).join(" + ")})`;
  const aquery = ["aquery", "--output=jsonproto", ...flags, query];
  const actions = recordedActions(workspace.bazel(aquery, startup));
  const made = MNEMONICS.split("|").reduce((sum, mnemonic) => sum + (executed[mnemonic] ?? 0), 0);
  if (made !== actions.length) {
    throw new Error(`${made} of ${actions.length} actions were executed; a cache would make the comparison worthless`);
  }
  const root = workspace.bazel(["info", "execution_root", ...flags], startup).trim();
  const outcomes = new Map<string, Outcome>();
  for (const action of actions) {
    outcomes.set(action.subject, await outcomeOf(action, root));
  }
  if (cell.ownOutputBase === true) {
    workspace.bazel(["shutdown"], startup);
  }
  return { actions, outcomes };
}

function compare({ axis, value }: ReplayCell | BazelCell, outcomes: Outcomes, expected: Outcomes): Row {
  const differing = [...expected].filter(([subject, { all }]) => outcomes.get(subject)?.all !== all);
  return { axis, value, subjects: expected.size, differing: differing.map(([subject]) => subject) };
}

/** The cell's line, or one that says why there is none. */
async function measured(cell: ReplayCell | BazelCell, measure: () => Promise<Row>): Promise<Row> {
  log(`${cell.axis}: ${cell.value}`);
  const begin = performance.now();
  const row = await measure().catch((error: Error): Row => {
    const [reason] = error.message.split("\n");
    return { axis: cell.axis, value: cell.value, subjects: 0, differing: [], notMeasured: reason!.slice(0, 300) };
  });
  log(`  ${verdict(row)} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  return row;
}

/** What becomes of a Node that has to be refused: any outcome would be a fault. */
async function refusal(make: () => Promise<Outcomes>): Promise<Row> {
  const { axis, value, refusal: wanted } = REFUSED_CELL;
  const failure = await make().then(
    () => new Error("layers were made"),
    (error: Error) => error,
  );
  const refused = failure.message.includes(wanted);
  return { axis, value, subjects: 0, differing: refused ? [] : [failure.message.split("\n")[0]!], refused };
}

function verdict({ subjects, differing, notMeasured, refused }: Row): string {
  if (refused !== undefined) {
    return refused ? "refused" : `**not refused**: ${differing[0]}`;
  }
  if (notMeasured !== undefined) {
    return `not measured: ${notMeasured}`;
  }
  const equal = `${subjects - differing.length} of ${subjects}`;
  return differing.length === 0 ? equal : `${equal}; not ${differing.join(", ")}`;
}

function table(rows: readonly Row[]): string[] {
  return [
    "| axis | value | equal |",
    "| --- | --- | --- |",
    ...rows.map((row) => `| ${row.axis} | ${row.value} | ${verdict(row).replaceAll("|", "\\|")} |`),
  ];
}

function version(command: string, ...args: string[]): string {
  return spawnSync(command, args, { encoding: "utf8" }).stdout.trim();
}

async function main(document: string, asJson: boolean, only: string | undefined): Promise<void> {
  const chosen = new RegExp(only ?? "");
  const isChosen = ({ axis, value }: ReplayCell | BazelCell) => chosen.test(axis) || chosen.test(value);
  mkdirSync(FOLDER, { recursive: true });
  const workspace = Workspace.create("examples", "determinism");
  const rows: Row[] = [];
  const zstdRows: Row[] = [];
  let baseline: Outcomes;
  try {
    const [first, ...otherBuilds] = BAZEL_CELLS;
    log(`${first.axis}: ${first.value}`);
    const { actions, outcomes } = await build(workspace, first);
    baseline = outcomes;
    rows.push(compare(first, outcomes, baseline));
    // Before other builds remove the recorded inputs.
    const place = {
      program: PROGRAM,
      executionRoot: workspace.bazel(["info", "execution_root"]).trim(),
      folder: FOLDER,
    };
    const again = (cell: ReplayCell) =>
      replay(
        actions,
        { ...cell.surroundings, ...(cell.node === undefined ? {} : { node: nodeOf(cell.node, FOLDER) }) },
        place,
      );
    for (const cell of [...LOCAL_CELLS, ...NODE_CELLS].filter(isChosen)) {
      rows.push(await measured(cell, async () => compare(cell, await again(cell), baseline)));
    }
    if (isChosen(REFUSED_CELL)) {
      rows.push(
        await measured(REFUSED_CELL, async () => {
          const node = debianNode(FOLDER);
          return refusal(() => replay(actions, { ...REFUSED_CELL.surroundings, node }, place));
        }),
      );
    }
    let zstdBaseline: Outcomes | undefined;
    for (const cell of ZSTD_CELLS.filter(isChosen)) {
      zstdRows.push(
        await measured(cell, async () => {
          const made = await again(cell);
          zstdBaseline ??= made;
          return compare(cell, made, zstdBaseline);
        }),
      );
    }
    for (const cell of otherBuilds.filter(isChosen)) {
      rows.push(await measured(cell, async () => compare(cell, (await build(workspace, cell)).outcomes, baseline)));
    }
  } finally {
    workspace.bazel(["shutdown"]);
    spawnSync("chmod", ["-R", "u+w", OWN_OUTPUT_BASE]);
    rmSync(OWN_OUTPUT_BASE, { recursive: true, force: true });
  }
  const measuredRows = rows.filter(({ notMeasured, refused }) => notMeasured === undefined && refused === undefined);
  const equalRows = measuredRows.filter(({ differing }) => differing.length === 0);
  const summary = `${equalRows.length} of ${measuredRows.length} cells have the baseline's digest for every one of ${baseline.size} outputs`;
  if (only === undefined) {
    writeFileSync(
      document,
      [
        "# Determinism",
        "",
        "Both images of `examples/` were made in every cell below, from the wheels of its lock file. The baseline is Bazel's",
        "multiplex worker. Each axis is varied alone, and the mixed cells vary several together. Cells that do not name Bazel",
        "ran the same actions without it: with the arguments and declared inputs that `bazel aquery` lists and the checked-in",
        "worker, in an empty environment and a directory that holds only the declared inputs. arm64 ran under qemu. Equal",
        "means equal byte for byte: layers and their descriptors, mergeables, plans, reports, bundles and image layouts.",
        "`npm run determinism` measures and writes this file.",
        "",
        "## What is promised for which Node",
        "",
        "- **Any release of nodejs.org, 20.15 or later, and the one that is downloaded by default**: layers of gzip and without compression have the same bytes.",
        "- **A Node with the system's zlib** (built with `--shared-zlib`, like those of Debian and other distributions): other bytes. `node.local` and the",
        "  worker refuse it, unless `allow_shared_zlib = True` says that every machine that shares a cache has this very Node.",
        "- **zstd**: the same bytes as long as the zstd in the Node is the same; the table below says which releases were compared.",
        "",
        `${summary}.`,
        "",
        ...table(rows),
        "",
        "## zstd",
        "",
        "Layers of zstd need Node 22.15 or later, and their bytes are those of the zstd that the Node has. The first line is",
        "the baseline of this table.",
        "",
        ...table(zstdRows),
        "",
        "## Digests",
        "",
        `SHA-256 of each package's layer, and of each image's bundles and layout, ${version(process.execPath, "--version")} or any`,
        "other of the table. Wheels differ from one Python version to the next; these are for " +
          `${version("python3", "--version")} on x86-64.`,
        "",
        "| output | SHA-256 |",
        "| --- | --- |",
        ...[...baseline]
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([subject, { digest }]) => `| ${subject} | \`${digest}\` |`),
        "",
      ].join("\n"),
    );
  }
  console.log([...table(rows), "", ...table(zstdRows), "", `${summary}.`].join("\n"));
  if (asJson) {
    console.log(
      JSON.stringify(
        [...rows, ...zstdRows].map(({ axis, value, subjects, differing, notMeasured, refused }) => ({
          axis,
          value,
          outputs: subjects,
          equal: subjects - differing.length,
          ...(notMeasured === undefined ? {} : { not_measured: notMeasured }),
          ...(refused === undefined ? {} : { refused }),
        })),
      ),
    );
  }
  const isRefused = rows.every(({ refused }) => refused !== false);
  process.exitCode = equalRows.length === measuredRows.length && isRefused ? 0 : 1;
}

const [document, ...flags] = process.argv.slice(2);
const only = flags.find((flag) => flag.startsWith("--only="))?.slice("--only=".length);
main(document!, flags.includes("--json"), only).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
