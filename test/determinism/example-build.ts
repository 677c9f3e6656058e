// A small build that needs no Bazel and no download: packages of every kind of content, their bundles, an image layout.

import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { zipBytes } from "../fuzz/zip-bytes";
import type { RecordedAction } from "./recorded-action";

/** Bytes that compress somewhat, the same every time. */
function text(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let index = 0, state = seed; index < length; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[index] = 97 + ((state >>> 16) % 20);
  }
  return bytes;
}

/** What begins as a gzip file does and does not compress; such files of 4 KiB and more have stored blocks in a layer. */
function compressed(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]).copy(bytes);
  for (let index = 10, state = 7; index < length; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[index] = state >>> 16;
  }
  return bytes;
}

/** Files by their path below the execution root. */
const FILES: ReadonlyMap<string, Buffer> = new Map([
  ["external/plain/site-packages/plain/__init__.py", Buffer.from("import os\n".repeat(400))],
  ["external/plain/site-packages/plain/Größe ı İ.py", Buffer.from("x = 1\n")],
  ["external/plain/site-packages/plain/run", Buffer.from("#!/bin/sh\nexit 0\n")],
  ["external/plain/site-packages/plain/empty.py", Buffer.alloc(0)],
  ["external/plain/site-packages/plain/data.txt", text(3_300_000, 1)],
  ["external/plain/site-packages/plain/small.json.gz", compressed(4000)],
  ["external/plain/site-packages/plain/service.json.gz", compressed(50_000)],
  ["external/wheeled/site-packages/wheeled/held.so", text(700_000, 2)],
  // Larger than what is held in memory while its stream is proved.
  ["external/wheeled/site-packages/wheeled/large.so", text(9_000_000, 3)],
  ["external/wheeled/site-packages/wheeled/b.py", Buffer.from("b\n")],
  // Before b.py by its bytes, after it by the alphabet.
  ["external/wheeled/site-packages/wheeled/C.py", Buffer.from("C\n")],
  ["external/tree/site-packages/tree/z.py", Buffer.from("z\n")],
  ["external/tree/site-packages/tree/a/ä.py", Buffer.from("a\n")],
  ["external/tree/site-packages/tree/a/deep/i.py", Buffer.from("i\n".repeat(50_000))],
  ["app.py", Buffer.from("print('hello')\n")],
]);

const WHEEL = "external/wheeled/wheeled-1.0-py3-none-any.whl";
const TREE = "external/tree/site-packages";

/** Writes the inputs below a directory, with the modes that are asked for. */
export function writeExampleInputs(executionRoot: string, mode: number): void {
  for (const [file, content] of FILES) {
    write(path.join(executionRoot, file), content, mode);
  }
  const inWheel = [...FILES].filter(([file]) => file.startsWith("external/wheeled/"));
  write(
    path.join(executionRoot, WHEEL),
    zipBytes(
      inWheel.map(([file, content]) => ({ name: file.replace("external/wheeled/site-packages/", ""), content })),
    ),
    mode,
  );
  symlinkSync("a/deep", path.join(executionRoot, TREE, "tree", "link"));
}

function write(file: string, content: Buffer, mode: number): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
}

/** The actions of the build. */
export function exampleActions(): RecordedAction[] {
  const filesOf = (repository: string) =>
    [...FILES.keys()].filter((file) => file.startsWith(`external/${repository}/`));
  const named = (files: readonly string[]) =>
    files.map((file) => `--file=app.runfiles/${file.replace("external/", "")}\t${file}`);
  const layers = [
    layer("plain", "package", named(filesOf("plain")), filesOf("plain")),
    layer("wheeled", "package", [...named(filesOf("wheeled")), `--wheel=${WHEEL}`], [...filesOf("wheeled"), WHEEL]),
    layer("tree", "package", [`--tree=app.runfiles/tree/site-packages\t${TREE}`], [TREE]),
    layer(
      "application",
      "application",
      [...named(["app.py"]), "--symlink=app\tapp.runfiles/app.py", "--empty=app.runfiles/__init__.py"],
      ["app.py"],
    ),
  ];
  const packages = layers.slice(0, 3).map(({ outputs }) => outputs);
  const descriptors = layers.map(({ outputs }) => outputs[1]!);
  const blobs = layers.map(({ outputs }) => outputs[0]!);
  const [plan, bundles, layout] = ["plan.json", "bundles", "layout"].map((name) => `bazel-out/bin/image.${name}`) as [
    string,
    string,
    string,
  ];
  return [
    ...layers,
    {
      subject: "bundles",
      args: [
        "merge-layers",
        ...packages.flatMap(([, descriptor, mergeable]) => [`--descriptor=${descriptor}`, `--mergeable=${mergeable}`]),
        `--application=${descriptors[3]}`,
        ...["--max-layers=3", "--architecture=amd64", "--os=linux"],
        ...[`--plan=${plan}`, `--bundles=${bundles}`],
      ],
      inputs: [...descriptors, ...packages.map(([, , mergeable]) => mergeable!)],
      outputs: [bundles, plan],
    },
    {
      subject: "layout",
      args: [
        "image-layout",
        ...[`--plan=${plan}`, `--bundles=${bundles}`, `--layout=${layout}`],
        ...descriptors.flatMap((descriptor, index) => [`--descriptor=${descriptor}`, `--blob=${blobs[index]}`]),
      ],
      inputs: [plan, bundles, ...descriptors, ...blobs],
      outputs: [layout],
    },
  ];
}

function layer(name: string, kind: string, flags: readonly string[], inputs: readonly string[]): RecordedAction {
  const output = (ending: string) => `bazel-out/bin/${name}.${ending}`;
  const mergeable = kind === "package" ? [output("mergeable")] : [];
  return {
    subject: name,
    args: [
      "layer",
      ...[`--kind=${kind}`, `--name=${name}`, "--version=1.0", "--compression=gzip", "--level=-1", "--mtime=0"],
      ...["--owner=0:0", "--root=", "--merge-limit=4000000"],
      ...[`--blob=${output("layer.tar.gz")}`, `--descriptor=${output("layer.json")}`],
      ...mergeable.map((file) => `--mergeable=${file}`),
      ...flags,
    ],
    inputs,
    outputs: [output("layer.tar.gz"), output("layer.json"), ...mergeable],
  };
}
