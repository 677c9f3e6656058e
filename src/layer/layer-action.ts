// The `layer` action: files in, blob and descriptor out; for packages the mergeable too.

import { closeSync, openSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import type { Action, ActionContext } from "../action/action";
import { ActionError } from "../action/action-error";
import {
  type ActionHelp,
  flag,
  integer,
  many,
  one,
  outputFile,
  pairs,
  parseArguments,
  path as pathFlag,
} from "../action/flag-schemas";
import { linkOrCopy } from "../action/link-or-copy";
import { explainMachineError } from "../action/machine-error";
import { type InputPaths, type OutputTransaction, writeOutputs } from "../action/output-transaction";
import { findLayerFacts, formatLayerFacts } from "../facts/layer-facts";
import { type OpenWheel, openWheel } from "./carry-over";
import { withCompiledModules } from "./compiled-modules";
import { compressionLevel } from "./compress-member";
import { type LayerContent, layerContent } from "./directories";
import { excludeRule } from "./exclude";
import { imagePath } from "./image-path";
import { type InstalledPackage, installPackage, withNamedHeaders } from "./install-package";
import { requireKeptNames } from "./kept-names";
import { compressionSchema, type LayerDescriptor, layerDescriptorSchema, layerMediaTypes } from "./layer-descriptor";
import { collectEntries, sortByPath } from "./layer-entry";
import { linkEqualPrograms } from "./link-equal-programs";
import { normalizePackageName } from "./package-name";
import { expandedRepoMapping, readRepoMapping } from "./repo-mapping";
import { repositoryLinks } from "./repository-links";
import { type SharedFile, sharedFiles } from "./shared-files";
import { readWheelContent } from "./wheel-content";
import { type LayerResources, writeLayer } from "./write-layer";

/** Eleven octal digits, in seconds since 1970 (POSIX.1-2017, pax, ustar Interchange Format). */
const LATEST_MTIME = 0o77777777777;

const ownerSchema = one
  .pipe(z.string().regex(/^\d{1,10}:\d{1,10}$/, "is not of the form UID:GID"))
  .transform((text) => {
    const [uid, gid] = text.split(":").map(Number) as [number, number];
    return { uid, gid };
  })
  .refine(({ uid, gid }) => Math.max(uid, gid) < 2 ** 32 - 1, "has an id that no user or group has");

/** Pairs whose second part is a path on disk: an empty one would mean the whole directory that all paths are relative to. */
const placed = pairs.refine((all) => all.every(([, from]) => from !== ""), "names no file");

const notNegative = integer.pipe(z.number().nonnegative("is negative"));

const argumentsSchema = z.strictObject({
  kind: flag("KIND", "package, interpreter, external or application", one.pipe(layerDescriptorSchema.shape.kind)),
  name: flag("NAME", "name of the distribution, or of what the layer holds", pathFlag),
  version: flag("VERSION", "version of the distribution", one.default("")),
  file: flag("IMAGE_PATH<TAB>FILE", "a file", placed),
  program: flag("IMAGE_PATH<TAB>FILE", "a file that is executable, whatever its content", pairs),
  tree: flag("IMAGE_PATH<TAB>DIRECTORY", "a directory with everything in it", placed),
  link: flag("IMAGE_PATH<TAB>SYMLINK", "a symlink on disk whose target is stored", placed),
  symlink: flag("IMAGE_PATH<TAB>TARGET", "a symlink to be made", pairs),
  empty: flag("IMAGE_PATH", "an empty file", many),
  "repo-mapping": flag("IMAGE_PATH<TAB>FILE", "Bazel's repository mapping, for any runfiles library to read", pairs),
  repository: flag("NAME", "a repository that has files in the image, by its canonical name", many),
  exclude: flag("PATTERN", "what to leave out of site-packages, as in .gitignore", many),
  "own-directory": flag(
    "IMAGE_PATH",
    "a directory that no base has: it is listed, and so is each directory below it that holds something",
    many,
  ),
  wheel: flag("FILE", "the wheel that the files come from; its compressed bytes are carried over", pathFlag.optional()),
  venv: flag("IMAGE_PATH", "the virtual environment that the package is installed in", pathFlag.optional()),
  "repository-links": flag(
    "FILE",
    "Bazel's repository mapping, whose names become links in the runfiles",
    pathFlag.optional(),
  ),
  compiled: flag("DIRECTORY", "compiled modules of the package at their paths in the image", pathFlag.optional()),
  "keep-compiled": flag(
    "true",
    "with --venv: keep compiled modules among the files, which are otherwise left out",
    one.pipe(z.literal("true")).optional(),
  ),
  "source-directories": flag(
    "true",
    "a --file may be a directory, with everything in it",
    one.pipe(z.literal("true")).optional(),
  ),
  root: flag("PREFIX", "a directory to put before every path in the image", one.default("")),
  runfiles: flag(
    "IMAGE_PATH",
    "the runfiles, where links that leave their directory lead; without it no link may leave",
    pathFlag.optional(),
  ),
  compression: flag("KIND", "gzip, zstd or none", one.pipe(compressionSchema)),
  level: flag("N", "level of the compression", integer),
  mtime: flag(
    "SECONDS",
    "time of every entry, in seconds since 1970",
    notNegative.pipe(z.number().max(LATEST_MTIME, "is later than tar can express")),
  ),
  owner: flag("UID:GID", "owner of every entry", ownerSchema),
  "merge-limit": flag("BYTES", "from this size on a package is always a layer of its own", notNegative),
  blob: flag("FILE", "output: the compressed tar", outputFile),
  descriptor: flag("FILE", "output: the JSON that describes it", outputFile),
  mergeable: flag("FILE", "output: the blob again if it is below the merge limit, else empty", outputFile.optional()),
  facts: flag("FILE", "output: what the ELF files need and the distributions say, JSON", outputFile.optional()),
});

type LayerFlags = z.infer<typeof argumentsSchema>;

/** What the help shows of the action. */
export const layerCommand: ActionHelp = {
  name: "layer",
  summary: "make one layer: its blob and its descriptor",
  flags: argumentsSchema.shape,
};

/**
 * Makes the action that makes one layer.
 *
 * @param resources What outlives a request: for a small layer, fresh memory would cost more than its content.
 */
export function createLayerAction(resources: LayerResources): Action {
  return (args, context) => makeLayer(args, context, resources);
}

async function makeLayer(args: readonly string[], context: ActionContext, resources: LayerResources): Promise<void> {
  const flags = parseArguments("layer", argumentsSchema, args);
  try {
    const wheel =
      flags.wheel === undefined ? undefined : openWheel(path.resolve(context.root, flags.wheel), context.log);
    try {
      const content = await collectContent(flags, wheel, context);
      await writeOutputs({ ...inputsOf(flags, context.root), signal: context.signal }, (outputs) =>
        writeLayerOutputs(flags, content, outputs, context, resources),
      );
    } finally {
      wheel?.close();
    }
  } catch (thrown) {
    const error = explainMachineError(thrown);
    if (error instanceof ActionError && error.details.package === undefined && flags.kind === "package") {
      throw new ActionError(error.message, { ...error.details, package: `${flags.name} ${flags.version}`.trim() });
    }
    throw error;
  }
}

/** A layer's content, and what its descriptor says about it. */
interface WantedContent extends LayerContent {
  /** The patterns that left something out. */
  readonly excluded: readonly string[];
  /** Files that other packages may have too. */
  readonly shared: SharedFile[];
  /** Finds its files by their places in the image. */
  readonly wheel: OpenWheel | undefined;
}

/** Links that give the runfiles repositories under the names by which other repositories know them. */
async function mappedRepositories(flags: LayerFlags, root: string): Promise<(readonly [string, string])[]> {
  const mapping = flags["repository-links"];
  const runfiles = flags.runfiles;
  if (mapping === undefined || runfiles === undefined) {
    return [];
  }
  const links = repositoryLinks(await readRepoMapping(path.resolve(root, mapping)));
  return [...links].map(([name, repository]) => [`${runfiles}/${name}`, repository]);
}

function inputsOf(flags: LayerFlags, root: string): InputPaths {
  const onDisk = (file: string) => path.resolve(root, file);
  return {
    files: [
      ...[...flags.file, ...flags.program, ...flags.link, ...flags["repo-mapping"]].map(([, file]) => file),
      ...[flags.wheel, flags["repository-links"]].filter((file) => file !== undefined),
    ].map(onDisk),
    directories: [
      ...flags.tree.map(([, directory]) => directory),
      ...(flags.compiled === undefined ? [] : [flags.compiled]),
    ].map(onDisk),
  };
}

/** Everything that goes into the layer, in its order. */
async function collectContent(
  flags: LayerFlags,
  wheel: OpenWheel | undefined,
  context: ActionContext,
): Promise<WantedContent> {
  const isExcluded = excludeRule(flags.exclude);
  const roots = { disk: context.root, image: flags.root };
  const mappings = await Promise.all(
    flags["repo-mapping"].map(async (place) => ({
      place,
      expanded: await expandedRepoMapping(place, flags.repository, roots),
    })),
  );
  const files = [...flags.file, ...mappings.filter(({ expanded }) => expanded === undefined).map(({ place }) => place)];
  const found = await collectEntries(
    {
      files: flags.venv === undefined ? files : withNamedHeaders(files, flags.venv, flags.name),
      programs: flags.program,
      trees: flags.tree,
      links: flags.link,
      symlinks: [...flags.symlink, ...(await mappedRepositories(flags, context.root))],
      empty: flags.empty,
    },
    { ...roots, runfiles: flags.runfiles, sourceDirectories: flags["source-directories"] !== undefined },
    context.signal,
  );
  requireKeptNames(found, wheel);
  const made = mappings.flatMap(({ expanded }) => (expanded === undefined ? [] : [expanded]));
  const collected = made.length === 0 ? found : sortByPath([...found, ...made]);
  const installed: InstalledPackage =
    flags.venv === undefined
      ? { entries: collected, record: undefined, places: undefined }
      : installPackage(collected, {
          name: flags.name,
          venv: imagePath(flags.root, flags.venv),
          wheel,
          keepCompiled: flags["keep-compiled"] !== undefined,
        });
  const entries =
    flags.compiled === undefined
      ? installed.entries
      : await withCompiledModules(installed.entries, flags.compiled, roots, context.signal);
  const wanted = entries.filter((entry) => !isExcluded(entry.path));
  const leftOut = wanted.length === entries.length ? [] : entries.filter((entry) => isExcluded(entry.path));
  const content = layerContent(
    flags.kind === "interpreter" ? linkEqualPrograms(wanted) : wanted,
    flags["own-directory"].map((directory) => imagePath(flags.root, directory)),
    installed.record === undefined || isExcluded(installed.record.path) ? undefined : installed.record,
  );
  const excluded = flags.exclude.filter((pattern) =>
    leftOut.map(({ path: file }) => file).some(excludeRule([pattern])),
  );
  const { places } = installed;
  return {
    ...content,
    excluded,
    shared: flags.venv === undefined ? [] : sharedFiles(content.entries, imagePath(flags.root, flags.venv), wheel),
    wheel: wheel === undefined || places === undefined ? wheel : { ...wheel, entryAt: (at) => places.get(at)?.entry },
  };
}

async function writeLayerOutputs(
  flags: LayerFlags,
  content: WantedContent,
  outputs: OutputTransaction,
  context: ActionContext,
  resources: LayerResources,
): Promise<void> {
  const name = flags.kind === "package" ? normalizePackageName(flags.name) : flags.name;
  const onDisk = (file: string) => path.resolve(context.root, file);
  const blobPath = outputs.file(onDisk(flags.blob));
  const blob = openSync(blobPath, "wx");
  const ownership = { ...flags.owner, mtime: flags.mtime };
  const written = await writeLayer(
    content,
    content.wheel,
    { compression: flags.compression, level: flags.level, ownership },
    blob,
    context.signal,
    resources,
  ).finally(() => closeSync(blob));
  const mergeable = flags.mergeable !== undefined && written.size < flags["merge-limit"];
  const descriptor: LayerDescriptor = {
    schema: 1,
    kind: flags.kind,
    name,
    version: flags.version,
    mediaType: layerMediaTypes[flags.compression],
    level: compressionLevel(flags.compression, flags.level),
    ownership,
    digest: written.digest,
    size: written.size,
    diffId: written.diffId,
    tarSize: written.tarSize,
    mergeable,
    closingSize: written.closingSize,
    directoriesSize: written.directoriesSize,
    carried: written.carried,
    ...(content.excluded.length === 0 ? {} : { excluded: [...content.excluded] }),
    ...(content.shared.length === 0 ? {} : { shared: content.shared }),
    directories: [...content.directories],
    files: written.files,
  };
  writeFileSync(outputs.file(onDisk(flags.descriptor)), `${JSON.stringify(descriptor)}\n`);
  if (flags.facts !== undefined) {
    const facts = findLayerFacts(
      { kind: flags.kind, name, version: flags.version },
      content.entries,
      ({ entry }) => readWheelContent(entry, content.wheel!.read, content.wheel!.file).content,
    );
    writeFileSync(outputs.file(onDisk(flags.facts)), formatLayerFacts(facts));
  }
  if (flags.mergeable !== undefined) {
    const mergeablePath = outputs.file(onDisk(flags.mergeable));
    if (mergeable) {
      linkOrCopy(blobPath, mergeablePath);
    } else {
      writeFileSync(mergeablePath, "");
    }
  }
}
