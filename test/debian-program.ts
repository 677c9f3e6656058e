// Programs of Debian's packages that a test works with.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** The path of a program, its package installed where it is missing and may be; undefined if it cannot be had. */
export function debianProgram(program: string, debianPackage: string): string | undefined {
  if (!existsSync(program) && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", debianPackage],
    ]) {
      spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] });
    }
  }
  return existsSync(program) ? program : undefined;
}
