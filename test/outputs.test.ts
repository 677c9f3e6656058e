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
import { tarBytes } from "./base/tar-bytes";
import { actions } from "./every-action";
import { writeLayout } from "./image/write-layout";
import { makeLayer } from "./layer/make-layer";

const PLATFORM = ["--architecture=amd64", "--os=linux"];
const LAYERS = ["--descriptor=alpha.json", "--descriptor=app.json"];
const BLOBS = [...LAYERS, "--blob=alpha.blob", "--blob=app.blob"];
const FACTS = [...LAYERS, "--facts=alpha.facts", "--facts=app.facts"];

/** What each action reads, and what it writes; all paths are below one folder. */
const CALLS: Readonly<Record<string, { readonly inputs: readonly string[]; readonly outputs: readonly string[] }>> = {
  layer: {
    inputs: [
      "--kind=package",
      "--name=alpha",
      "--compression=gzip",
      "--level=-1",
      "--mtime=0",
      "--owner=0:0",
      "--merge-limit=1000000",
      "--file=app/a\talpha.files/0",
      "--program=app/p\talpha.files/1",
      "--tree=app/t\ttree",
      "--link=app/l\tlink",
      "--repo-mapping=app/m\tmapping",
    ],
    outputs: ["--blob=blob", "--descriptor=json", "--mergeable=mergeable", "--facts=facts"],
  },
  "soci-ztoc": { inputs: ["--blob=alpha.blob"], outputs: ["--ztoc=ztoc"] },
  "merge-layers": {
    inputs: [
      ...PLATFORM,
      "--max-layers=9",
      "--descriptor=alpha.json",
      "--mergeable=alpha.mergeable",
      "--application=app.json",
      "--base=base",
      "--base-paths=base-paths",
      "--lock=lock.json",
    ],
    outputs: ["--plan=plan.json", "--bundles=bundles", "--report=page.html"],
  },
  "place-layers": {
    inputs: [...BLOBS, "--plan=plan.json", "--bundles=bundles"],
    outputs: ["--place=0\talpha", "--place=1\tapplication", "--metadata=alpha.meta", "--metadata=application.meta"],
  },
  "base-paths": { inputs: [...PLATFORM, "--base=base"], outputs: ["--paths=paths"] },
  "copy-base": { inputs: [...PLATFORM, "--base=base"], outputs: ["--copy=copy"] },
  "image-layout": {
    inputs: [...BLOBS, "--plan=plan.json", "--bundles=bundles", "--base=base"],
    outputs: ["--layout=layout"],
  },
  "shared-plan": {
    inputs: ["--image=//:app", "--package=0\talpha.json", "--max-layers=9"],
    outputs: ["--plan=shared.json"],
  },
  "base-facts": { inputs: [...PLATFORM, "--base=base"], outputs: ["--facts=facts", "--modules=modules"] },
  "check-image": {
    inputs: [...FACTS, "--config=bundles/config.json", "--base-facts=base-facts", "--imports=imports.json"],
    outputs: ["--check=check.json"],
  },
  "report-check": { inputs: ["--check=check.json", "--image=app", "--level=warn"], outputs: ["--stamp=stamp"] },
  sbom: {
    inputs: [...FACTS, "--image=app", "--plan=plan.json"],
    outputs: ["--spdx=spdx.json", "--cyclonedx=cyclonedx.json"],
  },
  report: {
    inputs: [
      ...FACTS,
      "--plan=plan.json",
      "--check=check.json",
      "--other=another\tother.plan.json",
      "--image=app",
      "--platform=linux/amd64",
      "--layout=venv",
    ],
    outputs: ["--page=page.html"],
  },
  plan: { inputs: ["--plan=plan.json", "--lock=lock.json", "--check-lock=100"], outputs: ["--stamp=stamp"] },
};

/** Asked of `plan` in another way than the call above. */
const WRITE_LOCK = { inputs: ["--descriptor=alpha.json", "--layers=3"], outputs: ["--write-lock=new.lock.json"] };

const EACH_CALL = [...Object.entries(CALLS), ["plan", WRITE_LOCK] as const].flatMap(([name, { inputs, outputs }]) =>
  outputs.map((output, index) => ({ name, inputs, outputs, index, flag: output.slice(0, output.indexOf("=")) })),
);

let made: string;
let folder: string;

const run = (name: string, args: readonly string[], root = folder) =>
  actions.get(name)!(args, { root, signal: new AbortController().signal, log: () => {} });

/** The part of an argument that is a path. */
const pathOf = (arg: string) => arg.slice(Math.max(arg.indexOf("="), arg.indexOf("\t")) + 1);
const withPath = (arg: string, file: string) => arg.slice(0, arg.length - pathOf(arg).length) + file;

beforeAll(async () => {
  made = mkdtempSync(path.join(tmpdir(), "outputs-made-"));
  const at = (file: string) => path.join(made, file);
  await makeLayer(made, "alpha", { "app/a": "a", "app/p": "p" }, { facts: "alpha.facts" });
  await makeLayer(
    made,
    "app",
    { run: "#!/usr/bin/python3\n" },
    { kind: "application", version: "", facts: "app.facts" },
  );
  mkdirSync(at("tree"));
  writeFileSync(at("tree/file"), "my work");
  symlinkSync("tree", at("link"));
  writeFileSync(at("mapping"), ",a,a+\n");
  writeFileSync(at("imports.json"), '{"schema":1,"modules":{},"unparsed":[]}');
  writeLayout(at("base"), { tars: [tarBytes([{ path: "usr/bin/python3", content: "x" }])] });
  await run("base-paths", [...PLATFORM, "--base=base", "--paths=base-paths"], made);
  await run("base-facts", [...PLATFORM, "--base=base", "--facts=base-facts"], made);
  await run("plan", ["--descriptor=alpha.json", "--layers=3", "--write-lock=lock.json"], made);
  await run("merge-layers", [...CALLS["merge-layers"]!.inputs, "--plan=plan.json", "--bundles=bundles"], made);
  cpSync(at("plan.json"), at("other.plan.json"));
  await run("check-image", [...CALLS["check-image"]!.inputs, "--check=check.json"], made);
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
async function expectRefused(call: (typeof EACH_CALL)[number], file: string): Promise<void> {
  const outputs = outputsOf(call.outputs);
  outputs[call.index] = withPath(outputs[call.index]!, file);
  mkdirSync(path.join(folder, "out"), { recursive: true });
  const before = everything();
  const error: unknown = await run(call.name, [...inputsOf(call.inputs), ...outputs]).then(
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
  expect([...new Set(EACH_CALL.map(({ name, flag }) => `${name} ${flag}`))].sort()).toEqual(outputs.sort());
});

test.each([...Object.entries(CALLS), ["plan", WRITE_LOCK] as const])(
  "%s: the call is right, and may be repeated",
  async (name, { inputs, outputs }) => {
    const args = [...inputsOf(inputs), ...outputsOf(outputs)];
    const before = everything();
    await run(name, args);
    const first = everything();
    expect(first).toMatchObject(before);
    expect(Object.keys(first).filter((file) => file.includes("partial"))).toEqual([]);
    if (name !== "copy-base") {
      await run(name, args);
      expect(everything()).toEqual(first);
    }
  },
);

describe.each(EACH_CALL)("$name $flag", (call) => {
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
