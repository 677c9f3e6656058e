// Puts an image into one of the programs that run containers: each pulls it from a registry that we serve.

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as z from "zod";
import { ActionError } from "../action/action-error";
import { parseJsonIfValid } from "../action/json-document";
import type { ImageName } from "./image-name";
import type { LayoutRegistry } from "./layout-registry";

/** The daemons that an image can be put into, in the order in which they are looked for. */
export const daemons = ["docker", "podman", "nerdctl", "containerd"] as const;
export type DaemonName = (typeof daemons)[number];

/** What decides where daemons are. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Puts an image that a registry serves into a daemon, under a name. */
export interface Daemon {
  readonly name: DaemonName;
  /**
   * Pulls what the daemon lacks and names the image.
   *
   * @param repository under which the registry is asked; any will do
   * @returns the name by which the daemon knows the image
   */
  pull(registry: LayoutRegistry, repository: string, name: ImageName, signal: AbortSignal): Promise<string>;
}

/** The daemon of a name, or the first that is there. */
export async function findDaemon(wanted: DaemonName | undefined, environment: Environment): Promise<Daemon> {
  const make: Record<DaemonName, () => Promise<Daemon | undefined>> = {
    docker: async () => {
      const socket = dockerSocket(environment);
      return socket !== undefined && (await isThere(socket)) ? dockerDaemon(socket) : undefined;
    },
    podman: async () => ((await onPath("podman", environment)) ? podmanDaemon(environment) : undefined),
    nerdctl: async () => ((await onPath("nerdctl", environment)) ? nerdctlDaemon(environment) : undefined),
    containerd: async () => ((await onPath("ctr", environment)) ? containerdDaemon(environment) : undefined),
  };
  for (const name of wanted === undefined ? daemons : [wanted]) {
    const daemon = await make[name]();
    if (daemon !== undefined) {
      return daemon;
    }
  }
  throw new ActionError(
    wanted === undefined
      ? "this machine has no docker, podman, nerdctl or containerd"
      : `${wanted} was not found on this machine`,
    {
      remedy:
        wanted === "docker"
          ? "start Docker's daemon, or name its socket in DOCKER_HOST=unix:///PATH"
          : `install one of them, or push the image to a registry with \`bazel run :IMAGE.push\``,
    },
  );
}

/** The socket of Docker's daemon; of Docker only its HTTP API is needed. */
function dockerSocket(environment: Environment): string | undefined {
  const host = environment.DOCKER_HOST ?? "";
  if (host !== "" && !host.startsWith("unix://")) {
    throw new ActionError(`Docker's daemon at ${host} cannot reach this machine's loopback`, {
      remedy: "unset DOCKER_HOST, load into another daemon with --into, or push the image to a registry",
    });
  }
  return host === "" ? "/var/run/docker.sock" : host.slice("unix://".length);
}

function dockerDaemon(socketPath: string): Daemon {
  const call = (method: string, url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(
        { socketPath, method, path: url, headers: { Host: "docker", ...headers }, signal },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (piece: string) => {
            text += piece;
          });
          response.once("error", reject);
          response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      sent.once("error", (cause) =>
        reject(
          signal.aborted
            ? signal.reason
            : new ActionError("Docker's daemon does not answer", {
                file: socketPath,
                remedy: "start it, and check that you may use its socket",
                cause,
              }),
        ),
      );
      sent.end();
    });
  const expectSuccess = (what: string, { status, text }: { status: number; text: string }) => {
    if (status >= 400) {
      throw new ActionError(`docker cannot ${what}: ${errorOf(text)}`, { remedy: "see the daemon's log" });
    }
  };
  return {
    name: "docker",
    async pull(registry, repository, name, signal) {
      const { user, password, address } = registry;
      const credentials = Buffer.from(JSON.stringify({ username: user, password, serveraddress: address }));
      // Docker decodes base64url with its padding, which Node leaves out, and takes what it cannot decode for no credentials.
      const header = credentials.toString("base64").replaceAll("+", "-").replaceAll("/", "_");
      const served = `${address}/${repository}`;
      const created = await call(
        "POST",
        `/images/create?fromImage=${encodeURIComponent(served)}&tag=latest`,
        { "X-Registry-Auth": header, "Content-Length": "0" },
        signal,
      );
      expectSuccess("pull", created);
      // Once progress is under way, an error comes as a line of it.
      const failed = created.text.split("\n").find((line) => line.includes('"error"'));
      if (failed !== undefined) {
        throw new ActionError(`docker cannot pull: ${errorOf(failed)}`, {
          remedy: `the daemon must reach ${address} on this machine: a daemon in a virtual machine, or a rootless one, does not; push the image to a registry instead`,
        });
      }
      const familiar = familiarName(name);
      const [repo, tag] = splitTag(familiar);
      const source = encodeURIComponent(`${served}:latest`);
      expectSuccess(
        "tag",
        await call(
          "POST",
          `/images/${source}/tag?repo=${encodeURIComponent(repo)}&tag=${tag}`,
          { "Content-Length": "0" },
          signal,
        ),
      );
      expectSuccess("untag", await call("DELETE", `/images/${source}?noprune=true`, {}, signal));
      return familiar;
    },
  };
}

