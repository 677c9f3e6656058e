// Where an image's Python looks for modules, and whether something that runs when it starts may change that.

import type { BaseFacts } from "../base/base-facts";
import { variable } from "./entry-point";
import type { FactsOfLayer, ImageTree } from "./image-files";
import type { ImagePython } from "./python";

/** What of an image its Python's path depends on. Paths are paths in the image. */
export interface PathSettings {
  /** Undefined for an image without a base. */
  readonly base: BaseFacts | undefined;
  readonly layers: readonly FactsOfLayer[];
  /** The image's environment, NAME=VALUE. */
  readonly env: readonly string[];
  /** Directories that the launcher puts before the standard library, in order, and after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether it also looks among the packages of the base: one of a virtual environment does so when it is told to. */
  readonly basePackages: boolean;
}

/** Directories before and after the standard library, in order. */
export interface PythonPath {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** A path configuration file, a customisation or the environment may add finders or directories when Python starts. */
  readonly hooked: boolean;
}

/** Path configuration files that change nothing but how distutils is found (setuptools, virtualenv). */
const HARMLESS_PATH_FILES = /^(?:distutils-precedence|_virtualenv)\.pth$/;

/** The file that rules_python writes into its launcher's environment: it adds the directories of PyInfo.imports, which are known. */
const BAZEL_PATH_FILE = "bazel.pth";

/** The path of an image's Python. */
export function pythonPath(settings: PathSettings, tree: ImageTree, python: ImagePython): PythonPath {
  const given = (variable(settings.env, "PYTHONPATH") ?? "").split(":").filter(Boolean);
  const environments = sitesOfEnvironments(settings, tree);
  const ofBase = sitesOfBase(settings, python);
  return {
    before: [...settings.before, ...given.filter((directory) => directory.startsWith("/"))],
    after: [...[...settings.after, ...environments].filter((directory) => isOwnSite(directory, python)), ...ofBase],
    hooked: given.length > 0 || hasHooks(settings, environments, ofBase),
  };
}

/** Whether a Python looks in a directory of packages: one whose path names another version is not its own. */
export function isOwnSite(directory: string, { version, freeThreaded }: ImagePython): boolean {
  const [, named] = /\/lib\/python(3\.\d+t?)\/site-packages$/.exec(directory) ?? [];
  return named === undefined || named === `${version}${freeThreaded ? "t" : ""}`;
}

/** The `site-packages` of the virtual environments in our layers (PEP 405): a launcher that makes one starts its Python. */
function sitesOfEnvironments({ layers }: PathSettings, tree: ImageTree): string[] {
  const homes = layers.flatMap(({ files }) => files.flatMap(([path]) => /^(.*)\/pyvenv\.cfg$/.exec(path)?.[1] ?? []));
  return homes.flatMap((home) => {
    const lib = tree.find(`${home}/lib`)?.node;
    const versions = lib?.kind === "directory" ? [...lib.children.keys()] : [];
    return versions.map((version) => `/${home}/lib/${version}/site-packages`);
  });
}

/** Directories of the base that its Python looks in besides the standard library's, as Debian and `site` name them. */
function sitesOfBase({ base, basePackages }: PathSettings, python: ImagePython): string[] {
  if (base === undefined || !basePackages) {
    return [];
  }
  const sites = Object.keys(base.modules).flatMap((directory) => {
    const [site, version] =
      /^(?:.*\/)?lib(?:64)?\/python3(\.\d+t?)?\/(?:site|dist)-packages(?=\/|$)/.exec(directory) ?? [];
    const isOwn = version === undefined || isOwnSite(`/lib/python3${version}/site-packages`, python);
    return site !== undefined && isOwn ? [site] : [];
  });
  return [...new Set(sites)].sort().map((site) => `/${site}`);
}

function hasHooks(
  { after, base, before, layers }: PathSettings,
  environments: readonly string[],
  ofBase: readonly string[],
): boolean {
  const isHookOfBase = (base?.pathFiles ?? []).some((path) => {
    const [directory, name] = directoryAndName(path);
    return name.endsWith(".pth") && !HARMLESS_PATH_FILES.test(name) && ofBase.includes(directory);
  });
  if (isHookOfBase) {
    return true;
  }
  const sites = [...before, ...after, ...environments].map((directory) => directory.replace(/^\/*/, "/"));
  return layers.some(({ facts, files }) =>
    files.some(([path]) => {
      const [directory, name] = directoryAndName(path);
      const isRead = facts.kind === "package" || environments.includes(directory);
      const isHook = name.endsWith(".pth") && isRead && name !== BAZEL_PATH_FILE;
      return sites.includes(directory) && (isHook || /^(?:site|user)customize\.py$/.test(name));
    }),
  );
}

/** The directory of a file, absolute, and its name. */
function directoryAndName(path: string): [directory: string, name: string] {
  const slash = path.lastIndexOf("/");
  return [`/${path.slice(0, Math.max(slash, 0))}`, path.slice(slash + 1)];
}
