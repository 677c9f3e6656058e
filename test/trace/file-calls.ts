// Reads a log of strace: which system calls name which files.

import * as path from "node:path";

/** A system call that names a path, whether it succeeded or not. */
export interface FileCall {
  /** As in `openat`. */
  readonly name: string;
  /** Absolute, as the process gave it. */
  readonly file: string;
  readonly kind: "look" | "read" | "write";
}

/** What a traced command did, from its first execve on. */
export interface TracedCommand {
  /** Its working directory. */
  readonly folder: string;
  readonly calls: readonly FileCall[];
  /** Names of the calls that have to do with sockets. */
  readonly network: ReadonlySet<string>;
}

/** Options under which strace writes what tracedCommands reads; the log is appended to. */
export const straceOptions = (log: string): string[] => [
  ...["--follow-forks", "--output-append-mode", `--output=${log}`],
  ...["--quiet=all", "--decode-fds=path", "--signal=none", "--trace=%file,%network"],
];

/** Calls that look whether something is there and what it is. */
const LOOK = new Set([
  "access",
  "faccessat",
  "faccessat2",
  "newfstatat",
  "readlink",
  "readlinkat",
  "stat",
  "lstat",
  "statx",
]);
/** Calls that change what is at each path that they name. */
const WRITE = new Set([
  ...["chmod", "fchmodat", "mkdir", "mkdirat", "rmdir", "truncate", "unlink", "unlinkat"],
  ...["utimensat", "utime", "utimes", "chown", "lchown", "fchownat"],
]);
const NETWORK = new Set([
  ...[
    "accept",
    "accept4",
    "bind",
    "connect",
    "getpeername",
    "getsockname",
    "getsockopt",
    "listen",
    "recvfrom",
    "recvmmsg",
  ],
  ...["recvmsg", "sendmmsg", "sendmsg", "sendto", "setsockopt", "shutdown", "socket", "socketpair"],
]);

/** Takes a log apart; throws at a line that it does not understand, so that nothing goes unseen. */
export function tracedCommands(log: string): TracedCommand[] {
  const commands: { folder: string; calls: FileCall[]; network: Set<string> }[] = [];
  for (const line of log.split("\n")) {
    // All but getcwd's, which the kernel gives: it is on the line that resumes.
    const folder = /^\d+ +<\.\.\. getcwd resumed>(.*)$/.exec(line)?.[1];
    if (folder !== undefined) {
      commands.at(-1)!.folder = pathsOf(folder)[0]!;
    }
    // The path has been written when a call that another thread interrupts in the log is resumed.
    if (line === "" || /^\d+ +<\.\.\. \w+ resumed>/.test(line)) {
      continue;
    }
    const match = /^\d+ +(\w+)\((.*)$/.exec(line);
    if (match === null) {
      throw new Error(`not a line of strace: ${line}`);
    }
    const [, name, args] = match as unknown as [string, string, string];
    if (name === "execve") {
      commands.push({ folder: "", calls: [], network: new Set() });
    }
    const command = commands.at(-1)!;
    if (NETWORK.has(name)) {
      command.network.add(name);
    } else if (name === "getcwd") {
      command.folder = pathsOf(args)[0] ?? command.folder;
    } else {
      command.calls.push(...callsOf(name, args));
    }
  }
  return commands;
}

function callsOf(name: string, args: string): FileCall[] {
  const [first, second] = pathsOf(args);
  // A file descriptor's own file, which was opened by a call that named it; the flag may be on the line that resumes.
  if (first === "" && /AT_EMPTY_PATH|<unfinished \.\.\.>$/.test(args)) {
    return [];
  }
  const call = (kind: FileCall["kind"], file: string | undefined): FileCall => {
    if (file === undefined || !path.isAbsolute(file)) {
      throw new Error(`a path that the test does not understand: ${name}(${args}`);
    }
    return { name, file, kind };
  };
  if (LOOK.has(name)) {
    return [call("look", first)];
  }
  if (name === "execve") {
    return [call("read", first)];
  }
  if (name === "open" || name === "openat") {
    return [call(/O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(args) ? "write" : "read", first)];
  }
  if (name === "link" || name === "linkat") {
    return [call("read", first), call("write", second)];
  }
  if (name === "symlink") {
    return [call("write", second)];
  }
  if (name.startsWith("rename")) {
    return [call("write", first), call("write", second)];
  }
  if (WRITE.has(name)) {
    return [call("write", first)];
  }
  throw new Error(`a system call that the test does not know: ${name}(${args}`);
}

/** One quoted string, and before it the directory that it is relative to, if the call has one. */
const PATH = /(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"(?:, )?/y;

/** The paths that a call's arguments begin with, absolute where they are relative to a directory that it names. */
function pathsOf(args: string): string[] {
  const paths: string[] = [];
  PATH.lastIndex = 0;
  for (let match = PATH.exec(args); match !== null; match = PATH.exec(args)) {
    const [, folder, text] = match;
    const file = unescaped(text!);
    paths.push(folder === undefined || file === "" ? file : path.resolve(unescaped(folder), file));
  }
  return paths;
}

/** strace writes bytes that are not ASCII as octal numbers. */
function unescaped(text: string): string {
  const bytes = text.replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", v: "\v", f: "\f" };
