import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { type BundleCache, type Mergeable, writeBundle } from "../../src/image/bundle";
import { directoryHeaders } from "../../src/layer/directories";
import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import type { ManifestLayer } from "../../src/layer/manifest-layer";
import { digestOf } from "../layer/describe-layer";
import { type MadeLayer, makeLayer } from "../layer/make-layer";
import { readTar } from "../layer/read-tar";
import { findProgram, listWithPython, run, testWith } from "../layer/tar-programs";

const END = Buffer.alloc(1024);
const OWN = { "own-directory": "app" };
const GOES_ON = new AbortController().signal;

let folder: string;
let output: string;
/** Three packages, of which the second has a file with a member of its own and the third is empty. */
let packages: Mergeable[];

const asMergeable = ({ descriptor, mergeable }: MadeLayer): Mergeable => ({ descriptor, file: mergeable });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "bundle-"));
  packages = [
    asMergeable(await makeLayer(folder, "alpha", { "app/b/a.py": "a = 1\n", "app/漢字 ñ.txt": "x".repeat(3000) }, OWN)),
    asMergeable(await makeLayer(folder, "beta", { "app/a/b/beta.so": Buffer.alloc(200_000, "\x7fELFbeta") }, OWN)),
    asMergeable(await makeLayer(folder, "empty", {}, OWN)),
  ];
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  output = mkdtempSync(path.join(tmpdir(), "bundles-"));
  mkdirSync(path.join(output, "sha256"));
});

afterEach(() => {
  rmSync(output, { recursive: true });
});

const write = (members: readonly Mergeable[], cache: BundleCache = new Map()) =>
  writeBundle(members, output, cache, GOES_ON);
const fileOf = ({ digest }: ManifestLayer) => path.join(output, ...digest.split(":"));
const ownMembers = ({ descriptor, file }: Mergeable) =>
  readFileSync(file).subarray(0, descriptor.size - descriptor.closingSize);
const contentMembers = (mergeable: Mergeable) => ownMembers(mergeable).subarray(mergeable.descriptor.directoriesSize);
const closing = ({ descriptor, file }: Mergeable) =>
  readFileSync(file).subarray(descriptor.size - descriptor.closingSize);
const contentOf = (mergeable: Mergeable) => gunzipSync(Buffer.concat([contentMembers(mergeable), gzipSync("")]));
const headersOf = (...directories: string[]) => directoryHeaders(directories, packages[0]!.descriptor.ownership);

