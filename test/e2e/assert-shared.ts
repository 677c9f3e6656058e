// The promise that images share packages, held against what Bazel plans to do and against what a cache is given to keep.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { PlanFile } from "../../src/plan/plan-file";
import { layerRunners } from "./execution-log";
import type { Workspace } from "./workspace";

/** What an image may write besides layers: plan, report, manifest, config and index, and the descriptors of its layers. */
const SMALL_FILES = 128 << 10;

/**
 * Builds two images one after the other with an empty cache, and expects every package once: one action, one set of
 * outputs, made by whichever image is built first and a hit of the cache for the other, and of the second image nothing in the cache but its own layers, the packages that the first does not have, and
 * small files.
 *
 * @param images names of two `package_layers` targets of the root package
 */
export function assertShared(
  workspace: Workspace,
  images: readonly [string, string],
  flags: readonly string[] = [],
): void {
  const cache = mkdtempSync(path.join(tmpdir(), "package-layers-cache-"));
  try {
    const store = (image: string): Stored => {
      const log = path.join(cache, "spawns.json");
      workspace.bazel(["clean"]);
      workspace.bazel([
        ...["build", `--disk_cache=${cache}`, `--execution_log_json_file=${log}`, "--output_groups=+plan"],
        ...[...flags, `//:${image}`],
      ]);
      return { plan: readPlan(workspace, image), blobs: blobsOf(cache), runners: layerRunners(log) };
    };
    const first = store(images[0]);
    const second = store(images[1]);
    const names = ({ plan }: Stored) => plan.packages.map(({ name }) => name);
    const all = new Set([...names(first), ...names(second)]);
    expect(all.size).toBeLessThan(names(first).length + names(second).length);
    const shared = names(first).length + names(second).length - all.size;
    const made = names(second).length - shared;
    expect(first.runners).toEqual({ worker: names(first).length });
    expect(second.runners).toEqual({ "disk cache hit": shared, ...(made === 0 ? {} : { worker: made }) });

    const targets = images.map((image) => `deps(//:${image})`).join(" + ");
    const graph = JSON.parse(
      workspace.bazel(["aquery", "--output=jsonproto", ...flags, `mnemonic("PackageLayer", ${targets})`]),
    ) as { actions: { outputIds: number[] }[] };
    expect(graph.actions).toHaveLength(all.size);
    expect(new Set(graph.actions.flatMap(({ outputIds }) => outputIds)).size).toBe(4 * all.size);

    const own = second.plan.layers.filter(
      ({ kind, packages }) =>
        kind === "application" ||
        kind === "bundle" ||
        (kind === "package" && !names(first).includes(packages[0]!.name)),
    );
    const added = [...second.blobs].filter(([digest]) => !first.blobs.has(digest));
    const bytes = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0);
    const ownBytes = bytes(own.map(({ size }) => size));
    expect(bytes(added.map(([, size]) => size))).toBeLessThanOrEqual(ownBytes + SMALL_FILES);
    // What is neither a layer of its own nor small would be a package that was made, or stored, a second time.
    const large = added.filter(([digest, size]) => size > SMALL_FILES && !own.some((layer) => layer.digest === digest));
    expect(large).toEqual([]);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

interface Stored {
  readonly plan: PlanFile;
  /** Sizes of all blobs of the cache by digest, once the image was built. */
  readonly blobs: ReadonlyMap<string, number>;
  /** Who did its PackageLayer actions. */
  readonly runners: Record<string, number>;
}

function readPlan(workspace: Workspace, image: string): PlanFile {
  return JSON.parse(readFileSync(workspace.output(`${image}.plan.json`), "utf8"));
}

/** Bazel's disk cache keeps blobs as `cas/AA/AA…`, named by their SHA-256. */
function blobsOf(cache: string): Map<string, number> {
  const cas = path.join(cache, "cas");
  const files = (readdirSync(cas, { recursive: true }) as string[]).filter((file) => /^..\/[0-9a-f]{64}$/.test(file));
  return new Map(files.map((file) => [`sha256:${path.basename(file)}`, statSync(path.join(cas, file)).size]));
}
