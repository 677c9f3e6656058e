// Starts a benchmark again on the Node that the toolchain downloads by default, which most builds use.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const BENCH = path.dirname(fileURLToPath(import.meta.url));
const RELEASES = path.join(BENCH, "../bazel/private/node_releases.bzl");

/**
 * Returns on that Node, which npm brings. On any other it runs the program on that one and exits; where it cannot be had, it
 * says so and goes on with this Node.
 */
export function requireToolchainNode() {
  const wanted = /^NODE_VERSION = "(.+)"$/m.exec(readFileSync(RELEASES, "utf8"))[1];
  if (process.versions.node === wanted) {
    return;
  }
  const prefix = path.join(BENCH, ".wheels", `node-${wanted}`);
  const node = path.join(prefix, "node_modules", "node", "bin", "node");
  if (!existsSync(node)) {
    mkdirSync(prefix, { recursive: true });
    spawnSync("npm", ["install", "--prefix", prefix, "--no-save", `node@${wanted}`], { stdio: "ignore" });
  }
  if (!existsSync(node)) {
    console.error(`bench: Node ${wanted} cannot be had; this is ${process.versions.node}`);
    return;
  }
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: "inherit" });
  process.exit(status ?? 1);
}
