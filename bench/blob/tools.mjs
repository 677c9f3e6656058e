// Finds the programs that the bench runs; brings those that can be brought, and says so of the others.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";

export const log = (line) => process.stderr.write(`bench: ${line}\n`);

/** Where testbed/provision-bazel.sh puts Debian's tools. */
export const PROVISIONED =
  process.env.PACKAGE_LAYERS_BAZEL_HOME ??
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "package_layers");

/** A program on PATH or among the provisioned ones. */
export function onPath(name) {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), path.join(PROVISIONED, "bin")];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** The interpreter itself: what PATH has may be a script that looks for it, and takes as long as a small layer. */
export const PYTHON = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();

let listsAreNew = false;

/** The same; a Debian package is installed for it where that can be done. */
export function fromDebian(program, debianPackage) {
  if (onPath(program) === undefined && process.getuid?.() === 0 && onPath("apt-get") !== undefined) {
    log(`installing ${debianPackage}`);
    if (!listsAreNew) {
      spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
      listsAreNew = true;
    }
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", debianPackage], { stdio: "ignore" });
  }
  return onPath(program);
}

/**
 * A program of a Go module, on PATH or built into `cache` by this machine's Go with the versions that its authors locked.
 *
 * @param {string} module Module and version, MODULE@VERSION.
 * @param {string} source Folder of the program in the module.
 */
export function fromGo(name, module, source, cache) {
  const built = path.join(cache, name);
  if (onPath(name) === undefined && !existsSync(built)) {
    const downloaded = spawnSync("go", ["mod", "download", "-json", module], { encoding: "utf8" });
    if (downloaded.status === 0) {
      log(`building ${name}`);
      const folder = JSON.parse(downloaded.stdout).Dir;
      spawnSync("go", ["build", "-C", folder, "-o", path.resolve(built), source], { stdio: ["ignore", 2, 2] });
    }
  }
  return onPath(name) ?? (existsSync(built) ? built : undefined);
}

/** Runs a command whose output goes to standard error; throws when it fails. */
export function must(command, args, options = {}) {
  const { status } = spawnSync(command, args, { stdio: ["ignore", 2, 2], ...options });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ").slice(0, 200)} ended with ${status}`);
  }
}
