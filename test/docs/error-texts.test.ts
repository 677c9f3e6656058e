// The texts that the troubleshooting page is made of are all those of the sources: none is passed over because of the way it is written.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

const REPOSITORY = path.dirname(path.dirname(__dirname));
const program = pathToFileURL(path.join(REPOSITORY, "docs", "write", "error-texts.mjs")).href;

interface ErrorText {
  readonly kind: string;
  readonly message: string;
  readonly remedies: readonly string[];
  readonly file: string;
}

function errorTexts(repository: string): ErrorText[] {
  const script = `import { errorTexts } from ${JSON.stringify(program)}; process.stdout.write(JSON.stringify(errorTexts(process.argv[1])));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script, repository], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  return JSON.parse(output) as ErrorText[];
}

function textsOf(source: string): ErrorText[] {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-texts-"));
  try {
    mkdirSync(path.join(folder, "src"));
    writeFileSync(path.join(folder, "src", "one.ts"), source);
    return errorTexts(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a message and its remedy, with what is filled in as …", () => {
  expect(
    textsOf(`const R = "fetch it"; throw new ActionError(\`no \${name} here\`, { file, remedy: \`\${R} again\` });`),
  ).toEqual([{ kind: "error", message: "no … here", remedies: ["fetch it again"], file: "src/one.ts" }]);
});

test("two messages that a condition chooses, each with its own remedy", () => {
  const source = 'throw new ActionError(a ? "one" : "two", { remedy: a ? "do one" : "do two" });';
  expect(textsOf(source).map(({ message, remedies }) => [message, remedies])).toEqual([
    ["one", ["do one"]],
    ["two", ["do two"]],
  ]);
});

test("what the callers of a function give, each message with its remedy", () => {
  const source = `
    function refused(reason: string, remedy: string) { return new ActionError(\`the file \${reason}\`, { remedy }); }
    throw refused("is large", "make it small");
    throw refused("is old", "make it new");`;
  expect(textsOf(source).map(({ message, remedies }) => [message, remedies])).toEqual([
    ["the file is large", ["make it small"]],
    ["the file is old", ["make it new"]],
  ]);
});

test("a finding", () => {
  expect(textsOf('found.push({ id: "x", severity: "note", message: "it is so", remedy: "leave it" });')).toEqual([
    { kind: "note", message: "it is so", remedies: ["leave it"], file: "src/one.ts" },
  ]);
});

test("every file that makes an ActionError has a text", () => {
  const files = readdirSync(path.join(REPOSITORY, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join("src", file))
    .filter((file) => readFileSync(path.join(REPOSITORY, file), "utf8").includes("new ActionError("));
  expect(files.length).toBeGreaterThan(50);
  const found = new Set(errorTexts(REPOSITORY).map(({ file }) => file));
  expect(files.filter((file) => !found.has(file))).toEqual([]);
});
