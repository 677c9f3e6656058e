// The facts of bases made for the purpose: every kind of compression, loader and damage.

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as zlib from "node:zlib";
import { type BaseFacts, baseFactsSchema } from "../../src/base/base-facts";
import { baseFactsAction } from "../../src/base/base-facts-action";
import { type BaseModule, findBaseFacts } from "../../src/base/find-base-facts";
import { readBaseLayout } from "../../src/image/base-layout";
import { elfBytes } from "../facts/elf-bytes";
import { saySkipped } from "../say-skipped";
import { type TarRecipe, tarBytes } from "./tar-bytes";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "package-layers-base-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Compress = readonly [ending: string, compress: (tar: Buffer) => Buffer];
const GZIP: Compress = ["+gzip", (tar) => zlib.gzipSync(tar)];

function writeBase(
  layers: readonly (readonly TarRecipe[])[],
  [ending, compress]: Compress = GZIP,
  config: object = {},
): string {
  const layout = path.join(folder, "base");
  mkdirSync(path.join(layout, "blobs", "sha256"), { recursive: true });
  const hex = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  const put = (bytes: Buffer, mediaType: string) => {
    writeFileSync(path.join(layout, "blobs", "sha256", hex(bytes)), bytes);
    return { mediaType, digest: `sha256:${hex(bytes)}`, size: bytes.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const tars = layers.map(tarBytes);
  const manifest = {
    schemaVersion: 2,
    config: put(
      json({
        os: "linux",
        architecture: "amd64",
        config,
        rootfs: { type: "layers", diff_ids: tars.map((tar) => `sha256:${hex(tar)}`) },
      }),
      "application/vnd.oci.image.config.v1+json",
    ),
    layers: tars.map((tar) => put(compress(tar), `application/vnd.oci.image.layer.v1.tar${ending}`)),
  };
  const named = put(json(manifest), "application/vnd.oci.image.manifest.v1+json");
  writeFileSync(path.join(layout, "index.json"), json({ schemaVersion: 2, manifests: [named] }));
  writeFileSync(path.join(layout, "oci-layout"), json({ imageLayoutVersion: "1.0.0" }));
  return layout;
}

async function factsOf(layout: string): Promise<{ facts: BaseFacts; modules: unknown[] }> {
  const [facts, modules] = [path.join(folder, "facts.json"), path.join(folder, "modules.jsonl")];
  await baseFactsAction(
    [`--base=${layout}`, "--os=linux", "--architecture=amd64", `--facts=${facts}`, `--modules=${modules}`],
    {
      root: "/",
      signal: new AbortController().signal,
      log: () => {},
    } as never,
  );
  return {
    facts: baseFactsSchema.parse(JSON.parse(readFileSync(facts, "utf8"))),
    modules: readFileSync(modules, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown),
  };
}

const loader = Buffer.concat([
  elfBytes({ soname: "ld-linux-x86-64.so.2", defines: ["GLIBC_2.2.5"] }),
  Buffer.from("\0/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/\0"),
]);

const debian: readonly TarRecipe[] = [
  { path: "./", directory: true },
  { path: "./lib", symlink: "usr/lib" },
  { path: "./lib64", symlink: "usr/lib64" },
  { path: "./usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", content: loader, mode: 0o755 },
  {
    path: "./usr/lib/x86_64-linux-gnu/libc.so.6",
    content: elfBytes({ soname: "libc.so.6", defines: ["GLIBC_2.2.5", "GLIBC_2.9", "GLIBC_2.36"] }),
  },
  {
    path: "./usr/bin/python3.11",
    content: elfBytes({ interpreter: "/lib64/ld-linux-x86-64.so.2", needed: ["libc.so.6"] }),
    mode: 0o755,
  },
  { path: "./usr/bin/python3", symlink: "python3.11" },
  { path: "./usr/bin/pydoc3", content: "#!/usr/bin/python3 -s\nprint()\n", mode: 0o755 },
  { path: "./usr/bin/notes", content: "no program" },
  { path: "./usr/lib/python3.11/os.py", content: "import sys\n" },
  { path: "./usr/lib/python3.11/test/test_os.py", content: "import os\n" },
  { path: "./usr/lib/python3.11/site-packages/a.pth", content: "import b\n" },
  { path: "./etc/os-release", content: 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n' },
  { path: "./etc/passwd", content: "root:x:0:0:root:/root:/bin/sh\nbroken\nnobody:x:65534:65534::/:\n" },
  { path: "./etc/ssl/certs/ca-certificates.crt", content: "-" },
];

test("a base of Debian's kind", async () => {
  const { facts, modules } = await factsOf(writeBase([debian], GZIP, { Env: ["PATH=/usr/bin"], User: "nobody" }));
  expect(facts.loaders).toEqual([
    {
      path: "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
      kind: "glibc",
      version: "2.36",
      directories: ["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib", "/usr/lib"],
    },
  ]);
  expect(facts).toMatchObject({
    env: ["PATH=/usr/bin"],
    user: "nobody",
    release: { id: "debian", version: "12", name: "Debian GNU/Linux 12 (bookworm)" },
    links: [
      ["lib", "usr/lib"],
      ["lib64", "usr/lib64"],
      ["usr/bin/python3", "python3.11"],
    ],
    programs: [["usr/bin/pydoc3", "/usr/bin/python3 -s"], ["usr/bin/python3.11"]],
    modules: { "usr/lib/python3.11": ["os.py"] },
    pathFiles: ["usr/lib/python3.11/site-packages/a.pth"],
    certificates: ["etc/ssl/certs/ca-certificates.crt"],
    users: [
      { name: "root", uid: 0, gid: 0 },
      { name: "nobody", uid: 65534, gid: 65534 },
    ],
  });
  expect(modules).toEqual([["usr/lib/python3.11/os.py", "import sys\n"]]);
});

test("later layers replace and remove, a hard link is the same file, and a long path is one", async () => {
  const long = `./usr/lib/python3.11/${"deep/".repeat(60)}last.py`;
  const { facts } = await factsOf(
    writeBase([
      debian,
      [
        { path: "./usr/bin/.wh.pydoc3" },
        { path: "./usr/bin/python3.12", hardlink: "usr/bin/python3.11" },
        { path: long, content: "import late\n" },
      ],
    ]),
  );
  expect(facts.programs).toEqual([["usr/bin/python3.11"], ["usr/bin/python3.12"]]);
  expect(facts.elf.map(([file]) => file)).toContain("usr/bin/python3.12");
  expect(facts.modules[path.dirname(long).slice(2)]).toEqual(["last.py"]);
});

test("a base of Alpine's kind", async () => {
  const musl = Buffer.concat([
    elfBytes({ soname: "libc.musl-x86_64.so.1", exports: ["malloc", "stat"] }),
    Buffer.from("musl libc\0\x001.2.5\0"),
  ]);
  const { facts } = await factsOf(
    writeBase([
      [
        { path: "lib/ld-musl-x86_64.so.1", content: musl, mode: 0o755 },
        { path: "lib/libc.musl-x86_64.so.1", symlink: "ld-musl-x86_64.so.1" },
        { path: "etc/ld-musl-x86_64.path", content: "/lib:/opt/lib\n" },
      ],
    ]),
  );
  expect(facts.loaders).toEqual([
    {
      path: "lib/ld-musl-x86_64.so.1",
      kind: "musl",
      version: "1.2.5",
      directories: ["/lib", "/usr/local/lib", "/usr/lib"],
      exports: ["malloc", "stat"],
    },
  ]);
  expect(facts.muslPaths).toEqual({ x86_64: ["/lib", "/opt/lib"] });
});

test("layers without compression and of zstd are read alike", async () => {
  const expected = (await factsOf(writeBase([debian]))).facts;
  rmSync(path.join(folder, "base"), { recursive: true });
  expect((await factsOf(writeBase([debian], ["", (tar) => tar]))).facts).toEqual(expected);
  if (zlib.zstdCompressSync === undefined) {
    saySkipped(`Node ${process.versions.node} has no zstd to make a layer with`);
    return;
  }
  rmSync(path.join(folder, "base"), { recursive: true });
  expect((await factsOf(writeBase([debian], ["+zstd", (tar) => zlib.zstdCompressSync!(tar)]))).facts).toEqual(expected);
});

test("a damaged ELF file is listed, and nothing else is known about it", async () => {
  const { facts } = await factsOf(
    writeBase([[{ path: "lib/libz.so.1", content: elfBytes({ soname: "libz.so.1" }).subarray(0, 100) }]]),
  );
  expect(facts).toMatchObject({ unread: ["lib/libz.so.1"], elf: [] });
});

test.each([
  ["a layer that is no gzip", ["+gzip", () => Buffer.from("no gzip at all")] as Compress],
  ["a layer that is cut off", ["+gzip", (tar) => zlib.gzipSync(tar).subarray(0, 300)] as Compress],
  ["a tar that is cut off", ["+gzip", (tar) => zlib.gzipSync(tar.subarray(0, 600))] as Compress],
  ["a tar with a wrong checksum", ["", (tar) => Buffer.concat([Buffer.from("x"), tar.subarray(1)])] as Compress],
])("%s is an error, and nothing is written", async (_, compress) => {
  await expect(factsOf(writeBase([debian], compress))).rejects.toThrow("a layer of the base cannot be read");
  expect(() => readFileSync(path.join(folder, "facts.json"))).toThrow("ENOENT");
});

test("a module that is too large is not read, and modules that are too large together are refused", async () => {
  const [tooLarge, spaces] = [Buffer.alloc((4 << 20) + 1, " "), Buffer.alloc(4 << 20, " ")];
  const large = await factsOf(writeBase([[{ path: "usr/lib/python3.11/large.py", content: tooLarge }]]));
  expect(large.modules).toEqual([]);
  expect(large.facts.modules).toEqual({ "usr/lib/python3.11": ["large.py"] });
  const different = Array.from({ length: 65 }, (_, index): TarRecipe => {
    const content = Buffer.from(spaces);
    content[0] = index;
    return { path: `usr/lib/python3.11/m${index}.py`, content };
  });
  await expect(factsOf(writeBase([different]))).rejects.toMatchObject({
    message: "the modules of the base's Pythons have more than 256 MiB",
    details: { file: "usr/lib/python3.11/m64.py", remedy: 'use a base of fewer Pythons, or check = "off"' },
  });
});

test("one module in many layers is held once; under many names it is told for each, to a bound", async () => {
  const module: TarRecipe = { path: "usr/lib/python3.11/m.py", content: Buffer.alloc(4 << 20, " ") };
  const again = await factsOf(writeBase(Array.from({ length: 65 }, () => [module])));
  expect(again.modules).toHaveLength(1);
  const environments = (count: number) =>
    Array.from(
      { length: count },
      (_, index): TarRecipe => ({ path: `opt/conda/envs/${index}/lib/python3.11/m.py`, hardlink: module.path }),
    );
  const tell = async (count: number) => {
    const told: BaseModule[] = [];
    const layout = writeBase([[module, ...environments(count)]]);
    const base = await readBaseLayout(layout, { os: "linux", architecture: "amd64" });
    await findBaseFacts(layout, base, new AbortController().signal, (module) => void told.push(module));
    return told;
  };
  const told = await tell(255);
  expect(told).toHaveLength(256);
  expect(new Set(told.map(({ source }) => source)).size).toBe(1);
  await expect(tell(256)).rejects.toMatchObject({
    message: "the modules of the base's Pythons have more than 1024 MiB",
    details: { remedy: 'use a base of fewer Pythons, or check = "off"' },
  });
});

test("a path that no system can unpack is refused, and so is a target", async () => {
  const remedy = "fetch the base again; what is there is damaged";
  await expect(factsOf(writeBase([[{ path: `${"d/".repeat(2048)}f`, content: "x" }]]))).rejects.toMatchObject({
    message: "a layer of the base cannot be read: has a path of 4097 characters",
    details: { remedy },
  });
  await expect(factsOf(writeBase([[{ path: "l", symlink: "t".repeat(4097) }]]))).rejects.toMatchObject({
    message: "a layer of the base cannot be read: has a link target of 4097 characters",
    details: { remedy },
  });
});
