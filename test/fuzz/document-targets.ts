// Fuzz targets of the documents that actions hand to each other and that people keep: plans, locks, facts, imports, mappings.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { ActionError } from "../../src/action/action-error";
import { parseJson, parseJsonIfValid } from "../../src/action/json-document";
import { baseFactsSchema } from "../../src/base/base-facts";
import { BasePaths, formatBasePaths } from "../../src/base/base-paths";
import { compareImages } from "../../src/compare/compare-images";
import { contentsOfImage, contentsOfPlan } from "../../src/compare/image-contents";
import { layerFactsSchema } from "../../src/facts/layer-facts";
import { layerImportsSchema } from "../../src/facts/module-imports";
import { configSchema, manifestSchema, mediaTypes } from "../../src/image/oci-schemas";
import { EndOfFile, type ReadInto } from "../../src/layer/buffer-pool";
import { readGzipMembers } from "../../src/layer/gzip-members";
import { expandRepoMapping } from "../../src/layer/repo-mapping";
import { repositoryLinks } from "../../src/layer/repository-links";
import { TarEntries } from "../../src/layer/tar-entries";
import { parseLockedVersions } from "../../src/plan/change-rates";
import { explainPackage } from "../../src/plan/explain";
import { parseLayerLock } from "../../src/plan/layer-lock";
import { type PlanPackage, plan } from "../../src/plan/plan";
import { formatPlanFile, parsePlanFile } from "../../src/plan/plan-file";
import { parseSharedPlan } from "../../src/plan/shared-plan-file";
import { parseImageName } from "../../src/registry/image-name";
import { describePlan } from "../../src/show/describe-plan";
import { tarBytes } from "../base/tar-bytes";
import { check, debianBase, packageLayer } from "../check/made-image";
import { application, packages as examplePackages, planOf } from "../report/example-image";
import { type FuzzTarget, orRefusal } from "./fuzz-target";
import type { Random } from "./random";

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const bytesOf = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

/** What a field may hold that nobody meant. */
const VALUES: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  2 ** 53,
  "",
  "..",
  "/",
  "a/../../b",
  "__proto__",
  "constructor",
  "\u0000\u001b[31m\u202e",
  "x".repeat(5000),
  "$ORIGIN/../$LIB",
  [],
  {},
  [[]],
  true,
];

/** A document with other values in some places; what `mutate` makes of bytes is seldom JSON any more. */
function changed(document: unknown, random: Random): unknown {
  if (random(12) === 0) {
    return VALUES[random(VALUES.length)];
  }
  if (Array.isArray(document)) {
    const items = document.map((item) => (random(3) === 0 ? changed(item, random) : item));
    return random(8) === 0 ? [...items, ...items] : items;
  }
  if (typeof document === "object" && document !== null) {
    const entries = Object.entries(document).map(([key, value]) => [
      random(30) === 0 ? String(VALUES[random(VALUES.length)]) : key,
      random(3) === 0 ? changed(value, random) : value,
    ]);
    return Object.fromEntries(random(20) === 0 ? entries.slice(1) : entries);
  }
  return document;
}

/** A target that is given a text, which is a case as it came or, where that is not JSON, a document with other values. */
function documents(name: string, corpus: readonly unknown[], read: (text: string) => void, share = 1): FuzzTarget {
  return {
    name,
    corpus: corpus.map(bytesOf),
    share,
    check: (bytes, random) => {
      read(textOf(bytes));
      read(JSON.stringify(changed(corpus[random(corpus.length)], random)) ?? "");
    },
  };
}

const packages = ["numpy", "attrs", "six", "torch"].map(
  (id, index): PlanPackage => ({ id, name: id, version: "1", bytes: 10 ** (index + 2), mergeable: index < 3 }),
);

function checkLock(text: string): void {
  const lock = orRefusal(() => parseLayerLock(text, "lock"), ActionError);
  if (lock === undefined) {
    return;
  }
  const planned = orRefusal(() => plan(packages, { layers: 4, lock }), ActionError);
  if (planned !== undefined) {
    assert(planned.layers.length <= 4, "more layers than there may be");
    assert.deepEqual(
      planned.layers.flatMap((layer) => layer.packages).sort(),
      packages.map(({ id }) => id).sort(),
      "packages are lost or doubled",
    );
  }
}

