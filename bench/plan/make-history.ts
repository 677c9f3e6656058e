// Makes a lock history for the bench from a repository's own lock file: bench/histories.md says how it is used.
// usage: node bench/plan/run.mjs make-history.ts LOCK_FILE FOLDER NAME

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { type LockRevision, readLockHistory } from "../../src/plan/lock-history";
import { deltas, formatLines, lockedSizes, type SizeLine } from "./lock-lines";

async function main([lockFile, folder, name]: readonly string[]): Promise<void> {
  if (lockFile === undefined || folder === undefined || name === undefined) {
    throw new Error("usage: node bench/plan/run.mjs make-history.ts LOCK_FILE FOLDER NAME");
  }
  const revisions = await readLockHistory(path.resolve(lockFile));
  const sizes = new Map<string, SizeLine>();
  const sizesFile = path.join(folder, "sizes.jsonl.gz");
  if (existsSync(sizesFile)) {
    for (const line of gunzipSync(readFileSync(sizesFile)).toString("utf8").split("\n").filter(Boolean)) {
      const size = JSON.parse(line) as SizeLine;
      sizes.set(`${size[0]} ${size[1]}`, size);
    }
  }
  for (const size of revisions.flatMap((revision) => lockedSizes(textAt(lockFile, revision)))) {
    sizes.set(`${size[0]} ${size[1]}`, size);
  }
  if (sizes.size === 0) {
    throw new Error(
      `${lockFile} has no sizes, as only uv.lock does; write ${sizesFile} first, a line ["name","version",bytes,"w"] for each wheel`,
    );
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.jsonl.gz`), gzipSync(formatLines(deltas(revisions))));
  writeFileSync(sizesFile, gzipSync(formatLines([...sizes.values()].sort((a, b) => (`${a}` < `${b}` ? -1 : 1)))));
  console.log(`${name}: ${revisions.length} revisions; ${sizes.size} sizes in ${sizesFile}`);
}

function textAt(lockFile: string, { commit }: LockRevision): string {
  const options = { cwd: path.dirname(path.resolve(lockFile)), encoding: "utf8" as const, maxBuffer: 1 << 28 };
  return execFileSync("git", ["show", `${commit}:./${path.basename(lockFile)}`], options);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`make-history: ${error.message}`);
  process.exitCode = 1;
});
