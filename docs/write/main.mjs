// Writes what is generated of the documentation: npm run docs.
// usage: node docs/write/main.mjs [--api|--texts] [FOLDER]
//   --api     what a Bazel reads, docs/api; --texts  all the rest
//   FOLDER    where to write, instead of docs/

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { prepareBazel } from "../../testbed/bazel.mjs";
import { apiPages, settingsPage, writeApiPages } from "./api-pages.mjs";
import { commandHelp } from "./command-help.mjs";
import { outcomeTable } from "./outcome-table.mjs";
import { publicModules } from "./public-modules.mjs";
import { troubleshooting } from "./troubleshooting.mjs";

const REPOSITORY = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const DOCS = path.join(REPOSITORY, "docs");
const args = process.argv.slice(2);
const only = args.find((arg) => arg.startsWith("--"));
const to = path.resolve(args.find((arg) => !arg.startsWith("--")) ?? DOCS);
/** What stands below this line is written by this program. */
const BELOW = "<!-- npm run docs writes what is below this line -->\n";

function writeBelow(page, markdown) {
  const text = readFileSync(path.join(DOCS, page), "utf8");
  const end = text.indexOf(BELOW);
  if (end < 0) {
    throw new Error(`docs/${page} lacks the line ${BELOW}`);
  }
  mkdirSync(to, { recursive: true });
  writeFileSync(path.join(to, page), `${text.slice(0, end + BELOW.length)}\n${markdown}`);
}

if (only !== "--api") {
  const { markdown, problems } = troubleshooting(REPOSITORY);
  writeBelow("troubleshooting.md", markdown);
  writeBelow("bazel-run.md", outcomeTable(REPOSITORY));
  writeBelow("command-line.md", commandHelp(REPOSITORY));
  writeApiPages(path.join(to, "api"), new Map([["settings.md", settingsPage(REPOSITORY)]]));
  for (const problem of problems) {
    console.error(problem);
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}
if (only !== "--texts") {
  const bazel = await prepareBazel(REPOSITORY, (line) => console.error(line));
  writeApiPages(path.join(to, "api"), apiPages(publicModules(REPOSITORY, bazel)));
}
