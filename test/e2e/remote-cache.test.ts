// Remote caches, HTTP and gRPC, and two machines that share them: what is made once, what is fetched, and what a bad cache can do.

import { readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import { BuildGrid, provisionBuildGrid } from "../remote/build-grid";
import { LoopbackProxy, type Trouble } from "../remote/loopback-proxy";
import { Machine } from "../remote/machine";
import { findNginx, NginxCache, type ServedRequest } from "../remote/nginx-cache";
import { saySkipped } from "../say-skipped";
import { SCRATCH, Workspace } from "./workspace";

const IMAGE = "//:app_layers";
const FOLDER = path.join(SCRATCH, "remote-cache");
/** Where the second machine keeps everything. */
const SECOND = path.join(FOLDER, "second-machine");
/** Small enough that one of the small packages is heavy: never merged, never read by the planning action. */
const FLAGS = ["--@package_layers//bazel/settings:merge_limit=100000"];

/** Has every blob fetched, so that trouble is met, and gives up soon. */
const IMPATIENT = ["--remote_download_all", "--remote_timeout=5", "--remote_retries=1"];
const TROUBLES: [string, Trouble][] = [
  ["dies in the middle", { deadAfter: 20_000 }],
  ["answers slowly", { latency: 100 }],
];

const nginx = findNginx();
if (nginx === undefined) {
  saySkipped("the remote cache's tests need nginx, or root and apt-get to install it");
}
const testWithNginx = nginx === undefined ? test.skip : test;

const buildGrid = nginx === undefined ? undefined : provisionBuildGrid("cache");
if (buildGrid === undefined) {
  saySkipped("the gRPC cache's tests need nginx, and BuildGrid from the Python index");
}
const testWithBuildGrid = buildGrid === undefined ? test.skip : test;

let workspace: Workspace;
let cache: NginxCache;
let proxy: LoopbackProxy;
let first: Machine;
let second: Machine;
let right: string;
let heavy: LayerDescriptor;

/** What the server has sent of content, in bytes, and of which blobs. */
function contentServed(requests: readonly ServedRequest[]): { bytes: number; names: string[] } {
  const gets = requests.filter(
    ({ method, path: uri, status }) => method === "GET" && uri.startsWith("/cas/") && status === 200,
  );
  return {
    bytes: gets.reduce((sum, { bytes }) => sum + bytes, 0),
    names: gets.map(({ path: uri }) => path.basename(uri)),
  };
}

beforeAll(async () => {
  if (nginx === undefined) {
    return;
  }
  rmSync(FOLDER, { recursive: true, force: true });
  workspace = Workspace.create("test/e2e/worker-in-bazel", "remote-cache");
  workspace.write("node.sh", `#!/bin/sh\nexec '${process.execPath}' "$@"\n`, 0o755);
  workspace.write("slow.data", "");
  cache = await NginxCache.start(nginx, path.join(FOLDER, "nginx"));
  proxy = await LoopbackProxy.start(cache.port);
  const flags = [...FLAGS, `--remote_cache=http://127.0.0.1:${proxy.port}`];
  first = new Machine(workspace, flags);
  second = new Machine(workspace, flags, SECOND);
  // What an earlier run has built would not be made again.
  await first.clean();
});

afterAll(async () => {
  await second?.shutdown();
  await first?.shutdown();
  await proxy?.stop();
  await cache?.stop();
  rmSync(FOLDER, { recursive: true, force: true });
});

testWithNginx("the first machine makes everything and fills the cache", async () => {
  const built = await first.build([IMAGE, "--output_groups=+package_layers,+plan"]);
  expect(built.packageLayersMade).toBe(4);
  right = await first.digest("app_layers");
  const descriptor = "external/rules_python~~pip~pypi_click/click.layer.json";
  heavy = JSON.parse(readFileSync(workspace.output(descriptor), "utf8"));
  expect(heavy.mergeable).toBe(false);
  expect(cache.storedBytes()).toBeGreaterThan(heavy.size);
});

testWithNginx("a clean second machine makes nothing, and fetches no content to know it", async () => {
  await second.prepare([IMAGE]);
  cache.served();
  const built = await second.build([IMAGE, "--remote_download_minimal"]);
  expect(built.packageLayersMade).toBe(0);
  expect(Object.keys(built.runners)).toEqual(["remote cache hit"]);
  const served = contentServed(cache.served());
  expect(served.names).not.toContain(heavy.digest.slice("sha256:".length));
  expect(served.bytes).toBeLessThan(20_000);
});

testWithNginx(
  "a change on the second machine makes a new plan and bundles without fetching a heavy layer",
  async () => {
    const source = workspace.read("app.py");
    workspace.write("app.py", `${source}print("changed")\n`);
    const built = await second.build([IMAGE, "--remote_download_minimal", "--output_groups=plan,bundles"]);
    workspace.write("app.py", source);
    expect(built.packageLayersMade).toBe(0);
    const served = contentServed(cache.served());
    expect(served.names.length).toBeGreaterThan(0);
    expect(served.names).not.toContain(heavy.digest.slice("sha256:".length));
  },
);

testWithNginx("the layout that comes out of the cache is the first machine's", async () => {
  const built = await second.build([IMAGE, "--remote_download_toplevel"]);
  expect(built.packageLayersMade).toBe(0);
  expect(await second.digest("app_layers")).toBe(right);
});

describe("a bad cache costs time and never makes a wrong image", () => {
  beforeEach(async () => {
    await second.clean();
  });

  testWithNginx.each(TROUBLES)("it %s", async (_, trouble) => {
    proxy.reset(trouble);
    await second.build([IMAGE, ...IMPATIENT]);
    expect(proxy.isDead).toBe(trouble.deadAfter !== undefined);
    proxy.reset();
    expect(await second.digest("app_layers")).toBe(right);
  });

  testWithNginx.each(["cas", "ac"] as const)("it gives corrupt bytes (%s)", async (part) => {
    expect(cache.corrupt(part)).toBeGreaterThan(0);
    const built = await second.build([IMAGE, "--remote_download_all"]);
    expect(built.packageLayersMade).toBe(4);
    expect(await second.digest("app_layers")).toBe(right);
  });
});

describe("a gRPC cache", () => {
  let grid: BuildGrid;
  let line: LoopbackProxy;
  let flags: string[];

  beforeAll(async () => {
    if (buildGrid !== undefined) {
      grid = await BuildGrid.start({ programs: buildGrid, workers: 0 });
      line = await LoopbackProxy.start(grid.port);
      flags = [...FLAGS, `--remote_cache=grpc://127.0.0.1:${line.port}`];
      second = new Machine(workspace, flags, SECOND);
    }
  });

  beforeEach(async () => {
    await second?.clean();
  });

  afterAll(async () => {
    await line?.stop();
    await grid?.stop();
  });

  testWithBuildGrid("what the first machine has made, a clean second one neither makes nor fetches", async () => {
    first = new Machine(workspace, flags);
    await first.clean();
    expect((await first.build([IMAGE])).packageLayersMade).toBe(4);
    await second.prepare([IMAGE]);
    line.reset();
    const built = await second.build([IMAGE, "--remote_download_minimal"]);
    expect(Object.keys(built.runners)).toEqual(["remote cache hit"]);
    expect(line.down).toBeLessThan(20_000);
    expect(heavy.size).toBeGreaterThan(20_000);
  });

  testWithBuildGrid.each(TROUBLES)("it %s: the image is right", async (_, trouble) => {
    line.reset(trouble);
    await second.build([IMAGE, ...IMPATIENT]);
    expect(line.isDead).toBe(trouble.deadAfter !== undefined);
    line.reset();
    expect(await second.digest("app_layers")).toBe(right);
  });

  testWithBuildGrid("it gives corrupt bytes: the image is right", async () => {
    expect(grid.corrupt(1)).toBeGreaterThan(0);
    const built = await second.build([IMAGE, "--remote_download_all"]);
    expect(built.packageLayersMade).toBe(4);
    expect(await second.digest("app_layers")).toBe(right);
  });
});
