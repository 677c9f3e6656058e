// Runs one of the TypeScript programs of this folder: bundles it to a temporary file and starts that.
// usage: node bench/plan/run.mjs PROGRAM [ARGUMENT...]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = dirname(fileURLToPath(import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "package-layers-bench-"));
try {
  const outfile = join(temporary, "program.cjs");
  await build({
    entryPoints: [join(folder, process.argv[2])],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const { status } = spawnSync(process.execPath, ["--enable-source-maps", outfile, ...process.argv.slice(3)], {
    stdio: "inherit",
    cwd: join(folder, "..", ".."),
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(temporary, { recursive: true });
}
