// This machine's programs in the place of those that rules_oci and rules_img would download.

import { renameSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { run } from "./base-image";
import { ociTool } from "./oci-tools";
import type { Workspace } from "./workspace";

/** Gives a copy of test/e2e/rules-oci the tools of rules_oci. */
export function withOciTools(workspace: Workspace, regctl: string): void {
  const folders = [path.dirname(ociTool("crane")), path.dirname(regctl), process.env.PATH];
  run("sh", [path.join(workspace.folder, "tools/link.sh")], { env: { ...process.env, PATH: folders.join(":") } });
}

/** Gives a copy of test/e2e/rules-img the img tool of rules_img. */
export function withImg(workspace: Workspace, img: string): void {
  const tools = path.join(workspace.folder, "tools");
  renameSync(path.join(tools, "BUILD.newer.bazel"), path.join(tools, "BUILD.bazel"));
  symlinkSync(img, path.join(tools, "img"));
}