function checkPlan(text: string): void {
  const planFile = orRefusal(() => parsePlanFile(text, "plan"), ActionError);
  if (planFile === undefined) {
    return;
  }
  assert.deepEqual(parsePlanFile(formatPlanFile(planFile), "plan"), planFile);
  describePlan(planFile, { columns: 80, colour: true });
  compareImages(contentsOfPlan(planFile), contentsOfPlan(planFile));
  for (const { name } of planFile.packages) {
    orRefusal(() => explainPackage(planFile, name), ActionError);
  }
}

const anyDocument = { name: "the document", remedy: "make it again" };
const parsed = <T>(schema: Parameters<typeof parseJson<T>>[0], text: string) =>
  orRefusal(() => parseJson(schema, text, anyDocument), ActionError);

const pkg = packageLayer("numpy", {
  elf: { "numpy/core.so": { needed: ["libm.so.6", "libgone.so"], runpath: "$ORIGIN/../numpy.libs" } },
  files: ["numpy/__init__.py"],
  requiresPython: ">=3.9",
});

const imports = {
  schema: 1,
  modules: {
    "x/site-packages/numpy/__init__.py": {
      imports: [
        [1, "numpy.core"],
        [2, ".core:a,b", ">=3.9"],
      ],
      binds: ["*"],
      changes: ["path"],
    },
    "usr/lib/python3.11/os.py": { imports: [[1, "ssl"]] },
  },
  unparsed: ["x/site-packages/numpy/odd.py"],
};

const digest = `sha256:${"0a".repeat(32)}`;
const manifest = {
  schemaVersion: 2,
  mediaType: mediaTypes.manifest,
  config: { mediaType: mediaTypes.config, digest, size: 7 },
  layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest, size: 3 }],
};
const config = {
  architecture: "amd64",
  os: "linux",
  rootfs: { type: "layers", diff_ids: [digest] },
  history: [{ created_by: "package_layers: six 1.17, attrs 26.1" }],
};

async function checkBlob(bytes: Uint8Array): Promise<void> {
  const read: ReadInto = (target, position) => {
    if (position < 0 || position + target.length > bytes.length) {
      throw new EndOfFile("beyond the end");
    }
    target.set(bytes.subarray(position, position + target.length));
  };
  const tar = new TarEntries();
  try {
    await readGzipMembers(
      "blob",
      bytes.length,
      read,
      new AbortController().signal,
      () => {},
      (piece) => tar.take(piece),
    );
    tar.end();
  } catch (error) {
    assert(error instanceof ActionError || error instanceof EndOfFile, error as Error);
    return;
  }
  assert(tar.entries.every(({ size, offset }) => Number.isSafeInteger(size + offset) && size >= 0));
}

function checkTar(bytes: Uint8Array, random: Random): void {
  const tar = new TarEntries();
  orRefusal(() => {
    for (let at = 0; at < bytes.length; ) {
      const end = at + 1 + random(700);
      tar.take(Buffer.from(bytes.subarray(at, end)));
      at = end;
    }
    tar.end();
  }, ActionError);
  assert(tar.entries.every(({ size, offset }) => Number.isSafeInteger(size + offset) && size >= 0));
}

const tars = [
  tarBytes([
    { path: "a/b", content: "x".repeat(700) },
    { path: "l", symlink: "a" },
  ]),
  tarBytes([{ path: `long/${"p".repeat(200)}`, content: "y" }]),
];

