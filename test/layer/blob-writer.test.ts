import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BlobWriter, type PendingMember, RoomAhead } from "../../src/layer/blob-writer";
import { digestOf } from "./describe-layer";

const ROOM = new RoomAhead(1);

let folder: string;
let file: FileHandle;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "blob-writer-"));
  file = await open(path.join(folder, "blob"), "wx");
});

afterEach(async () => {
  await file.close();
  rmSync(folder, { recursive: true });
});

const written = () => readFileSync(path.join(folder, "blob"), "utf8");

/** A member that stands for `tar` with `blob`, after a while. */
function member(tar: string, blob: string, milliseconds = 0, cost = 1): PendingMember {
  const ready = milliseconds === 0 ? Promise.resolve() : delay(milliseconds);
  return {
    cost,
    emit: async (sink) => {
      await ready;
      sink.tar(Buffer.from(tar));
      await sink.blob(Buffer.from(blob));
    },
  };
}

test("a blob has the digests and sizes of what its members gave", async () => {
  const writer = new BlobWriter(file.fd, ROOM);
  await writer.add(member("tar one", "1"));
  await writer.add(member("tar two", "22"));
  expect(await writer.finish()).toEqual({
    digest: digestOf("122"),
    size: 3,
    diffId: digestOf("tar onetar two"),
    tarSize: 14,
  });
  expect(written()).toBe("122");
});

test("a blob without members is empty", async () => {
  expect(await new BlobWriter(file.fd, ROOM).finish()).toEqual({
    digest: digestOf(""),
    size: 0,
    diffId: digestOf(""),
    tarSize: 0,
  });
});

test("members appear in the order in which they were given, whichever is ready first", async () => {
  const writer = new BlobWriter(file.fd, ROOM);
  await writer.add(member("", "slow ", 30));
  await writer.add(member("", "fast ", 1));
  await writer.add(member("", "last", 10));
  const { digest } = await writer.finish();
  expect(written()).toBe("slow fast last");
  expect(digest).toBe(digestOf("slow fast last"));
});

test("a member may give its bytes in many parts", async () => {
  const writer = new BlobWriter(file.fd, ROOM);
  const parts = Array.from({ length: 200 }, (_, index) => Buffer.alloc(100_000, `${index} `));
  await writer.add({
    cost: 1,
    emit: async (sink) => {
      for (const part of parts) {
        sink.tar(part);
        await sink.blob(part);
      }
    },
  });
  const whole = Buffer.concat(parts);
  expect(await writer.finish()).toEqual({
    digest: digestOf(whole),
    size: whole.length,
    diffId: digestOf(whole),
    tarSize: whole.length,
  });
  expect(readFileSync(path.join(folder, "blob")).equals(whole)).toBe(true);
});

test("no more memory is on its way than a few members of the largest size", async () => {
  const writer = new BlobWriter(file.fd, ROOM);
  let waiting = 0;
  let most = 0;
  for (let index = 0; index < 50; index++) {
    waiting += 1;
    most = Math.max(most, waiting);
    await writer.add({
      cost: 8 << 20,
      emit: async (sink) => {
        waiting -= 1;
        await sink.blob(Buffer.from("x"));
      },
    });
  }
  expect((await writer.finish()).size).toBe(50);
  expect(most).toBeLessThan(10);
});

test("layers that are written at a time share the memory evenly, and give it back", async () => {
  const room = new RoomAhead(16);
  expect(room.share).toBe(64 << 20);
  const shares = await room.sharedBy(() =>
    room.sharedBy(async () => {
      await expect(room.sharedBy(() => Promise.reject(new Error("no layer")))).rejects.toThrow("no layer");
      return room.share;
    }),
  );
  expect(shares).toBe(32 << 20);
  expect(room.share).toBe(64 << 20);
});

test("each of many layers has room for two pieces and their members", async () => {
  const room = new RoomAhead(1);
  const shareOf = (layers: number): Promise<number> =>
    room.sharedBy(async () => (layers === 1 ? room.share : shareOf(layers - 1)));
  expect(await shareOf(100)).toBe(4 << 20);
});

test("a member that fails fails the blob", async () => {
  const writer = new BlobWriter(file.fd, ROOM);
  await writer.add(member("", "1"));
  await writer.add({ cost: 1, emit: () => Promise.reject(new Error("no member")) });
  await expect(writer.finish()).rejects.toThrow("no member");
});

test("a file that cannot be written fails the blob", async () => {
  writeFileSync(path.join(folder, "closed"), "");
  const readOnly = await open(path.join(folder, "closed"), "r");
  try {
    const writer = new BlobWriter(readOnly.fd, ROOM);
    await writer.add(member("", "1"));
    await expect(writer.finish()).rejects.toMatchObject({ code: "EBADF" });
  } finally {
    await readOnly.close();
  }
});
