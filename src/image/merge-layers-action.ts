// The `merge-layers` action: descriptors in; plan, bundles, manifest and config out. No heavy blob is read.

import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as z from "zod";
import type { Action } from "../action/action";
import { ActionError } from "../action/action-error";
import {
  type ActionHelp,
  flag,
  integer,
  many,
  one,
  outputFile,
  parseArguments,
  path as pathFlag,
} from "../action/flag-schemas";
import { jsonText } from "../action/json-document";
import { writeOutputs } from "../action/output-transaction";
import { readBasePaths } from "../base/base-paths";
import { type LayerDescriptor, readLayerDescriptor } from "../layer/layer-descriptor";
import type { ManifestLayer } from "../layer/manifest-layer";
import { type Finding, findingLine, findingSchema, refuseWarnings } from "../plan/finding";
import { type PlanPackage, plan, type SharedLayer } from "../plan/plan";
import { formatPlanFile, type PlanFile, planFilePackages } from "../plan/plan-file";
import { planFlags, readPlanOptions } from "../plan/plan-flags";
import { recipes } from "../plan/recipe";
import { readSharedPlan } from "../plan/shared-plan-file";
import { repeatedDistributions, unmatchedWishes } from "../plan/unmatched-wishes";
import { purlAnnotations } from "../sbom/purl-annotation";
import { type BaseImage, readBaseLayout } from "./base-layout";
import { type BundleCache, type Mergeable, writeBundle } from "./bundle";
import { orderForWins } from "./collision-order";
import { type ImageLayer, imageConfig, imageManifest } from "./image-documents";
import { CREATED_BY, createdBy } from "./layer-history";
import { areBundlesOfOurs } from "./made-before";
import { contentReader } from "./mergeable-content";
import { missingWorkdir } from "./missing-workdir";
import { collisionFindings, collisionRules, findCollisions, refuseCollisions, winsOf } from "./path-collisions";
import { formatPlatform, type ImagePlatform } from "./platform-match";
import { refuseBasePaths } from "./refuse-base-paths";
import { requireSameCompression } from "./same-compression";

const assignments = z.array(z.string().regex(/^[^=]+=/, "is not of the form NAME=VALUE")).default([]);

/** image-spec/config.md, ExposedPorts. */
const exposedPorts = z
  .array(
    z
      .string()
      .regex(/^\d{1,5}(?:\/(?:tcp|udp|sctp))?$/, "is not of the form PORT, PORT/tcp, PORT/udp or PORT/sctp")
      .refine(
        (port) => Number.parseInt(port, 10) >= 1 && Number.parseInt(port, 10) <= 65_535,
        "is not between 1 and 65535",
      ),
  )
  .default([]);

/** Findings that the rule made before anything was built: each a JSON object. */
const findings = z.array(jsonText.pipe(findingSchema)).default([]);

