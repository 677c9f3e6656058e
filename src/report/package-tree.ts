// Divides a package into few enough parts to draw: its directories and its largest files.

import type { LayerDescriptor } from "../layer/layer-descriptor";
import { filesOf } from "../show/describe-files";

/** A part of the picture. Bytes of parts are the layer's compressed bytes, divided as the files' own bytes are. */
export interface TreeNode {
  readonly name: string;
  readonly bytes: number;
  readonly children?: readonly TreeNode[];
}

/** How many levels of directories are told apart. */
const DEPTH = 3;

/** A directory with this share of a package stands for it. */
const MOST_OF = 0.97;

interface Directory {
  bytes: number;
  readonly directories: Map<string, Directory>;
  readonly files: { readonly name: string; readonly bytes: number }[];
}

/**
 * The parts of a package.
 *
 * @param size bytes that the package as a whole is drawn with
 * @param least smaller parts are one part, "other files"
 */
export function packageTree(
  descriptor: Pick<LayerDescriptor, "files">,
  size: number,
  least: number,
): readonly TreeNode[] {
  const { files } = filesOf(descriptor);
  const root: Directory = newDirectory();
  for (const { path, bytes } of files) {
    const parts = path.split("/");
    let directory = root;
    directory.bytes += bytes;
    for (const part of parts.slice(0, Math.min(DEPTH, parts.length - 1))) {
      const next = directory.directories.get(part) ?? newDirectory();
      directory.directories.set(part, next);
      next.bytes += bytes;
      directory = next;
    }
    directory.files.push({ name: parts.slice(Math.min(DEPTH, parts.length - 1)).join("/"), bytes });
  }
  return root.bytes === 0 ? [] : partsOf(withoutOnlyDirectory(root), size / root.bytes, least);
}

/** A package is nearly always one directory of its own name; its parts say more. */
function withoutOnlyDirectory(root: Directory): Directory {
  const [largest] = [...root.directories.values()].sort((a, b) => b.bytes - a.bytes);
  if (largest === undefined || largest.bytes < MOST_OF * root.bytes) {
    return root;
  }
  const others = root.bytes - largest.bytes;
  return {
    bytes: root.bytes,
    directories: largest.directories,
    files: [...largest.files, ...(others === 0 ? [] : [{ name: "metadata", bytes: others }])],
  };
}

function newDirectory(): Directory {
  return { bytes: 0, directories: new Map(), files: [] };
}

function partsOf(directory: Directory, scale: number, least: number): TreeNode[] {
  const parts: TreeNode[] = [
    ...[...directory.directories].map(([name, one]) => {
      const bytes = one.bytes * scale;
      const children = bytes < 4 * least ? [] : partsOf(one, scale, least);
      return { name: `${name}/`, bytes, ...(children.length < 2 ? {} : { children }) };
    }),
    ...directory.files.map(({ name, bytes }) => ({ name, bytes: bytes * scale })),
  ];
  const shown = parts.filter(({ bytes }) => bytes >= least);
  const rest = parts.filter(({ bytes }) => bytes < least).reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...shown.map((part) => ({ ...part, bytes: Math.round(part.bytes) })),
    ...(rest < 1 ? [] : [{ name: shown.length === 0 ? "files" : "other files", bytes: Math.round(rest) }]),
  ].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}
