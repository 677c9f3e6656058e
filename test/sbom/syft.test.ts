// The SBOM of an image whose packages carry others, held against a scanner that was not written here.

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createLayerAction } from "../../src/layer/layer-action";
import { layerDescriptorSchema } from "../../src/layer/layer-descriptor";
import { formatPlanFile, type PlanFile } from "../../src/plan/plan-file";
import { sbomAction } from "../../src/sbom/sbom-action";
import { resourcesOfThisThread } from "../layer/resources-of-this-thread";
import { foundBySyft, foundInDocument, syftHere } from "./syft";

const syft = syftHere();
const metadata = (name: string, version: string) =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\nWords.\n`;

/** Packages and their files below site-packages. */
const PACKAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  carrier: {
    "carrier/__init__.py": "",
    "carrier-1.0.dist-info/METADATA": metadata("carrier", "1.0"),
    "carrier-1.0.dist-info/RECORD": "carrier/__init__.py,,\n",
    "carrier/_vendor/Odd.Name_x-2.0.dist-info/METADATA": metadata("Odd.Name_x", "2.0"),
    "carrier/_vendor/Odd.Name_x-2.0.dist-info/RECORD": "Odd/__init__.py,,\n",
    "carrier/_vendor/local-3.0+cpu.dist-info/METADATA": metadata("local", "3.0+cpu"),
  },
  old: { "old.py": "", "old-4.0.egg-info/PKG-INFO": metadata("old", "4.0") },
  bare: { "bare.py": "print()\n" },
};

(syft === undefined ? test.skip : test)(
  "vendored distributions, old metadata and odd names are in the SBOM as syft finds them, each in its layer",
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "package-layers-syft-image-"));
    try {
      const { layout, cyclonedx } = await makeImage(folder);
      const found = foundBySyft(syft!, layout);
      expect(foundInDocument(cyclonedx)).toEqual(found);
      expect(found.map((line) => line.split(" ")[0])).toEqual([
        "pkg:pypi/carrier@1.0",
        "pkg:pypi/local@3.0+cpu",
        "pkg:pypi/odd-name-x@2.0",
        "pkg:pypi/old@4.0",
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);

async function makeImage(folder: string) {
  const makeLayer = createLayerAction(resourcesOfThisThread());
  const context = { root: folder, signal: new AbortController().signal, log: () => {} } as never;
  const layout = path.join(folder, "layout");
  const blobs = path.join(layout, "blobs", "sha256");
  mkdirSync(blobs, { recursive: true });
  const put = (bytes: Buffer, mediaType: string) => {
    const digest = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(path.join(blobs, digest), bytes);
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));

  const layers: (PlanFile["layers"][number] & { readonly diffId: string })[] = [];
  for (const [name, files] of Object.entries(PACKAGES)) {
    for (const [file, text] of Object.entries(files)) {
      const at = path.join(folder, "trees", name, file);
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, text);
    }
    const args = [`--kind=package`, `--name=${name}`, "--version=1.0", `--tree=site-packages\ttrees/${name}`];
    const settings = ["--compression=gzip", "--level=6", "--mtime=0", "--owner=0:0", "--merge-limit=0"];
    const outputs = [`--blob=${name}.blob`, `--descriptor=${name}.layer`, `--facts=${name}.facts`];
    await makeLayer([...args, ...settings, ...outputs], context);
    const { mediaType, digest, size, diffId } = layerDescriptorSchema.parse(
      JSON.parse(readFileSync(path.join(folder, `${name}.layer`), "utf8")),
    );
    put(readFileSync(path.join(folder, `${name}.blob`)), mediaType);
    const packages = [{ name, version: "1.0", bytes: size }];
    layers.push({ kind: "package", packages, digest, size, mediaType, diffId, why: "alone" });
  }
  const rootfs = { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) };
  const config = put(
    json({ architecture: "amd64", os: "linux", config: {}, rootfs }),
    "application/vnd.oci.image.config.v1+json",
  );
  const manifest = put(
    json({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config,
      layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
    }),
    "application/vnd.oci.image.manifest.v1+json",
  );
  writeFileSync(path.join(layout, "index.json"), json({ schemaVersion: 2, manifests: [manifest] }));
  writeFileSync(path.join(layout, "oci-layout"), json({ imageLayoutVersion: "1.0.0" }));

  const plan: PlanFile = { schema: 1, maxLayers: 10, layersForPackages: 5, layers, packages: [], findings: [] };
  writeFileSync(path.join(folder, "plan"), formatPlanFile(plan));
  const inputs = Object.keys(PACKAGES).flatMap((name) => [`--facts=${name}.facts`, `--descriptor=${name}.layer`]);
  await sbomAction(["--image=app", "--plan=plan", ...inputs, "--spdx=spdx", "--cyclonedx=cdx"], context);
  return { layout, cyclonedx: JSON.parse(readFileSync(path.join(folder, "cdx"), "utf8")) };
}
