// The tables of docs/troubleshooting.md: every text with which package_layers refuses something, with its cause and remedy.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { errorTexts } from "./error-texts.mjs";

const UNKNOWN = "…";

/** Which files' texts a section has, in the order of the page; the first that fits takes a text. */
const SECTIONS = [
  ["When Bazel loads and analyses BUILD and MODULE files", /^bazel\//],
  ["The image cannot start", /^src\/check\//],
  ["The base", /^src\/(base\/|image\/(base-layout|layout-documents|refuse-base-paths|decompress|image-settings))/],
  ["A package's layer", /^src\/layer\//],
  ["The plan and the layer lock", /^src\/plan\/(?!plan-(command|flags|file))/],
  ["Packages that have files at the same path", /^src\/image\/path-collisions/],
  ["The image", /^src\/image\//],
  ["Load and push", /^src\/registry\//],
  [
    "The command line",
    /^src\/(show|sbom|report|compare|plan|action\/(flag|json|spoken|run-action|output)|run-process)/,
  ],
  ["The machine", /^src\/action\/machine-error/],
  ["Bazel and the worker", /^src\/worker\//],
];

/**
 * @param {string} repository
 * @returns {{ markdown: string, problems: string[] }} problems: texts without cause or remedy, entries of causes.json without text
 */
export function troubleshooting(repository) {
  const causes = JSON.parse(readFileSync(path.join(repository, "docs", "write", "causes.json"), "utf8"));
  const used = new Set();
  const problems = [];
  const rows = [...starlarkTexts(repository), ...errorTexts(repository)].flatMap(
    ({ file, kind, message, remedies }) => {
      const own = Object.hasOwn(causes[file] ?? {}, message) ? message : "*";
      used.add(`${file} ${own}`);
      const entry = causes[file]?.[own];
      const {
        passedOn,
        cause,
        remedy = remedies.join(", or: "),
        message: said = message,
      } = typeof entry === "string" ? { cause: entry } : (entry ?? {});
      if (passedOn !== undefined) {
        return [];
      }
      if (cause === undefined || said === UNKNOWN || remedy === UNKNOWN || (remedy === "" && kind !== "protocol")) {
        problems.push(
          `docs/write/causes.json: ${file}: "${message}" needs a cause${remedy === UNKNOWN || remedy === "" ? " and a remedy" : ""}`,
        );
      }
      return [
        {
          file,
          kind,
          message: said,
          cause,
          remedy: kind === "protocol" ? "tell the maintainers, with the version of Bazel" : remedy,
        },
      ];
    },
  );
  for (const [file, entries] of Object.entries(causes)) {
    const unused = Object.keys(entries).filter((message) => message !== "*" && !used.has(`${file} ${message}`));
    problems.push(
      ...unused.map((message) => `docs/write/causes.json: ${file}: "${message}" is no longer a text of that file`),
    );
  }
  const lines = SECTIONS.map(([title]) => tableLines(rows.filter(({ file }) => sectionOf(file) === title)));
  const parts = SECTIONS.map(([title], index) => `## ${title}\n\n${[...HEAD, ...lines[index]].join("\n")}\n`);
  return {
    markdown: `${lines.flat().length} texts, in the order of a build:\n\n${contents()}\n\n${parts.join("\n")}`,
    problems,
  };
}

const sectionOf = (file) => SECTIONS.find(([, files]) => files.test(file))[0];

const contents = () =>
  SECTIONS.map(
    ([title]) =>
      `- [${title}](#${title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-")})`,
  ).join("\n");

const HEAD = ["| text | cause | remedy |", "| --- | --- | --- |"];

function tableLines(rows) {
  const lines = rows.map(({ kind, message, cause, remedy }) => {
    const told = ["note", "warning"].includes(kind) ? `${kind}: ` : "";
    return `| ${told}${code(message)} | ${cause} | ${cell(remedy)} |`;
  });
  return [...new Set(lines)];
}

const cell = (text) => text.replaceAll("|", "\\|");
const code = (text) =>
  text.startsWith("(") ? text : text.includes("`") ? `\`\` ${cell(text)} \`\`` : `\`${cell(text)}\``;

/** The texts of Starlark: `package_layers: LABEL: what is wrong; what to do`. */
function starlarkTexts(repository) {
  const program = path.join(repository, "docs", "write", "starlark_failures.py");
  const found = JSON.parse(execFileSync("python3", [program, "bazel"], { cwd: repository, encoding: "utf8" }));
  return found.map(({ file, text }) => {
    const said = text
      .replace(/^package_layers: /, "")
      .replace(/^(?:\/\/)?…(?::…)?: /, "")
      .replace(/…{2,}/g, UNKNOWN);
    const [, message, remedy] = /^((?:[^;(]|\([^)]*\))*)(?:; ([\s\S]*))?$/.exec(said);
    return { file, kind: "error", message, remedies: [remedy ?? ""] };
  });
}
