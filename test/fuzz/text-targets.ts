// Fuzz targets of the texts in packages and bases: entry_points.txt, METADATA, the paths in RECORD, a base's config.

import assert from "node:assert/strict";
import { ActionError } from "../../src/action/action-error";
import { parseJson } from "../../src/action/json-document";
import { readDistributionMetadata } from "../../src/facts/distribution-metadata";
import { imageConfig } from "../../src/image/image-documents";
import { configSchema, mediaTypes } from "../../src/image/oci-schemas";
import { consoleScripts } from "../../src/layer/console-scripts";
import { imagePath, requireImagePath } from "../../src/layer/image-path";
import { formatRecord } from "../../src/layer/record";
import { type FuzzTarget, orRefusal } from "./fuzz-target";

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

function checkEntryPoints(bytes: Uint8Array): void {
  for (const [name, script] of consoleScripts(textOf(bytes), "/venv/bin/python")) {
    assert(!name.includes("/") && !name.includes("\n"), "a program that is no name of a file");
    const path = orRefusal(() => requireImagePath(`venv/bin/${name}`), ActionError);
    assert(path === undefined || path === `venv/bin/${name}`, `${path} is somewhere else`);
    // What a wheel names is one import and one call, whatever it holds.
    assert(script.startsWith("#!/venv/bin/python\nimport sys\nfrom "));
    assert(/^[\p{L}\w.]+ import [\p{L}\w]+$/u.test(script.split("\n")[2]!.slice("from ".length)), script);
    assert(script.split("\n").length === 6, "lines that nobody meant");
  }
}

function checkMetadata(bytes: Uint8Array): void {
  const [metadata = "", wheel] = textOf(bytes).split("\0");
  const facts = readDistributionMetadata("venv/x.dist-info", metadata, wheel);
  if (facts !== undefined) {
    assert(facts.name !== "" && !/[\r\n]/.test(facts.name + facts.version + (facts.license ?? "")));
    assert(/^pkg:pypi\/[\w.~%!*'()-]*(?:@[\w.~%!*'()-]+)?$/.test(facts.purl), facts.purl);
    assert((facts.license ?? "").length <= 200);
  }
}

/** The first fields of the lines of a CSV file, as Python's csv module reads them. */
function firstFields(csv: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at < csv.length; at = csv.indexOf("\n", at) + 1) {
    if (csv[at] !== '"') {
      fields.push(csv.slice(at, csv.indexOf(",", at)));
      continue;
    }
    const quoted = /"((?:[^"]|"")*)"/y;
    quoted.lastIndex = at;
    fields.push(quoted.exec(csv)![1]!.replaceAll('""', '"'));
    at = quoted.lastIndex;
  }
  return fields;
}

function checkRecord(bytes: Uint8Array): void {
  const sitePackages = "venv/lib/python3.11/site-packages";
  const paths = textOf(bytes)
    .split("\0")
    .flatMap((name) => orRefusal(() => imagePath(sitePackages, name), ActionError) ?? []);
  const place = { path: `${sitePackages}/x-1.dist-info/RECORD`, sitePackages, below: "venv" };
  const text = formatRecord(
    place,
    paths.map((path) => ({ path, sha256: Buffer.alloc(32), size: 1 })),
  );
  const expected = [...paths, place.path].map((path) => path.slice(sitePackages.length + 1));
  assert.deepEqual(firstFields(text).sort(), expected.sort());
}

const LAYER = {
  mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
  digest: `sha256:${"0a".repeat(32)}`,
  size: 1,
  diffId: `sha256:${"0b".repeat(32)}`,
  createdBy: "package_layers: six 1.17.0",
};

const baseConfig = {
  architecture: "amd64",
  os: "linux",
  config: { Env: ["PATH=/usr/bin", "A=$B"], Cmd: ["sh"], Labels: { a: "b" }, ExposedPorts: { "80/tcp": {} } },
  rootfs: { type: "layers", diff_ids: [`sha256:${"c2".repeat(32)}`] },
  history: [{ created_by: "one" }, { created_by: "two", empty_layer: true }],
};

function checkBaseConfig(bytes: Uint8Array): void {
  const config = orRefusal(
    () => parseJson(configSchema, textOf(bytes), { name: "the config", remedy: "fetch it" }),
    ActionError,
  );
  if (config === undefined) {
    return;
  }
  const layers = config.rootfs.diff_ids.map((digest) => ({ mediaType: "application/x", digest, size: 1 }));
  const platform = { os: "linux", architecture: "amd64" };
  const settings = {
    entrypoint: ["/app"],
    variables: ["A=1"],
    env: ["C=$A"],
    searchPath: "/venv/bin",
    labels: ["x=y"],
  };
  const document = orRefusal(() => imageConfig({ layers, config }, [LAYER], platform, settings), ActionError);
  if (document === undefined) {
    return;
  }
  const image = configSchema.parse(JSON.parse(document.bytes.toString()));
  assert(document.descriptor.mediaType === mediaTypes.config);
  assert.deepEqual(image.rootfs.diff_ids, [...config.rootfs.diff_ids, LAYER.diffId]);
  assert.deepEqual((image.config as { Entrypoint?: unknown }).Entrypoint, ["/app"]);
  const told = (image.history ?? []).filter(({ empty_layer }) => empty_layer !== true);
  assert(told.length === image.rootfs.diff_ids.length, "a history that tells of other layers");
}

export const textTargets: readonly FuzzTarget[] = [
  {
    name: "entry_points.txt",
    corpus: [
      "[console_scripts]\nok = pkg.cli:main\npip3.11 = pip._internal:main [extra]\n[gui_scripts]\nui=a:b.c\n",
      "[console_scripts]\r\n.. = a:b\r\n.wh.pip = a:b\r\n\x1b[31mred = a:b\r\n# no\n; no\n [other]\nx = y:z\n",
    ].map((text) => Buffer.from(text)),
    share: 2,
    check: checkEntryPoints,
  },
  {
    name: "METADATA",
    corpus: [
      "Metadata-Version: 2.4\nName: Zope.Interface\nVersion: 1.0+a\nLicense-Expression: MIT\nClassifier: License :: X\n\nbody",
      "Name: x\nVersion: 1\nLicense: MIT\n  more\nRequires-Python: >=3\n\0Tag: py3-none-any\n",
    ].map((text) => Buffer.from(text)),
    share: 2,
    check: checkMetadata,
  },
  {
    name: "RECORD",
    corpus: ['six.py\0a,b/c"d\0new\nline\0ñ/é.py', "a\rb\0x-1.dist-info/METADATA"].map((text) => Buffer.from(text)),
    share: 2,
    check: checkRecord,
  },
  {
    name: "a base's config",
    corpus: [baseConfig, { ...baseConfig, config: null, history: null }, { ...baseConfig, history: [{}, {}, {}] }].map(
      (value) => Buffer.from(JSON.stringify(value)),
    ),
    share: 2,
    check: checkBaseConfig,
  },
];
