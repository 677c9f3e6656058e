// The files of an image as a loader and a Python find them: those of the base, and those of our layers above them.

import type { BaseFacts } from "../base/base-facts";
import { FileTree } from "../base/file-tree";
import type { ElfFacts } from "../facts/elf";
import type { LayerFacts } from "../facts/layer-facts";
import type { LayerDescriptor } from "../layer/layer-descriptor";

/** What is known about a file of an image. */
export interface ImageFile {
  readonly elf?: ElfFacts;
  /** It is ELF and nothing more is known about it, so it is never the reason for an error. */
  readonly unread?: boolean;
  /** First line of a script, without `#!`. */
  readonly script?: string;
  readonly executable?: boolean;
  /** The layer that it comes from; absent for files of the base. */
  readonly layer?: LayerFacts;
}

export type ImageTree = FileTree<ImageFile>;

/** A layer of ours: what its files say, and what they are. */
export interface FactsOfLayer {
  readonly facts: LayerFacts;
  readonly files: LayerDescriptor["files"];
}

/** Puts the layers upon the base. */
export function imageTree(base: BaseFacts | undefined, layers: readonly FactsOfLayer[]): ImageTree {
  const tree: ImageTree = new FileTree();
  if (base !== undefined) {
    addBase(tree, base);
  }
  for (const { facts, files } of layers) {
    const elf = new Map(facts.elf);
    const damaged = new Set(facts.damaged.map(([path]) => path));
    const scripts = new Map(facts.scripts);
    for (const [path, ...rest] of files) {
      const [first] = rest;
      if (typeof first === "string") {
        tree.add(path, { kind: "symlink", target: first });
        continue;
      }
      const [found, script] = [elf.get(path), scripts.get(path)];
      tree.add(path, {
        kind: "file",
        content: {
          layer: facts,
          executable: found !== undefined || script !== undefined,
          ...(found === undefined ? {} : { elf: found as ElfFacts }),
          ...(script === undefined ? {} : { script }),
          ...(damaged.has(path) ? { unread: true } : {}),
        },
      });
    }
  }
  return tree;
}

function addBase(tree: ImageTree, base: BaseFacts): void {
  const files = new Map<string, ImageFile>();
  const add = (path: string, facts: ImageFile) => void files.set(path, { ...files.get(path), ...facts });
  for (const [directory, names] of Object.entries(base.modules)) {
    for (const name of names) {
      add(directory === "" ? name : `${directory}/${name}`, {});
    }
  }
  for (const [path, script] of base.programs) {
    add(path, { executable: true, ...(script === undefined ? {} : { script }) });
  }
  for (const [path, elf] of base.elf) {
    add(path, { elf: elf as ElfFacts });
  }
  for (const path of base.unread) {
    add(path, { unread: true });
  }
  for (const path of base.pathFiles) {
    add(path, {});
  }
  for (const [path, content] of files) {
    tree.add(path, { kind: "file", content });
  }
  for (const [path, target] of base.links) {
    tree.add(path, { kind: "symlink", target });
  }
}