function podmanDaemon(environment: Environment): Daemon {
  return {
    name: "podman",
    pull: (registry, repository, name, signal) =>
      withSecretFolder(async (folder) => {
        const full =
          name.registry === "docker.io" && name.repository.startsWith("library/")
            ? `localhost/${name.repository.slice("library/".length)}:${name.reference}`
            : fullName(name);
        const authFile = path.join(folder, "auth.json");
        await writeFile(authFile, JSON.stringify({ auths: { [registry.address]: authOf(registry) } }), { mode: 0o600 });
        // The image is pulled under the name that it is to have (containers-registries.conf(5), remapping), so that one run of
        // podman does it.
        const registries = path.join(folder, "registries.conf");
        await writeFile(
          registries,
          [
            "[[registry]]",
            `prefix = "${full.slice(0, full.lastIndexOf(":"))}"`,
            `location = "${registry.address}/${repository}"`,
            "insecure = true",
            "",
          ].join("\n"),
        );
        await runProgram(
          "podman",
          ["pull", "--quiet", `--authfile=${authFile}`, full],
          { ...environment, CONTAINERS_REGISTRIES_CONF: registries },
          signal,
        );
        return full;
      }),
  };
}

function nerdctlDaemon(environment: Environment): Daemon {
  return {
    name: "nerdctl",
    pull: (registry, repository, name, signal) =>
      withSecretFolder(async (folder) => {
        await writeFile(
          path.join(folder, "config.json"),
          JSON.stringify({ auths: { [registry.address]: authOf(registry) } }),
          {
            mode: 0o600,
          },
        );
        const served = `${registry.address}/${repository}:latest`;
        const nerdctl = (...args: string[]) =>
          runProgram("nerdctl", args, { ...environment, DOCKER_CONFIG: folder }, signal);
        await nerdctl("--insecure-registry", "pull", "--quiet", served);
        await nerdctl("tag", served, fullName(name));
        await nerdctl("rmi", served);
        return familiarName(name);
      }),
  };
}

function containerdDaemon(environment: Environment): Daemon {
  return {
    name: "containerd",
    pull: (registry, repository, name, signal) =>
      withSecretFolder(async (folder) => {
        const hosts = path.join(folder, registry.address);
        await mkdir(hosts);
        const authorization = `Basic ${authOf(registry).auth}`;
        await writeFile(
          path.join(hosts, "hosts.toml"),
          [
            `server = "http://${registry.address}"`,
            `[host."http://${registry.address}"]`,
            '  capabilities = ["pull", "resolve"]',
            `  [host."http://${registry.address}".header]`,
            `    authorization = ["${authorization}"]`,
            "",
          ].join("\n"),
          { mode: 0o600 },
        );
        const served = `${registry.address}/${repository}:latest`;
        const images = (...args: string[]) => runProgram("ctr", ["images", ...args], environment, signal);
        await images("pull", `--hosts-dir=${folder}`, served);
        await images("tag", "--force", served, fullName(name));
        await images("rm", served);
        return fullName(name);
      }),
  };
}

function authOf({ user, password }: LayoutRegistry): { readonly auth: string } {
  return { auth: Buffer.from(`${user}:${password}`).toString("base64") };
}

/** A folder that no other user may look into, for as long as it is needed: arguments are seen by every user of a machine. */
async function withSecretFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "package-layers-load-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** REGISTRY/REPOSITORY:TAG. */
function fullName({ registry, repository, reference }: ImageName): string {
  return `${registry}/${repository}:${reference}`;
}

/** The name as people write it: without its default parts. */
function familiarName(name: ImageName): string {
  return fullName(name).replace(/^docker\.io\/(library\/)?/, "");
}

function splitTag(name: string): [repository: string, tag: string] {
  const colon = name.lastIndexOf(":");
  return [name.slice(0, colon), name.slice(colon + 1)];
}

/** An error of Docker's Engine API, also in the middle of a pull. */
const errorSchema = z.looseObject({ message: z.string().optional(), error: z.string().optional() });

function errorOf(text: string): string {
  const answer = parseJsonIfValid(errorSchema, text);
  return answer?.message ?? answer?.error ?? text.trim();
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function onPath(program: string, environment: Environment): Promise<boolean> {
  const folders = (environment.PATH ?? "").split(path.delimiter).filter(Boolean);
  const found = await Promise.all(folders.map((folder) => isThere(path.join(folder, program))));
  return found.includes(true);
}

/** Runs a program; its output is its error's text. */
function runProgram(program: string, args: readonly string[], env: Environment, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: env as NodeJS.ProcessEnv, signal, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (status) => {
      if (status === 0) {
        resolve(output);
      } else {
        reject(
          new ActionError(
            `${program} ${args[0] === "images" ? args[1] : args[0]} ended with ${status}: ${output.trim().split("\n").at(-1)}`,
            {
              remedy: `see what \`${program} info\` says of it`,
            },
          ),
        );
      }
    });
  });
}
