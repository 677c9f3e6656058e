// Checks a path before it goes into a layer, and puts the image's root before it.

import { ActionError } from "../action/action-error";

/** Prefix of the names that delete files of lower layers (OCI image-spec, layer.md, Whiteouts). */
const WHITEOUT_PREFIX = ".wh.";

/**
 * The path of a tar entry: relative, without `.` parts.
 *
 * @param root Directory of the image that everything lies below; may be empty or start with a slash.
 * @param path Path below it.
 * @throws ActionError for what would leave the root, is no single file name, or deletes files of lower layers.
 */
export function imagePath(root: string, path: string): string {
  const refuse = (reason: string): never => {
    throw new ActionError(`a path in the image ${reason}`, {
      file: path,
      remedy: "rename the file, or leave it out of the package",
    });
  };
  if (path.startsWith("/")) {
    refuse("is absolute");
  }
  if (`${root}${path}`.includes("\0")) {
    refuse("contains a NUL character");
  }
  if (/\p{Surrogate}/u.test(`${root}${path}`)) {
    refuse("is no valid Unicode");
  }
  const parts = [...root.split("/"), ...path.split("/")].filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) {
    refuse("contains ..");
  }
  if (parts.some((part) => part.startsWith(WHITEOUT_PREFIX))) {
    refuse(`has a name that begins with ${WHITEOUT_PREFIX}, which container tools take as a deletion`);
  }
  if (path.split("/").every((part) => part === "" || part === ".")) {
    refuse("is empty");
  }
  return parts.join("/");
}