describe("a bundle", () => {
  test("is a list of directories, its packages' members and one closing member, named and described by what it is", async () => {
    const bundle = await write(packages);
    const bytes = readFileSync(fileOf(bundle));
    const behind = Buffer.concat([...packages.map(contentMembers), closing(packages[0]!)]);
    expect(bytes.subarray(-behind.length)).toEqual(behind);
    const directories = headersOf("app", "app/a", "app/a/b", "app/b");
    expect(gunzipSync(bytes.subarray(0, -behind.length))).toEqual(directories);
    const tar = Buffer.concat([directories, ...packages.map(contentOf), END]);
    expect(gunzipSync(bytes).equals(tar)).toBe(true);
    expect(bundle).toEqual({
      digest: digestOf(bytes),
      size: bytes.length,
      mediaType: packages[0]!.descriptor.mediaType,
      diffId: digestOf(tar),
    });
    expect(readdirSync(output)).toEqual(["sha256"]);
  });

  test("of one package is that package's blob", async () => {
    const { digest, size, mediaType, diffId } = packages[1]!.descriptor;
    expect(await write([packages[1]!])).toEqual({ digest, size, mediaType, diffId });
  });

  test("lists the directories as its packages do, with level and owner", async () => {
    const flags = { ...OWN, level: "0", owner: "1000:100", mtime: "1700000000" };
    const members = [
      asMergeable(await makeLayer(folder, "stored-1", { "app/a/1": "1" }, flags)),
      asMergeable(await makeLayer(folder, "stored-2", { "app/b/2": "2" }, flags)),
    ];
    const bytes = readFileSync(fileOf(await write(members)));
    const tar = gunzipSync(bytes);
    expect(bytes.length).toBeGreaterThan(tar.length);
    const common = { type: "Directory", mode: 0o755, uid: 1000, gid: 100, mtime: 1_700_000_000 };
    expect((await readTar(tar)).slice(0, 3)).toMatchObject(
      ["app/", "app/a/", "app/b/"].map((name) => ({ ...common, path: name })),
    );
  });

  test.each([
    ["level", { level: "9" }, "another compression or level"],
    ["owner", { owner: "1:1" }, "another owner or mtime"],
    ["mtime", { mtime: "1" }, "another owner or mtime"],
  ])("is not made of packages with another %s", async (_, flags, what) => {
    const other = asMergeable(await makeLayer(folder, "other", { "app/x": "x" }, { ...OWN, ...flags }));
    await expect(write([packages[0]!, other])).rejects.toThrow(what);
  });

  test("of packages without files is an empty archive", async () => {
    const bundle = await write([packages[2]!, packages[2]!]);
    expect(gunzipSync(readFileSync(fileOf(bundle)))).toEqual(END);
    expect(bundle.diffId).toBe(digestOf(END));
  });

  test("depends on the order of its packages", async () => {
    const { digest } = await write([packages[0]!, packages[1]!]);
    expect((await write([packages[1]!, packages[0]!])).digest).not.toBe(digest);
  });

  test("without compression is a tar", async () => {
    const plain = { compression: "none" };
    const members = [
      asMergeable(await makeLayer(folder, "plain-1", { "app/a": "1" }, plain)),
      asMergeable(await makeLayer(folder, "plain-2", { "app/b": "2" }, plain)),
    ];
    const bundle = await write(members);
    expect(bundle.digest).toBe(bundle.diffId);
    expect((await readTar(readFileSync(fileOf(bundle)))).map((entry) => entry.path)).toEqual(["app/a", "app/b"]);
  });
});

describe("the cache", () => {
  test("gives the same bundle a second time, with the same bytes on disk", async () => {
    const cache: BundleCache = new Map();
    const first = await write(packages, cache);
    const bytes = readFileSync(fileOf(first));
    rmSync(fileOf(first));
    expect(await write(packages, cache)).toEqual(first);
    expect(readFileSync(fileOf(first)).equals(bytes)).toBe(true);
    expect([...cache.values()]).toEqual([first]);
  });

  test("does not hide a mergeable that was damaged since", async () => {
    const cache: BundleCache = new Map();
    const copy = { ...packages[0]!, file: path.join(output, "copy") };
    copyFileSync(packages[0]!.file, copy.file);
    await write([copy], cache);
    writeFileSync(copy.file, Buffer.alloc(copy.descriptor.size));
    await expect(write([copy], cache)).rejects.toThrow("its digest differs");
  });

  test("learns nothing from a bundle that failed", async () => {
    const cache: BundleCache = new Map();
    await expect(write([packages[0]!, { ...packages[1]!, file: "/missing" }], cache)).rejects.toThrow();
    expect(cache.size).toBe(0);
  });
});

