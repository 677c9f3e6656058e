// The SBOM in both forms, and who holds a package.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { LayerFacts } from "../../src/facts/layer-facts";
import { formatPlanFile, type PlanFile } from "../../src/plan/plan-file";
import { purlAnnotations } from "../../src/sbom/purl-annotation";
import { sbomAction } from "../../src/sbom/sbom-action";
import { whoHasAction } from "../../src/sbom/who-has-command";
import { descriptorOf } from "./made-layer";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "package-layers-sbom-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const context = (log: string[]) =>
  ({ root: folder, signal: new AbortController().signal, log: (line: string) => log.push(line) }) as never;
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

const setuptools: LayerFacts = {
  schema: 1,
  kind: "package",
  name: "setuptools",
  version: "80.9.0",
  distributions: [
    {
      path: "s/setuptools/_vendor/wheel-0.45.1.dist-info",
      name: "wheel",
      version: "0.45.1",
      purl: "pkg:pypi/wheel@0.45.1",
      license: "MIT License",
    },
    {
      path: "s/setuptools-80.9.0.dist-info",
      name: "setuptools",
      version: "80.9.0",
      purl: "pkg:pypi/setuptools@80.9.0",
      licenseExpression: "MIT",
    },
  ],
  sboms: ["s/setuptools-80.9.0.dist-info/sboms/a.cdx.json"],
  elf: [["s/setuptools.libs/libz-1234.so.1", { machine: "x86_64", bits: 64 }]],
  damaged: [],
  scripts: [],
};
const bare: LayerFacts = { ...setuptools, name: "bare", version: "2.0", distributions: [], sboms: [], elf: [] };
const external: LayerFacts = {
  ...bare,
  kind: "external",
  name: "external",
  version: "",
  elf: [["r/other/libtool.so", { machine: "x86_64", bits: 64 }]],
};

const content = (name: string, version: string) => ({ name, version, bytes: 100 });
const plan: PlanFile = {
  schema: 1,
  maxLayers: 10,
  layersForPackages: 5,
  layers: [
    { kind: "base", packages: [], digest: digest("0"), size: 1, mediaType: "t", diffId: digest("1"), why: "base" },
    {
      kind: "external",
      packages: [content("external", "")],
      digest: digest("e"),
      size: 1,
      mediaType: "t",
      diffId: digest("2"),
      why: "external",
    },
    {
      kind: "bundle",
      packages: [content("bare", "2.0"), content("setuptools", "80.9.0")],
      digest: digest("b"),
      size: 1,
      mediaType: "t",
      diffId: digest("3"),
      why: "small",
    },
  ],
  packages: [],
  findings: [],
};

async function sbom() {
  const layers = [
    [setuptools, "a"],
    [bare, "c"],
    [external, "e"],
  ] as const;
  const args = layers.flatMap(([facts, letter], index) => {
    writeFileSync(path.join(folder, `${index}.facts`), JSON.stringify(facts));
    writeFileSync(path.join(folder, `${index}.layer`), JSON.stringify(descriptorOf(facts, digest(letter))));
    return [`--facts=${index}.facts`, `--descriptor=${index}.layer`];
  });
  writeFileSync(path.join(folder, "plan"), formatPlanFile(plan));
  await sbomAction(["--image=app", "--plan=plan", ...args, "--spdx=spdx", "--cyclonedx=cdx"], context([]));
  const json = (file: string) => JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  return { spdx: json("spdx"), cyclonedx: json("cdx") };
}

