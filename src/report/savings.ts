// Finds what an image might do without: files that a running program seldom needs, and files that are in it twice.

import type { LayerDescriptor } from "../layer/layer-descriptor";
import { formatBytes } from "../plan/format-bytes";
import { filesOf } from "../show/describe-files";

/** Bytes that an image could do without. */
export interface Saving {
  /** What they are, with their number of bytes. */
  readonly text: string;
  /** Patterns for the setting `exclude`; none if that does not help. */
  readonly excludes: readonly string[];
  /** Uncompressed. */
  readonly bytes: number;
  /** The largest examples. */
  readonly examples: readonly string[];
}

/** Files that programs seldom need, and the patterns of the setting `exclude` that leave them out. */
const SELDOM_NEEDED: readonly {
  readonly what: string;
  readonly excludes: readonly string[];
  readonly matches: (path: string) => boolean;
}[] = [
  {
    what: "tests of packages",
    excludes: ["tests/", "test/"],
    matches: (path) => /(^|\/)tests?\//.test(path),
  },
  { what: "type stubs", excludes: ["*.pyi"], matches: (path) => path.endsWith(".pyi") },
  {
    what: "static libraries and object files",
    excludes: ["*.a", "*.o", "*.lib"],
    matches: (path) => /\.(a|o|lib)$/.test(path),
  },
  {
    what: "debug symbols",
    excludes: ["*.debug", "*.pdb", "*.dSYM/"],
    matches: (path) => /\.(debug|pdb)$|\.dSYM\//.test(path),
  },
  {
    what: "C and C++ headers and Cython sources",
    excludes: ["*.h", "*.hpp", "*.pyx", "*.pxd"],
    matches: (path) => /\.(h|hpp|hh|cuh|pyx|pxd)$/.test(path),
  },
];

/** Smaller savings are not worth a line. */
const WORTH_BYTES = 100_000;

/** Files of fewer bytes are the same in many packages and say nothing. */
const SAME_FILE_BYTES = 64 * 1024;

const EXAMPLES = 4;

/** Looks at the packages of an image; the largest saving comes first. */
export function savingsOf(packages: readonly LayerDescriptor[]): Saving[] {
  return [...seldomNeeded(packages), ...sameFiles(packages)].sort(
    (a, b) => b.bytes - a.bytes || (a.text < b.text ? -1 : 1),
  );
}

function seldomNeeded(packages: readonly LayerDescriptor[]): Saving[] {
  const listed = packages.map((one) => ({ name: one.name, files: filesOf(one).files }));
  return SELDOM_NEEDED.flatMap(({ what, excludes, matches }): Saving[] => {
    const sums = listed
      .map(({ name, files }) => ({
        name,
        bytes: files.reduce((sum, { path, bytes }) => sum + (matches(path) ? bytes : 0), 0),
      }))
      .filter(({ bytes }) => bytes > 0)
      .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
    const bytes = sums.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes < WORTH_BYTES) {
      return [];
    }
    return [
      {
        text: `${what}: ${formatBytes(bytes)} uncompressed in ${sums.length} ${sums.length === 1 ? "package" : "packages"}`,
        excludes,
        bytes,
        examples: sums.slice(0, EXAMPLES).map((one) => `${one.name} ${formatBytes(one.bytes)}`),
      },
    ];
  });
}

function sameFiles(packages: readonly LayerDescriptor[]): Saving[] {
  const holders = new Map<string, { readonly package: string; readonly path: string; readonly bytes: number }[]>();
  for (const one of packages) {
    for (const entry of one.files) {
      const [path, bytes, crc32] = entry;
      if (typeof bytes === "number" && bytes >= SAME_FILE_BYTES) {
        const key = `${bytes} ${crc32}`;
        holders.set(key, [...(holders.get(key) ?? []), { package: one.name, path, bytes }]);
      }
    }
  }
  const same = [...holders.values()]
    .map((list) => [...new Map(list.map((one) => [one.package, one])).values()])
    .filter((list) => list.length > 1)
    .sort((a, b) => b[0]!.bytes * (b.length - 1) - a[0]!.bytes * (a.length - 1));
  const bytes = same.reduce((sum, list) => sum + list[0]!.bytes * (list.length - 1), 0);
  if (bytes < WORTH_BYTES) {
    return [];
  }
  return [
    {
      text: `${same.length} large ${same.length === 1 ? "file is" : "files are"} in several packages, by size and CRC-32: ${formatBytes(bytes)} more than once`,
      excludes: [],
      bytes,
      examples: same
        .slice(0, EXAMPLES)
        .map((list) => `${list[0]!.path.split("/").at(-1)}: ${list.map((one) => one.package).join(", ")}`),
    },
  ];
}
