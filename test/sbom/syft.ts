// Asks syft, a scanner that was not written here, what is in an image.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { saySkipped } from "../say-skipped";

/** The path of syft; undefined with a line on standard error where it is not on PATH. */
export function syftHere(): string | undefined {
  const found = (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, "syft"))
    .find((file) => existsSync(file));
  if (found === undefined) {
    saySkipped(
      "SBOMs are held against syft, and syft is not on PATH (go install github.com/anchore/syft/cmd/syft@latest)",
    );
  }
  return found;
}

/**
 * The Python distributions of an image, each as `pkg:pypi/NAME@VERSION in DIFF_ID`, sorted.
 *
 * @param layout Folder of an OCI image layout; links are followed.
 */
export function foundBySyft(syft: string, layout: string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "package-layers-syft-"));
  try {
    const copy = path.join(folder, "layout");
    spawnSync("cp", ["--recursive", "--dereference", layout, copy]);
    const env = { ...process.env, SYFT_CHECK_FOR_APP_UPDATE: "false", SYFT_CACHE_DIR: folder };
    const { status, stdout, stderr } = spawnSync(
      syft,
      ["scan", `oci-dir:${copy}`, "--quiet", "--output", "syft-json"],
      {
        encoding: "utf8",
        maxBuffer: 1 << 28,
        env,
      },
    );
    if (status !== 0) {
      throw new Error(`syft ended with ${status}: ${stderr}`);
    }
    const { artifacts } = JSON.parse(stdout) as {
      artifacts: { type: string; purl: string; locations: { layerID: string }[] }[];
    };
    const found = artifacts
      .filter(({ type }) => type === "python")
      .map(({ purl, locations }) => `${decodeURIComponent(purl)} in ${locations[0]!.layerID}`);
    return [...new Set(found)].sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Component {
  readonly purl?: string;
  readonly components?: readonly Component[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** What a CycloneDX document says of the same, in the same form; without what only its target names, which has no metadata. */
export function foundInDocument(document: { readonly components: readonly Component[] }): string[] {
  const all = (components: readonly Component[]): readonly Component[] =>
    components.flatMap((component) => [component, ...all(component.components ?? [])]);
  const property = ({ properties }: Component, name: string) =>
    properties?.find((one) => one.name === `package_layers:${name}`)?.value;
  const found = all(document.components)
    .filter((component) => component.purl !== undefined && property(component, "path") !== undefined)
    .map((component) => `${decodeURIComponent(component.purl!)} in ${property(component, "layer:diffId")}`);
  return [...new Set(found)].sort();
}
