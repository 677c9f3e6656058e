// Every way to make one compressed tar of a package that the bench compares, as the command to be measured.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const REPOSITORY = path.dirname(path.dirname(FOLDER));
const WORKER = path.join(REPOSITORY, "bazel", "worker", "worker.cjs");

/** Where testbed/provision-bazel.sh puts Debian's tools. */
const PROVISIONED =
  process.env.PACKAGE_LAYERS_BAZEL_HOME ??
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "package_layers");

/** The Node for zstd where this one has none; newer ones of its line have it. */
const ZSTD_NODE = "24.15.0";

function onPath(name) {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), path.join(PROVISIONED, "bin")];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Installs a Debian package where that can be done, for a contender that is not on this machine. */
function fromDebian(program, debianPackage) {
  if (onPath(program) === undefined && process.getuid?.() === 0 && onPath("apt-get") !== undefined) {
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", debianPackage], { stdio: "ignore" });
  }
  return onPath(program);
}

function nodeWithZstd(cache) {
  if (process.versions.node.localeCompare("22.15.0", "en", { numeric: true }) >= 0) {
    return process.execPath;
  }
  const prefix = path.join(cache, "node");
  const node = path.join(prefix, "node_modules", "node", "bin", "node");
  if (!existsSync(node)) {
    mkdirSync(prefix, { recursive: true });
    spawnSync("npm", ["install", "--prefix", prefix, "--no-save", `node@${ZSTD_NODE}`], { stdio: "ignore" });
  }
  return existsSync(node) ? node : undefined;
}

/** One request in a process of its own, so that Node's start counts too. */
function ours(node, compression, useWheel) {
  return ({ name, folder, wheel, output }) => {
    const flags = path.join(path.dirname(output), "layer.params");
    const lines = [
      "layer",
      "--kind=package",
      `--name=${name}`,
      `--tree=app.runfiles/${name}\t${folder}`,
      ...(useWheel ? [`--wheel=${wheel}`] : []),
      `--compression=${compression}`,
      "--level=-1",
      "--mtime=0",
      "--owner=0:0",
      "--root=",
      "--merge-limit=33554432",
      `--blob=${output}`,
      `--descriptor=${output}.json`,
      `--mergeable=${output}.mergeable`,
    ];
    writeFileSync(flags, `${lines.join("\n")}\n`);
    return [node, WORKER, `@${flags}`];
  };
}

/**
 * @param {string} cache Folder for what has to be installed.
 * @returns {{name: string, description: string, command?: Function}[]} Without `command` it cannot be had here.
 */
export function contenders(cache) {
  const zstdNode = nodeWithZstd(cache);
  const bsdtar = onPath("bsdtar");
  const pigz = fromDebian("pigz", "pigz");
  const zstd = onPath("zstd");
  const buildTar = [
    path.join(PROVISIONED, "forky", "usr", "share", "bazel", "rules", "pkg", "pkg", "private", "tar", "build_tar.py"),
  ].find((file) => existsSync(file));
  const shell = (script) => (job) => ["sh", "-c", script, job.folder, job.output];
  const all = [
    [
      "carry-over",
      "package_layers with the wheel: compressed files carried over",
      ours(process.execPath, "gzip", true),
    ],
    ["gzip", "package_layers without the wheel, zlib level 6", ours(process.execPath, "gzip", false)],
    ["zstd", "package_layers, zstd level 3", zstdNode && ours(zstdNode, "zstd", false)],
    [
      "bsdtar-gzip",
      "`bsdtar -z`, no digest",
      bsdtar && (({ folder, output }) => [bsdtar, "-czf", output, "-C", folder, "."]),
    ],
    ["gnutar-gzip", "`tar | gzip`, no digest", onPath("gzip") && shell('tar -cf - -C "$0" . | gzip -n > "$1"')],
    ["pigz", "`tar | pigz`, all cores, no digest", pigz && shell('tar -cf - -C "$0" . | pigz -n > "$1"')],
    [
      "bsdtar-zstd",
      "`bsdtar --zstd` level 3, no digest",
      bsdtar &&
        (({ folder, output }) => [
          bsdtar,
          "--zstd",
          "--options",
          "zstd:compression-level=3",
          "-cf",
          output,
          "-C",
          folder,
          ".",
        ]),
    ],
    [
      "gnutar-zstd",
      "`tar | zstd -T0` level 3, all cores, no digest",
      zstd && shell('tar -cf - -C "$0" . | zstd -q -T0 -3 > "$1"'),
    ],
    [
      "rules_pkg",
      "rules_pkg's build_tar.py, gzip, no digest",
      buildTar &&
        (({ name, folder, output }) => {
          const manifest = path.join(path.dirname(output), "manifest.json");
          const entry = {
            type: "tree",
            dest: name,
            src: folder,
            mode: "0755",
            user: null,
            group: null,
          };
          writeFileSync(manifest, JSON.stringify([entry]));
          const imports = `import sys; sys.path.insert(0, ${JSON.stringify(path.resolve(buildTar, "../../../.."))}); sys.argv = sys.argv[1:]; import runpy; runpy.run_path(sys.argv[0], run_name="__main__")`;
          return [
            "python3",
            "-c",
            imports,
            buildTar,
            `--output=${output}`,
            "--compression=gz",
            "--directory=/",
            `--manifest=${manifest}`,
            "--mode=",
          ];
        }),
    ],
    [
      "limit",
      "reading the files and the wheel, two SHA-256 by OpenSSL, one thread",
      ({ folder, wheel }) => ["python3", path.join(FOLDER, "limit.py"), folder, wheel],
    ],
  ];
  return all.map(([name, description, command]) => ({ name, description, command: command || undefined }));
}
