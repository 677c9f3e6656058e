// Reads the lock histories that the bench replays; bench/histories.md says what they are and how to make them.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import * as z from "zod";

/** A package of one revision. Two revisions share the object when they share the version. */
export interface HistoryPackage {
  readonly name: string;
  readonly version: string;
  /** Wheel bytes. */
  readonly bytes: number;
  /** Unlike for any two versions of the history. */
  readonly key: number;
}

export interface Revision {
  /** Sorted by name. */
  readonly packages: readonly HistoryPackage[];
}

export interface History {
  readonly application: string;
  readonly revisions: readonly Revision[];
}

/** Eight made-up applications of one repository: at each revision, what each of them holds. */
export interface MonorepoHistory {
  readonly repository: string;
  /** revisions[i][k] is application k at revision i. */
  readonly revisions: readonly (readonly Revision[])[];
}

const lineSchema = z.object({
  set: z.record(z.string(), z.string()),
  del: z.array(z.string()).default([]),
  in: z.record(z.string(), z.number().int()).optional(),
});
const sizeSchema = z.tuple([z.string(), z.string(), z.number().int().nonnegative(), z.enum(["w", "s", "o"])]);

/** The folder that an argument or PACKAGE_LAYERS_HISTORIES names; undefined when neither names one that holds histories. */
export function historiesFolder(argument: string | undefined): string | undefined {
  const named = argument ?? process.env.PACKAGE_LAYERS_HISTORIES;
  return named !== undefined && existsSync(join(resolve(named), "sizes.jsonl.gz")) ? resolve(named) : undefined;
}

function readLines<T>(path: string, schema: z.ZodType<T>): T[] {
  const text = gunzipSync(readFileSync(path)).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => {
      try {
        return schema.parse(JSON.parse(line));
      } catch (cause) {
        throw new Error(`${path}:${index + 1} is not a line of a lock history`, { cause });
      }
    });
}

/** Compares versions by their runs of digits and letters, closely enough to find the nearest one. */
function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/**
 * Gives the size of any version: the known one; else that of the nearest known version of the package in the order of
 * versions; else one drawn from all known sizes by a hash of the name.
 */
export function sizeLookup(known: readonly z.infer<typeof sizeSchema>[]): (name: string, version: string) => number {
  const byName = new Map<string, { version: string; bytes: number }[]>();
  for (const [name, version, bytes] of known) {
    const versions = byName.get(name) ?? [];
    versions.push({ version, bytes });
    byName.set(name, versions);
  }
  const all = known.map(([, , bytes]) => bytes).sort((a, b) => a - b);
  for (const versions of byName.values()) {
    versions.sort((a, b) => compareVersions(a.version, b.version));
  }
  return (name, version) => {
    const versions = byName.get(name);
    if (versions === undefined) {
      return all[createHash("sha256").update(name).digest().readUInt32BE() % all.length]!;
    }
    const above = versions.findIndex((one) => compareVersions(one.version, version) >= 0);
    return (versions[above === -1 ? versions.length - 1 : above] ?? versions[0]!).bytes;
  };
}

/** Follows the deltas of one file; `visit` sees each whole revision and, for a monorepo, the mask of each package. */
function follow(
  path: string,
  size: (name: string, version: string) => number,
  visit: (packages: readonly HistoryPackage[], masks: ReadonlyMap<string, number>) => void,
): void {
  const packages = new Map<string, HistoryPackage>();
  const masks = new Map<string, number>();
  const seen = new Map<string, HistoryPackage>();
  for (const line of readLines(path, lineSchema)) {
    for (const name of line.del) {
      packages.delete(name);
      masks.delete(name);
    }
    for (const [name, version] of Object.entries(line.set)) {
      const id = `${name}==${version}`;
      const known = seen.get(id) ?? { name, version, bytes: size(name, version), key: seen.size };
      seen.set(id, known);
      packages.set(name, known);
    }
    for (const [name, mask] of Object.entries(line.in ?? {})) {
      masks.set(name, mask);
    }
    visit(
      [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      masks,
    );
  }
}

/** All applications of the folder, by name. */
export function readHistories(folder: string): History[] {
  const size = sizeLookup(readLines(join(folder, "sizes.jsonl.gz"), sizeSchema));
  return applicationFiles(folder).map((application) => {
    const revisions: Revision[] = [];
    follow(join(folder, `${application}.jsonl.gz`), size, (packages) => revisions.push({ packages }));
    return { application, revisions };
  });
}

/** The workspaces of the folder's `monorepo`, by name. */
export function readMonorepos(folder: string): MonorepoHistory[] {
  const size = sizeLookup(readLines(join(folder, "sizes.jsonl.gz"), sizeSchema));
  const monorepo = join(folder, "monorepo");
  return (existsSync(monorepo) ? applicationFiles(monorepo) : []).map((repository) => {
    const revisions: Revision[][] = [];
    follow(join(monorepo, `${repository}.jsonl.gz`), size, (packages, masks) =>
      revisions.push(
        Array.from({ length: 8 }, (_, k) => ({
          packages: packages.filter(({ name }) => ((masks.get(name) ?? 0) >> k) & 1),
        })),
      ),
    );
    return { repository, revisions };
  });
}

function applicationFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".jsonl.gz") && file !== "sizes.jsonl.gz")
    .map((file) => file.slice(0, -".jsonl.gz".length))
    .sort();
}
