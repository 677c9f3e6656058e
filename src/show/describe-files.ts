// The files of a package's layer for the terminal: the largest, and which directories they are in.

import { printableLine } from "../action/printable";
import type { Terminal } from "../action/terminal";
import type { LayerDescriptor } from "../layer/layer-descriptor";
import { formatBytes } from "../plan/format-bytes";
import { styles, textTable } from "./text-table";

/** A file or link of a package, by its path below the package's own directory. */
export interface PackageFile {
  readonly path: string;
  /** Bytes of the content; 0 for a link. */
  readonly bytes: number;
  /** Where a link leads to. */
  readonly link?: string;
}

/** How many files and directories are shown to people. */
const SHOWN = 20;

/** The files of a layer, largest first, and the directory of the image that their paths start at. */
export function filesOf({ files }: Pick<LayerDescriptor, "files">): {
  readonly directory: string;
  readonly files: readonly PackageFile[];
} {
  const entries = files.filter(([path]) => !path.endsWith("/"));
  const directory = commonDirectory(entries.map(([path]) => path));
  const below = (path: string) => path.slice(directory.length);
  return {
    directory,
    files: entries
      .map((entry) =>
        typeof entry[1] === "number"
          ? { path: below(entry[0]), bytes: entry[1] }
          : { path: below(entry[0]), bytes: 0, link: entry[1] },
      )
      .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)),
  };
}

/** The directory that all paths are in, with a slash at its end; site-packages where they are below it. */
function commonDirectory(paths: readonly string[]): string {
  const [first, ...others] = paths;
  if (first === undefined) {
    return "";
  }
  const site = /^.*?\/(site|dist)-packages\//.exec(first)?.[0];
  if (site !== undefined && others.every((path) => path.startsWith(site))) {
    return site;
  }
  let length = first.lastIndexOf("/") + 1;
  while (length > 0 && !others.every((path) => path.startsWith(first.slice(0, length)))) {
    length = first.lastIndexOf("/", length - 2) + 1;
  }
  return first.slice(0, length);
}

/** Bytes and number of files by directory, the first two levels, largest first. */
function directoriesOf(
  files: readonly PackageFile[],
): { readonly path: string; readonly bytes: number; readonly files: number }[] {
  const sums = new Map<string, { bytes: number; files: number }>();
  for (const { path, bytes } of files) {
    const parts = path.split("/").slice(0, -1);
    for (let depth = 1; depth <= Math.min(2, parts.length); depth += 1) {
      const directory = `${parts.slice(0, depth).join("/")}/`;
      const sum = sums.get(directory) ?? { bytes: 0, files: 0 };
      sums.set(directory, { bytes: sum.bytes + bytes, files: sum.files + 1 });
    }
  }
  return [...sums]
    .map(([path, sum]) => ({ path, ...sum }))
    .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}

/** Says what a package's layer holds. */
export function describeFiles(descriptor: LayerDescriptor, terminal?: Terminal): string {
  const { directory, files } = filesOf(descriptor);
  const { bold, dim } = styles(terminal);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const largest = files.slice(0, SHOWN);
  const rest = files.slice(SHOWN);
  const directories = directoriesOf(files);
  const name = `${descriptor.name} ${descriptor.version}`.trim();
  return [
    bold(
      `${name}: ${counted(files.length, "file")}, ${formatBytes(total)}; ${formatBytes(descriptor.size)} compressed`,
    ),
    dim(`below /${directory}`),
    "",
    ...textTable(
      [
        { title: "bytes", right: true },
        { title: "files", right: true },
        { title: "directory", least: 20 },
      ],
      directories
        .slice(0, SHOWN / 2)
        .map((one) => [formatBytes(one.bytes), String(one.files), printableLine(one.path)]),
      terminal,
    ),
    "",
    ...textTable(
      [
        { title: "bytes", right: true },
        { title: "file", least: 20 },
      ],
      largest.map(({ path, bytes, link }) => [
        formatBytes(bytes),
        printableLine(link === undefined ? path : `${path} → ${link}`),
      ]),
      terminal,
    ),
    ...(rest.length === 0
      ? []
      : [
          dim(
            `and ${counted(rest.length, "more file")} of ${formatBytes(rest.reduce((sum, { bytes }) => sum + bytes, 0))}; --json lists all`,
          ),
        ]),
  ].join("\n");
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