const argumentsSchema = z.strictObject({
  descriptor: flag("FILE", "descriptor of a package", many),
  mergeable: flag("FILE", "mergeable of the package at the same place", many),
  interpreter: flag("FILE", "descriptor of an interpreter layer", many),
  external: flag("FILE", "descriptor of a layer of another external repository", many),
  application: flag("FILE", "descriptor of an application layer", many),
  base: flag("DIRECTORY", "OCI image layout of the base", pathFlag.optional()),
  "base-paths": flag("FILE", "the list of the base's paths, to be compared with --own-path", pathFlag.optional()),
  "own-path": flag("IMAGE_PATH", "a path that belongs to the image alone, with everything below it", many),
  "max-layers": flag("N", "most layers of the image, counting those of the base", integer),
  architecture: flag("ARCH", "architecture in the words of OCI, such as amd64", pathFlag),
  os: flag("OS", "operating system in the words of OCI, such as linux", pathFlag),
  variant: flag("VARIANT", "variant of the architecture", one.optional()),
  entrypoint: flag("ARG", "entry point of the image; /app if not given", many),
  cmd: flag("ARG", "argument of the entry point that a runtime may replace", many),
  env: flag("NAME=VALUE", "a variable of the program's environment", assignments),
  "image-env": flag("NAME=VALUE", "a variable that overrides --env; $NAME stands for one that is set", assignments),
  "search-path": flag("IMAGE_PATH", "a directory to look for programs in before the base's", pathFlag.optional()),
  user: flag("USER", "user, perhaps with :GROUP", pathFlag.optional()),
  label: flag("NAME=VALUE", "a label", assignments),
  "exposed-port": flag("PORT", "a port, perhaps with /tcp, /udp or /sctp", exposedPorts),
  workdir: flag(
    "IMAGE_PATH",
    "the directory that the image starts in; the base's if not given",
    pathFlag.refine((directory) => directory.startsWith("/"), "is not an absolute path").optional(),
  ),
  "own-workdir": flag(
    "true",
    "the working directory was chosen for the image, which should have it",
    one.pipe(z.literal("true")).optional(),
  ),
  exclude: flag("PATTERN", "a pattern that packages were built with, to report one that matched nothing", many),
  finding: flag("JSON", "a finding about the image: id, severity, message, remedy", findings),
  strict: flag("true", "fail when there is a warning about the image", one.pipe(z.literal("true")).optional()),
  collisions: flag(
    "RULE",
    "error (if not given) or warn: what to do about packages with different files at one path",
    collisionRules,
  ),
  ...planFlags,
  recipe: flag(
    "NAME",
    "three, heavy or groups: this alone decides the layers; each --mergeable is the whole blob",
    one.pipe(z.enum(recipes)).optional(),
  ),
  "whole-blobs": flag(
    "true",
    "each --mergeable is the whole blob: packages above the merge limit may share layers",
    one.pipe(z.literal("true")).optional(),
  ),
  "shared-plan": flag("FILE", "the plan of several images, which this image follows", pathFlag.optional()),
  "shared-plan-image": flag("LABEL", "with --shared-plan: the label of the image's binary", one.optional()),
  plan: flag("FILE", "output: the plan, JSON", outputFile),
  bundles: flag("DIRECTORY", "output: bundles, manifest and config", pathFlag),
  report: flag(
    "FILE",
    "output: a page of the image, HTML; the command `report` makes one with more in it",
    outputFile.optional(),
  ),
});

/** What the help shows of the action. */
export const mergeLayersCommand: ActionHelp = {
  name: "merge-layers",
  summary: "plan an image and make the bundles of its small packages",
  flags: argumentsSchema.shape,
};

/** One layer of ours on its way into plan file, config and manifest. */
type OwnLayer = ImageLayer & { readonly entry: PlanFile["layers"][number] };

/** Draws the page of an image, HTML, from its plan and the descriptors of its layers. */
export type DrawPage = (
  image: { readonly image: string; readonly platform: string; readonly base: string },
  plan: PlanFile,
  descriptors: readonly LayerDescriptor[],
) => Promise<string>;

/**
 * Makes the action.
 *
 * @param cache Outlives a request and spares a worker the diff_ids of bundles it has made before.
 * @param drawPage Is called only if --report is given.
 */
