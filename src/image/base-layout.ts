// Reads the base image: an OCI image layout directory with an image for the wanted platform.

import { stat } from "node:fs/promises";
import { ActionError } from "../action/action-error";
import { ociLayerMediaType } from "./docker-media-types";
import { CREATED_BY } from "./layer-history";
import { blobPath, indexPath, type Layout, readLayoutDocument, readLayoutIndex } from "./layout-documents";
import {
  configSchema,
  type IndexEntry,
  indexSchema,
  manifestSchema,
  mediaTypes,
  type OciConfig,
  type OciDescriptor,
} from "./oci-schemas";
import { formatPlatform, type ImagePlatform, platformRank } from "./platform-match";

/** What an image takes over from its base. */
export interface BaseImage {
  /** With the media types of OCI, also where the base has Docker's. One with `urls` may not be in the layout. */
  readonly layers: readonly OciDescriptor[];
  readonly config: OciConfig;
}

const REMEDY =
  "give `base` one image as rules_oci's pull or oci_image makes it, or a layout written by `crane pull --format=oci`";

/**
 * Reads and checks the base. For its layers only presence and size are checked: nothing reads their bytes before the
 * image is pushed or loaded. A layer with `urls` may be missing, as Docker's foreign layers are.
 *
 * @throws ActionError when the layout is broken, or has no image of the platform, or several.
 */
export async function readBaseLayout(directory: string, platform: ImagePlatform): Promise<BaseImage> {
  const layout = { directory, name: "the base", remedy: REMEDY };
  const image = await chooseImage(layout, platform);
  const { value: manifest } = await readLayoutDocument(manifestSchema, layout, image, "manifest");
  const { value: config } = await readLayoutDocument(configSchema, layout, manifest.config, "config");
  const configFile = blobPath(directory, manifest.config.digest);
  if (config.rootfs.diff_ids.length !== manifest.layers.length) {
    throw new ActionError(
      `the base has ${manifest.layers.length} layers and ${config.rootfs.diff_ids.length} diff_ids`,
      { file: configFile, remedy: REMEDY },
    );
  }
  // If no variant is asked for, the image takes that of its only base.
  const wanted = platform.variant === undefined ? { ...platform, variant: config.variant } : platform;
  if (platformRank(wanted, config) === undefined) {
    throw new ActionError(`the base is for ${formatPlatform(config)} and the image for ${formatPlatform(platform)}`, {
      file: configFile,
      remedy: "choose a base of the same platform, or build for the base's with --platforms",
    });
  }
  refuseOwnImage(config, configFile);
  await Promise.all(manifest.layers.map((layer) => requireLayer(directory, layer)));
  return {
    layers: manifest.layers.map((layer) => ({ ...layer, mediaType: ociLayerMediaType(layer.mediaType) })),
    config,
  };
}

/** An image that a layout has, and what its index says about it. */
interface Candidate {
  readonly image: IndexEntry;
  /** The index that names it. */
  readonly file: string;
}

/** The layout's only image, whatever its platform, or the one that suits the platform best. */
async function chooseImage(layout: Layout, platform: ImagePlatform): Promise<OciDescriptor> {
  const indexFile = indexPath(layout.directory);
  const entries = await indexEntries(layout, await readLayoutIndex(layout), indexFile);
  const candidates = entries.filter(({ image }) => IMAGE_TYPES.includes(image.mediaType));
  const [only, another] = candidates;
  if (only === undefined) {
    const [other] = entries;
    throw new ActionError(
      other === undefined
        ? "the base holds no image"
        : `the base is of media type ${other.image.mediaType}, which is not an image`,
      { file: indexFile, remedy: REMEDY },
    );
  }
  return another === undefined ? only.image : bestImage(layout, candidates, platform, indexFile);
}

const IMAGE_TYPES: readonly string[] = [mediaTypes.manifest, mediaTypes.dockerManifest];
const INDEX_TYPES: readonly string[] = [mediaTypes.index, mediaTypes.dockerIndex];
const CONFIG_TYPES: readonly string[] = [mediaTypes.config, mediaTypes.dockerConfig];

