// npm run conformance: bundles both workers and the harness into a temporary folder and runs the table.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "conformance-programs-"));
try {
  const entries = ["our-worker", "peer-worker", "conformance"].map((name) => join(here, `${name}.ts`));
  execFileSync(process.execPath, [join(here, "programs.mjs"), folder, ...entries], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [ours, theirs, conformance] = ["our-worker", "peer-worker", "conformance"].map((name) =>
    join(folder, `${name}.cjs`),
  );
  const document = join(here, "..", "..", "docs", "conformance.md");
  const { status } = spawnSync(process.execPath, [conformance, ours, theirs, document, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
