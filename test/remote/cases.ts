// What is claimed of remote caches and of remote execution: builds of both example images, and what has to come of each.

import type { BuildGrid } from "./build-grid";
import type { Trouble } from "./loopback-proxy";
import type { NginxCache } from "./nginx-cache";

/** Two machines share a service; the second one can build without it, too. */
export type MachineName = "first" | "second" | "second without the service";

/** One build by one of them. */
export interface Case<Service> {
  readonly name: string;
  /** The second one unless it is said. */
  readonly machine?: MachineName;
  /** Whether the machine goes on with what the case before has left, and is not clean. */
  readonly goesOn?: true;
  /** What is done to the service before. */
  readonly before?: (service: Service) => unknown;
  /** What is done to the service while Bazel builds; gives whether it was done before the signal that the build is over. */
  readonly meanwhile?: (service: Service, isOver: AbortSignal) => Promise<boolean>;
  /** What is wrong with the line between Bazel and the service. */
  readonly trouble?: Trouble;
  readonly flags: readonly string[];
  readonly expected: Expected;
  /** What does not hold of the service afterwards. */
  readonly after?: (service: Service) => string[];
}

export interface Expected {
  readonly image: Outcome["image"];
  /** Who does our actions: each of them something, nobody else anything. Anybody if it is not given. */
  readonly doneBy?: readonly string[];
  /** Bytes that may be sent to Bazel; any number if it is not given. */
  readonly bytesAtMost?: number;
  /** What Bazel has to say. */
  readonly says?: RegExp;
}

/** What came of a build. */
export interface Outcome {
  /** Right is that of a local build; not fetched is left with the service; there is none if Bazel fails. */
  readonly image: "right" | "wrong" | "not fetched" | "none";
  /** How many of our actions were done by whom, in Bazel's words. */
  readonly runners: Readonly<Record<string, number>>;
  /** Bytes that were sent to Bazel. */
  readonly bytes: number;
  /** All that Bazel said. */
  readonly said: string;
}

/** In which ways an outcome is not what was expected. */
export function failuresOf(expected: Expected, { image, runners, bytes, said }: Outcome): string[] {
  const { doneBy, bytesAtMost = Number.POSITIVE_INFINITY, says = /^/ } = expected;
  const failures: string[] = [];
  if (image !== expected.image) {
    failures.push(`the image is ${image}, not ${expected.image}`);
  }
  if (doneBy !== undefined && String(Object.keys(runners).sort()) !== String([...doneBy].sort())) {
    failures.push(`not done by ${doneBy.join(" and ")}`);
  }
  if (bytes > bytesAtMost) {
    failures.push(`more than ${bytesAtMost} bytes`);
  }
  if (!says.test(said)) {
    failures.push(`Bazel did not say ${says.source}`);
  }
  return failures;
}

const CACHED = ["remote cache hit"];
const MINIMAL = ["--remote_download_minimal"];
const TOPLEVEL = ["--remote_download_toplevel"];
/** From so many bytes on a blob is heavy here; the protocol needs less for both images. */
const HEAVY = 200_000;
/** Makes Bazel notice soon that the service is gone. */
const IMPATIENT = ["--remote_timeout=10", "--remote_retries=1"];
/** Makes Bazel go on by itself when the service is gone; nothing is taken from the cache, so that there is work to do. */
const FALLBACK = [...IMPATIENT, "--spawn_strategy=remote,local", "--remote_local_fallback", "--noremote_accept_cached"];

