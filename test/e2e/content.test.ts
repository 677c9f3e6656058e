// What goes into a package's layer by setting: owner, time, excluded files and compiled modules, on real wheels.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { listTar } from "../layer/read-tar";
import { saySkipped } from "../say-skipped";
import { run } from "./base-image";
import { packageEntries, withoutRepository } from "./package-blob";
import { Workspace } from "./workspace";

const setting = (name: string, value: string) => `--@package_layers//bazel/settings:${name}=${value}`;

let workspace: Workspace;

beforeAll(() => {
  workspace = Workspace.create("test/e2e/content", "content");
  workspace.bazel(["clean"]);
});

afterAll(() => {
  workspace.bazel(["shutdown"]);
});

/** Files of a wheel's installation that rules_python writes or leaves out itself, in each version another way. */
const BY_RULES_PYTHON = /^__init__\.py$|\.dist-info\/(INSTALLER|RECORD)$/;

/** The paths of the files in a package's layer, from site-packages on. Each of its directories has one of them. */
async function pathsOf(name: string): Promise<string[]> {
  const entries = await packageEntries(workspace, name);
  const files = entries.filter(({ type }) => type !== "Directory");
  const directories = entries.filter((entry) => !files.includes(entry));
  expect(directories.filter((directory) => !files.some((file) => file.path.startsWith(directory.path)))).toEqual([]);
  return withoutRepository(files).map(({ path }) => path);
}

test("owner, time and what is excluded are as the settings say", async () => {
  workspace.build([
    "//:app_layers",
    setting("owner", "1000:100"),
    setting("mtime", "1700000000"),
    setting("exclude", "*.pyi"),
    setting("exclude", "attr/validators.py"),
    setting("exclude", "licenses/"),
  ]);
  const entries = withoutRepository(await packageEntries(workspace, "attrs"));
  const ofWheel = entries.filter(({ path: file }) => !BY_RULES_PYTHON.test(file));
  expect(listTar(ofWheel)).toMatchInlineSnapshot(`
"Directory 0755 1000:100 0 1700000000 app.runfiles/
Directory 0755 1000:100 0 1700000000
Directory 0755 1000:100 0 1700000000
Directory 0755 1000:100 0 1700000000 attr/
Directory 0755 1000:100 0 1700000000 attrs/
Directory 0755 1000:100 0 1700000000 attrs-26.1.0.dist-info/
File 0644 1000:100 2057 1700000000 attr/__init__.py 7ce608bedd5e192a90adee2e092dec256299d26c00b82f140faa9b6b9392f7f5
File 0644 1000:100 4117 1700000000 attr/_cmp.py dcd9f54e3c659546225ff9c9a159c4917a0393484cd4360a8f90c4ec665ee22d
File 0644 1000:100 2829 1700000000 attr/_compat.py c7483b88450e9c15490bbdb3c850a06f578aab2c52fbb7f62c69cdc99febf79b
File 0644 1000:100 843 1700000000 attr/_config.py 746ab7c51e9f819105e9406dfcbd13f9e507201e22e37911987d0fdbcb09570f
File 0644 1000:100 16479 1700000000 attr/_funcs.py 231e481134dfcf9174d45fb5d8c17f0921689889f687c6faec4555cf6802b411
File 0644 1000:100 106129 1700000000 attr/_make.py 1fb387d9e592e429c1ccb5233451355b299f3eb985d6bf1fbf644f76df4cb980
File 0644 1000:100 26274 1700000000 attr/_next_gen.py 050b42525cf08368161d3617050beb118067cc152b0ef3b9eeed0fcba5023e17
File 0644 1000:100 2222 1700000000 attr/_version_info.py c3847e1580b734afe43241945899583f87150251fd1d1682fae9b77dc8d89073
File 0644 1000:100 3861 1700000000 attr/converters.py 1a50de3b33de4c581e0412db8fd1b9ec4cf994093af2e85200b45827f7b17bce
File 0644 1000:100 1990 1700000000 attr/exceptions.py 6f8bcc6e7a10dd5a7059986aad88bfb2c5d508af28d9ce074124b4f5c49433da
File 0644 1000:100 1795 1700000000 attr/filters.py 64188a58ba774742df099b2aed7d75a67f565fc36c952db05cce23b272ce19cf
File 0644 1000:100 0 1700000000 attr/py.typed e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
File 0644 1000:100 1617 1700000000 attr/setters.py e7e75c4fadc640adf938d1334a07d70a46c1ee93e4691faabf5e669b83d54b34
File 0644 1000:100 8754 1700000000 attrs-26.1.0.dist-info/METADATA 4cd40e690f23bf37cbcad34efd6758e062df1df07c86833f7e3ce95bf1fa38cc
File 0644 1000:100 87 1700000000 attrs-26.1.0.dist-info/WHEEL 41c708c5adba6e097513ab8ccb9f1d7865a2fb469e22491a9e01dcc64da459fc
File 0644 1000:100 1183 1700000000 attrs/__init__.py 47168064dc1888487e7dcbc72d936943f0d62a78bbdccfe3c443c47ed8aad597
File 0644 1000:100 76 1700000000 attrs/converters.py f244258eb5707d24d1bbc20dc0493c488d1e1abce659fb6c4fbaccd04ab2a213
File 0644 1000:100 76 1700000000 attrs/exceptions.py 0020829a0d7dfaf0c56833d8f6f165d7df523d709030dfdb10db380c02e3ce6b
File 0644 1000:100 73 1700000000 attrs/filters.py 54e50c66e83db8453a754b80d1d1758c89d42b43cbddf2e03f45414b977e0831
File 0644 1000:100 0 1700000000 attrs/py.typed e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
File 0644 1000:100 73 1700000000 attrs/setters.py 78bd5889d6105774f687dfd2608652651d4501c1c66f54ee093cb41342efd925
File 0644 1000:100 76 1700000000 attrs/validators.py c5ccbac03e53b5391d086d5fe1759ba1c3d23b47da06393921f5497cfe92523d"
`);
});

