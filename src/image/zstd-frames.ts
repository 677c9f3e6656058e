// Finds where the frames of a zstd blob end. Node's decompressor stops after the first frame of several and says nothing
// (nodejs/node issue 64741), so a blob of many frames has to be handed to it one by one.

/** RFC 8878 §3.1.1: the first four bytes of a frame, little-endian. */
const FRAME_MAGIC = 0xfd2fb528;

/** RFC 8878 §3.1.2: the first four bytes of a skippable frame, of which the last half byte is free. */
const SKIPPABLE_MAGIC = 0x184d2a50;

/** RFC 8878 §3.1.1.2: the type of a block that holds one byte and how often to repeat it. */
const RUN_LENGTH_BLOCK = 1;

/**
 * Takes the whole frames off the start of a part of a zstd blob, skippable ones left out; nothing is decompressed.
 *
 * @returns views of the bytes: the frames in order, and the start of a frame whose end is not there.
 * @throws RangeError where no frame begins.
 */
export function takeZstdFrames(bytes: Buffer): { readonly frames: Buffer[]; readonly rest: Buffer } {
  const frames: Buffer[] = [];
  let start = 0;
  while (bytes.length - start >= 4) {
    const magic = bytes.readUInt32LE(start);
    const skippable = (magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC;
    if (magic !== FRAME_MAGIC && !skippable) {
      throw new RangeError(`no zstd frame begins at byte ${start}`);
    }
    const end = endOrMore(() => (skippable ? start + 8 + bytes.readUInt32LE(start + 4) : frameEnd(bytes, start)));
    if (end > bytes.length) {
      break;
    }
    if (!skippable) {
      frames.push(bytes.subarray(start, end));
    }
    start = end;
  }
  return { frames, rest: bytes.subarray(start) };
}

/** Infinity when the bytes that say where a frame ends have not arrived. */
function endOrMore(find: () => number): number {
  try {
    return find();
  } catch (error) {
    if (["ERR_OUT_OF_RANGE", "ERR_BUFFER_OUT_OF_BOUNDS"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      return Number.POSITIVE_INFINITY;
    }
    throw error;
  }
}

function frameEnd(blob: Buffer, start: number): number {
  const flags = blob.readUInt8(start + 4);
  const singleSegment = (flags & 0x20) !== 0;
  const hasChecksum = (flags & 0x04) !== 0;
  const windowSize = singleSegment ? 0 : 1;
  const dictionaryId = [0, 1, 2, 4][flags & 3]!;
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][flags >>> 6]!;
  let position = start + 5 + windowSize + dictionaryId + contentSize;
  for (let last = false; !last; ) {
    const header = blob.readUIntLE(position, 3);
    last = (header & 1) !== 0;
    const size = header >>> 3;
    position += 3 + (((header >>> 1) & 3) === RUN_LENGTH_BLOCK ? 1 : size);
  }
  return position + (hasChecksum ? 4 : 0);
}
