// The split takes the worst node again and again; a binary heap makes that cheap for ten thousand packages.

/** A binary heap: `pop` gives the item that comes first in the order given. Items equal in the order come in any order. */
export class PriorityQueue<T> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  /** @param before whether `a` is to come out before `b`; a strict order */
  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(item, items[parent]!)) {
        break;
      }
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  /** Removes and returns the first item; undefined when there is none. */
  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) {
      return first;
    }
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) {
        break;
      }
      if (child + 1 < items.length && this.#before(items[child + 1]!, items[child]!)) {
        child += 1;
      }
      if (!this.#before(items[child]!, last)) {
        break;
      }
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return first;
  }
}
