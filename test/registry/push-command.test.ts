import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { diffAction } from "../../src/compare/diff-command";
import { pushAction } from "../../src/registry/push-command";
import { type WrittenLayout, writeLayout } from "../image/write-layout";
import { type RegistryStub, type StubBehaviour, startRegistryStub } from "./registry-stub";

let folder: string;
let stub: RegistryStub;
let written: WrittenLayout;
const environment = { ...process.env };
const at = (file: string) => path.join(folder, file);

/** Content that does not get smaller when it is compressed, so that an upload is many pieces. */
const noise = (bytes: number, seed: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(bytes / 64) }, (_, index) =>
      createHash("sha512").update(`${seed} ${index}`).digest(),
    ),
  ).subarray(0, bytes);
const history = ["numpy 2.4.6", "attrs 26.1, six 1.17", "application"].map((text) => ({
  created_by: `package_layers: ${text}`,
}));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "push-command-"));
  process.env = { PATH: environment.PATH, HOME: folder, XDG_CACHE_HOME: at("cache") };
  written = writeLayout(at("layout"), {
    tars: [noise(400_000, 1), noise(20_000, 2), Buffer.from("application")],
    config: { history },
  });
});

afterEach(async () => {
  await stub?.stop();
  process.env = environment;
  rmSync(folder, { recursive: true });
});

async function start(behaviour: StubBehaviour = {}): Promise<void> {
  stub = await startRegistryStub(behaviour);
}

async function push(name: string, ...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await pushAction(["--layout=layout", `${stub.address}/${name}`, ...args], {
    root: folder,
    signal: new AbortController().signal,
    log: (line) => lines.push(line.replaceAll(stub.address, "REGISTRY")),
  });
  return lines;
}

function expectWhole(name: string): void {
  const [repository] = name.split(":");
  const blobs = stub.blobs.get(repository!)!;
  for (const { digest, size } of [written.config, ...written.layers]) {
    expect(blobs.get(digest)?.length).toBe(size);
  }
  expect(stub.manifests.get(name)?.mediaType).toBe(written.manifest.mediaType);
  expect(stub.manifests.has(`${repository}@${written.manifest.digest}`)).toBe(true);
}

test("uploads everything, says which package each blob is, and knows the next time that it is there", async () => {
  await start();
  const lines = await push("team/app:1");
  expectWhole("team/app:1");
  expect(
    lines
      .slice(0, -1)
      .map((line) => line.replace(/, \S+ k?B$/, ""))
      .sort(),
  ).toEqual([
    "  uploaded: 2 packages: attrs 26.1, six 1.17",
    "  uploaded: application",
    "  uploaded: config of the image",
    "  uploaded: numpy 2.4.6",
  ]);
  expect(lines.at(-1)).toMatch(
    /^REGISTRY\/team\/app:1@sha256:[0-9a-f]{64}: 4\d\d kB uploaded, 0 of 4 blobs were there, \d+\.\d s$/,
  );
  expect(await push("team/app:1")).toEqual([expect.stringMatching(/: is there already, /)]);
  expect((await push("team/app:2")).at(-1)).toMatch(/: 0 B uploaded, 4 of 4 blobs were there, /);
});

test("blobs are looked up together, also where one at a time is uploaded", async () => {
  await start({ lookUpsTogether: 4 });
  await push("app:1", "--jobs=1");
  expectWhole("app:1");
});

test("many requests at a time are no warning of a leak", async () => {
  written = writeLayout(at("layout"), { tars: Array.from({ length: 15 }, (_, index) => noise(1000, index)) });
  await start({ lookUpsTogether: 16 });
  const warnings: Error[] = [];
  const remember = (warning: Error) => warnings.push(warning);
  process.on("warning", remember);
  try {
    await push("app:1", "--jobs=16");
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off("warning", remember);
  }
  expect(warnings).toEqual([]);
});

test("the tag is written last", async () => {
  await start();
  await push("app:1");
  expect(stub.requests.at(-1)).toBe("PUT /v2/app/manifests/1");
});

test("mounts what a remembered sibling has, and of one that is named what it has", async () => {
  await start();
  await push("one:1");
  const before = stub.received;
  const lines = await push("two:1");
  expectWhole("two:1");
  expect(lines.filter((line) => line.startsWith("  mounted from one: "))).toHaveLength(3);
  expect(stub.received - before).toBe(written.config.size);

  process.env.XDG_CACHE_HOME = at("empty");
  expect((await push("three:1", "--mount-from", "absent", "--mount-from=two")).at(-1)).toMatch(
    /: 0 B uploaded, 4\d\d kB mounted/,
  );
  expectWhole("three:1");
});

test("a registry that does not mount gets an upload, and no half-begun one is left", async () => {
  await start({ neverMounts: true });
  await push("one:1");
  await push("two:1");
  expectWhole("two:1");
  expect(stub.requests.filter((request) => request.startsWith("DELETE /v2/two/blobs/uploads/"))).toHaveLength(3);
});

test("after a cut line it goes on where the registry is", async () => {
  await start({ cuts: { count: 2, after: 100_000 } });
  const lines = await push("app:1", "--jobs=1");
  expectWhole("app:1");
  expect(
    lines.filter((line) => /the connection to REGISTRY is lost: .*; going on at byte \d{6} of \d+/.test(line)),
  ).toHaveLength(2);
  const bytes = [written.config, ...written.layers].reduce((sum, { size }) => sum + size, 0);
  expect(stub.received).toBe(bytes);
});