describe("a mergeable that is not what its descriptor says", () => {
  /** Alpha with other bytes or another descriptor; size and digest fit the bytes. */
  function altered(bytes: Buffer, change: Partial<LayerDescriptor> = {}): Mergeable {
    const file = path.join(output, "altered");
    writeFileSync(file, bytes);
    const { descriptor } = packages[0]!;
    return { file, descriptor: { ...descriptor, size: bytes.length, digest: digestOf(bytes), ...change } };
  }

  test.each<[string, () => Mergeable, string]>([
    ["is missing", () => ({ ...packages[0]!, file: path.join(output, "missing") }), "cannot be read"],
    ["is empty", () => altered(Buffer.alloc(0), { size: 5 }), "has 0 bytes where its descriptor says 5"],
    ["has another digest", () => altered(Buffer.from("12345"), { digest: digestOf("x") }), "its digest differs"],
    [
      "is too short for its closing member",
      () => altered(Buffer.from("12345")),
      "fewer than its directories and its closing member",
    ],
    [
      "lists other directories",
      () => altered(readFileSync(packages[0]!.file), { directories: ["app", "app/c"] }),
      "lists other directories than its descriptor",
    ],
    [
      "has its directories cut in a wrong place",
      () => altered(readFileSync(packages[0]!.file), { directoriesSize: 0 }),
      "decompresses to 0 bytes where its descriptor says 1024",
    ],
    ["is no gzip", () => altered(Buffer.alloc(500, "x")), "cannot be decompressed"],
    [
      "holds more than it says",
      () => altered(Buffer.concat([ownMembers(packages[0]!), gzipSync("more"), closing(packages[0]!)])),
      "decompresses to",
    ],
    [
      "has zeros after its members, where Node stops reading",
      () => altered(Buffer.concat([ownMembers(packages[0]!), Buffer.alloc(100), closing(packages[0]!)])),
      "cannot be decompressed",
    ],
    [
      "has its closing member cut in two",
      () => altered(readFileSync(packages[0]!.file), { closingSize: packages[0]!.descriptor.closingSize - 1 }),
      "cannot be decompressed",
    ],
  ])("%s: the error names package, file and remedy, and nothing has the bundle's name", async (_name, make, what) => {
    const mergeable = make();
    const error = await write([mergeable, packages[1]!]).then(
      () => undefined,
      (failure) => failure,
    );
    expect(error).toMatchObject({
      name: "ActionError",
      message: expect.stringContaining(what),
      details: { package: "alpha 1.0", file: mergeable.file, remedy: "remove it and build again" },
    });
    expect(readdirSync(path.join(output, "sha256"))).toEqual([]);
  });

  test("another level beside it: the error names the second", async () => {
    const stored = asMergeable(await makeLayer(folder, "stored", { "app/stored": "" }, { level: "0" }));
    await expect(write([packages[0]!, stored])).rejects.toMatchObject({
      message: "a package's mergeable was made with another compression or level than the packages beside it",
      details: { package: "stored 1.0", file: stored.file },
    });
  });
});

test("a cancelled request ends between packages", async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(writeBundle(packages, output, new Map(), abort.signal)).rejects.toThrow("aborted");
  expect(readdirSync(path.join(output, "sha256"))).toEqual([]);
});

