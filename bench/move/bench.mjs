// How long an image takes to get into podman and into a registry, and how many bytes move: all of it, then what a changed
// line changes, then a second image that shares all but a few layers. Writes bench/MOVE.md.
//
// usage: node bench/move/bench.mjs; as root on Debian, with podman. skopeo, crane and docker-registry are those of the tests.
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { cpus, homedir, loadavg, tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { requireToolchainNode } from "../toolchain-node.mjs";

requireToolchainNode();

const REPOSITORY = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const WORKER = path.join(REPOSITORY, "bazel", "worker", "worker.cjs");
const CACHE =
  process.env.PACKAGE_LAYERS_BAZEL_HOME ??
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "package_layers");
const tool = (name) => (existsSync(path.join(CACHE, "bin", name)) ? path.join(CACHE, "bin", name) : name);
/** Packages of the image, in as many layers as Docker allows beside base and application. */
const PACKAGES = 300;
const LAYERS = 123;
const PACKAGE_BYTES = 250_000;
const RUNS = 3;
/** What else the machine does: above 1, the seconds are those of a busy machine. */
const load = loadavg()[0];

const folder = mkdtempSync(path.join(tmpdir(), "package-layers-move-"));
const at = (file) => path.join(folder, file);
const log = (line) => process.stderr.write(`bench: ${line}\n`);

function run(command, args, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status ?? error}\n${stdout}\n${stderr}`);
  }
  return stdout;
}

function putBlob(layout, bytes) {
  const digest = createHash("sha256").update(bytes).digest("hex");
  mkdirSync(path.join(layout, "blobs", "sha256"), { recursive: true });
  writeFileSync(path.join(layout, "blobs", "sha256", digest), bytes);
  return { digest: `sha256:${digest}`, size: bytes.length };
}

/** A layer of files: its blob, as it stands in a manifest, and the digest of its tar. */
function layerOf(files) {
  const root = at("root");
  rmSync(root, { recursive: true, force: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  }
  run("tar", [
    "--create",
    `--file=${at("layer.tar")}`,
    "--sort=name",
    "--mtime=@0",
    `--directory=${root}`,
    ...new Set(Object.keys(files).map((name) => name.split("/")[0])),
  ]);
  const tar = readFileSync(at("layer.tar"));
  return { blob: gzipSync(tar, { level: 1 }), diffId: `sha256:${createHash("sha256").update(tar).digest("hex")}` };
}

/** Writes a layout of a base and layers. */
function writeLayout(name, base, layers) {
  const layout = at(name);
  cpSync(base, layout, { recursive: true });
  const blob = (digest) => JSON.parse(readFileSync(path.join(layout, "blobs", ...digest.split(":")), "utf8"));
  const below = blob(JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8")).manifests[0].digest);
  const config = blob(below.config.digest);
  const own = layers.map(({ blob: bytes }) => ({
    mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
    ...putBlob(layout, bytes),
  }));
  const json = (value) => Buffer.from(JSON.stringify(value));
  const configBlob = putBlob(
    layout,
    json({
      ...config,
      config: { ...config.config, Cmd: ["python3", "/app.py"] },
      rootfs: { type: "layers", diff_ids: [...config.rootfs.diff_ids, ...layers.map(({ diffId }) => diffId)] },
      history: [...config.history, ...layers.map(({ what }) => ({ created_by: `package_layers: ${what}` }))],
    }),
  );
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = putBlob(
    layout,
    json({
      schemaVersion: 2,
      mediaType,
      config: { mediaType: "application/vnd.oci.image.config.v1+json", ...configBlob },
      layers: [...below.layers, ...own],
    }),
  );
  writeFileSync(path.join(layout, "index.json"), json({ schemaVersion: 2, manifests: [{ mediaType, ...manifest }] }));
  return {
    layout,
    bytes: [...below.layers, ...own].reduce((sum, { size }) => sum + size, 0),
    application: own.at(-1).size,
  };
}

/** A line to a port that counts what goes through it. */
async function countingLine(port) {
  const line = { bytes: 0 };
  const server = createServer((client) => {
    const target = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [client, target],
      [target, client],
    ]) {
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
    client.on("data", (piece) => {
      line.bytes += piece.length;
    });
    client.pipe(target);
    target.pipe(client);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { line, address: `127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Runs something as a process, so that this one can stand in the line; gives seconds. */
