// Remembers what was pushed where, so that the next image mounts what its siblings have. It is a cache: it may be removed, and
// a wrong entry costs one request to the registry.

import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import * as z from "zod";
import { parseJsonIfValid, schemaVersion } from "../action/json-document";
import { digestSchema } from "../layer/digest";

const fileSchema = z.strictObject({
  schema: schemaVersion(1),
  /** The last pushed image of each repository, newest first. */
  repositories: z.array(z.strictObject({ registry: z.string(), repository: z.string(), blobs: z.array(digestSchema) })),
});

type Repositories = z.infer<typeof fileSchema>["repositories"];

/** Most repositories that are remembered; the oldest are forgotten first. */
const MOST = 100;

/** Where it is kept. */
export function pushedRepositoriesFile(environment: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME: named = "" } = environment;
  // A relative one is to be ignored (XDG Base Directory Specification).
  const cache = path.isAbsolute(named) ? named : path.join(environment.HOME ?? homedir(), ".cache");
  return path.join(cache, "package_layers", "pushed.json");
}

/** What is remembered; nothing where there is no such file or it is not one of ours. */
export async function readPushedRepositories(file: string): Promise<Repositories> {
  const text = await readFile(file, "utf8").catch(() => "");
  return parseJsonIfValid(fileSchema, text)?.repositories ?? [];
}

/** Adds a repository. What cannot be written is not remembered: the push itself is done. */
export async function rememberPush(file: string, pushed: Repositories[number]): Promise<void> {
  const others = (await readPushedRepositories(file)).filter(
    ({ registry, repository }) => registry !== pushed.registry || repository !== pushed.repository,
  );
  const partial = `${file}.${process.pid}.partial`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(partial, JSON.stringify({ schema: 1, repositories: [pushed, ...others].slice(0, MOST) }));
    await rename(partial, file);
  } catch {
    // As said above.
    await rm(partial, { force: true }).catch(() => {});
  }
}
