// A base image from Debian packages with the Python that the wheels were chosen for, as an OCI image layout.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { installDebianPackages } from "../debian-program";
import { saySkipped } from "../say-skipped";
import { CACHE } from "./workspace";

/** Runs a program and gives its output; throws with all that it said when it fails. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...options,
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status ?? error}\n${stdout}\n${stderr}`);
  }
  return stdout;
}

function installMmdebstrap(): void {
  if (spawnSync("mmdebstrap", ["--version"]).status !== 0) {
    installDebianPackages(["mmdebstrap"]);
  }
}

/**
 * The layout's folder, made once per machine: Debian's minimal system with python3, as one layer.
 *
 * @returns undefined with a line on standard error when this machine cannot make it.
 */
export function debianBase(): string | undefined {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const suite = /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1];
  if (suite === undefined || !/^ID=debian$/m.test(release) || process.getuid?.() !== 0) {
    saySkipped("a base image from Debian packages needs Debian and root");
    return undefined;
  }
  const layout = path.join(CACHE, `base-${suite}`);
  if (!existsSync(layout)) {
    installMmdebstrap();
    const folder = `${layout}.${process.pid}.partial`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(path.join(folder, "blobs", "sha256"), { recursive: true });
    const tarFile = path.join(folder, "base.tar");
    run("mmdebstrap", [
      "--quiet",
      "--mode=root",
      "--variant=minbase",
      "--include=python3-minimal,libpython3-stdlib,libexpat1,libstdc++6",
      "--dpkgopt=path-exclude=/usr/share/doc/*",
      suite,
      tarFile,
    ]);
    const tar = readFileSync(tarFile);
    rmSync(tarFile);
    const put = (bytes: Buffer) => {
      const digest = createHash("sha256").update(bytes).digest("hex");
      writeFileSync(path.join(folder, "blobs", "sha256", digest), bytes);
      return { digest: `sha256:${digest}`, size: bytes.length };
    };
    const json = (value: unknown) => Buffer.from(JSON.stringify(value));
    const layer = put(gzipSync(tar, { level: 1 }));
    const config = put(
      json({
        architecture: { x64: "amd64", arm64: "arm64" }[process.arch as string],
        os: "linux",
        config: { Env: ["PATH=/usr/bin:/bin"], Cmd: ["python3"] },
        rootfs: { type: "layers", diff_ids: [`sha256:${createHash("sha256").update(tar).digest("hex")}`] },
        history: [{ created_by: "mmdebstrap" }],
      }),
    );
    const manifestType = "application/vnd.oci.image.manifest.v1+json";
    const manifest = put(
      json({
        schemaVersion: 2,
        mediaType: manifestType,
        config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
        layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", ...layer }],
      }),
    );
    writeFileSync(path.join(folder, "oci-layout"), json({ imageLayoutVersion: "1.0.0" }));
    writeFileSync(
      path.join(folder, "index.json"),
      json({ schemaVersion: 2, manifests: [{ mediaType: manifestType, ...manifest }] }),
    );
    putInPlace(folder, layout);
  }
  return layout;
}

/** Gives a finished folder its name; a folder that another process has put there meanwhile is as good. */
function putInPlace(folder: string, target: string): void {
  try {
    renameSync(folder, target);
  } catch (error) {
    if (!existsSync(target)) {
      throw error;
    }
    rmSync(folder, { recursive: true });
  }
}

/** Puts one layer more onto the only image of a layout, as `FROM` and `COPY` do. */
export function addLayer(layout: string, tar: Buffer): void {
  const blob = (digest: string) => path.join(layout, "blobs", ...digest.split(":"));
  const read = (digest: string) => JSON.parse(readFileSync(blob(digest), "utf8"));
  const put = (bytes: Buffer) => {
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    writeFileSync(blob(digest), bytes);
    return { digest, size: bytes.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const index = JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8"));
  const [image] = index.manifests;
  const manifest = read(image.digest);
  const config = read(manifest.config.digest);
  config.rootfs.diff_ids.push(`sha256:${createHash("sha256").update(tar).digest("hex")}`);
  manifest.layers.push({ ...manifest.layers[0], ...put(gzipSync(tar)) });
  Object.assign(manifest.config, put(json(config)));
  Object.assign(image, put(json(manifest)));
  writeFileSync(path.join(layout, "index.json"), json(index));
}
