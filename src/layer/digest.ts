// A digest as OCI writes it: `sha256:` and the SHA-256 of some bytes (image-spec, descriptor.md).

import { createHash, type Hash } from "node:crypto";
import * as z from "zod";

/** `sha256:` and 64 lower-case hexadecimal digits. */
export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/, "is not a sha256 digest");

/** SHA-256 of bytes or of a text in UTF-8. */
export function sha256Of(content: Uint8Array | string): Buffer {
  return createHash("sha256").update(content).digest();
}

/** Digest of bytes or of a text in UTF-8. */
export function digestOf(content: Uint8Array | string): string {
  return `sha256:${sha256Of(content).toString("hex")}`;
}

/** Digest of everything that went through a hash, which cannot be used afterwards. */
export function finishDigest(hash: Hash): string {
  return `sha256:${hash.digest("hex")}`;
}
