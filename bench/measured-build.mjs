// One `bazel build`, what it took, and the blobs of the image that it made.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";

/** Runs Bazel in a workspace and gives what it prints; throws when it fails. */
export function bazelIn(workspace, command) {
  return (args) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: workspace,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 0) {
      throw new Error(`bazel ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
    }
    return stdout;
  };
}

/**
 * Builds targets.
 *
 * @param {(args: string[]) => string} bazel
 * @param {string} workspace
 * @param {string[]} args Flags and targets.
 * @returns {{seconds: number, actions: number}} From the command's start to its end, and how many actions were executed.
 */
export function measuredBuild(bazel, workspace, args) {
  const file = path.join(workspace, "profile.json");
  const start = performance.now();
  bazel(["build", "--show_result=0", `--profile=${file}`, "--slim_profile=false", ...args]);
  const seconds = (performance.now() - start) / 1000;
  const { traceEvents } = JSON.parse(readFileSync(file, "utf8"));
  return { seconds, actions: traceEvents.filter(({ cat }) => cat === "action processing").length };
}

/** The files of a target's outputs, absolute paths. */
export function outputsOf(bazel, workspace, target, flags = []) {
  const root = bazel(["info", "execution_root"]).trim();
  return bazel(["cquery", ...flags, "--output=files", target])
    .split("\n")
    .filter((file) => file !== "")
    .map((file) => path.join(existsSync(path.join(root, file)) ? root : workspace, file));
}

/** The layers of an image layout: bytes by digest, in order. */
export function layersOf(layout) {
  const read = (digest) => JSON.parse(readFileSync(path.join(layout, "blobs", ...digest.split(":")), "utf8"));
  let document = JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8"));
  while (document.manifests !== undefined) {
    document = read(document.manifests[0].digest);
  }
  return new Map(document.layers.map(({ digest, size }) => [digest, size]));
}

/** Bytes of layers that are not among those of before. */
export function newBytes(layers, before) {
  return [...layers].reduce((sum, [digest, size]) => sum + (before.has(digest) ? 0 : size), 0);
}

/** Bytes that a file or what a link leads to has. */
export const sizeOf = (file) => statSync(file).size;
