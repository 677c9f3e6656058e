// The annotation with which a scanner that finds something in a layer can name the package.

import { pypiPurl } from "../facts/pypi-purl";

/** Key of the annotation on a layer's descriptor (OCI image-spec, annotations.md); its value is package URLs with spaces between. */
const PURLS = "dev.package-layers.purls";

/** The annotations of a layer that holds distributions. */
export function purlAnnotations(
  packages: readonly { readonly name: string; readonly version: string }[],
): Readonly<Record<string, string>> {
  return { [PURLS]: packages.map(({ name, version }) => pypiPurl(name, version)).join(" ") };
}
