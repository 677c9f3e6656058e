// Speaks to a registry of container images (OCI distribution-spec 1.1; Docker's token authentication). No maintained npm
// package does uploads, mounts and resumption; this file has only what pushing and comparing images needs.

import { setMaxListeners } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";
import { ActionError } from "../action/action-error";
import { parseJsonIfValid } from "../action/json-document";
import type { Credentials } from "./credentials";

/** A blob on this disk. */
export interface BlobFile {
  readonly digest: string;
  readonly size: number;
  readonly file: string;
}

/** How a registry is reached. */
export interface RegistryOptions {
  /** HOST or HOST:PORT as in image names. */
  readonly registry: string;
  readonly credentials: Credentials | undefined;
  /** HTTP instead of HTTPS; for this machine's loopback it is always HTTP. */
  readonly plainHttp: boolean;
  readonly signal: AbortSignal;
  /** Told about errors after which a call is tried again. */
  readonly warn: (line: string) => void;
  /** Milliseconds without a byte after which a connection counts as lost; default five minutes. */
  readonly patience?: number;
}

interface Answer {
  /** Where it came from: a registry may redirect a request. */
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made again for each try. */
  readonly body?: () => { readonly stream: Readable; readonly size: number };
}

const tokenSchema = z
  .looseObject({ token: z.string().optional(), access_token: z.string().optional() })
  .transform(({ token, access_token }) => token ?? access_token)
  // What else it may hold would end the header (RFC 6750 §2.1).
  .pipe(z.string().regex(/^[\w.~+/-]+=*$/));

/** Bytes of an answer. Registries take manifests of 4 MiB; a config has a line for each layer. */
const LONGEST_ANSWER = 32 << 20;

/** Most redirections; curl's default is 50, and a registry redirects once. */
const MOST_REDIRECTIONS = 10;

const PATIENCE = 5 * 60_000;

/** An answer with errors (distribution-spec, error codes). */
const errorsSchema = z.looseObject({
  errors: z.array(z.looseObject({ code: z.string().optional(), message: z.string().optional() })).optional(),
});

/** How often a call is tried that fails because of the network or the server. */
const TRIES = 5;

/** Answers after which another try may succeed. */
const TRY_AGAIN = [408, 429, 500, 502, 503, 504];

/** Answers to a resumed upload that the registry gave up meanwhile, or of which it has other bytes than it said. */
const FORGOTTEN = [400, 404, 416];

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/** An error of the network, in the middle of a call. */
class LostConnection extends Error {}

/** One registry, with its connections and tokens. */
export class RegistryClient {
  readonly #options: RegistryOptions;
  readonly #origin: URL;
  readonly #agents = { "http:": new HttpAgent({ keepAlive: true }), "https:": new HttpsAgent({ keepAlive: true }) };
  /** `Authorization` by the scope that it is good for. */
  readonly #authorizations = new Map<string, string>();

  constructor(options: RegistryOptions) {
    const { registry, plainHttp } = options;
    // Every request on its way listens to it.
    const signal = AbortSignal.any([options.signal]);
    setMaxListeners(0, signal);
    this.#options = { ...options, signal };
    const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
    this.#origin = new URL(`${plainHttp || LOOPBACK.test(registry) ? "http" : "https"}://${host}`);
  }

  /** Closes its connections. */
  close(): void {
    this.#agents["http:"].destroy();
    this.#agents["https:"].destroy();
  }

