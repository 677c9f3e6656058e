// Installs a package's scripts into a virtual environment, as pip would: the rest of the package needs no installing.

import { ActionError } from "../action/action-error";
import type { OpenWheel } from "./carry-over";
import { consoleScripts, withFirstLineOf, withInterpreter } from "./console-scripts";
import { isExecutable } from "./file-mode";
import { requireImagePath } from "./image-path";
import { type LayerEntry, sortByPath } from "./layer-entry";
import { type FileEntry, readSource } from "./source-file";
import { readWheelContent } from "./wheel-content";
import type { PlacedFile } from "./wheel-places";

/** No script is larger; a larger file is a program of its own. */
const LARGEST_SCRIPT = 1 << 20;

/** Bytes of an entry_points.txt that are read. That of a distribution with a hundred programs has some 5 kB. */
const LARGEST_ENTRY_POINTS = 1 << 20;

/**
 * Adds a program for each of the package's entry points, and gives its own scripts their interpreter.
 *
 * @param entries The package's entries, sorted, at their places in the environment.
 * @param venv Path of the environment in the image, no slash before it.
 * @param wheel The package's wheel, where it is given; `places` are its files by their places in the image.
 * @returns All entries, sorted. A program of an entry point takes the place of a file of that name.
 * @throws ActionError for a program whose name may not be in an image, and for a list of entry points larger than any
 * distribution has.
 */
export function installScripts(
  entries: readonly LayerEntry[],
  venv: string,
  wheel?: OpenWheel,
  places: ReadonlyMap<string, PlacedFile> = new Map(),
): LayerEntry[] {
  const bin = `${venv}/bin/`;
  const interpreter = `/${bin}python`;
  const ofWheel = ({ entry }: Pick<PlacedFile, "entry">) =>
    readWheelContent(entry, wheel!.read, wheel!.file).content.toString("latin1");
  const installed = new Map<string, LayerEntry>();
  for (const entry of entries) {
    installed.set(entry.path, entry);
    const size = sizeOf(entry);
    if (size === undefined || size > LARGEST_SCRIPT || !entry.path.startsWith(bin)) {
      continue;
    }
    const content = entry.kind === "packed" ? ofWheel(entry) : readSource(entry as FileEntry).toString("latin1");
    if (!isExecutable(Buffer.from(content.slice(0, 4), "latin1"))) {
      continue;
    }
    const original = places.get(entry.path);
    const script =
      (original !== undefined && original.entry.size <= LARGEST_SCRIPT
        ? withFirstLineOf(content, ofWheel(original), interpreter)
        : undefined) ?? withInterpreter(content, interpreter);
    if (script !== content) {
      installed.set(entry.path, { path: entry.path, kind: "made", content: Buffer.from(script, "latin1") });
    }
  }
  for (const entry of entries) {
    if (entry.kind === "file" && entry.source !== undefined && isEntryPoints(entry.path, venv)) {
      for (const [name, text] of consoleScripts(readEntryPoints(entry as FileEntry), interpreter)) {
        const path = programPath(venv, name, entry.source);
        installed.set(path, { path, kind: "made", content: Buffer.from(text) });
      }
    }
  }
  return sortByPath([...installed.values()]);
}

/** The size of an entry that comes from disk or from the wheel. */
function sizeOf(entry: LayerEntry): number | undefined {
  if (entry.kind === "packed") {
    return entry.entry.size;
  }
  return entry.kind === "file" && entry.source !== undefined ? entry.size : undefined;
}

function readEntryPoints(entry: FileEntry): string {
  if (entry.size > LARGEST_ENTRY_POINTS) {
    throw new ActionError(
      `a list of entry points has ${entry.size} bytes, and at most ${LARGEST_ENTRY_POINTS} are read`,
      { file: entry.source, remedy: 'leave the package out, or use layout = "runfiles", which installs no programs' },
    );
  }
  return readSource(entry).toString("utf8");
}

function programPath(venv: string, name: string, entryPoints: string): string {
  try {
    return requireImagePath(`${venv}/bin/${name}`);
  } catch (error) {
    throw error instanceof ActionError
      ? new ActionError(
          `an entry point cannot be installed as ${JSON.stringify(name.slice(0, 100))}: ${error.message}`,
          {
            file: entryPoints,
            remedy: 'leave the package out, or use layout = "runfiles", which installs no programs',
          },
        )
      : error;
  }
}

/** Whether a file is the list of entry points of an installed distribution (PyPA, Recording installed projects). */
function isEntryPoints(path: string, venv: string): boolean {
  return (
    path.startsWith(`${venv}/lib/`) &&
    /^python[^/]+\/site-packages\/[^/]+\.dist-info\/entry_points\.txt$/.test(path.slice(`${venv}/lib/`.length))
  );
}
