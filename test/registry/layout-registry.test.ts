import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { type LayoutRegistry, startLayoutRegistry } from "../../src/registry/layout-registry";
import { blobFile, type WrittenLayout, writeLayout } from "../image/write-layout";

let folder: string;
let written: WrittenLayout;
let registry: LayoutRegistry;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "layout-registry-"));
  written = writeLayout(folder, { tars: [Buffer.from("one"), Buffer.from("two")] });
  registry = await startLayoutRegistry(folder);
});

afterEach(async () => {
  await registry.stop();
  rmSync(folder, { recursive: true });
});

function ask(url: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${registry.user}:${registry.password}`).toString("base64")}`;
  return fetch(`http://${registry.address}${url}`, { method, headers: { authorization, ...headers } });
}

/** What is sent, as it is sent. */
function raw(url: string, accepted: string): Promise<{ encoding: string | undefined; body: Buffer }> {
  const auth = `${registry.user}:${registry.password}`;
  return new Promise((resolve, reject) => {
    get(`http://${registry.address}${url}`, { auth, headers: { "accept-encoding": accepted } }, async (response) => {
      resolve({ encoding: response.headers["content-encoding"], body: await buffer(response) });
    }).once("error", reject);
  });
}

const layerUrl = () => `/v2/app/blobs/${written.layers[0]!.digest}`;

test("answers on loopback, and only with the password", async () => {
  expect(registry.address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect((await ask("/v2/")).status).toBe(200);
  for (const authorization of ["", "Basic bm9ib2R5", `Bearer ${registry.password}`]) {
    const refused = await ask(layerUrl(), { authorization });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toBe('Basic realm="package_layers"');
    expect(await refused.text()).toContain("UNAUTHORIZED");
  }
  expect(registry.sent.size).toBe(0);
});

test("gives manifest, config and layers as they are in the layout", async () => {
  for (const reference of ["latest", written.manifest.digest]) {
    const manifest = await ask(`/v2/some/app/manifests/${reference}`);
    expect(manifest.headers.get("content-type")).toBe(written.manifest.mediaType);
    expect(manifest.headers.get("docker-content-digest")).toBe(written.manifest.digest);
    expect(Buffer.from(await manifest.arrayBuffer())).toEqual(readFileSync(blobFile(folder, written.manifest)));
  }
  for (const blob of [written.config, ...written.layers]) {
    const response = await ask(`/v2/app/blobs/${blob.digest}`, { "accept-encoding": "identity" });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(readFileSync(blobFile(folder, blob)));
    expect(registry.sent.get(blob.digest)).toBe(blob.size);
  }
});

test("manifest and config go compressed to a client that takes gzip, and layers as they are", async () => {
  for (const [url, blob] of [
    ["/v2/app/manifests/latest", written.manifest],
    [`/v2/app/blobs/${written.config.digest}`, written.config],
  ] as const) {
    const { encoding, body } = await raw(url, "zstd, gzip;q=0.8");
    expect(encoding).toBe("gzip");
    expect(gunzipSync(body)).toEqual(readFileSync(blobFile(folder, blob)));
    expect(registry.sent.get(blob.digest)).toBe(body.length);
  }
  const layer = await raw(layerUrl(), "gzip");
  expect([layer.encoding, layer.body]).toEqual([undefined, readFileSync(blobFile(folder, written.layers[0]!))]);
});

test("HEAD says how long a blob is and sends nothing", async () => {
  const head = await ask(layerUrl(), {}, "HEAD");
  expect([head.status, head.headers.get("content-length")]).toEqual([200, String(written.layers[0]!.size)]);
  expect(await head.text()).toBe("");
  expect((await ask("/v2/app/manifests/latest", {}, "HEAD")).headers.get("content-length")).toBe(
    String(written.manifest.size),
  );
  expect(registry.sent.size).toBe(0);
});

test("sends ranges, so that a daemon goes on where it stopped", async () => {
  const whole = readFileSync(blobFile(folder, written.layers[0]!));
  const size = whole.length;
  for (const [range, start, end] of [
    ["bytes=3-7", 3, 7],
    ["bytes=5-", 5, size - 1],
    ["bytes=-4", size - 4, size - 1],
    [`bytes=2-${size + 100}`, 2, size - 1],
  ] as const) {
    const part = await ask(layerUrl(), { range });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes ${start}-${end}/${size}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(start, end + 1));
  }
  const beyond = await ask(layerUrl(), { range: `bytes=${size}-` });
  expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${size}`]);
  expect((await ask(layerUrl(), { range: "lines=1-2" })).status).toBe(200);
});

test.each([
  [`/v2/app/manifests/sha256:${"0".repeat(64)}`, 404],
  [`/v2/app/blobs/sha256:${"0".repeat(64)}`, 404],
  ["/v2/app/blobs/../../index.json", 404],
  ["/v2/app/tags/list", 404],
  ["/", 404],
])("%s: %d", async (url, status) => {
  expect((await ask(url)).status).toBe(status);
});

test.each(["POST", "PUT", "DELETE", "PATCH"])("%s is refused: nothing can be written", async (method) => {
  expect((await ask("/v2/app/blobs/uploads/", {}, method)).status).toBe(405);
});

test("does not answer after stop", async () => {
  await registry.stop();
  await expect(ask("/v2/")).rejects.toThrow();
  registry = await startLayoutRegistry(folder);
});
