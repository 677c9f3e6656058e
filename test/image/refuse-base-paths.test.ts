import { type BasePath, BasePaths, formatBasePaths } from "../../src/base/base-paths";
import { refuseBasePaths } from "../../src/image/refuse-base-paths";
import { describeLayer } from "../layer/describe-layer";

const LAYERS = [
  describeLayer({ files: [["venv/bin/python", "/usr/bin/python3"]] }),
  describeLayer({ name: "application", files: [["app", 1, 1]] }),
];
const OWN = ["app", "app.runfiles", "venv", "usr/local/bin/server"];

const check = (paths: readonly BasePath[]) =>
  refuseBasePaths(new BasePaths(formatBasePaths(paths), "base.paths"), LAYERS, OWN);

test("accepts a base with nothing there, or with empty directories where the image has directories", () => {
  expect(
    check([
      { path: "application", kind: "file" },
      { path: "usr", kind: "directory" },
      { path: "usr/local/bin", kind: "directory" },
      { path: "usr/local/bin/other", kind: "file" },
      { path: "venv", kind: "directory" },
      { path: "venv/lib", kind: "directory" },
      { path: "lib", kind: "symlink" },
    ]),
  ).toEqual([]);
});

test.each<[string, BasePath[], string, string]>([
  [
    "a file of the same path",
    [{ path: "usr/local/bin/server", kind: "file" }],
    "the base has files where the image puts its own",
    "/usr/local/bin/server",
  ],
  [
    "a file in a directory of the image's",
    [
      { path: "venv", kind: "directory" },
      { path: "venv/lib", kind: "directory" },
      { path: "venv/lib/x.py", kind: "file" },
    ],
    "the base has files where the image puts its own",
    "/venv/lib/x.py",
  ],
  ["a link", [{ path: "venv", kind: "symlink" }], "the base has files where the image puts its own", "/venv"],
  [
    "an empty directory in the place of a file, such as a working directory",
    [{ path: "app", kind: "directory" }],
    "the base has a directory where the image puts a file",
    "/app",
  ],
  [
    "a link on the way",
    [{ path: "usr/local", kind: "symlink" }],
    "the base has a symlink where the image has a directory of its own files",
    "/usr/local",
  ],
])("%s is refused by its path and a remedy", (_name, paths, message, file) => {
  expect(() => check(paths)).toThrow(
    expect.objectContaining({
      message,
      details: { file, remedy: expect.stringContaining("--@package_layers//bazel/settings:root=/opt/image") },
    }),
  );
});

test("a base that could not be read is reported", () => {
  const unread = new BasePaths(formatBasePaths([], "Node 20 does not read zstd"), "base.paths");
  expect(refuseBasePaths(unread, LAYERS, OWN)).toEqual([
    {
      id: "unread-base",
      severity: "note",
      message: "it is not known whether the base has files where the image puts its own: Node 20 does not read zstd",
      remedy: "use Node 22.15 or later in the toolchain",
    },
  ]);
});
