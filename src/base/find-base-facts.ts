// Reads every layer of a base once and finds its facts.

import { ActionError } from "../action/action-error";
import { ElfError, type ElfFacts, type ReadAt, readElfAt, readExports, startsLikeElf } from "../facts/elf";
import type { BaseImage } from "../image/base-layout";
import { blobPath } from "../image/layout-documents";
import { sha256Of } from "../layer/digest";
import type { BaseFacts, LoaderFacts } from "./base-facts";
import { baseCompression, readBaseLayer, readsZstd } from "./base-layer";
import { FileTree } from "./file-tree";
import { readLdSoCache } from "./ld-so-cache";
import type { TarContent, TarEntry } from "./tar-reader";

/** What is kept about a file. */
interface BaseFile {
  readonly executable: boolean;
  readonly elf?: ElfFacts;
  /** For a loader: what its own bytes say. */
  readonly loader?: Pick<LoaderFacts, "kind" | "version" | "directories" | "exports"> | undefined;
  readonly unread?: true;
  /** First line of a script. */
  readonly script?: string;
  /** Content of a file that is read as a whole. */
  readonly bytes?: Buffer;
}

/** A module of a Python of the base, for the reader of its imports. */
export interface BaseModule {
  readonly path: string;
  readonly source: Buffer;
}

/** No library is larger, and no machine should have to hold more of one at once. */
const LARGEST_ELF = 512 << 20;
const LARGEST_TEXT = 4 << 20;
/**
 * Bytes of different modules, which are held in memory, and of all that are told, each under each of its names. A CPython has 11 MB of
 * them, in whatever distribution (its tests and site-packages are not read): room for 24 Pythons, each in some places, as
 * environments of conda have them.
 */
const LARGEST_MODULES = 256 << 20;
const LARGEST_TOLD_MODULES = 1 << 30;
/** glibc's and musl's have less than 2 MB. */
const LARGEST_LOADER = 16 << 20;
const LONGEST_FIRST_LINE = 256;

const CONFIGURATION =
  /^(?:usr\/)?(?:etc\/(?:os-release|passwd|ld\.so\.cache|ld\.so\.preload|ld-musl-[\w-]+\.path)|lib\/os-release)$/;
const CERTIFICATES = [
  "etc/ssl/certs/ca-certificates.crt",
  "etc/pki/tls/certs/ca-bundle.crt",
  "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "etc/ssl/cert.pem",
];
const PYTHON_DIRECTORY = /(?:^|\/)lib(?:64)?\/python3[\d.t]*\//;
/** Tests and tools of the standard library, and packages that do not belong to it: nothing follows imports into them. */
const UNREAD_MODULES = /\/(?:(?:site|dist)-packages|tests?|idlelib|lib2to3|turtledemo|ensurepip|__pycache__)\//;
const PROGRAM = /(?:^|\/)s?bin\/[^/]+$/;
const LIBRARY = /\.so(?:\.[^/]*)?$|(?:^|\/)ld[^/]*$/;
/** Programs that start others, and those whose libraries are then loaded already. */
const STARTER = /^(?:python3?[\d.t]*|env|sh|ash|dash|bash|zsh|busybox|coreutils|toybox)$/;

/**
 * Reads the layers, bottom first.
 *
 * @param layout The base's OCI image layout.
 * @param modules Is called with each module of the standard library; leave it out where they are not needed.
 * @throws ActionError when a layer is damaged.
 */
export async function findBaseFacts(
  layout: string,
  base: BaseImage,
  signal: AbortSignal,
  modules?: (module: BaseModule) => void,
): Promise<BaseFacts> {
  const tree = new FileTree<BaseFile>();
  const held = modules === undefined ? undefined : new HeldModules();
  for (const { digest, mediaType } of base.layers) {
    const file = blobPath(layout, digest);
    tree.beginLayer();
    await readBaseLayer(file, compressionOf(mediaType, file), signal, (entry, content) =>
      addEntry(tree, entry, content, held),
    );
  }
  const told = new ModuleRoom(LARGEST_TOLD_MODULES);
  return factsOf(tree, base, (module) => {
    told.take(module.path, module.source.length);
    modules?.(module);
  });
}

/** A layer of an unknown media type is read as a tar; one that is not a tar is refused as damaged. */
function compressionOf(mediaType: string, file: string): "gzip" | "zstd" | "none" {
  const compression = baseCompression(mediaType) ?? "none";
  if (compression === "zstd" && !readsZstd()) {
    throw new ActionError(
      `a layer of the base is compressed with zstd, which this Node (${process.versions.node}) does not read`,
      { file, remedy: 'use Node 22.15 or later in the toolchain, or check = "off"' },
    );
  }
  return compression;
}

/** Contents of modules, equal ones once: later layers and environments bring the same Python again. */
class HeldModules {
  readonly #contents = new Map<string, Buffer>();
  readonly #room = new ModuleRoom(LARGEST_MODULES);