test("tests, stubs and static libraries stay out, whatever else the packages have is there", async () => {
  const all = ["//:app_layers", "--output_groups=+package_layers"];
  workspace.build(all);
  const before = { numpy: await pathsOf("numpy"), markupsafe: await pathsOf("markupsafe"), six: await pathsOf("six") };
  const { executed } = workspace.build([
    ...all,
    setting("exclude", "tests/"),
    setting("exclude", "*.pyi"),
    setting("exclude", "*.a"),
    setting("exclude", "markupsafe/*.c"),
  ]);
  const left = (path: string) => !/(^|\/)tests\/|\.pyi$|\.a$|^markupsafe\/[^/]*\.c$/.test(path);
  for (const [name, paths] of Object.entries(before)) {
    expect(await pathsOf(name)).toEqual(paths.filter(left));
  }
  expect(before.numpy.filter((path) => !left(path)).length).toBeGreaterThan(100);
  expect(before.markupsafe.filter((path) => !left(path))).toEqual([
    "markupsafe/_speedups.c",
    "markupsafe/_speedups.pyi",
  ]);
  expect(executed.PackageLayer).toBe(7);
});

test("a pattern that means nothing is an error", () => {
  const output = workspace.bazelFailure(["build", "//:app_layers", setting("exclude", "#keep.py")]);
  expect(output).toContain('exclude: the pattern "#keep.py" is a comment');
});

describe("compiled modules", () => {
  const COMPILE = ["//:app_layers", "--output_groups=+package_layers", setting("pyc", "True")];
  const NAMES = ["attrs", "idna", "markupsafe", "numpy", "nvidia-ml-py", "nvidia-nvtx-cu12", "six"];

  /** The compiled modules of every package, as a listing. */
  async function compiled(): Promise<Record<string, string>> {
    const listings: Record<string, string> = {};
    for (const name of NAMES) {
      const entries = withoutRepository(await packageEntries(workspace, name));
      listings[name] = listTar(entries.filter((entry) => entry.path.endsWith(".pyc")));
    }
    return listings;
  }

  let first: Record<string, string>;

  test("each package is compiled once, and every module that compiles is", async () => {
    workspace.bazel(["clean"]);
    const { executed } = workspace.build(COMPILE);
    expect(executed.PackagePyc).toBe(NAMES.length);
    first = await compiled();
    const modules = (await pathsOf("idna")).filter((file) => file.endsWith(".py"));
    expect(modules.length).toBeGreaterThan(5);
    const names = first.idna!.split("\n").map((line) => line.split(" ")[5]!.replace(/\.cpython-\d+t?/, ""));
    expect(names).toEqual(
      modules.map((file) => path.posix.join(path.posix.dirname(file), "__pycache__", `${path.posix.basename(file)}c`)),
    );
  });

  test("Python takes them without a look at the sources, and they name their place in the image", async () => {
    const entries = await packageEntries(workspace, "six");
    const source = entries.find((entry) => entry.path.endsWith("/six.py"))!;
    const module_ = entries.find((entry) => /six\.cpython-\d+t?\.pyc$/.test(entry.path))!;
    // PEP 552: a hash decides, and it is not checked.
    expect(module_.content.readUInt32LE(4)).toBe(1);
    const folder = mkdtempSync(path.join(tmpdir(), "package-layers-pyc-"));
    try {
      mkdirSync(path.join(folder, "__pycache__"));
      writeFileSync(path.join(folder, "six.py"), "raise SystemExit('the source was read')");
      writeFileSync(path.join(folder, "__pycache__", path.basename(module_.path)), module_.content);
      const [, major, minor] = /cpython-(\d)(\d+)/.exec(module_.path)!;
      const program = [
        "import marshal, six, sys",
        "with open(six.__cached__, 'rb') as file: code = marshal.loads(file.read()[16:])",
        "print(six.__version__, code.co_filename)",
      ].join("\n");
      const said = run(`python${major}.${minor}`, ["-S", "-c", program], { cwd: folder });
      expect(said).toBe(`1.17.0 /${source.path}\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("they are the same in a sandbox, and a source that is excluded has none", async () => {
    workspace.bazel(["clean"]);
    workspace.build([...COMPILE, "--spawn_strategy=sandboxed", "--sandbox_add_mount_pair=/tmp"]);
    expect(await compiled()).toEqual(first);
    workspace.build([...COMPILE, setting("exclude", "attr/validators.py")]);
    const left = first.attrs!.split("\n").filter((line) => !line.includes("attr/__pycache__/validators."));
    expect((await compiled()).attrs!.split("\n")).toEqual(left);
    expect(left).not.toHaveLength(first.attrs!.split("\n").length);
  });

  // Where the toolchain tells its version, as those of today's rule sets do, the setting is not asked.
  const toolchainTells = (process.env.PACKAGE_LAYERS_REGISTRY ?? "") !== "";
  if (toolchainTells) {
    saySkipped("a Python of another version than the setting's: the toolchain of these rule sets tells its own");
  }
  (toolchainTells ? test.skip : test)("a Python of another version than the image's does not compile", () => {
    const output = workspace.bazelFailure(["build", ...COMPILE, setting("python_version", "3.99")]);
    expect(output).toMatch(/the Python that runs actions is 3\.\d+ and the image's is 3\.99/);
  });
});
