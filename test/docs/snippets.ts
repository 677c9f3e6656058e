// The snippets of the documentation: every fenced block that is a command, a configuration or Starlark, and what becomes of it.
//
// A comment on the line above a block says what is not seen from the block itself:
//   <!-- part of PATH -->     the block is a part of that file, which a test builds
//   <!-- not run: REASON -->  the block cannot be run where the tests run
// A block without a language is what a program says, or a picture.

import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const REPOSITORY = path.dirname(path.dirname(__dirname));

/** What is run or loaded: `bazelrc` is read as lines of .bazelrc. */
const LANGUAGES = ["bazelrc", "json", "sh", "starlark"] as const;
/** Languages of text that no test of ours can run. */
const OTHERS = ["python", "yaml", "toml", "dockerfile"];

export type Language = (typeof LANGUAGES)[number];

export interface Snippet {
  /** Path of the page, from the repository's root. */
  readonly page: string;
  /** Line of the page that the block's text begins at. */
  readonly line: number;
  readonly language: Language;
  readonly text: string;
  /** The file that the text is a part of. */
  readonly partOf?: string;
  /** Why it is not run. */
  readonly notRun?: string;
}

export function documents(): string[] {
  const pages = ["docs", "docs/api", "bench"].flatMap((folder) =>
    readdirSync(path.join(REPOSITORY, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => path.join(folder, name)),
  );
  return ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...pages].sort();
}

/** @throws Error where a page has a block of a language that is neither run nor known to be text */
export function snippets(page: string, markdown = readFileSync(path.join(REPOSITORY, page), "utf8")): Snippet[] {
  const found: Snippet[] = [];
  const lines = markdown.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const [, indent, language] = /^( *)```(\S*)$/.exec(lines[index]!) ?? [];
    if (indent === undefined) {
      continue;
    }
    const end = lines.findIndex((line, at) => at > index && line === `${indent}\`\`\``);
    if (end < 0) {
      throw new Error(`${page}:${index + 1}: a block without an end`);
    }
    const text = `${lines
      .slice(index + 1, end)
      .map((line) => line.slice(indent.length))
      .join("\n")}\n`;
    if (language === "" && /^(\$ )?(bazel|npm|common|build) |^(load|package_layers|bazel_dep)\(/m.test(text)) {
      throw new Error(`${page}:${index + 1}: a block of commands or Starlark needs its language after the \`\`\``);
    }
    if (LANGUAGES.includes(language as Language)) {
      const comment = lines[index - 1]?.trim() ?? "";
      const [, partOf] = /^<!-- part of (\S+) -->$/.exec(comment) ?? [];
      const [, notRun] = /^<!-- not run: (.+) -->$/.exec(comment) ?? [];
      found.push({
        page,
        line: index + 2,
        language: language as Language,
        text,
        ...(partOf === undefined ? {} : { partOf }),
        ...(notRun === undefined ? {} : { notRun }),
      });
    } else if (language !== "" && !OTHERS.includes(language!)) {
      throw new Error(`${page}:${index + 1}: a block of ${language}, which no test knows`);
    }
    index = end;
  }
  return found;
}

export const allSnippets = (): Snippet[] => documents().flatMap((page) => snippets(page));

/** Whether a test with a Bazel has to load or run it. */
export const isForBazel = ({ language, partOf, notRun }: Snippet): boolean =>
  language !== "json" && partOf === undefined && notRun === undefined;

/** The line of CONTRIBUTING.md that counts them. */
export function countLine(all: readonly Snippet[]): string {
  const count = (which: (snippet: Snippet) => boolean) => all.filter(which).length;
  const tried = count(
    (snippet) => isForBazel(snippet) || (snippet.language === "json" && snippet.notRun === undefined),
  );
  const parts = count(({ partOf }) => partOf !== undefined);
  return `${all.length} snippets: ${tried} are loaded, built or run, ${parts} are parts of files that tests build, ${count(
    ({ notRun }) => notRun !== undefined,
  )} are not run.`;
}
