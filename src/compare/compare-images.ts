// What changes from one image to the next: which layers stay, which are pushed, which are gone, and why.

import type { ContentLayer, ImageContents } from "./image-contents";

/** A package whose version or layer changed. */
export interface PackageChange {
  readonly name: string;
  /**
   * "upgraded": another version; "moved": the same version beside other packages in a layer that is pushed; "rebuilt": the
   * same version beside the same packages, and yet other bytes; "added"; "removed".
   */
  readonly change: "upgraded" | "moved" | "added" | "removed" | "rebuilt";
  /** Versions before and after; empty if there is none or it is not known. */
  readonly before: string;
  readonly after: string;
}

/** The difference of two images. */
export interface ImageComparison {
  /** Layers that both have: a registry and a daemon that have the old image have them. */
  readonly kept: readonly ContentLayer[];
  /** Layers that only the new image has, bottom first. */
  readonly pushed: readonly ContentLayer[];
  /** Layers that only the old image has. */
  readonly gone: readonly ContentLayer[];
  /** Kept layers above the first pushed one: Docker's classic store pulls them once more. */
  readonly pulledAgain: readonly ContentLayer[];
  /** By name. */
  readonly packages: readonly PackageChange[];
  /** Compressed bytes of the pushed layers. */
  readonly bytesToPush: number;
  /** Compressed bytes of all layers of the new image, and of the old one. */
  readonly bytes: number;
  readonly bytesBefore: number;
}

/** Compares two images. */
export function compareImages(before: ImageContents, after: ImageContents): ImageComparison {
  const old = new Set(before.layers.map(({ digest }) => digest));
  const now = new Set(after.layers.map(({ digest }) => digest));
  const pushed = after.layers.filter(({ digest }) => !old.has(digest));
  const position = after.layers.findIndex(({ digest }, index) => before.layers[index]?.digest !== digest);
  return {
    kept: after.layers.filter(({ digest }) => old.has(digest)),
    pushed,
    gone: before.layers.filter(({ digest }) => !now.has(digest)),
    pulledAgain: position < 0 ? [] : after.layers.slice(position).filter(({ digest }) => old.has(digest)),
    packages: comparePackages(before.layers, after.layers, old),
    bytesToPush: sizeOf(pushed),
    bytes: sizeOf(after.layers),
    bytesBefore: sizeOf(before.layers),
  };
}

/** Compressed bytes of layers; one that an image holds twice is pushed once. */
export function sizeOf(layers: readonly ContentLayer[]): number {
  return [...new Map(layers.map(({ digest, size }) => [digest, size])).values()].reduce((sum, size) => sum + size, 0);
}

interface Placed {
  readonly name: string;
  readonly version: string;
  readonly layer: ContentLayer;
}

function comparePackages(
  before: readonly ContentLayer[],
  after: readonly ContentLayer[],
  old: ReadonlySet<string>,
): PackageChange[] {
  const left = placed(before);
  const right = placed(after);
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  return names.flatMap((name): PackageChange[] => {
    const was = left.get(name) ?? [];
    const is = right.get(name) ?? [];
    const versions = (list: readonly Placed[]) => list.map(({ version }) => version).join(", ");
    const change = { name, before: versions(was), after: versions(is) };
    if (was.length === 0) {
      return [{ ...change, change: "added" }];
    }
    if (is.length === 0) {
      return [{ ...change, change: "removed" }];
    }
    if (change.before !== change.after) {
      return [{ ...change, change: "upgraded" }];
    }
    if (is.every(({ layer }) => old.has(layer.digest))) {
      return [];
    }
    if (companions(was) !== companions(is)) {
      return [{ ...change, change: "moved" }];
    }
    // Beside the same packages as before: its layer changed because of one of them, or because of its own files.
    const carried = companionVersions(was) !== companionVersions(is);
    return carried ? [] : [{ ...change, change: "rebuilt" }];
  });
}

function companions(list: readonly Placed[]): string {
  return list.map(({ layer }) => layer.packages.map(({ name }) => name).join()).join(";");
}

function companionVersions(list: readonly Placed[]): string {
  return list.map(({ layer }) => layer.packages.map(({ name, version }) => `${name} ${version}`).join()).join(";");
}

/** Packages by name; usually one each. */
function placed(layers: readonly ContentLayer[]): Map<string, Placed[]> {
  const byName = new Map<string, Placed[]>();
  for (const layer of layers) {
    for (const { name, version } of layer.packages) {
      byName.set(name, [...(byName.get(name) ?? []), { name, version, layer }]);
    }
  }
  for (const list of byName.values()) {
    list.sort((a, b) => (a.version < b.version ? -1 : 1));
  }
  return byName;
}
