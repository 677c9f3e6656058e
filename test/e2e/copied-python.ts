// A Python that a program brings, made of this machine's.

import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { saySkipped } from "../say-skipped";

/** The name of its program. */
export const PYTHON = "python3.11";

/** What a small Python can do without. */
const LEFT_OUT = /\/(__pycache__|test|idlelib|ensurepip|config-[^/]*|.*sitecustomize\.py)$/;

/** Whether this machine has that Python; if not, says so. */
export function canCopyPython(): boolean {
  const hasPython = existsSync(`/usr/bin/${PYTHON}`) && existsSync(`/usr/lib/${PYTHON}/os.py`);
  if (!hasPython) {
    saySkipped(`an interpreter to bring is made from /usr/bin/${PYTHON}, which this machine does not have`);
  }
  return hasPython;
}

/** Puts it into a folder, as `bin` and `lib`. */
export function copyPython(folder: string): void {
  mkdirSync(path.join(folder, "bin"), { recursive: true });
  cpSync(`/usr/bin/${PYTHON}`, path.join(folder, "bin", PYTHON));
  symlinkSync(PYTHON, path.join(folder, "bin", "python3"));
  symlinkSync("python3", path.join(folder, "bin", "python"));
  cpSync(`/usr/lib/${PYTHON}`, path.join(folder, "lib", PYTHON), {
    recursive: true,
    dereference: true,
    filter: (file) => !LEFT_OUT.test(file),
  });
}
