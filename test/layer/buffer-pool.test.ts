import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { BufferPool, EndOfFile, PIECE_SIZE, readerOf, release } from "../../src/layer/buffer-pool";

test("a buffer that was given back is used again, and one that was not never is", () => {
  const pool = new BufferPool();
  const [first, second] = [pool.take(), pool.take()];
  expect(first).not.toBe(second);
  expect(first).toHaveLength(PIECE_SIZE);
  pool.give(second);
  expect(pool.take()).toBe(second);
  expect([first, second]).not.toContain(pool.take());
});

test("a pool keeps only some of the buffers that it is given", () => {
  const pool = new BufferPool();
  const given = Array.from({ length: 40 }, () => pool.take());
  given.forEach((piece) => {
    pool.give(piece);
  });
  const again = given.map(() => pool.take());
  const kept = again.filter((piece) => given.includes(piece));
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(given.length);
  expect(new Set(again).size).toBe(again.length);
});

describe("a reader", () => {
  let folder: string;
  let descriptor: number;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "buffer-pool-"));
    writeFileSync(path.join(folder, "file"), "0123456789");
    descriptor = openSync(path.join(folder, "file"), "r");
  });

  afterEach(() => {
    closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });

  test("fills its target from a position, whatever was read before", () => {
    const read = readerOf(descriptor);
    for (const [position, length, text] of [
      [4, 6, "456789"],
      [0, 3, "012"],
      [10, 0, ""],
    ] as const) {
      const target = Buffer.alloc(length);
      read(target, position);
      expect(target.toString()).toBe(text);
    }
  });

  test("says where a file that ends too early should have reached", () => {
    expect(() => readerOf(descriptor)(Buffer.alloc(4), 8)).toThrow(new EndOfFile("the file ends before byte 12"));
  });
});

test("release frees a buffer with memory of its own, and never what other buffers lie in", () => {
  const own = Buffer.allocUnsafeSlow(PIECE_SIZE);
  const pooled = Buffer.from("pooled");
  const neighbour = Buffer.from("neighbour");
  release(pooled);
  expect(`${pooled} ${neighbour}`).toBe("pooled neighbour");
  release(own);
  expect(own.length).toBe(0);
});