  /** @throws ActionError when it is one too many. */
  hold(path: string, bytes: Buffer): Buffer {
    const key = sha256Of(bytes).toString("latin1");
    const held = this.#contents.get(key);
    if (held !== undefined) {
      return held;
    }
    this.#room.take(path, bytes.length);
    // Apart from the piece of the layer that it was in: that is larger, and would be kept as well.
    const copy = Buffer.from(bytes);
    this.#contents.set(key, copy);
    return copy;
  }
}

/** How much of a room for modules is left. */
class ModuleRoom {
  readonly #size: number;
  #left: number;

  constructor(size: number) {
    this.#size = size;
    this.#left = size;
  }

  /** @throws ActionError when a module of that many bytes has no room. */
  take(path: string, bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) {
      throw new ActionError(`the modules of the base's Pythons have more than ${this.#size / (1 << 20)} MiB`, {
        file: path,
        remedy: 'use a base of fewer Pythons, or check = "off"',
      });
    }
  }
}

async function addEntry(
  tree: FileTree<BaseFile>,
  entry: TarEntry,
  content: TarContent,
  held: HeldModules | undefined,
): Promise<void> {
  const { path } = entry;
  switch (entry.kind) {
    case "directory":
      tree.add(path, { kind: "directory", children: new Map() });
      return;
    case "symlink":
      tree.add(path, { kind: "symlink", target: entry.target });
      return;
    case "hardlink": {
      const target = tree.findLink(entry.target)?.node;
      if (target !== undefined && target.kind !== "directory") {
        tree.add(path, target);
      }
      return;
    }
    case "file":
      tree.add(path, { kind: "file", content: await readFile(entry, content, held) });
      return;
    case "other":
      tree.add(path, { kind: "file", content: { executable: false } });
  }
}

async function readFile(
  { path, size, mode }: TarEntry,
  content: TarContent,
  held: HeldModules | undefined,
): Promise<BaseFile> {
  const executable = (mode & 0o111) !== 0;
  if (CONFIGURATION.test(path)) {
    return size > LARGEST_TEXT ? { executable, unread: true } : { executable, bytes: await copyOf(content, size) };
  }
  if (path.endsWith(".py") && PYTHON_DIRECTORY.test(path)) {
    if (held === undefined || UNREAD_MODULES.test(path) || size > LARGEST_TEXT) {
      return { executable };
    }
    return { executable, bytes: held.hold(path, await content.take(size)) };
  }
  if (size < 4 || !(executable || LIBRARY.test(path))) {
    return { executable };
  }
  const start = await content.take(4);
  if (startsLikeElf(start)) {
    if (size > LARGEST_ELF) {
      return { executable, unread: true };
    }
    return { executable, ...readLibrary(path, Buffer.concat([start, await content.take(size - 4)])) };
  }
  if (start.subarray(0, 2).toString("latin1") === "#!") {
    const bytes = Buffer.concat([start, await content.take(LONGEST_FIRST_LINE)]);
    return { executable, script: bytes.subarray(2).toString("utf8").split("\n")[0]!.trim() };
  }
  return { executable };
}

/** The content, apart from the piece of the layer that it was in. */
async function copyOf(content: TarContent, size: number): Promise<Buffer> {
  return Buffer.from(await content.take(size));
}

function readLibrary(path: string, bytes: Buffer): Pick<BaseFile, "elf" | "loader" | "unread"> {
  const read: ReadAt = (target, position) => {
    if (position + target.length > bytes.length) {
      throw new ElfError("ends too early");
    }
    target.set(bytes.subarray(position, position + target.length));
  };
  try {
    const { libcSymbols: _, ...elf } = readElfAt(path, read, bytes.length);
    const isSmall = bytes.length <= LARGEST_LOADER;
    const loader = isSmall && elf.interpreter === undefined && /(?:^|\/)(?:ld[-\d]|libc[.-]musl|libc\.so$)/.test(path);
    return loader ? { elf, loader: readLoader(path, elf, bytes, read) } : { elf };
  } catch (error) {
    if (error instanceof ElfError) {
      return { unread: true };
    }
    throw error;
  }
}

/** What a loader's own bytes say; undefined for a file that is not a loader. */
function readLoader(path: string, elf: ElfFacts, bytes: Buffer, read: ReadAt): BaseFile["loader"] {
  if (elf.soname !== undefined && /^ld(?:-linux|64\.so|\.so)/.test(elf.soname)) {
    return { kind: "glibc", directories: builtInDirectories(bytes) };
  }
  // musl's loader is its C library: one file, under two names.
  if (/musl/.test(path) || bytes.includes("musl libc")) {
    const version = /\0(1\.\d+\.\d+)(?:-git[\w-]*)?\0/.exec(bytes.toString("latin1"))?.[1];
    return {
      kind: "musl",
      directories: ["/lib", "/usr/local/lib", "/usr/lib"],
      exports: readExports(read, bytes.length),
      ...(version === undefined ? {} : { version }),
    };
  }
  return undefined;
}

/** glibc's loader has its directories one after the other, each with a slash and a zero at its end (elf/dl-load.c). */
function builtInDirectories(bytes: Buffer): string[] {
  const found = /(?:\/(?:usr\/)?lib[\w./+-]*\/\0){2,}/.exec(bytes.toString("latin1"));
  return found === null
    ? ["/lib64", "/usr/lib64"]
    : found[0]
        .split("\0")
        .filter(Boolean)
        .map((directory) => directory.slice(0, -1));
}

