// What one more layer costs to pull: the same files in 5, 15, 45 and 120 layers, pulled and unpacked by containerd and by
// podman, from a registry on this machine at once and over a relay that delays each direction by 10 ms.
//
// usage: node bench/layer-cost/bench.mjs [RUNS]   (as root; writes LAYER_COST.md)
//
// containerd, podman and crane must be on PATH.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { cpus, release, tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const COUNTS = [5, 15, 45, 120];
/** An image of this many layers is measured with twice the files too, which tells what a byte costs. */
const DOUBLED = 15;
const DELAYS = [0, 20];
const FILES = 4800;
const FILE_BYTES = 10_000;
const runs = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(path.join(tmpdir(), "package-layers-layer-cost-"));
const stops = [];

function run(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...options,
  });
  if (status !== 0) {
    throw new Error(`${program} ${args.join(" ")} ended with ${status ?? error}\n${stdout}\n${stderr}`);
  }
  return stdout;
}

const sha256 = (bytes) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** Files of words that compress to about a third, as Python modules do; the same on every machine. */
function fileText(index) {
  let text = "";
  for (let turn = 0; text.length < FILE_BYTES; turn++) {
    text += `${createHash("md5").update(`${index} ${turn}`).digest("hex").slice(0, 12)} = self.value_of(name, default=None)\n`;
  }
  return text.slice(0, FILE_BYTES);
}

/** A layout of one image whose layers have an equal number of the files each. */
function makeLayout(count, files = FILES) {
  const layout = path.join(folder, `layout-${count}-${files}`);
  mkdirSync(path.join(layout, "blobs", "sha256"), { recursive: true });
  const put = (bytes) => {
    const digest = sha256(bytes);
    writeFileSync(path.join(layout, "blobs", ...digest.split(":")), bytes);
    return { digest, size: bytes.length };
  };
  const diffIds = [];
  const layers = [];
  for (let layer = 0; layer < count; layer++) {
    const tree = path.join(folder, "tree");
    for (let index = layer; index < files; index += count) {
      const file = path.join(tree, "app", `package${layer}`, `module_${index}.py`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, fileText(index));
    }
    const tar = run(
      "tar",
      ["--create", "--sort=name", "--mtime=@0", "--owner=0", "--group=0", `--directory=${tree}`, "app"],
      {
        encoding: "buffer",
        maxBuffer: 1 << 28,
      },
    );
    rmSync(tree, { recursive: true });
    diffIds.push(sha256(tar));
    layers.push({ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", ...put(gzipSync(tar)) });
  }
  const config = put(
    Buffer.from(
      JSON.stringify({ architecture: "amd64", os: "linux", config: {}, rootfs: { type: "layers", diff_ids: diffIds } }),
    ),
  );
  const manifest = put(
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
        layers,
      }),
    ),
  );
  writeFileSync(path.join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  writeFileSync(
    path.join(layout, "index.json"),
    JSON.stringify({
      schemaVersion: 2,
      manifests: [{ mediaType: "application/vnd.oci.image.manifest.v1+json", ...manifest }],
    }),
  );
  return { layout, bytes: layers.reduce((sum, { size }) => sum + size, 0) };
}

async function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(port) {
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(`http://127.0.0.1:${port}/v2/`).then(
        () => true,
        () => false,
      )
    ) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the registry does not answer");
}

/** Starts a program in the background; it is ended with this one. */
function start(program, args) {
  const child = spawn(program, args, { stdio: "ignore" });
  stops.push(() => child.kill());
}

/** A relay to a port in a process of its own: each chunk is held back for so many milliseconds, each way. */
async function startRelay(target, milliseconds) {
  const port = await freePort();
  start(process.execPath, [
    fileURLToPath(import.meta.url),
    "--relay",
    String(port),
    String(target),
    String(milliseconds),
  ]);
  await answers(port);
  return port;
}

function relay(port, target, milliseconds) {
  const pipe = (from, to) => {
    from.on("data", (chunk) => setTimeout(() => to.write(chunk), milliseconds));
    from.on("end", () => setTimeout(() => to.end(), milliseconds));
    from.on("error", () => to.destroy());
  };
  createServer((client) => {
    // The three packets that open a connection take one turn there and back before the first byte of a request.
    const upstream = connect(target, "127.0.0.1");
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    client.pause();
    setTimeout(() => {
      pipe(client, upstream);
      client.resume();
    }, 2 * milliseconds);
    pipe(upstream, client);
  }).listen(port, "127.0.0.1");
}

function startContainerd() {
  const socket = path.join(folder, "containerd.sock");
  const config = path.join(folder, "containerd.toml");
  writeFileSync(
    config,
    `version = 2\nroot = "${folder}/containerd"\nstate = "${folder}/containerd-state"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\n  address = "${socket}"\n`,
  );
  start("containerd", ["--config", config]);
  const ctr = (...args) => run("ctr", [`--address=${socket}`, ...args]);
  for (let tries = 0; ; tries++) {
    if (spawnSync("ctr", [`--address=${socket}`, "version"]).status === 0) {
      break;
    }
    if (tries > 100) {
      throw new Error("containerd does not answer");
    }
    spawnSync("sleep", ["0.1"]);
  }
  return {
    name: "containerd",
    version: run("containerd", ["--version"]).trim().split(" ")[2],
    pull: (image) => ctr("images", "pull", "--plain-http", "--snapshotter=overlayfs", image),
    remove: (image) => ctr("images", "remove", "--sync", image),
  };
}

