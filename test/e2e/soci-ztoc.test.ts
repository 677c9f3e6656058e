// A zTOC in the hands of the project whose format it is: its own code reads it, and finds nothing else than its own would say.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { sociZtocAction } from "../../src/layer/soci-ztoc-action";
import { zipBytes } from "../fuzz/zip-bytes";
import { digestOf } from "../layer/describe-layer";
import { makeLayer } from "../layer/make-layer";
import { readTar } from "../layer/read-tar";
import { someBytes } from "../layer/some-bytes";
import { run } from "../layer/tar-programs";
import { goProgram } from "./oci-tools";

const IN_IMAGE = "app.runfiles/pkg/site-packages/";
const LARGE = { name: "pkg/large.so", content: someBytes(9_000_000, "large") };
const FILES = {
  [`${IN_IMAGE}${LARGE.name}`]: LARGE.content,
  [`${IN_IMAGE}pkg/__init__.py`]: "import os\n",
  [`${IN_IMAGE}pkg/empty.py`]: "",
  [`${IN_IMAGE}pkg/${"long name ".repeat(15)}.txt`]: "in a pax record",
  [`${IN_IMAGE}pkg/漢字.txt`]: "ñ",
  [`${IN_IMAGE}pkg/table.txt`]: Array.from({ length: 1_100_000 }, (_, index) => `${index}\n`).join(""),
  [`${IN_IMAGE}pkg/tail.py`]: "#!/usr/bin/env python\n",
};

const readZtoc = goProgram("read-ztoc", { cgo: true });

(readZtoc === undefined ? test.skip : test)("SOCI's own code takes every file out of a layer by its zTOC", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "soci-ztoc-"));
  writeFileSync(path.join(folder, "pkg.whl"), zipBytes([LARGE]));
  const flags = { wheel: "pkg.whl", owner: "3000000000:100", mtime: "1700000000", "own-directory": "app.runfiles" };
  const { blob, descriptor } = await makeLayer(folder, "pkg", FILES, flags);
  expect(descriptor.carried.files).toBe(1);
  const ztoc = path.join(folder, "layer.ztoc");
  const context = { root: folder, signal: new AbortController().signal, log: () => {} };
  await sociZtocAction([`--blob=${blob}`, `--ztoc=${ztoc}`], context);
  const lines = run(readZtoc!, [ztoc, blob]).toString().trim().split("\n");
  const kinds: Record<string, string> = { File: "reg", Directory: "dir" };
  const entries = await readTar(gunzipSync(readFileSync(blob)));
  expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual(
    entries.map((entry) => [entry.path, kinds[entry.type], digestOf(entry.content).slice("sha256:".length)]),
  );
  // The file that was carried over is one member and one span; the large text is cut every four members.
  expect(Number(lines.at(-1))).toBeGreaterThanOrEqual(3);
  rmSync(folder, { recursive: true });
});
