// Decides from a file's content whether it is already compressed: compressing it again would only take time.

/** Storing a smaller file costs more, since it divides the deflate stream, than it saves. */
const LEAST_COMPRESSED_FILE = 4 << 10;

/** How many bytes of a file decide this. */
const MAGIC_BYTES = 6;

/** What gzip (RFC 1952 §2.3.1), Zstandard (RFC 8878 §3.1.1) and xz (The .xz File Format, §2.1.1.1) files begin with. */
const MAGICS = ["1f8b08", "28b52ffd", "fd377a585a00"];

/** Whether a file of that size which starts like this is gzip, zstd or xz, and large enough to be stored as it is. */
export function isCompressedFile(start: Uint8Array, size: number): boolean {
  if (size < LEAST_COMPRESSED_FILE) {
    return false;
  }
  const head = Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, MAGIC_BYTES)).toString("hex");
  return MAGICS.some((magic) => head.startsWith(magic));
}
