import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ActionError } from "../../src/action/action-error";
import { imageLayoutAction } from "../../src/image/image-layout-action";
import { createMergeLayersAction } from "../../src/image/merge-layers-action";
import { configSchema, indexSchema, manifestSchema, mediaTypes } from "../../src/image/oci-schemas";
import { type PlanFile, parsePlanFile } from "../../src/plan/plan-file";
import { digestOf } from "../layer/describe-layer";
import { makeLayer } from "../layer/make-layer";
import { writeLayout } from "./write-layout";

const PACKAGES = ["alpha", "beta", "gamma"];
const LAYERS = [...PACKAGES, "application"];
const REMEDY = "remove the image's outputs and build again";

/** A folder with layers, a base and what merge-layers makes of them. */
let made: string;
let folder: string;

const context = (root: string, signal = new AbortController().signal) => ({ root, signal, log: () => {} });

beforeAll(async () => {
  made = mkdtempSync(path.join(tmpdir(), "image-layout-made-"));
  for (const [index, name] of PACKAGES.entries()) {
    await makeLayer(made, name, { [`lib/${name}.py`]: "x".repeat(10_000 / 10 ** index) });
  }
  await makeLayer(made, "application", { app: "#!/bin/sh\n" }, { kind: "application", version: "" });
  writeLayout(path.join(made, "base"), { tars: [Buffer.from("one"), Buffer.from("two")], config: { variant: "v2" } });
  await createMergeLayersAction(new Map(), async () => "")(
    [
      ...PACKAGES.flatMap((name) => [`--descriptor=${name}.json`, `--mergeable=${name}.mergeable`]),
      ...[
        "--application=application.json",
        "--base=base",
        "--max-layers=5",
        "--architecture=amd64",
        "--os=linux",
        "--layer-cost=0",
      ],
      ...["--plan=plan.json", "--bundles=bundles"],
    ],
    context(made),
  );
});

