// `npm run bench:plan`: replays all histories for all strategies, prints the tables and writes them to bench/PLAN.md.

import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { type PlanPackage, plan } from "../../src/plan/plan";
import { disturbance } from "./disturbance";
import { hindsight } from "./hindsight";
import { type History, historiesFolder, type MonorepoHistory, readHistories, readMonorepos } from "./histories";
import { type MonorepoCost, monorepoCost, onePlanForAll, planPerImage, sharedPlan } from "./monorepo";
import { frozenLock, layerCost, packageLayers, packageLayersDefault, packageLayersLock } from "./ours";
import { apko } from "./peers/apko";
import { biggest } from "./peers/biggest";
import { byName } from "./peers/by-name";
import { chunkah } from "./peers/chunkah";
import { oneLayer } from "./peers/one-layer";
import { ostreeChunking } from "./peers/ostree-chunking";
import { regexList } from "./peers/regex-list";
import { rulesImg } from "./peers/rules-img";
import { type Cost, geometricMean, meanCost, replay, type Strategy } from "./replay";

const CAPS = [8, 16, 32, 64, 120];
const MONOREPO_CAPS = [16, 32, 64];

/** What knows nothing but the revision. */
const PEERS: readonly Strategy[] = [oneLayer, byName, rulesImg, regexList, apko, ostreeChunking, chunkah, biggest];
const STRATEGIES: readonly Strategy[] = [
  ...PEERS,
  packageLayers,
  packageLayersDefault,
  packageLayersLock,
  frozenLock,
  hindsight,
];

