// Programs of Debian's packages that a test works with.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Two clones may be tested at the same time, and apt-get does not wait for another one that reads the lists. */
const APT_GET = ["/var/lock/package-layers-apt", "apt-get", "-oDPkg::Lock::Timeout=600"];

/** Installs packages; whether they are all there afterwards. Needs root. */
export function installDebianPackages(packages: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const aptGet = (...args: string[]) =>
    spawnSync("flock", [...APT_GET, ...args], { env, stdio: ["ignore", "ignore", "inherit"] }).status === 0;
  aptGet("update", "-qq");
  return aptGet("install", "-y", "-qq", "--no-install-recommends", ...packages);
}

/** The path of a program, its package installed where it is missing and may be; undefined if it cannot be had. */
export function debianProgram(program: string, debianPackage: string): string | undefined {
  if (!existsSync(program) && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    installDebianPackages([debianPackage]);
  }
  return existsSync(program) ? program : undefined;
}
