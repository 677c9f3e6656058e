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
  /** How many blobs are on their way at a time. */
  readonly jobs: number;
  /** Told of each blob that is done. */
  readonly done: (blob: PushedBlob) => void;
}

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
  const results: PushedBlob[] = [];

  async function push(digest: string, size: number): Promise<PushedBlob> {
    if (await client.hasBlob(repository, digest)) {
      return { digest, size, how: "there" };
    }
    for (const from of siblings(digest)) {
      if (from !== repository && (await client.mountBlob(repository, digest, from))) {
        return { digest, size, how: "mounted", from };
      }
    }
    await client.uploadBlob(repository, { digest, size, file: blobPath(layout, digest) });
    return { digest, size, how: "uploaded" };
  }

  let next = 0;
  const work = async () => {
    while (next < blobs.length) {
      const index = next;
      next += 1;
      const { digest, size } = blobs[index]!;
      results[index] = await push(digest, size);
      done(results[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, blobs.length) }, work));
  await client.putManifest(repository, reference, descriptor.mediaType, Buffer.from(manifestText));
  return results;
}
