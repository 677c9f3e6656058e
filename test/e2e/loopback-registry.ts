// A registry of container images on this machine's loopback, for as long as a test needs it.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ociTool } from "./oci-tools";

/** A running registry. */
export interface LoopbackRegistry {
  /** HOST:PORT; it speaks plain HTTP. */
  readonly address: string;
  /** The folder that it keeps its blobs in. */
  readonly data: string;
  /** Ends it and removes what it kept. */
  stop(): void;
}

/** Starts Docker's registry on a free port, and waits until it answers. */
export async function startLoopbackRegistry(): Promise<LoopbackRegistry> {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-registry-"));
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
  const address = `127.0.0.1:${port}`;
  const config = path.join(folder, "config.yml");
  const data = path.join(folder, "data");
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${data}}}\nhttp: {addr: "${address}"}\n`,
  );
  const registry = spawn(ociTool("docker-registry"), ["serve", config], { stdio: "ignore" });
  const stop = () => {
    registry.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 100; tries++) {
    const answers = await fetch(`http://${address}/v2/`).then(
      () => true,
      () => false,
    );
    if (answers) {
      return { address, data, stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error("docker-registry does not answer");
}
