// Brings Nodes of other versions and processors: npm's packages ship the binaries, Debian's qemu runs those of arm64.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import * as path from "node:path";
import { installDebianPackages } from "../debian-program";
import { REPOSITORY } from "../e2e/workspace";
import type { NodeRelease } from "./cells";

/** Debian's packages that run arm64 programs here, and what shows that they are installed; Node 26 needs libatomic. */
const EMULATION = {
  packages: ["qemu-user-static", "libc6-arm64-cross", "libstdc++6-arm64-cross", "libatomic1-arm64-cross"],
  emulator: "/usr/bin/qemu-aarch64-static",
  libraries: "/usr/aarch64-linux-gnu",
  newest: "/usr/aarch64-linux-gnu/lib/libatomic.so.1",
} as const;

/** The command that is a Node of that release. Throws if it cannot be had on this machine. */
export function nodeOf({ architecture, version }: NodeRelease, cache: string): [string, ...string[]] {
  if (`${process.platform}-${process.arch}` !== "linux-x64") {
    throw new Error("the Nodes of the matrix are those of Linux on x64");
  }
  const binary = path.join(cache, `node-linux-${architecture}-${version}`);
  if (!existsSync(binary)) {
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(path.join(cache, "fetching-"));
    try {
      must("npm", ["pack", "--silent", `--pack-destination=${folder}`, `node-linux-${architecture}@${version}`]);
      const [archive] = readdirSync(folder) as [string];
      must("tar", ["-xzf", path.join(folder, archive), "-C", folder, "package/bin/node"]);
      renameSync(path.join(folder, "package", "bin", "node"), binary);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  if (architecture === "x64") {
    return [binary];
  }
  if (!existsSync(EMULATION.emulator) || !existsSync(EMULATION.newest)) {
    installDebianPackages(EMULATION.packages);
  }
  return [EMULATION.emulator, "-L", EMULATION.libraries, binary];
}

/** The command that is the Node of a Debian with a Node of today. Throws if it cannot be had on this machine. */
export function debianNode(cache: string): [string, ...string[]] {
  const root = path.join(cache, "debian-node");
  const node = path.join(root, "usr", "bin", "node");
  if (!existsSync(node)) {
    const script = '. "$0"; require_debian; install_missing mmdebstrap; bootstrap forky "$1" nodejs';
    must("bash", ["-euc", script, path.join(REPOSITORY, "testbed", "debian-root.sh"), root]);
  }
  const libraries = path.join(root, "usr", "lib", "x86_64-linux-gnu");
  // Parts of its standard library are files below /usr/share.
  const start = 'mount --bind "$0/usr/share" /usr/share && exec "$@"';
  const loader = [path.join(libraries, "ld-linux-x86-64.so.2"), "--library-path", libraries];
  return ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", start, root, ...loader, node];
}

function must(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status ?? error?.message}: ${stderr ?? ""}`.trim());
  }
}
