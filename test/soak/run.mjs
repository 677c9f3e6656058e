// npm run soak: bundles the worker and the soak into a temporary folder and runs it; arguments as in soak.ts.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "soak-programs-"));
try {
  const entries = [join(here, "../conformance/our-worker.ts"), join(here, "soak.ts")];
  execFileSync(process.execPath, [join(here, "../conformance/programs.mjs"), folder, ...entries]);
  const args = [join(folder, "soak.cjs"), join(folder, "our-worker.cjs"), ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
