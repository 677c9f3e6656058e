// Stands between Bazel and a cache on this machine: counts bytes, makes them late, or hangs up in the middle.

import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** What is wrong with the line; nothing unless it is said. */
export interface Trouble {
  /** Milliseconds by which everything the cache sends is late. */
  readonly latency?: number;
  /** Bytes that the cache sends before the line goes dead for good. */
  readonly deadAfter?: number;
}

export class LoopbackProxy {
  port = 0;
  /** Bytes that Bazel has received from the cache, and sent to it. */
  down = 0;
  up = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #trouble: Trouble = {};
  #isDead = false;

  private constructor(target: number) {
    this.#server = createServer((client) => this.#join(client, connect(target, "127.0.0.1")));
  }

  /** Listens on a free port of the loopback interface. */
  static async start(target: number): Promise<LoopbackProxy> {
    const proxy = new LoopbackProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.port = (proxy.#server.address() as AddressInfo).port;
    return proxy;
  }

  /** Whether the line has been cut, so that nothing gets through. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Starts counting from zero, with other trouble. */
  reset(trouble: Trouble = {}): void {
    this.down = 0;
    this.up = 0;
    this.#isDead = false;
    this.#trouble = trouble;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket, cache: Socket): void {
    const both = [client, cache];
    const end = () => {
      for (const socket of both) {
        socket.destroy();
        this.#sockets.delete(socket);
      }
    };
    for (const socket of both) {
      this.#sockets.add(socket);
      socket.on("error", end);
      socket.on("close", end);
    }
    if (this.#isDead) {
      end();
      return;
    }
    client.on("data", (bytes) => {
      this.up += bytes.length;
      cache.write(bytes);
    });
    cache.on("data", async (bytes) => {
      const { latency = 0, deadAfter = Number.POSITIVE_INFINITY } = this.#trouble;
      this.down += bytes.length;
      if (this.down > deadAfter) {
        this.#isDead = true;
        for (const socket of this.#sockets) {
          socket.destroy();
        }
        return;
      }
      if (latency > 0) {
        cache.pause();
        await delay(latency);
        cache.resume();
      }
      client.write(bytes);
    });
  }
}
