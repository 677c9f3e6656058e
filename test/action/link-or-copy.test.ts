import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { isCopiedInstead, linkOrCopy } from "../../src/action/link-or-copy";

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "link-or-copy-"));
  fs.writeFileSync(path.join(folder, "source"), "content");
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

const target = () => path.join(folder, "target");

test("a link where there are links", () => {
  linkOrCopy(path.join(folder, "source"), target());
  expect(fs.statSync(target()).ino).toBe(fs.statSync(path.join(folder, "source")).ino);
});

test.each(["EPERM", "EXDEV", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"])("a copy where link(2) says %s", (code) => {
  expect(isCopiedInstead(Object.assign(new Error(code), { code }))).toBe(true);
});

test("other errors are errors", () => {
  expect(() => linkOrCopy(path.join(folder, "missing"), target())).toThrow("ENOENT");
  fs.writeFileSync(target(), "there already");
  expect(() => linkOrCopy(path.join(folder, "source"), target())).toThrow("EEXIST");
  expect(fs.readFileSync(target(), "utf8")).toBe("there already");
});
