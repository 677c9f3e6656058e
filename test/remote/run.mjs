// npm run remote: bundles the command into a temporary folder and runs it; `-- --json` adds the rows as the last line.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "remote-programs-"));
try {
  execFileSync(process.execPath, [join(here, "../conformance/programs.mjs"), folder, join(here, "remote.ts")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const document = join(here, "../../docs/remote.md");
  const { status } = spawnSync(process.execPath, [join(folder, "remote.cjs"), document, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
