// What is generated of the documentation is what the sources give (else: npm run docs); what Bazel reads is in test/e2e/api-pages.test.ts.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const REPOSITORY = path.dirname(path.dirname(__dirname));

test("pages are as `npm run docs` writes them, and every error text has a cause and a remedy", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-docs-"));
  try {
    const { status, stderr } = spawnSync(process.execPath, ["docs/write/main.mjs", "--texts", folder], {
      cwd: REPOSITORY,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((page) => page.endsWith(".md"));
    expect(pages.length).toBeGreaterThan(0);
    const written = Object.fromEntries(pages.map((page) => [page, readFileSync(path.join(folder, page), "utf8")]));
    const checkedIn = Object.fromEntries(
      pages.map((page) => [page, readFileSync(path.join(REPOSITORY, "docs", page), "utf8")]),
    );
    expect(checkedIn).toEqual(written);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
