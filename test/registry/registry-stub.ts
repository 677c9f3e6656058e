// A registry of images in memory for tests of pushing: it can ask for tokens, mount, go on with uploads, and cut the line.

import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What the stub does besides its work. */
export interface StubBehaviour {
  /** Ask for a Bearer token, which this user and password get; or for Basic credentials. */
  readonly login?: { readonly kind: "token" | "basic"; readonly user: string; readonly password: string };
  /** Refuse to mount, and begin an upload instead, as the specification allows. */
  readonly neverMounts?: boolean;
  /** Cut the connection in the middle of the next so many uploads, once so many bytes are there. */
  cuts?: { count: number; readonly after: number };
  /**
   * Forget an upload whose connection was cut, as registries do that cannot go on: at once, or only once it has been asked for.
   */
  readonly forgets?: "at once" | "late";
  /** Keep the look-ups of blobs waiting until so many are there. */
  readonly lookUpsTogether?: number;
  /** Answer so to the next requests. */
  readonly troubles?: number[];
}

/** A stub that runs. */
export interface RegistryStub {
  /** HOST:PORT, plain HTTP. */
  readonly address: string;
  readonly behaviour: StubBehaviour;
  /** `METHOD path` of each request. */
  readonly requests: string[];
  /** Bytes of blobs that came in by uploads, those of cut ones too. */
  received: number;
  /** Blobs by repository and digest. */
  readonly blobs: Map<string, Map<string, Buffer>>;
  /** Manifests by `REPOSITORY:TAG` and `REPOSITORY@DIGEST`. */
  readonly manifests: Map<string, { readonly mediaType: string; readonly bytes: Buffer }>;
  stop(): Promise<void>;
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}