function startPodman() {
  const storage = path.join(folder, "storage.conf");
  writeFileSync(
    storage,
    `[storage]\ndriver = "overlay"\ngraphroot = "${folder}/podman"\nrunroot = "${folder}/podman-run"\n`,
  );
  const env = { ...process.env, CONTAINERS_STORAGE_CONF: storage };
  const podman = (...args) => run("podman", args, { env });
  return {
    name: "podman",
    version: run("podman", ["--version"]).trim().split(" ").at(-1),
    pull: (image) => podman("pull", "--quiet", "--tls-verify=false", image),
    remove: (image) => podman("image", "rm", "--force", image),
  };
}

/** Slope of the least-squares line of seconds over layers. */
function slopeOf(points) {
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([count]) => count), mean(([, seconds]) => seconds)];
  return (
    points.reduce((sum, [count, seconds]) => sum + (count - x) * (seconds - y), 0) /
    points.reduce((sum, [count]) => sum + (count - x) ** 2, 0)
  );
}

async function main() {
  const images = COUNTS.map((count) => ({ tag: String(count), ...makeLayout(count) }));
  images.push({ tag: "doubled", ...makeLayout(DOUBLED, 2 * FILES) });
  const registry = await freePort();
  start("crane", [
    "registry",
    "serve",
    `--address=127.0.0.1:${registry}`,
    `--disk=${mkdtempSync(path.join(folder, "registry-"))}`,
  ]);
  await answers(registry);
  for (const { tag, layout } of images) {
    run("crane", ["push", "--insecure", layout, `127.0.0.1:${registry}/same:${tag}`]);
  }
  const ports = new Map();
  for (const delay of DELAYS) {
    ports.set(delay, delay === 0 ? registry : await startRelay(registry, delay / 2));
  }
  const rows = [];
  for (const runtime of [startContainerd(), startPodman()]) {
    for (const delay of DELAYS) {
      const seconds = new Map(images.map(({ tag }) => [tag, []]));
      for (let turn = 0; turn < runs; turn++) {
        for (const { tag } of images) {
          const image = `127.0.0.1:${ports.get(delay)}/same:${tag}`;
          const begin = performance.now();
          runtime.pull(image);
          seconds.get(tag).push((performance.now() - begin) / 1000);
          runtime.remove(image);
        }
      }
      const leastOf = (tag) => Math.min(...seconds.get(tag));
      const least = COUNTS.map((count) => [count, leastOf(String(count))]);
      const perMegabyte = (leastOf("doubled") - leastOf(String(DOUBLED))) / ((FILES * FILE_BYTES) / 1e6);
      rows.push({ runtime, delay, least, perMegabyte, slope: slopeOf(least) });
      console.error(`bench: ${runtime.name}, ${delay} ms:`, JSON.stringify(Object.fromEntries(seconds)));
    }
  }
  const [{ bytes }] = images;
  const cells = rows.map(({ runtime, delay, least, perMegabyte, slope }) => [
    `${runtime.name} ${runtime.version}`,
    `${delay} ms`,
    ...least.map(([, seconds]) => `${seconds.toFixed(2)} s`),
    `${(1000 * slope).toFixed(0)} ms`,
    `${(1000 * perMegabyte).toFixed(0)} ms`,
    `${(slope / perMegabyte).toFixed(1)} MB`,
  ]);
  const head = [
    "runtime",
    "round trip",
    ...COUNTS.map((count) => `${count} layers`),
    "one layer more",
    "1 MB more",
    "a layer is worth",
  ];
  const table = [head, head.map(() => "---"), ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
  const text = `# What a layer costs

Made by \`node bench/layer-cost/bench.mjs\`: ${FILES} files, ${(bytes / 1e6).toFixed(1)} MB compressed and ${((FILES * FILE_BYTES) / 1e6).toFixed(0)} MB unpacked, in 5 to 120 layers. Each cell is the
shortest of ${runs} pulls into a store that has none of them, unpacked by the overlay driver. The registry is crane's, on the same machine; for
the rows with a delay, a relay holds every chunk back for half the round trip each way. *One layer more* is the slope of a line
through the row; *1 MB more* comes from an image of ${DOUBLED} layers with twice the files, in unpacked bytes; the last column is the first divided by the second.
Linux ${release()}, ${cpus().length} processors.

${table}
`;
  writeFileSync(path.join(HERE, "..", "LAYER_COST.md"), text);
  console.log(text);
}

if (process.argv[2] === "--relay") {
  relay(...process.argv.slice(3).map(Number));
} else {
  try {
    await main();
  } finally {
    for (const stop of stops.reverse()) {
      stop();
    }
    spawnSync("sleep", ["1"]);
    const mounts = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .map((entry) => entry.split(" ")[1] ?? "");
    for (const mount of mounts.filter((target) => target.startsWith(`${folder}/`)).reverse()) {
      spawnSync("umount", [mount]);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
