import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { crc32, deflateRawSync, gunzipSync, gzipSync } from "node:zlib";
import { BufferPool, PIECE_SIZE } from "../../src/layer/buffer-pool";
import { checkStreamWith, firstHere, givesContent, type StreamClaim } from "../../src/layer/stream-check";
import { someBytes } from "./some-bytes";

const GOES_ON = new AbortController().signal;
const SIZES = [1, 100_000, PIECE_SIZE - 18, PIECE_SIZE, PIECE_SIZE + 1, 2.5 * PIECE_SIZE];

let folder: string;
let descriptors: number[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "stream-check-"));
  descriptors = [];
});

afterEach(() => {
  descriptors.forEach(closeSync);
  rmSync(folder, { recursive: true });
});

/** The descriptor of a file with that content. */
function opened(content: Uint8Array): number {
  const file = path.join(folder, `source-${descriptors.length}`);
  writeFileSync(file, content);
  return keep(openSync(file, "r"));
}

function keep(descriptor: number): number {
  descriptors.push(descriptor);
  return descriptor;
}

/** Puts a stream into a file, between other bytes, and its content into another. */
function claimOf(content: Buffer, stream = deflateRawSync(content)): StreamClaim {
  const archive = path.join(folder, "wheel");
  writeFileSync(archive, Buffer.concat([Buffer.alloc(5, "x"), stream, Buffer.alloc(5, "x")]));
  const wheel = keep(openSync(archive, "r"));
  const entry = { crc32: crc32(content), compressedSize: stream.length, size: content.length };
  return { wheel, entry, offset: 5, source: opened(content) };
}

describe.each(SIZES)("a stream of %d bytes", (size) => {
  const content = someBytes(size, "content");
  const checkStream = checkStreamWith(new BufferPool());

  it("is proved when it gives the file", async () => {
    await expect(checkStream(claimOf(content), GOES_ON)).resolves.toBe(true);
  });

  it("is not when the file has one other byte, is shorter or longer", async () => {
    const claim = claimOf(content);
    const other = Buffer.from(content);
    other[size - 1]! ^= 1;
    for (const changed of [other, content.subarray(1), content.subarray(0, -1)]) {
      await expect(checkStream({ ...claim, source: opened(changed) }, GOES_ON)).resolves.toBe(false);
    }
  });

  it("is neither right nor wrong when the machine fails", async () => {
    const claim = claimOf(content);
    const directory = keep(openSync(folder, "r"));
    for (const failing of [{ source: directory }, { wheel: directory }]) {
      await expect(checkStream({ ...claim, ...failing }, GOES_ON)).rejects.toMatchObject({ code: "EISDIR" });
    }
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

test("givesContent refuses whatever comes after the stream, zeros too", () => {
  const content = someBytes(1000, "content");
  const member = gzipSync(content);
  expect(givesContent(member, content, gunzipSync)).toBe(true);
  for (const behind of [Buffer.alloc(3), Buffer.from("junk"), member]) {
    expect(givesContent(Buffer.concat([member, behind]), content, gunzipSync)).toBe(false);
  }
  expect(givesContent(member, content.subarray(1), gunzipSync)).toBe(false);
  expect(givesContent(member.subarray(0, -1), content, gunzipSync)).toBe(false);
});

test("another thread proves streams only when this one has proved many bytes", async () => {
  const asked: string[] = [];
  const prover = (name: string) => async () => {
    asked.push(name);
    return true;
  };
  const checkStream = firstHere(prover("here"), prover("elsewhere"));
  for (const size of [4 << 20, 4 << 20, 1, 1]) {
    const claim = { wheel: 0, source: 0, offset: 0, entry: { crc32: 0, compressedSize: 1, size } };
    await checkStream(claim, new AbortController().signal);
  }
  expect(asked).toEqual(["here", "here", "elsewhere", "elsewhere"]);
});
