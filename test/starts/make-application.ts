// Makes the layers of an application by the product's own actions, and unpacks them for a chroot.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { ActionContext } from "../../src/action/action";
import type { FactsOfLayer } from "../../src/check/image-files";
import { layerFactsSchema } from "../../src/facts/layer-facts";
import { type LayerImports, layerImportsSchema } from "../../src/facts/module-imports";
import { createLayerAction } from "../../src/layer/layer-action";
import { layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { resourcesOfThisThread } from "../layer/resources-of-this-thread";
import type { Application, BaseRecipe, Wheel } from "./corpus";
import { run } from "./run";

/** A layer, and what was found out when it was made. */
export interface MadeLayer extends FactsOfLayer {
  readonly imports: LayerImports;
  /** Directory with its files at their paths in the image. */
  readonly directory: string;
}

const READ_IMPORTS = path.join(__dirname, "../../bazel/imports/read_imports.py");
const USUAL = [
  "manylinux_2_34_x86_64",
  "manylinux_2_28_x86_64",
  "manylinux_2_17_x86_64",
  "manylinux2014_x86_64",
  "manylinux1_x86_64",
];

/** The Python that an application's wheels are for. */
export function pythonOf(application: Application): string {
  return application.wheels.find(({ python }) => python !== undefined)?.python ?? "3.11";
}

const makeLayer = createLayerAction(resourcesOfThisThread());
const context: ActionContext = {
  root: "/",
  signal: new AbortController().signal,
  log: () => {},
} as unknown as ActionContext;

/** The files of a wheel, unpacked. */
function unpackedWheel({ requirement, python = "3.11", platforms = USUAL }: Wheel, folder: string): string {
  const unpacked = path.join(folder, "wheels", `${requirement}-${python}-${platforms[0]}`);
  const done = `${unpacked}.done`;
  try {
    readFileSync(done);
    return unpacked;
  } catch {
    // It has to be fetched.
  }
  const archives = path.join(folder, "archives", path.basename(unpacked));
  const chosen = [...platforms, "any"].flatMap((platform) => ["--platform", platform]);
  const args = [
    "download",
    "--quiet",
    "--no-deps",
    "--only-binary",
    ":all:",
    "--python-version",
    python,
    "--implementation",
    "cp",
  ];
  run("python3", ["-m", "pip", ...args, ...chosen, "--dest", archives, requirement]);
  mkdirSync(unpacked, { recursive: true });
  run("python3", ["-m", "zipfile", "-e", path.join(archives, readdirSync(archives)[0]!), unpacked]);
  writeFileSync(done, "");
  return unpacked;
}

/** Makes one layer of what `args` name, and reads its imports; takes what an earlier run has made in `out`. */
async function layer(
  kind: "package" | "application",
  name: string,
  version: string,
  args: readonly string[],
  modules: readonly string[],
  out: string,
): Promise<MadeLayer> {
  const at = (file: string) => path.join(out, file);
  if (!existsSync(at("done"))) {
    rmSync(at("files"), { recursive: true, force: true });
    mkdirSync(at("files"), { recursive: true });
    await writeLayer(kind, name, version, args, modules, at);
    writeFileSync(at("done"), "");
  }
  const json = (file: string) => JSON.parse(readFileSync(at(file), "utf8")) as unknown;
  return {
    facts: layerFactsSchema.parse(json("facts.json")),
    files: layerDescriptorSchema.parse(json("layer.json")).files,
    imports: layerImportsSchema.parse(json("imports.json")),
    directory: at("files"),
  };
}

async function writeLayer(
  kind: "package" | "application",
  name: string,
  version: string,
  args: readonly string[],
  modules: readonly string[],
  at: (file: string) => string,
): Promise<void> {
  await makeLayer(
    [
      `--kind=${kind}`,
      `--name=${name}`,
      `--version=${version}`,
      ...args,
      "--compression=none",
      "--level=0",
      "--mtime=0",
      "--owner=0:0",
      "--merge-limit=0",
      `--blob=${at("blob.tar")}`,
      `--descriptor=${at("layer.json")}`,
      `--facts=${at("facts.json")}`,
    ],
    context,
  );
  run("tar", ["--extract", "--file", at("blob.tar"), "--directory", at("files")]);
  rmSync(at("blob.tar"));
  writeFileSync(at("flags"), [`--output=${at("imports.json")}`, ...modules].join("\n"));
  run("python3", ["-S", "-s", "-B", "-W", "ignore", READ_IMPORTS, `@${at("flags")}`]);
}

/** Makes the layer of a wheel for a layout. */
export function packageLayer(wheel: Wheel, sitePackages: string, folder: string, out: string): Promise<MadeLayer> {
  const unpacked = unpackedWheel(wheel, folder);
  const [name, version] = wheel.requirement.split("==") as [string, string];
  const modules = run("find", [unpacked, "-name", "*.py", "-type", "f"])
    .split("\n")
    .filter(Boolean)
    .map((file) => `--file=${sitePackages}/${path.relative(unpacked, file)}\t${file}`);
  return layer("package", name, version, [`--tree=${sitePackages}\t${unpacked}`], modules, out);
}

/** What the launcher of the layout "runfiles" does, as Bazel's: finds a Python, sets its path, runs the main program. */
function launcher(directories: readonly string[]): string {
  return `#!/usr/bin/env python3
import os
import sys

os.environ["PYTHONPATH"] = ${JSON.stringify(directories.map((directory) => `/${directory}`).join(":"))}
os.execv(sys.executable, [sys.executable, "/app.runfiles/_main/main.py"])
`;
}

/** Makes the layer of the application itself. */
export function applicationLayer(
  application: Application,
  layout: BaseRecipe["layout"],
  directories: readonly string[],
  out: string,
): Promise<MadeLayer> {
  mkdirSync(out, { recursive: true });
  const at = (file: string) => path.join(out, file);
  writeFileSync(at("main.py"), `${application.program}print("started")\n`);
  if (layout === "venv") {
    const version = pythonOf(application);
    writeFileSync(at("pyvenv.cfg"), `home = /usr/bin\ninclude-system-site-packages = false\nversion = ${version}\n`);
    const args = [
      `--file=app/main.py\t${at("main.py")}`,
      `--file=venv/pyvenv.cfg\t${at("pyvenv.cfg")}`,
      "--symlink=venv/bin/python\t/usr/bin/python3",
    ];
    return layer("application", "application", "", args, [`--file=app/main.py\t${at("main.py")}`], out);
  }
  writeFileSync(at("launcher"), launcher(directories));
  const files = [`--file=app\t${at("launcher")}`, `--file=app.runfiles/_main/main.py\t${at("main.py")}`];
  return layer("application", "application", "", files, files, out);
}
