// Layers without what rules_python and Bazel write of themselves, in each version another way: listings of the rest hold for all.

import { posix as path } from "node:path";
import type { TarEntry } from "../layer/read-tar";

/** Below the runfiles: what makes and finds the environment that the launcher starts, and links to repositories by old names. */
const OF_LAUNCHER =
  /^app\.runfiles\/(bazel_tools\/|_main\/external\/|_main\/(.+\/)?(_\w+\.venv\/|_\w+_stage2_bootstrap\.py$|\w+\.build_data\.txt$))/;

/**
 * In a package: what pip leaves of an installation, console scripts, a module of the directory itself, and the marker of types in
 * rules_python's own.
 */
const OF_PACKAGE =
  /\.dist-info\/(INSTALLER|RECORD)$|^app\.runfiles\/[^/]+\/bin\/|\/site-packages\/__init__\.py$|\/python\/runfiles\/py\.typed$/;

/** Packages' own empty modules are not told from those that are made for namespaces and directories. */
const isEmptyModule = ({ path: name, type, size }: TarEntry) =>
  type === "File" && size === 0 && path.basename(name) === "__init__.py";

const repository = (name: string) => name.replace(/^app\.runfiles\/[^/]*[~+][^/]*/, "app.runfiles/*");

/**
 * The entries that every rule set gives, directories first, in an order that does not depend on the names of repositories. A
 * directory that has nothing else is left out.
 */
export function withoutRuleSet(entries: readonly TarEntry[]): TarEntry[] {
  const files = entries.filter(
    (entry) =>
      entry.type !== "Directory" &&
      !OF_LAUNCHER.test(entry.path) &&
      !OF_PACKAGE.test(entry.path) &&
      !isEmptyModule(entry),
  );
  const used = (directory: string) => files.some(({ path: file }) => file.startsWith(directory));
  const directories = entries.filter(({ path: name, type }) => type === "Directory" && used(name));
  const byPath = (a: TarEntry, b: TarEntry) =>
    Buffer.compare(Buffer.from(repository(a.path)), Buffer.from(repository(b.path)));
  return [...directories.sort(byPath), ...files.sort(byPath)];
}
