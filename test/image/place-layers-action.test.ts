import {
  existsSync,
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
import { gunzipSync } from "node:zlib";
import { createMergeLayersAction } from "../../src/image/merge-layers-action";
import { placeLayersAction } from "../../src/image/place-layers-action";
import { formatPlanFile, parsePlanFile } from "../../src/plan/plan-file";
import { digestOf } from "../layer/describe-layer";
import { makeLayer } from "../layer/make-layer";

const NAMES = ["alpha", "beta", "gamma"];
const ALL = [...NAMES, "application"];

let folder: string;
let bin: string;

const context = () => ({ root: bin, signal: new AbortController().signal, log: () => {} });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "place-layers-"));
  // Only what lies below bazel-out is linked.
  bin = path.join(folder, "bazel-out", "bin");
  mkdirSync(bin, { recursive: true });
  for (const [index, name] of NAMES.entries()) {
    await makeLayer(bin, name, { [`app/${name}.py`]: "x\n".repeat(10 ** (5 - index)) });
  }
  await makeLayer(bin, "application", { "app/main.py": "" }, { kind: "application", version: "" });
  await createMergeLayersAction(new Map(), async () => "")(
    [
      ...NAMES.flatMap((name) => [`--descriptor=${name}.json`, `--mergeable=${name}.mergeable`]),
      "--application=application.json",
      "--max-layers=3",
      "--architecture=amd64",
      "--os=linux",
      "--layer-cost=0",
      "--plan=plan.json",
      "--bundles=bundles",
    ],
    context(),
  );
});

afterEach(() => {
  rmSync(path.join(bin, "out"), { recursive: true, force: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const flagsOf = (count: number) => [
  "--plan=plan.json",
  "--bundles=bundles",
  ...ALL.flatMap((name) => [`--descriptor=${name}.json`, `--blob=${name}.blob`]),
  ...Array.from({ length: count }, (_, index) => [
    `--place=${index}\tout/${index}`,
    `--metadata=out/${index}.json`,
  ]).flat(),
];
/** The same for three places, of which the first and the last are the blobs of these. */
const flagsOfOwn = (first: string, last: string) => [
  "--plan=plan.json",
  "--bundles=bundles",
  `--own=0\t${first}.json`,
  "--place=1\tout/1",
  `--own=2\t${last}.json`,
  ...[0, 1, 2].map((index) => `--metadata=out/${index}.json`),
];
const read = (file: string) => readFileSync(path.join(bin, file));
const metadata = (index: number) => JSON.parse(read(`out/${index}.json`).toString());

test("each layer of the plan is linked into its place, with metadata that is true", async () => {
  await placeLayersAction(flagsOf(3), context());
  const { layers } = parsePlanFile(read("plan.json").toString(), "plan.json");
  expect(layers.map(({ kind }) => kind)).toEqual(["package", "bundle", "application"]);
  layers.forEach(({ digest, diffId, size, mediaType }, index) => {
    expect(digestOf(read(`out/${index}`))).toBe(digest);
    expect(metadata(index)).toMatchObject({ digest, diff_id: diffId, size, mediaType });
    expect(statSync(path.join(bin, "out", String(index))).nlink).toBeGreaterThan(1);
  });
});

test("with one place too many, an empty layer comes before the application's", async () => {
  await placeLayersAction(flagsOf(4), context());
  const tar = gunzipSync(read("out/2"));
  expect(tar).toEqual(Buffer.alloc(1024));
  expect(metadata(2)).toMatchObject({ digest: digestOf(read("out/2")), diff_id: digestOf(tar) });
  expect(metadata(3).history[0].created_by).toBe("package_layers: application");
});

test("one place too few is an error that says what to do, and leaves nothing", async () => {
  await expect(placeLayersAction(flagsOf(2), context())).rejects.toMatchObject({
    message: expect.stringContaining("the plan has 3 layers, and 2 were expected at analysis"),
    details: { remedy: expect.stringContaining("keep a layer lock") },
  });
  expect(existsSync(path.join(bin, "out"))).toBe(false);
});

test("a layer without a descriptor is an error, and leaves nothing", async () => {
  const flags = flagsOf(3).filter((flag) => !/alpha/.test(flag));
  await expect(placeLayersAction(flags, context())).rejects.toMatchObject({
    message: expect.stringContaining("no --descriptor describes sha256:"),
    details: { package: "alpha" },
  });
  expect(readdirSync(path.join(bin, "out"))).toEqual([]);
});

test("lists of unequal length are refused", async () => {
  await expect(placeLayersAction([...flagsOf(3), "--blob=alpha.blob"], context())).rejects.toThrow(
    /--descriptor and --blob are not in pairs: there are 4 and 5/,
  );
  await expect(placeLayersAction([...flagsOf(3), "--metadata=out/9"], context())).rejects.toThrow(
    /--metadata, --place and --own do not fit: there are 4, 3 and 0/,
  );
  await expect(placeLayersAction([...flagsOf(3), "--own=1\talpha.json"], context())).rejects.toThrow(
    /--metadata, --place and --own do not fit: there are 3, 3 and 1/,
  );
  await expect(placeLayersAction([...flagsOf(3), "--own=x\talpha.json"], context())).rejects.toThrow(/a position/);
});

test("a layer that is known at analysis is written nowhere, and no blob of it is named", async () => {
  await placeLayersAction(flagsOfOwn("alpha", "application"), context());
  expect(readdirSync(path.join(bin, "out")).sort()).toEqual(["0.json", "1", "1.json", "2.json"]);
  const { digest, diffId } = JSON.parse(read("alpha.json").toString());
  expect(metadata(0)).toMatchObject({ digest, diff_id: diffId });
  expect(digestOf(read("out/1"))).toBe(metadata(1).digest);
});

test("a layer other than the one known at analysis is an error, and leaves nothing", async () => {
  await expect(placeLayersAction(flagsOfOwn("gamma", "application"), context())).rejects.toMatchObject({
    message: expect.stringContaining("the plan has alpha where the layer of gamma.json was expected at analysis"),
    details: { remedy: expect.stringContaining(".lock target") },
  });
  expect(readdirSync(path.join(bin, "out"))).toEqual([]);
});

test("layers of a base are not placed, since the image rule has them", async () => {
  const { layers, packages, ...head } = parsePlanFile(read("plan.json").toString(), "plan.json");
  const base = { ...layers.at(-1)!, kind: "base" as const, packages: [] };
  const moved = packages.map((one) => ({ ...one, layer: one.layer + 1 }));
  writeFileSync(path.join(bin, "based.json"), formatPlanFile({ ...head, layers: [base, ...layers], packages: moved }));
  await placeLayersAction(["--plan=based.json", ...flagsOf(3).slice(1)], context());
  expect(digestOf(read("out/0"))).toBe(layers[0]!.digest);
});