test("CycloneDX has each distribution once, with its layer, what it brings, and files of no distribution", async () => {
  const { cyclonedx } = await sbom();
  const place = (letter: string, diff: string) => [
    { name: "package_layers:layer:digest", value: digest(letter) },
    { name: "package_layers:layer:diffId", value: digest(diff) },
  ];
  expect(cyclonedx).toMatchObject({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { name: "app" } },
  });
  expect(cyclonedx.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(cyclonedx.components).toEqual([
    {
      type: "library",
      "bom-ref": "setuptools-80.9.0",
      name: "setuptools",
      version: "80.9.0",
      purl: "pkg:pypi/setuptools@80.9.0",
      licenses: [{ expression: "MIT" }],
      hashes: [{ alg: "SHA-256", content: "a".repeat(64) }],
      externalReferences: [{ type: "bom", url: "file:///s/setuptools-80.9.0.dist-info/sboms/a.cdx.json" }],
      properties: [...place("b", "3"), { name: "package_layers:path", value: "s/setuptools-80.9.0.dist-info" }],
      components: [
        expect.objectContaining({
          name: "wheel",
          version: "0.45.1",
          purl: "pkg:pypi/wheel@0.45.1",
          licenses: [{ license: { name: "MIT License" } }],
          properties: [
            ...place("b", "3"),
            { name: "package_layers:path", value: "s/setuptools/_vendor/wheel-0.45.1.dist-info" },
            { name: "package_layers:origin", value: "vendored" },
          ],
        }),
        {
          type: "file",
          "bom-ref": "setuptools-80.9.0:s/setuptools.libs/libz-1234.so.1",
          name: "s/setuptools.libs/libz-1234.so.1",
          properties: [{ name: "package_layers:origin", value: "vendored" }],
        },
      ],
    },
    expect.objectContaining({ name: "bare", version: "2.0", purl: "pkg:pypi/bare@2.0" }),
    expect.objectContaining({ type: "file", name: "r/other/libtool.so" }),
    expect.objectContaining({ type: "container", name: "base image" }),
  ]);
});

test("SPDX has the same, each related to what contains it", async () => {
  const { spdx, cyclonedx } = await sbom();
  const purls = (found: unknown) => [...new Set(JSON.stringify(found).match(/pkg:pypi\/[^"]+/g))].sort();
  expect(purls(spdx)).toEqual(purls(cyclonedx));
  const ids = spdx.packages.map(({ SPDXID }: { SPDXID: string }) => SPDXID);
  expect(new Set(ids).size).toBe(ids.length);
  expect(
    spdx.relationships.map(({ relatedSpdxElement }: { relatedSpdxElement: string }) => relatedSpdxElement).sort(),
  ).toEqual([...ids].sort());
  expect(spdx.relationships).toContainEqual({
    spdxElementId: "SPDXRef-setuptools-80.9.0",
    relationshipType: "CONTAINS",
    relatedSpdxElement: "SPDXRef-wheel-0.45.1",
  });
  expect(spdx.packages).toContainEqual(
    expect.objectContaining({
      name: "setuptools",
      versionInfo: "80.9.0",
      licenseDeclared: "MIT",
      checksums: [{ algorithm: "SHA256", checksumValue: "a".repeat(64) }],
    }),
  );
  expect(spdx.hasExtractedLicensingInfos).toEqual([{ licenseId: "LicenseRef-1", extractedText: "MIT License" }]);
});

test("equal images give equal bytes", async () => {
  const first = await sbom();
  expect(await sbom()).toEqual(first);
});

test("a layer's annotation names what it holds", () => {
  expect(
    purlAnnotations([
      { name: "a-b", version: "1+x" },
      { name: "c", version: "" },
    ]),
  ).toEqual({
    "dev.package-layers.purls": "pkg:pypi/a-b@1%2Bx pkg:pypi/c",
  });
});

test("who-has finds every image that holds a package, in any spelling", async () => {
  writeFileSync(path.join(folder, "one.plan.json"), formatPlanFile(plan));
  writeFileSync(path.join(folder, "two.plan.json"), formatPlanFile({ ...plan, layers: plan.layers.slice(0, 2) }));
  const log: string[] = [];
  await whoHasAction(["SetupTools", "--in", "one.plan.json", "two.plan.json"], context(log));
  await whoHasAction(["absent", "--in=one.plan.json"], context(log));
  await whoHasAction(["bare", "--in", "one.plan.json", "--format=json"], context(log));
  expect(log).toEqual([
    `80.9.0  one (one.plan.json)  ${digest("b")}\n1 of 2 images hold setuptools`,
    "0 of 1 images hold absent",
    JSON.stringify([{ image: "one (one.plan.json)", version: "2.0", layer: digest("b") }]),
  ]);
});

test("who-has says which file is not a plan", async () => {
  writeFileSync(path.join(folder, "x"), "{}");
  await expect(whoHasAction(["a", "--in", "x"], context([]))).rejects.toThrow(
    "the plan is not valid: schema: is not 1",
  );
  await expect(whoHasAction(["a", "--in", "gone"], context([]))).rejects.toThrow("the plan cannot be read");
  await expect(whoHasAction(["a"], context([]))).rejects.toThrow("--in is missing");
});
