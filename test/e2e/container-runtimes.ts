// containerd, Docker and podman, each with all that it keeps in a folder of its own, for tests that run images.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { installDebianPackages } from "../debian-program";
import { saySkipped } from "../say-skipped";
import { run } from "./base-image";
import { ociTool, programHere } from "./oci-tools";

/** Runs images. */
export interface ContainerRuntime {
  readonly name: string;
  /** The environment in which programs of others that load images find it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Loads the images of an archive of `docker save`. */
  load(archive: string): void;
  /** Runs the entry point of an image that it has, by its full name, and gives what that printed. */
  run(image: string): string;
  /** Pulls an image from a registry that speaks plain HTTP, and runs it. */
  runPulled(image: string): string;
  /** Ends it and removes all that it kept. */
  stop(): void;
}

const LIMITS = ["--ulimit=nofile=1024:1024", "--ulimit=nproc=1000:1000", "--pids-limit=-1"];

function startPodman(folder: string): ContainerRuntime {
  const at = (name: string) => path.join(folder, name);
  writeFileSync(
    at("storage.conf"),
    `[storage]\ndriver = "overlay"\ngraphroot = "${at("root")}"\nrunroot = "${at("run")}"\n`,
  );
  writeFileSync(at("containers.conf"), '[engine]\ncgroup_manager = "cgroupfs"\nruntime = "runc"\n');
  const environment = {
    ...process.env,
    CONTAINERS_CONF: at("containers.conf"),
    CONTAINERS_STORAGE_CONF: at("storage.conf"),
  };
  const podman = (args: readonly string[]) => run("podman", args, { env: environment });
  const runImage = (image: string) => podman(["run", "--rm", "--pull=never", "--network=none", ...LIMITS, image]);
  return {
    name: "podman",
    environment,
    load: (archive) => void podman(["load", `--input=${archive}`]),
    run: runImage,
    runPulled(image) {
      podman(["pull", "--quiet", "--tls-verify=false", image]);
      return runImage(image);
    },
    stop: () => removeMounted(folder),
  };
}

function startContainerd(folder: string): ContainerRuntime {
  const socket = path.join(folder, "socket");
  const config = path.join(folder, "config.toml");
  writeFileSync(
    config,
    [
      "version = 2",
      `root = "${folder}/root"`,
      `state = "${folder}/state"`,
      'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
      `[grpc]\n  address = "${socket}"`,
    ].join("\n"),
  );
  const daemon = spawn("containerd", ["--config", config], { stdio: "ignore" });
  waitFor(() => existsSync(socket));
  // Docker's namespace, which rules_img loads into.
  const environment = { ...process.env, CONTAINERD_ADDRESS: socket, CONTAINERD_NAMESPACE: "moby" };
  const ctr = (args: readonly string[]) => run("ctr", args, { env: environment });
  const runImage = (image: string) => ctr(["run", "--rm", "--snapshotter=overlayfs", image, path.basename(folder)]);
  return {
    name: "containerd",
    environment,
    load: (archive) => void ctr(["images", "import", "--snapshotter=overlayfs", archive]),
    run: runImage,
    runPulled(image) {
      ctr(["images", "pull", "--plain-http", "--snapshotter=overlayfs", image]);
      return runImage(image);
    },
    stop() {
      daemon.kill();
      removeMounted(folder);
    },
  };
}

function startDocker(folder: string): ContainerRuntime {
  const host = `unix://${folder}/socket`;
  // No network: the machine's own firewall is left alone, and images are pulled by the daemon itself.
  const daemon = spawn(
    "dockerd",
    [
      `--data-root=${folder}/root`,
      `--exec-root=${folder}/exec`,
      `--pidfile=${folder}/pid`,
      `--host=${host}`,
      "--iptables=false",
      "--ip6tables=false",
      "--bridge=none",
      "--storage-driver=overlay2",
    ],
    { stdio: "ignore" },
  );
  const environment = { ...process.env, DOCKER_HOST: host };
  waitFor(() => spawnSync("docker", ["version"], { env: environment, stdio: "ignore" }).status === 0);
  const docker = (args: readonly string[]) => run("docker", args, { env: environment });
  const runImage = (image: string) => docker(["run", "--rm", "--network=none", image]);
  return {
    name: "docker",
    environment,
    load: (archive) => void docker(["load", `--input=${archive}`]),
    run: runImage,
    runPulled(image) {
      docker(["pull", "--quiet", image]);
      return runImage(image);
    },
    stop() {
      daemon.kill();
      // Its containerd goes with it, and both hold files there until then.
      waitFor(() => !existsSync(`${folder}/pid`));
      removeMounted(folder);
    },
  };
}

