// Snippets of the documentation, as far as no Bazel is needed: parts of files are there, JSON is JSON, scripts exist, and each is counted.

import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { allSnippets, countLine, snippets } from "./snippets";

const REPOSITORY = path.dirname(path.dirname(__dirname));
const all = allSnippets();
const read = (file: string) => readFileSync(path.join(REPOSITORY, file), "utf8");
const place = ({ page, line }: { page: string; line: number }) => `${page}:${line}`;

test("what is a part of a file is in that file", () => {
  const parts = all.filter(({ partOf }) => partOf !== undefined);
  const missing = parts.filter(({ partOf, text }) => !`\n${read(partOf!)}`.includes(`\n${text}`));
  expect(missing.map(place)).toEqual([]);
});

test("JSON is JSON", () => {
  const json = all.filter(({ language, notRun }) => language === "json" && notRun === undefined);
  expect(json.length).toBeGreaterThan(0);
  for (const { text } of json) {
    expect(() => JSON.parse(text)).not.toThrow();
  }
});

test("scripts of npm are there", () => {
  const scripts = Object.keys(JSON.parse(read("package.json")).scripts);
  const named = all.flatMap((snippet) =>
    [...snippet.text.matchAll(/^npm run ([\w:]+)/gm)].map(([, script]) => `${place(snippet)}: ${script}`),
  );
  expect(named.filter((name) => !scripts.includes(name.split(": ")[1]!))).toEqual([]);
});

test("CONTRIBUTING.md counts them (else: PACKAGE_LAYERS_GOLDEN=write)", () => {
  process.stderr.write(`${countLine(all)}\n`);
  if (process.env.PACKAGE_LAYERS_GOLDEN === "write") {
    const counted = read("CONTRIBUTING.md").replace(/\d+\s+snippets:[^.]*\./, countLine(all));
    writeFileSync(path.join(REPOSITORY, "CONTRIBUTING.md"), counted);
  }
  expect(read("CONTRIBUTING.md").replaceAll(/\s+/g, " ")).toContain(countLine(all));
});

test("a block of commands without a language is refused", () => {
  expect(() => snippets("page", "```\nbazel build :app\n```\n")).toThrow("page:1: a block of commands");
  expect(() => snippets("page", "```perl\n1\n```\n")).toThrow("page:1: a block of perl");
});

test("a block's text, its place and the comment above it", () => {
  const page =
    "a\n\n<!-- not run: it pushes -->\n```sh\nbazel run :x.push\n```\n\n1. b\n   ```starlark\n   x()\n   ```\n";
  expect(snippets("page", page)).toEqual([
    { page: "page", line: 5, language: "sh", text: "bazel run :x.push\n", notRun: "it pushes" },
    { page: "page", line: 10, language: "starlark", text: "x()\n" },
  ]);
});
