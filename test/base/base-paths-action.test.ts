import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { ActionError } from "../../src/action/action-error";
import { BasePaths } from "../../src/base/base-paths";
import { basePathsAction } from "../../src/base/base-paths-action";
import { blobFile, type LayoutChanges, writeLayout } from "../image/write-layout";
import { tarBytes } from "./tar-bytes";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "base-paths-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const list = () =>
  basePathsAction(["--base=base", "--os=linux", "--architecture=amd64", "--paths=base.paths"], {
    root: folder,
    signal: new AbortController().signal,
    log: () => {},
  });
const write = (changes: LayoutChanges) => writeLayout(path.join(folder, "base"), changes);
const text = () => readFileSync(path.join(folder, "base.paths"), "utf8");

test("the paths are those that the layers leave, one above the other", async () => {
  write({
    tars: [
      tarBytes([
        { path: "usr/bin/old", content: "1" },
        { path: "./app", directory: true },
        { path: "usr/lib/", directory: true },
        { path: "lib", symlink: "usr/lib" },
        { path: "srv/data/a", content: "1" },
      ]),
      tarBytes([
        { path: "usr/bin/.wh.old" },
        { path: "lib/libc.so", content: "1" },
        { path: "usr/bin/new", hardlink: "srv/data/a" },
      ]),
    ],
  });
  await list();
  expect(text()).toBe(
    [
      "package_layers base paths 2",
      "app\td",
      "lib\tl\tusr/lib",
      "srv\td",
      "srv/data\td",
      "srv/data/a\tf",
      "usr\td",
      "usr/bin\td",
      "usr/bin/new\tf",
      "usr/lib\td",
      "usr/lib/libc.so\tf",
      "",
    ].join("\n"),
  );
});

test("skips a foreign layer that is missing", async () => {
  const { layers } = write({ layer: { urls: ["https://example.org/layer"] } });
  rmSync(blobFile(path.join(folder, "base"), layers[0]!));
  await list();
  expect(text()).toBe("package_layers base paths 2\n");
});

test("says that layers cannot be read", async () => {
  write({ layer: { mediaType: "application/vnd.oci.image.layer.v1.tar+gzip+encrypted" } });
  await list();
  expect(new BasePaths(text(), "base.paths").unread).toMatch(/^Node [\d.]+ does not read layers of .*\+encrypted$/);
});

test.each<[string, () => Buffer]>([
  ["is not compressed as it should be", () => Buffer.from("no gzip")],
  ["ends too early", () => gzipSync(tarBytes([{ path: "a", content: "x".repeat(600) }]).subarray(0, 700))],
])("a layer that %s is refused, and there is no list", async (_name, bytes) => {
  const blob = bytes();
  const { layers } = write({ layer: { size: blob.length } });
  writeFileSync(blobFile(path.join(folder, "base"), layers[0]!), blob);
  const error: unknown = await list().catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ActionError);
  expect(error).toMatchObject({
    message: expect.stringMatching(/^a layer of the base cannot be read: /),
    details: { remedy: "fetch the base again; what is there is damaged" },
  });
  expect(existsSync(path.join(folder, "base.paths"))).toBe(false);
});
