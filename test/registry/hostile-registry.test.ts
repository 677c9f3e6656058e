// Registries that lie, never end, or send what is for them alone elsewhere.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ActionError } from "../../src/action/action-error";
import { diffAction } from "../../src/compare/diff-command";
import { mediaTypes } from "../../src/image/oci-schemas";
import { pushAction } from "../../src/registry/push-command";
import { RegistryClient } from "../../src/registry/registry-client";
import { blobFile, writeLayout } from "../image/write-layout";
import { startRegistryStub } from "./registry-stub";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const BASIC = `Basic ${Buffer.from("user:secret").toString("base64")}`;
const credentials = { kind: "password", user: "user", password: "secret" } as const;

let servers: Server[];
let folder: string;
const environment = { ...process.env };

beforeEach(() => {
  servers = [];
  folder = mkdtempSync(path.join(tmpdir(), "hostile-registry-"));
  process.env = { PATH: environment.PATH, HOME: folder, XDG_CACHE_HOME: path.join(folder, "cache") };
  writeLayout(path.join(folder, "layout"), { tars: [Buffer.alloc(3_000_000, "x")] });
});

afterEach(async () => {
  process.env = environment;
  rmSync(folder, { recursive: true });
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** Starts a server; its address, and the paths and Authorizations of what it is asked. */
async function serve(handler: Handler): Promise<{ address: string; asked: [path: string, authorization?: string][] }> {
  const asked: [path: string, authorization?: string][] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    asked.push([request.url!.split("?")[0]!, ...(authorization === undefined ? [] : [authorization])] as [string]);
    request.resume();
    response.on("error", () => {});
    handler(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const clientOf = (registry: string, patience?: number) =>
  new RegistryClient({
    registry,
    credentials,
    plainHttp: false,
    signal: new AbortController().signal,
    warn: () => {},
    ...(patience === undefined ? {} : { patience }),
  });

const context = () => ({ root: folder, signal: new AbortController().signal, log: () => {} });
const compare = (image: string) => diffAction(["layout", image], context());

async function refusalOf(run: Promise<unknown>): Promise<ActionError> {
  const error: unknown = await run.then(
    () => new Error("it was accepted"),
    (failure) => failure,
  );
  expect(error).toBeInstanceOf(ActionError);
  return error as ActionError;
}

/** Writes until the reader goes away. */
function endless(response: ServerResponse, status = 200): void {
  response.writeHead(status);
  const write = () => {
    while (response.writable && !response.destroyed && response.write(Buffer.alloc(1 << 20, " ")));
  };
  response.on("drain", write);
  write();
}

describe("an answer without an end is an error", () => {
  test.each([200, 404, 400, 403])("of status %d", async (status) => {
    const { address } = await serve((_, response) => endless(response, status));
    expect((await refusalOf(compare(`${address}/a/b:1`))).message).toMatch(
      /^127\.0\.0\.1:\d+ answers with more than \d+ bytes$/,
    );
  });

  test("of a token server", async () => {
    const { address } = await serve((request, response) => {
      if (request.url!.startsWith("/token")) {
        endless(response);
      } else {
        response.writeHead(401, { "WWW-Authenticate": `Bearer realm="http://${address}/token"` }).end();
      }
    });
    expect((await refusalOf(compare(`${address}/a/b:1`))).message).toContain("answers with more than");
  });
});

test("gives up a registry that does not answer", async () => {
  const { address, asked } = await serve(() => {});
  const error = await refusalOf(clientOf(address, 20).get("a", "manifests", "1", []));
  expect(error.message).toContain("nothing came for 0.02 s");
  expect(asked.length).toBeGreaterThan(1);
}, 60_000);

test("gives up a registry that redirects in circles", async () => {
  const { address, asked } = await serve((_, response) => response.writeHead(307, { Location: "/v2/again" }).end());
  expect((await refusalOf(compare(`${address}/a/b:1`))).message).toContain("redirects more than 10 times");
  expect(asked.length).toBeLessThan(20);
});

test.each(["file:///etc/passwd", "http://", "https://user:secret@127.0.0.1/", "gopher://127.0.0.1/", "http://[::1"])(
  "a registry that sends to %s is left",
  async (location) => {
    const { address } = await serve((_, response) => response.writeHead(307, { Location: location }).end());
    expect((await refusalOf(compare(`${address}/a/b:1`))).message).toContain(
      "redirects to something that is not an address",
    );
    const upload = await serve((request, response) =>
      request.method === "POST" ? response.writeHead(202, { Location: location }).end() : response.writeHead(404).end(),
    );
    expect((await refusalOf(pushAction(["--layout=layout", `${upload.address}/a:1`], context()))).message).toContain(
      "redirects to something that is not an address",
    );
  },
);

test.each(["not JSON", "[]", "{}", '{"token":"a\\r\\nHost: elsewhere"}', '{"token":7}'])(
  "a token server that answers with %j is an error",
  async (answer) => {
    const { address } = await serve((request, response) =>
      request.url!.startsWith("/token")
        ? response.end(answer)
        : response.writeHead(401, { "WWW-Authenticate": 'Bearer realm="/token"' }).end(),
    );
    expect((await refusalOf(compare(`${address}/a/b:1`))).message).toContain("has a token server that gives no token");
  },
);

describe("what is for the registry alone", () => {
  test("is given to its token server, which may be another host, and to no host that it redirects to", async () => {
    const store = await serve((_, response) => response.end("blob"));
    const tokens = await serve((_, response) => response.end('{"token":"t0ken"}'));
    const registry = await serve((request, response) => {
      if (request.headers.authorization !== "Bearer t0ken") {
        response
          .writeHead(401, { "WWW-Authenticate": `Bearer realm="http://${tokens.address}/token",service="s"` })
          .end();
      } else {
        response.writeHead(307, { Location: `http://${store.address}/blob` }).end();
      }
    });
    const client = clientOf(registry.address);
    expect(String(await client.get("a", "blobs", `sha256:${"0".repeat(64)}`, []))).toBe("blob");
    client.close();
    expect(tokens.asked).toEqual([["/token", BASIC]]);
    expect(store.asked).toEqual([["/blob"]]);
    expect(registry.asked.map(([, authorization]) => authorization)).toEqual([undefined, "Bearer t0ken"]);
  });

  test("cannot be asked for by a host that the registry redirects to", async () => {
    const thief = await serve((_, response) =>
      response.writeHead(401, { "WWW-Authenticate": `Bearer realm="http://${thief.address}/token"` }).end(),
    );
    const registry = await serve((_, response) =>
      response.writeHead(307, { Location: `http://${thief.address}/` }).end(),
    );
    const client = clientOf(registry.address);
    await refusalOf(client.get("a", "blobs", `sha256:${"0".repeat(64)}`, []));
    client.close();
    expect(thief.asked).toEqual([["/"]]);
  });

  test("is not sent with an upload to another host", async () => {
    const thief = await serve((_, response) => response.writeHead(401, { "WWW-Authenticate": "Basic" }).end());
    const registry = await serve((request, response) => {
      if (request.headers.authorization !== BASIC) {
        response.writeHead(401, { "WWW-Authenticate": "Basic" }).end();
      } else if (request.method === "POST") {
        response.writeHead(202, { Location: `http://${thief.address}/upload` }).end();
      } else {
        response.writeHead(404).end();
      }
    });
    const client = clientOf(registry.address);
    const file = path.join(folder, "blob");
    writeFileSync(file, "blob");
    await refusalOf(client.uploadBlob("a", { digest: `sha256:${"0".repeat(64)}`, size: 4, file }));
    client.close();
    expect(registry.asked.some(([, authorization]) => authorization === BASIC)).toBe(true);
    expect(thief.asked.map(([, authorization]) => authorization)).toEqual([undefined]);
  });
});

test("other bytes than were asked for are an error", async () => {
  const config = { mediaType: mediaTypes.config, digest: `sha256:${"0".repeat(64)}`, size: 2 };
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers: [] });
  const { address } = await serve((request, response) =>
    response.end(
      request.url!.includes("/blobs/")
        ? JSON.stringify({ architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: [] } })
        : manifest,
    ),
  );
  expect((await refusalOf(compare(`${address}/a/b:1`))).message).toContain(
    `where sha256:${"0".repeat(64)} was asked for`,
  );
  const other = `sha256:${"1".repeat(64)}`;
  expect((await refusalOf(compare(`${address}/a/b@${other}`))).message).toContain(
    `answers with sha256:${createHash("sha256").update(manifest).digest("hex")} where ${other} was asked for`,
  );
});

test.each(["nonsense", `${"[".repeat(200_000)}${"]".repeat(200_000)}`, '{"schemaVersion":2,"config":{},"layers":7}'])(
  "a manifest that is none is an error",
  async (manifest) => {
    const { address } = await serve((_, response) => response.end(manifest));
    await refusalOf(compare(`${address}/a/b:1`));
  },
);

test("what a registry says reaches the terminal escaped", async () => {
  const { address } = await serve((_, response) =>
    response.writeHead(400).end(JSON.stringify({ errors: [{ code: "\x1b]0;x\x07", message: "a\nb\x1b[31m\u202e" }] })),
  );
  const said = (await refusalOf(compare(`${address}/a/b:1`))).describe();
  expect(said).toContain("\\x1b]0;x\\x07: a\\x0ab\\x1b[31m\\u202e");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(said).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
});

test("a blob on disk that is not what the manifest says is an error and not an endless upload", async () => {
  const stub = await startRegistryStub();
  try {
    const push = () => pushAction(["--layout=layout", `${stub.address}/a:1`], context());
    const { layers } = writeLayout(path.join(folder, "layout"), { tars: [Buffer.from("layer")] });
    const file = blobFile(path.join(folder, "layout"), layers[0]!);
    truncateSync(file, 3);
    expect((await refusalOf(push())).message).toMatch(/has 3 bytes where its manifest says \d+$/);
    unlinkSync(file);
    expect((await refusalOf(push())).message).toBe("a blob of the image is missing");
    expect(stub.manifests.size).toBe(0);
  } finally {
    await stub.stop();
  }
});

test.each([
  "localhost:99999/a:1",
  "local_host:5000/a:1",
  "-x.example/a:1",
  "a..b/../c:1",
  "[::1/a:1",
  "h.example/a@sha256:1@2",
])("%s is no image's name", async (name) => {
  expect((await refusalOf(pushAction(["--layout=layout", name], context()))).message).toContain(
    "is not the name of an image",
  );
});

test("credentials are in no error of their file or their helper", async () => {
  const { address } = await serve((_, response) => response.writeHead(404).end());
  const config = path.join(folder, "auth.json");
  process.env.REGISTRY_AUTH_FILE = config;
  writeFileSync(config, '{"auths": {"a": {"auth": "c2VjcmV0"secret}}}');
  expect((await refusalOf(compare(`${address}/a/b:1`))).describe()).not.toMatch(/secret|c2VjcmV0/);
  writeFileSync(config, JSON.stringify({ auths: { [address]: { auth: Buffer.from("secret").toString("base64") } } }));
  expect((await refusalOf(compare(`${address}/a/b:1`))).describe()).not.toMatch(/secret|c2VjcmV0/);
  writeFileSync(
    path.join(folder, "docker-credential-odd"),
    '#!/bin/sh\necho \'{"Username":"u","Secret":"secret"}\'\nexit 1\n',
    {
      mode: 0o755,
    },
  );
  process.env.PATH = `${folder}:${environment.PATH}`;
  writeFileSync(config, JSON.stringify({ credsStore: "odd" }));
  expect((await refusalOf(compare(`${address}/a/b:1`))).describe()).not.toMatch(/"secret"|c2VjcmV0/);
});
