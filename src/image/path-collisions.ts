// Finds the paths at which two layers of an image have different things, before the upper one silently wins, and decides about
// each: as pip does where that is harmless, with an error or a warning where it is not.

import * as z from "zod";
import { ActionError } from "../action/action-error";
import { one } from "../action/flag-schemas";
import type { LayerDescriptor } from "../layer/layer-descriptor";
import type { Finding } from "../plan/finding";
import { compareText } from "../plan/split";
import type { Win } from "./collision-order";

/** What is known about a file's content, beyond its size and CRC-32, which can be forged. */
export interface ContentFacts {
  readonly sha256: string;
  /** An `__init__.py` that only declares a namespace. */
  readonly namespace: boolean;
}

/**
 * Gives the facts of a layer's files at some paths; a path that cannot be looked at is left out.
 */
export type ReadContent = (
  descriptor: LayerDescriptor,
  paths: readonly string[],
) => Promise<ReadonlyMap<string, ContentFacts>>;

/** What to do about files of different content that a program may need: refuse them, or let the last package win and report it. */
export type CollisionRule = "error" | "warn";

/** The rule as an action's flag. */
export const collisionRules = one.pipe(z.enum(["error", "warn"])).default("error");

/**
 * - `namespace`: only one of the files does more than declare a namespace
 * - `script`: a console script
 * - `document`: a licence, a manual, a stub: nothing that a program reads
 * - `content`: what a program may import or read
 */
export type CollisionKind = "namespace" | "script" | "document" | "content";

/** A path at which layers have different things. */
export interface Collision {
  readonly path: string;
  readonly kind: CollisionKind;
  /**
   * The layers by content: those in one list have the same. Both lists are sorted: packages by name and version, after what is
   * not a package. The last of each list stands for it.
   */
  readonly contents: readonly (readonly LayerDescriptor[])[];
  /** The layer whose file should be in the image: the last of all, or of those that do more than declare a namespace. */
  readonly winner: LayerDescriptor;
  /** Size and CRC-32 are the same, and nothing more is known. */
  readonly unproved: boolean;
}

type DescribedFile = LayerDescriptor["files"][number];

interface Owner {
  readonly descriptor: LayerDescriptor;
  readonly file: DescribedFile;
}

/**
 * Finds all collisions of an image's layers.
 *
 * @throws ActionError that names both layers and the path, when one has a file where another has a directory.
 */
export async function findCollisions(
  descriptors: readonly LayerDescriptor[],
  readContent: ReadContent,
): Promise<Collision[]> {
  const { owners, repeated } = ownersOf(descriptors);
  refuseFilesInPlaceOfDirectories(descriptors, owners);
  const known = await contentsOf(repeated, readContent);
  return [...repeated].flatMap(([path, all]) => collisionAt(path, all, known) ?? []);
}

/** The first owner of each path, and all owners of those that several layers have, unless they plainly have the same there. */
function ownersOf(descriptors: readonly LayerDescriptor[]): {
  owners: Map<string, Owner>;
  repeated: Map<string, Owner[]>;
} {
  const owners = new Map<string, Owner>();
  const repeated = new Map<string, Owner[]>();
  for (const descriptor of descriptors) {
    for (const file of descriptor.files) {
      const [path] = file;
      const first = owners.get(path);
      if (first === undefined) {
        owners.set(path, { descriptor, file });
      } else if (!plainlySame(first.file, file)) {
        const all = repeated.get(path) ?? [first];
        all.push({ descriptor, file });
        repeated.set(path, all);
      }
    }
  }
  return { owners, repeated };
}

/** Links to one target, and empty files. */
function plainlySame(a: DescribedFile, b: DescribedFile): boolean {
  return a.length === 2 || b.length === 2 ? a[1] === b[1] : a[1] === 0 && b[1] === 0;
}

function refuseFilesInPlaceOfDirectories(
  descriptors: readonly LayerDescriptor[],
  owners: ReadonlyMap<string, Owner>,
): void {
  const directories = new Set<string>();
  const check = (directory: string, descriptor: LayerDescriptor) => {
    directories.add(directory);
    const file = owners.get(directory);
    if (file !== undefined) {
      throw new ActionError("two layers have a file and a directory at one path", {
        package: namesOf([file.descriptor, descriptor]),
        file: directory,
        remedy: "leave one of the two packages out, or use versions that do not share the path",
      });
    }
  };
  for (const descriptor of descriptors) {
    for (const directory of descriptor.directories) {
      if (!directories.has(directory)) {
        check(directory, descriptor);
      }
    }
  }
  for (const [path, { descriptor }] of owners) {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const directory = path.slice(0, slash);
      if (directories.has(directory)) {
        break;
      }
      check(directory, descriptor);
    }
  }
}

type KnownContents = ReadonlyMap<LayerDescriptor, ReadonlyMap<string, ContentFacts>>;

