// Divides the packages that do not stand alone into bundles whose borders do not move: first at fixed size classes, then
// by the hash of the name. A package changes its bundle only when its own size crosses a border or the tree is cut anew.

import { createHash } from "node:crypto";
import { changeWeight } from "./change-weight";
import { PriorityQueue } from "./priority-queue";

/** What is divided: a package, or several that must stay together. */
export interface SplitItem {
  /** Decides the hash and all ties; unchanged by an upgrade. */
  readonly name: string;
  /** Tells items of one name apart. */
  readonly id: string;
  /** Uncompressed bytes, a whole number. */
  readonly bytes: number;
}

/** A part of the items, with what all of its items have in common. */
export interface SplitPart<T extends SplitItem> {
  /** Ordered by class, then hash, then name, then id. */
  readonly items: readonly T[];
  readonly lowestClass: number;
  readonly highestClass: number;
  /** The leading bits of the name's hash that chose this part, e.g. "01"; empty when sizes alone did. */
  readonly hashPrefix: string;
}

/**
 * Size class: floor(log4(bytes)), with 0 and 1 byte in class 0. Counted in whole numbers, since the logarithm of a power
 * of four may round down.
 */
export function sizeClass(bytes: number): number {
  let sizeClass = 0;
  for (let rest = Math.floor(bytes / 4); rest >= 1; rest = Math.floor(rest / 4)) {
    sizeClass += 1;
  }
  return sizeClass;
}

/** First 64 bits of SHA-256 of the name in UTF-8. */
export function nameKey(name: string): bigint {
  return createHash("sha256").update(name).digest().readBigUInt64BE();
}

/** Orders strings by UTF-16 code units, which no locale changes. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Entry<T> {
  readonly item: T;
  readonly class: number;
  readonly key: bigint;
}

/** A run [start, end) of the ordered entries. */
interface Node {
  readonly start: number;
  readonly end: number;
  readonly bytes: bigint;
  readonly waste: bigint;
  /** Place of the node's least (name, id) among all; decides ties. */
  readonly leastRank: number;
  /** How many leading hash bits chose the node within its class. */
  readonly hashBits: number;
}

/**
 * Divides items into `count` parts, or one part an item when there are fewer items.
 *
 * Starts with one node; takes the node of greatest waste S(q(n) - q(1)), where S are its bytes and n its members, and cuts
 * it: at the class border where S1 q(n1) + S2 q(n2) is least (the lowest on ties), or, within one class, at the first hash
 * bit in which members differ. q is changeWeight. Two items that share a name share the hash too and are cut by id.
 *
 * The result does not depend on the order of `items`. Parts come in no meaningful order.
 *
 * @param minimumBytes a cut that would leave less than this on one side is not made; then fewer parts come out
 */
export function split<T extends SplitItem>(items: readonly T[], count: number, minimumBytes = 0): SplitPart<T>[] {
  if (items.length === 0 || count <= 0) {
    return [];
  }
  const entries: Entry<T>[] = items
    .map((item) => ({ item, class: sizeClass(item.bytes), key: nameKey(item.name) }))
    .sort(
      (a, b) =>
        a.class - b.class ||
        (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) ||
        compareText(a.item.name, b.item.name) ||
        compareText(a.item.id, b.item.id),
    );
  const ranks = nameRanks(entries);
  const bytesBefore: bigint[] = [0n];
  for (const entry of entries) {
    bytesBefore.push(bytesBefore.at(-1)! + BigInt(entry.item.bytes));
  }
  const bytesOf = (start: number, end: number) => bytesBefore[end]! - bytesBefore[start]!;
  const minimum = BigInt(minimumBytes);

  function makeNode(start: number, end: number, hashBits: number): Node {
    const bytes = bytesOf(start, end);
    let leastRank = ranks[start]!;
    for (let at = start + 1; at < end; at++) {
      leastRank = Math.min(leastRank, ranks[at]!);
    }
    return { start, end, bytes, waste: bytes * (changeWeight(end - start) - changeWeight(1)), leastRank, hashBits };
  }

  /** Where to cut the node and how many hash bits its halves have in common, or undefined when it must stay whole. */
  function cut({ start, end, hashBits }: Node): { at: number; hashBits: number } | undefined {
    const allowed = (at: number) => bytesOf(start, at) >= minimum && bytesOf(at, end) >= minimum;
    if (entries[start]!.class !== entries[end - 1]!.class) {
      let best: { at: number; hashBits: number; cost: bigint } | undefined;
      for (let at = start + 1; at < end; at++) {
        if (entries[at]!.class === entries[at - 1]!.class || !allowed(at)) {
          continue;
        }
        const cost = bytesOf(start, at) * changeWeight(at - start) + bytesOf(at, end) * changeWeight(end - at);
        if (best === undefined || cost < best.cost) {
          best = { at, hashBits, cost };
        }
      }
      return best;
    }
    const differing = entries[start]!.key ^ entries[end - 1]!.key;
    if (differing === 0n) {
      return allowed(start + 1) ? { at: start + 1, hashBits } : undefined;
    }
    const bit = differing.toString(2).length - 1;
    const at = firstWithBit(entries, start, end, BigInt(bit));
    return allowed(at) ? { at, hashBits: 64 - bit } : undefined;
  }

  const open = new PriorityQueue<Node>(
    (a, b) => a.waste > b.waste || (a.waste === b.waste && a.leastRank < b.leastRank),
  );
  const finished: Node[] = [];
  const add = (node: Node) => (node.end - node.start === 1 ? finished.push(node) : open.push(node));
  add(makeNode(0, entries.length, 0));
  while (finished.length + open.size < count) {
    const node = open.pop();
    if (node === undefined) {
      break;
    }
    const where = cut(node);
    if (where === undefined) {
      finished.push(node);
      continue;
    }
    add(makeNode(node.start, where.at, where.hashBits));
    add(makeNode(where.at, node.end, where.hashBits));
  }
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    finished.push(node);
  }
  return finished.map(({ start, end, hashBits }) => ({
    items: entries.slice(start, end).map((entry) => entry.item),
    lowestClass: entries[start]!.class,
    highestClass: entries[end - 1]!.class,
    hashPrefix: entries[start]!.key.toString(2).padStart(64, "0").slice(0, hashBits),
  }));
}

/** The first entry of [start, end), all of one class and alike above the bit, whose key has the bit set. */
function firstWithBit<T>(entries: readonly Entry<T>[], start: number, end: number, bit: bigint): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (((entries[middle]!.key >> bit) & 1n) === 1n) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** For each entry, its place in the order of names and ids. */
function nameRanks<T extends SplitItem>(entries: readonly Entry<T>[]): number[] {
  const byName = entries
    .map((entry, index) => ({ item: entry.item, index }))
    .sort((a, b) => compareText(a.item.name, b.item.name) || compareText(a.item.id, b.item.id));
  const ranks = new Array<number>(entries.length);
  byName.forEach(({ index }, rank) => {
    ranks[index] = rank;
  });
  return ranks;
}