export function createMergeLayersAction(cache: BundleCache, drawPage: DrawPage): Action {
  return async (args, context) => {
    const flags = parseArguments("merge-layers", argumentsSchema, args);
    const onDisk = (file: string) => path.resolve(context.root, file);
    if (flags.descriptor.length !== flags.mergeable.length) {
      throw new ActionError(
        `--descriptor and --mergeable are not in pairs: there are ${flags.descriptor.length} and ${flags.mergeable.length}`,
        {
          remedy: "give one --mergeable for each --descriptor, in the same order",
        },
      );
    }
    const platform: ImagePlatform = {
      os: flags.os,
      architecture: flags.architecture,
      ...(flags.variant === undefined ? {} : { variant: flags.variant }),
    };
    const base = flags.base === undefined ? undefined : await readBaseLayout(onDisk(flags.base), platform);
    const read = (files: readonly string[]) => Promise.all(files.map((file) => readLayerDescriptor(onDisk(file))));
    const descriptors = await read(flags.descriptor);
    const [interpreter, external, application] = (await Promise.all(
      [flags.interpreter, flags.external, flags.application].map(read),
    )) as [LayerDescriptor[], LayerDescriptor[], LayerDescriptor[]];
    requireSameCompression(descriptors);
    const mergeables = identify(descriptors, flags.mergeable.map(onDisk));
    const idOf = new Map([...mergeables].map(([id, { descriptor }]) => [descriptor, id]));
    const collisions = await findCollisions(
      [...interpreter, ...external, ...descriptors, ...application],
      contentReader((descriptor) => mergeables.get(idOf.get(descriptor) ?? "")?.file),
    );
    refuseCollisions(collisions, flags.collisions);
    const basePaths =
      flags["base-paths"] === undefined
        ? undefined
        : await readBasePaths(onDisk(flags["base-paths"]), flags["base-paths"]);
    const allLayers = [...interpreter, ...external, ...descriptors, ...application];
    const ofBase = basePaths === undefined ? [] : refuseBasePaths(basePaths, allLayers, flags["own-path"]);
    // What has neither a base nor an interpreter cannot start: more layers come, and perhaps the directory with them.
    const canStart = basePaths !== undefined || interpreter.length > 0;
    const ofWorkdir =
      flags["own-workdir"] === undefined || flags.workdir === undefined || !canStart
        ? []
        : missingWorkdir(flags.workdir, basePaths, allLayers);
    const wholeBlobs = flags["whole-blobs"] !== undefined;
    const packages = [...mergeables].map(([id, { descriptor }]) => planPackage(id, descriptor, wholeBlobs));
    const others = (base?.layers.length ?? 0) + interpreter.length + external.length + application.length;
    const layersForPackages = layersLeft(flags["max-layers"], others, base, packages.length);
    const options = await readPlanOptions(flags, context.root);
    const planned = orderForWins(
      plan(packages, {
        ...options,
        ...(flags.recipe === undefined ? {} : { recipe: flags.recipe }),
        ...(flags["shared-plan"] === undefined
          ? {}
          : {
              shared: await readSharedLayers(
                flags["shared-plan"],
                flags["shared-plan-image"],
                context.root,
                mergeables,
              ),
            }),
        layers: layersForPackages,
      }),
      winsOf(collisions, (descriptor) => idOf.get(descriptor)),
      flags.lock !== undefined || flags["shared-plan"] !== undefined,
    );
    const inOrder = [
      ...interpreter,
      ...external,
      ...planned.layers.flatMap((layer) => layer.packages.map((id) => mergeables.get(id)!.descriptor)),
      ...application,
    ];
    const found: Finding[] = [
      ...flags.finding,
      ...repeatedDistributions(packages),
      ...unmatchedWishes(packages, options),
      ...unmatchedPatterns(flags.exclude, descriptors),
      ...collisionFindings(collisions, inOrder),
      ...ofBase,
      ...ofWorkdir,
    ];
    if (flags.strict !== undefined) {
      refuseWarnings(found);
    }

    const inputs = {
      files: [
        ...[flags.descriptor, flags.mergeable, flags.interpreter, flags.external, flags.application].flat(),
        ...[flags.lock, flags["base-paths"], flags["shared-plan"]].filter((file) => file !== undefined),
      ].map(onDisk),
      directories: flags.base === undefined ? [] : [onDisk(flags.base)],
    };
    await writeOutputs({ ...inputs, signal: context.signal }, async (outputs) => {
      const bundles = outputs.directory(onDisk(flags.bundles), areBundlesOfOurs);
      await mkdir(path.join(bundles, "sha256"));
      const layers: OwnLayer[] = [...interpreter, ...external].map(fixedLayer);
      for (const layer of planned.layers) {
        context.signal.throwIfAborted();
        const members = layer.packages.map((id) => mergeables.get(id)!);
        const blob: ManifestLayer =
          layer.kind === "own" ? members[0]!.descriptor : await writeBundle(members, bundles, cache, context.signal);
        layers.push(plannedLayer(layer.kind, members, blob, layer.why));
      }
      layers.push(...application.map(fixedLayer));

      const config = imageConfig(base, layers, platform, {
        entrypoint: flags.entrypoint.length > 0 ? flags.entrypoint : ["/app"],
        cmd: flags.cmd,
        variables: flags.env,
        env: flags["image-env"],
        searchPath: flags["search-path"],
        workdir: flags.workdir,
        user: flags.user,
        labels: flags.label,
        exposedPorts: flags["exposed-port"],
      });
      const manifest = imageManifest(base, layers, config);
      await writeFile(path.join(bundles, "config.json"), config.bytes);
      await writeFile(path.join(bundles, "manifest.json"), manifest.bytes);
      const planFile: PlanFile = {
        schema: 1,
        maxLayers: flags["max-layers"],
        layersForPackages,
        layers: [...baseLayers(base), ...layers.map(({ entry }) => entry)],
        packages: planFilePackages(
          planned,
          packages,
          (base?.layers.length ?? 0) + interpreter.length + external.length,
        ),
        findings: found,
      };
      await writeFile(outputs.file(onDisk(flags.plan)), formatPlanFile(planFile));
      if (flags.report !== undefined) {
        const image = {
          image: path.basename(flags.plan).replace(/(\.plan)?\.json$/, ""),
          platform: formatPlatform(platform),
          base: flags.base ?? "",
        };
        await writeFile(outputs.file(onDisk(flags.report)), await drawPage(image, planFile, inOrder));
      }
    });
    for (const finding of found) {
      context.log(findingLine(finding));
    }
  };
}

