// The SBOM as SPDX 2.3, JSON.

import { sha256Of } from "../layer/digest";
import type { Inventory, InventoryComponent } from "./inventory";

/** SPDX requires a time; the real one would make the bytes differ from build to build. */
const CREATED = "1970-01-01T00:00:00Z";

/** The document's text; equal inventories give equal text. */
export function formatSpdx(inventory: Inventory, version: string): string {
  const image = "SPDXRef-image";
  const ref = (id: string) => `SPDXRef-${id.replaceAll(/[^A-Za-z0-9.-]/g, "-")}`;
  const wordings = [
    ...new Set(
      inventory.components.flatMap(({ license, licenseExpression }) =>
        licenseExpression === undefined && license !== undefined ? [license] : [],
      ),
    ),
  ];
  const licenseRef = (words: string) => `LicenseRef-${wordings.indexOf(words) + 1}`;
  const body = {
    packages: [
      {
        SPDXID: image,
        name: inventory.name,
        downloadLocation: "NOASSERTION",
        filesAnalyzed: false,
        primaryPackagePurpose: "CONTAINER",
        ...(inventory.base.length === 0
          ? {}
          : { comment: `the layers of its base are not looked into: ${inventory.base.join(", ")}` }),
      },
      ...inventory.components.map((component) => ({ SPDXID: ref(component.id), ...packageOf(component, licenseRef) })),
      ...inventory.files.map(({ id, path, layer }) => ({
        SPDXID: ref(id),
        name: path,
        downloadLocation: "NOASSERTION",
        filesAnalyzed: false,
        primaryPackagePurpose: "FILE",
        comment: `belongs to no distribution; in layer ${layer.digest} (diff_id ${layer.diffId})`,
      })),
      ...inventory.components.flatMap(({ id, libraries }) =>
        libraries.map((library) => ({
          SPDXID: ref(`${id}-${library}`),
          name: library,
          downloadLocation: "NOASSERTION",
          filesAnalyzed: false,
          primaryPackagePurpose: "FILE",
          comment: "vendored: a library of others that the distribution carries",
        })),
      ),
    ],
    relationships: [
      { spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: image },
      ...inventory.components.map(({ id, within }) => ({
        spdxElementId: within === undefined ? image : ref(within),
        relationshipType: "CONTAINS",
        relatedSpdxElement: ref(id),
      })),
      ...inventory.files.map(({ id }) => ({
        spdxElementId: image,
        relationshipType: "CONTAINS",
        relatedSpdxElement: ref(id),
      })),
      ...inventory.components.flatMap(({ id, libraries }) =>
        libraries.map((library) => ({
          spdxElementId: ref(id),
          relationshipType: "CONTAINS",
          relatedSpdxElement: ref(`${id}-${library}`),
        })),
      ),
    ],
    ...(wordings.length === 0
      ? {}
      : {
          hasExtractedLicensingInfos: wordings.map((words) => ({ licenseId: licenseRef(words), extractedText: words })),
        }),
  };
  const digest = sha256Of(JSON.stringify(body)).toString("hex");
  return `${JSON.stringify(
    {
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: "SPDXRef-DOCUMENT",
      name: inventory.name,
      documentNamespace: `https://spdx.org/spdxdocs/package_layers-${digest}`,
      creationInfo: { created: CREATED, creators: [`Tool: package_layers-${version}`] },
      ...body,
    },
    undefined,
    2,
  )}\n`;
}

function packageOf(component: InventoryComponent, licenseRef: (words: string) => string): object {
  const { name, version, purl, licenseExpression, license, sha256, layer, path, within, sboms } = component;
  const place = `in layer ${layer.digest} (diff_id ${layer.diffId})`;
  const origin = path === "" ? "it has no metadata; name and version are those of its target" : `metadata: ${path}`;
  return {
    name,
    ...(version === "" ? {} : { versionInfo: version }),
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    primaryPackagePurpose: "LIBRARY",
    licenseConcluded: "NOASSERTION",
    licenseDeclared: licenseExpression ?? (license === undefined ? "NOASSERTION" : licenseRef(license)),
    copyrightText: "NOASSERTION",
    ...(sha256 === undefined ? {} : { checksums: [{ algorithm: "SHA256", checksumValue: sha256 }] }),
    externalRefs: [
      { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl },
      ...sboms.map((sbom) => ({
        referenceCategory: "OTHER",
        referenceType: "sbom",
        referenceLocator: encodeURI(`file:///${sbom}`),
      })),
    ],
    comment: `${within === undefined ? "" : "vendored; "}${place}; ${origin}`,
  };
}
