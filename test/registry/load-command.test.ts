import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { loadAction } from "../../src/registry/load-command";
import { writeLayout } from "../image/write-layout";
import { type DockerStub, startDockerStub } from "./docker-stub";

let folder: string;
let docker: DockerStub | undefined;
const environment = { ...process.env };
const at = (file: string) => path.join(folder, file);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "load-command-"));
  process.env.DOCKER_HOST = `unix://${at("docker.sock")}`;
});

afterEach(async () => {
  await docker?.stop();
  docker = undefined;
  process.env = { ...environment };
  rmSync(folder, { recursive: true });
});

async function load(...args: string[]): Promise<string> {
  const lines: string[] = [];
  await loadAction(args, { root: folder, signal: new AbortController().signal, log: (line) => lines.push(line) });
  return lines.join("\n");
}

test("docker pulls what it lacks, and knows the image by the name that was asked for and no other", async () => {
  docker = await startDockerStub(at("docker.sock"));
  const history = (text: string) => [
    { created_by: "package_layers: numpy 2.4.6" },
    { created_by: `package_layers: ${text}` },
  ];
  const first = writeLayout(at("first"), {
    tars: [Buffer.from("numpy"), Buffer.from("old")],
    config: { history: history("application") },
  });
  expect(await load("--layout=first", "--name=team/app:dev", "--into", "docker")).toMatch(
    /^team\/app:dev is in docker: \d+ B of \d+ B moved, 2 of 2 layers, \d+\.\d s\n {2}numpy 2\.4\.6 \(\d+ B\); application \(\d+ B\)$/,
  );
  expect([...docker.images]).toEqual([["team/app:dev", first.manifest.digest]]);

  const second = writeLayout(at("second"), {
    tars: [Buffer.from("numpy"), Buffer.from("new")],
    config: { history: history("application") },
  });
  docker.pulled.length = 0;
  expect(await load("--layout=second", "--name=app", "--name=other")).toMatch(
    /^other:latest is in docker: .* 1 of 2 layers/,
  );
  expect(docker.pulled).toEqual([second.config.digest, second.layers[1]!.digest]);
  expect([...docker.images.keys()]).toEqual(["team/app:dev", "other:latest"]);
});

test("shows what the daemon says about a failure, and what helps", async () => {
  docker = await startDockerStub(at("docker.sock"), "dial tcp 127.0.0.1: connect: connection refused");
  writeLayout(at("layout"));
  await expect(load("--layout=layout", "--name=app")).rejects.toMatchObject({
    message: "docker cannot pull: dial tcp 127.0.0.1: connect: connection refused",
    details: { remedy: expect.stringContaining("push the image to a registry instead") },
  });
  expect(docker.images.size).toBe(0);
});

test.each([
  [["--name=app"], { DOCKER_HOST: "tcp://build.example:2375" }, "cannot reach this machine's loopback"],
  [["--name=app", "--into=docker"], { DOCKER_HOST: "unix:///absent" }, "docker was not found on this machine"],
  [
    ["--name=app"],
    { DOCKER_HOST: "unix:///absent", PATH: "/absent" },
    "this machine has no docker, podman, nerdctl or containerd",
  ],
  [["--name=App"], {}, "is not the name of an image"],
  [[`--name=app@sha256:${"0".repeat(64)}`], {}, "a loaded image is named by a tag"],
  [["--name=app", "--into=rkt"], {}, "--into"],
])("refuses %j with %j", async (args, variables, message) => {
  writeLayout(at("layout"));
  Object.assign(process.env, variables);
  await expect(load("--layout=layout", ...args)).rejects.toThrow(message);
});
