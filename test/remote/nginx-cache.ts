// A remote cache as people run one: nginx with WebDAV, on a port of the loopback interface, and what it has served.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { debianProgram } from "../debian-program";

/** One request as the server's access log has it. */
export interface ServedRequest {
  readonly method: string;
  /** `/ac/…` for results of actions, `/cas/…` for content; the name is a SHA-256. */
  readonly path: string;
  readonly status: number;
  /** Bytes of the answer's body. */
  readonly bytes: number;
}

/** The path of nginx; undefined if it cannot be had. */
export const findNginx = (): string | undefined => debianProgram("/usr/sbin/nginx", "nginx-light");

/** A port of the loopback interface that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class NginxCache {
  readonly url: string;
  readonly port: number;
  readonly #folder: string;
  readonly #program: string;
  #process: ChildProcess | undefined;
  #read = 0;

  private constructor(program: string, folder: string, port: number) {
    this.#program = program;
    this.#folder = folder;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Starts a server whose files are in a folder, which is made. */
  static async start(program: string, folder: string): Promise<NginxCache> {
    const cache = new NginxCache(program, folder, await freePort());
    mkdirSync(path.join(folder, "files"), { recursive: true });
    mkdirSync(path.join(folder, "temporary"), { recursive: true });
    writeFileSync(path.join(folder, "nginx.conf"), cache.#configuration());
    await cache.startAgain();
    return cache;
  }

  #configuration(): string {
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((kind) => `  ${kind}_temp_path ${this.#folder}/temporary;`)
      .join("\n");
    return `daemon off;
user root;
worker_processes 1;
pid ${this.#folder}/nginx.pid;
error_log ${this.#folder}/error.log;
events { worker_connections 256; }
http {
  log_format bytes '$request_method $uri $status $body_bytes_sent';
  access_log ${this.#folder}/access.log bytes;
${temporary}
  server {
    listen 127.0.0.1:${this.port};
    root ${this.#folder}/files;
    client_max_body_size 0;
    location / {
      dav_methods PUT;
      create_full_put_path on;
    }
  }
}
`;
  }

  async startAgain(): Promise<void> {
    const server = spawn(this.#program, ["-c", path.join(this.#folder, "nginx.conf"), "-p", this.#folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.#process = server;
    process.once("exit", () => server.kill());
    for (let tries = 0; ; tries += 1) {
      const answer = await fetch(this.url).catch(() => undefined);
      if (answer !== undefined) {
        return;
      }
      if (tries === 200) {
        throw new Error("nginx does not answer");
      }
      await delay(50);
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process?.once("close", resolve));
    this.#process?.kill("SIGTERM");
    await ended;
  }

  /** What was asked since this was called last. */
  served(): ServedRequest[] {
    const lines = readFileSync(path.join(this.#folder, "access.log"), "utf8").split("\n").slice(0, -1);
    const fresh = lines.slice(this.#read).map((line) => {
      const [method, uri, status, bytes] = line.split(" ") as [string, string, string, string];
      return { method, path: uri, status: Number(status), bytes: Number(bytes) };
    });
    this.#read = lines.length;
    return fresh.filter(({ path: uri }) => uri !== "/");
  }

  /** Changes a byte in the middle of each stored file; `part` is `cas` or `ac`. Returns how many there are. */
  corrupt(part: "ac" | "cas"): number {
    const folder = path.join(this.#folder, "files", part);
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    for (const file of files) {
      const bytes = readFileSync(file);
      if (bytes.length > 0) {
        bytes[bytes.length >> 1]! ^= 0xff;
        writeFileSync(file, bytes);
      }
    }
    return files.length;
  }

  /** Bytes of all that is stored. */
  storedBytes(): number {
    const folder = path.join(this.#folder, "files", "cas");
    return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  }
}
