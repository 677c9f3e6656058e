// What an image holds, for both forms of its SBOM: distributions, the libraries that they bring, and files of no distribution.

import type { LayerFacts } from "../facts/layer-facts";
import { pypiPurl } from "../facts/pypi-purl";
import type { LayerDescriptor } from "../layer/layer-descriptor";
import type { ManifestLayer } from "../layer/manifest-layer";
import { normalizePackageName } from "../layer/package-name";
import type { PlanFile } from "../plan/plan-file";

/** A distribution of the image. */
export interface InventoryComponent {
  /** Unique in the inventory; letters, digits, `.` and `-`. */
  readonly id: string;
  /** As its author writes it. */
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenseExpression?: string | undefined;
  /** What older metadata says about the licence. */
  readonly license?: string | undefined;
  /** SHA-256 of the package's own blob, in hexadecimal; undefined for what another package carries. */
  readonly sha256: string | undefined;
  /** The layer of the image that it is in. */
  readonly layer: Pick<ManifestLayer, "digest" | "diffId">;
  /** Path of its metadata in the image; empty where it has none. */
  readonly path: string;
  /** The component that carries it. */
  readonly within: string | undefined;
  /** Libraries of others that it carries: paths in the image. */
  readonly libraries: readonly string[];
  /** SBOMs that its wheel carries (PEP 770): paths in the image. */
  readonly sboms: readonly string[];
}

/** A library or program that belongs to no distribution. */
export interface InventoryFile {
  readonly id: string;
  readonly path: string;
  readonly layer: Pick<ManifestLayer, "digest" | "diffId">;
}

/** What an image holds. */
export interface Inventory {
  readonly name: string;
  readonly components: readonly InventoryComponent[];
  readonly files: readonly InventoryFile[];
  /** Digests of the base's layers, which are not read. */
  readonly base: readonly string[];
}

/** A layer of ours. */
export interface InventoryLayer {
  readonly descriptor: LayerDescriptor;
  readonly facts: LayerFacts;
}

/** Directories in which the tools that repair wheels put libraries of others. */
const CARRIED_LIBRARY = /(?:\.libs|\/\.dylibs|_libs)\/[^/]+$/;

/** Lists what the layers hold, in the order of the layers and of their paths. */
export function takeInventory(name: string, plan: PlanFile, layers: readonly InventoryLayer[]): Inventory {
  const components: InventoryComponent[] = [];
  const files: InventoryFile[] = [];
  const ids = new Map<string, number>();
  const idOf = (text: string) => {
    const id = text.replaceAll(/[^A-Za-z0-9.-]+/g, "-");
    const count = ids.get(id) ?? 0;
    ids.set(id, count + 1);
    return count === 0 ? id : `${id}-${count + 1}`;
  };
  for (const { descriptor, facts } of layers) {
    const layer = layerOf(plan, descriptor);
    const isOwn = ({ name: found }: { name: string }) => normalizePackageName(found) === descriptor.name;
    const own = descriptor.kind === "package" ? facts.distributions.find(isOwn) : undefined;
    let carrier: string | undefined;
    if (descriptor.kind === "package") {
      carrier = idOf(`${descriptor.name}-${own?.version ?? descriptor.version}`);
      components.push({
        id: carrier,
        name: own?.name ?? descriptor.name,
        version: own?.version ?? descriptor.version,
        purl: own?.purl ?? pypiPurl(descriptor.name, descriptor.version),
        licenseExpression: own?.licenseExpression,
        license: own?.license,
        sha256: descriptor.digest.replace("sha256:", ""),
        layer,
        path: own?.path ?? "",
        within: undefined,
        libraries: facts.elf.map(([path]) => path).filter((path) => CARRIED_LIBRARY.test(path)),
        sboms: facts.sboms,
      });
    }
    for (const other of facts.distributions.filter((distribution) => distribution !== own)) {
      components.push({
        id: idOf(`${other.name}-${other.version}`),
        name: other.name,
        version: other.version,
        purl: other.purl,
        licenseExpression: other.licenseExpression,
        license: other.license,
        sha256: undefined,
        layer,
        path: other.path,
        within: carrier,
        libraries: [],
        sboms: [],
      });
    }
    if (descriptor.kind !== "package") {
      files.push(...facts.elf.map(([path]) => ({ id: idOf(`file-${path}`), path, layer })));
    }
  }
  return {
    name,
    components,
    files,
    base: plan.layers.filter(({ kind }) => kind === "base").map(({ digest }) => digest),
  };
}

/** The layer of the image that a package or another layer of ours is in. */
function layerOf(plan: PlanFile, { kind, name, version, digest, diffId }: LayerDescriptor) {
  const found =
    plan.layers.find((layer) => layer.digest === digest) ??
    plan.layers.find(
      (layer) => kind === "package" && layer.packages.some((held) => held.name === name && held.version === version),
    );
  return { digest: found?.digest ?? digest, diffId: found?.diffId ?? diffId };
}
