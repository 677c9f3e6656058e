// The arguments by which the worker makes one layer, as the aspect gives them.
import * as path from "node:path";
import { fileURLToPath } from "node:url";

/** How actions start Node on the bundle (bazel/private/worker_action.bzl). */
export const NODE_FLAGS = ["--max-semi-space-size=1"];

export const WORKER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../bazel/worker/worker.cjs");

/**
 * @param {{name: string, folder: string, wheel?: string, output: string}} job The outputs are `output`, `output.json` and
 * `output.mergeable`; without a wheel everything is compressed.
 * @param {"gzip" | "zstd" | "none"} compression
 */
export function layerRequest({ name, folder, wheel, output }, compression) {
  return [
    "layer",
    "--kind=package",
    `--name=${name}`,
    `--tree=app.runfiles/${name}/site-packages\t${folder}`,
    ...(wheel === undefined ? [] : [`--wheel=${wheel}`]),
    `--compression=${compression}`,
    "--level=-1",
    "--mtime=0",
    "--owner=0:0",
    "--root=",
    `--merge-limit=${32 << 20}`,
    `--blob=${output}`,
    `--descriptor=${output}.json`,
    `--mergeable=${output}.mergeable`,
  ];
}