async function time(command, args, env = {}) {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const status = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${said}`);
  }
  return (performance.now() - start) / 1000;
}

const megabytes = (bytes) => (bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

log("making the images");
const base = run(process.execPath, [path.join(REPOSITORY, "testbed", "debian-base.mjs")]);
const packages = Array.from({ length: PACKAGES }, (_, index) => [
  `packages/package_${index}/data.bin`,
  randomBytes(PACKAGE_BYTES),
]);
const layers = Array.from({ length: LAYERS }, (_, index) => {
  const members = packages.filter((__, place) => place % LAYERS === index);
  const what = members.map((__, place) => `package-${index + place * LAYERS} 1.0`).join(", ");
  return { what, ...layerOf(Object.fromEntries(members)) };
});
const application = (line) => ({
  what: "application",
  ...layerOf({ "app.py": `print(${JSON.stringify(line)})\n`, "app.bin": randomBytes(20_000) }),
});
const images = Array.from({ length: RUNS + 1 }, (_, index) =>
  writeLayout(`image-${index}`, base, [...layers, application(`line ${index}`)]),
);
const sibling = writeLayout("sibling", base, [...layers.slice(0, -3), application("sibling")]);

// podman, with a store of its own.
writeFileSync(
  at("storage.conf"),
  `[storage]\ndriver = "overlay"\ngraphroot = "${at("store")}"\nrunroot = "${at("state")}"\n`,
);
writeFileSync(at("containers.conf"), '[engine]\ncgroup_manager = "cgroupfs"\nruntime = "runc"\n');
const podman = { CONTAINERS_CONF: at("containers.conf"), CONTAINERS_STORAGE_CONF: at("storage.conf") };
const forget = () => run("podman", ["rmi", "--all", "--force"], podman);
/** Of the image's whole archive, as rules_oci's oci_load makes one and has it loaded. */
const archive = (layout) => {
  const file = at("archive.tar");
  rmSync(file, { force: true });
  run(tool("skopeo"), ["--insecure-policy", "copy", "--quiet", `oci:${layout}`, `docker-archive:${file}:app:dev`]);
  return file;
};

const loadWays = {
  "`package-layers load`": async ({ layout }) => {
    const child = spawn(process.execPath, [WORKER, "load", `--layout=${layout}`, "--name=app:dev", "--into=podman"], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...podman },
    });
    const start = performance.now();
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    await new Promise((resolve) => child.once("close", resolve));
    const [, amount, unit] = /: ([\d.]+) ([kM]?B) of .* moved/.exec(said);
    return { seconds: (performance.now() - start) / 1000, bytes: Number(amount) * { B: 1, kB: 1e3, MB: 1e6 }[unit] };
  },
  "`skopeo copy` into podman's store": async ({ layout }) => ({
    seconds: await time(
      tool("skopeo"),
      [
        "--insecure-policy",
        "copy",
        "--quiet",
        `oci:${layout}`,
        `containers-storage:[overlay@${at("store")}+${at("state")}]localhost/app:dev`,
      ],
      podman,
    ),
    bytes: undefined,
  }),
  "an archive and `podman load`, as oci_load does": async ({ layout }) => {
    const start = performance.now();
    const file = archive(layout);
    await time("podman", ["load", "--quiet", `--input=${file}`], podman);
    return { seconds: (performance.now() - start) / 1000, bytes: statSync(file).size };
  },
};

const rows = { load: [], push: [] };
for (const [name, way] of Object.entries(loadWays)) {
  log(name);
  forget();
  const whole = await way(images[0]);
  const changed = [];
  for (const image of images.slice(1)) {
    changed.push(await way(image));
  }
  // An archive of docker has its own idea of a full name.
  const names = run("podman", ["images", "--format={{.Repository}}:{{.Tag}}"], podman).split("\n");
  const image = names.find((one) => one.endsWith("/app:dev"));
  const start = performance.now();
  run(
    "podman",
    [
      "run",
      "--rm",
      "--network=none",
      "--ulimit=nofile=1024:1024",
      "--ulimit=nproc=1000:1000",
      "--pids-limit=-1",
      image,
    ],
    podman,
  );
  rows.load.push({ name, whole, changed, start: (performance.now() - start) / 1000 });
}

// A registry for each way, so that none finds what another pushed.
const pushWays = {
  "`package-layers push`": (layout, image) =>
    time(process.execPath, [WORKER, "push", `--layout=${layout}`, image], { XDG_CACHE_HOME: at("remembered") }),
  "`crane push`": (layout, image) => time(tool("crane"), ["push", "--insecure", layout, image]),
  "`skopeo copy`": (layout, image) =>
    time(
      tool("skopeo"),
      [
        "--insecure-policy",
        "copy",
        "--quiet",
        "--preserve-digests",
        "--dest-tls-verify=false",
        `oci:${layout}`,
        `docker://${image}`,
      ],
      {
        HOME: at("skopeo"),
      },
    ),
};
for (const [name, way] of Object.entries(pushWays)) {
  log(name);
  const probe = createServer();
  const port = await new Promise((resolve) => probe.listen(0, "127.0.0.1", () => resolve(probe.address().port)));
  await new Promise((resolve) => probe.close(resolve));
  const data = mkdtempSync(at("registry-"));
  writeFileSync(
    path.join(data, "config.yml"),
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${data}/data}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
  );
  const registry = spawn(tool("docker-registry"), ["serve", path.join(data, "config.yml")], { stdio: "ignore" });
  while (!(await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => undefined))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { line, address, stop } = await countingLine(port);
  const measure = async (layout, image) => {
    line.bytes = 0;
    const seconds = await way(layout, `${address}/${image}`);
    return { seconds, bytes: line.bytes };
  };
  const whole = await measure(images[0].layout, "app:0");
  const changed = [];
  for (const [index, image] of images.slice(1).entries()) {
    changed.push(await measure(image.layout, `app:${index + 1}`));
  }
  rows.push.push({ name, whole, changed, sibling: await measure(sibling.layout, "sibling:0") });
  stop();
  registry.kill();
}

