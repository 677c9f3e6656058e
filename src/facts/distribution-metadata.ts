// Reads what a distribution says about itself: METADATA and WHEEL of a .dist-info directory (core metadata 2.4, PEP 427).

import { pypiPurl } from "./pypi-purl";

/** What a distribution says about itself; what it does not say is left out. */
export interface DistributionMetadata {
  /** The directory of the metadata, a path in the image. */
  readonly path: string;
  /** As its author writes it. */
  readonly name: string;
  readonly version: string;
  /** Package URL (purl-spec, type pypi). */
  readonly purl: string;
  /** An SPDX expression (PEP 639). */
  readonly licenseExpression?: string;
  /** What older metadata says about the licence, in words: `License`, or else the classifiers. */
  readonly license?: string;
  readonly requiresPython?: string;
  /** Wheel tags such as cp311-cp311-manylinux_2_17_x86_64. */
  readonly tags?: readonly string[];
}

/** Longer values, such as a whole licence text in `License`, do not belong in a list. */
const LONGEST_LICENSE = 200;

/**
 * The facts of one distribution.
 *
 * @param directory Path of its metadata directory in the image.
 * @param metadata Text of METADATA, or of PKG-INFO of an .egg-info directory.
 * @param wheel Text of WHEEL; undefined where there is none.
 * @returns undefined when the metadata names no distribution.
 */
export function readDistributionMetadata(
  directory: string,
  metadata: string,
  wheel: string | undefined,
): DistributionMetadata | undefined {
  const fields = headerFields(metadata);
  const first = (field: string) => fields.find(([name]) => name === field)?.[1];
  const [name, version] = [first("name"), first("version")];
  if (name === undefined || name === "" || version === undefined) {
    return undefined;
  }
  const classifiers = fields.flatMap(([field, value]) =>
    field === "classifier" && value.startsWith("License ::") ? [value.split("::").at(-1)!.trim()] : [],
  );
  const license = first("license");
  const words = license === undefined || license === "UNKNOWN" || license === "" ? classifiers.join(", ") : license;
  const expression = first("license-expression");
  const tags = headerFields(wheel ?? "").flatMap(([field, value]) => (field === "tag" ? [value] : []));
  const requiresPython = first("requires-python");
  return {
    path: directory,
    name,
    version,
    purl: pypiPurl(name, version),
    ...(expression === undefined ? {} : { licenseExpression: expression }),
    ...(words === "" || expression !== undefined ? {} : { license: words.slice(0, LONGEST_LICENSE) }),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/** The fields before the first empty line, names in lower case; lines that begin with a space continue the one before. */
function headerFields(text: string): (readonly [string, string])[] {
  const fields: [string, string][] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === "") {
      break;
    }
    const last = fields.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last !== undefined) {
        last[1] += ` ${line.trim()}`;
      }
      continue;
    }
    const colon = line.indexOf(":");
    if (colon > 0) {
      fields.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
    }
  }
  return fields;
}
