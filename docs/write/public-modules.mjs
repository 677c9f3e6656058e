// The public symbols with their docstrings, as Bazel's starlark_doc_extract reads them.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const FILES = ["defs", "extensions", "node_toolchain", "providers", "rules_img", "wheel_index"];

/** The names of rules_img's providers.bzl that img_layers.bzl loads. */
const RULES_IMG = `LayersInfo = provider(doc = "", fields = ["layers"])
SINGLE_LAYER_FIELDS = []
SingleLayerInfo = provider(doc = "", fields = [])
`;

/**
 * @param {string} repository
 * @param {string} bazel The command.
 * @returns {Map<string, Buffer>} A stardoc_output.ModuleInfo of Bazel's by the name of each public .bzl file.
 */
export function publicModules(repository, bazel) {
  const standIn = mkdtempSync(path.join(tmpdir(), "package-layers-rules-img-"));
  try {
    for (const [name, content] of [
      ["MODULE.bazel", ""],
      ["BUILD.bazel", 'exports_files(["providers.bzl"])\n'],
      ["providers.bzl", RULES_IMG],
    ]) {
      writeFileSync(path.join(standIn, name), content);
    }
    const version = Number(/\d+/.exec(spawnSync(bazel, ["--version"], { cwd: repository, encoding: "utf8" }).stdout));
    const rulesImg = version < 8 ? "_main~rules_img~package_layers_rules_img" : "+rules_img+package_layers_rules_img";
    const flags = ["--symlink_prefix=/", `--override_repository=${rulesImg}=${standIn}`];
    const targets = FILES.map((name) => `//docs/write:${name}`);
    run(bazel, ["build", ...flags, ...targets], repository);
    const [output] = run(bazel, ["info", ...flags, "bazel-bin"], repository)
      .trim()
      .split("\n");
    return new Map(
      FILES.map((name) => [name, readFileSync(path.join(output, "docs", "write", `${name}.binaryproto`))]),
    );
  } finally {
    rmSync(standIn, { recursive: true });
  }
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stderr}`);
  }
  return stdout;
}
