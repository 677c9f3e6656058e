// Content for tests of compression.

import { createHash } from "node:crypto";

/** Bytes that deflate makes a little smaller, the same ones every time. */
export function someBytes(size: number, seed: string): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0, digest = Buffer.from(seed); at < size; at += 40) {
    digest = createHash("sha256").update(digest).digest();
    digest.copy(bytes, at);
  }
  return bytes;
}
