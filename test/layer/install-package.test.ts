import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { ActionError } from "../../src/action/action-error";
import { createLayerAction } from "../../src/layer/layer-action";
import { layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { type ZipFile, zipBytes } from "../fuzz/zip-bytes";
import { layerArguments } from "./make-layer";
import { readTar } from "./read-tar";
import { resourcesOfThisThread } from "./resources-of-this-thread";
import { someBytes, someText } from "./some-bytes";

const layerAction = createLayerAction(resourcesOfThisThread());

const SITE = "lib/python3.11/site-packages";
const INFO = "my_pkg-1.0.dist-info";
const DATA = "my_pkg-1.0.data";
const PROGRAM = Buffer.concat([Buffer.from("\x7fELF"), someBytes(100_000, "program")]);
const LIBRARY = Buffer.concat([Buffer.from("\x7fELF"), someBytes(80_000, "library")]);
const NOT_PACKED = someBytes(70_000, "stored");
const SHARED = someText(40_000, "shared");
const ENTRY_POINTS = "[console_scripts]\nmy-tool = my_pkg:main\n";

const file = (name: string, content: string | Uint8Array, stored = false): ZipFile => ({
  name,
  content: Buffer.from(content as string),
  stored,
});

/** A wheel with one of everything that a wheel can have. */
const WHEEL = zipBytes([
  file("my_pkg/__init__.py", "x = 1\n"),
  file("my_pkg/__pycache__/__init__.cpython-311.pyc", "compiled by the author"),
  file("my_pkg/data file.txt", "with a space\n"),
  file("my_pkg/_native.so", LIBRARY),
  file("space_ns/part/__init__.py", "y = 1\n"),
  file("my_pkg/_vendor/other-2.dist-info/RECORD", "other.py,,\n"),
  file(`${DATA}/purelib/pure.py`, "z = 1\n"),
  file(`${DATA}/scripts/run`, "#!python -E\r\nprint('run')\r\n"),
  file(`${DATA}/scripts/program`, PROGRAM),
  file(`${DATA}/scripts/shell`, "#!/bin/sh\nexec true\n"),
  file(`${DATA}/data/share/my, pkg.txt`, "data\n"),
  file(`${DATA}/data/lib/libmy.so`, NOT_PACKED, true),
  file(`${DATA}/data/share/words.txt`, SHARED),
  file(`${DATA}/headers/my.h`, "#define MY\n"),
  file(`${INFO}/METADATA`, "Name: my-pkg\nVersion: 1.0\n"),
  file(`${INFO}/entry_points.txt`, ENTRY_POINTS),
  file(`${INFO}/RECORD`, "my_pkg/__init__.py,sha256=wrong,1\n"),
  file(`${INFO}/RECORD.jws`, "a signature"),
]);

/** What every rule set has of it, by its place in the environment. */
const EVERYWHERE = {
  [`${SITE}/my_pkg/__init__.py`]: "x = 1\n",
  [`${SITE}/my_pkg/_native.so`]: LIBRARY,
  [`${SITE}/space_ns/part/__init__.py`]: "y = 1\n",
  [`${SITE}/pure.py`]: "z = 1\n",
  [`${SITE}/${INFO}/METADATA`]: "Name: my-pkg\nVersion: 1.0\n",
  [`${SITE}/${INFO}/entry_points.txt`]: ENTRY_POINTS,
  [`${SITE}/${INFO}/RECORD.jws`]: "a signature",
};
const OF_OTHER_NAMES = {
  [`${SITE}/my_pkg/data file.txt`]: "with a space\n",
  [`${SITE}/my_pkg/_vendor/other-2.dist-info/RECORD`]: "other.py,,\n",
};
const DATA_FILES = { "share/my, pkg.txt": "data\n", "share/words.txt": SHARED, "lib/libmy.so": NOT_PACKED };

const namespaceFile = (organisation: string, quote: string, comment = "") =>
  `# __path__ manipulation added by ${organisation}/rules_python to support namespace pkgs.\n` +
  `__path__ = __import__(${quote}pkgutil${quote}).extend_path(__path__, __name__)${comment}\n`;

type Files = Readonly<Record<string, string | Uint8Array>>;

/** The wheel as each rule set has it. rules_python names each file, the others are one directory. */
const RULE_SETS: Readonly<Record<string, { readonly files: Files; readonly isTree?: true }>> = {
  "rules_python 0.22": {
    files: {
      ...EVERYWHERE,
      [`${SITE}/space_ns/__init__.py`]: namespaceFile("bazelbuild", "'"),
      [`${SITE}/${INFO}/INSTALLER`]: "https://github.com/bazelbuild/rules_python",
    },
  },
  "rules_python 1.9": {
    files: {
      ...EVERYWHERE,
      ...OF_OTHER_NAMES,
      ...DATA_FILES,
      "bin/run": "#!/dev/null\nprint('run')\r\n",
      "bin/program": PROGRAM,
      "bin/shell": "#!/bin/sh\nexec true\n",
      "bin/__init__.py": namespaceFile("bazel-contrib", '"'),
      "include/site/python3.11/my.h": "#define MY\n",
      [`${SITE}/space_ns/__init__.py`]: namespaceFile("bazel-contrib", '"'),
      [`${SITE}/${INFO}/INSTALLER`]: "https://github.com/bazel-contrib/rules_python#pipstar",
    },
  },
  "rules_python 2.3": {
    files: {
      ...EVERYWHERE,
      ...OF_OTHER_NAMES,
      ...DATA_FILES,
      "bin/run": `#!/bin/sh\n'''exec' "$(dirname "$0")/python3" "$0" "$@"\n' '''\nprint('run')\r\n`,
      "bin/my-tool": "#!/bin/bash\nlooks for python\n",
      "bin/program": PROGRAM,
      "bin/shell": "#!/bin/sh\nexec true\n",
      "include/site/python3.11/my.h": "#define MY\n",
      [`${SITE}/space_ns/__init__.py`]: namespaceFile("bazel-contrib", '"', "  # noqa: F821"),
      [`${SITE}/${INFO}/RECORD`]: "my_pkg/__init__.py,sha256=wrong,1\n",
    },
  },
  rules_py: {
    isTree: true,
    files: {
      ...EVERYWHERE,
      ...OF_OTHER_NAMES,
      [`${SITE}/share/my, pkg.txt`]: "data\n",
      [`${SITE}/share/words.txt`]: SHARED,
      [`${SITE}/lib/libmy.so`]: NOT_PACKED,
      [`${SITE}/my_pkg/__pycache__/__init__.cpython-311.pyc`]: "compiled by the author",
      "bin/run": `#!/bin/sh\n'''exec' "$(dirname -- "$(realpath -- "$0")")"/'python3' "$0" "$@"\n' '''\n\nprint('run')\r\n`,
      "bin/my-tool": "#!/bin/sh\nlooks for python\n",
      "bin/program": PROGRAM,
      "bin/shell": "#!/bin/sh\nexec true\n",
      "lib/include/my_pkg/my.h": "#define MY\n",
      [`${SITE}/${INFO}/INSTALLER`]: "aspect_rule_py",
      [`${SITE}/${INFO}/REQUESTED`]: "",
      [`${SITE}/${INFO}/uv_cache.json`]: "{}",
      [`${SITE}/${INFO}/RECORD`]: "made by uv\n",
    },
  },
  pip: {
    isTree: true,
    files: {
      ...EVERYWHERE,
      ...OF_OTHER_NAMES,
      ...DATA_FILES,
      "bin/run": "#!/venv/bin/python\nprint('run')\r\n",
      "bin/my-tool": "#!/venv/bin/python\n# -*- coding: utf-8 -*-\n",
      "bin/program": PROGRAM,
      "bin/shell": "#!/bin/sh\nexec true\n",
      "include/site/python3.11/my_pkg/my.h": "#define MY\n",
      [`${SITE}/${INFO}/INSTALLER`]: "pip\n",
      [`${SITE}/${INFO}/direct_url.json`]: "{}",
      [`${SITE}/${INFO}/RECORD`]: "made by pip\n",
    },
  },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "install-package-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Makes the layer of files in an environment below the image's root. */
async function install(files: Files, isTree = false, more: readonly string[] = [], flags: object = {}) {
  rmSync(path.join(folder, "tree"), { recursive: true, force: true });
  const args: string[] = isTree ? ["--tree=venv\ttree"] : [];
  for (const [name, content] of Object.entries(files)) {
    const target = path.join(folder, "tree", name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    if (!isTree) {
      args.push(`--file=venv/${name}\ttree/${name}`);
    }
  }
  writeFileSync(path.join(folder, "my_pkg.whl"), WHEEL);
  const common = { venv: "venv", "own-directory": "venv", ...flags };
  const context = { root: folder, signal: new AbortController().signal, log: () => {} };
  await layerAction(layerArguments("My.Pkg", common, [...args, ...more]), context);
  const descriptor = layerDescriptorSchema.parse(JSON.parse(readFileSync(path.join(folder, "My.Pkg.json"), "utf8")));
  const entries = await readTar(gunzipSync(readFileSync(path.join(folder, "My.Pkg.blob"))));
  const record = entries.find((entry) => entry.path.endsWith(`/${INFO}/RECORD`))?.content.toString();
  return { descriptor, entries, record, paths: entries.map((entry) => entry.path) };
}

const line = (name: string, content: string | Uint8Array) =>
  `${name},sha256=${createHash("sha256").update(content).digest("base64url")},${Buffer.from(content as string).length}`;

const TOOL =
  '#!/venv/bin/python\nimport sys\nfrom my_pkg import main\nif __name__ == "__main__":\n    sys.exit(main())\n';

const RECORD = [
  line("../../../bin/my-tool", TOOL),
  line("../../../bin/program", PROGRAM),
  line("../../../bin/run", "#!/venv/bin/python\nprint('run')\r\n"),
  line("../../../bin/shell", "#!/bin/sh\nexec true\n"),
  line("../../../include/site/python3.11/my_pkg/my.h", "#define MY\n"),
  line('"../../../share/my, pkg.txt"', "data\n"),
  line("../../../share/words.txt", SHARED),
  line("../../libmy.so", NOT_PACKED),
  line(`${INFO}/METADATA`, "Name: my-pkg\nVersion: 1.0\n"),
  `${INFO}/RECORD,,`,
  line(`${INFO}/entry_points.txt`, ENTRY_POINTS),
  line("my_pkg/__init__.py", "x = 1\n"),
  line("my_pkg/_native.so", LIBRARY),
  line("my_pkg/_vendor/other-2.dist-info/RECORD", "other.py,,\n"),
  line("my_pkg/data file.txt", "with a space\n"),
  line("pure.py", "z = 1\n"),
  line("space_ns/part/__init__.py", "y = 1\n"),
  "",
];

test.each(Object.entries(RULE_SETS))(
  "a package with its wheel is one layer, whatever %s has of it",
  async (_, ruleSet) => {
    const { descriptor, record, paths } = await install(ruleSet.files, ruleSet.isTree, ["--wheel=my_pkg.whl"]);
    expect(record!.split("\n")).toEqual(RECORD);
    expect(paths.at(-1)).toBe(`venv/${SITE}/${INFO}/RECORD`);
    const bytes = PROGRAM.length + LIBRARY.length + SHARED.length;
    expect(descriptor.carried).toEqual({ files: 3, bytes, mismatched: 0 });
    const hand = await install(RULE_SETS.pip!.files, true, ["--wheel=my_pkg.whl"]);
    expect(hand.descriptor).toEqual(descriptor);
  },
);

test("without the wheel a package has what the rule set has of it, and nothing that installers say", async () => {
  const { paths } = await install(RULE_SETS["rules_python 2.3"]!.files);
  const withWheel = await install(RULE_SETS["rules_python 2.3"]!.files, false, ["--wheel=my_pkg.whl"]);
  expect(paths).toEqual(withWheel.paths);
  const older = await install(RULE_SETS["rules_python 0.22"]!.files);
  expect(withWheel.paths.filter((name) => !older.paths.includes(name) && !name.endsWith("/"))).toEqual([
    "venv/bin/program",
    "venv/bin/run",
    "venv/bin/shell",
    "venv/include/site/python3.11/my_pkg/my.h",
    "venv/lib/libmy.so",
    `venv/${SITE}/my_pkg/_vendor/other-2.dist-info/RECORD`,
    `venv/${SITE}/my_pkg/data file.txt`,
    "venv/share/my, pkg.txt",
    "venv/share/words.txt",
  ]);
});

test("what is excluded is neither in the layer nor in its RECORD", async () => {
  const exclude = ["--wheel=my_pkg.whl", "--exclude=*.so", "--exclude=my_pkg/data file.txt"];
  const { record, paths } = await install(RULE_SETS["rules_python 0.22"]!.files, false, exclude);
  const gone = [`venv/${SITE}/my_pkg/_native.so`, `venv/${SITE}/my_pkg/data file.txt`];
  expect(paths.filter((name) => gone.includes(name))).toEqual([]);
  expect(record!.split("\n")).toEqual(RECORD.filter((text) => !/^my_pkg\/(_native|data file)/.test(text)));
  const without = await install(RULE_SETS["rules_python 0.22"]!.files, false, [`--exclude=${INFO}/RECORD`]);
  expect(without.record).toBeUndefined();
});

test("a file that somebody left out or changed stays so: the wheel gives only what rule sets lose", async () => {
  const { [`${SITE}/pure.py`]: _, ...files } = { ...EVERYWHERE, ...DATA_FILES, "bin/run": "#!/bin/sh\npatched\n" };
  files[`${SITE}/my_pkg/__init__.py`] = "patched = 1\n";
  const { record } = await install(files, false, ["--wheel=my_pkg.whl"]);
  expect(record).not.toContain("pure.py");
  expect(record).toContain(line("my_pkg/__init__.py", "patched = 1\n"));
  expect(record).toContain(line("../../../bin/run", "#!/bin/sh\npatched\n"));
});

test("compiled modules are those that were made for the package; those of the wheel stay only where they are meant", async () => {
  mkdirSync(path.join(folder, `pyc/venv/${SITE}/my_pkg/__pycache__`), { recursive: true });
  mkdirSync(path.join(folder, `pyc/venv/${SITE}/space_ns/__pycache__`), { recursive: true });
  writeFileSync(path.join(folder, `pyc/venv/${SITE}/my_pkg/__pycache__/__init__.cpython-311.pyc`), "ours");
  writeFileSync(path.join(folder, `pyc/venv/${SITE}/space_ns/__pycache__/__init__.cpython-311.pyc`), "of no module");
  const { record } = await install(RULE_SETS.rules_py!.files, true, ["--wheel=my_pkg.whl", "--compiled=pyc"]);
  const ours = line("my_pkg/__pycache__/__init__.cpython-311.pyc", "ours");
  expect(record!.split("\n").filter((text) => !RECORD.includes(text))).toEqual([ours]);
  const kept = await install(RULE_SETS.rules_py!.files, true, ["--wheel=my_pkg.whl", "--keep-compiled=true"]);
  const theirs = line("my_pkg/__pycache__/__init__.cpython-311.pyc", "compiled by the author");
  expect(kept.record!.split("\n").filter((text) => !RECORD.includes(text))).toEqual([theirs]);
});

test("compression changes nothing of what is in the layer", async () => {
  const gzip = await install(RULE_SETS["rules_python 0.22"]!.files, false, ["--wheel=my_pkg.whl"]);
  const context = { root: folder, signal: new AbortController().signal, log: () => {} };
  const files = Object.keys(RULE_SETS["rules_python 0.22"]!.files).map((name) => `--file=venv/${name}\ttree/${name}`);
  const flags = { venv: "venv", "own-directory": "venv", compression: "none" };
  await layerAction(layerArguments("My.Pkg", flags, [...files, "--wheel=my_pkg.whl"]), context);
  const plain = layerDescriptorSchema.parse(JSON.parse(readFileSync(path.join(folder, "My.Pkg.json"), "utf8")));
  expect(plain.diffId).toBe(gzip.descriptor.diffId);
  expect(plain.files).toEqual(gzip.descriptor.files);
});

test("a file that the wheel has wrong is an error that names both", async () => {
  const wrong = Buffer.from(WHEEL);
  wrong.writeUInt32LE(1, wrong.lastIndexOf(`${DATA}/data/lib/libmy.so`) - 46 + 16);
  const write = async () => {
    const { files } = RULE_SETS["rules_python 0.22"]!;
    await install(files);
    writeFileSync(path.join(folder, "wrong.whl"), wrong);
    const args = Object.keys(files).map((name) => `--file=venv/${name}\ttree/${name}`);
    const context = { root: folder, signal: new AbortController().signal, log: () => {} };
    await layerAction(layerArguments("My.Pkg", { venv: "venv" }, [...args, "--wheel=wrong.whl"]), context);
  };
  const error: unknown = await write().catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ActionError);
  expect(error).toMatchObject({
    message: "a file in a wheel is not what the wheel's directory says",
    details: {
      package: "My.Pkg 1.0",
      file: `${path.join(folder, "wrong.whl")}: ${DATA}/data/lib/libmy.so`,
      remedy: expect.stringContaining("fetch the wheel again"),
    },
  });
});
