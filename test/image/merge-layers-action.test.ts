import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { ActionError } from "../../src/action/action-error";
import type { BundleCache } from "../../src/image/bundle";
import { createMergeLayersAction } from "../../src/image/merge-layers-action";
import { configSchema, manifestSchema } from "../../src/image/oci-schemas";
import { parsePlanFile } from "../../src/plan/plan-file";
import { describeLayer, digestOf } from "../layer/describe-layer";
import { makeLayer } from "../layer/make-layer";
import { readTar } from "../layer/read-tar";
import { writeLayout } from "./write-layout";

/** Sizes are far apart, so that each is a class of its own for the plan. */
const SIZES = { alpha: 60_000, beta: 20_000, gamma: 5_000, delta: 100, epsilon: 90 };
const NAMES = Object.keys(SIZES);

/** A folder with layers that all tests copy. */
let layers: string;
let folder: string;

beforeAll(async () => {
  layers = mkdtempSync(path.join(tmpdir(), "merge-layers-made-"));
  for (const [name, size] of Object.entries(SIZES)) {
    await makeLayer(layers, name, { [`app/${name}/__init__.py`]: `${name}\n`.repeat(size / (name.length + 1)) });
  }
  for (const kind of ["interpreter", "external", "application"]) {
    await makeLayer(layers, kind, { [`app/${kind}.txt`]: kind }, { kind, version: "" });
  }
});