/** Gives each package an id: its name, made longer where several packages of the image share it. */
function identify(descriptors: readonly LayerDescriptor[], files: readonly string[]): Map<string, Mergeable> {
  const count = (key: (descriptor: LayerDescriptor) => string) => {
    const counts = new Map<string, number>();
    for (const descriptor of descriptors) {
      counts.set(key(descriptor), (counts.get(key(descriptor)) ?? 0) + 1);
    }
    return counts;
  };
  const long = ({ name, version }: LayerDescriptor) => `${name}@${version}`;
  const names = count(({ name }) => name);
  const longNames = count(long);
  const mergeables = new Map<string, Mergeable>();
  for (const [index, descriptor] of descriptors.entries()) {
    const id =
      names.get(descriptor.name) === 1
        ? descriptor.name
        : longNames.get(long(descriptor)) === 1
          ? long(descriptor)
          : `${long(descriptor)}@${descriptor.digest}`;
    if (mergeables.has(id) && mergeables.get(id)!.descriptor.digest !== descriptor.digest) {
      throw new ActionError("two packages cannot be told apart by name and version", {
        package: id,
        remedy: "leave one of them out, or give it another version",
      });
    }
    mergeables.set(id, { descriptor, file: files[index]! });
  }
  return mergeables;
}

/** A finding for each pattern of `exclude` that left nothing out of any package; patterns with `!` do not count. */
function unmatchedPatterns(patterns: readonly string[], descriptors: readonly LayerDescriptor[]): Finding[] {
  return patterns
    .filter(
      (pattern) => !pattern.startsWith("!") && !descriptors.some(({ excluded = [] }) => excluded.includes(pattern)),
    )
    .map((pattern) => ({
      id: "unmatched-exclude",
      severity: "warning",
      message: `exclude "${pattern}" matches no file of the image's packages`,
      remedy: "correct --@package_layers//bazel/settings:exclude, or take it out",
    }));
}

