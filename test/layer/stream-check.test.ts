import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { BufferPool, PIECE_SIZE } from "../../src/layer/buffer-pool";
import { checkStreamWith, givesContent, type StreamClaim } from "../../src/layer/stream-check";
import { someBytes } from "./some-bytes";

const GOES_ON = new AbortController().signal;
const SIZES = [1, 100_000, PIECE_SIZE - 18, PIECE_SIZE, PIECE_SIZE + 1, 2.5 * PIECE_SIZE];

let folder: string;
let wheel: number;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "stream-check-"));
});

afterEach(() => {
  closeSync(wheel);
  rmSync(folder, { recursive: true });
});

/** Puts a stream into a file, between other bytes, and its content into another. */
function claimOf(content: Buffer, stream = deflateRawSync(content)): StreamClaim {
  const archive = path.join(folder, "wheel");
  writeFileSync(archive, Buffer.concat([Buffer.alloc(5, "x"), stream, Buffer.alloc(5, "x")]));
  wheel = openSync(archive, "r");
  const source = path.join(folder, "source");
  writeFileSync(source, content);
  return {
    wheel,
    entry: { crc32: crc32(content), compressedSize: stream.length, size: content.length },
    offset: 5,
    source,
  };
}

describe.each(SIZES)("a stream of %d bytes", (size) => {
  const content = someBytes(size, "content");
  const checkStream = checkStreamWith(new BufferPool());

  it("is proved when it gives the file", async () => {
    await expect(checkStream(claimOf(content), GOES_ON)).resolves.toBe(true);
  });

  it("is not when the file has one other byte, is shorter, longer or away", async () => {
    const claim = claimOf(content);
    const other = Buffer.from(content);
    other[size - 1]! ^= 1;
    for (const changed of [other, content.subarray(1), content.subarray(0, -1)]) {
      writeFileSync(claim.source, changed);
      await expect(checkStream(claim, GOES_ON)).resolves.toBe(false);
    }
    rmSync(claim.source);
    await expect(checkStream(claim, GOES_ON)).resolves.toBe(false);
  });

  it("is not when the archive says a wrong checksum, size or length, or the wheel ends before", async () => {
    const claim = claimOf(content);
    const { entry } = claim;
    for (const lie of [
      { crc32: entry.crc32 ^ 1 },
      { size: size + 1 },
      { size: size - 1 },
      { compressedSize: entry.compressedSize + 1 },
      { compressedSize: entry.compressedSize - 1 },
      { compressedSize: entry.compressedSize + 100 },
    ]) {
      await expect(checkStream({ ...claim, entry: { ...entry, ...lie } }, GOES_ON)).resolves.toBe(false);
    }
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const proof = checkStream(claimOf(content), stop.signal);
    stop.abort(new Error("stopped"));
    if (size > PIECE_SIZE) {
      await expect(proof).rejects.toThrow("stopped");
    } else {
      // It is over before anybody can say so.
      await expect(proof).resolves.toBe(true);
    }
    await expect(checkStream(claimOf(content), stop.signal)).rejects.toThrow("stopped");
  });
});

test("givesContent refuses whatever stands behind the stream, zeros too", () => {
  const content = someBytes(1000, "content");
  const member = gzipSync(content);
  wheel = openSync(folder, "r");
  expect(givesContent(member, content)).toBe(true);
  for (const behind of [Buffer.alloc(3), Buffer.from("junk"), member]) {
    expect(givesContent(Buffer.concat([member, behind]), content)).toBe(false);
  }
  expect(givesContent(member, content.subarray(1))).toBe(false);
  expect(givesContent(member.subarray(0, -1), content)).toBe(false);
});
