// What threads have in common: this process's first thread, and the same module as another thread has it.

import { dataForThread, inTurn, isThreadRunning, threadEnded, threadStarted } from "../../src/action/action-threads";
import { inThread } from "./in-thread";

afterEach(() => threadEnded(5));

test("all threads know which of them run", () => {
  const other = inThread(5);
  const running = () => [0, 5, 6].map((id) => [isThreadRunning(id), other.isThreadRunning(id)]);
  expect(other.processToken).toBe(dataForThread().processToken);
  expect(running()).toEqual([
    [true, true],
    [false, false],
    [false, false],
  ]);
  threadStarted(5);
  threadStarted(6);
  threadEnded(6);
  expect(running()).toEqual([
    [true, true],
    [true, true],
    [false, false],
  ]);
});

test("threads take turns, and one whose work fails gives its turn back", async () => {
  const other = inThread(5);
  const order: string[] = [];
  let mine: Promise<unknown> | undefined;
  const theirs = other.inTurn(() => {
    mine = inTurn(() => order.push("mine"));
    order.push("theirs");
    throw new Error("failed");
  });
  await expect(theirs).rejects.toThrow("failed");
  await mine;
  expect(order).toEqual(["theirs", "mine"]);
});

test("a thread that has ended in its turn keeps no other from its own", async () => {
  const other = inThread(5);
  const order: string[] = [];
  let mine: Promise<unknown> | undefined;
  await other.inTurn(() => {
    threadEnded(5);
    mine = inTurn(() => order.push("mine"));
    order.push("theirs");
  });
  await mine;
  expect(order).toEqual(["mine", "theirs"]);
});
