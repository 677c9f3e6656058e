// A package's own layer among the outputs of a build, wherever the rule set put its repository.

import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { normalizePackageName } from "../../src/layer/package-name";
import { readTar, type TarEntry } from "../layer/read-tar";
import type { Workspace } from "./workspace";

const EXTENSION = ".layer.tar.gz";

/** All entries of the gzip layer of a package; `bin` is the outputs' folder, bazel-bin unless told otherwise. */
export function packageEntries(workspace: Workspace, name: string, bin = workspace.output("")): Promise<TarEntry[]> {
  const external = path.join(bin, "external");
  const found = readdirSync(external)
    .map((repository) => path.join(external, repository))
    .filter((repository) => statSync(repository).isDirectory())
    .flatMap((repository) =>
      readdirSync(repository)
        // Versions of rules_python spell the name as the project does or normalised.
        .filter(
          (file) =>
            file.endsWith(EXTENSION) &&
            normalizePackageName(file.slice(0, -EXTENSION.length)) === normalizePackageName(name),
        )
        .map((file) => readFileSync(path.join(repository, file))),
    );
  if (found.length !== 1) {
    throw new Error(`${found.length} layers of ${name} below ${external}`);
  }
  return readTar(gunzipSync(found[0]!));
}

/** Paths without what rule sets name differently: from site-packages on, or from the package's repository on. */
export function withoutRepository<T extends { readonly path: string }>(entries: readonly T[]): T[] {
  return entries.map((entry) => ({
    ...entry,
    path: entry.path.replace(/^.*app\.runfiles\/[^/]+\/(site-packages\/)?/, ""),
  }));
}
