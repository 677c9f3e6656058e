// Writes what is generated of the documentation: npm run docs.
// usage: node docs/write/main.mjs [FOLDER]   writes to FOLDER instead of docs/, for the tests

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { troubleshooting } from "./troubleshooting.mjs";

const REPOSITORY = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const DOCS = path.join(REPOSITORY, "docs");
const to = path.resolve(process.argv[2] ?? DOCS);
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

const { markdown, problems } = troubleshooting(REPOSITORY);
writeBelow("troubleshooting.md", markdown);
for (const problem of problems) {
  console.error(problem);
}
process.exitCode = problems.length === 0 ? 0 : 1;
