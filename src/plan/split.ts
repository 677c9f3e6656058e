// Divides packages into layers whose borders do not move: first at fixed size classes, then by the hash of the name. Only
// names and classes count, not bytes, so that an upgrade within its class moves nothing.

import { sha256Of } from "../layer/digest";
import { chanceOfAnyChange } from "./layer-cost";

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

/** Size class: floor(log2(bytes)), with 0 and 1 byte in class 0. */
export function sizeClass(bytes: number): number {
  let sizeClass = 0;
  for (let rest = Math.floor(bytes / 2); rest >= 1; rest = Math.floor(rest / 2)) {
    sizeClass += 1;
  }
  return sizeClass;
}

/** How much an item of a class counts in every decision: the class's least size, 2^class. */
export function classWeight(sizeClass: number): bigint {
  return 1n << BigInt(sizeClass);
}

/** First 64 bits of SHA-256 of the name in UTF-8. */
export function nameKey(name: string): bigint {
  return sha256Of(name).readBigUInt64BE();
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
  /** Sum of the members' class weights. */
  readonly weight: bigint;
  /** Whether all members are of one class. */
  readonly oneClass: boolean;
  /** Place of the node's least (name, id) among all; decides ties. */
  readonly leastRank: number;
  /** How many leading hash bits chose the node within its class. */
  readonly hashBits: number;
}

/** How far items are divided. */
export interface SplitLimits {
  /** Most parts. */
  readonly count: number;
  /** A cut that would leave less than this on one side is not made; bytes. */
  readonly minimumBytes?: number;
  /** What a further part costs, in bytes; 0 or absent: as many parts as `count` allows. */
  readonly partCost?: number;
}

/**
 * Divides items into as many parts as pay, and no more than `count`; with no `partCost`, one part an item when there are
 * fewer items.
 *
 * Starts with one node; takes the node that wastes most and cuts it: the members of its highest class from the rest, or,
 * within one class, at the first hash bit in which members differ. A node of n members whose class weights sum up to S
 * wastes S + S/2n, and 7/8 of that when they are of one class. S is what an upgrade pushes, and what an image stores that
 * differs from another in one member; S/2n sets few large members free before many small ones, since packages alone are
 * layers that all images share; a cut within a class gains less, as both halves go on being bundles. bench/README.md says
 * how the two numbers were chosen. Ties go to the node of the least name. Two items that share a name share the hash too
 * and are cut by id.
 *
 * Names and classes fix the tree of all cuts, and a count only says how far down it is cut. So a package that comes, goes or
 * grows touches the nodes that it is in, and, for each cut gained or lost there, one cut elsewhere.
 *
 * With a `partCost` the count is the one, up to `count`, for which all parts together cost least: each costs `partCost`,
 * and its weight times the chance that one of its members changes. (The first cuts of many small packages gain nothing by
 * themselves, so that the first that does not pay is not a reason to stop.)
 *
 * The result does not depend on the order of `items`. Parts come in no meaningful order.
 */
export function split<T extends SplitItem>(
  items: readonly T[],
  { count, minimumBytes = 0, partCost = 0 }: SplitLimits,
): SplitPart<T>[] {
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
  const weightOf = runningSum(entries, (entry) => classWeight(entry.class));
  const bytesOf = runningSum(entries, (entry) => BigInt(entry.item.bytes));
  const minimum = BigInt(minimumBytes);

  function makeNode(start: number, end: number, hashBits: number): Node {
    let leastRank = ranks[start]!;
    for (let at = start + 1; at < end; at++) {
      leastRank = Math.min(leastRank, ranks[at]!);
    }
    const oneClass = entries[start]!.class === entries[end - 1]!.class;
    return { start, end, weight: weightOf(start, end), oneClass, leastRank, hashBits };
  }

  /** Where to cut the node and how many hash bits its halves have in common, or undefined when it must stay whole. */
  function cut({ start, end, oneClass, hashBits }: Node): { at: number; hashBits: number } | undefined {
    const allowed = (at: number) => bytesOf(start, at) >= minimum && bytesOf(at, end) >= minimum;
    if (end - start === 1) {
      return undefined;
    }
    if (!oneClass) {
      const border = (below: number) =>
        firstOf(start, below, (index) => entries[index]!.class >= entries[below - 1]!.class);
      let at = border(end);
      while (at > start && !allowed(at)) {
        at = border(at);
      }
      return at > start ? { at, hashBits } : undefined;
    }
    const differing = entries[start]!.key ^ entries[end - 1]!.key;
    if (differing === 0n) {
      return allowed(start + 1) ? { at: start + 1, hashBits } : undefined;
    }
    const bit = BigInt(differing.toString(2).length - 1);
    const at = firstOf(start, end, (index) => ((entries[index]!.key >> bit) & 1n) === 1n);
    return allowed(at) ? { at, hashBits: 64 - Number(bit) } : undefined;
  }

  let open = [makeNode(0, entries.length, 0)];
  const whole: Node[] = [];
  let least: { readonly cost: number; readonly nodes: readonly Node[] } | undefined;
  for (;;) {
    const nodes = [...whole, ...open];
    const cost = nodes.reduce((sum, node) => sum + partCost + expectedPush(node), 0);
    if (least === undefined || partCost === 0 || cost < least.cost) {
      least = { cost, nodes };
    }
    if (open.length === 0 || nodes.length >= count) {
      break;
    }
    const node = open.reduce((worst, next) => (isWorse(next, worst) ? next : worst));
    const where = cut(node);
    open = open.filter((other) => other !== node);
    if (where === undefined) {
      whole.push(node);
    } else {
      open.push(makeNode(node.start, where.at, where.hashBits), makeNode(where.at, node.end, where.hashBits));
    }
  }
  return least.nodes.map(({ start, end, hashBits }) => ({
    items: entries.slice(start, end).map((entry) => entry.item),
    lowestClass: entries[start]!.class,
    highestClass: entries[end - 1]!.class,
    hashPrefix: entries[start]!.key.toString(2).padStart(64, "0").slice(0, hashBits),
  }));
}

/** What the next version of the image is expected to push of a node, by the weights of its members. */
function expectedPush(node: Node): number {
  return Number(node.weight) * chanceOfAnyChange(Number(members(node)));
}

/** Whether a is cut before b. */
function isWorse(a: Node, b: Node): boolean {
  const more = compareWaste(a, b);
  return more > 0n || (more === 0n && a.leastRank < b.leastRank);
}

/** Positive when a wastes more than b, zero when as much: the sign of the difference, in whole numbers. */
function compareWaste(a: Node, b: Node): bigint {
  return wasteTimesMembers(a) * members(b) - wasteTimesMembers(b) * members(a);
}

/** 16n times the waste of a node of n members. */
function wasteTimesMembers(node: Node): bigint {
  return node.weight * (2n * members(node) + 1n) * (node.oneClass ? 7n : 8n);
}

function members({ start, end }: Node): bigint {
  return BigInt(end - start);
}

/** The first index of [start, end) that passes, where all after it pass too. */
function firstOf(start: number, end: number, passes: (index: number) => boolean): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** Gives the sum of a value over any run [start, end) of the items. */
function runningSum<T>(items: readonly T[], value: (item: T) => bigint): (start: number, end: number) => bigint {
  const before: bigint[] = [0n];
  for (const item of items) {
    before.push(before.at(-1)! + value(item));
  }
  return (start, end) => before[end]! - before[start]!;
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
