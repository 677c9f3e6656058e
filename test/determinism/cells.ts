// The cells of the determinism matrix: what each changes of the baseline. Each axis is varied alone, and some together.

import type { Surroundings } from "./replay";

/** A Node that cells ask for; matrix.ts brings it. */
export interface NodeRelease {
  readonly architecture: "x64" | "arm64";
  readonly version: string;
}

/** A cell without Bazel: recorded actions are done again. */
export interface ReplayCell {
  readonly axis: string;
  readonly value: string;
  readonly surroundings: Omit<Surroundings, "node">;
  readonly node?: NodeRelease;
}

/** A cell with Bazel. */
export interface BazelCell {
  readonly axis: string;
  readonly value: string;
  readonly flags: readonly string[];
  /** Whether it has an output base of its own, so that repositories are fetched again and every path is different. */
  readonly ownOutputBase?: boolean;
  readonly node?: NodeRelease;
}

export const NODE_VERSIONS = ["20.20.2", "22.23.3", "24.21.0", "26.10.0"] as const;

/** What this machine can do with nothing but the Node that runs: the part that `npm test` does. */
export const LOCAL_CELLS: readonly ReplayCell[] = [
  { axis: "way in", value: "one-shot", surroundings: { way: "one-shot" } },
  { axis: "way in", value: "singleplex worker, JSON", surroundings: { way: "JSON worker" } },
  { axis: "way in", value: "multiplex worker", surroundings: { way: "multiplex worker" } },
  { axis: "way in", value: "multiplex worker, sandboxed", surroundings: { way: "sandboxed multiplex worker" } },
  { axis: "umask", value: "000", surroundings: { way: "worker", umask: "000" } },
  { axis: "umask", value: "077", surroundings: { way: "worker", umask: "077" } },
  { axis: "locale", value: "tr_TR.UTF-8", surroundings: { way: "worker", env: { LC_ALL: "tr_TR.UTF-8" } } },
  { axis: "locale", value: "POSIX", surroundings: { way: "worker", env: { LC_ALL: "POSIX", LANG: "C" } } },
  {
    axis: "time zone",
    value: "Pacific/Kiritimati",
    surroundings: { way: "worker", env: { TZ: "Pacific/Kiritimati" } },
  },
  { axis: "file order", value: "reversed", surroundings: { way: "worker", reversed: true } },
  { axis: "threads", value: "1", surroundings: { way: "multiplex worker", env: { UV_THREADPOOL_SIZE: "1" } } },
  { axis: "threads", value: "16", surroundings: { way: "multiplex worker", env: { UV_THREADPOOL_SIZE: "16" } } },
  {
    axis: "mixed",
    value: "sandboxed multiplex, reversed, umask 027, ja_JP.UTF-8, Asia/Kathmandu, 2 threads",
    surroundings: {
      way: "sandboxed multiplex worker",
      reversed: true,
      umask: "027",
      env: { LC_ALL: "ja_JP.UTF-8", TZ: "Asia/Kathmandu", UV_THREADPOOL_SIZE: "2" },
    },
  },
];

/** Other Nodes, other processors. */
export const NODE_CELLS: readonly ReplayCell[] = [
  ...NODE_VERSIONS.map(
    (version): ReplayCell => ({
      axis: "Node, x64",
      value: version,
      surroundings: { way: "multiplex worker" },
      node: { architecture: "x64", version },
    }),
  ),
  ...NODE_VERSIONS.map(
    (version): ReplayCell => ({
      axis: "Node, arm64",
      value: version,
      surroundings: { way: "multiplex worker" },
      node: { architecture: "arm64", version },
    }),
  ),
  {
    axis: "mixed",
    value: "Node 26.10.0 arm64, sandboxed multiplex, reversed, umask 077, tr_TR.UTF-8, America/St_Johns",
    surroundings: {
      way: "sandboxed multiplex worker",
      reversed: true,
      umask: "077",
      env: { LC_ALL: "tr_TR.UTF-8", TZ: "America/St_Johns" },
    },
    node: { architecture: "arm64", version: "26.10.0" },
  },
];

/** A Node whose layers would have other bytes, and what the worker says of it. */
export const REFUSED_CELL: ReplayCell & { readonly refusal: string } = {
  axis: "Node, x64",
  value: "Debian's, with the system's zlib",
  surroundings: { way: "one-shot" },
  refusal: "this Node compresses with the system's zlib",
};

/** zstd is there from Node 22.15 on; what it makes may be another's bytes with another Node, so that it has a table of its own. */
export const ZSTD_CELLS: readonly ReplayCell[] = (["x64", "arm64"] as const).flatMap((architecture) =>
  NODE_VERSIONS.slice(1).map(
    (version): ReplayCell => ({
      axis: `zstd, Node, ${architecture}`,
      value: version,
      surroundings: { way: "multiplex worker", compression: "zstd" },
      node: { architecture, version },
    }),
  ),
);

/** The same images by Bazel itself; the first one is the baseline of all cells. */
export const BAZEL_CELLS: readonly [BazelCell, ...BazelCell[]] = [
  { axis: "Bazel", value: "multiplex worker (baseline)", flags: [] },
  { axis: "Bazel", value: "singleplex workers", flags: ["--noworker_multiplex"] },
  { axis: "Bazel", value: "singleplex workers, sandboxed", flags: ["--noworker_multiplex", "--worker_sandboxing"] },
  {
    axis: "Bazel",
    value: "multiplex worker, sandboxed",
    flags: ["--worker_sandboxing", "--experimental_worker_multiplex_sandboxing"],
  },
  { axis: "Bazel", value: "one-shot", flags: ["--spawn_strategy=local"] },
  {
    axis: "Bazel",
    value: "one-shot, sandboxed",
    // A repository that was cloned below /tmp is seen there only when the sandbox has no /tmp of its own.
    flags: ["--spawn_strategy=sandboxed", "--sandbox_add_mount_pair=/tmp"],
  },
  { axis: "Bazel", value: "-c opt", flags: ["--compilation_mode=opt"] },
  {
    axis: "Bazel",
    value: "path mapping, multiplex worker, sandboxed",
    flags: ["--experimental_output_paths=strip", "--experimental_worker_multiplex_sandboxing"],
  },
  { axis: "Bazel", value: "another output base", flags: [], ownOutputBase: true },
  {
    axis: "mixed",
    value: "Bazel: another output base, -c opt, path mapping, sandboxed one-shot, Node 24.21.0",
    flags: [
      "--compilation_mode=opt",
      "--experimental_output_paths=strip",
      "--spawn_strategy=sandboxed",
      "--sandbox_add_mount_pair=/tmp",
    ],
    ownOutputBase: true,
    node: { architecture: "x64", version: "24.21.0" },
  },
];
