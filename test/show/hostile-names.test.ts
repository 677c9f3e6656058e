// Names that would begin lines of their own: each answer to a person has as many lines as with plain names.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { actions } from "../every-action";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hostile-names-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, name: string, version: string, digit: string): void {
  const digest = `sha256:${digit.repeat(64)}`;
  const one = { name, version, bytes: 5 };
  const of = { digest, size: 5, mediaType: "application/x", diffId: digest };
  const layer = { kind: "package", packages: [one], ...of, why: name };
  const planned = { id: name, ...one, mergeable: true, layer: 0, why: name, expectedUpgradeBytes: 5 };
  const plan = { schema: 1, maxLayers: 9, layersForPackages: 5, layers: [layer], packages: [planned], findings: [] };
  writeFileSync(path.join(folder, file), JSON.stringify(plan));
}

async function linesOf(command: string, args: readonly string[], name: string, versions: string[]): Promise<string[]> {
  write("a.plan.json", name, versions[0]!, "0");
  write("b.plan.json", name, versions[1]!, "1");
  const lines: string[] = [];
  await actions.get(command)!(args, {
    root: folder,
    signal: new AbortController().signal,
    log: (text) => lines.push(...text.split("\n")),
  });
  return lines;
}

const questions: [command: string, args: string[], named: boolean][] = [
  ["plan", ["--plan=a.plan.json"], false],
  ["plan", ["--plan=a.plan.json", "--explain"], true],
  ["diff", ["a.plan.json", "b.plan.json"], false],
  ["diff", ["a.plan.json", "b.plan.json", "--format=markdown"], false],
  ["who-has", ["--in", "a.plan.json", "--package"], true],
];

test.each(questions)("%s %j", async (command, args, named) => {
  const evil = "no\nevil: all is well";
  const plain = await linesOf(command, named ? [...args, "plain"] : args, "plain", ["1", "2"]);
  const lines = await linesOf(command, named ? [...args, evil] : args, evil, ["1\n2", "2\n3"]);
  expect(lines.filter((line) => line.startsWith("evil"))).toEqual([]);
  expect(lines).toHaveLength(plain.length);
});
