// Whatever a package has in it, in whatever way it gets into a layer, and from there into a bundle of a plan or a recipe: no path
// of the tar leaves its place, deletes what is below, or goes through a link.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { ActionError } from "../../src/action/action-error";
import { createMergeLayersAction } from "../../src/image/merge-layers-action";
import { createLayerAction } from "../../src/layer/layer-action";
import { layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { zipBytes } from "../fuzz/zip-bytes";
import { layerArguments, makeLayer } from "./make-layer";
import { readTar, type TarEntry } from "./read-tar";
import { resourcesOfThisThread } from "./resources-of-this-thread";

const layerAction = createLayerAction(resourcesOfThisThread());
const mergeLayers = createMergeLayersAction(new Map(), async () => "");
const context = () => ({ root: folder, signal: new AbortController().signal, log: () => {} });

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "every-path-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Names that do harm, names that look like it, and plain ones. */
const name = fc.oneof(
  {
    weight: 25,
    arbitrary: fc.constantFrom("a", "b", "bin", "python", "lib", "x y", "é", "...", "..a", "wh.", "\u202ea"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "..",
      ".",
      "",
      ".wh.a",
      ".wh..wh..opq",
      ".wh.",
      "n".repeat(256),
      "a\rb",
      "\x1b[31m",
      "\ud800",
    ),
  },
);
const slashed = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
const target = fc.oneof(slashed, fc.constantFrom("/etc/passwd", "../../../etc", "", "a\0b", "t".repeat(4096)));

/** Each way for two packages to share a layer, by its flags; recipes merge whole blobs, also of those above the merge limit. */
const BUNDLINGS = [
  { way: "together", flags: ["--together=evil,good"], wholeBlobs: false },
  { way: "the recipe three", flags: ["--recipe=three"], wholeBlobs: true },
  { way: "the recipe heavy", flags: ["--recipe=heavy", "--heavy=evil|good"], wholeBlobs: true },
  {
    way: "the recipe groups",
    flags: ["--recipe=groups", "--group=evil\tboth", "--group=good\tboth"],
    wholeBlobs: true,
  },
] as const;

const layer = fc.record({
  root: fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight: 1, arbitrary: slashed }),
  files: fc.array(slashed, { maxLength: 3 }),
  empty: fc.array(slashed, { maxLength: 2 }),
  symlinks: fc.array(fc.tuple(slashed, target), { maxLength: 2 }),
  links: fc.array(slashed, { maxLength: 1 }),
  tree: fc.option(slashed),
  scripts: fc.array(fc.oneof(name, slashed), { maxLength: 3 }),
  venv: fc.boolean(),
  wheel: fc.option(
    fc.array(fc.tuple(fc.constantFrom("data", "scripts", "headers", "purelib"), slashed), { maxLength: 3 }),
  ),
  compiled: fc.option(name),
  mapping: fc.option(slashed),
  repositories: fc.option(fc.array(fc.tuple(name, name), { maxLength: 3 })),
  own: fc.array(slashed, { maxLength: 1 }),
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant("package") },
    { weight: 1, arbitrary: fc.constantFrom("interpreter", "application") },
  ),
  bundling: fc.constantFrom(...BUNDLINGS),
});

type Drawn = Parameters<Parameters<typeof layer.map>[0]>[0];

const SITE_PACKAGES = "venv/lib/python3.11/site-packages";

/** What else a layer is made of: files of its wheel, compiled modules, a repository mapping and links for its names. */
function otherSources({ venv, wheel, compiled, mapping, repositories, own }: Drawn): string[] {
  const at = (file: string) => path.join(folder, file);
  if (wheel !== null) {
    const packed = wheel.map(([scheme, file]) => ({
      name: `evil-1.0.data/${scheme}/${file}`,
      content: Buffer.from("#!python\n"),
    }));
    writeFileSync(at("evil.whl"), zipBytes(packed));
  }
  if (compiled !== null) {
    rmSync(at("compiled"), { recursive: true, force: true });
    const folderOfCompiled = at(`compiled/${SITE_PACKAGES}/__pycache__`);
    mkdirSync(folderOfCompiled, { recursive: true });
    for (const module of [compiled, "module"].filter((one) => Buffer.byteLength(one) < 200 && !one.includes("/"))) {
      writeFileSync(path.join(folderOfCompiled, `${module}.cpython-311.pyc`), "pyc");
    }
  }
  const rows = (repositories ?? []).map(([apparent, target]) => `,${apparent},${target}\n`);
  writeFileSync(at("links"), rows.join(""));
  return [
    ...own.map((directory) => `--own-directory=${directory}`),
    ...(venv && wheel !== null ? ["--wheel=evil.whl"] : []),
    ...(compiled === null ? [] : ["--compiled=compiled"]),
    ...(mapping === null ? [] : [`--repo-mapping=${mapping}\tmapping`, "--repository=a1", "--repository=a2"]),
    ...(repositories === null ? [] : ["--repository-links=links", "--runfiles=app.runfiles"]),
  ];
}

/** What an unpacker may be given (POSIX.1-2017, pax; OCI image-spec, layer.md). Written apart from the gate. */
function isHarmless(entry: string): boolean {
  const parts = entry.replace(/\/$/, "").split("/");
  return (
    parts.every(
      (part) => !["", ".", ".."].includes(part) && !part.startsWith(".wh.") && Buffer.byteLength(part) < 256,
    ) &&
    Buffer.byteLength(entry) < 4096 &&
    !entry.includes("\0") &&
    Buffer.from(entry).toString() === entry
  );
}

let made = 0;
/** The bundles that were looked at, by the way in which they came about. */
const bundled = new Map<string, number>();

