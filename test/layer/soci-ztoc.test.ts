import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { ActionError } from "../../src/action/action-error";
import { spansOf } from "../../src/layer/soci-ztoc";
import { sociZtocAction } from "../../src/layer/soci-ztoc-action";
import { tarBytes } from "../base/tar-bytes";
import { makeLayer } from "./make-layer";
import { someBytes } from "./some-bytes";

const IN_IMAGE = "app.runfiles/pkg/site-packages/";
const FILES = {
  [`${IN_IMAGE}pkg/__init__.py`]: "import os\n",
  [`${IN_IMAGE}pkg/native.so`]: someBytes(2_000_000, "native"),
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "soci-ztoc-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const ztocOf = async (blob: string) => {
  const ztoc = path.join(folder, "layer.ztoc");
  await sociZtocAction([`--blob=${blob}`, `--ztoc=${ztoc}`], {
    root: folder,
    signal: new AbortController().signal,
    log: () => {},
  });
  return ztoc;
};

test("equal layers have equal zTOCs", async () => {
  const { blob } = await makeLayer(folder, "pkg", FILES);
  const first = readFileSync(await ztocOf(blob));
  expect(readFileSync(await ztocOf(blob)).equals(first)).toBe(true);
});

test.each<[string, () => Buffer, string]>([
  ["of another program, with a hard link", () => tarBytes([{ path: "a", hardlink: "b" }]), "has an entry of the type"],
  ["that is cut off", () => tarBytes([{ path: "a", content: "x".repeat(600) }]).subarray(0, 1024), "ends too early"],
  ["of nothing", () => Buffer.alloc(0), "ends too early"],
  ["with records that never end", () => recordsOf(1 << 30), "has records of 1073741824 bytes"],
])("a layer with a tar %s is an error, and no fault of the process", async (_, tar, what) => {
  const blob = path.join(folder, "other.blob");
  writeFileSync(blob, gzipSync(tar()));
  const error: unknown = await ztocOf(blob).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ActionError);
  expect((error as ActionError).message).toContain(what);
});

/** The header of pax records of so many bytes, and some zeros. */
function recordsOf(size: number): Buffer {
  const tar = Buffer.alloc(8192);
  tar.write("PaxHeader", 0);
  tar.write(size.toString(8).padStart(11, "0"), 124);
  tar.write("x", 156);
  return tar;
}

test("a span begins with a member, four MiB or more after the last", () => {
  const member = (content: number) => ({ stream: 10 + content, content });
  const members = [0, 512, 4 << 20, (4 << 20) + 1, (8 << 20) - 1, 30 << 20].map(member);
  expect(spansOf(members)).toEqual([0, 4 << 20, 30 << 20].map(member));
});

test.each<[string, (blob: Buffer) => Buffer, string]>([
  ["is cut off in a member", (blob) => blob.subarray(0, 100), "cannot be decompressed from byte 10 on"],
  ["has something else between members", (blob) => Buffer.concat([blob, Buffer.from("x")]), "has no gzip member"],
  ["is no gzip", () => Buffer.from("no gzip at all"), "has no gzip member at byte 0"],
])("a layer that %s is an error that names it", async (_, change, what) => {
  const { blob } = await makeLayer(folder, "pkg", { [`${IN_IMAGE}a.py`]: someBytes(1000, "a") });
  const changed = path.join(folder, "changed.blob");
  writeFileSync(changed, change(readFileSync(blob)));
  const error: unknown = await ztocOf(changed).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ActionError);
  expect(error).toMatchObject({
    message: expect.stringContaining(what),
    details: { file: changed, remedy: "remove it and build again" },
  });
});