afterAll(() => {
  rmSync(layers, { recursive: true });
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "merge-layers-"));
  cpSync(layers, folder, { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const packageFlags = (names: readonly string[]) =>
  names.flatMap((name) => [`--descriptor=${name}.json`, `--mergeable=${name}.mergeable`]);
const fixedFlags = ["interpreter", "external", "application"].map((kind) => `--${kind}=${kind}.json`);
const outputFlags = ["--plan=out/plan.json", "--bundles=out/bundles"];

function flagsOf(names: readonly string[], maxLayers: number, more: readonly string[] = []): string[] {
  const image = [`--max-layers=${maxLayers}`, "--architecture=amd64", "--os=linux", "--layer-cost=0"];
  return [...packageFlags(names), ...fixedFlags, ...image, ...outputFlags, ...more];
}

const merge = (flags: readonly string[], cache: BundleCache = new Map(), signal = new AbortController().signal) =>
  createMergeLayersAction(cache, async () => "")(flags, { root: folder, signal, log: () => {} });

const at = (...file: string[]) => path.join(folder, "out", ...file);
const json = (...file: string[]) => JSON.parse(readFileSync(at(...file), "utf8"));
const plan = () => parsePlanFile(readFileSync(at("plan.json"), "utf8"), "plan.json");
const holds = () => plan().layers.map(({ kind, packages }) => [kind, ...packages.map(({ name }) => name)].join(" "));

/** Every output by its path. */
function outputs(): Record<string, string> {
  const files = readdirSync(at(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(at(), file), digestOf(readFileSync(file))]),
  );
}

/** What a failing request says; fails when it leaves anything where the outputs should be. */
async function refusal(flags: readonly string[]): Promise<{ message: string; [detail: string]: unknown }> {
  const error: unknown = await merge(flags).then(
    () => new Error("it was accepted"),
    (failure) => failure,
  );
  expect(existsSync(at()) ? readdirSync(at()) : []).toEqual([]);
  if (!(error instanceof ActionError)) {
    throw error;
  }
  const { cause: _, ...details } = error.details;
  return { message: error.message, ...details };
}

describe("an image from scratch", () => {
  beforeEach(() => merge(flagsOf(NAMES, 6)));

  test("has interpreter, other repositories, packages, bundles and application in this order, and no more than the cap", () => {
    expect(holds()).toEqual([
      "interpreter interpreter",
      "external external",
      "package alpha",
      "package beta",
      "bundle delta epsilon gamma",
      "application application",
    ]);
  });

  test("has one bundle, which is what the plan says and holds its packages", async () => {
    const { digest, size, diffId } = plan().layers[4]!;
    expect(readdirSync(at("bundles")).sort()).toEqual(["config.json", "manifest.json", "sha256"]);
    expect(readdirSync(at("bundles", "sha256"))).toEqual([digest.slice("sha256:".length)]);
    const blob = readFileSync(at("bundles", ...digest.split(":")));
    expect([digest, size]).toEqual([digestOf(blob), blob.length]);
    const tar = gunzipSync(blob);
    expect(diffId).toBe(digestOf(tar));
    expect((await readTar(tar)).map((entry) => entry.path)).toEqual(
      ["delta", "epsilon", "gamma"].map((name) => `app/${name}/__init__.py`),
    );
  });

  test("takes packages that stand alone from their descriptors", async () => {
    const { digest, size, diffId, mediaType } = JSON.parse(readFileSync(path.join(folder, "alpha.json"), "utf8"));
    expect(plan().layers[2]).toMatchObject({ digest, size, diffId, mediaType });
  });

  test("has manifest and config that agree with the plan and each other", () => {
    const manifest = manifestSchema.parse(json("bundles", "manifest.json"));
    const config = configSchema.parse(json("bundles", "config.json"));
    const named = ({ kind, packages }: { kind: string; packages: readonly { name: string; version: string }[] }) =>
      kind === "package" || kind === "bundle"
        ? {
            annotations: {
              "dev.package-layers.purls": packages.map((held) => `pkg:pypi/${held.name}@${held.version}`).join(" "),
            },
          }
        : {};
    expect(manifest.layers).toEqual(
      plan().layers.map(({ mediaType, digest, size, ...layer }) => ({ mediaType, digest, size, ...named(layer) })),
    );
    expect(config.rootfs.diff_ids).toEqual(plan().layers.map(({ diffId }) => diffId));
    const text = readFileSync(at("bundles", "config.json"));
    expect(manifest.config).toMatchObject({ digest: digestOf(text), size: text.length });
    expect(config).toMatchObject({ os: "linux", architecture: "amd64", config: { Entrypoint: ["/app"] } });
    expect(config.history!.map(({ created_by }) => created_by)).toEqual([
      "package_layers: interpreter",
      "package_layers: external",
      "package_layers: alpha 1.0",
      "package_layers: beta 1.0",
      "package_layers: delta 1.0, epsilon 1.0, gamma 1.0",
      "package_layers: application",
    ]);
  });

  test("tells for each package in which layer it is", () => {
    expect(plan().packages.map(({ name, layer }) => [name, layer])).toEqual([
      ["alpha", 2],
      ["beta", 3],
      ["delta", 4],
      ["epsilon", 4],
      ["gamma", 4],
    ]);
    expect(plan()).toMatchObject({ maxLayers: 6, layersForPackages: 3 });
  });
});

describe("equal inputs give equal outputs", () => {
  test("in whatever order the packages are named, and from a worker that made the bundle before", async () => {
    const cache: BundleCache = new Map();
    await merge(flagsOf(NAMES, 6), cache);
    const first = outputs();
    for (const names of [NAMES, [...NAMES].reverse()]) {
      rmSync(at(), { recursive: true });
      await merge(flagsOf(names, 6), cache);
      expect(outputs()).toEqual(first);
    }
  });
});

describe("images that share", () => {
  const blobs = () => readdirSync(at("bundles", "sha256"));

  test("equal packages are equal layers, whatever else the images are", async () => {
    await merge(flagsOf(NAMES, 6));
    const [layers, manifest, names] = [plan().layers, json("bundles", "manifest.json"), blobs()];
    rmSync(at(), { recursive: true });
    await merge(flagsOf([...NAMES].reverse(), 6, ["--entrypoint=/other"]));
    expect(json("bundles", "manifest.json").config).not.toEqual(manifest.config);
    expect(plan().layers).toEqual(layers);
    expect(blobs()).toEqual(names);
  });

  test("an equal bundle of other packages' neighbours is one blob of one name", async () => {
    await merge(flagsOf(NAMES, 6));
    const [bundle, names] = [plan().layers.find(({ kind }) => kind === "bundle")!, blobs()];
    rmSync(at(), { recursive: true });
    await merge(flagsOf(["gamma", "epsilon", "beta", "delta"], 5));
    expect(holds()[3]).toBe("bundle delta epsilon gamma");
    expect(plan().layers[3]).toMatchObject({ digest: bundle.digest, diffId: bundle.diffId, size: bundle.size });
    expect(blobs()).toEqual(names);
    expect(names).toEqual([bundle.digest.slice("sha256:".length)]);
  });
});

test("whatever the packages, no image has more layers than its cap, from 4 up", async () => {
  const many = Array.from({ length: 60 }, (_, index) => `p${index}`);
  await Promise.all(many.map((name, index) => makeLayer(folder, name, { [`app/${name}`]: "x".repeat(index ** 3) })));
  await fc.assert(
    fc.asyncProperty(fc.subarray(many), fc.integer({ min: 4, max: 70 }), async (names, cap) => {
      await merge(flagsOf(names, cap));
      expect(holds()).toHaveLength(Math.min(cap, names.length + 3));
      expect(plan().packages.map(({ name }) => name)).toEqual([...names].sort());
      expect(json("bundles", "manifest.json").layers).toHaveLength(holds().length);
    }),
    { numRuns: 15 },
  );
});

describe("options", () => {
  test("entry point and variant go into the config", async () => {
    await merge(flagsOf(NAMES, 6, ["--variant=v8", "--entrypoint=/app", "--entrypoint=--serve"]));
    expect(json("bundles", "config.json")).toMatchObject({
      variant: "v8",
      config: { Entrypoint: ["/app", "--serve"] },
    });
  });

  test("settings go into the config", async () => {
    const settings = ["--cmd=-v", "--env=A=1", "--image-env=B=$A", "--search-path=/bin", "--workdir=/srv", "--user=1"];
    await merge(flagsOf(NAMES, 6, [...settings, "--label=a=b", "--exposed-port=80", "--exposed-port=53/udp"]));
    expect(json("bundles", "config.json").config).toEqual({
      Cmd: ["-v"],
      Entrypoint: ["/app"],
      Env: ["A=1", "B=1", expect.stringMatching(/^PATH=\/bin:/)],
      ExposedPorts: { "53/udp": {}, "80": {} },
      Labels: { a: "b" },
      User: "1",
      WorkingDir: "/srv",
    });
  });

  test.each([
    ["--exposed-port=http", "is not of the form PORT, PORT/tcp, PORT/udp or PORT/sctp"],
    ["--exposed-port=0", "is not between 1 and 65535"],
    ["--exposed-port=70000/tcp", "is not between 1 and 65535"],
    ["--workdir=srv", "is not an absolute path"],
    ["--label=a", "is not of the form NAME=VALUE"],
  ])("%s is refused", async (flag, reason) => {
    expect(await refusal(flagsOf(NAMES, 6, [flag]))).toMatchObject({ message: expect.stringContaining(reason) });
  });

  test("wishes for the plan are heard", async () => {
    await merge(flagsOf(NAMES, 5, ["--heavy=^delta$"]));
    expect(holds().slice(2, -1)).toEqual(["package delta", "bundle alpha beta epsilon gamma"]);
  });

  test("an image without packages has the other layers", async () => {
    await merge(flagsOf([], 3));
    expect(holds()).toEqual(["interpreter interpreter", "external external", "application application"]);
  });

  test("packages of one name are told apart by version, those of one version too by digest", async () => {
    const same = [
      { name: "alpha", version: "2.0", digest: digestOf("2") },
      { name: "alpha", version: "1.0", digest: digestOf("1") },
    ].map((given) => describeLayer(given));
    same.forEach((descriptor, index) => {
      writeFileSync(path.join(folder, `same-${index}.json`), JSON.stringify(descriptor));
    });
    await merge(flagsOf(["alpha", "same-0", "same-1"], 6));
    expect(plan().packages.map(({ id }) => id)).toEqual(
      [
        `alpha@1.0@${digestOf("1")}`,
        `alpha@1.0@${JSON.parse(readFileSync(path.join(folder, "alpha.json"), "utf8")).digest}`,
        "alpha@2.0",
      ].sort(),
    );
  });
});

test("no heavy blob is opened: neither blobs nor mergeables of packages that stand alone need to be there", async () => {
  for (const name of NAMES) {
    rmSync(path.join(folder, `${name}.blob`));
  }
  rmSync(path.join(folder, "alpha.mergeable"));
  rmSync(path.join(folder, "beta.mergeable"));
  await merge(flagsOf(NAMES, 6));
  expect(holds()).toContain("package alpha");
});

describe("a base", () => {
  test("comes first, whole, and counts toward the cap", async () => {
    const base = writeLayout(path.join(folder, "base"), {
      tars: [Buffer.from("one"), Buffer.from("two")],
      config: { config: { Env: ["PATH=/bin"] }, history: [{ created_by: "1" }, { created_by: "2" }] },
    });
    await merge(flagsOf(NAMES, 7, ["--base=base"]));
    expect(holds().slice(0, 5)).toEqual([
      "base",
      "base",
      "interpreter interpreter",
      "external external",
      "package alpha",
    ]);
    expect(holds()).toHaveLength(7);
    expect(json("bundles", "manifest.json").layers.slice(0, 2)).toEqual(base.layers);
    const config = json("bundles", "config.json");
    expect(config.config.Env).toEqual(["PATH=/bin"]);
    expect(config.rootfs.diff_ids.slice(0, 2)).toEqual([digestOf("one"), digestOf("two")]);
    expect(config.history).toHaveLength(7);
  });

  test("that is broken is refused, and no output exists", async () => {
    mkdirSync(path.join(folder, "base"));
    expect(await refusal(flagsOf(NAMES, 7, ["--base=base"]))).toEqual({
      message: "the base's file oci-layout cannot be read",
      file: path.join(folder, "base", "oci-layout"),
      remedy: expect.stringContaining("crane pull --format=oci"),
    });
  });

  test("that has no image for the platform is refused, and no output exists", async () => {
    writeLayout(path.join(folder, "base"), {
      index: (image) => ({
        schemaVersion: 2,
        manifests: ["riscv64", "arm64"].map((architecture) => ({ ...image, platform: { os: "linux", architecture } })),
      }),
    });
    expect(await refusal(flagsOf(NAMES, 7, ["--base=base"]))).toEqual({
      message: "the base has no image for linux/amd64; it has linux/riscv64, linux/arm64",
      file: path.join(folder, "base", "index.json"),
      remedy: expect.stringContaining("--platforms"),
    });
  });

  test.each([4, 8])("that the cap %d cannot hold is refused with both numbers, and no output exists", async (cap) => {
    writeLayout(path.join(folder, "base"), { tars: ["1", "2", "3", "4", "5"].map((text) => Buffer.from(text)) });
    expect(await refusal(flagsOf(NAMES, cap, ["--base=base"]))).toEqual({
      message:
        `max_layers = ${cap} cannot hold the image: the base has 5 layers, ` +
        "interpreter, other repositories and application 3, and the packages need one",
      remedy: "raise max_layers to 9 or more, or use a base of fewer layers",
    });
  });

  test("that leaves one layer for all packages is enough", async () => {
    writeLayout(path.join(folder, "base"), { tars: ["1", "2", "3", "4", "5"].map((text) => Buffer.from(text)) });
    await merge(flagsOf(NAMES, 9, ["--base=base"]));
    expect(holds().slice(7)).toEqual(["bundle alpha beta delta epsilon gamma", "application application"]);
  });
});

describe("bad input is refused by names and remedy, and no output exists", () => {
  test("two packages with different bytes at one path", async () => {
    await makeLayer(folder, "first", { "app/shared.py": "1" });
    await makeLayer(folder, "second", { "app/shared.py": "2" }, { version: "2.0" });
    expect(await refusal(flagsOf([...NAMES, "first", "second"], 6))).toEqual({
      message: "two layers have different files at one path",
      package: "first 1.0 and second 2.0",
      file: "app/shared.py",
      remedy:
        "leave one of the two packages out, or use versions that do not share the file, " +
        'or let second 2.0 win with collisions = "warn"',
    });
  });

  test("which collisions = warn lets through: the last by name is above, and the plan says so", async () => {
    await makeLayer(folder, "first", { "app/shared.py": "1", "app/large": "x".repeat(50_000) });
    await makeLayer(folder, "second", { "app/shared.py": "2".repeat(70_000) }, { version: "2.0" });
    await merge(flagsOf(["first", "second"], 6, ["--collisions=warn"]));
    expect(holds().slice(2, -1)).toEqual(["package first", "package second"]);
    expect(plan().packages.map(({ name, layer }) => [name, layer])).toEqual([
      ["first", 2],
      ["second", 3],
    ]);
    expect(plan().findings).toEqual([
      {
        id: "file-collision",
        severity: "warning",
        message: "first 1.0 and second 2.0 have different files at app/shared.py; the image has that of second 2.0",
        remedy: "leave one of the two packages out, or use versions that do not share the file",
      },
    ]);
  });

  test("a package and the application with different bytes at one path", async () => {
    await makeLayer(folder, "first", { "app/application.txt": "mine" });
    expect(await refusal(flagsOf([...NAMES, "first"], 6))).toMatchObject({
      package: "first 1.0 and application",
      file: "app/application.txt",
    });
  });

  test("packages of two compressions", async () => {
    await makeLayer(folder, "plain", { "app/plain": "" }, { compression: "none" });
    expect(await refusal(flagsOf([...NAMES, "plain"], 6))).toEqual({
      message: "the packages of an image have different compressions: alpha 1.0 has gzip and plain 1.0 has none",
      package: "plain 1.0",
      remedy: expect.stringContaining("settings:compression"),
    });
  });

  test.each<[string, (file: string) => void, RegExp]>([
    ["is missing", (file) => rmSync(file), /^the descriptor cannot be read$/],
    ["is cut off", (file) => writeFileSync(file, '{"schema": 1'), /^the descriptor is not JSON$/],
    [
      "is of another schema",
      (file) => writeFileSync(file, JSON.stringify({ schema: 2 })),
      /^the descriptor is not valid: schema: /,
    ],
  ])("a descriptor that %s", async (_name, damage, message) => {
    damage(path.join(folder, "gamma.json"));
    expect(await refusal(flagsOf(NAMES, 6))).toEqual({
      message: expect.stringMatching(message),
      file: path.join(folder, "gamma.json"),
      remedy: "remove the descriptor and build again",
    });
  });

  test.each<[string, (file: string) => void, RegExp]>([
    ["is missing", (file) => rmSync(file), /cannot be read$/],
    ["changed", (file) => writeFileSync(file, readFileSync(file).fill(0, 10, 20)), /its digest differs$/],
    ["is another package's", (file) => cpSync(path.join(folder, "delta.mergeable"), file), /bytes where/],
  ])("a mergeable that %s", async (_name, damage, message) => {
    damage(path.join(folder, "gamma.mergeable"));
    expect(await refusal(flagsOf(NAMES, 6))).toMatchObject({
      message: expect.stringMatching(message),
      package: "gamma 1.0",
      file: path.join(folder, "gamma.mergeable"),
      remedy: "remove it and build again",
    });
  });

  test("more heavy packages than the cap can hold", async () => {
    for (const name of ["alpha", "beta", "gamma", "delta"]) {
      await makeLayer(folder, name, { [`app/${name}`]: "x" }, { "merge-limit": "1" });
    }
    expect(await refusal(flagsOf(NAMES, 6))).toMatchObject({
      message: expect.stringContaining("the packages need 5 layers, and 3 are left for packages"),
      package: "alpha",
      remedy: expect.stringContaining("raise max_layers by 2"),
    });
  });

  test("descriptors without mergeables", async () => {
    expect(await refusal([...flagsOf(NAMES, 6), "--descriptor=alpha.json"])).toEqual({
      message: "--descriptor and --mergeable are not in pairs: there are 6 and 5",
      remedy: "give one --mergeable for each --descriptor, in the same order",
    });
  });

  test.each([
    [["--max-layers=many"], "--max-layers"],
    [["--colour=red"], "unknown --colour"],
    [["--plan=again.json"], "--plan may be given only once"],
  ])("the flags %j", async (more, message) => {
    expect(await refusal(flagsOf(NAMES, 6, more))).toMatchObject({ message: expect.stringContaining(message) });
  });
});

test("a cancelled request leaves no output", async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(merge(flagsOf(NAMES, 6), new Map(), abort.signal)).rejects.toThrow("aborted");
  expect(existsSync(at()) ? readdirSync(at()) : []).toEqual([]);
});

