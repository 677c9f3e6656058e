// Pushing to registries of others: Docker's, that of crane, and zot; with the line cut in the middle of a blob.

import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { type WrittenLayout, writeLayout } from "../image/write-layout";
import { digestOf } from "../layer/describe-layer";
import { startLoopbackRegistry } from "./loopback-registry";
import { ociTool, zot } from "./oci-tools";
import { REPOSITORY } from "./workspace";

const WORKER = path.join(REPOSITORY, "bazel", "worker", "worker.cjs");
/** Bytes after which the line is cut; well within the first layer. */
const CUT = 3_000_000;

let folder: string;
const images = new Map<string, WrittenLayout>();
const at = (file: string) => path.join(folder, file);

/** Bytes that do not get smaller when they are compressed. */
function noise(bytes: number, seed: string): Buffer {
  const pieces = Array.from({ length: Math.ceil(bytes / 64) }, (_, index) =>
    createHash("sha512").update(`${seed} ${index}`).digest(),
  );
  return Buffer.concat(pieces).subarray(0, bytes);
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "package-layers-push-"));
  const history = ["numpy 2.4.6", "attrs 26.1, six 1.17", "application"].map((text) => ({
    created_by: `package_layers: ${text}`,
  }));
  for (const name of ["first", "second"]) {
    const tars = [noise(8_000_000, name), noise(50_000, name), Buffer.from(name)];
    images.set(name, writeLayout(at(name), { tars, config: { history } }));
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `package-layers push` as a process of its own, while this one stands in the line. */
async function push(layout: string, name: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, HOME: folder, XDG_CACHE_HOME: at(`cache-${name.split("/")[0]}`) };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [WORKER, "push", `--layout=${at(layout)}`, name, "--jobs=1", ...args],
    { env },
  );
  return stdout;
}

/** A line to a port of this machine that is cut once, after so many bytes from the client. */
class CutLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #left = CUT;
  cuts = 0;

  constructor(target: string) {
    const [host, port] = target.split(":") as [string, string];
    this.#server = createServer((client) => {
      const registry = connect(Number(port), host);
      for (const [from, to] of [
        [client, registry],
        [registry, client],
      ] as const) {
        this.#sockets.add(from);
        from.on("error", () => to.destroy());
        from.on("close", () => to.destroy());
      }
      registry.pipe(client);
      client.on("data", (piece) => {
        registry.write(piece);
        this.#left -= piece.length;
        if (this.#left <= 0 && this.cuts === 0) {
          this.cuts += 1;
          client.destroy();
        }
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A registry of another program, on a free port of loopback. */
async function startProgram(command: string, args: (port: number) => string[]) {
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
  const child = spawn(command, args(port), { stdio: "ignore" });
  const address = `127.0.0.1:${port}`;
  for (;;) {
    const answers = await fetch(`http://${address}/v2/`).then(
      () => true,
      () => false,
    );
    if (answers) {
      return { address, stop: () => void child.kill() };
    }
    if (child.exitCode !== null) {
      throw new Error(`${command} ended with ${child.exitCode}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const zotHere = zot();
/** Whether a registry mounts; one that does not keeps its blobs for all repositories together. */
const registries: [name: string, mounts: boolean, start: () => Promise<{ readonly address: string; stop(): void }>][] =
  [
    ["docker-registry", true, startLoopbackRegistry],
    [
      "crane's registry",
      false,
      () => startProgram(ociTool("crane"), (port) => ["registry", "serve", `--address=127.0.0.1:${port}`]),
    ],
    ...(zotHere === undefined
      ? []
      : [
          [
            "zot",
            false,
            () =>
              startProgram(zotHere, (port) => {
                mkdirSync(at("zot"), { recursive: true });
                const config = {
                  storage: { rootDirectory: at("zot"), dedupe: true, gc: false },
                  http: { address: "127.0.0.1", port: String(port) },
                  log: { level: "error" },
                };
                writeFileSync(at("zot.json"), JSON.stringify(config));
                return ["serve", at("zot.json")];
              }),
          ] as (typeof registries)[number],
        ]),
  ];

describe.each(registries)("%s", (_, mounts, start) => {
  let registry: { readonly address: string; stop(): void };

  beforeAll(async () => {
    registry = await start();
  });

  afterAll(() => registry.stop());

  /** The registry gives every byte back. */
  async function expectWhole(layout: string, repository: string, tag: string): Promise<void> {
    const { manifest, config, layers } = images.get(layout)!;
    const get = async (url: string) => {
      const response = await fetch(`http://${registry.address}/v2/${repository}/${url}`, {
        headers: { accept: manifest.mediaType },
      });
      return digestOf(new Uint8Array(await response.arrayBuffer()));
    };
    expect(await get(`manifests/${tag}`)).toBe(manifest.digest);
    for (const { digest } of [config, ...layers]) {
      expect(await get(`blobs/${digest}`)).toBe(digest);
    }
  }

  test("takes an image whole; the second time it is there", async () => {
    expect(await push("first", `${registry.address}/team/app:1`)).toMatch(/^ {2}uploaded: numpy 2\.4\.6, 8\.00 MB$/m);
    await expectWhole("first", "team/app", "1");
    expect(await push("first", `${registry.address}/team/app:1`)).toContain("is there already");
  });

  test("a sibling's layers do not move", async () => {
    const said = await push("first", `${registry.address}/team/other:1`, "--mount-from=team/app");
    expect(said).toMatch(mounts ? /^ {2}mounted from team\/app: numpy 2\.4\.6, /m : / 4 of 4 blobs were there/);
    await expectWhole("first", "team/other", "1");
  });

  test("a line that is cut in the middle of a blob costs a message and no image", async () => {
    const line = new CutLine(registry.address);
    try {
      const address = await line.start();
      const said = await push("second", `${address}/cut/app:1`);
      expect(line.cuts).toBe(1);
      expect(said).toMatch(/is lost: .*; (going on at byte \d+ of \d+|trying again from the start)$/m);
      await expectWhole("second", "cut/app", "1");
    } finally {
      await line.stop();
    }
  });
});
