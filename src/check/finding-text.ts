// The words of findings that several of them share: where something is imported, and what a person can do.

import type { BaseFacts } from "../base/base-facts";
import type { ImportStep } from "./import-chain";

/** @param own Suffix of extension modules that the image's Python looks for first. */
export function tagRemedy(tags: readonly string[], own: string | undefined): string {
  const [version, machine, libc] = platformOf(tagOf(own ?? ""));
  const found = tags.map(platformOf).filter(([, , other]) => other !== undefined);
  const differs = (index: number, value: string | undefined) =>
    found.length > 0 && value !== undefined && found.every((platform) => platform[index] !== value);
  if (differs(1, machine)) {
    return "build for the platform of the base (--platforms), so that the wheels are those of its architecture";
  }
  if (differs(2, libc) && !differs(0, version)) {
    return libc === "musl"
      ? "use the wheel for musl (musllinux), or a base with glibc, such as Debian"
      : "use the wheel for glibc (manylinux), or a base with musl, such as Alpine";
  }
  return "build for the Python of the image, or use a base with the Python that the wheel is for";
}

/** Version, machine and C library of a tag such as cpython-311-x86_64-linux-gnu. */
function platformOf(tag: string): (string | undefined)[] {
  return /^(cpython-\w+)-(\w+)-linux-(gnu|musl)/.exec(tag)?.slice(1) ?? [];
}

/** @param isEntry Whether the program is what the attribute `entrypoint` names, such as the place that another recipe gave the binary. */
export function startRemedy(program: string, base: BaseFacts | undefined, isEntry: boolean): string {
  const name = program.replace(/^.*\//, "");
  if (name.includes(" ")) {
    return `let the line begin with "#!/usr/bin/env -S", since the kernel takes "${program}" for one name`;
  }
  if (name.endsWith("\r")) {
    return "give the file the line ends of Unix; the carriage return is taken for a part of the name";
  }
  if (/^python/.test(name)) {
    return 'use a base with that Python, or a Python toolchain that brings its own interpreter; with layout = "venv" `interpreter` names the base\'s';
  }
  if (/^(?:sh|bash|env|dash)$/.test(name)) {
    const why = base === undefined || base.programs.length > 0 ? "" : " (this one has no programs at all)";
    return `use a base with ${program}${why}, or layout = "venv", which starts Python without a shell`;
  }
  return isEntry && program.startsWith("/")
    ? `leave entrypoint out, so that the image starts its binary (path = "${program}" gives that this name, too), or use a base with ${program}`
    : `use a base with ${program}, or name another entry point`;
}

/** The C library that defines a version of symbols. */
export function glibcOf(version: string): string {
  const [, number] = /^GLIBC_(\d[\d.]*)$/.exec(version) ?? [];
  return version === "GLIBC_ABI_DT_RELR"
    ? "glibc 2.36"
    : number === undefined
      ? "a glibc that has it"
      : `glibc ${number}`;
}

/** `app.py:3 imports cv2`, and the imports in between, if there are any. */
export function importedBy(chain: readonly ImportStep[]): string {
  const [first, ...rest] = chain;
  if (first === undefined) {
    return "it is imported by name";
  }
  const last = rest.at(-1);
  const to =
    last === undefined
      ? ""
      : `, then ${shortPath(last.file)}${last.line === 0 ? "" : `:${last.line}`} imports ${last.imports}`;
  return `${shortPath(first.file)}:${first.line} imports ${first.imports}${to}`;
}

/** A path as people write it: of a package from its site-packages on, of the application from its own directory on. */
export function shortPath(path: string): string {
  return path
    .replace(/^.*\/(?:site|dist)-packages\//, "")
    .replace(/^\/?(?:.*\/)?app\.runfiles\/_main\//, "")
    .replace(/^\/?app\//, "")
    .replace(/^\/?usr\/lib\/python/, "lib/python");
}

/** The tag in a suffix of extension modules: `cpython-311-x86_64-linux-gnu`, `abi3`. */
export function tagOf(suffix: string): string {
  return suffix.replace(/^\./, "").replace(/\.so$/, "");
}