function factsOf(tree: FileTree<BaseFile>, base: BaseImage, tell: (module: BaseModule) => void): BaseFacts {
  const config = (base.config.config ?? {}) as { readonly Env?: unknown; readonly User?: unknown };
  const textOf = (path: string) => {
    const node = tree.find(path)?.node;
    return node?.kind === "file" ? node.content.bytes : undefined;
  };
  const facts: BaseFacts = {
    schema: 1,
    os: base.config.os,
    architecture: base.config.architecture,
    env: Array.isArray(config.Env) ? config.Env.filter((value) => typeof value === "string") : [],
    user: typeof config.User === "string" ? config.User : "",
    loaders: [],
    muslPaths: {},
    links: [],
    elf: [],
    unread: [],
    programs: [],
    modules: {},
    pathFiles: [],
    certificates: CERTIFICATES.filter((path) => tree.find(path)?.node.kind === "file"),
    users: readUsers(textOf("etc/passwd")),
  };
  const release = readRelease(textOf("etc/os-release") ?? textOf("usr/lib/os-release"));
  if (release !== undefined) {
    facts.release = release;
  }
  const cache = textOf("etc/ld.so.cache");
  const cached = cache === undefined ? undefined : readLdSoCache(cache);
  if (cached !== undefined) {
    facts.cache = cached.map(({ name, path, special }) => [name, path, special]);
  }
  if ((textOf("etc/ld.so.preload")?.toString("utf8").trim() ?? "") !== "") {
    facts.preload = true;
  }
  for (const [path, node] of tree.entries()) {
    if (node.kind === "symlink") {
      facts.links.push([path, node.target]);
    } else {
      addFile(facts, path, node.content, tell);
    }
  }
  const glibc = facts.elf.find(([path]) => /(?:^|\/)libc(?:\.so\.6|-2\.\d+\.so)$/.test(path))?.[1];
  const version = newestGlibc(glibc?.defines ?? []);
  for (const loader of facts.loaders) {
    if (loader.kind === "glibc" && version !== undefined) {
      loader.version = version;
    }
  }
  return facts;
}

function addFile(facts: BaseFacts, path: string, file: BaseFile, tell: (module: BaseModule) => void): void {
  const slash = path.lastIndexOf("/");
  const [directory, name] = [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
  if (file.unread) {
    facts.unread.push(path);
  }
  if (file.elf !== undefined && (LIBRARY.test(path) || STARTER.test(name))) {
    facts.elf.push([path, file.elf as BaseFacts["elf"][number][1]]);
  }
  if (file.loader !== undefined) {
    facts.loaders.push({ path, ...file.loader });
  }
  if (file.executable && PROGRAM.test(path)) {
    facts.programs.push(file.script === undefined ? [path] : [path, file.script]);
  }
  const musl = /^(?:usr\/)?etc\/ld-musl-([\w-]+)\.path$/.exec(path);
  if (musl !== null && file.bytes !== undefined) {
    facts.muslPaths[musl[1]!] = file.bytes.toString("utf8").split(/[:\n]/).filter(Boolean);
  }
  if (PYTHON_DIRECTORY.test(path)) {
    if (/\.(?:py|so|pyc)$/.test(name) && !/\/(?:__pycache__|tests?)\//.test(path)) {
      facts.modules[directory] ??= [];
      facts.modules[directory].push(name);
    }
    if (name.endsWith(".pth")) {
      facts.pathFiles.push(path);
    }
    if (file.bytes !== undefined && name.endsWith(".py")) {
      tell({ path, source: file.bytes });
    }
  } else if (name === "pyvenv.cfg" || name.endsWith("._pth")) {
    facts.pathFiles.push(path);
  }
}

function newestGlibc(versions: readonly string[]): string | undefined {
  const minors = versions.flatMap((version) => /^GLIBC_2\.(\d+)$/.exec(version)?.[1] ?? []).map(Number);
  return minors.length === 0 ? undefined : `2.${Math.max(...minors)}`;
}

function readRelease(bytes: Buffer | undefined): BaseFacts["release"] {
  if (bytes === undefined) {
    return undefined;
  }
  const fields = new Map(
    bytes
      .toString("utf8")
      .split("\n")
      .map((line) => [line.split("=")[0]!, line.slice(line.indexOf("=") + 1).replace(/^(["'])(.*)\1$/, "$2")]),
  );
  return {
    id: fields.get("ID") ?? "linux",
    version: fields.get("VERSION_ID") ?? "",
    name: fields.get("PRETTY_NAME") ?? "",
  };
}

function readUsers(bytes: Buffer | undefined): BaseFacts["users"] {
  return (bytes?.toString("utf8") ?? "").split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name !== undefined && /^\d{1,10}$/.test(uid ?? "") && /^\d{1,10}$/.test(gid ?? "")
      ? [{ name, uid: Number(uid), gid: Number(gid) }]
      : [];
  });
}
