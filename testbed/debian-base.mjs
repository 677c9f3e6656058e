// Makes a base image from Debian packages with the machine's own Python, as an OCI image layout: Debian's minimal system with
// python3, as one layer. Made once per machine; needs Debian and root.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const TESTBED = path.dirname(fileURLToPath(import.meta.url));
const CACHE =
  process.env.PACKAGE_LAYERS_BAZEL_HOME ??
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "package_layers");

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) {
    throw new Error(`${command} ended with ${status ?? error}: ${`${stdout}\n${stderr}`.trim().split("\n").at(-1)}`);
  }
}

/**
 * The layout's folder.
 *
 * @returns {string}
 * @throws Error with the reason when this machine cannot make it
 */
function debianBase() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const suite = /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1];
  if (suite === undefined || !/^ID=debian$/m.test(release) || process.getuid?.() !== 0) {
    throw new Error("a base image from Debian packages needs Debian and root");
  }
  const layout = path.join(CACHE, `base-${suite}`);
  if (existsSync(layout)) {
    return layout;
  }
  run("bash", ["-c", 'source "$0" && install_missing mmdebstrap', path.join(TESTBED, "debian-root.sh")]);
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
  const put = (bytes) => {
    const digest = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(path.join(folder, "blobs", "sha256", digest), bytes);
    return { digest: `sha256:${digest}`, size: bytes.length };
  };
  const json = (value) => Buffer.from(JSON.stringify(value));
  const layer = put(gzipSync(tar, { level: 1 }));
  const config = put(
    json({
      architecture: { x64: "amd64", arm64: "arm64" }[process.arch],
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
  return layout;
}

/** Gives a finished folder its name; a folder that another process has put there meanwhile is as good. */
function putInPlace(folder, target) {
  try {
    renameSync(folder, target);
  } catch (error) {
    if (!existsSync(target)) {
      throw error;
    }
    rmSync(folder, { recursive: true });
  }
}

// usage: node testbed/debian-base.mjs; prints the layout's folder, or why there is none.
try {
  process.stdout.write(debianBase());
} catch (error) {
  process.stderr.write(error.message);
  process.exitCode = 1;
}