test.each(["at once", "late"] as const)("where the registry forgets the upload %s it starts again", async (forgets) => {
  await start({ cuts: { count: 1, after: 100_000 }, forgets });
  const lines = await push("app:1", "--jobs=1");
  expectWhole("app:1");
  expect(lines.filter((line) => line.endsWith("trying again from the start"))).toHaveLength(1);
});

test("a line that is always cut is an error that says what to do; what was pushed stays", async () => {
  await start({ cuts: { count: 1000, after: 100_000 } });
  await expect(push("app:1", "--jobs=1")).rejects.toMatchObject({
    message: expect.stringContaining("is lost"),
    details: { remedy: expect.stringContaining("run this again") },
  });
  expect(stub.manifests.size).toBe(0);
  stub.behaviour.cuts!.count = 0;
  await push("app:1");
  expectWhole("app:1");
});

test("a registry that asks for patience gets it", async () => {
  await start({ troubles: [503, 429] });
  const lines = await push("app:1");
  expectWhole("app:1");
  expect(lines.filter((line) => line.endsWith("; trying again"))).toHaveLength(2);
});

describe("credentials", () => {
  const auth = Buffer.from("me:se:cret").toString("base64");
  const login = { user: "me", password: "se:cret" };
  const writeConfig = (config: object) => {
    mkdirSync(at(".docker"), { recursive: true });
    writeFileSync(at(".docker/config.json"), JSON.stringify(config));
  };
  const writeHelper = (script: string) => {
    mkdirSync(at("bin"));
    writeFileSync(at("bin/docker-credential-test"), `#!/bin/sh\n${script}\n`);
    chmodSync(at("bin/docker-credential-test"), 0o755);
    process.env.PATH = `${at("bin")}:${environment.PATH}`;
  };

  test.each(["token", "basic"] as const)("of docker's config, asked for as %s", async (kind) => {
    await start({ login: { kind, ...login } });
    writeConfig({ auths: { [stub.address]: { auth } } });
    await push("app:1");
    await push("other:1");
    expectWhole("app:1");
    expectWhole("other:1");
  });

  test("of a helper, which is told the registry", async () => {
    await start({ login: { kind: "token", ...login } });
    writeHelper(
      `read server; echo "$server" > ${at("asked")}; echo '{"ServerURL":"x","Username":"me","Secret":"se:cret"}'`,
    );
    writeConfig({ credHelpers: { [stub.address]: "test" } });
    await push("app:1");
    expectWhole("app:1");
  });

  test("of podman's file", async () => {
    await start({ login: { kind: "basic", ...login } });
    writeFileSync(at("auth.json"), JSON.stringify({ auths: { [stub.address]: { auth } } }));
    process.env.REGISTRY_AUTH_FILE = at("auth.json");
    await push("app:1");
    expectWhole("app:1");
  });

  test("that nobody has: the error says how to log in", async () => {
    await start({ login: { kind: "token", ...login } });
    await expect(push("app:1")).rejects.toMatchObject({
      message: `${stub.address} refuses (401): UNAUTHORIZED: no: UNAUTHORIZED`,
      details: { remedy: `run \`docker login ${stub.address}\`; no credentials for it were found` },
    });
    expect(stub.blobs.get("app")?.size ?? 0).toBe(0);
  });

  test.each([
    ["exit 1", /docker-credential-test ended with 1/],
    ["echo nonsense", /does not answer with Username and Secret/],
  ])("of a helper that does %j: an error", async (script, message) => {
    await start();
    writeHelper(script);
    writeConfig({ credsStore: "test" });
    await expect(push("app:1")).rejects.toThrow(message);
  });

  test("of a helper that does not know the registry: it is asked without any", async () => {
    await start();
    writeHelper("echo 'credentials not found in native keychain'; exit 1");
    writeConfig({ credsStore: "test" });
    await push("app:1");
    expectWhole("app:1");
  });

  test("in a file that is not one: an error that names it", async () => {
    await start();
    mkdirSync(at(".docker"));
    writeFileSync(at(".docker/config.json"), "{");
    await expect(push("app:1")).rejects.toMatchObject({ details: { file: at(".docker/config.json") } });
  });
});

test("an image in a registry can be compared with one on disk", async () => {
  await start();
  await push("team/app:1");
  writeLayout(at("newer"), {
    tars: [noise(400_000, 1), noise(20_000, 3), Buffer.from("application")],
    config: { history: history.map(({ created_by }) => ({ created_by: created_by.replace("six 1.17", "six 1.18") })) },
  });
  const lines: string[] = [];
  const context = { root: folder, signal: new AbortController().signal, log: (line: string) => lines.push(line) };
  await diffAction([`${stub.address}/team/app:1`, "newer"], context);
  expect(lines[0]).toMatch(/^newer: 20\.\d kB to push, 1 of 3 layers\n/);
  expect(lines[0]).toContain("upgraded: six 1.17 → 1.18");
  await expect(diffAction([`${stub.address}/team/app:2`, "newer"], context)).rejects.toThrow("has no image team/app:2");
});

test.each([
  [[`localhost:1/app@sha256:${"0".repeat(64)}`], "to a tag and not to a digest"],
  [[], "--to is missing"],
  [["App"], "is not the name of an image"],
  [["localhost:1/app:1", "--jobs=0"], "--jobs is not between 1 and 64"],
])("refuses %j", async (args, message) => {
  await start();
  const context = { root: folder, signal: new AbortController().signal, log: () => {} };
  await expect(pushAction(["--layout=layout", ...args], context)).rejects.toThrow(message);
});