describe("any list of packages", () => {
  /** Contents with small and large files, compressible and not. */
  const content = fc.oneof(
    { weight: 4, arbitrary: fc.uint8Array({ maxLength: 2000 }) },
    { weight: 2, arbitrary: fc.constantFrom("", "#!/bin/sh\n", "import os\n".repeat(500)) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 65_530, max: 150_000 }).map((size) => Buffer.alloc(size, "0123456789a")),
    },
  );
  const anyPackages = fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), content, { maxKeys: 5 }), {
    minLength: 1,
    maxLength: 6,
  });

  const makeAll = (lists: readonly Record<string, string | Uint8Array>[]) =>
    Promise.all(
      lists.map(async (files, index) => {
        const inImage = Object.entries(files).map(([name, bytes]) => [`app/${index}/${name}`, bytes]);
        return asMergeable(await makeLayer(output, `p${index}`, Object.fromEntries(inImage), OWN));
      }),
    );

  test("is, concatenated, their directories once and the concatenation of their contents", async () => {
    await fc.assert(
      fc.asyncProperty(anyPackages, async (lists) => {
        const members = await makeAll(lists);
        const bundle = await write(members);
        const tar = gunzipSync(readFileSync(fileOf(bundle)));
        const directories = [...new Set(members.flatMap(({ descriptor }) => descriptor.directories))].sort();
        expect(tar.equals(Buffer.concat([headersOf(...directories), ...members.map(contentOf), END]))).toBe(true);
        expect(bundle.diffId).toBe(digestOf(tar));
        expect(bundle.size).toBe(statSync(fileOf(bundle)).size);
        const paths = (await readTar(tar)).map((entry) => entry.path);
        expect(paths).toEqual([
          ...directories.map((name) => `${name}/`),
          ...members.flatMap(({ descriptor }) => descriptor.files.map(([name]) => name)),
        ]);
      }),
      { numRuns: 25 },
    );
  });

  const [gzip, zstd, bsdtar, python] = ["gzip", "zstd", "bsdtar", "python3"].map(findProgram);

  /** A bundle with its directories and what each of its files holds. */
  async function sample(): Promise<{ file: string; tar: Buffer; directories: string[]; files: [string, string][] }> {
    const [lists] = fc.sample(fc.array(anyPackages, { minLength: 3, maxLength: 3 }), { numRuns: 1, seed: 7 });
    const members = await makeAll(lists!.flat());
    const file = fileOf(await write(members));
    const tar = gunzipSync(readFileSync(file));
    const entries = await readTar(tar);
    const files = entries
      .filter(({ type }) => type === "File")
      .map((entry): [string, string] => [entry.path, digestOf(entry.content)]);
    const directories = entries.filter(({ type }) => type === "Directory").map((entry) => entry.path.slice(0, -1));
    expect(files.length).toBeGreaterThan(10);
    expect(directories.length).toBeGreaterThan(3);
    return { file, tar, directories, files };
  }

  testWith(gzip)("gzip finds it sound and decompresses it whole", async () => {
    const { file, tar } = await sample();
    const input = readFileSync(file);
    run(gzip!, ["-t"], input);
    expect(run(gzip!, ["-dc"], input).equals(tar)).toBe(true);
  });

  testWith(zstd)("zstd decompresses it whole", async () => {
    const { file, tar } = await sample();
    expect(run(zstd!, ["-q", "-dc", "--format=gzip"], readFileSync(file)).equals(tar)).toBe(true);
  });

  testWith(bsdtar)("bsdtar unpacks every file of it", async () => {
    const { file, directories, files } = await sample();
    const root = path.join(output, "root");
    mkdirSync(root);
    run(bsdtar!, ["-xf", file, "-C", root]);
    expect(directories.map((name) => statSync(path.join(root, name)).mode)).toEqual(directories.map(() => 0o40755));
    expect(files.map(([name]) => [name, digestOf(readFileSync(path.join(root, name)))])).toEqual(files);
  });

  testWith(python)("Python's tarfile reads every directory and file of it", async () => {
    const { file, directories, files } = await sample();
    const read = listWithPython(python!, file, "r:gz");
    expect(read.slice(0, directories.length).map(([name, mode]) => [name, mode])).toEqual(
      directories.map((name) => [name, 0o755]),
    );
    expect(read.slice(directories.length).map((entry) => [entry[0], `sha256:${entry[7]}`])).toEqual(files);
  });
});

describe("state that outlives a request", () => {
  test("a bundle of the same blobs that a descriptor cuts in another place is not the one in the cache", async () => {
    const cache: BundleCache = new Map();
    await write([packages[0]!, packages[1]!], cache);
    for (const change of [
      { closingSize: packages[0]!.descriptor.closingSize - 1 },
      { directoriesSize: 0 },
      { tarSize: 1 },
    ]) {
      const lying = { ...packages[0]!, descriptor: { ...packages[0]!.descriptor, ...change } };
      await expect(write([lying, packages[1]!], cache)).rejects.toThrow("a package's mergeable");
      rmSync(path.join(output, "unfinished-bundle"));
    }
    expect(cache.size).toBe(1);
  });
});
