// What an image's history says about one of our layers (OCI image-spec, config.md): the packages that it holds.

/** The time of every layer and image: a real one would make their bytes differ from build to build. */
export const CREATED = "1970-01-01T00:00:00Z";

/** Distributions, or what else a layer holds, in the order of the tar. */
export type LayerContents = readonly { readonly name: string; readonly version: string }[];

/** What the history of every layer of ours begins with. */
export const CREATED_BY = "package_layers: ";

/** What the history says about a layer: the packages it holds. */
export function createdBy(contents: LayerContents): string {
  return `${CREATED_BY}${contents.map(({ name, version }) => `${name} ${version}`.trim()).join(", ")}`;
}

/** An entry of the history. */
export function historyEntry(createdBy: string): { readonly created: string; readonly created_by: string } {
  return { created: CREATED, created_by: createdBy };
}
