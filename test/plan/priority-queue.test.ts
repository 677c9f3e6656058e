import fc from "fast-check";
import { PriorityQueue } from "../../src/plan/priority-queue";

test("gives items in order, whatever the order they came in", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const queue = new PriorityQueue<number>((a, b) => a < b);
      for (const number of numbers) {
        queue.push(number);
      }
      expect(queue.size).toBe(numbers.length);
      expect(numbers.map(() => queue.pop())).toEqual([...numbers].sort((a, b) => a - b));
      expect(queue.pop()).toBeUndefined();
    }),
  );
});

test("pushes and pops may alternate", () => {
  const queue = new PriorityQueue<number>((a, b) => a > b);
  queue.push(1);
  queue.push(3);
  expect(queue.pop()).toBe(3);
  queue.push(2);
  queue.push(0);
  expect([queue.pop(), queue.pop(), queue.pop(), queue.size]).toEqual([2, 1, 0, 0]);
});
