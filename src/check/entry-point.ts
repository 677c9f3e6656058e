// Starts an image's entry point as the kernel does, among its files: scripts by their first line, programs by their loader.

import type { ImageTree } from "./image-files";
import { type LoaderSettings, LoadingProcess, type LoadProblem } from "./loader";

/** Why a program does not start, or what started. */
export type StartResult =
  /** `link` is what the program's own file is a link to, where it is one that leads to nothing. */
  | { readonly kind: "missing"; readonly program: string; readonly by: string | undefined; readonly link?: string }
  | { readonly kind: "load"; readonly problems: readonly LoadProblem[] }
  | {
      readonly kind: "started";
      readonly program: string;
      readonly process: LoadingProcess | undefined;
      readonly script: string | undefined;
    }
  /** Something on the way is not known well enough. */
  | { readonly kind: "unknown" };

/** As many scripts as Linux follows from one to the next (fs/exec.c). */
const MOST_SCRIPTS = 5;

/** Where a runtime looks for programs when the image does not say (Docker's and containerd's default). */
const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The value of a variable of an image's environment; the last one counts. */
export function variable(env: readonly string[], name: string): string | undefined {
  return env.findLast((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}

/**
 * Starts a program.
 *
 * @param program Absolute path, or a name that is looked up in PATH.
 */
export function startProgram(settings: LoaderSettings, env: readonly string[], program: string): StartResult {
  let [next, args, by]: [string, string[], string | undefined] = [program, [], undefined];
  let script: string | undefined;
  for (let scripts = 0; scripts <= MOST_SCRIPTS; scripts += 1) {
    const path = next.includes("/") ? next : lookUp(settings.tree, env, next);
    if (path === undefined) {
      return { kind: "missing", program: next, by };
    }
    const found = settings.tree.find(path);
    if (found === undefined) {
      const itself = settings.tree.findLink(path)?.node;
      if (itself?.kind === "symlink") {
        return { kind: "missing", program: path, by, link: itself.target };
      }
      // Of a base only programs in bin and sbin are listed.
      return /(?:^|\/)s?bin\/[^/]+$/.test(path) || path === program
        ? { kind: "missing", program: path, by }
        : { kind: "unknown" };
    }
    if (found.node.kind !== "file") {
      return { kind: "missing", program: path, by };
    }
    const file = found.node.content;
    if (file.script !== undefined) {
      const [interpreter, ...rest] = file.script.split(/[ \t]+/).filter(Boolean);
      if (interpreter === undefined) {
        return { kind: "unknown" };
      }
      script ??= found.path;
      by = path;
      next = interpreter;
      args = rest;
      continue;
    }
    // env finds the program in PATH; it has to start itself.
    if (/(?:^|\/)env$/.test(path) && args.length > 0) {
      const env1 = loaded(settings, found.path);
      if (env1.kind === "load") {
        return env1;
      }
      const [first] = args;
      if (by !== undefined && args.length > 1 && !first!.startsWith("-")) {
        // The kernel passes everything after the interpreter as one argument; only with -S does env divide it.
        return { kind: "missing", program: args.join(" "), by };
      }
      const [name] = args.filter((arg) => !arg.startsWith("-") && !arg.includes("="));
      if (name === undefined) {
        return { kind: "unknown" };
      }
      next = name;
      args = [];
      continue;
    }
    const result = loaded(settings, found.path);
    return result.kind === "load" ? result : { kind: "started", program: found.path, process: result.process, script };
  }
  return { kind: "unknown" };
}

function loaded(
  settings: LoaderSettings,
  path: string,
): { kind: "load"; problems: readonly LoadProblem[] } | { kind: "ok"; process: LoadingProcess | undefined } {
  const process = LoadingProcess.start(settings, path);
  if (process === undefined) {
    return { kind: "ok", process: undefined };
  }
  if (!(process instanceof LoadingProcess)) {
    return { kind: "load", problems: [process] };
  }
  const { problems, certain } = process.dependencies;
  return problems.length > 0 && certain ? { kind: "load", problems } : { kind: "ok", process };
}

function lookUp(tree: ImageTree, env: readonly string[], name: string): string | undefined {
  for (const directory of (variable(env, "PATH") ?? DEFAULT_PATH).split(":")) {
    if (directory.startsWith("/")) {
      const found = tree.find(`${directory}/${name}`);
      if (found?.node.kind === "file" && found.node.content.executable !== false) {
        return `${directory}/${name}`;
      }
    }
  }
  return undefined;
}
