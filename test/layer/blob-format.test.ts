// docs/blob-format.md and the layers that are made: held together by the page's vectors and a second implementation in Python.

import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import * as z from "zod";
import { layerContent } from "../../src/layer/directories";
import type { Compression } from "../../src/layer/layer-descriptor";
import { collectEntries, type LayerEntry, sortByPath } from "../../src/layer/layer-entry";
import { type WrittenLayer, writeLayer } from "../../src/layer/write-layer";
import { digestOf } from "./describe-layer";
import { resourcesOfThisThread } from "./resources-of-this-thread";
import { findProgram, testWith } from "./tar-programs";

const REPOSITORY = path.dirname(path.dirname(__dirname));
const python = findProgram("python3");

const layerSchema = z.strictObject({
  entries: z.record(
    z.string(),
    z.union([
      z.strictObject({ text: z.string(), times: z.number().optional() }),
      z.strictObject({ link: z.string() }),
      z.strictObject({ directory: z.literal(true) }),
    ]),
  ),
  own: z.array(z.string()),
  owner: z.strictObject({ uid: z.number(), gid: z.number(), mtime: z.number() }),
  record: z.strictObject({ path: z.string(), sitePackages: z.string(), below: z.string() }).optional(),
});
type Layer = z.infer<typeof layerSchema>;

const vectors = z
  .array(layerSchema.extend({ name: z.string(), members: z.array(z.number()), sha256: z.string() }))
  .min(5)
  .parse(
    JSON.parse(
      /```json\n([\s\S]*?)\n```/.exec(readFileSync(path.join(REPOSITORY, "docs", "blob-format.md"), "utf8"))![1]!,
    ),
  );

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "blob-format-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function write(layer: Layer, compression: Compression): Promise<WrittenLayer & { readonly blob: Buffer }> {
  const files: [string, string][] = [];
  const symlinks: [string, string][] = [];
  const directories: LayerEntry[] = [];
  for (const [name, given] of Object.entries(layer.entries)) {
    if ("text" in given) {
      const source = path.join(folder, `${files.length}`);
      writeFileSync(source, given.text.repeat(given.times ?? 1));
      files.push([name, source]);
    } else if ("link" in given) {
      symlinks.push([name, given.link]);
    } else {
      directories.push({ path: name, kind: "directory" });
    }
  }
  const collected = await collectEntries(
    { files, trees: [], links: [], symlinks, empty: [] },
    { disk: folder, image: "" },
  );
  const entries = [...collected, ...directories];
  const file = path.join(folder, "blob");
  rmSync(file, { force: true });
  const output = openSync(file, "wx");
  try {
    const written = await writeLayer(
      layerContent(sortByPath(entries), layer.own, layer.record),
      undefined,
      { compression, level: -1, ownership: layer.owner },
      output,
      new AbortController().signal,
      resourcesOfThisThread(),
    );
    return { ...written, blob: readFileSync(file) };
  } finally {
    closeSync(output);
  }
}

/** The lengths of the members' contents and the tar, as the second implementation has them. */
function secondImplementation({ entries, own, owner, record }: Layer): { members: number[]; tar: Buffer } {
  const output = runPython([path.join(__dirname, "blob_format.py")], JSON.stringify({ entries, own, owner, record }));
  const end = output.indexOf("\n");
  return { members: JSON.parse(output.subarray(0, end).toString()), tar: output.subarray(end + 1) };
}

/** The members of a gzip blob, each decompressed by itself, and what is not the format's header. */
const MEMBERS = `
import json, sys, zlib
blob, lengths, contents = sys.stdin.buffer.read(), [], b""
while blob:
    assert blob[:10] == bytes.fromhex("1f8b08000000000000ff"), blob[:10]
    member = zlib.decompressobj(31)
    content = member.decompress(blob) + member.flush()
    assert member.eof
    lengths.append(len(content))
    contents += content
    blob = member.unused_data
sys.stdout.buffer.write(json.dumps(lengths).encode() + b"\\n" + contents)
`;

function membersOf(blob: Buffer): { members: number[]; tar: Buffer } {
  const output = runPython(["-c", MEMBERS], blob);
  const end = output.indexOf("\n");
  return { members: JSON.parse(output.subarray(0, end).toString()), tar: output.subarray(end + 1) };
}

function runPython(args: readonly string[], input: string | Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync(python!, args, { input, maxBuffer: 1 << 28 });
  if (status !== 0) {
    throw new Error(`${python} ${args[0]} ended with ${status}: ${stderr}`);
  }
  return stdout;
}

describe.each(vectors)("the vector $name", (vector) => {
  test("is what a layer without compression is, and what one of gzip decompresses to", async () => {
    const plain = await write(vector, "none");
    expect(digestOf(plain.blob)).toBe(`sha256:${vector.sha256}`);
    expect(plain.digest).toBe(plain.diffId);
    expect((await write(vector, "gzip")).diffId).toBe(plain.diffId);
  });

  testWith(python)("is what the second implementation makes of it", async () => {
    const second = secondImplementation(vector);
    expect(second.members).toEqual(vector.members);
    expect(digestOf(second.tar)).toBe(`sha256:${vector.sha256}`);
  });

  testWith(python)("has a member of gzip wherever it says", async () => {
    const { members, tar } = membersOf((await write(vector, "gzip")).blob);
    expect(members).toEqual(vector.members);
    expect(digestOf(tar)).toBe(`sha256:${vector.sha256}`);
  });
});

testWith(python)(
  "any other layer is the same in both implementations too",
  async () => {
    const part = fc.oneof(
      fc.stringMatching(/^[a-z.,"]{1,8}$/).filter((text) => !/^\.+$/.test(text)),
      fc.integer({ min: 40, max: 160 }).map((length) => "p".repeat(length)),
      fc.constantFrom("venv", "ä", "漢", "tab\t"),
    );
    const anyPath = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    const entry = fc.oneof(
      fc.record({ text: fc.constantFrom("x", "#!", "\u007fELF", "0123456789abcdef"), times: fc.nat(9000) }),
      fc.record({ link: anyPath }),
      fc.constant({ directory: true as const }),
    );
    const layers = fc.record({
      entries: fc.dictionary(anyPath, entry, { maxKeys: 12 }).map((entries) => {
        // Nothing lies below what is no directory.
        const others = Object.keys(entries);
        return Object.fromEntries(
          Object.entries(entries).filter(
            ([name, given]) => "directory" in given || !others.some((other) => other.startsWith(`${name}/`)),
          ),
        );
      }),
      own: fc.constantFrom<string[]>([], ["venv"], ["a", "venv", "ä"]),
      owner: fc.record({ uid: fc.nat(0o17777777), gid: fc.nat(0o7777777), mtime: fc.nat() }),
      record: fc.constantFrom(undefined, {
        path: "venv/lib/p/site-packages/x-1.dist-info/RECORD",
        sitePackages: "venv/lib/p/site-packages",
        below: "venv",
      }),
    });
    await fc.assert(
      fc.asyncProperty(layers, async (layer) => {
        const isBlocked = Object.keys(layer.entries).some(
          (name) => `${layer.record?.path}/`.startsWith(`${name}/`) && !("directory" in layer.entries[name]!),
        );
        fc.pre(layer.record === undefined || !isBlocked);
        const second = secondImplementation(layer);
        const plain = await write(layer, "none");
        expect(plain.blob.equals(second.tar)).toBe(true);
        expect(membersOf((await write(layer, "gzip")).blob).members).toEqual(second.members);
      }),
      { numRuns: 15 },
    );
  },
  240_000,
);