/** Asks ten times a second; a daemon that never comes shows in what is asked of it next. */
function waitFor(isSo: () => boolean): void {
  for (let tries = 0; tries < 1200 && !isSo(); tries++) {
    spawnSync("sleep", ["0.1"]);
  }
}

function removeMounted(folder: string): void {
  const mounts = run("findmnt", ["--list", "--noheadings", "--output=TARGET"]).split("\n");
  for (const mount of mounts.filter((target) => target.startsWith(`${folder}/`)).reverse()) {
    spawnSync("umount", [mount]);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

const STARTS = { containerd: startContainerd, docker: startDocker, podman: startPodman };

/** Of each runtime: its programs, and the Debian packages that bring them. */
const NEEDS: Readonly<Record<string, { readonly programs: readonly string[]; readonly packages: readonly string[] }>> =
  {
    containerd: { programs: ["containerd", "ctr", "runc"], packages: ["containerd", "runc"] },
    docker: { programs: ["dockerd", "docker", "containerd", "runc"], packages: ["docker.io"] },
    podman: { programs: ["podman", "runc"], packages: ["podman", "runc", "conmon", "containernetworking-plugins"] },
  };

/**
 * Starts all runtimes, after bringing them from Debian where they are missing; leaves one out, with a line on standard
 * error, that this machine cannot have or that cannot mount what it needs here.
 */
export function startContainerRuntimes(): ContainerRuntime[] {
  return Object.entries(STARTS).flatMap(([name, start]) => {
    const reason = whyNot(name);
    if (reason !== undefined) {
      saySkipped(`${name} cannot run images here: ${reason}`);
      return [];
    }
    return [start(mkdtempSync(path.join(tmpdir(), `package-layers-${name}-`)))];
  });
}

function whyNot(name: string): string | undefined {
  if (process.getuid?.() !== 0) {
    return "it needs root";
  }
  const { programs, packages } = NEEDS[name]!;
  const isMissing = (program: string) => programHere(program) === undefined;
  if (programs.some(isMissing) && (!installDebianPackages(packages) || programs.some(isMissing))) {
    return `${programs.filter(isMissing).join(" and ")} are not here and apt-get does not bring them`;
  }
  return containerDenied();
}

/** Why this machine starts no container, asked with an overlay over its own file system and runc; undefined when it does. */
function containerDenied(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-runc-"));
  const at = (name: string) => path.join(folder, name);
  for (const name of ["upper", "work", "rootfs"]) {
    mkdirSync(at(name));
  }
  try {
    const options = `lowerdir=/,upperdir=${at("upper")},workdir=${at("work")}`;
    const mounted = spawnSync("mount", ["-t", "overlay", "overlay", "-o", options, at("rootfs")], { encoding: "utf8" });
    if (mounted.status !== 0) {
      return `the kernel mounts no overlay: ${mounted.stderr.trim()}`;
    }
    run("runc", ["spec"], { cwd: folder });
    const spec = JSON.parse(readFileSync(at("config.json"), "utf8"));
    spec.mounts = spec.mounts.filter(({ type }: { type: string }) => type !== "cgroup");
    spec.process = { ...spec.process, terminal: false, args: ["/bin/true"], rlimits: [] };
    writeFileSync(at("config.json"), JSON.stringify(spec));
    const started = spawnSync("runc", ["--root", at("state"), "run", path.basename(folder)], {
      cwd: folder,
      encoding: "utf8",
    });
    return started.status === 0 ? undefined : `runc says ${started.stderr.trim().split("\n").at(-1)}`;
  } finally {
    spawnSync("umount", [at("rootfs")]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Pushes an OCI image layout to a registry that speaks plain HTTP. */
export function pushLayout(layout: string, image: string): void {
  run(ociTool("crane"), ["push", "--insecure", layout, image]);
}