describe("a finding about an image", () => {
  const finding = { id: "not-followed", severity: "warning", message: "x is odd", remedy: "mend x" };
  const flags = [`--finding=${JSON.stringify(finding)}`, "--heavy=^torch$", "--exclude=*.pyi"];

  test("is in the plan and the output", async () => {
    const said: string[] = [];
    await createMergeLayersAction(new Map(), async () => "")(flagsOf(["alpha"], 6, flags), {
      root: folder,
      signal: new AbortController().signal,
      log: (line) => said.push(line),
    });
    const messages = plan().findings.map(({ message }) => message);
    expect(messages).toEqual([
      "x is odd",
      'heavy "^torch$" matches no package of the image',
      'exclude "*.pyi" matches no file of the image\'s packages',
    ]);
    expect(said).toEqual(
      plan().findings.map(({ message, remedy }) => `package_layers: warning: ${message}; ${remedy}`),
    );
  });

  test("is an error with strict, which leaves nothing", async () => {
    const { message } = await refusal(flagsOf(["alpha"], 6, [...flags, "--strict=true"]));
    expect(message).toContain("- x is odd; mend x\n");
    expect(message).toContain("- exclude");
  });

  test("is nothing when a pattern of exclude has left something out", async () => {
    await makeLayer(
      folder,
      "typed",
      { "x/site-packages/typed/__init__.py": "", "x/site-packages/typed/__init__.pyi": "" },
      { exclude: "*.pyi" },
    );
    await merge(flagsOf(["typed"], 6, ["--exclude=*.pyi", "--strict=true"]));
    expect(plan().findings).toEqual([]);
  });

  test.each(["{", '{"id":"X"}'])("an invalid finding is refused: %s", async (text) => {
    expect((await refusal(flagsOf(["alpha"], 6, [`--finding=${text}`]))).message).toContain("--finding.0");
  });
});

