// Reads manifest and config of an image in a registry.

import { ActionError } from "../action/action-error";
import { parseJson, parseJsonIfValid } from "../action/json-document";
import {
  configSchema,
  indexSchema,
  manifestSchema,
  mediaTypes,
  type OciConfig,
  type OciManifest,
} from "../image/oci-schemas";
import { digestOf } from "../layer/digest";
import { findCredentials } from "./credentials";
import { parseImageName } from "./image-name";
import { RegistryClient } from "./registry-client";

const REMEDY = "name an image of one platform, by its digest where the tag is an index of several";

/**
 * Reads an image.
 *
 * @throws ActionError when there is none, or when the name means an index of several images
 */
export async function readRegistryImage(
  text: string,
  signal: AbortSignal,
): Promise<{ readonly manifest: OciManifest; readonly config: OciConfig }> {
  const { registry, repository, reference } = parseImageName(text);
  const credentials = await findCredentials(registry, process.env);
  const client = new RegistryClient({ registry, credentials, plainHttp: false, signal, warn: () => {} });
  try {
    const document = await client.get(repository, "manifests", reference, Object.values(mediaTypes));
    if (document === undefined) {
      throw new ActionError(`${registry} has no image ${repository}:${reference}`, { remedy: "check its name" });
    }
    const manifestText = document.toString("utf8");
    if (reference.startsWith("sha256:")) {
      requireDigest(document, reference, text);
    }
    if (parseJsonIfValid(indexSchema, manifestText) !== undefined) {
      throw new ActionError(`${text} is an index of several images`, { remedy: REMEDY });
    }
    const manifest = parseJson(manifestSchema, manifestText, {
      name: "the image's manifest",
      file: text,
      remedy: REMEDY,
    });
    const config = await client.get(repository, "blobs", manifest.config.digest, []);
    if (config === undefined) {
      throw new ActionError(`${registry} lacks the config of ${repository}:${reference}`, {
        remedy: "push it again",
      });
    }
    requireDigest(config, manifest.config.digest, text);
    return {
      manifest,
      config: parseJson(configSchema, config.toString("utf8"), {
        name: "the image's config",
        file: text,
        remedy: REMEDY,
      }),
    };
  } finally {
    client.close();
  }
}

/** @throws ActionError for other bytes than were asked for */
function requireDigest(bytes: Buffer, digest: string, image: string): void {
  const found = digestOf(bytes);
  if (found !== digest) {
    throw new ActionError(`the registry answers with ${found} where ${digest} was asked for`, {
      file: image,
      remedy: "push the image again; what the registry has is damaged",
    });
  }
}
