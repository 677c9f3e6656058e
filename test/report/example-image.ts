// An image for tests of its page: a base, heavy and small packages, a bundle, an application; no blob is needed.

import type { LayerDescriptor } from "../../src/layer/layer-descriptor";
import type { PlanFile, PlanFileLayer } from "../../src/plan/plan-file";
import { describeLayer, digestOf } from "../layer/describe-layer";

const mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";

/** A package with files of these bytes, packed to a third of them. */
export function describePackage(
  name: string,
  files: Readonly<Record<string, number>>,
  more: Partial<LayerDescriptor> = {},
): LayerDescriptor {
  const bytes = Object.values(files).reduce((sum, one) => sum + one, 0);
  return describeLayer({
    name,
    version: "1.2",
    size: Math.round(bytes / 3),
    tarSize: bytes + 1024,
    files: Object.entries(files).map(([path, size], index) => [
      `app.runfiles/pip_${name}/site-packages/${path}`,
      size,
      index,
    ]),
    ...more,
  });
}

/** The plan of these packages: those at or above a million bytes alone, the others in one bundle. */
export function planOf(packages: readonly LayerDescriptor[], application: LayerDescriptor): PlanFile {
  const layerOf = (kind: PlanFileLayer["kind"], members: readonly LayerDescriptor[]): PlanFileLayer => ({
    kind,
    packages: members.map(({ name, version, tarSize }) => ({ name, version, bytes: tarSize })),
    digest: members.length === 1 ? members[0]!.digest : digestOf(members.map(({ digest }) => digest).join()),
    size: members.reduce((sum, { size }) => sum + size, 0),
    mediaType,
    diffId: digestOf(`tar ${members.map(({ name }) => name)}`),
    why: kind === "application" ? "it changes most" : `${kind}: a reason in words`,
  });
  const heavy = packages.filter(({ tarSize }) => tarSize >= 1e6);
  const light = packages.filter(({ tarSize }) => tarSize < 1e6);
  const layers: PlanFileLayer[] = [
    {
      ...layerOf("base", []),
      digest: digestOf("base"),
      size: 30_000_000,
      why: "a layer of the base image",
    },
    ...heavy.map((one) => layerOf("package", [one])),
    ...(light.length === 0 ? [] : [layerOf(light.length === 1 ? "package" : "bundle", light)]),
    layerOf("application", [application]),
  ];
  return {
    schema: 1,
    maxLayers: 125,
    layersForPackages: 120,
    layers,
    packages: packages
      .map((one) => {
        const layer = layers.findIndex((each) => each.packages.some(({ name }) => name === one.name));
        return {
          id: one.name,
          name: one.name,
          version: one.version,
          bytes: one.tarSize,
          mergeable: true,
          layer,
          why: layers[layer]!.why,
          expectedUpgradeBytes: layers[layer]!.packages.reduce((sum, { bytes }) => sum + bytes, 0),
        };
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: [
      { id: "unmatched-wish", severity: "warning", message: 'heavy "^torch$" matches no package', remedy: "remove it" },
    ],
  };
}

export const application = describeLayer({
  kind: "application",
  name: "application",
  version: "",
  size: 41_300,
  tarSize: 120_000,
  files: [["app.runfiles/_main/app.py", 120_000, 1]],
});

/** The packages of the small example. */
export const packages = [
  describePackage("arrow", {
    "arrow/libarrow.so": 90_000_000,
    "arrow/lib.so": 30_000_000,
    "arrow/include/api.h": 2_000_000,
    "arrow/tests/test_all.py": 8_000_000,
    "arrow/__init__.py": 1000,
  }),
  describePackage("numeric", {
    "numeric/core.so": 20_000_000,
    "numeric/core.pyi": 600_000,
    "numeric.libs/libblas.so": 30_000_000,
  }),
  describePackage("tiny-one", { "tiny_one.py": 30_000 }),
  describePackage("tiny-two", { "tiny_two/__init__.py": 60_000, "tiny_two/data.bin": 80_000 }),
];