/** What was seen in layers and bundles; each is a way of its own for a path to come about. */
const seen = new Set<string>();

function note(entries: readonly TarEntry[]): void {
  for (const { path: entry, type } of entries) {
    const ways: readonly (readonly [string, boolean])[] = [
      ["a directory", type === "Directory"],
      ["a link", type === "SymbolicLink"],
      ["a compiled module", entry.endsWith(".pyc")],
      ["the list of files", entry.endsWith(".dist-info/RECORD")],
      ["a program of an entry point", /^(?:.*\/)?venv\/bin\//.test(entry)],
      ["a file of the wheel's data", /^(?:.*\/)?venv\/(?!bin|lib|include)/.test(entry)],
      ["a link for a repository", type === "SymbolicLink" && entry.includes("app.runfiles/")],
    ];
    for (const [way, isSo] of ways) {
      if (isSo) {
        seen.add(way);
      }
    }
  }
}

/** @throws when an entry could do harm */
function expectHarmless(entries: readonly TarEntry[], listed: readonly string[]): void {
  const paths = entries.map((entry) => entry.path);
  expect([...paths, ...listed].filter((entry) => !isHarmless(entry))).toEqual([]);
  const leaves = entries.filter(({ type }) => type !== "Directory").map((entry) => `${entry.path}/`);
  expect(paths.filter((entry) => leaves.some((leaf) => entry.startsWith(leaf)))).toEqual([]);
  expect(entries.filter(({ type, link }) => type === "SymbolicLink" && (link === "" || link.includes("\0")))).toEqual(
    [],
  );
  note(entries);
}

/** The tars of the bundles that the layer and a good one are merged into; none where their files do not go together. */
async function bundlesWithGood({ flags, wholeBlobs }: Drawn["bundling"]): Promise<Buffer[]> {
  const packages = ["evil", "good"].flatMap((one) => [
    `--descriptor=${one}.json`,
    `--mergeable=${one}.${wholeBlobs ? "blob" : "mergeable"}`,
  ]);
  const image = ["--max-layers=5", "--architecture=amd64", "--os=linux", "--collisions=warn"];
  try {
    await mergeLayers([...packages, ...image, ...flags, "--plan=plan.json", "--bundles=bundles"], context());
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    return [];
  }
  const blobs = readdirSync(path.join(folder, "bundles", "sha256"));
  return blobs.map((blob) => gunzipSync(readFileSync(path.join(folder, "bundles", "sha256", blob))));
}

test("every entry of every layer is harmless, or the layer is refused with a remedy", async () => {
  writeFileSync(path.join(folder, "file"), "content");
  writeFileSync(path.join(folder, "mapping"), "a*,b,c\n,d,e\n");
  await makeLayer(folder, "good", { "good/module.py": "x = 1\n" });
  symlinkSync("file", path.join(folder, "link"));
  mkdirSync(path.join(folder, "tree", "inner"), { recursive: true });
  writeFileSync(path.join(folder, "tree", "inner", "module.py"), "x = 1\n");
  mkdirSync(path.join(folder, "evil", "evil-1.0.dist-info"), { recursive: true });
  writeFileSync(path.join(folder, "evil", "module.py"), "x = 1\n");
  await fc.assert(
    fc.asyncProperty(layer, async (drawn) => {
      const { root, files, empty, symlinks, links, tree, scripts, venv, kind, bundling } = drawn;
      const entryPoints = path.join(folder, "evil", "evil-1.0.dist-info", "entry_points.txt");
      writeFileSync(entryPoints, `[console_scripts]\n${scripts.map((script) => `${script} = evil:main\n`).join("")}`);
      const limit = bundling.wholeBlobs ? { "merge-limit": "0" } : {};
      const args = layerArguments("evil", { root, kind, ...limit, ...(venv ? { venv: "venv" } : {}) }, [
        ...otherSources(drawn),
        ...files.map((file) => `--file=${file}\tfile`),
        ...empty.map((file) => `--empty=${file}`),
        ...symlinks.map(([link, to]) => `--symlink=${link}\t${to}`),
        ...links.map((link) => `--link=${link}\tlink`),
        ...(tree === null ? [] : [`--tree=${tree}\ttree`]),
        ...(venv ? [`--tree=${SITE_PACKAGES}\tevil`] : []),
      ]);
      try {
        await layerAction(args, context());
      } catch (error) {
        expect(error).toBeInstanceOf(ActionError);
        expect((error as ActionError).details.remedy).not.toBe("");
        return;
      }
      made += 1;
      const { files: listed } = layerDescriptorSchema.parse(
        JSON.parse(readFileSync(path.join(folder, "evil.json"), "utf8")),
      );
      const entries = await readTar(gunzipSync(readFileSync(path.join(folder, "evil.blob"))));
      expectHarmless(
        entries,
        listed.map(([file]) => file),
      );
      if (kind === "package") {
        for (const bundle of await bundlesWithGood(bundling)) {
          bundled.set(bundling.way, (bundled.get(bundling.way) ?? 0) + 1);
          expectHarmless(await readTar(bundle), []);
        }
      }
    }),
    { numRuns: 400 },
  );
  // Refusing everything would pass as well.
  expect(made).toBeGreaterThan(50);
  for (const { way } of BUNDLINGS) {
    if ((bundled.get(way) ?? 0) <= 5) {
      throw new Error(`${way} made ${bundled.get(way) ?? 0} bundles`);
    }
  }
  expect([...seen].sort()).toEqual([
    "a compiled module",
    "a directory",
    "a file of the wheel's data",
    "a link",
    "a link for a repository",
    "a program of an entry point",
    "the list of files",
  ]);
});
