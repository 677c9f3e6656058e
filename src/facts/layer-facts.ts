// The facts of a layer's files, found while the layer is made: what its ELF files need, what its distributions say.

import * as z from "zod";
import { readJson, schemaVersion } from "../action/json-document";
import type { LayerEntry } from "../layer/layer-entry";
import { type FileEntry, openFile } from "../layer/source-file";
import { type DistributionMetadata, readDistributionMetadata } from "./distribution-metadata";
import { ElfError, type ElfFacts, type ReadAt, readElfAt, startsLikeElf } from "./elf";

const text = z.string();
const texts = z.array(text);

/** See ElfFacts. */
export const elfFactsSchema = z.strictObject({
  machine: text,
  bits: z.literal([32, 64]),
  bigEndian: z.literal(true).optional(),
  interpreter: text.optional(),
  soname: text.optional(),
  needed: texts.optional(),
  rpath: text.optional(),
  runpath: text.optional(),
  noDefaultDirectories: z.literal(true).optional(),
  packedRelocations: z.literal(true).optional(),
  needs: z.array(z.strictObject({ file: text, versions: texts })).optional(),
  defines: texts.optional(),
  builtIn: texts.optional(),
  libcSymbols: texts.optional(),
  pythonExports: texts.optional(),
  pythonSymbols: texts.optional(),
});

/** See DistributionMetadata. */
const distributionSchema = z.strictObject({
  path: text,
  name: text,
  version: text,
  purl: text,
  licenseExpression: text.optional(),
  license: text.optional(),
  requiresPython: text.optional(),
  tags: texts.optional(),
});

/** The facts of one layer, version 1. All paths are paths in the image, without a slash before them. */
export const layerFactsSchema = z.strictObject({
  schema: schemaVersion(1),
  /** As in the layer's descriptor. */
  kind: z.enum(["package", "interpreter", "external", "application"]),
  name: text.min(1),
  version: text,
  distributions: z.array(distributionSchema),
  /** SBOMs that a wheel carries (PEP 770). */
  sboms: texts,
  elf: z.array(z.tuple([text, elfFactsSchema])),
  /** Files that begin like ELF and are damaged, and how. */
  damaged: z.array(z.tuple([text, text])),
  /** First lines of programs that are scripts, without `#!`. */
  scripts: z.array(z.tuple([text, text])),
});
export type LayerFacts = z.infer<typeof layerFactsSchema>;

/** Reads the facts of a layer; see readJson. */
export function readLayerFacts(path: string): Promise<LayerFacts> {
  return readJson(layerFactsSchema, path, {
    name: "the facts of a layer",
    remedy: "remove the file and build again",
  });
}

/** Names of files that no loader is ever asked to load, whatever is in them. */
const NEVER_LOADED =
  /\.(?:pyi?|pyc|pyx|pxd|pxi|h|hh|hpp|c|cc|cpp|cu|cuh|txt|rst|md|json|toml|yaml|yml|ini|cfg|html?|js|css|map|svg|png|jpe?g|gif|ttf|woff2?|csv|gz|zip|npz|npy|mo|po|xml|f90|f|typed|pem|tmpl|j2|template|in|am|cmake|pc|a|lib|exe|dll|parquet|pickle|pkl|dat)$/i;
/** The smallest file with a header and one program header. */
const SMALLEST_ELF = 64;
const METADATA = /(?:^|\/)(?:[^/]+\.dist-info\/METADATA|[^/]+\.egg-info\/PKG-INFO)$/;
const SBOM = /(?:^|\/)[^/]+\.dist-info\/sboms\/.+/;
/** METADATA holds the description too; the fields come first. */
const LONGEST_METADATA = 256 << 10;
const LONGEST_FIRST_LINE = 256;

/**
 * Looks at the files of a layer. A file whose suffix says that it is text is not opened.
 *
 * @param entries What the layer is made of.
 * @param unpack Gives the content of an entry that is taken from the package's wheel.
 */
