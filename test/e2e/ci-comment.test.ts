// The workflow of docs/ci-comment.yml: its steps with a made-up event, a real repository and Bazel, and a stand-in for GitHub.

import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { promisify } from "node:util";
import { debianProgram } from "../debian-program";
import { saySkipped } from "../say-skipped";
import { run } from "./base-image";
import { ociTool } from "./oci-tools";
import { REPOSITORY, Workspace } from "./workspace";

const curl = debianProgram("/usr/bin/curl", "curl");
if (curl === undefined) {
  saySkipped("the steps of the workflow need curl");
}

/** The scripts of the workflow's steps, in their order. */
function steps(): string[] {
  const lines = readFileSync(path.join(REPOSITORY, "docs", "ci-comment.yml"), "utf8").split("\n");
  const starts = lines.flatMap((line, index) => (/^ +run: \|$/.test(line) ? [index] : []));
  return starts.map((start) => {
    const indent = lines[start]!.indexOf("run:") + 2;
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((line) => line !== "" && line.search(/\S/) < indent);
    return rest
      .slice(0, end < 0 ? undefined : end)
      .map((line) => line.slice(indent))
      .join("\n");
  });
}

/** A stand-in for GitHub's API of issue comments. */
async function startGitHub() {
  const comments: { id: number; body: string }[] = [{ id: 1, body: "looks good" }];
  const requests: string[] = [];
  const server: Server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) {
      pieces.push(piece as Buffer);
    }
    const url = request.url!.split("?")[0]!;
    requests.push(`${request.method} ${url} ${request.headers.authorization}`);
    const sent = pieces.length === 0 ? undefined : JSON.parse(Buffer.concat(pieces).toString());
    if (request.method === "POST") {
      comments.push({ id: comments.length + 1, body: sent.body });
    } else if (request.method === "PATCH") {
      comments.find(({ id }) => url.endsWith(`/${id}`))!.body = sent.body;
    }
    response.end(JSON.stringify(comments));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, comments, requests, stop: () => new Promise((resolve) => server.close(resolve)) };
}

(curl === undefined ? test.skip : test)(
  "comments on a pull request with what it pushes, and writes the same comment again after the next push",
  async () => {
    const workspace = Workspace.create("test/e2e/layer-lock", "ci-comment");
    const at = (file: string) => path.join(workspace.folder, file);
    const git = (...args: string[]) =>
      run("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], {
        cwd: workspace.folder,
      }).trim();
    const commit = (message: string) => {
      git("add", "--all");
      git("commit", "--quiet", "--message", message);
      return git("rev-parse", "HEAD");
    };
    // A bazel on PATH, as on GitHub's machines, that takes this package_layers.
    const bin = at(".testbed/path");
    mkdirSync(bin);
    const bazel = [
      "#!/bin/sh",
      "command=$1; shift",
      `exec "${readFileSync(at(".testbed/bazel"), "utf8")}" "$command" "--override_module=package_layers=${REPOSITORY}" "$@"`,
    ];
    writeFileSync(path.join(bin, "bazel"), `${bazel.join("\n")}\n`, { mode: 0o755 });
    rmSync(at(".git"), { recursive: true, force: true });
    git("init", "--quiet");
    writeFileSync(at(".gitignore"), "/.testbed\n/bazel-*\n");
    const base = commit("base");
    const pinned = workspace.read("requirements_lock.txt");
    const upgraded = pinned
      .replace("six==1.17.0", "six==1.16.0")
      .replace(
        "4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274",
        "8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254",
      );
    expect(upgraded).not.toBe(pinned);
    workspace.write("requirements_lock.txt", upgraded);
    commit("take another six");

    const gitHub = await startGitHub();
    const temporary = at(".testbed/runner");
    const event = at(".testbed/event.json");
    writeFileSync(event, JSON.stringify({ pull_request: { number: 7, base: { sha: base } } }));
    const runSteps = async () => {
      rmSync(temporary, { recursive: true, force: true });
      mkdirSync(temporary);
      for (const script of steps()) {
        await promisify(execFile)("bash", ["-c", script], {
          cwd: workspace.folder,
          maxBuffer: 1 << 26,
          env: {
            ...process.env,
            PATH: `${bin}:${path.dirname(ociTool("jq"))}:${process.env.PATH}`,
            GITHUB_API_URL: gitHub.url,
            GITHUB_EVENT_PATH: event,
            GITHUB_REPOSITORY: "team/app",
            GITHUB_STEP_SUMMARY: path.join(temporary, "summary.md"),
            GITHUB_TOKEN: "a-token",
            RUNNER_TEMP: temporary,
          },
        });
      }
    };
    try {
      expect(steps()).toHaveLength(2);
      await runSteps();
      expect(gitHub.comments).toHaveLength(2);
      const { body } = gitHub.comments[1]!;
      expect(body).toMatch(/^<!-- image layers -->\n\*\*Image layers\*\*: \S+ kB to push for 1 image\.\n/);
      expect(body).toMatch(/^\| `app_layers` \| \*\*\S+ kB\*\* \| 1 \| \d \| 1 \| 0 \| /m);
      expect(body).toContain("- upgraded: six 1.17.0 → 1.16.0");
      expect(readFileSync(path.join(temporary, "summary.md"), "utf8")).toContain("| `app_layers` |");
      expect(gitHub.requests.at(-1)).toBe("POST /repos/team/app/issues/7/comments Bearer a-token");

      workspace.write("requirements_lock.txt", pinned);
      workspace.write("app.py", `${workspace.read("app.py")}# another line\n`);
      commit("keep six, change a line");
      await runSteps();
      expect(gitHub.comments).toHaveLength(2);
      expect(gitHub.comments[1]!.body).toMatch(/<code>app_layers<\/code>: the application</);
      expect(gitHub.comments[0]!.body).toBe("looks good");
      expect(gitHub.requests.at(-1)).toBe("PATCH /repos/team/app/issues/comments/2 Bearer a-token");
    } finally {
      await gitHub.stop();
      workspace.bazel(["shutdown"]);
    }
  },
);
