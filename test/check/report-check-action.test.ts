// What people are told of the check, and when it fails the build.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ActionError } from "../../src/action/action-error";
import { type Finding, formatCheckFile } from "../../src/check/check-file";
import { reportCheckAction } from "../../src/check/report-check-action";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "package-layers-report-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const finding = (level: Finding["level"]): Finding => ({
  level,
  kind: "library",
  message: `a ${level}\u001b[2J`,
  remedy: `mend the ${level}`,
});

async function report(level: string, findings: Finding[]): Promise<{ log: string[]; error?: string; stamp?: string }> {
  const checked = { packages: 2, elfFiles: 7, modules: 3, libc: "glibc 2.36", python: "3.11", base: "" };
  writeFileSync(path.join(folder, "check"), formatCheckFile({ schema: 1, findings, checked }));
  const log: string[] = [];
  const stamp = path.join(folder, "stamp");
  const args = [`--check=${path.join(folder, "check")}`, "--image=//:app", `--level=${level}`, `--stamp=${stamp}`];
  try {
    await reportCheckAction(args, {
      root: "/",
      signal: new AbortController().signal,
      log: (line: string) => log.push(line),
    } as never);
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    expect(existsSync(stamp)).toBe(false);
    return { log, error: (error as ActionError).message };
  }
  return { log, stamp: readFileSync(stamp, "utf8") };
}

test("without findings it says what was looked at, not that the image starts", async () => {
  expect(await report("error", [finding("note")])).toEqual({
    log: [],
    stamp: "nothing found: 2 packages, 7 ELF files, glibc 2.36, Python 3.11\n",
  });
});

test("an error fails the build, and warnings are shown with it", async () => {
  expect(await report("error", [finding("error"), finding("warning")])).toEqual({
    log: [
      "package_layers: //:app:\n  warning: a warning\\x1b[2J\n    mend the warning",
      "package_layers: //:app:\n  error: a error\\x1b[2J\n    mend the error",
    ],
    error: "//:app: the image cannot start as it is, because of 1 finding above",
  });
});

test("strict fails for warnings, and warn for nothing", async () => {
  const strict = await report("strict", [finding("warning")]);
  expect(strict.log[0]).toContain("a warning");
  expect(strict.error).toContain(
    'the image may fail because of 1 finding above, and check = "strict" lets no warning pass',
  );
  expect(await report("warn", [finding("error")])).toMatchObject({
    log: ["package_layers: //:app:\n  error: a error\\x1b[2J\n    mend the error"],
    stamp: "1 error: 2 packages, 7 ELF files, glibc 2.36, Python 3.11\n",
  });
});

test("a long list is cut, and says so", async () => {
  const { log, error } = await report(
    "error",
    Array.from({ length: 30 }, () => finding("error")),
  );
  expect(log[0]?.split("\n").at(-1)).toBe("  and 10 more");
  expect(error).toContain("because of 30 findings above");
});
