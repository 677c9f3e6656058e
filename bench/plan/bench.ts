// `npm run bench:plan`: replays all histories for all strategies, prints the tables and writes them to bench/PLAN.md.

import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { type PlanPackage, plan } from "../../src/plan/plan";
import { disturbance } from "./disturbance";
import { type History, historiesFolder, type MonorepoHistory, readHistories, readMonorepos } from "./histories";
import { type MonorepoCost, monorepoCost, onePlanForAll, planPerImage } from "./monorepo";
import { offline } from "./offline";
import { frozenLock, packageLayers, packageLayersLock } from "./ours";
import { apko } from "./peers/apko";
import { biggest } from "./peers/biggest";
import { byName } from "./peers/by-name";
import { chunkah } from "./peers/chunkah";
import { oneLayer } from "./peers/one-layer";
import { ostreeChunking } from "./peers/ostree-chunking";
import { regexList } from "./peers/regex-list";
import { rulesImg } from "./peers/rules-img";
import { geometricMean, meanRatio, type Strategy } from "./replay";

const CAPS = [8, 16, 32, 64, 120];
const MONOREPO_CAPS = [16, 32, 64];

const STRATEGIES: readonly Strategy[] = [
  oneLayer,
  byName,
  rulesImg,
  regexList,
  apko,
  ostreeChunking,
  chunkah,
  biggest,
  packageLayers,
  packageLayersLock,
  frozenLock,
  offline,
];

const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** A table in Markdown. */
function table(head: readonly (string | number)[], rows: readonly (readonly (string | number)[])[]): string {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

/** Ratios with three digits that count. */
const digits = (ratio: number) => ratio.toFixed(ratio < 10 ? 2 : 1);

function ratios(histories: readonly History[]): Map<Strategy, Map<number, number>> {
  return new Map(
    STRATEGIES.map((strategy) => {
      process.stderr.write(`bench:plan: ${strategy.name}\n`);
      return [strategy, new Map(CAPS.map((cap) => [cap, meanRatio(histories, strategy, cap)]))];
    }),
  );
}

/** Two halves by turns; of fewer than two items, one half. */
function halvesOf<T>(items: readonly T[]): T[][] {
  return [0, 1].map((half) => items.filter((_, index) => index % 2 === half)).filter((half) => half.length > 0);
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
    plan(packages, { layers: 120 });
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[3]!;
}

const folder = historiesFolder();
if (folder === undefined) {
  console.log(
    "bench:plan: no lock histories here. PACKAGE_LAYERS_HISTORIES names their folder; bench/histories.md says how to make it.",
  );
} else {
  const histories = readHistories(folder);
  const measured = ratios(histories);
  const halves = halvesOf(histories);
  const monorepos = readMonorepos(folder).filter(({ revisions }) => revisions.length > 1);
  const monorepoRows = (repositories: readonly MonorepoHistory[]) =>
    [planPerImage(packageLayers), planPerImage(chunkah), planPerImage(biggest), onePlanForAll(packageLayers)].map(
      (strategy) => [
        strategy.description,
        ...MONOREPO_CAPS.flatMap((cap) => {
          const costs = repositories.map((repository) => monorepoCost(repository, strategy, cap));
          const mean = (of: (cost: MonorepoCost) => number) => digits(geometricMean(costs.map(of)));
          return [mean(({ pushed }) => pushed), mean(({ stored }) => stored), mean(({ pulled }) => pulled)];
        }),
      ],
    );
  const monorepoTable = (repositories: readonly MonorepoHistory[]) =>
    table(
      ["strategy", ...MONOREPO_CAPS.flatMap((cap) => [`${cap} layers: pushed`, "stored", "pulled"])],
      monorepoRows(repositories),
    );
  const text = `# The plan against its peers

Made by \`npm run bench:plan\`; [histories.md](histories.md) says what is replayed. ${histories.length} applications, ${histories.reduce((sum, { revisions }) => sum + revisions.length, 0)} revisions
of their locks. A figure is the bytes of layers that a revision pushes anew ÷ the bytes of the packages that changed, geometric mean over
the applications; 1 is the least there can be. Each peer's algorithm is written from its source, which its file in \`bench/plan/peers\` names.

${table(
  ["strategy", ...CAPS.map((cap) => `${cap} layers`)],
  STRATEGIES.map((strategy) => [strategy.description, ...CAPS.map((cap) => digits(measured.get(strategy)!.get(cap)!))]),
)}

The same for the plan on each half of the applications, taken by turns in the order of their names:

${table(
  ["applications", ...CAPS.map((cap) => `${cap} layers`)],
  halves.map((half) => [
    half.map(({ application }) => application).join(", "),
    ...CAPS.map((cap) => digits(meanRatio(half, packageLayers, cap))),
  ]),
)}

## Images that share

Eight applications of one repository, pushed to one registry; ${monorepos.length} repositories. *pushed*: bytes of layers that no image of the revision before
had ÷ bytes of packages that none of them had. *stored*: bytes of the distinct layers of all eight images ÷ bytes of their distinct
packages, mean over the revisions. *pulled*: bytes of an image's layers ÷ bytes of its packages. Geometric means over the repositories.

${
  monorepos.length === 0
    ? "These histories hold no repository of several applications."
    : [
        monorepoTable(monorepos),
        ...halvesOf(monorepos).map(
          (half) =>
            `The same for ${half.map(({ repository }) => repository).join(" and ")} alone:\n\n${monorepoTable(half)}`,
        ),
      ].join("\n\n")
}

## One package that comes, goes or grows

Bytes pushed beside the package's own, as a share of the image: every package of every application's newest revision removed, grown by a
half and threefold, and a new one of its size added. Mean, and the worst of all.

${table(
  ["strategy", ...[16, 32, 64].map((cap) => `${cap} layers`)],
  [packageLayers, chunkah, biggest].map((strategy) => [
    strategy.description,
    ...[16, 32, 64].map((cap) => {
      const { mean, worst } = disturbance(histories, strategy, cap);
      return `${percent(mean)}, ${percent(worst)}`;
    }),
  ]),
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
            Object.fromEntries([...measured.get(strategy)!].map(([cap, ratio]) => [cap, Number(ratio.toFixed(4))])),
          ]),
        ),
      ),
    );
  }
}
