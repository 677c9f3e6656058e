// npm run fuzz: bundles the targets into a temporary folder and runs them; arguments as in fuzz.ts.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
try {
  execFileSync(process.execPath, [join(here, "../conformance/programs.mjs"), folder, join(here, "fuzz.ts")]);
  const { status } = spawnSync(process.execPath, [join(folder, "fuzz.cjs"), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