test("the directory that an image starts in is the one that is given", async () => {
  await merge(flagsOf(["alpha"], 6, ["--workdir=/app.runfiles/_main"]));
  expect(json("bundles", "config.json").config.WorkingDir).toBe("/app.runfiles/_main");
});

describe("a shared plan", () => {
  const digest = (name: string) => JSON.parse(readFileSync(path.join(folder, `${name}.json`), "utf8")).digest as string;
  const share = (...layers: string[][]) => {
    const planned = layers.map((names) => ({ packages: names.map(digest), images: 2 }));
    writeFileSync(path.join(folder, "shared.json"), JSON.stringify({ schema: 1, images: { "//:app": planned } }));
  };
  const flags = (names: readonly string[], label = "//:app", cap = 9) =>
    flagsOf(names, cap, ["--shared-plan=shared.json", `--shared-plan-image=${label}`]);

  test("decides the layers, those of fewest packages lowest", async () => {
    share(["beta", "alpha", "gamma"], ["delta"]);
    await merge(flags(["alpha", "beta", "gamma", "delta"]));
    expect(holds().slice(2, -1)).toEqual(["package delta", "bundle alpha beta gamma"]);
    expect(plan().layers[2]!.why).toBe("a layer that 2 images of the shared plan have");
  });

  test.each<[string, string[], string, number, string]>([
    ["another binary", ["alpha", "beta"], "//:other", 9, "the shared plan has no image of //:other"],
    ["a package more", ["alpha", "beta", "gamma"], "//:app", 9, "gamma is in the image and not in the shared plan"],
    ["a package less", ["alpha"], "//:app", 9, "is in the shared plan and not in the image"],
    ["too few layers", ["alpha", "beta"], "//:app", 4, "the shared plan has 2 layers, and 1 are left for packages"],
  ])("%s is an error, and leaves nothing", async (_, names, label, cap, message) => {
    share(["alpha"], ["beta"]);
    expect((await refusal(flags(names, label, cap))).message).toContain(message);
  });
});

test("packages above the merge limit share layers where their blobs are given and they would take more than half", async () => {
  const names = ["alpha", "beta", "gamma", "delta"];
  await Promise.all(
    names.map((name) => makeLayer(folder, name, { [`app/${name}`]: name.repeat(2000) }, { "merge-limit": "1" })),
  );
  const blobs = names.flatMap((name) => [`--descriptor=${name}.json`, `--mergeable=${name}.blob`]);
  const others = flagsOf([], 6);
  await merge([...blobs, ...others, "--whole-blobs=true"]);
  expect(plan().layers.filter(({ kind }) => kind === "package" || kind === "bundle")).toHaveLength(3);
  expect(plan().packages.every(({ mergeable, overLimit }) => mergeable && overLimit)).toBe(true);
  rmSync(at(), { recursive: true });
  expect((await refusal([...packageFlags(names), ...others])).message).toContain(
    "4 must be alone (4 at or above the merge limit)",
  );
});
