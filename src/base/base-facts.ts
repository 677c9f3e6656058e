// What a base has that programs need to start: libraries and where its loader looks for them, Pythons, shells, users.

import * as z from "zod";
import { readJson, schemaVersion } from "../action/json-document";
import { elfFactsSchema } from "../facts/layer-facts";

const text = z.string();
const texts = z.array(text);

/** A dynamic loader. */
const loaderSchema = z.strictObject({
  /** Path of the file itself. */
  path: text,
  kind: z.enum(["glibc", "musl"]),
  /** Version of its C library, such as 2.36 or 1.2.3; absent when nothing says it. */
  version: text.optional(),
  /** Absolute paths that are built into it, in its order. */
  directories: texts,
  /** Symbols that musl has; glibc is asked for versions instead. */
  exports: texts.optional(),
});
export type LoaderFacts = z.infer<typeof loaderSchema>;

/** The facts of a base, version 1. Paths are paths in the image without a slash before them, unless said otherwise. */
export const baseFactsSchema = z.strictObject({
  schema: schemaVersion(1),
  os: text,
  architecture: text,
  /** The environment of its config, NAME=VALUE. */
  env: texts,
  user: text,
  /** ID, VERSION_ID and PRETTY_NAME of /etc/os-release. */
  release: z.strictObject({ id: text, version: text, name: text }).optional(),
  loaders: z.array(loaderSchema),
  /** /etc/ld.so.cache: name, absolute path, and whether it is for some processors only. */
  cache: z.array(z.tuple([text, text, z.boolean()])).optional(),
  /** /etc/ld-musl-ARCH.path: absolute paths, by architecture. */
  muslPaths: z.record(text, texts),
  /** /etc/ld.so.preload is there and names something. */
  preload: z.literal(true).optional(),
  /** Every symbolic link and its target. */
  links: z.array(z.tuple([text, text])),
  /** ELF files that can be loaded, and programs that may start an application. */
  elf: z.array(z.tuple([text, elfFactsSchema])),
  /** Files too large or too damaged to be read; nothing is known about them. */
  unread: texts,
  /** Executable files in directories that are called bin or sbin; those that are scripts with their first line. */
  programs: z.array(z.union([z.tuple([text]), z.tuple([text, text])])),
  /** Modules below the lib directories of its Pythons, by directory. */
  modules: z.record(text, texts),
  /** Directories there that hold a path configuration file (.pth, ._pth) or a pyvenv.cfg. */
  pathFiles: texts,
  certificates: texts,
  users: z.array(z.strictObject({ name: text, uid: z.number(), gid: z.number() })),
});
export type BaseFacts = z.infer<typeof baseFactsSchema>;

/** Reads the facts of a base; see readJson. */
export function readBaseFacts(path: string): Promise<BaseFacts> {
  return readJson(baseFactsSchema, path, {
    name: "the facts of the base",
    remedy: "remove the file and build again",
  });
}
