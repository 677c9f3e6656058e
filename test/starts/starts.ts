// usage: starts [--hold-out] [--only=REGEX] [--table=FILE] [--json]
// Holds the check's verdict against what happens: each application on each base, started in a chroot, and each of its
// extension modules loaded one by one. Ends with 1 for a false alarm, a missed failure, or a load that was predicted wrongly.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import * as path from "node:path";
import { type BaseFacts, baseFactsSchema } from "../../src/base/base-facts";
import { baseFactsAction } from "../../src/base/base-facts-action";
import { checkImage } from "../../src/check/check-image";
import { startProgram } from "../../src/check/entry-point";
import { imageTree } from "../../src/check/image-files";
import { type LayerImports, layerImportsSchema } from "../../src/facts/module-imports";
import { debianProgram } from "../debian-program";
import { type Application, applications, bases, heldOutApplications, heldOutBases } from "./corpus";
import { formatTable } from "./format-table";
import { applicationLayer, type MadeLayer, packageLayer, pythonOf } from "./make-application";
import { type Base, makeBase } from "./make-base";
import { run } from "./run";

/** One pair. */
export interface Row {
  readonly base: string;
  readonly package: string;
  readonly said: "ok" | "warning" | "error";
  readonly happened: "starts" | "fails";
  readonly why: string;
}

const only = new RegExp(process.argv.find((arg) => arg.startsWith("--only="))?.slice("--only=".length) ?? "");
const tableFile = process.argv.find((arg) => arg.startsWith("--table="))?.slice("--table=".length);
const corpus = process.argv.includes("--hold-out")
  ? { bases: [...heldOutBases, ...bases], applications: heldOutApplications }
  : { bases, applications };
const wantsJson = process.argv.includes("--json");
const CANNOT_BE_KNOWN = "cannot be known from files:";
const FOLDER = path.join(
  process.env.PACKAGE_LAYERS_BAZEL_HOME ??
    path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "package_layers"),
  "starts",
);

