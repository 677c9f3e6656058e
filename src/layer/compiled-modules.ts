// Adds a package's compiled modules, which a separate action makes, to its other entries.

import { collectEntries, type LayerEntry, sortByPath } from "./layer-entry";

/** A compiled module: the folder and the name of its source (PEP 3147). */
const COMPILED = /^(.*\/|)__pycache__\/([^/.]+)\.[^/]+\.pyc$/;

/** The path of the source of a compiled module; any other path stays as it is. */
export function sourceOf(path: string): string {
  return path.replace(COMPILED, "$1$2.py");
}

/**
 * All entries, sorted. A module whose source is not among the package's entries stays out.
 *
 * @param directory Has the compiled modules at their paths in the image.
 */
export async function withCompiledModules(
  entries: readonly LayerEntry[],
  directory: string,
  roots: { readonly disk: string; readonly image: string },
  signal: AbortSignal,
): Promise<LayerEntry[]> {
  const paths = new Set(entries.map(({ path }) => path));
  const trees = [[".", directory]] as const;
  const compiled = await collectEntries({ files: [], trees, links: [], symlinks: [], empty: [] }, roots, signal);
  return sortByPath([...entries, ...compiled.filter(({ path }) => paths.has(sourceOf(path)) && !paths.has(path))]);
}
