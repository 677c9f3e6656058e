// Whatever stands where an action looks for an input: an error that can be acted on, and never a wait.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ActionError } from "../src/action/action-error";
import { type Call, calls, makeCallInputs, pathOf, run, withPath } from "./every-call";

let made: string;
let folder: string;

beforeAll(async () => {
  made = mkdtempSync(path.join(tmpdir(), "inputs-made-"));
  await makeCallInputs(made);
});

afterAll(() => rmSync(made, { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "inputs-"));
  cpSync(made, folder, { recursive: true, verbatimSymlinks: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a call with one flag changed; whatever is wrong with what it names, nothing is written. */
async function refusalOf(name: string, { inputs, outputs }: Call, at: number, file: string): Promise<ActionError> {
  const args = [...inputs, ...outputs.map((output) => withPath(output, `out/${pathOf(output)}`))];
  args[at] = withPath(args[at]!, file);
  const error: unknown = await run(name, args, folder).then(
    () => new Error(`${name} takes ${args[at]}`),
    (failure: unknown) => failure,
  );
  if (!(error instanceof ActionError)) {
    throw error;
  }
  expect(error.details.remedy).not.toBe("");
  const left = existsSync(path.join(folder, "out")) ? readdirSync(path.join(folder, "out")) : [];
  expect(left).toEqual([]);
  return error;
}

/** Flags that name no file. */
const SETTINGS =
  /^--(?:kind|name|compression|level|mtime|owner|merge-limit|architecture|os|max-layers|together|image|layers|platform|layout|check-lock)=/;

/** Blobs of packages that are in a bundle, which is placed in their stead. */
const UNREAD = ["place-layers --blob=alpha.blob", "image-layout --blob=alpha.blob"];

const EACH_INPUT = calls.flatMap(([name, call]) =>
  call.inputs
    .map((input, at) => ({ name, call, at, input, flag: input.slice(0, input.indexOf("=")) }))
    .filter(({ input }) => !SETTINGS.test(input) && !UNREAD.includes(`${name} ${input}`)),
);

/** Takes a link as it is, whatever it leads to. */
const isOfLinks = ({ flag }: { readonly flag: string }) => flag === "--link";

test.each(EACH_INPUT)("$name $input: a pipe, a socket, a device, and nothing at all", async (one) => {
  const { name, call, at, input } = one;
  execFileSync("mkfifo", [path.join(folder, "pipe")]);
  const server = createServer().listen(path.join(folder, "socket"));
  await new Promise((listening) => server.once("listening", listening));
  try {
    for (const file of ["pipe", "socket", "/dev/zero", "missing", "alpha.json/below", "n".repeat(300)]) {
      await refusalOf(name, call, at, file);
    }
    if (statSync(path.join(folder, pathOf(input))).isFile() && !isOfLinks(one)) {
      mkdirSync(path.join(folder, "directory"));
      await refusalOf(name, call, at, "directory");
    }
  } finally {
    await new Promise((closed) => server.close(closed));
  }
});

/** What no reader of ours takes: nothing, no text, other JSON, JSON that is deep or has other types, the start of a gzip. */
const NONSENSE: readonly (readonly [string, string | Buffer])[] = [
  ["an empty file", ""],
  ["bytes", Buffer.from([0xff, 0xfe, 0x00, 0x1f, 0x8b])],
  ["an array", "[]"],
  ["null", "null"],
  ["a number", "1e999"],
  ["deep JSON", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ["deep objects", `${'{"schema":'.repeat(50_000)}1${"}".repeat(50_000)}`],
  [
    "an object of other types",
    '{"schema":1,"layers":{},"packages":[7],"name":[],"config":{"Env":7},"files":{},"modules":[]}',
  ],
  ["a gzip of nothing", Buffer.from("1f8b08000000000000ff0300000000000000", "hex")],
];

/** Any bytes may be in a file of a package, and any text is a repository mapping without rows that stand for several. */
const TAKES_ANYTHING = [
  "--file",
  "--program",
  "--tree",
  "--link",
  "--repo-mapping",
  "--mergeable",
  "--base",
  "--bundles",
];

test.each(EACH_INPUT.filter(({ flag }) => !TAKES_ANYTHING.includes(flag)))(
  "$name $input: a file of something else is an error",
  async ({ name, call, at }) => {
    for (const [, content] of NONSENSE) {
      writeFileSync(path.join(folder, "nonsense"), content);
      await refusalOf(name, call, at, "nonsense");
    }
  },
);