afterAll(() => {
  rmSync(made, { recursive: true });
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "image-layout-"));
  cpSync(made, folder, { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const FLAGS = [
  ...["--plan=plan.json", "--bundles=bundles", "--base=base", "--layout=out/layout"],
  ...LAYERS.flatMap((name) => [`--descriptor=${name}.json`, `--blob=${name}.blob`]),
];
const assemble = (flags = FLAGS) => imageLayoutAction(flags, context(folder));
const without = (...names: string[]) => FLAGS.filter((flag) => !names.some((name) => flag.includes(`=${name}`)));

const at = (...file: string[]) => path.join(folder, "out", "layout", ...file);
const blob = (digest: string) => at("blobs", ...digest.split(":"));
const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const plan = (): PlanFile => parsePlanFile(readFileSync(path.join(folder, "plan.json"), "utf8"), "plan.json");

/** What a failing request says; fails when it leaves anything where the layout should be. */
async function refusal(flags = FLAGS): Promise<{ message: string; [detail: string]: unknown }> {
  const error: unknown = await assemble(flags).then(
    () => new Error("it was accepted"),
    (failure) => failure,
  );
  const out = path.join(folder, "out");
  expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
  if (!(error instanceof ActionError)) {
    throw error;
  }
  const { cause: _, ...details } = error.details;
  return { message: error.message, ...details };
}

describe("a layout", () => {
  test("leads from its index over manifest and config to blobs that are what their names say", async () => {
    await assemble();
    expect(json(at("oci-layout"))).toEqual({ imageLayoutVersion: "1.0.0" });
    const [image, ...others] = indexSchema.parse(json(at("index.json"))).manifests;
    expect(others).toEqual([]);
    expect(image).toMatchObject({
      mediaType: mediaTypes.manifest,
      annotations: { "org.opencontainers.image.ref.name": "latest" },
      platform: { os: "linux", architecture: "amd64", variant: "v2" },
    });
    const manifest = manifestSchema.parse(json(blob(image!.digest)));
    const config = configSchema.parse(json(blob(manifest.config.digest)));
    expect(manifest.layers.map(({ digest }) => digest)).toEqual(plan().layers.map(({ digest }) => digest));
    expect(config.rootfs.diff_ids).toEqual(plan().layers.map(({ diffId }) => diffId));
    for (const { digest, size } of [image!, manifest.config, ...manifest.layers]) {
      expect([digest, size]).toEqual([digestOf(readFileSync(blob(digest))), statSync(blob(digest)).size]);
    }
  });

  test("holds these blobs and no other", async () => {
    await assemble();
    const [{ digest }] = json(at("index.json")).manifests;
    const config = json(blob(digest)).config.digest;
    const expected = [digest, config, ...plan().layers.map((layer) => layer.digest)];
    expect(readdirSync(at("blobs", "sha256")).sort()).toEqual(
      expected.map((name) => name.slice("sha256:".length)).sort(),
    );
    expect(readdirSync(at()).sort()).toEqual(["blobs", "index.json", "oci-layout"]);
  });

  test("takes the place of an older one of its own", async () => {
    await assemble();
    const config = json(blob(json(at("index.json")).manifests[0].digest)).config.digest;
    const file = path.join(folder, "bundles", "config.json");
    const older = readFileSync(blob(config));
    writeFileSync(file, older.toString().replace("/app", "/other"));
    const manifest = path.join(folder, "bundles", "manifest.json");
    const bytes = readFileSync(file);
    const named = {
      ...json(manifest),
      config: { mediaType: mediaTypes.config, digest: digestOf(bytes), size: bytes.length },
    };
    writeFileSync(manifest, JSON.stringify(named));
    await assemble();
    expect(existsSync(blob(config))).toBe(false);
    expect(existsSync(blob(digestOf(bytes)))).toBe(true);
  });

  test.each([
    ["a file beside it", () => writeFileSync(at("notes.txt"), "my work")],
    ["a blob that its manifest does not name", () => writeFileSync(at("blobs", "sha256", "a".repeat(64)), "my work")],
    ["a blob of another size", () => writeFileSync(blob(plan().layers[0]!.digest), "my work")],
    [
      "an index that another tool wrote",
      () => writeFileSync(at("index.json"), JSON.stringify(json(at("index.json")), null, 2)),
    ],
    [
      "a config that another tool wrote",
      () => {
        const manifest = blob(json(at("index.json")).manifests[0].digest);
        writeFileSync(blob(json(manifest).config.digest), "{}");
      },
    ],
    ["no manifest", () => rmSync(blob(json(at("index.json")).manifests[0].digest))],
  ])("does not take the place of one with %s", async (_, change) => {
    await assemble();
    change();
    const names = () => readdirSync(at(), { recursive: true }).sort();
    const before = names();
    await expect(assemble()).rejects.toThrow("an output directory holds files that no earlier run");
    expect(names()).toEqual(before);
  });

  test("does not take the place of its base or its bundles", async () => {
    for (const name of ["base", "bundles"]) {
      const before = readdirSync(path.join(folder, name)).sort();
      await expect(assemble([...without("out/layout"), `--layout=${name}`])).rejects.toBeInstanceOf(ActionError);
      expect(readdirSync(path.join(folder, name)).sort()).toEqual(before);
    }
  });

  test("holds a blob once that two layers share", async () => {
    const { layers, ...rest } = plan();
    const [base] = layers;
    writeFileSync(path.join(folder, "plan.json"), JSON.stringify({ ...rest, packages: [], layers: [base, base] }));
    const manifest = json(path.join(folder, "bundles", "manifest.json"));
    manifest.layers = [manifest.layers[0], manifest.layers[0]];
    writeFileSync(path.join(folder, "bundles", "manifest.json"), JSON.stringify(manifest));
    await assemble();
    expect(readdirSync(at("blobs", "sha256"))).toHaveLength(3);
  });
});

describe("a blob", () => {
  /** The blob of alpha, which stands alone. */
  const alpha = () => blob(json(path.join(folder, "alpha.json")).digest);

  test("that is an output of Bazel is linked, also through a symlink", async () => {
    const output = path.join(folder, "bazel-out", "k8-fastbuild", "bin", "alpha.blob");
    mkdirSync(path.dirname(output), { recursive: true });
    renameSync(path.join(folder, "alpha.blob"), output);
    symlinkSync(output, path.join(folder, "alpha.blob"));
    await assemble();
    expect(statSync(alpha()).ino).toBe(statSync(output).ino);
  });

  test("that is a source file is copied, so that nobody changes the source's mode", async () => {
    await assemble();
    expect(statSync(alpha()).ino).not.toBe(statSync(path.join(folder, "alpha.blob")).ino);
    expect(statSync(alpha()).nlink).toBe(1);
  });
});

describe("bad input is refused by names and remedy, and no output exists", () => {
  test("a blob that is missing", async () => {
    rmSync(path.join(folder, "alpha.blob"));
    expect(await refusal()).toEqual({
      message: "a layer's blob is missing",
      package: "alpha 1.0",
      file: path.join(folder, "alpha.blob"),
      remedy: REMEDY,
    });
  });

  test("a blob of another length", async () => {
    writeFileSync(path.join(folder, "alpha.blob"), "cut");
    expect(await refusal()).toEqual({
      message: `a layer's blob has 3 bytes where the plan says ${plan().layers[2]!.size}`,
      package: "alpha 1.0",
      file: path.join(folder, "alpha.blob"),
      remedy: REMEDY,
    });
  });

  test("a bundle that is missing", async () => {
    rmSync(path.join(folder, "bundles", "sha256"), { recursive: true });
    expect(await refusal()).toMatchObject({
      message: "a layer's blob is missing",
      package: "beta 1.0, gamma 1.0",
      remedy: REMEDY,
    });
  });

  test("a layer of the base that is missing", async () => {
    const { digest } = plan().layers[1]!;
    const file = path.join(folder, "base", "blobs", ...digest.split(":"));
    rmSync(file);
    expect(await refusal()).toEqual({ message: "a layer's blob is missing", file, remedy: REMEDY });
  });

  test("a plan with a base, and none given", async () => {
    expect(await refusal(without("base"))).toEqual({
      message: "the plan has layers of a base, and no --base is given",
      file: "plan.json",
      remedy: REMEDY,
    });
  });

  test("a layer whose descriptor is not given", async () => {
    expect(await refusal(without("alpha"))).toEqual({
      message: `no --descriptor describes ${plan().layers[2]!.digest}`,
      package: "alpha",
      file: "plan.json",
      remedy: REMEDY,
    });
  });

  test.each([
    ["plan.json", "the plan cannot be read", "build the image again with this version of package_layers"],
    ["bundles/manifest.json", "the image's manifest cannot be read", REMEDY],
    ["bundles/config.json", "the image's config cannot be read", REMEDY],
  ])("%s that is missing", async (name, message, remedy) => {
    rmSync(path.join(folder, name));
    expect(await refusal()).toEqual({ message, file: expect.stringMatching(new RegExp(`${name}$`)), remedy });
  });

  test.each(["plan.json", "bundles/manifest.json", "bundles/config.json", "alpha.json"])(
    "%s that is not JSON",
    async (name) => {
      writeFileSync(path.join(folder, name), "{");
      expect(await refusal()).toMatchObject({
        message: expect.stringMatching(/is not JSON/),
        file: expect.stringMatching(new RegExp(`${name}$`)),
      });
    },
  );

  test("a plan of another build", async () => {
    const { layers, ...rest } = plan();
    writeFileSync(path.join(folder, "plan.json"), JSON.stringify({ ...rest, packages: [], layers: layers.slice(1) }));
    expect(await refusal()).toEqual({
      message: "the plan and the manifest beside the bundles have different layers",
      file: "plan.json",
      remedy: REMEDY,
    });
  });

  test("descriptors without blobs", async () => {
    expect(await refusal([...FLAGS, "--descriptor=alpha.json"])).toEqual({
      message: "--descriptor and --blob are not in pairs: there are 5 and 4",
      remedy: "give one --blob for each --descriptor, in the same order",
    });
  });
});

test("a cancelled request leaves no output", async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(imageLayoutAction(FLAGS, context(folder, abort.signal))).rejects.toThrow("aborted");
  expect(readdirSync(path.join(folder, "out"))).toEqual([]);
});
