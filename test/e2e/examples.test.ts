// The main job on real wheels under a real Bazel: two applications, one layer per package, shared.

import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import type { PlanFile } from "../../src/plan/plan-file";
import { foundBySyft, foundInDocument, syftHere } from "../sbom/syft";
import { digestsOf } from "./digests-of";
import { Workspace } from "./workspace";

const IMAGES = ["//:forecast_layers", "//:report_layers"];
const OURS = ["PackageLayer", "ExternalLayer", "InterpreterLayer", "ApplicationLayer", "MergeLayers", "ImageLayout"];

/** Says which distributions Python itself finds below a directory, wherever they lie. */
const FIND_DISTRIBUTIONS = `
import importlib.metadata, json, os, re, sys
places = {folder for folder, names, _ in os.walk(sys.argv[1], followlinks=True) if any(re.search(r"\\.(dist|egg)-info$", name) for name in names)}
found = importlib.metadata.distributions(path=sorted(places))
print(json.dumps(sorted({re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower() + "@" + one.version for one in found})))
`;

const syft = syftHere();
let workspace: Workspace;

beforeAll(() => {
  workspace = Workspace.create("examples", "examples");
  workspace.bazel(["clean"]);
});

function planOf(image: string): PlanFile {
  return JSON.parse(readFileSync(workspace.output(`${image}_layers.plan.json`), "utf8"));
}

function packagesOf(image: string): string[] {
  return planOf(image).packages.map(({ name }) => name);
}

/** The executed actions that are ours. */
function ours(executed: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(executed).filter(([mnemonic]) => OURS.includes(mnemonic)));
}

/** The distributions that the annotations of an image's layers name, each with the layer that they are on. */
function annotatedIn(layout: string): string[] {
  const blob = (digest: string) => JSON.parse(readFileSync(`${layout}/blobs/${digest.replace(":", "/")}`, "utf8"));
  const [{ digest }] = JSON.parse(readFileSync(`${layout}/index.json`, "utf8")).manifests;
  const manifest = blob(digest);
  const { diff_ids: diffIds } = blob(manifest.config.digest).rootfs;
  return manifest.layers
    .flatMap((layer: { annotations?: Record<string, string> }, index: number) =>
      (layer.annotations?.["dev.package-layers.purls"]?.split(" ") ?? []).map(
        (purl) => `${decodeURIComponent(purl)} in ${diffIds[index]}`,
      ),
    )
    .sort();
}

