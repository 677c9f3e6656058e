// The programs of others that read, push and unpack images in tests.

import { existsSync } from "node:fs";
import * as path from "node:path";
import { run } from "./base-image";
import { CACHE, REPOSITORY } from "./workspace";

/**
 * The path of one of Debian's OCI tools (crane, skopeo, umoci, docker-registry, bsdtar). They come with Debian's Bazel;
 * where the tests use another Bazel they are brought here. Throws with the reason when they cannot be had.
 */
export function ociTool(name: string): string {
  const file = path.join(CACHE, "bin", name);
  if (!existsSync(file)) {
    run("bash", [path.join(REPOSITORY, "testbed", "provision-bazel.sh")]);
  }
  return file;
}
