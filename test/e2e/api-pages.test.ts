// The pages of docs/api are what Bazel reads of the public symbols (else: npm run docs).

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { REPOSITORY, SCRATCH } from "./workspace";

test("docs/api is as `npm run docs` writes it", () => {
  const folder = path.join(SCRATCH, "api-pages");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, ["docs/write/main.mjs", "--api", folder], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  expect({ status, said: status === 0 ? "" : stderr }).toEqual({ status: 0, said: "" });
  const pages = readdirSync(path.join(folder, "api"));
  expect(pages.length).toBeGreaterThan(5);
  const read = (root: string) =>
    Object.fromEntries(pages.map((page) => [page, readFileSync(path.join(root, "api", page), "utf8")]));
  expect(read(path.join(REPOSITORY, "docs"))).toEqual(read(folder));
});

test("every public symbol and attribute has a docstring", () => {
  const pages = readdirSync(path.join(REPOSITORY, "docs", "api"));
  const empty = pages.flatMap((page) =>
    readFileSync(path.join(REPOSITORY, "docs", "api", page), "utf8")
      .split("\n")
      .filter((line) => /^\| `.*\| *\|$/.test(line))
      .map((line) => `${page}: ${line}`),
  );
  expect(empty).toEqual([]);
});

// Bazel before 8 reads sources as Latin-1 and writes that as UTF-8: what a release publishes would depend on the Bazel that made it.
test("docstrings are plain ASCII", () => {
  const folder = path.join(REPOSITORY, "docs", "api");
  for (const page of readdirSync(folder)) {
    expect({ page, strange: readFileSync(path.join(folder, page), "utf8").match(/[^\n -~]/g) }).toEqual({
      page,
      strange: null,
    });
  }
});