  /**
   * Fetches a manifest or the bytes of a small blob.
   *
   * @returns undefined when there is none
   */
  async get(repository: string, kind: "manifests" | "blobs", reference: string, accept: readonly string[]) {
    const answer = await this.#call(pullScope(repository), {
      method: "GET",
      url: this.#url(`/v2/${repository}/${kind}/${reference}`),
      headers: accept.length === 0 ? {} : { Accept: accept.join(", ") },
    });
    if (answer.status === 404) {
      return undefined;
    }
    this.#expect(answer, [200], `${kind === "manifests" ? "the manifest" : "a blob"} of ${repository}`);
    return answer.body;
  }

  /** The digest of a manifest; undefined when there is none. */
  async manifestDigest(repository: string, reference: string, accept: readonly string[]): Promise<string | undefined> {
    const answer = await this.#call(pushScope(repository), {
      method: "HEAD",
      url: this.#url(`/v2/${repository}/manifests/${reference}`),
      headers: { Accept: accept.join(", ") },
    });
    const digest = answer.headers["docker-content-digest"];
    return answer.status === 200 && typeof digest === "string" ? digest : undefined;
  }

  /** Whether a repository has a blob. */
  async hasBlob(repository: string, digest: string): Promise<boolean> {
    const answer = await this.#call(pushScope(repository), {
      method: "HEAD",
      url: this.#url(`/v2/${repository}/blobs/${digest}`),
    });
    if (answer.status !== 200 && answer.status !== 404) {
      this.#expect(answer, [200], `a blob of ${repository}`);
    }
    return answer.status === 200;
  }

  /**
   * Has a repository take a blob from another repository of the same registry, without moving it.
   *
   * @returns false if the registry does not do that
   */
  async mountBlob(repository: string, digest: string, from: string): Promise<boolean> {
    const url = this.#url(`/v2/${repository}/blobs/uploads/`);
    url.searchParams.set("mount", digest);
    url.searchParams.set("from", from);
    const answer = await this.#call(`${pushScope(repository)} ${pullScope(from)}`, { method: "POST", url });
    if (answer.status === 202) {
      // The registry began an upload instead; it is given up, so that it does not lie there.
      const upload = this.#location(answer, url);
      await this.#call(pushScope(repository), { method: "DELETE", url: upload });
    }
    return answer.status === 201;
  }

  /**
   * Uploads a blob; after a lost connection it resumes where the registry says that it stopped, or else from the start.
   *
   * @throws ActionError when the file is not of the blob's size, or the registry does not take it
   */
  async uploadBlob(repository: string, blob: BlobFile): Promise<void> {
    await requireSize(blob);
    const scope = pushScope(repository);
    for (let tries = 1; ; tries += 1) {
      try {
        let upload = await this.#startUpload(repository);
        let offset = 0;
        let resumed = false;
        while (offset < blob.size) {
          try {
            upload = await this.#sendRest(scope, upload, blob, offset);
            offset = blob.size;
          } catch (error) {
            if (!(error instanceof LostConnection) || tries >= TRIES) {
              throw error;
            }
            tries += 1;
            const status = await this.#call(scope, { method: "GET", url: upload });
            const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(String(status.headers.range ?? "")) ?? [];
            if (status.status !== 204 || last === undefined || Number(last) + 1 > blob.size) {
              throw error;
            }
            // A registry that has nothing yet says 0-0.
            offset = Number(last) === 0 ? 0 : Number(last) + 1;
            upload = this.#location(status, upload);
            resumed = true;
            this.#options.warn(`${error.message}; going on at byte ${offset} of ${blob.size}`);
          }
        }
        const end = new URL(upload);
        end.searchParams.set("digest", blob.digest);
        const answer = await this.#call(scope, { method: "PUT", url: end, headers: { "Content-Length": "0" } });
        if (resumed && FORGOTTEN.includes(answer.status)) {
          throw new LostConnection(`the registry answers ${answer.status} to the end of an upload that was cut`);
        }
        this.#expect(answer, [201], `the blob ${blob.digest}`);
        return;
      } catch (error) {
        if (!(error instanceof LostConnection) || tries >= TRIES) {
          throw error instanceof LostConnection ? this.#unreachable(error) : error;
        }
        this.#options.warn(`${error.message}; trying again from the start`);
        // The registry may have it all the same.
        if (await this.hasBlob(repository, blob.digest)) {
          return;
        }
      }
    }
  }

  /** Stores a manifest under a tag or its digest. */
  async putManifest(repository: string, reference: string, mediaType: string, bytes: Buffer): Promise<void> {
    const answer = await this.#call(pushScope(repository), {
      method: "PUT",
      url: this.#url(`/v2/${repository}/manifests/${reference}`),
      headers: { "Content-Type": mediaType },
      body: () => ({ stream: Readable.from([bytes]), size: bytes.length }),
    });
    this.#expect(answer, [200, 201], `the manifest of ${repository}:${reference}`);
  }

  async #startUpload(repository: string): Promise<URL> {
    const url = this.#url(`/v2/${repository}/blobs/uploads/`);
    const answer = await this.#call(pushScope(repository), { method: "POST", url, headers: { "Content-Length": "0" } });
    this.#expect(answer, [202], `an upload to ${repository}`);
    return this.#location(answer, url);
  }

  async #sendRest(scope: string, upload: URL, { file, size, digest }: BlobFile, offset: number): Promise<URL> {
    const answer = await this.#callOnce(scope, {
      method: "PATCH",
      url: upload,
      headers: {
        "Content-Type": "application/octet-stream",
        ...(offset === 0 ? {} : { "Content-Range": `${offset}-${size - 1}` }),
      },
      body: () => ({ stream: Readable.from(bytesOf(file, offset, size)), size: size - offset }),
    });
    if (TRY_AGAIN.includes(answer.status) || (offset > 0 && FORGOTTEN.includes(answer.status))) {
      throw new LostConnection(`the registry answers ${answer.status} to the upload of ${digest}`);
    }
    this.#expect(answer, [201, 202, 204], `the blob ${digest}`);
    return this.#location(answer, upload);
  }

  #url(pathname: string): URL {
    return new URL(pathname, this.#origin);
  }

  #location({ headers }: Answer, asked: URL): URL {
    if (headers.location === undefined) {
      throw new ActionError(`${this.#options.registry} does not say where to send an upload`, {
        remedy: "push with another tool, and report this registry",
      });
    }
    const url = this.#address(headers.location, asked);
    if (url.hostname === this.#origin.hostname && this.#origin.protocol === "https:") {
      // A registry that does not know that a proxy in front of it speaks TLS.
      url.protocol = "https:";
    }
    return url;
  }

  /** @throws ActionError for anything but an HTTP or HTTPS address without credentials in it */
  #address(text: string, asked: URL): URL {
    const url = URL.canParse(text, asked.href) ? new URL(text, asked) : undefined;
    if (
      url === undefined ||
      !["http:", "https:"].includes(url.protocol) ||
      url.username !== "" ||
      url.password !== ""
    ) {
      throw this.#strange("redirects to something that is not an address");
    }
    return url;
  }

  #strange(what: string, cause?: unknown): ActionError {
    return new ActionError(`${this.#options.registry} ${what}`, {
      remedy: "check that this is the address of a registry, or push with another tool and tell of this registry",
      cause,
    });
  }

  /** A call that may be repeated: after a lost connection, and if the registry asks for patience. */
  async #call(scope: string, call: Call): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await this.#callOnce(scope, call);
        if (!TRY_AGAIN.includes(answer.status) || tries === TRIES) {
          return answer;
        }
        this.#options.warn(`${this.#options.registry} answers ${answer.status}; trying again`);
        await pause(answer.headers["retry-after"], tries, this.#options.signal);
      } catch (error) {
        if (!(error instanceof LostConnection)) {
          throw error;
        }
        if (tries === TRIES) {
          throw this.#unreachable(error);
        }
        this.#options.warn(`${error.message}; trying again`);
        await pause(undefined, tries, this.#options.signal);
      }
    }
  }

  /** A call with the authorization that the registry asks for. Only the registry gets its authorization. */
  async #callOnce(scope: string, call: Call): Promise<Answer> {
    const isOurs = (url: URL) => url.origin === this.#origin.origin;
    const known = isOurs(call.url) ? this.#authorizations.get(scope) : undefined;
    const answer = await this.#send(call, known);
    if (answer.status !== 401 || !isOurs(call.url) || !isOurs(answer.url)) {
      return answer;
    }
    const authorization = await this.#authorize(scope, answer.headers["www-authenticate"] ?? "");
    if (authorization === undefined || authorization === known) {
      return answer;
    }
    this.#authorizations.set(scope, authorization);
    return this.#send(call, authorization);
  }

  /** The answer to the challenge of a 401 (RFC 9110 §11.6.1; Docker's token specification). */
  async #authorize(scope: string, challenge: string): Promise<string | undefined> {
    const { credentials } = this.#options;
    const basic =
      credentials?.kind === "password"
        ? `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}`
        : undefined;
    if (/^basic\b/i.test(challenge)) {
      return basic;
    }
    const fields = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
    const realm = fields.get("realm");
    if (!/^bearer\b/i.test(challenge) || realm === undefined) {
      return undefined;
    }
    const url = this.#address(realm, this.#origin);
    if (this.#origin.protocol === "https:" && url.protocol !== "https:" && credentials !== undefined) {
      throw this.#strange("asks for credentials to be sent without TLS");
    }
    const service = fields.get("service") ?? "";
    const answer =
      credentials?.kind === "identity-token"
        ? await this.#send({ method: "POST", url, ...tokenForm(service, scope, credentials.token) }, undefined)
        : await this.#send({ method: "GET", url: tokenUrl(url, service, scope) }, basic);
    if (answer.status !== 200) {
      throw this.#refused(answer.status, answer.body);
    }
    const token = parseJsonIfValid(tokenSchema, answer.body.toString("utf8"));
    if (token === undefined) {
      throw this.#strange("has a token server that gives no token");
    }
    return `Bearer ${token}`;
  }

  /** Sends a request and follows redirections, without the authorization if they lead to another host. */
  async #send(call: Call, authorization: string | undefined): Promise<Answer> {
    let { url } = call;
    for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections += 1) {
      const answer = await this.#ask({ ...call, url }, url.origin === call.url.origin ? authorization : undefined);
      const { location } = answer.headers;
      if (call.method !== "GET" || ![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) {
        return answer;
      }
      const next = this.#address(location, url);
      if (url.protocol === "https:" && next.protocol !== "https:") {
        throw this.#strange("redirects to an address without TLS");
      }
      url = next;
    }
    throw this.#strange(`redirects more than ${MOST_REDIRECTIONS} times`);
  }

  async #ask({ method, url, headers = {}, body }: Call, authorization: string | undefined): Promise<Answer> {
    const { signal, patience = PATIENCE } = this.#options;
    signal.throwIfAborted();
    const content = body?.();
    const secure = url.protocol === "https:";
    const sent = (secure ? httpsRequest : httpRequest)(url, {
      method,
      agent: this.#agents[secure ? "https:" : "http:"],
      headers: {
        ...headers,
        "User-Agent": "package_layers",
        ...(authorization === undefined ? {} : { Authorization: authorization }),
        ...(content === undefined ? {} : { "Content-Length": String(content.size) }),
      },
      signal,
    });
    const lost = (cause: unknown) =>
      signal.aborted
        ? signal.reason
        : new LostConnection(`the connection to ${url.host} is lost: ${(cause as Error).message}`);
    sent.setTimeout(patience, () => sent.destroy(new Error(`nothing came for ${patience / 1000} s`)));
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      sent.once("response", resolve);
      sent.once("error", reject);
    });
    try {
      // A registry may answer, such as with 401, before it has read everything.
      const writing = content === undefined ? Promise.resolve(sent.end()) : pipeline(content.stream, sent);
      const answered = await Promise.race([response, writing.then(() => response)]);
      content?.stream.destroy();
      writing.catch(() => {});
      const pieces: Buffer[] = [];
      let length = 0;
      for await (const piece of answered) {
        length += (piece as Buffer).length;
        if (length > LONGEST_ANSWER) {
          throw this.#strange(`answers with more than ${LONGEST_ANSWER} bytes`);
        }
        pieces.push(piece as Buffer);
      }
      return { url, status: answered.statusCode ?? 0, headers: answered.headers, body: Buffer.concat(pieces) };
    } catch (error) {
      response.catch(() => {});
      throw error instanceof LostConnection || error instanceof ActionError ? error : lost(error);
    }
  }

  #expect({ status, body }: Answer, expected: readonly number[], what: string): void {
    if (expected.includes(status)) {
      return;
    }
    if (status === 401 || status === 403) {
      throw this.#refused(status, body);
    }
    throw new ActionError(`${this.#options.registry} answers ${status} to ${what}: ${messageOf(body)}`, {
      remedy: "check the image's name, and what the registry allows",
    });
  }

  #refused(status: number, body: Buffer): ActionError {
    const { registry, credentials } = this.#options;
    return new ActionError(`${registry} refuses (${status}): ${messageOf(body)}`, {
      remedy:
        credentials === undefined
          ? `run \`docker login ${registry}\`; no credentials for it were found`
          : `check that the credentials of ${registry} may do this, or run \`docker login ${registry}\` again`,
    });
  }

  #unreachable(cause: LostConnection): ActionError {
    return new ActionError(cause.message, {
      remedy: `check that ${this.#options.registry} can be reached; what was pushed stays there, so run this again`,
      cause,
    });
  }
}

