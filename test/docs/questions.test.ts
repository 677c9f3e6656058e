// Each question of docs/questions.md has an answer on the page that it names: what the answer names as code is there, below the heading.

import { readFileSync } from "node:fs";
import * as path from "node:path";

const DOCS = path.join(path.dirname(path.dirname(__dirname)), "docs");
const rows = readFileSync(path.join(DOCS, "questions.md"), "utf8")
  .split("\n")
  .map((line) => /^\| (.+\?.*) \| (.+) \| \[[\w-]+\]\(([\w-]+\.md)(?:#([\w-]+))?\) \|$/.exec(line))
  .filter((row) => row !== null)
  .map(([, question, answer, page, anchor]) => ({ question: question!, answer: answer!, page: page!, anchor }));

/** The text of a page below a heading, down to the next one that is not deeper; the whole page without one. */
function below(page: string, anchor: string | undefined): string {
  const text = readFileSync(path.join(DOCS, page), "utf8");
  if (anchor === undefined) {
    return text;
  }
  const lines = text.split("\n");
  const anchorOf = (line: string) =>
    line
      .replace(/^#+ /, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
  const start = lines.findIndex((line) => /^#+ /.test(line) && anchorOf(line) === anchor);
  const depth = /^#+/.exec(lines[start] ?? "")?.[0].length ?? 0;
  const end = lines.findIndex((line, at) => at > start && (/^#+(?= )/.exec(line)?.[0].length ?? 9) <= depth);
  return start < 0 ? "" : lines.slice(start, end < 0 ? undefined : end).join("\n");
}

test("there are twenty", () => {
  expect(rows.length).toBe(20);
});

test.each(rows)("$question", ({ answer, page, anchor }) => {
  const text = below(page, anchor);
  expect(text.length).toBeGreaterThan(100);
  for (const [, code] of answer.matchAll(/`([^`]+)`/g)) {
    expect(text).toContain(code!.split(" ")[0]!.replace("NAME", ""));
  }
});
