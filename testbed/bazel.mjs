// Finds or brings a Bazel for the demo and the tests, and makes a workspace ready for it.
//
// First choice: a `bazel` or `bazelisk` of this machine, then the npm package @bazel/bazelisk, when they can load the
// workspace's modules. Else: Debian's packages (provision-bazel.sh) with an offline registry of Debian's rule sets, or with
// a registry that the caller names.
// The choice is kept in WORKSPACE/.testbed/ and made again when that folder is removed.
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { debianModule } from "./debian-module.mjs";

const TESTBED = path.dirname(fileURLToPath(import.meta.url));
const REPOSITORY = path.dirname(TESTBED);

/** Written by provision-bazel.sh when it is done. */
const STAMP = path.join(
  process.env.PACKAGE_LAYERS_BAZEL_HOME ??
    path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "package_layers"),
  ".recipe",
);

/** Runs a command with its output on standard error; resolves to its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", 2, 2], ...options });
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? `signal ${signal}`));
  });
}

/** The commands that could be Bazel here, most wanted first. */
function candidates() {
  // npm puts node_modules/.bin before PATH, where `bazel` and `bazelisk` are one program.
  const bin = path.join(REPOSITORY, "node_modules", ".bin");
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== bin);
  const onPath = ["bazel", "bazelisk"].flatMap((name) =>
    folders
      .map((folder) => path.join(folder, name))
      .filter((file) => existsSync(file))
      .slice(0, 1),
  );
  return [...onPath, path.join(bin, "bazelisk")].filter((file) => existsSync(file));
}

/**
 * Makes a Bazel workspace buildable on this machine.
 *
 * With Debian's rule sets its MODULE.bazel is replaced by MODULE.debian.bazel where there is one, and else rewritten for
 * them: give a copy of the workspace. (This repository's own works with them as it is.)
 *
 * @param {string} workspace Folder of the MODULE.bazel; gets `.testbed/bazelrc`, which its .bazelrc try-imports.
 * @param {(line: string) => void} log Told of each long step.
 * @param {string} [registry] URL of a registry with all modules that the workspace needs, `default` for the one that Bazel
 *   itself uses, or `debian` for Debian's rule sets; without it, the default one where it can be had, else Debian's.
 * @returns {Promise<string>} The command to run as Bazel.
 */
export async function prepareBazel(workspace, log, registry) {
  const state = path.join(workspace, ".testbed");
  const chosen = path.join(state, "bazel");
  if (existsSync(chosen)) {
    const command = readFileSync(chosen, "utf8");
    if (spawnSync(command, ["--version"], { cwd: workspace }).status === 0) {
      return command;
    }
  }
  rmSync(state, { recursive: true, force: true });
  mkdirSync(state, { recursive: true });
  const bazelrc = path.join(state, "bazelrc");
  const isUrl = ![undefined, "default", "debian"].includes(registry);
  writeFileSync(bazelrc, isUrl ? `common --registry=${registry}\n` : "");
  // Once Debian's Bazel is here, nothing else was to be had; trying again takes half a minute for each workspace.
  for (const command of existsSync(STAMP) || registry === "debian" ? [] : candidates()) {
    log(`trying ${command}`);
    const tried = spawnSync(command, ["mod", "graph"], { cwd: workspace, encoding: "utf8", timeout: 300_000 });
    if (tried.status === 0) {
      writeFileSync(chosen, command);
      return command;
    }
    log(`  does not serve here: ${(tried.stderr || String(tried.error)).trim().split("\n").at(-1)}`);
  }
  if (!existsSync(STAMP)) {
    log("taking Bazel from Debian's packages (two minutes, 3 GiB)");
  }
  const provisioned = spawnSync("bash", [path.join(TESTBED, "provision-bazel.sh")], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", 2],
  });
  if (provisioned.status !== 0) {
    throw new Error("no Bazel can be had here: see the lines above; install bazelisk, or run as root on Debian");
  }
  const command = provisioned.stdout.trim().split("\n").at(-1);
  if (!isUrl) {
    layOutDebianRegistry(workspace, state);
  } else {
    appendFileSync(bazelrc, "common --lockfile_mode=off\ncommon --noenable_workspace\n");
  }
  appendFileSync(bazelrc, `common --repo_env=PACKAGE_LAYERS_NODE=${process.execPath}\n`);
  // A Node of the Linux distribution has its zlib. Nothing here compares bytes with those of other machines.
  appendFileSync(bazelrc, "common --repo_env=PACKAGE_LAYERS_SHARED_ZLIB=allow\n");
  writeFileSync(chosen, command);
  return command;
}

/** Writes the registry of Debian's rule sets and the bazelrc that makes a build use it alone. */
function layOutDebianRegistry(workspace, state) {
  if (workspace !== REPOSITORY) {
    const module = path.join(workspace, "MODULE.bazel");
    const forDebian = path.join(workspace, "MODULE.debian.bazel");
    const text = existsSync(forDebian) ? readFileSync(forDebian, "utf8") : debianModule(readFileSync(module, "utf8"));
    writeFileSync(module, text);
  }
  const modules = [...new Set([workspace, REPOSITORY])].map((folder) => path.join(folder, "MODULE.bazel"));
  const { status } = spawnSync("python3", [path.join(TESTBED, "make-registry.py"), state, ...modules], {
    stdio: ["ignore", "ignore", 2],
  });
  if (status !== 0) {
    throw new Error("the offline registry cannot be laid out: see the lines above");
  }
}

// usage: node testbed/bazel.mjs WORKSPACE [REGISTRY]; prints the command to run as Bazel there.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [workspace, registry] = process.argv.slice(2);
  const log = (line) => process.stderr.write(`bazel: ${line}\n`);
  process.stdout.write(await prepareBazel(path.resolve(workspace), log, registry));
}
