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

/** Text such as a module has, the same each time. Up to 64 KiB of it is a single deflate block. */
export function someText(size: number, seed: string): Buffer {
  const names = someBytes(size, seed).toString("hex");
  const lines: string[] = [];
  for (let length = 0; length < size; length += lines.at(-1)!.length) {
    const name = names.slice(8 * lines.length, 8 * lines.length + 8);
    lines.push(`def function_${name}(argument):\n    return argument\n`);
  }
  return Buffer.from(lines.join("")).subarray(0, size);
}
