// The lines of a lock history as bench/histories.md describes them, made from the revisions of a lock file.

import { normalizePackageName } from "../../src/layer/package-name";
import type { LockRevision } from "../../src/plan/lock-history";

/** A revision as what it sets and deletes beside the one before. */
export interface DeltaLine {
  readonly date: string;
  readonly commit: string;
  readonly set: Readonly<Record<string, string>>;
  readonly del: readonly string[];
}

/** Name, version, bytes, and what was measured: a wheel for Linux on x86-64, another wheel, or a source distribution. */
export type SizeLine = readonly [name: string, version: string, bytes: number, kind: "w" | "o" | "s"];

/** Revisions as deltas; a revision that changes nothing is left out. */
export function deltas(revisions: readonly LockRevision[]): DeltaLine[] {
  const lines: DeltaLine[] = [];
  let before: LockRevision["versions"] = new Map();
  for (const { date, commit, versions } of revisions) {
    const set = [...versions].filter(([name, version]) => before.get(name) !== version).sort();
    const del = [...before.keys()].filter((name) => !versions.has(name)).sort();
    if (set.length + del.length > 0) {
      lines.push({ date, commit, set: Object.fromEntries(set), del });
    }
    before = versions;
  }
  return lines;
}

/** The sizes that a uv.lock records: of each package the Linux x86-64 or pure wheel, else another wheel, else the sdist. */
export function lockedSizes(text: string): SizeLine[] {
  return text
    .split(/^\[\[package\]\]\s*$/m)
    .slice(1)
    .flatMap((table) => {
      const name = /^name = "([^"]+)"/m.exec(table)?.[1];
      const version = /^version = "([^"]+)"/m.exec(table)?.[1];
      const files = [...table.matchAll(/url = "[^"]*\/([^"/]+)", hash = "[^"]*", size = (\d+)/g)];
      const kindOf = (file: string) =>
        file.endsWith(".whl") ? (/-(manylinux[^-]*x86_64|any)\.whl$/.test(file) ? "w" : "o") : "s";
      const best = (["w", "o", "s"] as const)
        .map((kind) => ({ kind, file: files.filter(([, file]) => kindOf(file!) === kind).at(-1) }))
        .find(({ file }) => file !== undefined);
      return name === undefined || version === undefined || best === undefined
        ? []
        : [[normalizePackageName(name), version, Number(best.file![2]), best.kind] as const];
    });
}

/** One JSON value a line. */
export function formatLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}
