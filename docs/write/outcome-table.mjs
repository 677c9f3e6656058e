// The table of docs/bazel-run.md: what test/e2e/under-bazel-run.test.ts found, with launchers of one outcome in one row.

import { readFileSync } from "node:fs";
import * as path from "node:path";

/**
 * @param {string} repository
 * @returns {string} Markdown
 */
export function outcomeTable(repository) {
  const file = path.join(repository, "test", "e2e", "under-bazel-run", "golden", "outcomes.json");
  /** @type {Record<string, Record<string, { "bazel run": string, runfiles: string, venv: string }>>} */
  const found = JSON.parse(readFileSync(file, "utf8"));
  const launchers = Object.keys(found);
  const cases = new Set(Object.values(found).flatMap(Object.keys));
  const lines = [...cases].flatMap((about) => {
    const cellsOf = (launcher) => found[launcher][about] && inTwoCells(found[launcher][about]);
    return [...new Set(launchers.map(cellsOf))]
      .filter((cells) => cells !== undefined)
      .map((cells) => {
        const those = launchers.filter((launcher) => cellsOf(launcher) === cells);
        return `| ${about} | ${named(those, launchers)} | ${cells} |`;
      });
  });
  return ["| case | launchers | `bazel run` | the image |", "| --- | --- | --- | --- |", ...lines, ""].join("\n");
}

/** What was found under `bazel run`, and how the images differ from it, if they do. */
function inTwoCells({ "bazel run": byBazel, ...images }) {
  const outcomes = new Set(Object.values(images));
  const inImage = (outcome) => (outcome === byBazel ? "the same" : cell(outcome));
  const both =
    outcomes.size === 1
      ? inImage(images.venv)
      : Object.entries(images)
          .map(([layout, outcome]) => `\`${layout}\`: ${inImage(outcome)}`)
          .join("<br>");
  return `${cell(byBazel)} | ${both}`;
}

/** The launchers of a row by rule set, each in the shorter of two ways: which they are, or which they are not. */
function named(those, launchers) {
  if (those.length === launchers.length) {
    return "all";
  }
  const isOfRulesPy = (launcher) => launcher.startsWith("rules_py ");
  const families = [
    ["rules_python", launchers.filter((launcher) => !isOfRulesPy(launcher))],
    ["rules_py", launchers.filter(isOfRulesPy)],
  ];
  return families
    .flatMap(([ruleSet, family]) => {
      const its = family.filter((launcher) => those.includes(launcher));
      const others = family.filter((launcher) => !those.includes(launcher));
      if (others.length === 0) {
        return [`all of ${ruleSet}`];
      }
      return others.length < its.length ? [`all of ${ruleSet} but ${others.join(", ")}`] : its;
    })
    .join(", ");
}

const cell = (text) => text.replaceAll("|", "\\|");
