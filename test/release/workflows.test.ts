// The workflows are correct, as actionlint sees it, and run nothing that a person cannot run here.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { saySkipped } from "../say-skipped";

const REPOSITORY = path.dirname(path.dirname(__dirname));
const WORKFLOWS = path.join(REPOSITORY, ".github", "workflows");
const files = readdirSync(WORKFLOWS).map((name) => path.join(WORKFLOWS, name));
const hasGo = spawnSync("go", ["version"]).status === 0;
if (!hasGo) {
  saySkipped("actionlint is built by Go, which is not on PATH");
}

(hasGo ? test : test.skip)("actionlint finds nothing", () => {
  const bin = mkdtempSync(path.join(tmpdir(), "package-layers-actionlint-"));
  try {
    const env = { ...process.env, GOBIN: bin, GOFLAGS: "-mod=mod" };
    const built = spawnSync("go", ["install", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"], { env, cwd: bin });
    expect({ status: built.status, said: built.status === 0 ? "" : String(built.stderr) }).toEqual({
      status: 0,
      said: "",
    });
    const { status, stdout } = spawnSync(path.join(bin, "actionlint"), files, { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  } finally {
    rmSync(bin, { recursive: true });
  }
});

test("every npm command of the workflows is one of package.json", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8"));
  const used = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
  );
  expect(used.length).toBeGreaterThan(3);
  expect(used.filter((name) => scripts[name!] === undefined)).toEqual([]);
});
