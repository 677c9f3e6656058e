// The help of every command, as docs/command-line.md shows it: what the program itself prints.

import { execFileSync } from "node:child_process";
import * as path from "node:path";

/**
 * @param {string} repository
 * @returns {string} Markdown
 */
export function commandHelp(repository) {
  const help = (...args) =>
    execFileSync(process.execPath, [path.join(repository, "bazel", "worker", "worker.cjs"), ...args], {
      encoding: "utf8",
    }).trimEnd();
  const commands = [...help("--help").matchAll(/^ {2}([a-z][a-z-]*) {2,}\S/gm)].map(([, name]) => name);
  return commands.map((name) => `### ${name}\n\n\`\`\`\n${help(name, "--help")}\n\`\`\`\n`).join("\n");
}