export function findLayerFacts(
  layer: Pick<LayerFacts, "kind" | "name" | "version">,
  entries: readonly LayerEntry[],
  unpack: (entry: PackedEntry) => Buffer = () => Buffer.alloc(0),
): LayerFacts {
  const facts: LayerFacts = {
    schema: 1,
    kind: layer.kind,
    name: layer.name,
    version: layer.version,
    distributions: [],
    sboms: [],
    elf: [],
    damaged: [],
    scripts: [],
  };
  const sources = new Map<string, LayerEntry>();
  for (const entry of entries) {
    if (/\.(?:dist|egg)-info\//.test(entry.path)) {
      sources.set(entry.path, entry);
    }
  }
  for (const entry of entries) {
    const { path } = entry;
    if (METADATA.test(path)) {
      const directory = path.slice(0, path.lastIndexOf("/"));
      const found = readDistributionMetadata(directory, head(entry), head(sources.get(`${directory}/WHEEL`)));
      if (found !== undefined) {
        facts.distributions.push(found as DistributionMetadata & { tags?: string[] });
      }
    } else if (SBOM.test(path)) {
      facts.sboms.push(path);
    } else if (entry.kind === "made") {
      addScript(facts, path, entry.content);
    } else if (entry.kind === "packed" && !NEVER_LOADED.test(path)) {
      const content = unpack(entry);
      addProgram(facts, path, content.length, (target, position) => void content.copy(target, 0, position));
    } else if (entry.kind === "file" && entry.source !== undefined && !NEVER_LOADED.test(path)) {
      addFile(facts, entry as FileEntry);
    }
  }
  return facts;
}

/** The facts as text; equal layers give equal text. */
export function formatLayerFacts(facts: LayerFacts): string {
  return `${JSON.stringify(facts)}\n`;
}

type PackedEntry = Extract<LayerEntry, { kind: "packed" }>;

/** Facts are about the bytes that are in the layer: the file must still be the one that was found, or this is an error. */
function addFile(facts: LayerFacts, entry: FileEntry): void {
  const file = openFile(entry);
  try {
    addProgram(facts, entry.path, entry.size, (target, position) =>
      file.read(Buffer.from(target.buffer, target.byteOffset, target.length), position),
    );
    file.requireUnchanged();
  } finally {
    file.close();
  }
}

/** @param readAt Fills a buffer with what is at a position. */
function addProgram(facts: LayerFacts, path: string, size: number, readAt: ReadAt): void {
  if (size < 4) {
    return;
  }
  const read: ReadAt = (target, position) => {
    if (position + target.length > size) {
      throw new ElfError("ends too early");
    }
    readAt(target, position);
  };
  try {
    const start = Buffer.alloc(4);
    read(start, 0);
    if (startsLikeElf(start)) {
      if (size >= SMALLEST_ELF) {
        facts.elf.push([path, readElfAt(path, read, size) as ElfFacts & LayerFacts["elf"][number][1]]);
      }
    } else if (start[0] === 0x23 && start[1] === 0x21) {
      const line = Buffer.alloc(Math.min(size, LONGEST_FIRST_LINE));
      read(line, 0);
      addScript(facts, path, line);
    }
  } catch (error) {
    if (!(error instanceof ElfError)) {
      throw error;
    }
    facts.damaged.push([path, error.message]);
  }
}

function addScript(facts: LayerFacts, path: string, content: Buffer): void {
  if (content.subarray(0, 2).toString("latin1") === "#!") {
    const [line] = content.subarray(2, LONGEST_FIRST_LINE).toString("utf8").split("\n");
    facts.scripts.push([path, line!.replace(/^[ \t]+|[ \t]+$/g, "")]);
  }
}

/** The beginning of a small text file; empty when it has none. */
function head(entry: LayerEntry | undefined): string {
  if (entry?.kind === "made") {
    return entry.content.toString("utf8");
  }
  if (entry?.kind !== "file" || entry.source === undefined) {
    return "";
  }
  const bytes = Buffer.alloc(Math.min(entry.size, LONGEST_METADATA));
  const file = openFile(entry as FileEntry);
  try {
    file.read(bytes, 0);
    file.requireUnchanged();
    return bytes.toString("utf8");
  } finally {
    file.close();
  }
}