/** The facts of all files that may be the same as another, or may be a namespace's. */
async function contentsOf(
  repeated: ReadonlyMap<string, readonly Owner[]>,
  readContent: ReadContent,
): Promise<KnownContents> {
  const asked = new Map<LayerDescriptor, string[]>();
  for (const [path, all] of repeated) {
    for (const owner of all) {
      const { descriptor, file } = owner;
      const sameSum = all.some((other) => other !== owner && other.file[1] === file[1] && other.file[2] === file[2]);
      if (file.length > 2 && file[1] !== 0 && (sameSum || isInit(path))) {
        asked.set(descriptor, [...(asked.get(descriptor) ?? []), path]);
      }
    }
  }
  const known = new Map<LayerDescriptor, ReadonlyMap<string, ContentFacts>>();
  for (const [descriptor, paths] of asked) {
    const shared = new Map<string, ContentFacts>();
    for (const [path, sha256, kind] of descriptor.shared ?? []) {
      shared.set(path, { sha256, namespace: kind === "namespace" });
    }
    const unknown = paths.filter((path) => !shared.has(path));
    const read = unknown.length === 0 ? [] : await readContent(descriptor, unknown);
    known.set(descriptor, new Map([...shared, ...read]));
  }
  return known;
}

function collisionAt(path: string, all: readonly Owner[], known: KnownContents): Collision | undefined {
  const facts = ({ descriptor }: Owner) => known.get(descriptor)?.get(path);
  const contents = new Map<string, Owner[]>();
  for (const [index, owner] of all.toSorted((a, b) => compareOwners(a.descriptor, b.descriptor)).entries()) {
    const content = [...owner.file.slice(1), owner.file[1] === 0 ? "" : (facts(owner)?.sha256 ?? index)].join();
    contents.set(content, [...(contents.get(content) ?? []), owner]);
  }
  const different = [...contents.values()].sort((a, b) => compareOwners(a.at(-1)!.descriptor, b.at(-1)!.descriptor));
  const code = different.filter(([owner]) => {
    const { file } = owner!;
    return !(isInit(path) && file.length > 2 && (file[1] === 0 || facts(owner!)?.namespace === true));
  });
  if (different.length < 2 || code.length === 0) {
    return undefined;
  }
  const sums = new Set(different.map(([owner]) => owner!.file.slice(1).join()));
  return {
    path,
    kind: code.length === 1 && isInit(path) ? "namespace" : kindOf(path, all),
    contents: different.map((owners) => owners.map(({ descriptor }) => descriptor)),
    winner: (code.length === 1 ? code : different).at(-1)!.at(-1)!.descriptor,
    unproved: sums.size === 1,
  };
}

/** One layer for each of the different contents. */
function ownersOfCollision({ contents }: Collision): LayerDescriptor[] {
  return contents.map((owners) => owners.at(-1)!);
}

function isInit(path: string): boolean {
  return path.endsWith("/__init__.py");
}

/** A program that an environment installs for its packages. */
const SCRIPT = /^(?!.*\/site-packages\/)(?:.*\/)?venv\/bin\/[^/]+$/;

const DOCUMENT =
  /\/(?:(?:licen[cs]e|copying|notice|authors|contributors|changes|changelog|history|news|readme|contributing|security)(?:[-_.][^/]*)?|py\.typed|[^/]+\.pyi)$|\/share\/(?:doc|man|licenses)\//i;

function kindOf(path: string, owners: readonly Owner[]): CollisionKind {
  if (owners.some(({ descriptor }) => descriptor.kind !== "package")) {
    return "content";
  }
  return SCRIPT.test(path) ? "script" : DOCUMENT.test(`/${path}`) ? "document" : "content";
}

/** The order in which layers of different kinds lie in an image. */
const KINDS: readonly LayerDescriptor["kind"][] = ["interpreter", "external", "package", "application"];

function compareOwners(a: LayerDescriptor, b: LayerDescriptor): number {
  return (
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compareText(a.name, b.name) ||
    compareText(a.version, b.version) ||
    compareText(a.digest, b.digest)
  );
}

/**
 * Refuses what the rule does not allow.
 *
 * @throws ActionError that names both layers, a path, how many more there are, and what helps.
 */
export function refuseCollisions(collisions: readonly Collision[], rule: CollisionRule): void {
  const refused = rule === "warn" ? [] : collisions.filter(({ kind }) => kind === "content");
  const [first] = refused;
  if (first === undefined) {
    return;
  }
  const names = namesOf(ownersOfCollision(first));
  const alike = refused.filter((collision) => namesOf(ownersOfCollision(collision)) === names);
  throw new ActionError(
    first.unproved
      ? `two layers have files of one size and CRC-32 at one path${more(alike)}, which does not prove that they are the same`
      : `two layers have different files at one path${more(alike)}`,
    {
      package: names,
      file: first.path,
      remedy: `${remedyFor(alike)}, or let ${nameOf(first.winner)} win with collisions = "warn"`,
    },
  );
}

