// A read-only registry of one image on this machine's loopback (OCI distribution-spec, pull): a daemon takes from it what it
// lacks, and nothing else is sent.

import { randomBytes, timingSafeEqual } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { blobPath } from "../image/layout-documents";
import { readLayoutImage } from "../image/layout-image";
import { sha256Of } from "../layer/digest";

/** A running registry. */
export interface LayoutRegistry {
  /** HOST:PORT; it speaks plain HTTP. */
  readonly address: string;
  /** User and password that a client must give: the registry answers no one else. */
  readonly user: string;
  readonly password: string;
  /** Bytes of each blob that were sent, by digest; the manifest's under its own. */
  readonly sent: ReadonlyMap<string, number>;
  /** Ends it, with everything that is under way. */
  stop(): Promise<void>;
}

/** `/v2/NAME/manifests/REFERENCE` and `/v2/NAME/blobs/DIGEST`; names may have slashes. */
const RESOURCE = /^\/v2\/[a-z0-9._/-]+\/(manifests|blobs)\/([\w.:-]+)$/;

const USER = "package_layers";

/**
 * Serves the image of a layout, under every repository's name and every tag, to clients with the password.
 *
 * @throws ActionError when the layout is broken
 */
export async function startLayoutRegistry(layout: string): Promise<LayoutRegistry> {
  const { descriptor, manifest, manifestText } = await readLayoutImage(layout);
  const blobs = new Map([manifest.config, ...manifest.layers].map((blob) => [blob.digest, blob]));
  const password = randomBytes(24).toString("base64url");
  const expected = sha256Of(`Basic ${Buffer.from(`${USER}:${password}`).toString("base64")}`);
  const sent = new Map<string, number>();
  const count = (digest: string, bytes: number) => sent.set(digest, (sent.get(digest) ?? 0) + bytes);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
    if (!timingSafeEqual(sha256Of(request.headers.authorization ?? ""), expected)) {
      response.setHeader("WWW-Authenticate", 'Basic realm="package_layers"');
      refuse(response, 401, "UNAUTHORIZED", "this registry is for one load only");
      return;
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      refuse(response, 405, "UNSUPPORTED", "this registry is read-only");
      return;
    }
    const url = (request.url ?? "").split("?")[0]!;
    if (url === "/v2/" || url === "/v2") {
      response.end("{}");
      return;
    }
    const [, resource, reference] = RESOURCE.exec(url) ?? [];
    if (resource === "manifests") {
      if (reference!.includes(":") && reference !== descriptor.digest) {
        refuse(response, 404, "MANIFEST_UNKNOWN", "the registry has one image, and this is not it");
        return;
      }
      response.setHeader("Content-Type", descriptor.mediaType);
      response.setHeader("Docker-Content-Digest", descriptor.digest);
      sendJson(request, response, Buffer.from(manifestText), (bytes) => count(descriptor.digest, bytes));
      return;
    }
    const blob = reference === undefined ? undefined : blobs.get(reference);
    if (resource !== "blobs" || blob === undefined) {
      refuse(response, 404, "BLOB_UNKNOWN", "the image has no such blob");
      return;
    }
    if (blob.digest === manifest.config.digest && request.headers.range === undefined) {
      response.setHeader("Content-Type", manifest.config.mediaType);
      response.setHeader("Docker-Content-Digest", blob.digest);
      const config = await readFile(blobPath(layout, blob.digest));
      sendJson(request, response, config, (bytes) => count(blob.digest, bytes));
      return;
    }
    await sendBlob(request, response, await realpath(blobPath(layout, blob.digest)), blob.digest, count);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      // A daemon that hangs up has what it wants; anything else it sees as a blob that ends too early.
      if (!response.headersSent) {
        refuse(response, 500, "UNKNOWN", error.message);
      }
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, user: USER, password, sent, stop: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Sends JSON compressed if the client accepts that (RFC 9110 §12.5.3): for a hundred layers it is as long as a small layer. */
function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  json: Buffer,
  count: (bytes: number) => void,
): void {
  const compressed = request.method === "GET" && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  const bytes = compressed ? gzipSync(json) : json;
  if (compressed) {
    response.setHeader("Content-Encoding", "gzip");
  }
  response.setHeader("Content-Length", bytes.length);
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  count(bytes.length);
  response.end(bytes);
}

async function sendBlob(
  request: IncomingMessage,
  response: ServerResponse,
  file: string,
  digest: string,
  count: (digest: string, bytes: number) => void,
): Promise<void> {
  const { size } = await stat(file);
  response.setHeader("Accept-Ranges", "bytes");
  response.setHeader("Content-Type", "application/octet-stream");
  response.setHeader("Docker-Content-Digest", digest);
  const range = request.headers.range === undefined ? undefined : parseRange(request.headers.range, size);
  if (range === "unsatisfiable") {
    response.setHeader("Content-Range", `bytes */${size}`);
    refuse(response, 416, "RANGE_INVALID", "the range lies outside of the blob");
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range !== undefined) {
    response.statusCode = 206;
    response.setHeader("Content-Range", `bytes ${start}-${end}/${size}`);
  }
  response.setHeader("Content-Length", end - start + 1);
  if (request.method === "HEAD" || size === 0) {
    response.end();
    return;
  }
  const stream = createReadStream(file, { start, end, highWaterMark: 1 << 20 });
  stream.on("data", (piece) => count(digest, piece.length));
  await pipeline(stream, response);
}

/** One range of RFC 9110 §14.2; several ranges, and anything malformed, count as no range. */
function parseRange(header: string, size: number): { start: number; end: number } | "unsatisfiable" | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) {
    return undefined;
  }
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start >= size || start > end ? "unsatisfiable" : { start, end };
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ errors: [{ code, message }] }));
}