const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** A table in Markdown. */
function table(head: readonly (string | number)[], rows: readonly (readonly (string | number)[])[]): string {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

/** Ratios with three digits that count. */
const digits = (ratio: number) => ratio.toFixed(ratio < 10 ? 2 : 1);

const progress = (line: string) => process.stderr.write(`bench:plan: ${line}\n`);

/** The costs of each strategy and cap, in the order of the histories. */
function replayAll(histories: readonly History[]): Map<Strategy, Map<number, readonly Cost[]>> {
  return new Map(
    STRATEGIES.map((strategy) => {
      progress(strategy.name);
      return [strategy, new Map(CAPS.map((cap) => [cap, histories.map((history) => replay(history, strategy, cap))]))];
    }),
  );
}

/** Two halves of the positions by turns; of fewer than two items, one half. */
function halvesOf(count: number): number[][] {
  const all = Array.from({ length: count }, (_, index) => index);
  return [0, 1].map((half) => all.filter((index) => index % 2 === half)).filter((half) => half.length > 0);
}

/** Median milliseconds of planning so many packages into a full image; sizes spread evenly over seven powers of ten. */
function planMilliseconds(count: number): number {
  const packages: PlanPackage[] = Array.from({ length: count }, (_, index) => ({
    id: `package-${index}`,
    name: `package-${index}`,
    version: "1",
    bytes: Math.round(10 ** (1 + ((index * 7919) % 7000) / 1000)),
    mergeable: true,
  }));
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    plan(packages, { layers: 120, layerCost: 0 });
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[3]!;
}

/** The tables of the repositories whose images share a registry: of all, and of each half. */
function monorepoTables(repositories: readonly MonorepoHistory[]): string {
  if (repositories.length === 0) {
    return "These histories hold no repository of several applications.";
  }
  const measured = [
    sharedPlan(0),
    planPerImage(packageLayers),
    planPerImage(packageLayersDefault),
    planPerImage(chunkah),
    planPerImage(biggest),
    onePlanForAll(packageLayers),
  ].map((strategy) => {
    progress(`several images: ${strategy.description}`);
    const costs = MONOREPO_CAPS.map((cap) => repositories.map((each) => monorepoCost(each, strategy, cap)));
    return { description: strategy.description, costs };
  });
  const head = ["strategy", ...MONOREPO_CAPS.flatMap((cap) => [`${cap} layers: pushed`, "stored", "pulled"])];
  const tableOf = (positions: readonly number[]) =>
    table(
      head,
      measured.map(({ description, costs }) => [
        description,
        ...costs.flatMap((ofCap) => {
          const mean = (of: (cost: MonorepoCost) => number) =>
            digits(geometricMean(positions.map((position) => of(ofCap[position]!))));
          return [mean(({ pushed }) => pushed), mean(({ stored }) => stored), mean(({ pulled }) => pulled)];
        }),
      ]),
    );
  const names = (positions: readonly number[]) => positions.map((position) => repositories[position]!.repository);
  return [
    tableOf(repositories.map((_, index) => index)),
    ...halvesOf(repositories.length).map(
      (half) => `The same for ${names(half).join(" and ")} alone:\n\n${tableOf(half)}`,
    ),
  ].join("\n\n");
}

const folder = historiesFolder(process.argv.slice(2).find((argument) => !argument.startsWith("--")));
if (folder === undefined) {
  console.log(
    "bench:plan: no lock histories. Name their folder: npm run bench:plan -- FOLDER, or PACKAGE_LAYERS_HISTORIES; bench/histories.md says how to make it.",
  );
} else {
  const histories = readHistories(folder);
  const measured = replayAll(histories);
  const everywhere = histories.map((_, index) => index);
  const halves = halvesOf(histories.length);
  const mean = (strategy: Strategy, cap: number, positions: readonly number[] = everywhere) =>
    meanCost(positions.map((position) => measured.get(strategy)!.get(cap)![position]!));
  const names = (half: readonly number[]) => half.map((index) => histories[index]!.application).join(", ");
  const headOf = (first: string, caps: readonly number[]) => [first, ...caps.map((cap) => `${cap} layers`)];
  const disturbed = [packageLayers, packageLayersDefault, chunkah, biggest].map((strategy) => {
    progress(`one package: ${strategy.name}`);
    const of = (positions: readonly number[], cap: number) =>
      disturbance(
        positions.map((position) => histories[position]!),
        strategy,
        cap,
      );
    return { strategy, ofHalves: halves.map((half) => [16, 32, 64].map((cap) => of(half, cap))) };
  });
  const monorepos = readMonorepos(folder).filter(({ revisions }) => revisions.length > 1);
  const text = `# The plan against its peers

Made by \`npm run bench:plan\`; [histories.md](histories.md) says what is replayed. ${histories.length} applications, ${histories.reduce((sum, { revisions }) => sum + revisions.length, 0)} revisions
of their locks. A figure is the bytes of the layers that are new in a revision ÷ the bytes of the packages that changed;
after the point in the middle, the bytes from the first changed layer up, which Docker's classic store pulls again, ÷ the same. Geometric means over
the applications. We reimplemented each peer's algorithm from its source, which its file in \`bench/plan/peers\` names; its layers are in the order that it gives them.

${table(headOf("strategy", CAPS), [
  ...STRATEGIES.map((strategy) => [
    strategy.description,
    ...CAPS.map((cap) => {
      const { pushed, above } = mean(strategy, cap);
      return `${digits(pushed)} · ${digits(above)}`;
    }),
  ]),
  ["lower bound of every plan: the packages that changed, and nothing else", ...CAPS.map(() => "1.00 · 1.00")],
])}

The peers use every layer that they may have, and so does the first of our rows. By default the plan stops where a further layer saves less than
it costs to pull ([LAYER_COST.md](LAYER_COST.md)); ${layerCost.toLocaleString("en")} bytes here, since sizes are those of wheels. It then has on average so many layers:

${table(
  headOf("strategy", CAPS),
  [packageLayers, packageLayersDefault].map((strategy) => [
    strategy.description,
    ...CAPS.map((cap) => mean(strategy, cap).layers.toFixed(1)),
  ]),
)}

Bytes pushed on each half of the applications, which are divided alternately in the order of their names:

${table(
  headOf("applications, strategy", CAPS),
  halves.flatMap((half) =>
    [packageLayers, packageLayersDefault, chunkah, biggest].map((strategy) => [
      `${names(half)}: ${strategy.description}`,
      ...CAPS.map((cap) => digits(mean(strategy, cap, half).pushed)),
    ]),
  ),
)}

## Images that share

Eight applications of one repository, pushed to one registry; ${monorepos.length} repositories. *pushed*: bytes of layers that no image of the revision before
had ÷ bytes of packages that none of them had. *stored*: bytes of the distinct layers of all eight images ÷ bytes of their distinct
packages, mean over the revisions. *pulled*: bytes of an image's layers ÷ bytes of its packages. Geometric means over the repositories.

${monorepoTables(monorepos)}

## One package that comes, goes or grows

Bytes pushed beside the package's own, as a share of the image: every package of every application's newest revision removed, grown by a
half and threefold, and a new one of its size added. Mean, and the worst of all, on each half of the applications. The worst depends on the luck of one
package, and differs between halves by as much as between plans: no plan here can claim to have the least.

${table(
  headOf("applications, strategy", [16, 32, 64]),
  halves.flatMap((half, index) =>
    disturbed.map(({ strategy, ofHalves }) => [
      `${names(half)}: ${strategy.description}`,
      ...ofHalves[index]!.map((one) => `${percent(one.mean)}, ${percent(one.worst)}`),
    ]),
  ),
)}

## Time

${table(
  ["packages", "milliseconds for 120 layers, median of 7"],
  [100, 1000, 10_000].map((count) => [count, planMilliseconds(count).toFixed(1)]),
)}
`;
  writeFileSync("bench/PLAN.md", text);
  console.log(text);
  if (process.argv.includes("--json")) {
    console.log(
      JSON.stringify(
        Object.fromEntries(
          STRATEGIES.map((strategy) => [
            strategy.name,
            Object.fromEntries(CAPS.map((cap) => [cap, Number(mean(strategy, cap).pushed.toFixed(4))])),
          ]),
        ),
      ),
    );
  }
}
