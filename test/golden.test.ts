// What a package's layer and a bundle hold, held against listings below test/golden (else: npm run golden).

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { writeBundle } from "../src/image/bundle";
import { createLayerAction } from "../src/layer/layer-action";
import { expectGoldenListing } from "./golden";
import { layerArguments, type MadeLayer, makeLayer } from "./layer/make-layer";
import { resourcesOfThisThread } from "./layer/resources-of-this-thread";

const layerAction = createLayerAction(resourcesOfThisThread());

const SITE_PACKAGES = "app.runfiles/pypi_small/site-packages";
const DIRECTORIES = { "own-directory": "app.runfiles" };
const OWN = { ...DIRECTORIES, owner: "65532:65532", mtime: "1700000000", root: "/opt" };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "golden-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const tarOf = (blob: string) => gunzipSync(readFileSync(blob));

/** Files of every kind that wheels have. */
const SMALL = {
  [`${SITE_PACKAGES}/small/__init__.py`]: '"""A small package."""\n',
  [`${SITE_PACKAGES}/small/_native.so`]: Buffer.concat([
    Buffer.from("\x7fELF"),
    Buffer.alloc(100_000, "machine code "),
  ]),
  [`${SITE_PACKAGES}/small/data/${"long name ".repeat(15)}.txt`]: "Its path needs a pax record.\n",
  [`${SITE_PACKAGES}/small/data/ñ 漢字 😀.txt`]: "So does this one.\n",
  [`${SITE_PACKAGES}/small/run.py`]: "#!/usr/bin/env python3\nprint('small')\n",
  [`${SITE_PACKAGES}/small-1.0.dist-info/METADATA`]: "Metadata-Version: 2.1\nName: small\nVersion: 1.0\n",
};

test("a package of regular files", async () => {
  const { blob } = await makeLayer(folder, "small", SMALL, OWN);
  await expectGoldenListing("package", "the package of test/golden.test.ts", tarOf(blob));
});

test("a package that is one directory, with links and an empty directory", async () => {
  const tree = path.join(folder, "tree");
  mkdirSync(path.join(tree, "small", "empty"), { recursive: true });
  writeFileSync(path.join(tree, "small", "libsmall.so.1.0"), "\x7fELF", "latin1");
  symlinkSync("libsmall.so.1.0", path.join(tree, "small", "libsmall.so.1"));
  symlinkSync(path.join(tree, "small", "libsmall.so.1"), path.join(tree, "small", "libsmall.so"));
  const context = { root: folder, signal: new AbortController().signal, log: () => {} };
  await layerAction(layerArguments("small", DIRECTORIES, [`--tree=${SITE_PACKAGES}\ttree`]), context);
  await expectGoldenListing(
    "package-tree",
    "the directory of test/golden.test.ts",
    tarOf(path.join(folder, "small.blob")),
  );
});

test("a bundle of three packages", async () => {
  const made: MadeLayer[] = [];
  for (const name of ["attrs", "idna", "six"]) {
    const files = {
      [`app.runfiles/pypi_${name}/site-packages/${name}.py`]: `"""${name}"""\n`,
      [`app.runfiles/pypi_${name}/site-packages/${name}-1.0.dist-info/RECORD`]: `${name}.py,,\n`,
    };
    made.push(await makeLayer(folder, name, files, DIRECTORIES));
  }
  mkdirSync(path.join(folder, "bundles", "sha256"), { recursive: true });
  const { digest } = await writeBundle(
    made.map(({ descriptor, mergeable }) => ({ descriptor, file: mergeable })),
    path.join(folder, "bundles"),
    new Map(),
    new AbortController().signal,
  );
  const bundle = path.join(folder, "bundles", ...digest.split(":"));
  await expectGoldenListing("bundle", "the bundle of test/golden.test.ts", tarOf(bundle));
});
