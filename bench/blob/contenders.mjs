// Every way to make one compressed tar of a package that the bench compares, as the command to be measured.
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import * as zlib from "node:zlib";
import { layerRequest, NODE_FLAGS, WORKER } from "./layer-request.mjs";
import { fromDebian, fromGo, PROVISIONED, PYTHON } from "./tools.mjs";

const FOLDER = path.dirname(fileURLToPath(import.meta.url));

/** Whether this Node has zstd. */
export const hasZstd = zlib.createZstdCompress !== undefined;

/** One request in a process of its own, so that Node's start counts too. */
export function ours(compression, useWheel) {
  return (job) => {
    const flags = `${job.output}.params`;
    const { wheel, ...files } = job;
    writeFileSync(flags, `${layerRequest(useWheel ? { ...files, wheel } : files, compression).join("\n")}\n`);
    return [process.execPath, ...NODE_FLAGS, WORKER, `@${flags}`];
  };
}

/** A shell command whose $0 is the folder and $1 the output. */
const shell = (script) => (job) => ["sh", "-c", script, job.folder, job.output];

function rulesPkg(buildTar) {
  return ({ name, folder, output }) => {
    const manifest = `${output}.manifest`;
    writeFileSync(
      manifest,
      JSON.stringify([{ type: "tree", dest: name, src: folder, mode: "0755", user: null, group: null }]),
    );
    const library = path.resolve(buildTar, "../../../..");
    const start = `import sys, runpy; sys.path.insert(0, ${JSON.stringify(library)}); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name="__main__")`;
    const flags = [`--output=${output}`, "--compression=gz", "--directory=/", `--manifest=${manifest}`, "--mode="];
    return [PYTHON, "-c", start, buildTar, ...flags];
  };
}

function rulesImg(img) {
  return ({ name, folder, output }) => {
    const list = `${output}.files`;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const lines = files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return `${name}/${path.relative(folder, file)}\0f${file}\n`;
    });
    writeFileSync(list, lines.join(""));
    const flags = ["--format=gzip", `--metadata=${output}.metadata`, "--compressor-jobs=nproc"];
    return [img, "layer", `--add-from-file=${list}`, ...flags, output];
  };
}

/**
 * @param {string} cache Folder for what has to be installed.
 * @returns {{name: string, description: string, command?: Function, isSlow: boolean}[]} Without `command` it cannot be had
 * here; one that is slow takes longer than all others together.
 */
export function contenders(cache) {
  const bsdtar = fromDebian("bsdtar", "libarchive-tools");
  const pigz = fromDebian("pigz", "pigz");
  const zstd = fromDebian("zstd", "zstd");
  const img = fromGo("img", "github.com/bazel-contrib/rules_img/img_tool@v0.3.19", "./cmd/img", cache);
  const buildTar = path.join(PROVISIONED, "forky/usr/share/bazel/rules/pkg/pkg/private/tar/build_tar.py");
  const withBsdtar = (flags) => bsdtar && ((job) => [bsdtar, ...flags, "-cf", job.output, "-C", job.folder, "."]);
  const all = [
    ["carry-over", "package_layers with the wheel: compressed files carried over; both digests", ours("gzip", true)],
    ["gzip", "package_layers without the wheel, zlib level 5, all cores; both digests", ours("gzip", false)],
    ["zstd", "package_layers, zstd level 3, all cores; both digests", hasZstd && ours("zstd", false)],
    ["bsdtar-gzip", "`bsdtar -z`, which is what bazel-lib's tar rule runs; no digest", withBsdtar(["-z"])],
    ["gnutar-gzip", "GNU `tar | gzip`; no digest", shell('tar -cf - -C "$0" . | gzip -n > "$1"')],
    ["pigz", "GNU `tar | pigz`, all cores; no digest", pigz && shell('tar -cf - -C "$0" . | pigz -n > "$1"')],
    [
      "bsdtar-zstd",
      "`bsdtar --zstd`, level 3; no digest",
      withBsdtar(["--zstd", "--options=zstd:compression-level=3"]),
    ],
    [
      "gnutar-zstd",
      "GNU `tar | zstd -T0`, level 3, all cores; no digest",
      zstd && shell('tar -cf - -C "$0" . | zstd -q -T0 -3 > "$1"'),
    ],
    ["rules_pkg", "rules_pkg's build_tar.py, gzip; no digest", existsSync(buildTar) && rulesPkg(buildTar)],
    ["rules_img", "rules_img's `img layer`, gzip by pgzip, all cores; both digests", img && rulesImg(img)],
    [
      "limit",
      "reading the files and the wheel and two SHA-256, by OpenSSL on one thread",
      ({ folder, wheel }) => [PYTHON, path.join(FOLDER, "limit.py"), folder, wheel],
    ],
  ];
  return all.map(([name, description, command]) => ({
    name,
    description,
    command: command || undefined,
    isSlow: name === "rules_pkg",
  }));
}