/**
 * Which package should come after which, the most important first: a namespace with code in it works in no other order.
 *
 * @param idOf Undefined for what is not a package.
 */
export function winsOf(
  collisions: readonly Collision[],
  idOf: (descriptor: LayerDescriptor) => string | undefined,
): Win[] {
  const wins = (wanted: readonly Collision[]) =>
    wanted.flatMap(({ contents, winner }) => {
      const first = idOf(winner);
      const losers = contents.filter((owners) => !owners.includes(winner)).flatMap((owners) => owners.map(idOf));
      return losers.flatMap((loser) => (first === undefined || loser === undefined ? [] : [{ winner: first, loser }]));
    });
  return [
    ...wins(collisions.filter(({ kind }) => kind === "namespace")),
    ...wins(collisions.filter(({ kind }) => kind !== "namespace")),
  ];
}

/**
 * Says for each collision whose file is in the image.
 *
 * @param inOrder All layers' and packages' descriptors as they lie in the image, bottom first.
 * @throws ActionError when a file that only declares a namespace would hide one that does more.
 */
export function collisionFindings(collisions: readonly Collision[], inOrder: readonly LayerDescriptor[]): Finding[] {
  const heightOf = new Map(inOrder.map((descriptor, height) => [descriptor, height]));
  const height = (owner: LayerDescriptor) => heightOf.get(owner) ?? -1;
  const inImage = (collision: Collision) => {
    const { kind, contents, winner, path } = collision;
    const highest = contents.flat().reduce((upper, owner) => (height(owner) > height(upper) ? owner : upper));
    const there = contents.find((owners) => owners.includes(highest))!.at(-1)!;
    if (kind === "namespace" && there !== winner) {
      throw new ActionError(`the file of ${nameOf(there)}, which only declares a namespace, would hide another`, {
        package: namesOf(ownersOfCollision(collision)),
        file: path,
        remedy: "leave one of the packages out, or take the layer lock out",
      });
    }
    return there;
  };
  const groups = new Map<string, { readonly there: LayerDescriptor; readonly alike: Collision[] }>();
  for (const collision of collisions) {
    const there = inImage(collision);
    const key = JSON.stringify([collision.kind, namesOf(ownersOfCollision(collision)), nameOf(there)]);
    const group = groups.get(key) ?? { there, alike: [] };
    group.alike.push(collision);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ there, alike }) => {
    const [first] = alike as [Collision, ...Collision[]];
    const has = `${namesOf(ownersOfCollision(first))} have different files at ${first.path}${more(alike)}`;
    return findingOf(
      first.kind,
      `${has}; the image has ${alike.length === 1 ? "that" : "those"} of ${nameOf(there)}`,
      alike,
    );
  });
}

function findingOf(kind: CollisionKind, message: string, alike: readonly Collision[]): Finding {
  switch (kind) {
    case "namespace":
      return {
        id: "namespace-collision",
        severity: "note",
        message: `${message}, as the others only declare a namespace`,
        remedy: "if this is not what you want, leave out the package whose file should not be there",
      };
    case "script":
      return {
        id: "script-collision",
        severity: "warning",
        message,
        remedy: "leave one of the packages out if you need the script of the other",
      };
    case "document":
      return {
        id: "document-collision",
        severity: "note",
        message,
        remedy: "leave one of the packages out if you need the document of the other",
      };
    case "content":
      return { id: "file-collision", severity: "warning", message, remedy: remedyFor(alike) };
  }
}

function more(alike: readonly unknown[]): string {
  const others = alike.length - 1;
  return others === 0 ? "" : ` and ${others} more path${others === 1 ? "" : "s"}`;
}

/** Directories that no program needs, which wheels hold by mistake. */
const NEEDLESS = /^(?:tests?|testing|docs?|examples?|benchmarks?)$/;

/** What to do about collisions of the same layers. */
function remedyFor(alike: readonly Collision[]): string {
  const tops = new Set(alike.map(({ path }) => topDirectory(path)));
  if ([...tops].every((top) => top !== undefined && NEEDLESS.test(top))) {
    const settings = [...tops].sort().map((top) => `--@package_layers//bazel/settings:exclude=${top}/`);
    return `leave them out of all packages with ${settings.join(" ")}`;
  }
  return "leave one of the two packages out, or use versions that do not share the file";
}

/** The directory in site-packages that a file is in; undefined for a file elsewhere, or directly in site-packages. */
function topDirectory(path: string): string | undefined {
  const below = path.split("/site-packages/")[1];
  return below?.includes("/") ? below.slice(0, below.indexOf("/")) : undefined;
}

function nameOf({ name, version }: LayerDescriptor): string {
  return `${name} ${version}`.trim();
}

function namesOf(owners: readonly LayerDescriptor[]): string {
  const names = owners.map(nameOf);
  return names.length < 3 ? names.join(" and ") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
