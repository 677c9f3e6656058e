// Where the worker's Node comes from: downloaded and checked, a path of the machine, or a toolchain of the user's own.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Workspace } from "./workspace";

const VERSION = "99.1.2";
const PLATFORM = `${process.platform}-${process.arch}`;
const PLATFORMS = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"];
const endingOf = (platform: string) => (platform.startsWith("darwin") ? ".tar.gz" : ".tar.xz");
const ENDING = endingOf(PLATFORM);
const nameOf = (platform: string) => `node-v${VERSION}-${platform}`;
const NAME = nameOf(PLATFORM);
const HELP = ["run", "@package_layers//bazel:worker", "--repo_env=PACKAGE_LAYERS_NODE=", "--", "--help"];

let workspace: Workspace;
let module_: string;
let server: Server;
let baseUrl: string;
let archive: Buffer;
/** By URL path. */
const archives = new Map<string, Buffer>();
const asked: string[] = [];

beforeAll(async () => {
  // Named like releases, but this machine's Node is what they start, after a line that proves which one ran.
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-node-"));
  for (const platform of PLATFORMS) {
    const name = nameOf(platform);
    const bin = path.join(folder, name, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(
      path.join(bin, "node"),
      `#!/bin/sh\necho "the downloaded node" >&2\nexec '${process.execPath}' "$@"\n`,
      { mode: 0o755 },
    );
    const file = path.join(folder, name + endingOf(platform));
    expect(spawnSync("tar", ["--auto-compress", "-C", folder, "-cf", file, name]).status).toBe(0);
    archives.set(`/dist/v${VERSION}/${name}${endingOf(platform)}`, readFileSync(file));
  }
  archive = archives.get(`/dist/v${VERSION}/${NAME}${ENDING}`)!;
  rmSync(folder, { recursive: true });

  server = createServer((request, response) => {
    asked.push(request.url!);
    const found = archives.get(request.url!);
    response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dist`;

  workspace = Workspace.create("test/e2e/node-toolchain", "node-toolchain");
  module_ = workspace.read("MODULE.bazel");
});

afterAll(() => {
  server.close();
  workspace.bazel(["shutdown"]);
});

/** Makes TAG the root module's choice and asks the worker for its help. */
async function withTag(tag: string, flags: readonly string[] = []): Promise<{ status: number | null; output: string }> {
  workspace.write(
    "MODULE.bazel",
    `${module_}\nnode = use_extension("@package_layers//bazel:extensions.bzl", "node")\n${tag}\n`,
  );
  return workspace.bazelBeside([HELP[0]!, ...flags, ...HELP.slice(1)]);
}

function download(version: string, checksums: Record<string, string>): string {
  return `node.download(version = "${version}", base_url = "${baseUrl}", sha256 = ${JSON.stringify(checksums)})`;
}

const checksumOf = (data: Buffer) => createHash("sha256").update(data).digest("hex");
const checksum = () => checksumOf(archive);

test("a release is downloaded from the base URL and runs the worker", async () => {
  const { status, output } = await withTag(download(VERSION, { [PLATFORM]: checksum() }));
  expect(output).toContain("the downloaded node");
  expect(output).toContain("merge-layers");
  expect(status).toBe(0);
  expect(asked).toEqual([`/dist/v${VERSION}/${NAME}${ENDING}`]);
});

test("an archive with another checksum is refused", async () => {
  const { status, output } = await withTag(download(VERSION, { [PLATFORM]: "0".repeat(64) }));
  expect(status).not.toBe(0);
  expect(output).toContain("package_layers: the worker's Node cannot be fetched from");
  expect(output).toContain(`Checksum was ${checksum()} but wanted ${"0".repeat(64)}`);
});

test("the pinned release is asked for below the base URL", async () => {
  asked.length = 0;
  const { status, output } = await withTag(`node.download(base_url = "${baseUrl}")`);
  expect(status).not.toBe(0);
  expect(output).toContain("node.local(path = ");
  expect(asked[0]).toMatch(new RegExp(`^/dist/v\\d+\\.\\d+\\.\\d+/node-v\\d+\\.\\d+\\.\\d+-${PLATFORM}\\.tar\\.`));
});

test("a path of the machine", async () => {
  const { status, output } = await withTag(`node.local(path = "${process.execPath}")`);
  expect(output).not.toContain("the downloaded node");
  expect(output).toContain("merge-layers");
  expect(status).toBe(0);
});

test("a Node with the system's zlib is refused, unless it is explicitly allowed", async () => {
  // As Debian's own answers; all else it leaves to this machine's.
  workspace.write(
    "debian-node",
    `#!/bin/sh\nif [ "$1" = -p ]; then echo true; exit; fi\nexec '${process.execPath}' "$@"\n`,
    0o755,
  );
  const local = `node.local(path = "${path.join(workspace.folder, "debian-node")}"`;
  const refused = await withTag(`${local})`, ["--repo_env=PACKAGE_LAYERS_SHARED_ZLIB="]);
  expect(refused.status).not.toBe(0);
  expect(refused.output).toContain("this Node compresses with the system's zlib");
  expect(refused.output).toContain("allow_shared_zlib = True");
  const allowed = await withTag(`${local}, allow_shared_zlib = True)`, ["--repo_env=PACKAGE_LAYERS_SHARED_ZLIB="]);
  expect(allowed.output).toContain("merge-layers");
  expect(allowed.status).toBe(0);
}, 300_000);

test.each([
  ["another version without checksums", `node.download(version = "${VERSION}")`, "needs sha256"],
  [
    "a platform that Node does not have",
    download(VERSION, { "plan9-x64": "0" }),
    "does not know the platform plan9-x64",
  ],
  ["a path that does not exist", 'node.local(path = "/nowhere/node")', "there is no such file"],
  ["a relative path", 'node.local(path = "bin/node")', "needs an absolute path"],
  ["two choices", `node.local(path = "/a")\nnode.local(path = "/b")`, "keep one `node.local` or `node.download`"],
])("%s: the error says what to do", async (_, tag, message) => {
  const { status, output } = await withTag(tag);
  expect(status).not.toBe(0);
  expect(output).toContain(message);
});

describe("which Node, by the platform that it runs on", () => {
  const MAC = "--host_platform=//:macos_aarch64";
  const INTEL_MAC = "--host_platform=//:macos_x86_64";
  const LINUX = "--host_platform=//:linux_x86_64";
  const REMOTE_LINUX = "--extra_execution_platforms=//:linux_x86_64";
  const FOR_LINUX = "--platforms=//:linux_aarch64";

  beforeAll(() => {
    const checksums = PLATFORMS.map((platform) => [
      platform,
      checksumOf(archives.get(`/dist/v${VERSION}/${nameOf(platform)}${endingOf(platform)}`)!),
    ]);
    const tag = download(VERSION, Object.fromEntries(checksums));
    workspace.write(
      "MODULE.bazel",
      `${module_}\nnode = use_extension("@package_layers//bazel:extensions.bzl", "node")\n${tag}\n`,
    );
  });

  /** The platforms of the Nodes that Bazel's answer names. */
  const nodesIn = (answer: string) => [
    ...new Set([...answer.matchAll(/package_layers_node_(\w+)\/node/g)].map(([, name]) => name)),
  ];

  test.each([
    ["a Mac", "image", [MAC, FOR_LINUX], "darwin_arm64"],
    ["a Mac, the platform named in the image alone", "image", [MAC], "darwin_arm64"],
    ["a Mac with an Intel processor", "image", [INTEL_MAC], "darwin_x64"],
    ["Linux", "image", [LINUX], "linux_x64"],
    ["a Mac whose actions run on Linux", "image", [MAC, REMOTE_LINUX], "linux_x64"],
    [
      "Linux whose second execution platform is a Mac, which the image asks for",
      "made_on_a_mac",
      [LINUX, `${REMOTE_LINUX},//:macos_aarch64`],
      "darwin_arm64",
    ],
  ])("actions: on %s", async (_, image, flags, node) => {
    const action = `mnemonic("ImageLayout", //:${image})`;
    const { status, output } = await workspace.bazelBeside([
      "aquery",
      "--repo_env=PACKAGE_LAYERS_NODE=",
      ...flags,
      action,
    ]);
    expect([status, nodesIn(output)]).toEqual([0, [node]]);
  });

  test.each([
    ["a Mac", [MAC], "darwin_arm64"],
    ["a Mac that builds for Linux", [MAC, FOR_LINUX], "darwin_arm64"],
    ["a Mac whose actions run on Linux", [MAC, REMOTE_LINUX, FOR_LINUX], "darwin_arm64"],
    ["Linux that builds for another processor", [LINUX, FOR_LINUX], "linux_x64"],
  ])("programs that bazel run starts: on %s", async (_, flags, node) => {
    const { status, output } = await workspace.bazelBeside([
      "cquery",
      "--repo_env=PACKAGE_LAYERS_NODE=",
      ...flags,
      "--output=starlark",
      "--starlark:expr=[file.path for file in target.default_runfiles.files.to_list()]",
      "set(//:image.load //:image.lock //:image.plan //:image.push)",
    ]);
    expect([status, nodesIn(output)]).toEqual([0, [node]]);
    expect(output.match(/package_layers_node_\w+\/node/g)).toHaveLength(4);
  });
});

test("a toolchain of the user's own, as the README shows for rules_nodejs, goes before the default", async () => {
  workspace.write("node.sh", `#!/bin/sh\necho "the user's own node" >&2\nexec '${process.execPath}' "$@"\n`, 0o755);
  const build = workspace.read("BUILD.bazel");
  workspace.write(
    "BUILD.bazel",
    `load("@package_layers//bazel:defs.bzl", "node_toolchain")
node_toolchain(name = "node", node = "node.sh")
toolchain(
    name = "node_toolchain",
    toolchain = ":node",
    toolchain_type = "@package_layers//bazel/node:toolchain_type",
)
`,
  );
  workspace.write("MODULE.bazel", `${module_}\nregister_toolchains("//:node_toolchain")\n`);
  const { status, output } = await workspace.bazelBeside(HELP);
  workspace.write("BUILD.bazel", build);
  expect(output).toContain("the user's own node");
  expect(output).toContain("merge-layers");
  expect(status).toBe(0);
});
