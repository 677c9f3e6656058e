// Whatever a package has in it, in whatever way it gets into a layer: no path of the tar leaves its place, deletes what is
// below, or goes through a link.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { ActionError } from "../../src/action/action-error";
import { createLayerAction } from "../../src/layer/layer-action";
import { layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { layerArguments } from "./make-layer";
import { readTar } from "./read-tar";
import { resourcesOfThisThread } from "./resources-of-this-thread";

const layerAction = createLayerAction(resourcesOfThisThread());

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "every-path-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Names that do harm, names that look like it, and plain ones. */
const name = fc.oneof(
  {
    weight: 3,
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

const layer = fc.record({
  root: fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight: 1, arbitrary: slashed }),
  files: fc.array(slashed, { maxLength: 3 }),
  empty: fc.array(slashed, { maxLength: 2 }),
  symlinks: fc.array(fc.tuple(slashed, target), { maxLength: 2 }),
  links: fc.array(slashed, { maxLength: 1 }),
  tree: fc.option(slashed),
  scripts: fc.array(fc.oneof(name, slashed), { maxLength: 3 }),
  venv: fc.boolean(),
});

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

test("every entry of every layer is harmless, or the layer is refused with a remedy", async () => {
  writeFileSync(path.join(folder, "file"), "content");
  symlinkSync("file", path.join(folder, "link"));
  mkdirSync(path.join(folder, "tree", "inner"), { recursive: true });
  writeFileSync(path.join(folder, "tree", "inner", "module.py"), "x = 1\n");
  mkdirSync(path.join(folder, "evil", "evil-1.0.dist-info"), { recursive: true });
  await fc.assert(
    fc.asyncProperty(layer, async ({ root, files, empty, symlinks, links, tree, scripts, venv }) => {
      const entryPoints = path.join(folder, "evil", "evil-1.0.dist-info", "entry_points.txt");
      writeFileSync(entryPoints, `[console_scripts]\n${scripts.map((script) => `${script} = evil:main\n`).join("")}`);
      const args = layerArguments("evil", { root, ...(venv ? { venv: "venv" } : {}) }, [
        ...files.map((file) => `--file=${file}\tfile`),
        ...empty.map((file) => `--empty=${file}`),
        ...symlinks.map(([link, to]) => `--symlink=${link}\t${to}`),
        ...links.map((link) => `--link=${link}\tlink`),
        ...(tree === null ? [] : [`--tree=${tree}\ttree`]),
        ...(venv ? ["--tree=venv/lib/python3.11/site-packages\tevil"] : []),
      ]);
      try {
        await layerAction(args, { root: folder, signal: new AbortController().signal, log: () => {} });
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
      const paths = entries.map((entry) => entry.path);
      expect([...paths, ...listed.map(([file]) => file)].filter((entry) => !isHarmless(entry))).toEqual([]);
      const leaves = entries.filter(({ type }) => type !== "Directory").map((entry) => `${entry.path}/`);
      expect(paths.filter((entry) => leaves.some((leaf) => entry.startsWith(leaf)))).toEqual([]);
      expect(
        entries.filter(({ type, link }) => type === "SymbolicLink" && (link === "" || link.includes("\0"))),
      ).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  // Refusing everything would pass as well.
  expect(made).toBeGreaterThan(50);
});
