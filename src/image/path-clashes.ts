// Finds two packages that put different things at one path, before the later one silently wins.

import { ActionError } from "../action/action-error";
import type { LayerDescriptor } from "../layer/layer-descriptor";

/**
 * @throws ActionError that names both packages and the path, when two layers have different content at one path, or one
 * has a file where the other has a directory. Equal content is fine: it is the same file, twice.
 */
export function refusePathClashes(descriptors: readonly LayerDescriptor[]): void {
  const owners = new Map<string, { descriptor: LayerDescriptor; content: string }>();
  for (const descriptor of descriptors) {
    for (const [path, ...rest] of descriptor.files) {
      const content = JSON.stringify(rest);
      const other = owners.get(path);
      if (other === undefined) {
        owners.set(path, { descriptor, content });
      } else if (other.content !== content) {
        throw clash(other.descriptor, descriptor, path, "have different files at one path");
      }
    }
  }
  const directories = new Map<string, LayerDescriptor>();
  for (const [path, { descriptor }] of owners) {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const directory = path.slice(0, slash);
      if (directories.has(directory)) {
        break;
      }
      directories.set(directory, descriptor);
      const file = owners.get(directory);
      if (file !== undefined) {
        throw clash(file.descriptor, descriptor, directory, "have a file and a directory at one path");
      }
    }
  }
}

function clash(first: LayerDescriptor, second: LayerDescriptor, path: string, what: string): ActionError {
  const names = [first, second].map(({ name, version }) => `${name} ${version}`.trim());
  return new ActionError(`two layers ${what}`, {
    package: names.join(" and "),
    file: path,
    remedy: "leave one of the two packages out, or take versions that do not share the file",
  });
}
