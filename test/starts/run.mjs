// npm run starts: bundles the program into a temporary folder and runs it; arguments as in starts.ts.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "starts-program-"));
try {
  execFileSync(process.execPath, [join(here, "../conformance/programs.mjs"), folder, join(here, "starts.ts")]);
  process.exitCode =
    spawnSync(process.execPath, [join(folder, "starts.cjs"), ...process.argv.slice(2)], { stdio: "inherit" }).status ??
    1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