/** Loads extension modules one by one, each in a process of its own, and says what the loader says. */
const LOAD_ALL = `
import importlib.machinery, importlib.util, os, sys
for path in sys.stdin.read().split():
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        name = os.path.basename(path).split(".")[0]
        try:
            loader = importlib.machinery.ExtensionFileLoader(name, path)
            loader.create_module(importlib.util.spec_from_loader(name, loader))
            said = ""
        except ImportError as error:
            said = str(error).replace("\\n", " ")
        except BaseException:
            said = ""
        print(path + "\\t" + said)
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
`;
const LOADER_REFUSES =
  /cannot open shared object file|version `.*' not found|wrong ELF class|Error loading shared library|Error relocating|invalid ELF header/;

interface KnownBase extends Base {
  readonly facts: BaseFacts;
  readonly imports: LayerImports;
}

async function main(): Promise<number> {
  if (process.getuid?.() !== 0 || debianProgram("/usr/bin/dpkg-deb", "dpkg") === undefined) {
    console.log("npm run starts makes chroots of Debian's packages; run it as root on Debian");
    return 1;
  }
  const made = path.join(FOLDER, "made", codeThatMakes());
  mkdirSync(made, { recursive: true });
  removeOld(path.dirname(made));
  const emulator = debianProgram("/usr/bin/qemu-aarch64-static", "qemu-user-static");
  const known: KnownBase[] = [];
  const isWanted = (base: string, { name, on }: Application) =>
    only.test(`${base} ${name}`) && on?.includes(base) !== false;
  for (const recipe of corpus.bases.filter(({ name }) =>
    corpus.applications.some((application) => isWanted(name, application)),
  )) {
    if (recipe.architecture === "arm64" && emulator === undefined) {
      console.log(`skipped: ${recipe.name} needs qemu-user-static`);
      continue;
    }
    known.push(await knowBase(makeBase(recipe, FOLDER, recipe.architecture === "arm64" ? emulator : undefined), made));
  }
  const layers = new Map<string, Promise<MadeLayer>>();
  const rows: Row[] = [];
  let [loads, wrongLoads] = [0, 0];
  for (const base of known) {
    const loaded = new Set<string>();
    for (const application of corpus.applications) {
      if (!isWanted(base.recipe.name, application)) {
        continue;
      }
      const image = await makeImage(base, application, layers, made);
      const { findings } = checkImage({
        ...image.check,
        base: base.facts,
        layers: image.layers,
        user: "",
        allowMissing: [],
      });
      const [first] = findings.filter(({ level }) => level !== "note");
      const said = first?.level === "error" ? "error" : first?.level === "warning" ? "warning" : "ok";
      const started = start(base, image.layers, image.entrypoint, emulator);
      const happened = started.status === 0 && started.stdout.endsWith("started\n") ? "starts" : "fails";
      const reason = happened === "fails" ? lastLine(started.stderr) : "";
      const unknowable =
        happened === "fails" && said !== "error" ? unknowableReason(application, started.stderr) : undefined;
      const why = [
        first?.message,
        reason === "" ? undefined : `it says: ${reason}`,
        unknowable === undefined ? undefined : `${CANNOT_BE_KNOWN} ${unknowable}`,
      ]
        .filter(Boolean)
        .join(" | ");
      rows.push({ base: base.recipe.name, package: application.name, said, happened, why });
      console.log(
        `${isWrong(rows.at(-1)!) ? "WRONG " : ""}${base.recipe.name} × ${application.name}: ${said}, ${happened}${why === "" ? "" : ` (${why})`}`,
      );
      if (happened === "starts" && base.recipe.architecture === "amd64") {
        const compared = compareLoads(base, image.layers, image.entrypoint, image.check.env, loaded);
        loads += compared.loads;
        wrongLoads += compared.wrong.length;
        for (const line of compared.wrong) {
          console.log(`WRONG  ${line}`);
        }
      }
    }
  }
  const wrong = rows.filter(isWrong);
  const count = (test: (row: Row) => boolean) => rows.filter(test).length;
  const counts = [
    `${rows.length} pairs, ${count(({ happened }) => happened === "fails")} fail`,
    `${count(({ said, happened }) => said === "error" && happened === "fails")} failures predicted`,
    `${count(({ said, happened }) => said === "error" && happened === "starts")} false alarms`,
    `${count(({ said, happened }) => said !== "error" && happened === "fails")} failures not predicted, of which ${wrong.filter(({ said }) => said !== "error").length} could have been known`,
    `${loads} extension modules loaded one by one, ${wrongLoads} otherwise than predicted`,
  ].join("; ");
  console.log(counts);
  if (tableFile !== undefined) {
    writeFileSync(
      tableFile,
      formatTable(
        known.map(({ recipe }) => recipe),
        rows,
        counts,
      ),
    );
  }
  if (wantsJson) {
    console.log(JSON.stringify(rows));
  }
  return wrong.length + wrongLoads === 0 ? 0 : 1;
}

/** Removes what the code of an earlier week has made; another clone may be at work with code of its own. */
function removeOld(folder: string): void {
  const week = 7 * 24 * 60 * 60 * 1000;
  for (const name of readdirSync(folder)) {
    if (Date.now() - statSync(path.join(folder, name)).mtimeMs > week) {
      rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

/** Names the code that makes layers and facts: what it has made, a later run takes as it is; the check itself runs every time. */
function codeThatMakes(): string {
  const root = path.join(__dirname, "../..");
  const hash = createHash("sha256");
  const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("check"))
    .map((file) => `src/${file}`);
  for (const file of [...sources, "bazel/imports/read_imports.py", "test/starts/make-application.ts"].sort()) {
    hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

/** Why a failure is none that the files tell; undefined where it may well be one. */
function unknowableReason({ unknowable }: Application, stderr: string): string | undefined {
  return unknowable?.says.test(stderr) ? unknowable.why : undefined;
}

function isWrong({ said, happened, why }: Row): boolean {
  return said === "error" ? happened === "starts" : happened === "fails" && !why.includes(CANNOT_BE_KNOWN);
}

async function knowBase(base: Base, made: string): Promise<KnownBase> {
  const at = (file: string) => path.join(made, `${path.basename(path.dirname(base.root))}.${file}`);
  if (!existsSync(at("done"))) {
    await writeBaseFacts(base, at);
    writeFileSync(at("done"), "");
  }
  const json = (file: string) => JSON.parse(readFileSync(at(file), "utf8")) as unknown;
  return {
    ...base,
    facts: baseFactsSchema.parse(json("facts.json")),
    imports: layerImportsSchema.parse(json("imports.json")),
  };
}

async function writeBaseFacts(base: Base, at: (file: string) => string): Promise<void> {
  await baseFactsAction(
    [
      `--base=${base.layout}`,
      `--architecture=${base.recipe.architecture}`,
      "--os=linux",
      `--facts=${at("facts.json")}`,
      `--modules=${at("modules")}`,
    ],
    { root: "/", signal: new AbortController().signal, log: () => {} } as never,
  );
  writeFileSync(at("flags"), `--output=${at("imports.json")}\n--archive=${at("modules")}`);
  run("python3", [
    "-S",
    "-s",
    "-B",
    "-W",
    "ignore",
    path.join(__dirname, "../../bazel/imports/read_imports.py"),
    `@${at("flags")}`,
  ]);
}

async function makeImage(
  base: KnownBase,
  application: Application,
  layers: Map<string, Promise<MadeLayer>>,
  folder: string,
) {
  const { layout } = base.recipe;
  const once = (key: string, make: (out: string) => Promise<MadeLayer>) => {
    const name = createHash("sha256").update(key).digest("hex").slice(0, 16);
    const layer = layers.get(key) ?? make(path.join(folder, `layer-${name}`));
    layers.set(key, layer);
    return layer;
  };
  const version = pythonOf(application);
  // One place for both layouts, so that the layers of a wheel are the same; with "runfiles" it is in PYTHONPATH.
  const sitePackages = `venv/lib/python${version}/site-packages`;
  const packages: MadeLayer[] = [];
  for (const wheel of application.wheels) {
    packages.push(
      await once(JSON.stringify([wheel, sitePackages]), (out) => packageLayer(wheel, sitePackages, FOLDER, out)),
    );
  }
  const own = await once(JSON.stringify([application, layout]), (out) =>
    applicationLayer(application, layout, [sitePackages], out),
  );
  const isVenv = layout === "venv";
  const entrypoint = isVenv ? ["/venv/bin/python", "/app/main.py"] : ["/app"];
  return {
    entrypoint,
    layers: [...packages, own],
    check: {
      env: [],
      entrypoint,
      python: isVenv ? "/venv/bin/python" : undefined,
      imports: [base.imports, ...packages.map(({ imports }) => imports), own.imports],
      mains: isVenv ? ["/app/main.py"] : ["/app", "/app.runfiles/_main/main.py"],
      before: isVenv ? ["/app"] : ["/app.runfiles/_main", `/${sitePackages}`],
      after: isVenv ? [`/${sitePackages}`] : [],
      basePackages: !isVenv,
    },
  };
}

/** Runs a program in a chroot of the base with the layers upon it. */
function start(
  { root, recipe }: Base,
  layers: readonly MadeLayer[],
  command: readonly string[],
  emulator: string | undefined,
  input = "",
) {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-image-"));
  try {
    const emulated = recipe.architecture === "arm64";
    const lower = [...layers.map(({ directory }) => directory), root];
    if (emulated) {
      mkdirSync(path.join(folder, "emulator"));
      run("cp", [emulator!, path.join(folder, "emulator", "qemu")]);
      lower.unshift(path.join(folder, "emulator"));
    }
    const mount = path.join(folder, "image");
    mkdirSync(mount);
    const script =
      'mount -t overlay overlay -o "lowerdir=$1" "$2" || exit 199; root=$2; shift 2; exec chroot "$root" "$@"';
    const program = emulated ? ["/qemu", ...command] : command;
    const ended = spawnSync("unshare", ["--mount", "sh", "-c", script, "sh", lower.join(":"), mount, ...program], {
      encoding: "utf8",
      input,
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" },
    });
    if (ended.status === 199) {
      throw new Error(`the image could not be mounted: ${ended.stderr}`);
    }
    return ended;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Loads each extension module that its Python would see, and holds it against what the check's loader says.
 *
 * @param loaded What has been loaded on this base already, which is not loaded again; is added to.
 */
function compareLoads(
  base: KnownBase,
  layers: readonly MadeLayer[],
  entrypoint: readonly string[],
  env: readonly string[],
  loaded: Set<string>,
) {
  const tree = imageTree(base.facts, layers);
  const settings = { tree, base: base.facts, steered: false };
  const python = entrypoint.length > 1 ? entrypoint[0]! : "/usr/bin/python3";
  const result = startProgram(settings, env, python);
  if (result.kind !== "started" || result.process === undefined) {
    return { loads: 0, wrong: [] };
  }
  const loader = result.process;
  const isFirst = (file: string) => !loaded.has(file) && loaded.add(file) !== undefined;
  const own = layers.flatMap(({ directory, facts }) =>
    facts.elf.flatMap(([file]) =>
      /\.(?:abi3|cpython-3\d+[\w-]*)\.so$/.test(file) && isFirst(`${directory}/${file}`) ? [`/${file}`] : [],
    ),
  );
  const ofBase = base.facts.elf.flatMap(([file]) =>
    /\/lib-dynload\//.test(file) && isFirst(file) ? [`/${file}`] : [],
  );
  const files = [...own, ...ofBase];
  if (files.length === 0) {
    return { loads: 0, wrong: [] };
  }
  const { stdout } = start(base, layers, [python, "-S", "-c", LOAD_ALL], undefined, files.join("\n"));
  const happened = new Map(
    stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split("\t") as [string, string]),
  );
  const wrong: string[] = [];
  let loads = 0;
  for (const file of files) {
    const said = happened.get(file);
    if (said === undefined) {
      continue;
    }
    loads += 1;
    const { problems, certain } = loader.probe(file);
    const refused = LOADER_REFUSES.test(said);
    if (certain && refused !== problems.length > 0) {
      wrong.push(
        `${base.recipe.name} ${file}: ${problems.length === 0 ? "predicted to load" : JSON.stringify(problems)}, and it says: ${said}`,
      );
    }
  }
  return { loads, wrong };
}

function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").replaceAll(/\s+/g, " ").slice(0, 240);
}

void main().then((code) => {
  process.exitCode = code;
});
