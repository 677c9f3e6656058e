// Whatever action makes an output, and whatever its path names: nothing is lost that the action did not make.

import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ActionError } from "../src/action/action-error";
import { commands } from "../src/commands";
import { calls, makeCallInputs, pathOf, run, withPath } from "./every-call";

const EACH_OUTPUT = calls.flatMap(([name, { inputs, outputs }]) =>
  outputs.map((output, index) => ({ name, inputs, outputs, index, flag: output.slice(0, output.indexOf("=")) })),
);

let made: string;
let folder: string;

beforeAll(async () => {
  made = mkdtempSync(path.join(tmpdir(), "outputs-made-"));
  await makeCallInputs(made);
});

afterAll(() => rmSync(made, { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "outputs-"));
  cpSync(made, path.join(folder, "in"), { recursive: true, verbatimSymlinks: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

const inputsOf = (args: readonly string[]) =>
  args.map((arg) => (existsSync(path.join(made, pathOf(arg))) ? withPath(arg, `in/${pathOf(arg)}`) : arg));
const outputsOf = (args: readonly string[]) => args.map((arg) => withPath(arg, `out/${pathOf(arg)}`));

/** All that lies in the folder. */
function everything(): Record<string, string> {
  return Object.fromEntries(
    (readdirSync(folder, { recursive: true }) as string[]).sort().map((name) => {
      const found = lstatSync(path.join(folder, name));
      const file = path.join(folder, name);
      return [
        name,
        found.isSymbolicLink() ? readlinkSync(file) : found.isFile() ? readFileSync(file, "latin1") : "directory",
      ];
    }),
  );
}

/** Runs with one output at another path, which has to be refused and to leave everything as it is. */
async function expectRefused(call: (typeof EACH_OUTPUT)[number], file: string): Promise<void> {
  const outputs = outputsOf(call.outputs);
  outputs[call.index] = withPath(outputs[call.index]!, file);
  mkdirSync(path.join(folder, "out"), { recursive: true });
  const before = everything();
  const error: unknown = await run(call.name, [...inputsOf(call.inputs), ...outputs], folder).then(
    () => `${call.flag}=${file} was written`,
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(ActionError);
  expect(everything()).toEqual(before);
}

test("the calls above are of every output that the help names", () => {
  const outputs = commands.flatMap(({ name, flags }) =>
    flags
      .filter(([, meaning]) => meaning.startsWith("output"))
      .map(([flag]) => `${name} ${flag.slice(0, flag.indexOf("="))}`),
  );
  expect([...new Set(EACH_OUTPUT.map(({ name, flag }) => `${name} ${flag}`))].sort()).toEqual(outputs.sort());
});

test.each(calls)("%s: the call is right, and may be repeated", async (name, { inputs, outputs }) => {
  const args = [...inputsOf(inputs), ...outputsOf(outputs)];
  const before = everything();
  await run(name, args, folder);
  const first = everything();
  expect(first).toMatchObject(before);
  expect(Object.keys(first).filter((file) => file.includes("partial"))).toEqual([]);
  if (name !== "copy-base") {
    await run(name, args, folder);
    expect(everything()).toEqual(first);
  }
});

describe.each(EACH_OUTPUT)("$name $flag", (call) => {
  test("takes the place of no input, and lies in none", async () => {
    const inputs = inputsOf(call.inputs)
      .map(pathOf)
      .filter((file) => file.startsWith("in/"));
    expect(inputs.length).toBeGreaterThan(0);
    for (const input of inputs) {
      await expectRefused(call, input);
      if (statSync(path.join(folder, input)).isDirectory()) {
        await expectRefused(call, `${input}/new`);
        await expectRefused(call, `in/./link/../${path.basename(input)}/new`);
      }
    }
  });

  test("replaces no symlink, no directory of others, and no other output", async () => {
    mkdirSync(path.join(folder, "docs"));
    writeFileSync(path.join(folder, "docs", "thesis.tex"), "my work");
    symlinkSync("docs", path.join(folder, "way"));
    symlinkSync("docs/thesis.tex", path.join(folder, "name"));
    symlinkSync("nowhere", path.join(folder, "dangling"));
    for (const file of ["docs", "way", "name", "dangling", ".", "..", "", "docs/..", "docs/thesis.tex/below"]) {
      await expectRefused(call, file);
    }
    const [other] = call.outputs.filter((_, index) => index !== call.index);
    if (other !== undefined) {
      await expectRefused(call, `out/${pathOf(other)}`);
    }
  });
});
