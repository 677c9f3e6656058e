// A call of every action that writes something, over files that `makeCallInputs` makes: for tests of what must hold for all of
// them.

import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { runAction } from "../src/action/run-action";
import { tarBytes } from "./base/tar-bytes";
import { actions } from "./every-action";
import { writeLayout } from "./image/write-layout";
import { makeLayer } from "./layer/make-layer";

/** What a call reads, and what it writes, in flags; all paths are relative to one folder. */
export interface Call {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

const PLATFORM = ["--architecture=amd64", "--os=linux"];
const LAYERS = ["--descriptor=alpha.json", "--descriptor=app.json"];
const BLOBS = [...LAYERS, "--blob=alpha.blob", "--blob=app.blob"];
const FACTS = [...LAYERS, "--facts=alpha.facts", "--facts=app.facts"];

const CALLS: Readonly<Record<string, Call>> = {
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
      "--descriptor=beta.json",
      "--mergeable=beta.mergeable",
      "--together=alpha,beta",
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
const WRITE_LOCK: Call = { inputs: ["--descriptor=alpha.json", "--layers=3"], outputs: ["--write-lock=new.lock.json"] };

/** Each call with its action's name. */
export const calls: readonly (readonly [name: string, call: Call])[] = [...Object.entries(CALLS), ["plan", WRITE_LOCK]];

/** The part of a flag that may be a path. */
export const pathOf = (flag: string) => flag.slice(Math.max(flag.indexOf("="), flag.indexOf("\t")) + 1);

/** The flag with another path. */
export const withPath = (flag: string, file: string) => flag.slice(0, flag.length - pathOf(flag).length) + file;

/** Runs an action as all three ways in do; what it has to say goes nowhere. */
export const run = (name: string, args: readonly string[], root: string) =>
  runAction(actions, [name, ...args], { root, signal: new AbortController().signal, log: () => {} });

/** Makes all that the calls read in a folder. */
export async function makeCallInputs(folder: string): Promise<void> {
  const at = (file: string) => path.join(folder, file);
  await makeLayer(folder, "beta", { "app/b": "b" });
  await makeLayer(folder, "alpha", { "app/a": "a", "app/p": "p" }, { facts: "alpha.facts" });
  await makeLayer(
    folder,
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
  await run("base-paths", [...PLATFORM, "--base=base", "--paths=base-paths"], folder);
  await run("base-facts", [...PLATFORM, "--base=base", "--facts=base-facts"], folder);
  await run("plan", ["--descriptor=alpha.json", "--layers=3", "--write-lock=lock.json"], folder);
  await run("merge-layers", [...CALLS["merge-layers"]!.inputs, "--plan=plan.json", "--bundles=bundles"], folder);
  cpSync(at("plan.json"), at("other.plan.json"));
  await run("check-image", [...CALLS["check-image"]!.inputs, "--check=check.json"], folder);
}
