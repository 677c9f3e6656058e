// Where the files of a wheel are installed in a virtual environment (PEP 427; sysconfig's scheme "venv").

import { imagePath } from "./image-path";
import type { InstalledDistribution } from "./installed-distribution";
import type { WheelEntry } from "./wheel-archive";

/** The part of an installation that a file belongs to: the top of the wheel, or a directory of its `.data`. */
export type WheelScheme = "site-packages" | "scripts" | "headers" | "data";

/** A file of a wheel and its place in the image. */
export interface PlacedFile {
  readonly path: string;
  readonly scheme: WheelScheme;
  readonly entry: WheelEntry;
}

/**
 * The files of a wheel by their places in the image. If two have one place, neither is included: nothing says which of them
 * was installed last.
 *
 * @param venv Path of the environment in the image.
 * @throws ActionError for a name that may not be a path in the image.
 */
export function wheelPlaces(
  entries: readonly WheelEntry[],
  distribution: InstalledDistribution,
  venv: string,
): Map<string, PlacedFile> {
  const directories: Record<WheelScheme, string> = {
    "site-packages": distribution.sitePackages,
    scripts: `${venv}/bin`,
    headers: `${distribution.headers}/${distribution.name}`,
    data: venv,
  };
  const places = new Map<string, PlacedFile>();
  const taken = new Set<string>();
  for (const entry of entries) {
    const found = schemeOf(entry.name);
    if (found === undefined || entry.name.endsWith("/")) {
      continue;
    }
    const path = imagePath(directories[found.scheme], found.rest);
    if (taken.has(path)) {
      places.delete(path);
    } else {
      taken.add(path);
      places.set(path, { path, scheme: found.scheme, entry });
    }
  }
  return places;
}

/** Undefined for a file in a directory of `.data` that no installer knows. */
function schemeOf(name: string): { scheme: WheelScheme; rest: string } | undefined {
  const data = /^[^/]+\.data\/([^/]*)\/(.*)$/s.exec(name);
  if (data === null) {
    return /^[^/]+\.data\//.test(name) ? undefined : { scheme: "site-packages", rest: name };
  }
  const [, key, rest] = data as unknown as [string, string, string];
  switch (key) {
    case "purelib":
    case "platlib":
      return { scheme: "site-packages", rest };
    case "scripts":
    case "headers":
    case "data":
      return { scheme: key, rest };
    default:
      return undefined;
  }
}
