// Refuses a Node that compresses with the system's zlib, unless allowed: its bytes are not those of Node's own zlib.

import { ActionError } from "../action/action-error";

let allowed = false;

/** Lets this process compress with whatever zlib its Node has. */
export function allowSharedZlib(): void {
  allowed = true;
}

/** Whether a Node was built with --shared-zlib, as those of Debian and other distributions are. */
export function hasSharedZlib(config: { readonly variables: object } = process.config): boolean {
  const { node_shared_zlib: shared } = config.variables as Readonly<Record<string, unknown>>;
  return shared === true || shared === "true" || shared === 1;
}

/** @throws ActionError when layers made here would have other bytes than elsewhere, and that is not allowed. */
export function requireOwnZlib(config?: { readonly variables: object }): void {
  if (hasSharedZlib(config) && !allowed) {
    throw new ActionError(
      "this Node compresses with the system's zlib, so its layers would have other bytes than elsewhere",
      {
        file: process.execPath,
        remedy:
          "use a Node with a zlib of its own, such as node.download() or one of nodejs.org; where every machine has this " +
          "very Node, say node.local(allow_shared_zlib = True), or --allow_shared_zlib to the program",
      },
    );
  }
}
