// The outcome of all pairs as a page: a row for each application, a column for each base, and the words for what is not plain.

import type { BaseRecipe } from "./corpus";
import type { Row } from "./starts";

/** What a cell says. */
const MEANING: readonly (readonly [string, string])[] = [
  ["·", "nothing found, and it starts"],
  ["w", "a warning, and it starts"],
  ["E", "an error, and it fails"],
  ["?", "it fails for a reason that the files do not show; see below"],
  ["**A**", "a false alarm: an error, and it starts"],
  ["**M**", "a missed failure: no error, and it fails"],
];

/** @param counts The line that sums the rows up. */
export function formatTable(bases: readonly BaseRecipe[], rows: readonly Row[], counts: string): string {
  const cells = new Map(rows.map((row) => [`${row.base}\t${row.package}`, cell(row)]));
  const packages = [...new Set(rows.map((row) => row.package))];
  const line = (parts: readonly string[]) => `| ${parts.join(" | ")} |`;
  const table = [
    line(["", ...bases.map((_, index) => `${index + 1}`)]),
    line(["---", ...bases.map(() => "---")]),
    ...packages.map((name) => line([name, ...bases.map((base) => cells.get(`${base.name}\t${name}`) ?? "")])),
  ];
  const unknown = rows.filter((row) => cell(row) === "?");
  return [
    `${counts}.`,
    "",
    ...MEANING.filter(([sign]) => rows.some((row) => cell(row) === sign)).map(([sign, says]) => `- ${sign} ${says}`),
    "",
    "The bases:",
    "",
    ...bases.map(({ name, why }, index) => `${index + 1}. ${name}: ${why}`),
    "",
    ...table,
    "",
    ...(unknown.length === 0 ? [] : ["What the files do not show:", ""]),
    ...packages
      .map((name): [string, Row[]] => [name, unknown.filter((row) => row.package === name)])
      .filter(([, found]) => found.length > 0)
      .map(([name, found]) => `- ${name} (${found.map(({ base }) => base).join(", ")}): ${reason(found[0]!)}`),
    ...(unknown.length === 0 ? [] : [""]),
    "What the check says about the pairs that fail:",
    "",
    ...[...saidOf(rows)].map(
      ([message, names]) => `- ${message.replaceAll("_", "\\_").replaceAll("*", "\\*")} (${[...names].join(", ")})`,
    ),
    "",
  ].join("\n");
}

/** What errors say, each with the applications that it is said of. */
function saidOf(rows: readonly Row[]): Map<string, Set<string>> {
  const messages = new Map<string, Set<string>>();
  for (const row of rows.filter(({ said }) => said === "error")) {
    const [message] = row.why.split(" | ");
    const names = messages.get(message!) ?? new Set();
    messages.set(message!, names.add(row.package));
  }
  return messages;
}

function cell({ said, happened, why }: Row): string {
  if (said === "error") {
    return happened === "fails" ? "E" : "**A**";
  }
  if (happened === "starts") {
    return said === "warning" ? "w" : "·";
  }
  return why.includes("cannot be known from files:") ? "?" : "**M**";
}

function reason({ why }: Row): string {
  return why.replace(/^.*cannot be known from files: /s, "");
}