describe("two applications that share packages", () => {
  let fromNothing: Record<string, string>;

  test("the first image makes each of its packages once", () => {
    const { executed } = workspace.build([IMAGES[0]!, "--output_groups=+plan"]);
    expect(executed.PackageLayer).toBe(packagesOf("forecast").length);
    expect(packagesOf("forecast").length).toBeGreaterThan(30);
  });

  test("the second image makes only the packages that the first does not have", () => {
    const { executed } = workspace.build([IMAGES[1]!, "--output_groups=+plan"]);
    const first = packagesOf("forecast");
    const added = packagesOf("report").filter((name) => !first.includes(name));
    expect(added).not.toHaveLength(0);
    expect(executed.PackageLayer).toBe(added.length);
    workspace.build([...IMAGES, "--output_groups=+plan"]);
    fromNothing = {
      ...digestsOf(workspace.output("forecast_layers")),
      ...digestsOf(workspace.output("report_layers")),
    };
  });

  test.each(["forecast", "report"])(
    "the SBOMs of %s have each distribution that Python finds, and no other",
    (image) => {
      workspace.bazel(["build", `//:${image}`, `//:${image}_layers`, "--output_groups=+sbom_spdx,+sbom_cyclonedx"]);
      const runfiles = workspace.output(`${image}.runfiles`);
      const { status, stdout, stderr } = spawnSync("python3", ["-c", FIND_DISTRIBUTIONS, runfiles], {
        encoding: "utf8",
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const distributions = JSON.parse(stdout) as string[];
      expect(distributions.length).toBeGreaterThanOrEqual(packagesOf(image).length);
      for (const form of ["spdx", "cdx"]) {
        const text = readFileSync(workspace.output(`${image}_layers.${form}.json`), "utf8");
        const purls = [...text.matchAll(/"pkg:pypi\/([^"]+)"/g)].map(([, purl]) => decodeURIComponent(purl!));
        expect([...new Set(purls)].sort()).toEqual(distributions);
      }
    },
  );

  (syft === undefined ? test.skip : test).each(["forecast", "report"])(
    "syft finds in each layer of %s what its SBOM and its annotations say, and no more",
    (image) => {
      workspace.build([`//:${image}_layers`, "--output_groups=+sbom_cyclonedx,+plan"]);
      const found = foundBySyft(syft!, workspace.output(`${image}_layers`));
      const document = JSON.parse(readFileSync(workspace.output(`${image}_layers.cdx.json`), "utf8"));
      expect(found.length).toBeGreaterThanOrEqual(packagesOf(image).length);
      expect(foundInDocument(document)).toEqual(found);
      expect(annotatedIn(workspace.output(`${image}_layers`))).toEqual(found);
    },
  );

  test("aquery shows one action and one output path for each package", () => {
    const query = IMAGES.map((image) => `deps(${image})`).join(" + ");
    const graph = JSON.parse(
      workspace.bazel(["aquery", "--output=jsonproto", `mnemonic("PackageLayer", ${query})`]),
    ) as { actions: { outputIds: number[]; targetId: number }[] };
    const names = new Set([...packagesOf("forecast"), ...packagesOf("report")]);
    expect(graph.actions).toHaveLength(names.size);
    expect(new Set(graph.actions.flatMap(({ outputIds }) => outputIds)).size).toBe(4 * names.size);
  });

  test("a second build runs no action", () => {
    expect(ours(workspace.build(IMAGES).executed)).toEqual({});
  });

  test("a changed line of one application rebuilds its layer and the image's small files", () => {
    const source = workspace.read("forecast.py");
    workspace.write("forecast.py", source.replace("growth: 2.5", "growth: 2.6"));
    try {
      expect(ours(workspace.build(IMAGES).executed)).toEqual({ ApplicationLayer: 1, MergeLayers: 1, ImageLayout: 1 });
    } finally {
      workspace.write("forecast.py", source);
      workspace.build(IMAGES);
    }
  });

  test("no layer count exceeds the cap, and small packages share bundles", () => {
    for (const image of ["forecast", "report"]) {
      const { layers, maxLayers } = planOf(image);
      // A cut that saves less than a layer costs is not made.
      expect(layers).toHaveLength({ forecast: 24, report: 23 }[image]!);
      expect(layers.length).toBeLessThanOrEqual(maxLayers);
      expect(layers.filter(({ kind }) => kind === "bundle").length).toBeGreaterThan(0);
      expect(layers.at(-1)!.kind).toBe("application");
    }
  });

  test("heavy blobs are links and not copies", () => {
    const heavy = planOf("forecast").layers.find(({ packages }) => packages[0]?.name === "pyarrow")!;
    const inLayout = path.join(workspace.output("forecast_layers"), "blobs", ...heavy.digest.split(":"));
    expect(statSync(inLayout).nlink).toBeGreaterThan(1);
  });

  test.each([
    ["without the worker", ["--strategy=PackageLayer=local", "--spawn_strategy=local"]],
    // A repository that was cloned below /tmp is seen there only when the sandbox has no /tmp of its own.
    ["in sandboxes", ["--spawn_strategy=sandboxed", "--sandbox_add_mount_pair=/tmp"]],
    ["in sandboxed workers", ["--worker_sandboxing"]],
    ["in singleplex workers", ["--noworker_multiplex"]],
  ])("the bytes are the same %s", (_name, flags) => {
    workspace.bazel(["clean"]);
    const { executed } = workspace.build([...IMAGES].reverse().concat(flags));
    expect(executed.PackageLayer).toBeGreaterThan(30);
    expect({
      ...digestsOf(workspace.output("forecast_layers")),
      ...digestsOf(workspace.output("report_layers")),
    }).toEqual(fromNothing);
  });
});
