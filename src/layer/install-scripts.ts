// Installs a package's scripts into a virtual environment, as pip would: the rest of the package needs no installing.

import { readFile } from "node:fs/promises";
import { consoleScripts, withInterpreter } from "./console-scripts";
import { isExecutable } from "./file-mode";
import { type LayerEntry, sortByPath } from "./layer-entry";

/** No script is larger; what is, is a program of its own. */
const LARGEST_SCRIPT = 1 << 20;

/**
 * Adds a program for each of the package's entry points, and gives its own scripts their interpreter.
 *
 * @param entries The package's entries, sorted, at their places in the environment.
 * @param venv Path of the environment in the image, no slash before it.
 * @returns All entries, sorted. A program of an entry point takes the place of a file of that name.
 */
export async function installScripts(entries: readonly LayerEntry[], venv: string): Promise<LayerEntry[]> {
  const bin = `${venv}/bin/`;
  const interpreter = `/${bin}python`;
  const installed = new Map<string, LayerEntry>();
  for (const entry of entries) {
    installed.set(entry.path, entry);
    if (entry.kind !== "file" || entry.source === undefined || entry.size > LARGEST_SCRIPT) {
      continue;
    }
    if (entry.path.startsWith(bin)) {
      const content = await readFile(entry.source, "latin1");
      const script = isExecutable(Buffer.from(content.slice(0, 4), "latin1"))
        ? withInterpreter(content, interpreter)
        : content;
      if (script !== content) {
        installed.set(entry.path, { path: entry.path, kind: "made", content: Buffer.from(script, "latin1") });
      }
    }
  }
  for (const entry of entries) {
    if (entry.kind === "file" && entry.source !== undefined && isEntryPoints(entry.path, venv)) {
      for (const [name, text] of consoleScripts(await readFile(entry.source, "utf8"), interpreter)) {
        installed.set(bin + name, { path: bin + name, kind: "made", content: Buffer.from(text) });
      }
    }
  }
  return sortByPath([...installed.values()]);
}

/** Whether a file is the list of entry points of an installed distribution (PyPA, Recording installed projects). */
function isEntryPoints(path: string, venv: string): boolean {
  return (
    path.startsWith(`${venv}/lib/`) &&
    /^python[^/]+\/site-packages\/[^/]+\.dist-info\/entry_points\.txt$/.test(path.slice(`${venv}/lib/`.length))
  );
}
