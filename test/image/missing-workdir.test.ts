import { type BasePath, BasePaths, formatBasePaths } from "../../src/base/base-paths";
import { missingWorkdir } from "../../src/image/missing-workdir";
import { describeLayer } from "../layer/describe-layer";

const LAYERS = [
  describeLayer({ files: [["venv/lib/x.py", 1, 1]], directories: ["empty"] }),
  describeLayer({
    name: "application",
    files: [
      ["app", "app.runfiles/_main"],
      ["app.runfiles/_main/data/conf.txt", 1, 1],
      ["loop", "loop"],
      ["srv/away", "../usr/lib"],
    ],
  }),
];
const PATHS: readonly BasePath[] = [
  { path: "usr", kind: "directory" },
  { path: "usr/lib", kind: "directory" },
  { path: "usr/lib/x86", kind: "directory" },
  { path: "lib", kind: "symlink", target: "usr/lib" },
  { path: "etc", kind: "directory" },
  { path: "etc/passwd", kind: "file" },
];

const base = (unread?: string) =>
  new BasePaths(formatBasePaths(unread === undefined ? PATHS : [], unread), "base.paths");
const find = (workdir: string) => missingWorkdir(workdir, base(), LAYERS);

test.each([
  "/",
  "/usr/lib",
  "/lib",
  "/lib/x86",
  "/usr//lib/",
  "/usr/bin/../lib",
  "/venv/lib",
  "/empty",
  "/app",
  "/app/data",
  "/srv/away",
  "/app.runfiles/_main/data",
])("%s is there", (workdir) => {
  expect(find(workdir)).toEqual([]);
});

test("of a base that could not be read nothing is known", () => {
  expect(missingWorkdir("/srv/x", base("Node 20 does not read zstd"), LAYERS)).toEqual([]);
});

test.each(["/srv/data", "/usr/local", "/lib/none", "/app/none", "/loop", "/usr/lib/../local"])(
  "%s is missing",
  (workdir) => {
    expect(find(workdir)).toMatchObject([
      { id: "missing-workdir", severity: "warning", message: expect.stringContaining(`workdir = "${workdir}" names`) },
    ]);
  },
);

test("without a base the layers alone are asked", () => {
  expect(missingWorkdir("/usr/lib", undefined, LAYERS)).toMatchObject([{ id: "missing-workdir" }]);
  expect(missingWorkdir("/app/data", undefined, LAYERS)).toEqual([]);
});

test.each([
  ["/etc/passwd", "/etc/passwd"],
  ["/etc/passwd/x", "/etc/passwd"],
  ["/app/data/conf.txt/x", "/app.runfiles/_main/data/conf.txt"],
])("a file in the place of %s is an error that names it", (workdir, file) => {
  expect(() => find(workdir)).toThrow(
    expect.objectContaining({
      message: "the image has a file in the place of its working directory",
      details: expect.objectContaining({ file }),
    }),
  );
});