export const CACHE_CASES: readonly Case<NginxCache>[] = [
  {
    name: "the first machine, nothing stored",
    machine: "first",
    flags: TOPLEVEL,
    expected: { image: "right", doneBy: ["worker"] },
  },
  {
    name: "a clean second machine, `--remote_download_minimal`",
    flags: MINIMAL,
    expected: { image: "not fetched", doneBy: CACHED, bytesAtMost: HEAVY },
  },
  {
    name: "a clean second machine, `--remote_download_toplevel`",
    flags: TOPLEVEL,
    expected: { image: "right", doneBy: CACHED },
  },
  {
    name: "everything that the cache sends is 20 ms late",
    trouble: { latency: 20 },
    flags: TOPLEVEL,
    expected: { image: "right", doneBy: CACHED },
  },
  {
    name: "the cache dies in the middle",
    trouble: { deadAfter: 100_000_000 },
    flags: [...IMPATIENT, "--remote_download_all"],
    expected: { image: "right", doneBy: [...CACHED, "worker"] },
  },
  {
    name: "a wrong byte in every stored blob",
    before: (cache) => cache.corrupt("cas"),
    flags: ["--remote_download_all"],
    // What is made again heals the cache, so a few actions may be found there.
    expected: { image: "right" },
  },
];

/** In the middle of the actions. */
const dies = (grid: BuildGrid, isOver: AbortSignal) => grid.killServerAfter(20, isOver);
const comesBack = (grid: BuildGrid) => grid.startAgain();

export const EXECUTION_CASES: readonly Case<BuildGrid>[] = [
  {
    name: "the first machine, nothing stored, `--remote_download_minimal`",
    machine: "first",
    flags: MINIMAL,
    expected: { image: "not fetched", doneBy: ["remote"] },
    after: (grid) =>
      Object.entries(grid.actionsDone())
        .filter(([, actions]) => actions === 0)
        .map(([worker]) => `${worker} has done nothing`),
  },
  {
    name: "a clean second machine, `--remote_download_minimal`",
    flags: MINIMAL,
    expected: { image: "not fetched", doneBy: CACHED, bytesAtMost: HEAVY },
  },
  {
    name: "then `--remote_download_toplevel` there",
    goesOn: true,
    flags: TOPLEVEL,
    expected: { image: "right", doneBy: [] },
  },
  {
    name: "a clean second machine, `--remote_download_toplevel`",
    flags: TOPLEVEL,
    expected: { image: "right", doneBy: CACHED },
  },
  {
    name: "everything is done again, and all that the service sends to Bazel is 5 ms late",
    trouble: { latency: 5 },
    flags: [...TOPLEVEL, "--noremote_accept_cached"],
    expected: { image: "right", doneBy: ["remote"] },
  },
  {
    name: "the service dies in the middle, `--remote_download_toplevel`",
    meanwhile: dies,
    flags: [...FALLBACK, ...TOPLEVEL],
    expected: { image: "none", says: /Failed to fetch blobs/ },
  },
  {
    name: "then a build while it is away",
    goesOn: true,
    flags: [...FALLBACK, ...TOPLEVEL],
    expected: { image: "none", says: /Failed to fetch blobs/ },
  },
  {
    name: "then a build without the service's flags",
    machine: "second without the service",
    goesOn: true,
    flags: [],
    expected: { image: "right" },
  },
  {
    name: "the service dies in the middle again, `--remote_download_toplevel`",
    before: comesBack,
    meanwhile: dies,
    flags: [...FALLBACK, ...TOPLEVEL],
    expected: { image: "none", says: /Failed to fetch blobs/ },
  },
  {
    name: "then a build when it is there again",
    goesOn: true,
    before: comesBack,
    flags: TOPLEVEL,
    expected: { image: "right" },
  },
  {
    name: "the service dies in the middle, `--remote_download_all`",
    meanwhile: dies,
    flags: [...FALLBACK, "--remote_download_all"],
    expected: { image: "right", doneBy: ["local", "remote"] },
  },
  {
    name: "a wrong byte in every stored blob of 200 kB or more",
    before: async (grid) => {
      await comesBack(grid);
      grid.corrupt(HEAVY);
    },
    flags: TOPLEVEL,
    expected: { image: "none", says: /does not match received digest/ },
  },
  {
    name: "a wrong byte in all other blobs, too, results of actions among them",
    before: (grid) => grid.corrupt(1, HEAVY),
    flags: TOPLEVEL,
    expected: { image: "none", says: /Error parsing message with type '[a-z0-9.]+ActionResult'/ },
  },
  {
    name: "then a build without the service's flags",
    machine: "second without the service",
    goesOn: true,
    flags: [],
    expected: { image: "right" },
  },
];