/** @throws ActionError when a blob on disk is not of the size that its manifest says */
async function requireSize({ digest, size, file }: BlobFile): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new ActionError("a blob of the image is missing", { file, remedy: BUILD_AGAIN, cause });
  });
  if (!found.isFile() || found.size !== size) {
    throw new ActionError(`the blob ${digest} has ${found.size} bytes where its manifest says ${size}`, {
      file,
      remedy: BUILD_AGAIN,
    });
  }
}

/** All bytes of a part of a file: with fewer bytes than were promised, a registry would wait for the rest. */
async function* bytesOf(file: string, start: number, end: number): AsyncGenerator<Buffer> {
  let at = start;
  for await (const piece of createReadStream(file, { start, end: end - 1, highWaterMark: 1 << 20 })) {
    at += (piece as Buffer).length;
    yield piece as Buffer;
  }
  if (at !== end) {
    throw new ActionError("a blob of the image changed while it was read", { file, remedy: BUILD_AGAIN });
  }
}

const BUILD_AGAIN = "build the image again";

function pullScope(repository: string): string {
  return `repository:${repository}:pull`;
}

function pushScope(repository: string): string {
  return `repository:${repository}:pull,push`;
}

function tokenUrl(realm: URL, service: string, scope: string): URL {
  const url = new URL(realm);
  url.searchParams.set("service", service);
  for (const one of scope.split(" ")) {
    url.searchParams.append("scope", one);
  }
  return url;
}

function tokenForm(service: string, scope: string, refreshToken: string): Pick<Call, "headers" | "body"> {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: "package_layers",
    refresh_token: refreshToken,
    service,
    scope,
  }).toString();
  return {
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: () => ({ stream: Readable.from([Buffer.from(form)]), size: Buffer.byteLength(form) }),
  };
}

/** Waits a little longer from try to try, or as long as the registry says, half a minute at most. */
async function pause(retryAfter: string | undefined, tries: number, signal: AbortSignal): Promise<void> {
  const seconds = Math.min(30, Number(retryAfter) || 0.25 * 2 ** (tries - 1));
  await new Promise<void>((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, 1000 * seconds);
    signal.addEventListener("abort", abort, { once: true });
  });
}

/** A registry's error in its own words. */
function messageOf(body: Buffer): string {
  const text = body.toString("utf8").slice(0, 2000).trim();
  const answer = parseJsonIfValid(errorsSchema, text);
  const reason =
    answer === undefined
      ? text.split("\n")[0]?.slice(0, 200)
      : answer.errors?.map(({ code, message }) => [code, message].filter(Boolean).join(": ")).join("; ");
  return reason || "no reason given";
}
