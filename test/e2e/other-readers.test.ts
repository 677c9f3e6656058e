// A bundle and a layer, of gzip and of zstd, in the hands of the programs that will read them: all members come out, in
// order, as what went in. The worker of the distribution makes them, for zstd under a Node that has it.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { nodeOf } from "../determinism/node-releases";
import { blobFile } from "../image/write-layout";
import { digestOf } from "../layer/describe-layer";
import { layerArguments } from "../layer/make-layer";
import { readTar } from "../layer/read-tar";
import { findProgram, run } from "../layer/tar-programs";
import { saySkipped } from "../say-skipped";
import { pushLayout } from "./container-runtimes";
import { type LoopbackRegistry, startLoopbackRegistry } from "./loopback-registry";
import { goProgram, ociTool } from "./oci-tools";
import { CACHE, REPOSITORY } from "./workspace";

const WORKER = path.join(REPOSITORY, "bazel", "worker", "worker.cjs");

/** A release with zstd for where this Node has none; the determinism matrix brings the same. */
const ZSTD_NODE = { architecture: "x64", version: "22.23.3" } as const;

/** Text in which every line is another, so that a piece in a wrong place or twice is seen. */
const numbered = (size: number) => Array.from({ length: size / 10 }, (_, index) => `${index}\n`.padStart(10)).join("");

/** What each package holds. The first has a file that is cut into several members. */
const PACKAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  alpha: {
    "app/alpha/__init__.py": "a = 1\n",
    "app/alpha/table.txt": numbered(3_500_000),
    "app/alpha/漢字 ñ.txt": "x",
  },
  beta: { "app/beta/empty.py": "", "app/beta/lib.so": numbered(200_000), [`app/beta/${"n".repeat(120)}`]: "long" },
  gamma: { "app/gamma.py": "c = 3\n".repeat(1000) },
};
/** Directories that the layers list, each of which every user must be able to enter; "empty" is the first of a tree. */
const DIRECTORIES = ["app", "app/alpha", "app/alpha/tree", "app/alpha/tree/empty", "app/beta"];
const OWNER = { uid: 1000, gid: 1001 };
const APPLICATION = { "app/app.py": "print('app')\n" };
const ALL_FILES = Object.fromEntries(
  [...Object.values(PACKAGES), APPLICATION]
    .flatMap((files) => Object.entries(files))
    .map(([name, content]) => [name, digestOf(content)]),
);

/** A Node with zstd, or undefined after a line that says why its tests are skipped. */
function nodeWithZstd(): string | undefined {
  if (process.versions.zstd !== undefined) {
    return process.execPath;
  }
  try {
    return nodeOf(ZSTD_NODE, path.join(CACHE, "determinism"))[0];
  } catch (error) {
    saySkipped(`layers of zstd need a Node that has it: ${(error as Error).message}`);
    return undefined;
  }
}

const podman = findProgram("podman");
const unpackLayer = goProgram("unpack-layer");
let registry: LoopbackRegistry;

beforeAll(async () => {
  registry = await startLoopbackRegistry();
});

afterAll(() => {
  registry.stop();
});