const cell = ({ seconds, bytes }) => `${bytes === undefined ? "–" : megabytes(bytes)}, ${seconds.toFixed(2)} s`;
const mid = (list) =>
  cell({
    seconds: median(list.map(({ seconds }) => seconds)),
    bytes: list[0].bytes === undefined ? undefined : median(list.map(({ bytes }) => bytes)),
  });
const text = `# Moving an image

An image of ${PACKAGES} packages in ${LAYERS} layers on a Debian base, ${megabytes(images[0].bytes)}; its application layer has ${megabytes(images[0].application)}. \`node bench/move/bench.mjs\` on
${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores of ${cpus()[0].model.trim()}; a changed line is the median of ${RUNS}. Each cell: bytes that moved, seconds.
Load of the machine before the run: ${load.toFixed(1)}${load > 1 ? "; it was busy, so only the ratios of the seconds count" : ""}.

## Into podman

| way | all of it | a changed line | then its container runs and ends |
| --- | ---: | ---: | ---: |
${rows.load.map(({ name, whole, changed, start }) => `| ${name} | ${cell(whole)} | ${mid(changed)} | ${start.toFixed(2)} s |`).join("\n")}

skopeo writes into the store itself, so no bytes cross a line.

## Into Docker's registry

| way | all of it | a changed line | another repository's image with three layers less |
| --- | ---: | ---: | ---: |
${rows.push.map(({ name, whole, changed, sibling: other }) => `| ${name} | ${cell(whole)} | ${mid(changed)} | ${cell(other)} |`).join("\n")}
`;
writeFileSync(path.join(REPOSITORY, "bench", "MOVE.md"), text);
process.stdout.write(text);
forget();
for (const mount of run("findmnt", ["--list", "--noheadings", "--output=TARGET"]).split("\n")) {
  if (mount.startsWith(`${folder}/`)) {
    spawnSync("umount", [mount]);
  }
}
rmSync(folder, { recursive: true, force: true });
