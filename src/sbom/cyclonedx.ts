// The SBOM as CycloneDX 1.6, JSON.

import { sha256Of } from "../layer/digest";
import type { Inventory, InventoryComponent } from "./inventory";

/** The document's text; equal inventories give equal text. */
export function formatCycloneDx(inventory: Inventory, version: string): string {
  const image = { type: "container", name: inventory.name, "bom-ref": "image" };
  const body = {
    metadata: {
      tools: { components: [{ type: "application", name: "package_layers", version }] },
      component: image,
    },
    components: [
      ...inventory.components
        .filter(({ within }) => within === undefined)
        .map((component) => componentOf(component, inventory)),
      ...inventory.files.map(({ id, path, layer }) => ({
        type: "file",
        "bom-ref": id,
        name: path,
        properties: [...placeOf(layer), property("origin", "belongs to no distribution")],
      })),
      ...(inventory.base.length === 0
        ? []
        : [
            {
              type: "container",
              "bom-ref": "base",
              name: "base image",
              properties: inventory.base.map((digest) => property("layer:digest", digest)),
            },
          ]),
    ],
    // The base's own SBOM lists its content.
    ...(inventory.base.length === 0 ? {} : { compositions: [{ aggregate: "unknown", assemblies: ["base"] }] }),
  };
  const serial = sha256Of(JSON.stringify(body)).toString("hex");
  return `${JSON.stringify(
    {
      $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      serialNumber: `urn:uuid:${uuidOf(serial)}`,
      version: 1,
      ...body,
    },
    undefined,
    2,
  )}\n`;
}

function componentOf(component: InventoryComponent, inventory: Inventory): object {
  const { id, name, version, purl, licenseExpression, license, sha256, layer, path, libraries, sboms, within } =
    component;
  const carried = inventory.components.filter((other) => other.within === id);
  return {
    type: "library",
    "bom-ref": id,
    name,
    ...(version === "" ? {} : { version }),
    purl,
    ...(licenseExpression !== undefined
      ? { licenses: [{ expression: licenseExpression }] }
      : license !== undefined
        ? { licenses: [{ license: { name: license } }] }
        : {}),
    ...(sha256 === undefined ? {} : { hashes: [{ alg: "SHA-256", content: sha256 }] }),
    ...(sboms.length === 0
      ? {}
      : { externalReferences: sboms.map((sbom) => ({ type: "bom", url: `file:///${sbom}` })) }),
    properties: [
      ...placeOf(layer),
      ...(path === ""
        ? [property("origin", "has no metadata; name and version are those of its target")]
        : [property("path", path)]),
      ...(within === undefined ? [] : [property("origin", "vendored")]),
    ],
    ...(carried.length + libraries.length === 0
      ? {}
      : {
          components: [
            ...carried.map((other) => componentOf(other, inventory)),
            ...libraries.map((library) => ({
              type: "file",
              "bom-ref": `${id}:${library}`,
              name: library,
              properties: [property("origin", "vendored")],
            })),
          ],
        }),
  };
}

function placeOf({ digest, diffId }: InventoryComponent["layer"]) {
  return [property("layer:digest", digest), property("layer:diffId", diffId)];
}

function property(name: string, value: string): { readonly name: string; readonly value: string } {
  return { name: `package_layers:${name}`, value };
}

/** A UUID of version 8 (RFC 9562) of what a digest is of. */
function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
