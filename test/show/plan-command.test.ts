import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { commands } from "../../src/commands";
import { parseLayerLock } from "../../src/plan/layer-lock";
import { type PlanPackage, plan } from "../../src/plan/plan";
import { formatPlanFile, planFilePackages } from "../../src/plan/plan-file";
import { planAction, planCommand } from "../../src/show/plan-command";

const digest = `sha256:${"0".repeat(64)}`;
const mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";
let folder: string;
const at = (file: string) => path.join(folder, file);

async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  await planAction(args, { root: folder, signal: new AbortController().signal, log: (line) => lines.push(line) });
  return lines.join("\n");
}

const packages = Array.from(
  { length: 30 },
  (_, i): PlanPackage => ({
    id: `package-${i}`,
    name: `package-${i}`,
    version: "1.0",
    bytes: 1000 * (i + 1),
    mergeable: true,
  }),
);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "plan-command-"));
  const planned = plan(packages, { layerCost: 0, layers: 6 });
  const layers = planned.layers.map(({ kind, packages: ids, why }) => ({
    kind: kind === "own" ? ("package" as const) : ("bundle" as const),
    packages: ids.map((id) => ({ name: id, version: "1.0", bytes: packages.find((one) => one.id === id)!.bytes })),
    digest,
    diffId: digest,
    size: 100,
    mediaType,
    why,
  }));
  const planFile = formatPlanFile({
    schema: 1,
    maxLayers: 6,
    layersForPackages: 6,
    layers,
    packages: planFilePackages(planned, packages, 0),
    findings: [],
  });
  writeFileSync(at("plan.json"), planFile);
});

afterEach(() => rmSync(folder, { recursive: true }));

test("shows a plan and explains a package", async () => {
  const lines = (await run("--plan=plan.json")).split("\n");
  expect(lines.filter((line) => /^\d+ {2}(package|bundle) /.test(line))).toHaveLength(6);
  expect(lines.at(-1)).toMatch(/^upgrading one package pushes 100 B on average \(78\.1 kB uncompressed\)/);
  expect(await run("--plan=plan.json", "--explain=Package_3")).toMatch(/^package-3 1\.0: 4\.00 kB uncompressed\n/);
  expect(await run("--plan=plan.json", "--explain", "Package_3")).toMatch(/^package-3 1\.0: /);
  expect(JSON.parse(await run("--plan=plan.json", "--explain", "package.3", "--json"))).toEqual([
    expect.objectContaining({ id: "package-3", bytes: 4000 }),
  ]);
  expect(JSON.parse(await run("--plan=plan.json", "--json"))).toEqual(
    JSON.parse(readFileSync(at("plan.json"), "utf8")),
  );
  await expect(run("--plan=plan.json", "--explain", "pakage-7")).rejects.toThrow(
    expect.objectContaining({
      details: expect.objectContaining({ remedy: expect.stringMatching(/^did you mean package-7/) }),
    }),
  );
});

test("lists the files of a package, whatever its name's spelling", async () => {
  const descriptor = {
    schema: 1,
    kind: "package",
    name: "package-3",
    version: "1.0",
    mediaType,
    level: 6,
    ownership: { uid: 0, gid: 0, mtime: 0 },
    digest,
    size: 500,
    diffId: digest,
    tarSize: 2048,
    mergeable: true,
    closingSize: 1,
    directoriesSize: 0,
    carried: { files: 0, bytes: 0, mismatched: 0 },
    directories: [],
    files: [
      ["app.runfiles/pip/site-packages/p/__init__.py", 10, 1],
      ["app.runfiles/pip/site-packages/p/lib/big\u001b.so", 3000, 2],
      ["app.runfiles/pip/site-packages/p/link.so", "lib/big.so"],
    ],
  };
  writeFileSync(at("a.json"), JSON.stringify({ ...descriptor, name: "other" }));
  writeFileSync(at("b.json"), JSON.stringify(descriptor));
  writeFileSync(at("descriptors"), "a.json\nb.json\n");
  const ask = ["--plan=plan.json", "--descriptors=descriptors", "--files", "Package_3"];
  expect((await run(...ask)).split("\n")).toEqual([
    "package-3 1.0: 3 files, 3.01 kB; 500 B compressed",
    "below /app.runfiles/pip/site-packages/",
    "",
    "  bytes  files  directory",
    "3.01 kB      3  p/",
    "3.00 kB      1  p/lib/",
    "",
    "  bytes  file",
    "3.00 kB  p/lib/big\\x1b.so",
    "   10 B  p/__init__.py",
    "    0 B  p/link.so → lib/big.so",
  ]);
  const [{ files }] = JSON.parse(await run(...ask, "--json"));
  expect(files).toEqual([
    { path: "p/lib/big\u001b.so", bytes: 3000 },
    { path: "p/__init__.py", bytes: 10 },
    { path: "p/link.so", bytes: 0, link: "lib/big.so" },
  ]);
  await expect(run("--plan=plan.json", "--files=package-3")).rejects.toThrow("needs the packages' descriptors");
});

test("says what changed since an older plan", async () => {
  const old = JSON.parse(readFileSync(at("plan.json"), "utf8"));
  const [first] = old.layers;
  first.digest = `sha256:${"1".repeat(64)}`;
  first.packages[0].version = "0.9";
  writeFileSync(at("old.plan.json"), JSON.stringify(old));
  const text = await run("--plan=plan.json", "--diff", "old.plan.json", "--image=//:app_layers");
  expect(text).toMatch(/^\/\/:app_layers: 0 B to push, 0 of 6 layers\n/);
  expect(text).toContain(`upgraded: ${first.packages[0].name} 0.9 → 1.0`);
  await expect(run("--plan=plan.json", "--diff=absent")).rejects.toThrow("there is no such plan, layout or image");
});