/** What an index names, and the indexes in it. */
async function indexEntries(layout: Layout, named: readonly IndexEntry[], file: string): Promise<Candidate[]> {
  const entries: Candidate[] = [];
  for (const image of named) {
    if (INDEX_TYPES.includes(image.mediaType)) {
      const { value } = await readLayoutDocument(indexSchema, layout, image, "index");
      entries.push(...(await indexEntries(layout, value.manifests, blobPath(layout.directory, image.digest))));
    } else {
      entries.push({ image, file });
    }
  }
  return entries;
}

/** @throws ActionError that lists the images when none suits the platform, or several suit it equally well. */
async function bestImage(
  layout: Layout,
  candidates: readonly Candidate[],
  platform: ImagePlatform,
  indexFile: string,
): Promise<OciDescriptor> {
  const offers: {
    readonly image: IndexEntry;
    readonly file: string;
    readonly offered: string;
    readonly rank?: number;
  }[] = [];
  for (const { image, file } of candidates) {
    // An attestation of BuildKit has the platform unknown/unknown, which no image has.
    const offered = image.platform ?? (await platformOfConfig(layout, image));
    const rank = offered === undefined ? undefined : platformRank(platform, offered);
    offers.push({
      image,
      file,
      offered: offered === undefined ? "something that is not an image" : formatPlatform(offered),
      ...(rank === undefined ? {} : { rank }),
    });
  }
  const suitable = offers.filter(({ rank }) => rank !== undefined);
  const wanted = formatPlatform(platform);
  if (suitable.length === 0) {
    throw new ActionError(
      `the base has no image for ${wanted}; it has ${offers.map(({ offered }) => offered).join(", ")}`,
      {
        file: offers[0]?.file ?? indexFile,
        remedy: "choose a base that has one, or build for a platform that the base has, with --platforms or `platform`",
      },
    );
  }
  const best = Math.min(...suitable.map(({ rank }) => rank!));
  const images = new Map(
    suitable.filter(({ rank }) => rank === best).map(({ image, ...rest }) => [image.digest, { image, ...rest }]),
  );
  const [chosen, another] = images.values();
  if (another !== undefined) {
    throw new ActionError(`the base has ${images.size} images for ${wanted}: ${[...images.keys()].join(", ")}`, {
      file: another.file,
      remedy: "give `base` a layout with one of them, such as `crane pull --format=oci NAME@DIGEST DIRECTORY` writes",
    });
  }
  return chosen!.image;
}

/** The platform that an image's config names; undefined for something that only looks like an image, such as a signature. */
async function platformOfConfig(layout: Layout, image: OciDescriptor): Promise<ImagePlatform | undefined> {
  const { value: manifest } = await readLayoutDocument(manifestSchema, layout, image, "manifest");
  return CONFIG_TYPES.includes(manifest.config.mediaType)
    ? (await readLayoutDocument(configSchema, layout, manifest.config, "config")).value
    : undefined;
}

/** An image of ours has its program, and packages that both have, where another of ours puts its own. */
function refuseOwnImage({ history }: OciConfig, file: string): void {
  if ((history ?? []).some(({ created_by }) => created_by?.startsWith(CREATED_BY))) {
    throw new ActionError("the base is an image that package_layers made, whose program this image would replace", {
      file,
      remedy: "put both programs into one image with `binaries`, and give it the base that the other image has",
    });
  }
}

async function requireLayer(directory: string, { digest, size, urls = [] }: OciDescriptor): Promise<void> {
  const file = blobPath(directory, digest);
  const found = await stat(file).catch((cause: unknown) => {
    if (urls.length > 0 && (cause as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw new ActionError("the base lacks a layer that its manifest names", { file, remedy: REMEDY, cause });
  });
  if (found !== undefined && (!found.isFile() || found.size !== size)) {
    throw new ActionError(`a layer of the base has ${found.size} bytes where its manifest says ${size}`, {
      file,
      remedy: "fetch or build the base again",
    });
  }
}