export const documentTargets: readonly FuzzTarget[] = [
  documents("plans", [planOf(examplePackages, application)], checkPlan),
  documents(
    "layer locks",
    [{ schema: 2, mostLayers: 4, layers: ["a", "torch"], packages: { numpy: "a", six: "a", torch: "torch" } }],
    checkLock,
  ),
  documents(
    "shared plans",
    [{ schema: 1, images: { "//:app": [{ packages: [digest], images: 2 }] } }],
    (text) => void orRefusal(() => parseSharedPlan(text, "plan"), ActionError),
  ),
  documents("facts of layers", [pkg.facts], (text) => {
    const facts = parsed(layerFactsSchema, text);
    if (facts !== undefined) {
      check([{ ...pkg, facts }], [[1, "numpy"]]);
    }
  }),
  documents("facts of bases", [debianBase()], (text) => {
    const base = parsed(baseFactsSchema, text);
    if (base !== undefined) {
      orRefusal(() => check([pkg], [[1, "numpy"]], { base }), ActionError);
    }
  }),
  documents("imports of modules", [imports], (text) => {
    const found = parsed(layerImportsSchema, text);
    if (found !== undefined) {
      check([pkg], [[1, "numpy"]], { modules: found.modules });
    }
  }),
  documents("images of a registry", [{ manifest, config }], (text) => {
    const answers = parseJsonIfValid(manifestSchema, JSON.stringify(parseAny(text)?.manifest) ?? "");
    const settings = parseJsonIfValid(configSchema, JSON.stringify(parseAny(text)?.config) ?? "");
    if (answers !== undefined && settings !== undefined) {
      const { layers } = contentsOfImage(answers, settings);
      assert(layers.length === answers.layers.length);
    }
  }),
  {
    name: "repository mappings",
    share: 1,
    corpus: [",a,a+\n,b,b+\na+,b,b+2\n", "a+*,b,b+\nx+,b,c+\n", ",_main,_main\r\n"].map(bytesOf),
    check: (bytes) => {
      const text = textOf(bytes);
      for (const [name, repository] of repositoryLinks(text)) {
        assert(name !== "" && repository !== "" && !/[/\\]/.test(name));
      }
      try {
        assert((expandRepoMapping(text, ["a+", "x+y"], 10_000) ?? "").length <= 20_000);
      } catch (error) {
        assert(/^has a row that is not/.test((error as Error).message), error as Error);
      }
    },
  },
  {
    name: "paths of a base",
    share: 1,
    corpus: [
      formatBasePaths([
        { path: "usr/a\nb", kind: "file" },
        { path: "usr", kind: "directory" },
        { path: "lib", kind: "symlink", target: "usr/lib" },
      ]),
      formatBasePaths([], "why"),
    ].map(bytesOf),
    check: (bytes) => {
      const paths = orRefusal(() => new BasePaths(textOf(bytes), "paths"), ActionError);
      assert(["file", "directory", "symlink", undefined].includes(paths?.at("usr")));
      paths?.firstBelow("usr");
      orRefusal(() => [...(paths ?? [])], ActionError);
    },
  },
  {
    name: "names of images",
    share: 1,
    corpus: ["app:1", "localhost:5000/team/app:1.2", `h.example/a@${digest}`, "[::1]:5000/a"].map(bytesOf),
    check: (bytes) => {
      const name = orRefusal(() => parseImageName(textOf(bytes)), ActionError);
      if (name !== undefined) {
        const { host, pathname } = new URL(
          `https://${name.registry}/v2/${name.repository}/manifests/${name.reference}`,
        );
        assert(host !== "" && pathname === `/v2/${name.repository}/manifests/${name.reference}`, "another address");
      }
    },
  },
  {
    name: "locks of requirements",
    share: 1,
    corpus: ["six==1.17 \\\n    --hash=sha256:00\n# c\nattrs[x]==26.1 ; python_version > '3'\n-r other.txt\n"].map(
      bytesOf,
    ),
    check: (bytes) => {
      for (const [name, version] of parseLockedVersions(textOf(bytes))) {
        assert(name !== "" && version !== "");
      }
    },
  },
  { name: "layers whose zTOC is wanted", share: 0.1, corpus: tars.map((tar) => gzipSync(tar)), check: checkBlob },
  { name: "entries of a layer's tar", share: 1, corpus: tars, check: checkTar },
];

function parseAny(text: string): { manifest?: unknown; config?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
