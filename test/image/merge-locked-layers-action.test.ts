import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { ActionError } from "../../src/action/action-error";
import { createMergeLockedLayersAction } from "../../src/image/merge-locked-layers-action";
import { digestOf } from "../layer/describe-layer";
import { makeLayer } from "../layer/make-layer";
import { readTar } from "../layer/read-tar";

const SIZES = { alpha: 60_000, beta: 20_000, gamma: 5_000, delta: 100, epsilon: 90 };

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "merge-locked-layers-"));
  for (const [name, size] of Object.entries(SIZES)) {
    await makeLayer(folder, name, { [`app/${name}.py`]: `${name}\n`.repeat(size / (name.length + 1)) });
  }
  await makeLayer(folder, "application", { "app/main.py": "" }, { kind: "application", version: "" });
});

afterEach(() => {
  rmSync(path.join(folder, "out"), { recursive: true, force: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/**
 * The flags for layers that hold the named packages, several of them a bundle; the application comes last.
 *
 * @param added what joins the bundles
 */
function flagsOf(layers: readonly (readonly string[])[], added: readonly string[] = []): string[] {
  const places = [...layers, ["application"]];
  const bundles = places.flatMap((names, place) => (names.length > 1 ? [place] : []));
  const member = (name: string, place: number) => [`--descriptor=${name}.json`, `--position=${place}`];
  return [
    ...places.flatMap((names, place) => names.flatMap((name) => member(name, place))),
    ...added.flatMap((name) => member(name, -1)),
    ...[...bundles.flatMap((place) => places[place]!), ...added].map((name) => `--mergeable=${name}.mergeable`),
    ...bundles.flatMap((place) => [`--bundle=out/${place}.tar.gz`, `--bundle-position=${place}`]),
    ...places.map((_, place) => `--metadata=out/${place}.json`),
    "--update-command=bazel run //:app.lock",
  ];
}

const merge = (flags: readonly string[]) =>
  createMergeLockedLayersAction(new Map())(flags, {
    root: folder,
    signal: new AbortController().signal,
    log: () => {},
  });
const read = (file: string) => readFileSync(path.join(folder, file));
const metadata = (place: number) => JSON.parse(read(`out/${place}.json`).toString());
const holds = async (place: number) =>
  (await readTar(gunzipSync(read(`out/${place}.tar.gz`)))).map((entry) => path.basename(entry.path, ".py"));

test("a package alone is described from its descriptor and written nowhere", async () => {
  await merge(flagsOf([["alpha"], ["beta"]]));
  expect(readdirSync(path.join(folder, "out")).sort()).toEqual(["0.json", "1.json", "2.json"]);
  const { diffId, mediaType, digest, size } = JSON.parse(read("alpha.json").toString());
  expect(metadata(0)).toEqual({
    diff_id: diffId,
    mediaType,
    digest,
    size,
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "package_layers: alpha 1.0" }],
  });
});

test("a bundle is its packages by name, and its metadata is true", async () => {
  await merge(flagsOf([["alpha"], ["gamma", "beta"]]));
  expect(await holds(1)).toEqual(["beta", "gamma"]);
  const blob = read("out/1.tar.gz");
  expect(metadata(1)).toMatchObject({ digest: digestOf(blob), diff_id: digestOf(gunzipSync(blob)), size: blob.length });
});

test("what the lock does not know joins the bundle that it makes least dearer", async () => {
  await merge(
    flagsOf(
      [
        ["alpha", "beta"],
        ["gamma", "delta"],
      ],
      ["epsilon"],
    ),
  );
  expect(await holds(0)).toEqual(["alpha", "beta"]);
  expect(await holds(1)).toEqual(["delta", "epsilon", "gamma"]);
});

test("a bundle that the lock left empty takes what is new", async () => {
  const flags = flagsOf([["alpha", "beta"]], ["epsilon"]);
  await merge([...flags, "--bundle=out/2.tar.gz", "--bundle-position=2", "--metadata=out/2.json"]);
  expect(await holds(0)).toEqual(["alpha", "beta"]);
  expect(await holds(2)).toEqual(["epsilon"]);
});

test.each([
  ["heavy", ["--heavy=^beta$"], /heavy "\^beta\$".*the lock has the package in a layer with others/],
  ["a group", ["--group=beta\town"], /group "own".*the lock has the package in a layer with others/],
  [
    "a list",
    ["--together=alpha,beta"],
    /together \[alpha, beta\] wants packages in one layer that the lock has in several/,
  ],
])(
  "%s that the lock does not fulfil is an error that says what to run, and leaves nothing",
  async (_, wish, message) => {
    const failure = await merge([...flagsOf([["alpha"], ["beta", "gamma"]]), ...wish]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ActionError);
    expect((failure as ActionError).message).toMatch(message);
    expect((failure as ActionError).details.remedy).toContain("bazel run //:app.lock");
    expect(existsSync(path.join(folder, "out"))).toBe(false);
  },
);

test("wishes that the lock fulfils are no error", async () => {
  await merge([
    ...flagsOf([["alpha"], ["beta", "gamma"]]),
    "--heavy=^alpha$",
    "--together=beta,gamma",
    "--group=a*\tgreek",
  ]);
  expect(await holds(1)).toEqual(["beta", "gamma"]);
});

test("a package that may not be merged is an error that says what to run", async () => {
  await makeLayer(folder, "large", { "app/large.py": "x" }, { "merge-limit": "1" });
  const failure = await merge(flagsOf([["alpha"], ["beta", "gamma"]], ["large"])).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    message: expect.stringContaining("at or above the merge limit"),
    details: { package: "large 1.0", remedy: expect.stringContaining("bazel run //:app.lock") },
  });
});

test.each([
  ["a descriptor without a position", ["--descriptor=delta.json"], /position/],
  ["a bundle without a position", ["--bundle=out/9"], /bundle-position/],
  ["a position without metadata", ["--descriptor=delta.json", "--position=9"], /position 9 has no --metadata/],
  ["a layer without a descriptor", ["--metadata=out/9.json"], /no --descriptor has position 2/],
  ["a member without a mergeable", ["--descriptor=delta.json", "--position=-1"], /has no --mergeable/],
])("%s is refused", async (_, more, message) => {
  await expect(merge([...flagsOf([["alpha"]]), ...more])).rejects.toThrow(message);
});