/** The layers that a shared plan has for an image, by ids; every package of the image is in one of them. */
async function readSharedLayers(
  file: string,
  label: string | undefined,
  root: string,
  mergeables: ReadonlyMap<string, Mergeable>,
): Promise<SharedLayer[]> {
  const { images } = await readSharedPlan(path.resolve(root, file), file);
  const layers = label === undefined || !Object.hasOwn(images, label) ? undefined : images[label];
  if (layers === undefined) {
    throw new ActionError(`the shared plan has no image of ${label ?? "a binary without a label"}`, {
      file,
      remedy: `add it to binaries of the shared plan, which has ${Object.keys(images).join(", ")}`,
    });
  }
  const ids = new Map([...mergeables].map(([id, { descriptor }]) => [descriptor.digest, id]));
  const planned = new Set(layers.flatMap(({ packages }) => packages));
  const other = (name: string, what: string) =>
    new ActionError(`${name} is ${what}: the shared plan is of other packages than the image`, {
      package: name,
      file,
      remedy: "give the shared plan the image's layout and platform",
    });
  for (const { descriptor } of mergeables.values()) {
    if (!planned.has(descriptor.digest)) {
      throw other(descriptor.name, "in the image and not in the shared plan");
    }
  }
  for (const digest of planned) {
    if (!ids.has(digest)) {
      throw other(digest, "in the shared plan and not in the image");
    }
  }
  return layers.map(({ packages, images }) => ({ packages: packages.map((digest) => ids.get(digest)!), images }));
}

function planPackage(
  id: string,
  { name, version, tarSize, mergeable }: LayerDescriptor,
  wholeBlobs: boolean,
): PlanPackage {
  const overLimit = wholeBlobs && !mergeable ? { mergeable: true, overLimit: true as const } : { mergeable };
  return { id, name, version, bytes: tarSize, ...overLimit };
}

function layersLeft(maxLayers: number, others: number, base: BaseImage | undefined, packages: number): number {
  const left = maxLayers - others;
  const needed = packages === 0 ? 0 : 1;
  if (left < needed) {
    const baseLayers = base?.layers.length ?? 0;
    throw new ActionError(
      `max_layers = ${maxLayers} cannot hold the image: the base has ${counted(baseLayers, "layer")}, interpreter, ` +
        `other repositories and application ${others - baseLayers}${needed === 0 ? "" : ", and the packages need one"}`,
      { remedy: `raise max_layers to ${others + needed} or more, or use a base of fewer layers` },
    );
  }
  return left;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

const FIXED_REASONS = {
  interpreter: "the Python interpreter is never mixed with packages",
  external: "files of other repositories that belong to no package",
  application: "the application's own files, its launcher and links; they change most, so they come last",
  package: "",
} as const;

function fixedLayer(descriptor: LayerDescriptor): OwnLayer {
  const { kind, tarSize } = descriptor;
  const layer = manifestLayerOf(descriptor);
  return {
    ...layer,
    createdBy: `${CREATED_BY}${kind}`,
    entry: { kind, packages: [{ name: kind, version: "", bytes: tarSize }], ...layer, why: FIXED_REASONS[kind] },
  };
}

function plannedLayer(
  kind: "own" | "bundle",
  members: readonly Mergeable[],
  blob: ManifestLayer,
  why: string,
): OwnLayer {
  const layer = manifestLayerOf(blob);
  const packages = members.map(({ descriptor: { name, version, tarSize } }) => ({ name, version, bytes: tarSize }));
  return {
    ...layer,
    annotations: purlAnnotations(packages),
    createdBy: createdBy(packages),
    entry: { kind: kind === "own" ? "package" : "bundle", packages, ...layer, why },
  };
}

function manifestLayerOf({ mediaType, digest, size, diffId }: ManifestLayer): ManifestLayer {
  return { mediaType, digest, size, diffId };
}

function baseLayers(base: BaseImage | undefined): PlanFile["layers"] {
  return (base?.layers ?? []).map(({ mediaType, digest, size }, index) => ({
    kind: "base",
    packages: [],
    digest,
    size,
    mediaType,
    diffId: base!.config.rootfs.diff_ids[index]!,
    why: "a layer of the base image",
  }));
}
