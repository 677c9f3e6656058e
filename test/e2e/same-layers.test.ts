// In the layout venv a package is one layer, whatever unpacked its wheel: each version of rules_python, or the Python library
// `installer` by hand. Thirty real wheels of every kind, with scripts, headers, data, namespaces and names with spaces.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createLayerAction } from "../../src/layer/layer-action";
import { type LayerDescriptor, layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { layerArguments } from "../layer/make-layer";
import { resourcesOfThisThread } from "../layer/resources-of-this-thread";
import { withLocalRuntimes } from "./local-runtimes";
import { CACHE, DEBIAN, newestRuleSets, REPOSITORY, Workspace } from "./workspace";

const layerAction = createLayerAction(resourcesOfThisThread());
const SOURCE = "test/e2e/same-layers";
const INSTALLER = "installer==0.7.0";

/** The flags of a package's layer that its rule set does not decide; the build's own. */
const SETTINGS = { mtime: "315619200", "own-directory": "venv", venv: "venv" };

interface Built {
  readonly descriptor: LayerDescriptor;
  /** Absolute path. */
  readonly wheel: string;
}

/** The layers of all packages that a build makes, with the wheels that they were made with, by name. */
function buildLayers(workspace: Workspace, flags: readonly string[]): Map<string, Built> {
  const query = ["--output=jsonproto", 'mnemonic("PackageLayer", deps(//:app_layers))'];
  workspace.build(["//:app_layers", "--output_groups=package_layers", ...flags]);
  const { actions }: { actions: { arguments: string[] }[] } = JSON.parse(
    workspace.bazel(["aquery", ...query, "--include_param_files", ...flags]),
  );
  const root = workspace.bazel(["info", "execution_root", ...flags]).trim();
  return new Map(
    actions.map(({ arguments: args }) => {
      const value = (flag: string) => {
        const found = args.find((argument) => argument.startsWith(`--${flag}=`));
        if (found === undefined) {
          throw new Error(`a PackageLayer without --${flag}: ${args.join(" ")}`);
        }
        return path.resolve(root, found.slice(`--${flag}=`.length));
      };
      const descriptor = layerDescriptorSchema.parse(JSON.parse(readFileSync(value("descriptor"), "utf8")));
      return [descriptor.name, { descriptor, wheel: value("wheel") }];
    }),
  );
}

/** The folder that Python imports `installer` from, fetched once. */
function installerLibrary(): string {
  const folder = path.join(CACHE, "installer-0.7.0");
  if (!existsSync(path.join(folder, "installer"))) {
    runPython(["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, INSTALLER]);
  }
  return folder;
}

function runPython(args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const { status, stderr } = spawnSync("python3", args, { encoding: "utf8", env: { ...process.env, ...env } });
  if (status !== 0) {
    throw new Error(`python3 ${args.join(" ")} ended with ${status}\n${stderr}`);
  }
}

/** The layer of a wheel that was installed by hand. */
async function byHand({ descriptor, wheel }: Built, folder: string, more: readonly string[]): Promise<LayerDescriptor> {
  const { name, version } = descriptor;
  const tree = path.join(folder, name);
  if (!existsSync(tree)) {
    mkdirSync(tree);
    runPython([path.join(REPOSITORY, SOURCE, "install_by_hand.py"), wheel, tree], { PYTHONPATH: installerLibrary() });
  }
  await layerAction(layerArguments(name, { ...SETTINGS, version }, [`--tree=venv\t${name}`, ...more]), {
    root: folder,
    signal: new AbortController().signal,
    log: () => {},
  });
  return layerDescriptorSchema.parse(JSON.parse(readFileSync(path.join(folder, `${name}.json`), "utf8")));
}

const registry = newestRuleSets("packages' layers under rules_python after 0.22.1");
const wheels = "--@package_layers//bazel/settings:wheels=//:wheels";
const variants = [
  { version: "0.22.1", isDebian: true, flags: ["--@package_layers//bazel/settings:python_version=3.11"] },
  ...(registry === undefined ? [] : ["0.40.0", "1.9.2", "2.3.2"]).map((version) => ({
    version,
    isDebian: false,
    flags: [],
  })),
];

/** Digests of the first variant's layers, by package. */
const digests = new Map<string, string>();

describe.each(variants)("rules_python $version", ({ version, isDebian, flags }) => {
  let workspace: Workspace;
  let built: Map<string, Built>;
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "same-layers-"));
    workspace = Workspace.create(SOURCE, `same-layers-${version}`, isDebian ? DEBIAN : registry);
    if (!isDebian) {
      workspace.useVersion("rules_python", version);
      workspace.write("MODULE.bazel", withLocalRuntimes(workspace.read("MODULE.bazel"), version));
    }
    built = buildLayers(workspace, [wheels, ...flags]);
  }, 1_800_000);

  afterAll(() => {
    workspace.bazel(["shutdown"]);
    rmSync(folder, { recursive: true });
  });

  test("every package has the layer that its wheel gives when it is installed by hand", async () => {
    expect(built.size).toBeGreaterThanOrEqual(30);
    for (const [name, layer] of built) {
      const hand = await byHand(layer, folder, [`--wheel=${layer.wheel}`]);
      expect([name, layer.descriptor.files]).toEqual([name, hand.files]);
      expect([name, layer.descriptor.digest]).toEqual([name, hand.digest]);
    }
  }, 600_000);

  test("what is installed by hand gives the same tar without its wheel", async () => {
    for (const [name, layer] of built) {
      expect([name, (await byHand(layer, folder, [])).diffId]).toEqual([name, layer.descriptor.diffId]);
    }
  }, 600_000);

  test("every package has the layer that it has under every other version", () => {
    for (const [name, { descriptor }] of built) {
      expect([name, descriptor.digest]).toEqual([name, digests.get(name) ?? descriptor.digest]);
      digests.set(name, descriptor.digest);
    }
    expect(digests.size).toBe(built.size);
  });
});
