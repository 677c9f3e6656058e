// Stores a program once if an interpreter has it under several names: they were symlinks until Bazel followed them.

import * as path from "node:path";
import { isElf, MODE_BYTES } from "./file-mode";
import type { LayerEntry } from "./layer-entry";
import { type FileEntry, openFile, readSource } from "./source-file";

/**
 * Turns equal ELF files of one directory (`python`, `python3`, `python3.11`; `libpython3.11.so`, `libpython3.11.so.1.0`)
 * into links to the one with the longest name. Only their content decides: what the file system says of source files
 * differs between a machine's own disk and a remote executor's.
 */
export function linkEqualPrograms(entries: readonly LayerEntry[]): LayerEntry[] {
  const groups = new Map<string, FileEntry[]>();
  for (const entry of entries) {
    if (entry.kind === "file" && entry.source !== undefined && entry.size > 0) {
      const key = `${entry.size} ${path.posix.dirname(entry.path)}`;
      groups.set(key, [...(groups.get(key) ?? []), entry as FileEntry]);
    }
  }
  const links = new Map<string, LayerEntry>();
  for (const group of groups.values()) {
    for (const [original, ...copies] of equalFiles(group)) {
      for (const copy of copies) {
        const target = path.posix.basename(original!.path);
        links.set(copy.path, { path: copy.path, kind: "symlink", target });
      }
    }
  }
  return entries.map((entry) => links.get(entry.path) ?? entry);
}

/** The ELF files among files of one size, divided by content; in each part the longest name first. */
function equalFiles(files: readonly FileEntry[]): FileEntry[][] {
  const programs = files.length < 2 ? [] : files.filter(startsAsElf);
  const parts: { readonly content: Buffer; readonly files: FileEntry[] }[] = [];
  for (const file of programs.length < 2 ? [] : programs) {
    const content = readSource(file);
    const part = parts.find((other) => other.content.equals(content));
    if (part === undefined) {
      parts.push({ content, files: [file] });
    } else {
      part.files.push(file);
    }
  }
  return parts.map((part) => part.files.sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1)));
}

function startsAsElf(entry: FileEntry): boolean {
  const file = openFile(entry);
  try {
    const start = Buffer.alloc(Math.min(MODE_BYTES, entry.size));
    file.read(start, 0);
    return isElf(start);
  } finally {
    file.close();
  }
}
