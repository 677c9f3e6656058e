// A stand-in for Docker's daemon on a socket: it answers what `load` asks of Docker's HTTP API (v1.41, images), pulls from the
// registry as the daemon does, and keeps what it has from load to load.

import { createServer, type Server } from "node:http";

/** A stub that runs. */
export interface DockerStub {
  /** Names of images to digests of their manifests. */
  readonly images: Map<string, string>;
  /** Digests of blobs that it pulled, one for each time. */
  readonly pulled: string[];
  stop(): Promise<void>;
}

/** Starts it; `fail` makes it end the pull with an error in its stream of progress, as the daemon does. */
export async function startDockerStub(socket: string, fail?: string): Promise<DockerStub> {
  const images = new Map<string, string>();
  const blobs = new Set<string>();
  const pulled: string[] = [];

  async function pull(image: string, tag: string, authorization: string): Promise<void> {
    const [registry, ...path] = image.split("/");
    // Go's base64.URLEncoding, which the daemon decodes with, wants the padding.
    if (authorization.length % 4 !== 0) {
      throw new Error("no basic auth credentials");
    }
    const { username, password } = JSON.parse(Buffer.from(authorization, "base64url").toString());
    const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
    const get = async (url: string) => {
      const response = await fetch(`http://${registry}/v2/${path.join("/")}/${url}`, { headers });
      if (!response.ok) {
        throw new Error(`${url}: ${response.status}`);
      }
      return response;
    };
    const response = await get(`manifests/${tag}`);
    const { config, layers } = (await response.json()) as { config: { digest: string }; layers: { digest: string }[] };
    for (const { digest } of [config, ...layers]) {
      if (!blobs.has(digest)) {
        await (await get(`blobs/${digest}`)).arrayBuffer();
        blobs.add(digest);
        pulled.push(digest);
      }
    }
    images.set(`${image}:${tag}`, response.headers.get("docker-content-digest")!);
  }

  const server: Server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://docker");
    const name = decodeURIComponent(/^\/images\/(.+?)(\/tag)?$/.exec(url.pathname)?.[1] ?? "");
    const missing = () => {
      response.statusCode = 404;
      response.end(JSON.stringify({ message: `No such image: ${name}` }));
    };
    if (request.method === "POST" && url.pathname === "/images/create") {
      const image = url.searchParams.get("fromImage")!;
      response.write(`${JSON.stringify({ status: "Pulling" })}\r\n`);
      const error =
        fail ??
        (await pull(image, url.searchParams.get("tag")!, String(request.headers["x-registry-auth"])).then(
          () => undefined,
          (cause: Error) => cause.message,
        ));
      response.end(
        `${JSON.stringify(error === undefined ? { status: "Done" } : { errorDetail: { message: error }, error })}\r\n`,
      );
    } else if (request.method === "POST" && url.pathname.endsWith("/tag")) {
      const digest = images.get(name);
      if (digest === undefined) {
        missing();
        return;
      }
      images.set(`${url.searchParams.get("repo")}:${url.searchParams.get("tag")}`, digest);
      response.statusCode = 201;
      response.end();
    } else if (request.method === "DELETE" && images.delete(name)) {
      response.end("[]");
    } else {
      missing();
    }
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return { images, pulled, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
