// The gate that every path of every tar goes through: checks a path before it goes into a layer, and puts the image's root
// before it.

import { ActionError } from "../action/action-error";

/** Prefix of the names that delete files of lower layers (OCI image-spec, layer.md, Whiteouts). */
const WHITEOUT_PREFIX = ".wh.";

/** Bytes of a name, and of a path with its final zero, that Linux takes (limits.h, NAME_MAX and PATH_MAX). */
const NAME_MAX = 255;
const PATH_MAX = 4096;

/**
 * The path of a tar entry: relative, without `.` parts.
 *
 * @param root Directory of the image that everything lies below; may be empty or start with a slash.
 * @param path Path below it.
 * @throws ActionError for a path that would leave the root, has a part that is not a file name, or deletes files of lower layers.
 */
export function imagePath(root: string, path: string): string {
  if (path.startsWith("/")) {
    throw refused("is absolute", path);
  }
  const named = (parts: readonly string[]) => parts.filter((part) => part !== "" && part !== ".");
  const parts = named(path.split("/"));
  if (parts.length === 0) {
    throw refused("is empty", path);
  }
  return requireImagePath((root === "" ? parts : [...named(root.split("/")), ...parts]).join("/"));
}

/**
 * Gives back the path of a tar entry if it may be one. Only tarHeader makes headers, and it asks here, so no entry of any
 * kind, whatever its origin, escapes the check.
 *
 * @throws ActionError that says what is wrong with it
 */
export function requireImagePath(path: string): string {
  if (path.includes("\0")) {
    throw refused("contains a NUL character", path);
  }
  if (!path.isWellFormed()) {
    // A lone surrogate, which UTF-8 cannot encode.
    throw refused("is not valid Unicode", path);
  }
  for (const part of path.split("/")) {
    if (part === "..") {
      throw refused("contains ..", path);
    }
    if (part === "" || part === ".") {
      throw refused("has an empty name in it", path);
    }
    if (part.startsWith(WHITEOUT_PREFIX)) {
      throw refused(`has a name that begins with ${WHITEOUT_PREFIX}, which container tools take as a deletion`, path);
    }
    if (isLongerThan(part, NAME_MAX)) {
      throw refused(`has a name of more than ${NAME_MAX} bytes`, path);
    }
  }
  if (isLongerThan(path, PATH_MAX - 2)) {
    throw refused(`has more than ${PATH_MAX - 2} bytes`, path);
  }
  return path;
}

/**
 * Gives back the target of a symlink if it may be one. Where it leads is checked where the link is made.
 *
 * @param path Where the link is, for the error.
 * @throws ActionError that says what is wrong with it
 */
export function requireLinkTarget(target: string, path: string): string {
  const reason =
    target === ""
      ? "is empty"
      : target.includes("\0")
        ? "contains a NUL character"
        : !target.isWellFormed()
          ? "is not valid Unicode"
          : isLongerThan(target, PATH_MAX - 1)
            ? `has more than ${PATH_MAX - 1} bytes`
            : undefined;
  if (reason !== undefined) {
    throw new ActionError(`the target of a symlink ${reason}`, {
      file: path,
      remedy: "remove the link from the package, or make it point to a file",
    });
  }
  return target;
}

function isLongerThan(text: string, bytes: number): boolean {
  return 3 * text.length > bytes && Buffer.byteLength(text) > bytes;
}

function refused(reason: string, path: string): ActionError {
  const shown = path.length <= 500 ? path : `${path.slice(0, 500)}…`;
  return new ActionError(`a path in the image ${reason}`, {
    file: shown,
    remedy: "rename the file, or leave it out of the package",
  });
}
