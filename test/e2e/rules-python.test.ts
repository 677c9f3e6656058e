// rules_python from Debian's version to the newest: the same application in both layouts, started on a base image.

import { cpSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { normalizePackageName } from "../../src/layer/package-name";
import type { PlanFile } from "../../src/plan/plan-file";
import { listTar, readTar } from "../layer/read-tar";
import { debianBase } from "./base-image";
import { expectGoldenLayers, layersOfImage } from "./golden-layers";
import { LATER_DEFAULTS, STRICTER_CHECKS } from "./later-defaults";
import { withLocalRuntimes } from "./local-runtimes";
import { inImage, startOf } from "./started-image";
import { DEBIAN, newestRuleSets, REPOSITORY, Workspace } from "./workspace";

const PYTHON = "3.11";
const PACKAGES = [
  "backports-tarfile",
  "jaraco-classes",
  "jaraco-context",
  "jinja2",
  "jmespath",
  "markupsafe",
  "more-itertools",
  "tabulate",
];
const SOURCE = "test/e2e/rules-python";
const GOLDEN = path.join(REPOSITORY, SOURCE, "golden");
const IMAGES = ["app_layers", "app_venv"];

const registry = newestRuleSets("rules_python after 0.22.1");
const base = debianBase();
const onBase = base === undefined ? test.skip : test;

/** What rules_python writes or leaves out itself, in each version another way: not the wheel's, or not only. In a virtual
 * environment nothing of it is left. */
const BY_RULES_PYTHON = /\.dist-info\/(INSTALLER|RECORD)$|^app\.runfiles\/[^/]+\/bin\/|\/site-packages\/__init__\.py$/;

interface Variant {
  readonly name: string;
  /** Undefined for Debian's, which every run has. */
  readonly version?: string;
  readonly flags: readonly string[];
  /** The listings of its images' layers, for the variants that have some. */
  readonly golden?: string;
}

const config = "--@rules_python//python/config_settings";
const debian: Variant = {
  name: "0.22.1",
  golden: "launcher",
  flags: [`--@package_layers//bazel/settings:python_version=${PYTHON}`],
};
const newer: readonly Variant[] = [
  ["0.40.0", "bootstrap_impl=script"],
  ["1.9.2", "bootstrap_impl=system_python"],
  ["2.3.2", "bootstrap_impl=system_python"],
  ["2.3.2", "bootstrap_impl=script"],
  ["2.3.2", "bootstrap_impl=script", "venvs_site_packages=yes"],
].map(([version, ...settings]) => ({
  name: `${version} with ${settings.join(" and ")}`,
  version: version!,
  flags: settings.map((setting) => `${config}:${setting}`),
  ...(settings.includes("venvs_site_packages=yes") ? { golden: "venvs_site_packages" } : {}),
}));

const variants = [debian, ...(registry === undefined ? [] : newer)];

describe.each(variants)("rules_python $name", ({ version, flags, golden }) => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = Workspace.create(SOURCE, "rules-python", version === undefined ? DEBIAN : registry);
    if (version !== undefined) {
      workspace.useVersion("rules_python", version);
      workspace.write("MODULE.bazel", withLocalRuntimes(workspace.read("MODULE.bazel"), version));
    }
    if (base !== undefined) {
      cpSync(base, path.join(workspace.folder, "base"), { recursive: true });
      workspace.write(
        "BUILD.bazel",
        workspace.read("BUILD.bazel").replace(/binary = /g, 'base = "base",\n    binary = '),
      );
    }
    workspace.build([...IMAGES.map((image) => `//:${image}`), "--output_groups=+plan", ...flags]);
  });

  afterAll(() => {
    workspace.bazel(["shutdown"]);
  });

  test.each(IMAGES)("%s has every package once", (image) => {
    const plan: PlanFile = JSON.parse(readFileSync(workspace.output(`${image}.plan.json`), "utf8"));
    expect(plan.packages.map(({ name }) => name).sort()).toEqual(PACKAGES);
  });

  test("each package has one action for each layout", () => {
    const query = `mnemonic("PackageLayer", ${IMAGES.map((image) => `deps(//:${image})`).join(" + ")})`;
    const { actions }: { actions: { arguments: string[] }[] } = JSON.parse(
      workspace.bazel(["aquery", "--output=jsonproto", query, ...flags]),
    );
    const names = actions.map(({ arguments: args }) => args.find((argument) => argument.startsWith("--name="))!);
    expect(names.map((name) => normalizePackageName(name.slice("--name=".length))).sort()).toEqual(
      PACKAGES.flatMap((name) => [name, name]),
    );
  });

  test.each(IMAGES)("the layer of tabulate in %s is what every rules_python gives", async (image) => {
    const list = ["cquery", "--output=files", "--output_groups=package_layers", `//:${image}`, ...flags];
    const layer = workspace
      .bazel(list)
      .split("\n")
      .find((file) => path.basename(file).startsWith("tabulate."))!;
    const entries = await readTar(gunzipSync(readFileSync(path.join(workspace.folder, layer))));
    const ofWheel = entries
      .filter(({ path: file }) => image === "app_venv" || !BY_RULES_PYTHON.test(file))
      .map((entry) => ({ ...entry, path: entry.path.replace(/^app\.runfiles\/[^/]+/, "app.runfiles/REPOSITORY") }));
    expect(listTar(ofWheel)).toBe(readFileSync(path.join(GOLDEN, `${image}.tabulate.txt`), "utf8").trimEnd());
  });

  if (golden !== undefined) {
    test.each(IMAGES)("%s has the paths, modes, owners and links that it should", async (image) => {
      await expectGoldenLayers(SOURCE, `${image}.${golden}`, layersOfImage(workspace, image));
    });
  }

  test("a file of a package that is in the application layer too is a link there", () => {
    const { files } = JSON.parse(readFileSync(workspace.output("app_layers.application.layer.json"), "utf8"));
    const packaged = (files as [string, ...unknown[]][]).filter(([file]) => /\.venv\/lib\/.*\/markupsafe\//.test(file));
    expect(packaged.length > 0).toBe(flags.some((flag) => flag.endsWith("venvs_site_packages=yes")));
    for (const [file, target] of packaged) {
      expect(target).toMatch(new RegExp(`^(\\.\\./)+[^/]+/site-packages/markupsafe/${path.basename(file)}$`));
    }
  });

  onBase.each(IMAGES)("%s starts and imports every package", (image) => {
    inImage(workspace, image, (start) => {
      const output = start(startOf(workspace, image).Entrypoint);
      expect(output).toContain("app ok Hello, layers! markupsafe._speedups NonDataProperty 3.1.6\n");
      if (image === "app_venv") {
        expect(output).toContain("prefix /venv\n");
        expect(start(["/venv/bin/tabulate", "--help"])).toContain("Pretty-print tabular data");
        expect(start(["/venv/bin/python3", "-c", "import greeting, tabulate"])).toBe("");
      }
    });
  });

  test("the packages of app_venv are the same layers with what later versions of Bazel do of themselves", () => {
    const packageLayers = (more: readonly string[]) => {
      workspace.bazel(["clean"]);
      workspace.build(["//:app_venv", "--output_groups=+plan", ...flags, ...more]);
      const { layers }: PlanFile = JSON.parse(readFileSync(workspace.output("app_venv.plan.json"), "utf8"));
      return layers.filter(({ kind }) => kind === "package" || kind === "bundle");
    };
    const now = packageLayers([]);
    expect(now.length).toBeGreaterThan(0);
    expect(packageLayers([...LATER_DEFAULTS, ...STRICTER_CHECKS])).toEqual(now);
  });
});
