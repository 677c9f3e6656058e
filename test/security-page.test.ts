// Every promise of SECURITY.md names the test that holds it; each of those is there and has tests in it.

import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

const REPOSITORY = path.join(__dirname, "..");
const page = readFileSync(path.join(REPOSITORY, "SECURITY.md"), "utf8");
const named = [...new Set(page.match(/test\/[\w/.-]+\.test\.ts/g))];

test("the page names tests", () => {
  expect(named.length).toBeGreaterThan(15);
});

test.each(named)("%s is there, and tests something", (file) => {
  const found = path.join(REPOSITORY, file);
  expect(existsSync(found)).toBe(true);
  expect(readFileSync(found, "utf8")).toMatch(/\b(?:test|it)\w*(?:\.each)?\(/);
});

test("each bound names its test", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:---|what \|)/.test(line));
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter((row) => !row.includes(".test.ts"))).toEqual([]);
});

test.each(["What is not trusted", "What is never lost", "What is read is what is written"])(
  "each point of %s names its test",
  (title) => {
    const section = page.split(/^## /m).find((text) => text.startsWith(title))!;
    const points = section.split(/^- /m).slice(1);
    expect(points.length).toBeGreaterThan(1);
    expect(points.filter((point) => !point.includes(".test.ts"))).toEqual([]);
  },
);
