// The programs of others that read, push and unpack images in tests.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { saySkipped } from "../say-skipped";
import { run } from "./base-image";
import { CACHE, REPOSITORY } from "./workspace";

/**
 * The path of one of Debian's OCI tools (crane, skopeo, umoci, docker-registry, bsdtar). They come with Debian's Bazel;
 * where the tests use another Bazel they are brought here. Throws with the reason when they cannot be had.
 */
export function ociTool(name: string): string {
  const file = path.join(CACHE, "bin", name);
  if (!existsSync(file)) {
    run("bash", [path.join(REPOSITORY, "testbed", "provision-bazel.sh")]);
  }
  return file;
}

/** The path of a program that was brought here before or is on PATH. */
export function programHere(name: string): string | undefined {
  const folders = [path.join(CACHE, "bin"), ...(process.env.PATH ?? "").split(path.delimiter)];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/**
 * The path of regctl, which rules_oci works with; this machine's Go builds it where there is none.
 *
 * @returns undefined with a line on standard error when this machine cannot have it.
 */
export function regctl(): string | undefined {
  if (programHere("regctl") === undefined) {
    const source = "github.com/regclient/regclient/cmd/regctl@v0.11.7";
    const env = { ...process.env, GOBIN: path.join(CACHE, "bin") };
    if (spawnSync("go", ["install", source], { env, stdio: "ignore" }).status !== 0) {
      saySkipped("rules_oci needs regctl, and it is neither on PATH nor can Go build it here");
    }
  }
  return programHere("regctl");
}

/**
 * The path of a Go program of this folder, which this machine's Go builds with the modules that its go.sum names.
 *
 * @param options cgo: whether it has parts in C, for which a compiler and libraries have to be here.
 * @returns undefined with a line on standard error when this machine cannot have it.
 */
export function goProgram(name: string, { cgo = false } = {}): string | undefined {
  const program = path.join(CACHE, "bin", name);
  const source = path.join(REPOSITORY, "test", "e2e", name);
  const build = ["build", "-C", source, "-mod=readonly", "-trimpath", "-buildvcs=false", "-o", program, "."];
  const built = spawnSync("go", build, { env: { ...process.env, CGO_ENABLED: cgo ? "1" : "0" }, encoding: "utf8" });
  if (built.status === 0) {
    return program;
  }
  const reason = built.error?.message ?? built.stderr.trim().split("\n").at(-1);
  console.error(`skipped: ${name} needs Go and its module proxy: ${reason}`);
  return undefined;
}

/** The path of zot, a registry; undefined, with a line that says so, where it is not here. Go takes minutes to build it. */
export function zot(): string | undefined {
  const program = programHere("zot");
  if (program === undefined) {
    saySkipped("pushing to zot needs zot, and it is not on PATH");
  }
  return program;
}

/**
 * The path of rules_img's img; this machine's Go builds it, with the versions that its authors locked, where there is none.
 *
 * @returns undefined with a line on standard error when this machine cannot have it.
 */
export function img(): string | undefined {
  if (programHere("img") === undefined) {
    const module = "github.com/bazel-contrib/rules_img/img_tool@v0.3.19";
    const downloaded = spawnSync("go", ["mod", "download", "-json", module], { encoding: "utf8" });
    const folder = downloaded.status === 0 ? (JSON.parse(downloaded.stdout).Dir as string) : undefined;
    const build = (source: string) => ["build", "-C", source, "-o", path.join(CACHE, "bin", "img"), "./cmd/img"];
    if (folder === undefined || spawnSync("go", build(folder), { stdio: "ignore" }).status !== 0) {
      saySkipped("rules_img needs img, and it is neither on PATH nor can Go build it here");
    }
  }
  return programHere("img");
}
