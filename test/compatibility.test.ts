// docs/compatibility.md: no cell is empty, and what it names is what the tests and the workflow have.

import { readFileSync } from "node:fs";
import * as path from "node:path";

const REPOSITORY = path.dirname(__dirname);
const read = (file: string) => readFileSync(path.join(REPOSITORY, file), "utf8");

/** The cells of the table whose first heading is given; the headings are the first row. */
function table(heading: string): string[][] {
  const lines = read("docs/compatibility.md").split("\n");
  const first = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  const end = lines.findIndex((line, index) => index > first && !line.startsWith("|"));
  return lines
    .slice(first, end)
    .filter((line) => !line.startsWith("| ---"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
}

const [headings, ...rows] = table("route") as [string[], ...string[][]];

test("every cell says how it is known", () => {
  const cells = [...rows, ...table("host").slice(1)].flatMap((row) => row.slice(1));
  expect(cells.length).toBeGreaterThan(20);
  for (const cell of cells) {
    expect(cell).toMatch(/^(passed here|passed in emulation|left to public CI)(:|$)/);
  }
});

test("its versions of Bazel are those of the workflow", () => {
  const [, versions] = /bazel: \[(.*)\]/.exec(read(".github/workflows/ci.yml"))!;
  const named = versions!.split(", ").map((version) => (version === "rolling" ? version : `Bazel ${version}`));
  expect(headings).toEqual(["route", ...named]);
});

test("its versions of rules_python are those that the suite builds with", () => {
  const suite = read("test/e2e/rules-python.test.ts");
  const built = [...suite.matchAll(/^ {2}(?:name: |\[)"(\d[\d.]+)"/gm)].map(([, version]) => version!);
  const listed = rows.flatMap(([route]) => /^rules_python (\S+)$/.exec(route!)?.[1] ?? []);
  expect(listed).toEqual([...new Set(built)]);
});

test("what passed in emulation is what the suite of later versions has", () => {
  const suite = read("test/e2e/later.test.ts");
  const [, bazels] = /^const BAZELS = \[(.*)\];$/m.exec(suite)!;
  const ruleSets = [...suite.matchAll(/\["(?:aspect_)?(rules_\w+)", "([\d.]+)"\]/g)];
  const emulated = [...bazels!.matchAll(/"(\d+)\./g)].flatMap(([, major]) =>
    ruleSets.map(([, name, version]) => `${name} ${version} with Bazel ${major}.x`),
  );
  const listed = rows.flatMap(([route, ...cells]) => {
    const [, name, versions] = /^(\S+) (.*)$/.exec(route!)!;
    return cells.flatMap((cell, index) =>
      cell === "passed in emulation"
        ? versions!.split(", ").map((version) => `${name} ${version} with ${headings[index + 1]}`)
        : [],
    );
  });
  expect(listed.sort()).toEqual(emulated.sort());
});

test("its least versions are those that MODULE.bazel asks for", () => {
  const module = read("MODULE.bazel");
  const [, bazel] = /bazel_compatibility = \[">=([\d.]+)"\]/.exec(module)!;
  const modules = [...module.matchAll(/bazel_dep\(name = "(\w+)", version = "([\d.]+)"\)/g)];
  const listed = table("least version of")
    .slice(1)
    .map(([name, version]) => [name, version]);
  expect(listed).toEqual([["Bazel", bazel], ...modules.map(([, name, version]) => [name, version])]);
});