/** Starts it. */
export async function startRegistryStub(behaviour: StubBehaviour = {}): Promise<RegistryStub> {
  const uploads = new Map<string, Buffer>();
  const { login, troubles = [] } = behaviour;
  const basic = login === undefined ? "" : `Basic ${Buffer.from(`${login.user}:${login.password}`).toString("base64")}`;
  const tokens = new Map<string, string>();

  function allowed(request: IncomingMessage, repository: string): boolean {
    const { authorization } = request.headers;
    if (login === undefined) {
      return true;
    }
    if (login.kind === "basic") {
      return authorization === basic;
    }
    return (tokens.get(authorization ?? "") ?? "").includes(`repository:${repository}:`);
  }

  const waiting: (() => void)[] = [];
  async function together(): Promise<void> {
    const turn = new Promise<void>((resolve) => waiting.push(resolve));
    if (waiting.length >= (behaviour.lookUpsTogether ?? 1)) {
      for (const goOn of waiting.splice(0)) {
        goOn();
      }
    }
    await turn;
  }

  const server: Server = createServer(async (request, response) => {
    const { method } = request;
    const url = new URL(request.url ?? "", `http://${stub.address}`);
    stub.requests.push(`${method} ${url.pathname}`);
    const answer = (status: number, headers: Record<string, string> = {}, body: Buffer | string = "") => {
      response.writeHead(status, headers);
      response.end(method === "HEAD" ? "" : body);
    };
    const error = (status: number, code: string) =>
      answer(
        status,
        { "Content-Type": "application/json" },
        JSON.stringify({ errors: [{ code, message: `no: ${code}` }] }),
      );
    if (url.pathname === "/token") {
      if (request.headers.authorization !== basic) {
        error(401, "UNAUTHORIZED");
        return;
      }
      const token = randomUUID();
      tokens.set(`Bearer ${token}`, url.searchParams.getAll("scope").join(" "));
      answer(200, {}, JSON.stringify({ token }));
      return;
    }
    const trouble = troubles.shift();
    if (trouble !== undefined) {
      error(trouble, "TOOMANYREQUESTS");
      return;
    }
    const [, repository = "", kind, rest = ""] = /^\/v2\/(.+)\/(manifests|blobs)\/(.*)$/.exec(url.pathname) ?? [];
    if (!allowed(request, repository)) {
      const challenge =
        login?.kind === "basic"
          ? 'Basic realm="stub"'
          : `Bearer realm="http://${stub.address}/token",service="stub",scope="repository:${repository}:pull,push"`;
      response.setHeader("WWW-Authenticate", challenge);
      error(401, "UNAUTHORIZED");
      return;
    }
    const own = stub.blobs.get(repository) ?? new Map<string, Buffer>();
    stub.blobs.set(repository, own);
    const location = (id: string) => ({ Location: `/v2/${repository}/blobs/uploads/${id}` });

    if (kind === "manifests" && method === "PUT") {
      const bytes = await bodyOf(request);
      const manifest = { mediaType: String(request.headers["content-type"]), bytes };
      stub.manifests.set(`${repository}:${rest}`, manifest);
      stub.manifests.set(`${repository}@${digestOf(bytes)}`, manifest);
      answer(201, { "Docker-Content-Digest": digestOf(bytes) });
    } else if (kind === "manifests") {
      const manifest = stub.manifests.get(`${repository}${rest.includes(":") ? "@" : ":"}${rest}`);
      if (manifest === undefined) {
        error(404, "MANIFEST_UNKNOWN");
      } else {
        const digest = digestOf(manifest.bytes);
        answer(200, { "Content-Type": manifest.mediaType, "Docker-Content-Digest": digest }, manifest.bytes);
      }
    } else if (rest === "uploads/" && method === "POST") {
      const [mount, from] = [url.searchParams.get("mount"), url.searchParams.get("from")];
      const blob = mount === null || from === null ? undefined : stub.blobs.get(from)?.get(mount);
      if (blob !== undefined && behaviour.neverMounts !== true) {
        own.set(mount!, blob);
        answer(201, { Location: `/v2/${repository}/blobs/${mount}` });
        return;
      }
      const id = randomUUID();
      uploads.set(id, Buffer.alloc(0));
      answer(202, location(id));
    } else if (rest.startsWith("uploads/")) {
      const id = rest.slice("uploads/".length);
      const upload = uploads.get(id);
      if (upload === undefined) {
        error(404, "BLOB_UPLOAD_UNKNOWN");
      } else if (method === "GET") {
        answer(204, { ...location(id), Range: `0-${Math.max(0, upload.length - 1)}` });
        if (behaviour.forgets === "late") {
          uploads.delete(id);
        }
      } else if (method === "DELETE") {
        uploads.delete(id);
        answer(204);
      } else if (method === "PATCH") {
        const offset = Number(/^(\d+)-/.exec(String(request.headers["content-range"] ?? "0-"))?.[1]);
        if (offset !== upload.length) {
          error(416, "RANGE_INVALID");
          return;
        }
        let bytes = upload;
        const { cuts } = behaviour;
        for await (const piece of request) {
          bytes = Buffer.concat([bytes, piece as Buffer]);
          stub.received += (piece as Buffer).length;
          if (cuts !== undefined && cuts.count > 0 && bytes.length >= cuts.after) {
            cuts.count -= 1;
            if (behaviour.forgets === "at once") {
              uploads.delete(id);
            } else {
              uploads.set(id, bytes);
            }
            request.socket.destroy();
            return;
          }
        }
        uploads.set(id, bytes);
        answer(202, location(id));
      } else if (digestOf(upload) !== url.searchParams.get("digest")) {
        error(400, "DIGEST_INVALID");
      } else {
        own.set(digestOf(upload), upload);
        uploads.delete(id);
        answer(201);
      }
    } else {
      await together();
      const blob = own.get(rest);
      if (blob === undefined) {
        error(404, "BLOB_UNKNOWN");
      } else {
        answer(200, { "Content-Length": String(blob.length) }, blob);
      }
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stub: RegistryStub = {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    behaviour,
    requests: [],
    received: 0,
    blobs: new Map(),
    manifests: new Map(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
}
