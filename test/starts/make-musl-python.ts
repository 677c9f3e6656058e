// Builds a Python for musl from Debian's source packages with Debian's musl-gcc: Debian has none that is built.

import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { debianProgram } from "../debian-program";
import { run } from "./run";

const TRIPLET = "x86_64-linux-musl";

/**
 * The files of a Python 3.11 for musl on x86_64, as they lie below the root of a base.
 *
 * @param folder Where it is kept; the first time takes minutes.
 * @param fetch Gives the paths of the upstream archives of Debian source packages.
 */
export function muslPython(folder: string, fetch: (packages: readonly string[]) => readonly string[]): string {
  const home = path.join(folder, "musl-python");
  if (existsSync(home)) {
    return home;
  }
  if (debianProgram("/usr/bin/musl-gcc", "musl-tools") === undefined) {
    throw new Error("a Python for musl needs musl-gcc, of Debian's package musl-tools");
  }
  const work = path.join(folder, "musl-python.work");
  rmSync(work, { recursive: true, force: true });
  mkdirSync(path.join(work, "kernel"), { recursive: true });
  // Headers of the kernel, which are for every C library, without those of glibc beside them.
  for (const [name, target] of [
    ["linux", "/usr/include/linux"],
    ["asm-generic", "/usr/include/asm-generic"],
    ["asm", "/usr/include/x86_64-linux-gnu/asm"],
  ] as const) {
    symlinkSync(target, path.join(work, "kernel", name));
  }
  const compiler = path.join(work, "cc");
  // musl-gcc says of itself that it is for glibc when it is asked, and Python would take glibc's headers by that.
  writeFileSync(
    compiler,
    `#!/bin/sh\ncase "$*" in --print-multiarch | -print-multiarch) exec echo ${TRIPLET} ;; esac\nexec musl-gcc "$@"\n`,
  );
  chmodSync(compiler, 0o755);
  for (const archive of fetch(["zlib", "libffi", "python3.11"])) {
    run("tar", ["--extract", "--file", archive, "--directory", work]);
  }
  const source = (name: string) => path.join(work, readdirSync(work).find((entry) => entry.startsWith(name))!);
  const prefix = path.join(work, "prefix");
  const env = { ...process.env, CC: compiler, CFLAGS: `-O1 -fPIC -isystem ${path.join(work, "kernel")}` };
  const build = (name: string, script: string, settings: NodeJS.ProcessEnv = {}) =>
    run("sh", ["-e", "-c", script], { cwd: source(name), env: { ...env, ...settings } });
  build("zlib-", `./configure --prefix=${prefix} --static && make -s libz.a && make -s install`);
  build(
    "libffi-",
    `./configure --prefix=${prefix} --disable-shared --disable-docs --with-pic --disable-multi-os-directory && make -s && make -s install`,
  );
  build(
    "Python-",
    `./configure --prefix=/usr --build=${TRIPLET} --without-ensurepip --disable-test-modules && make -s -j2 && make -s install DESTDIR=${work}/root`,
    { CPPFLAGS: `-I${prefix}/include`, LDFLAGS: `-L${prefix}/lib` },
  );
  for (const unwanted of ["usr/include", "usr/share", "usr/lib/pkgconfig", "usr/lib/libpython3.11.a"]) {
    rmSync(path.join(work, "root", unwanted), { recursive: true, force: true });
  }
  run("find", [path.join(work, "root"), "-name", "__pycache__", "-prune", "-exec", "rm", "-r", "{}", "+"]);
  renameSync(path.join(work, "root"), home);
  rmSync(work, { recursive: true, force: true });
  return home;
}