describe.each([
  ["gzip", process.execPath],
  ["zstd", nodeWithZstd()],
])("%s", (compression, node) => {
  const withNode = (needs: unknown) => (node === undefined || needs === undefined ? test.skip : test);
  const decompressor = findProgram(compression);
  let folder: string;
  /** Two layers: all packages in one bundle, then the application. */
  let layout: string;
  let layers: string[];
  let diffIds: string[];
  let image: string;
  /** A folder for what a test unpacks. */
  let root: string;

  beforeAll(() => {
    if (node === undefined) {
      return;
    }
    folder = mkdtempSync(path.join(tmpdir(), `other-readers-${compression}-`));
    const work = (args: readonly string[]) => run("/usr/bin/env", ["-C", folder, node, WORKER, ...args]);
    const makeLayer = (name: string, files: Readonly<Record<string, string>>, flags: object = {}) => {
      const entries = Object.entries(files).map(([to, content], index) => {
        writeFileSync(path.join(folder, `${name}-${index}`), content);
        return `--file=${to}\t${name}-${index}`;
      });
      if (name === "alpha") {
        mkdirSync(path.join(folder, "tree", "empty"), { recursive: true });
        entries.push("--tree=app/alpha/tree\ttree");
      }
      const common = { compression, "own-directory": "app", owner: `${OWNER.uid}:${OWNER.gid}` };
      work(["layer", ...layerArguments(name, { ...common, ...flags }, entries)]);
    };
    for (const [name, files] of Object.entries(PACKAGES)) {
      makeLayer(name, files);
    }
    makeLayer("application", APPLICATION, { kind: "application", version: "" });
    const packages = Object.keys(PACKAGES);
    work([
      "merge-layers",
      ...packages.flatMap((name) => [`--descriptor=${name}.json`, `--mergeable=${name}.mergeable`]),
      ...["--application=application.json", "--architecture=amd64", "--os=linux", "--max-layers=2"],
      ...["--plan=plan.json", "--bundles=bundles"],
    ]);
    const blobs = [...packages, "application"].flatMap((name) => [`--descriptor=${name}.json`, `--blob=${name}.blob`]);
    work(["image-layout", "--plan=plan.json", "--bundles=bundles", ...blobs, "--layout=layout"]);

    layout = path.join(folder, "layout");
    const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
    const manifest = read(blobFile(layout, read(path.join(layout, "index.json")).manifests[0]));
    expect(manifest.layers).toEqual(
      [0, 1].map(() => expect.objectContaining({ mediaType: `application/vnd.oci.image.layer.v1.tar+${compression}` })),
    );
    layers = manifest.layers.map((layer: { digest: string }) => blobFile(layout, layer));
    diffIds = read(blobFile(layout, manifest.config)).rootfs.diff_ids;
    image = `${registry.address}/${compression}:latest`;
    pushLayout(layout, image);
  });

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "other-readers-root-"));
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  afterAll(() => {
    rmSync(folder ?? "", { recursive: true, force: true });
  });

  /** The digest of each file below a folder, by path. */
  function filesBelow(directory: string): Record<string, string> {
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return Object.fromEntries(
      files
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [path.relative(directory, file), digestOf(readFileSync(file))]),
    );
  }

  /** What a folder and its directories say of themselves, by path. */
  const directoriesBelow = (directory: string) =>
    Object.fromEntries(
      DIRECTORIES.map((name) => {
        const { mode, uid, gid } = statSync(path.join(directory, name));
        return [name, { mode: mode & 0o7777, uid, gid }];
      }),
    );
  const listedDirectories = (owner: object) =>
    Object.fromEntries(DIRECTORIES.map((name) => [name, { mode: 0o755, ...owner }]));
  const asRoot = process.getuid?.() === 0;

  withNode(decompressor)(`${compression} finds the layers sound and decompresses them whole`, async () => {
    const tars = layers.map((layer) => run(decompressor!, ["-dc"], readFileSync(layer)));
    expect(tars.map(digestOf)).toEqual(diffIds);
    const entries = (await Promise.all(tars.map(readTar))).flat().filter(({ type }) => type === "File");
    expect(Object.fromEntries(entries.map((entry) => [entry.path, digestOf(entry.content)]))).toEqual(ALL_FILES);
  });

  withNode(true)("bsdtar unpacks every file", () => {
    for (const layer of layers) {
      run(ociTool("bsdtar"), ["-xf", layer, "-C", root]);
    }
    expect(filesBelow(root)).toEqual(ALL_FILES);
    expect(directoriesBelow(root)).toMatchObject(listedDirectories(asRoot ? OWNER : {}));
  });

  withNode(true)("crane, and so Go's readers, finds the layers sound and exports every file", () => {
    // Its validate takes every layer for gzip ("gzip: invalid header" of one of zstd); its export takes both.
    if (compression === "gzip") {
      expect(run(ociTool("crane"), ["validate", "--insecure", `--remote=${image}`]).toString()).toContain("PASS");
    }
    const tar = path.join(root, "exported.tar");
    run(ociTool("crane"), ["export", "--insecure", image, tar]);
    mkdirSync(path.join(root, "files"));
    run(ociTool("bsdtar"), ["-xf", tar, "-C", path.join(root, "files")]);
    expect(filesBelow(path.join(root, "files"))).toEqual(ALL_FILES);
  });

  withNode(true)("skopeo copies the layers decompressed, and they are what the image says", () => {
    const from = ["--src-tls-verify=false", `docker://${image}`];
    run(ociTool("skopeo"), ["--insecure-policy", "copy", "--dest-decompress", ...from, `dir:${root}`]);
    const copied = JSON.parse(readFileSync(path.join(root, "manifest.json"), "utf8")).layers;
    expect(copied.map(({ digest }: { digest: string }) => digest)).toEqual(diffIds);
    expect(diffIds.map((diffId) => digestOf(readFileSync(path.join(root, diffId.replace("sha256:", "")))))).toEqual(
      diffIds,
    );
  });

  withNode(true)("umoci unpacks every file", () => {
    const bundle = path.join(root, "bundle");
    run(ociTool("umoci"), ["unpack", "--rootless", "--image", `${layout}:latest`, bundle]);
    expect(filesBelow(path.join(bundle, "rootfs"))).toEqual(ALL_FILES);
    expect(directoriesBelow(path.join(bundle, "rootfs"))).toMatchObject(listedDirectories({}));
  });

  // The first makes parents that no entry names for root alone, the second fails on an empty one that comes first.
  withNode(unpackLayer).each([
    ["containers/storage 1.41", "containers-storage"],
    ["moby's go-archive 0.3.0", "moby"],
  ])("%s unpacks every file and directory, for every user", (_, engine) => {
    for (const layer of layers) {
      run(unpackLayer!, [engine, root], readFileSync(layer));
    }
    expect(filesBelow(root)).toEqual(ALL_FILES);
    expect(directoriesBelow(root)).toMatchObject(listedDirectories(asRoot ? OWNER : {}));
  });

  withNode(podman)("podman pulls it and has every file", () => {
    // Its plainest storage, which works without mounts of this machine.
    const storage = [`--root=${root}/root`, `--runroot=${root}/run`, "--storage-driver=vfs"];
    const id = run(podman!, [...storage, "pull", "--quiet", "--tls-verify=false", image])
      .toString()
      .trim();
    const mounted = run(podman!, [...storage, "image", "mount", id])
      .toString()
      .trim();
    expect(filesBelow(mounted)).toEqual(ALL_FILES);
    expect(directoriesBelow(mounted)).toMatchObject(listedDirectories(OWNER));
    run(podman!, [...storage, "image", "unmount", id]);
  });
});