test("plans descriptors", async () => {
  const descriptor = {
    schema: 1,
    kind: "package",
    name: "numpy",
    version: "2",
    mediaType,
    level: 6,
    ownership: { uid: 0, gid: 0, mtime: 0 },
    digest,
    size: 5,
    diffId: digest,
    tarSize: 2048,
    mergeable: true,
    closingSize: 1,
    directoriesSize: 0,
    carried: { files: 0, bytes: 0, mismatched: 0 },
    directories: [],
    files: [],
  };
  writeFileSync(at("a.json"), JSON.stringify(descriptor));
  const text = await run("--descriptor=a.json", "--layers=3");
  expect(text).toContain("numpy: 1 packages fit in 3 layers");
  expect(text).toContain("upgrading one package pushes 2.05 kB on average");
  writeFileSync(at("b.json"), JSON.stringify({ ...descriptor, kind: "external" }));
  await expect(run("--descriptor=b.json", "--layers=3")).rejects.toThrow(
    'the descriptor is of kind "external", and only packages are planned',
  );
});

test("writes a lock that passes the check, which a costly one fails", async () => {
  expect(await run("--plan=plan.json", "--layer-cost=0", "--write-lock=new.json")).toBe(
    "new.json: 30 packages in 6 layers",
  );
  const lock = parseLayerLock(readFileSync(at("new.json"), "utf8"), "new.json");
  expect(lock.layers).toHaveLength(6);
  const passed = await run(
    "--plan=plan.json",
    "--layer-cost=0",
    "--lock=new.json",
    "--check-lock=1.05",
    "--stamp=stamp",
  );
  expect(passed).toBe("the layer lock costs 1.00 times a fresh plan; 1.05 is allowed");
  expect(readFileSync(at("stamp"), "utf8")).toBe(`${passed}\n`);

  const rotten = {
    ...lock,
    layers: ["all"],
    packages: Object.fromEntries(packages.map(({ id }) => [id, "all"])),
  };
  writeFileSync(at("rotten.json"), JSON.stringify(rotten));
  const check = [
    "--plan=plan.json",
    "--layer-cost=0",
    "--lock=rotten.json",
    "--check-lock=1.25",
    "--update-command=bazel run //:x.lock",
  ];
  await expect(run(...check, "--stamp=other")).rejects.toThrow(
    /costs \d\.\d\d times a fresh plan; 1\.25 is allowed[\s\S]*run: bazel run \/\/:x\.lock/,
  );
  expect(existsSync(at("other"))).toBe(false);
});

test("takes change rates from git", async () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.invalid", ...args], { cwd: folder });
  git("init", "-q");
  for (const version of [1, 2, 3]) {
    const text = packages.map(({ name }, i) => `${name}==${i < 15 ? version : 1}\n`).join("");
    writeFileSync(at("requirements.txt"), text);
    git("add", "requirements.txt");
    git("commit", "-qm", `${version}`);
  }
  const said = await run("--plan=plan.json", "--layer-cost=0", "--write-lock=lock.json", "--from-git=requirements.txt");
  expect(said).toBe("lock.json: 30 packages in 6 layers, change rates from 3 revisions of requirements.txt");
  const { packages: locked } = parseLayerLock(readFileSync(at("lock.json"), "utf8"), "lock.json");
  const layersOf = (from: number, to: number) => new Set(packages.slice(from, to).map(({ id }) => locked[id]));
  const shared = [...layersOf(0, 15)].filter((layer) => layersOf(15, 30).has(layer));
  expect(shared.length).toBeLessThanOrEqual(2);
});

test.each([
  [[], "give either --plan or --descriptor"],
  [["--plan=plan.json", "--descriptor=x"], "give either --plan or --descriptor"],
  [["--plan=plan.json", "--check-lock=1.2"], "--check-lock needs --lock"],
  [["--plan=plan.json", "--check-lock=much"], "--check-lock is not a factor"],
  [["--descriptor=absent.json", "--layers=2"], "the descriptor cannot be read"],
  [["--plan=absent.json"], "the plan cannot be read"],
  [["--surplus=1"], "unknown --surplus"],
  [["--descriptor=x", "--explain", "numpy"], "need --plan"],
  [["--plan=plan.json", "--explain", "a", "--files", "b"], "cannot be combined"],
  [["--plan=plan.json", "--open"], "--open needs the image's page"],
])("refuses %j", async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
});

test("the help knows the command and all its flags", () => {
  expect(commands.map(({ name }) => name)).toContain(planCommand.name);
});

test("--write-lock replaces only a layer lock", async () => {
  const write = () => run("--plan=plan.json", "--write-lock=lock.json");
  for (const [text, isTaken] of [
    ["", true],
    ['<<<<<<< ours\n{ "schema": 1,\n=======\n{ "schema": 2,\n>>>>>>> theirs\n  "packages": {}\n}', true],
    ['{ "name": "my-project", "packages": {} }', false],
    ["my work", false],
  ] as const) {
    writeFileSync(at("lock.json"), text);
    if (isTaken) {
      await write();
      expect(JSON.parse(readFileSync(at("lock.json"), "utf8"))).toHaveProperty("packages");
    } else {
      await expect(write()).rejects.toThrow("--write-lock names a file that is not a layer lock");
      expect(readFileSync(at("lock.json"), "utf8")).toBe(text);
    }
  }
  for (const path of [".", "..", "lock/"]) {
    await expect(run("--plan=plan.json", `--write-lock=${path}`)).rejects.toThrow("names a directory and not a file");
  }
});
