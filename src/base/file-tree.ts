// The files of an image as its layers leave them: later entries replace earlier ones, whiteouts remove them (OCI
// image-spec, layer.md), and links among the directories are followed as a runtime's unpacking does.

import { ActionError } from "../action/action-error";

/** What is at a path. */
export type TreeNode<Content> =
  | { readonly kind: "directory"; readonly children: Map<string, TreeNode<Content>> }
  | { readonly kind: "symlink"; readonly target: string }
  | { readonly kind: "file"; readonly content: Content };

/** As many as Linux follows in one path. */
const MOST_LINKS = 40;

/** What a tree may hold, counting replaced and removed entries: several times the largest images in use, and a gigabyte of memory. */
const MOST_ENTRIES = 1_000_000;
const MOST_CHARACTERS = 256 << 20;

/** A path of a file system has at most 4096 bytes; through links among directories, short paths become longer ones. */
const LONGEST_PATH = 4096;

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";

type Directory<Content> = Extract<TreeNode<Content>, { kind: "directory" }>;

/** Where a path leads. */
export interface Found<Content> {
  /** Without links in it. */
  readonly path: string;
  readonly node: TreeNode<Content>;
}

/** Files of one or more layers; all paths are relative to the root and have no slash before them. */
export class FileTree<Content> {
  readonly #root: Directory<Content> = { kind: "directory", children: new Map() };

  /** Names that the layer now being added has put into directories, which its own opaque whiteouts leave alone. */
  #added = new Map<Directory<Content>, Set<string>>();

  #entries = 0;
  #characters = 0;

  /** Begins a layer above what is there. */
  beginLayer(): void {
    this.#added = new Map();
  }

  /**
   * Puts an entry at a path, or removes what a whiteout names.
   *
   * @throws ActionError when the entries are too many, or their paths too long, for any machine to hold.
   */
  add(path: string, node: TreeNode<Content>): void {
    const [parentPath, name] = split(path);
    if (name === "") {
      return;
    }
    const found = this.#directory(parentPath);
    if (found === undefined) {
      return;
    }
    const { node: parent } = found;
    if (name === OPAQUE) {
      const added = this.#added.get(parent) ?? new Set();
      for (const child of [...parent.children.keys()].filter((key) => !added.has(key))) {
        parent.children.delete(child);
      }
      return;
    }
    if (name.startsWith(WHITEOUT)) {
      const removed = name.slice(WHITEOUT.length);
      if (this.#added.get(parent)?.has(removed) !== true) {
        parent.children.delete(removed);
      }
      return;
    }
    this.#count(below(found.path, name), node.kind === "symlink" ? node.target : "");
    const added = this.#added.get(parent) ?? new Set<string>();
    this.#added.set(parent, added.add(name));
    const existing = parent.children.get(name);
    if (node.kind === "directory" && existing?.kind === "directory") {
      return;
    }
    parent.children.set(name, node);
  }

  /** The node that a path names when its links are followed; undefined when there is none. */
  find(path: string): Found<Content> | undefined {
    return this.#walk(path, true);
  }

  /** As find, but does not follow a link that the path itself names. */
  findLink(path: string): Found<Content> | undefined {
    return this.#walk(path, false);
  }

  /** Everything except directories, in the order of their paths' parts. */
  *entries(): Generator<readonly [string, Exclude<TreeNode<Content>, { kind: "directory" }>]> {
    yield* entriesBelow(this.#root, "");
  }

  /** Paths of all directories, each after the one that it is in; without the root. */
  *directories(): Generator<string> {
    yield* directoriesBelow(this.#root, "");
  }

  #walk(path: string, followLast: boolean): Found<Content> | undefined {
    const left = path.split("/").reverse();
    const around: { name: string; node: Directory<Content> }[] = [{ name: "", node: this.#root }];
    let links = 0;
    while (left.length > 0) {
      const part = left.pop()!;
      if (part === "" || part === ".") {
        continue;
      }
      if (part === "..") {
        if (around.length > 1) {
          around.pop();
        }
        continue;
      }
      const node = around.at(-1)!.node.children.get(part);
      const isLast = left.every((other) => other === "" || other === ".");
      if (node === undefined) {
        return undefined;
      }
      if (node.kind === "symlink" && (!isLast || followLast)) {
        links += 1;
        if (links > MOST_LINKS) {
          return undefined;
        }
        if (node.target.startsWith("/")) {
          around.length = 1;
        }
        left.push(...node.target.split("/").reverse());
        continue;
      }
      if (node.kind === "directory") {
        around.push({ name: part, node });
        continue;
      }
      const parents = around.slice(1).map(({ name }) => name);
      return isLast ? { path: [...parents, part].join("/"), node } : undefined;
    }
    return {
      path: around
        .slice(1)
        .map(({ name }) => name)
        .join("/"),
      node: around.at(-1)!.node,
    };
  }

  /** The directory at a path, made if it is missing; undefined if something else is in its way. */
  #directory(path: string): { readonly path: string; readonly node: Directory<Content> } | undefined {
    const found = this.find(path);
    if (found !== undefined) {
      return found.node.kind === "directory" ? { path: found.path, node: found.node } : undefined;
    }
    const [parentPath, name] = split(path);
    const parent = this.#directory(parentPath);
    if (parent === undefined) {
      return undefined;
    }
    const made = { path: below(parent.path, name), node: emptyDirectory<Content>() };
    this.#count(made.path, "");
    // A link that leads nowhere is replaced, as unpacking does.
    parent.node.children.set(name, made.node);
    return made;
  }

  #count(path: string, target: string): void {
    this.#entries += 1;
    this.#characters += path.length + target.length;
    if (path.length > LONGEST_PATH) {
      throw new ActionError(`a path of the base has ${path.length} characters`, {
        file: `${path.slice(0, 100)}…`,
        remedy: "use another base; no system can unpack this one",
      });
    }
    if (this.#entries > MOST_ENTRIES || this.#characters > MOST_CHARACTERS) {
      throw new ActionError(
        `the base has more than ${MOST_ENTRIES} files, or paths longer than ${MOST_CHARACTERS >> 20} MiB together`,
        { file: path, remedy: "use a base of fewer files" },
      );
    }
  }
}

function emptyDirectory<Content>(): Directory<Content> {
  return { kind: "directory", children: new Map() };
}

function below(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

function* entriesBelow<Content>(
  directory: Directory<Content>,
  prefix: string,
): Generator<readonly [string, Exclude<TreeNode<Content>, { kind: "directory" }>]> {
  for (const name of [...directory.children.keys()].sort()) {
    const node = directory.children.get(name)!;
    if (node.kind === "directory") {
      yield* entriesBelow(node, `${prefix}${name}/`);
    } else {
      yield [`${prefix}${name}`, node];
    }
  }
}

function* directoriesBelow<Content>(directory: Directory<Content>, prefix: string): Generator<string> {
  for (const [name, node] of directory.children) {
    if (node.kind === "directory") {
      yield `${prefix}${name}`;
      yield* directoriesBelow(node, `${prefix}${name}/`);
    }
  }
}

function split(path: string): [string, string] {
  const slash = path.lastIndexOf("/");
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
}
