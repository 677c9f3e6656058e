// Pushes the image of a layout: what the repository has stays, what a sibling has is mounted, the rest is uploaded.

import { blobPath } from "../image/layout-documents";
import type { LayoutImage } from "../image/layout-image";
import { mediaTypes } from "../image/oci-schemas";
import type { ImageName } from "./image-name";
import type { RegistryClient } from "./registry-client";

/** What became of a blob. */
export interface PushedBlob {
  readonly digest: string;
  readonly size: number;
  readonly how: "there" | "mounted" | "uploaded";
  /** The repository that it was mounted from. */
  readonly from?: string;
}

/** Everything that a push needs. */
export interface PushOptions {
  readonly layout: string;
  readonly image: LayoutImage;
  readonly name: ImageName;
  /** Repositories of the same registry that may have a blob, by digest; tried in their order. */
  readonly siblings: (digest: string) => readonly string[];
  /** How many blobs are mounted or uploaded at a time. */
  readonly jobs: number;
  /** Told of each blob that is done. */
  readonly done: (blob: PushedBlob) => void;
}

/** How many blobs are looked up at a time: a changed line is hardly more than one short request for each layer. */
const LOOK_UPS = 16;

/**
 * Pushes. The manifest comes last: until all blobs are there, the tag says what it said.
 *
 * @returns what became of each blob, in the image's order; empty when the tag has this very image already
 * @throws ActionError when the registry refuses or cannot be reached
 */
export async function pushImage(client: RegistryClient, options: PushOptions): Promise<readonly PushedBlob[]> {
  const { layout, image, name, siblings, jobs, done } = options;
  const { repository, reference } = name;
  const { descriptor, manifest, manifestText } = image;
  const accept = [descriptor.mediaType, mediaTypes.manifest, mediaTypes.dockerManifest];
  if ((await client.manifestDigest(repository, reference, accept)) === descriptor.digest) {
    return [];
  }
  const blobs = [...new Map([...manifest.layers, manifest.config].map((blob) => [blob.digest, blob])).values()];
  const isThere = await inParallel(blobs, LOOK_UPS, ({ digest }) => client.hasBlob(repository, digest));

  async function bring(digest: string, size: number): Promise<PushedBlob> {
    for (const from of siblings(digest)) {
      if (from !== repository && (await client.mountBlob(repository, digest, from))) {
        return { digest, size, how: "mounted", from };
      }
    }
    await client.uploadBlob(repository, { digest, size, file: blobPath(layout, digest) });
    return { digest, size, how: "uploaded" };
  }

  const results = await inParallel(blobs, jobs, async ({ digest, size }, index): Promise<PushedBlob> => {
    const blob: PushedBlob = isThere[index] ? { digest, size, how: "there" } : await bring(digest, size);
    done(blob);
    return blob;
  });
  await client.putManifest(repository, reference, descriptor.mediaType, Buffer.from(manifestText));
  return results;
}

/** Does the work for each item, for so many at a time; the results are in the items' order. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  atATime: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.entries();
  const goOn = async () => {
    for (const [index, item] of left) {
      results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, goOn));
  return results;
}
