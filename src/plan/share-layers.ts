// One plan for several images: their common packages become common layers, and no image holds a package that it does not need.

import { chanceOfAnyChange, layerCostBytes } from "./layer-cost";
import { classWeight, compareText, nameKey, sizeClass } from "./split";

/** A package of at least one of the images. */
export interface SharedPackage {
  /** Different for any two packages: the digest of its blob. */
  readonly key: string;
  /** Normalised distribution name; decides the hash, so that an upgrade moves nothing. */
  readonly name: string;
  /** Uncompressed bytes. */
  readonly bytes: number;
  /** Whether it must be a layer of its own. */
  readonly alone: boolean;
}

/** How many images a plan may be for: a set of images is the bits of a number. */
export const mostImages = 30;

/** How much each further image with the same layer counts beside the first: a layer is pushed and stored once, and pulled by all. */
const furtherImage = 0.2;

/** A set of images, image i being bit i. */
type Images = number;

interface Item extends SharedPackage {
  readonly class: number;
  readonly hash: bigint;
  readonly weight: number;
  readonly users: Images;
}

/** Packages, and the images that each have a layer of the packages that they use of these. */
interface Node {
  readonly items: readonly Item[];
  readonly images: Images;
}

/** Packages that the same images of a node use. */
interface Group {
  readonly users: Images;
  readonly count: number;
  readonly weight: number;
}

interface Cut {
  /** Expected bytes saved for each layer that the cut takes. */
  readonly saved: number;
  readonly first: readonly Item[];
  readonly second: readonly Item[];
  /** The images that get one more layer. */
  readonly paying: Images;
  /** The images that have no layer left and packages on both sides: these keep the node as it was. */
  readonly keeping: Images;
}

/**
 * Divides the packages of several images into layers.
 *
 * 1. All packages start in one node. An image's layer is the part of the node that it uses; equal parts are one blob.
 * 2. A cut puts the node's highest size class apart, or within one class the names with the next bit of the hash, or the
 *    packages that all users of some package use.
 * 3. A cut takes one layer from each image with packages on both sides. An image that has none left keeps its old part.
 * 4. A part of n packages costs what a layer costs (layer-cost.ts), and its weight times the chance that one of n changes;
 *    each further image with the same part costs a fifth of that.
 * 5. The cut that saves most for each layer taken is made, again and again. Of all these plans the cheapest is taken.
 *
 * Depends neither on the order of packages nor, but for ties, on that of images.
 *
 * @param images for each image, its packages' keys
 * @param layers the most layers of any image; packages that must be alone leave at least one for others
 * @param layerCost bytes; 0: as many layers as save anything
 * @returns for each image its layers, each a list of keys
 */
export function shareLayers(
  packages: readonly SharedPackage[],
  images: readonly (readonly string[])[],
  layers: number,
  layerCost = layerCostBytes,
): string[][][] {
  const users = new Map<string, Images>();
  images.forEach((keys, image) => {
    for (const key of keys) {
      users.set(key, (users.get(key) ?? 0) | (1 << image));
    }
  });
  const items = packages
    .filter(({ key }) => users.has(key))
    .map((one): Item => {
      const bits = sizeClass(one.bytes);
      const weight = Number(classWeight(bits));
      return { ...one, class: bits, hash: nameKey(one.name), weight, users: users.get(one.key)! };
    })
    .sort(
      (a, b) =>
        a.class - b.class ||
        (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0) ||
        compareText(a.name, b.name) ||
        compareText(a.key, b.key),
    );
  const all = images.reduce((set, _, image) => set | (1 << image), 0);
  const alone = items.filter((item) => item.alone).map((item) => nodeOf([item], all));
  const left = images.map((_, image) => layers - alone.filter((node) => node.images & (1 << image)).length);
  const together = nodeOf(
    items.filter((item) => !item.alone),
    all,
  );
  let nodes = together.items.length > 0 ? [together] : [];
  takeLayer(left, together.images);

  const costOf = (set: readonly Node[]) =>
    set.reduce((sum, node) => sum + expectedCost(groupsOf(node.items, node.images), node.images, layerCost), 0);
  let cheapest = { cost: costOf(nodes), nodes };
  const cuts = new Map<Node, { full: Images; cut: Cut | undefined }>();
  for (;;) {
    const full = left.reduce((set, count, image) => (count > 0 ? set : set | (1 << image)), 0);
    let best: { node: Node; cut: Cut } | undefined;
    for (const node of nodes) {
      let known = cuts.get(node);
      if (known === undefined || known.full !== (full & node.images)) {
        known = { full: full & node.images, cut: bestCut(node, full) };
        cuts.set(node, known);
      }
      if (known.cut !== undefined && (best === undefined || known.cut.saved > best.cut.saved)) {
        best = { node, cut: known.cut };
      }
    }
    if (best === undefined) {
      break;
    }
    const { node, cut } = best;
    const going = node.images & ~cut.keeping;
    const parts = [nodeOf(cut.first, going), nodeOf(cut.second, going), nodeOf(node.items, cut.keeping)];
    nodes = [...nodes.filter((other) => other !== node), ...parts.filter((part) => part.items.length > 0)];
    takeLayer(left, cut.paying);
    const cost = costOf(nodes);
    if (cost < cheapest.cost || layerCost === 0) {
      cheapest = { cost, nodes };
    }
  }
  return images.map((_, image) =>
    [...alone, ...cheapest.nodes]
      .filter((node) => node.images & (1 << image))
      .map((node) => node.items.filter((item) => item.users & (1 << image)).map(({ key }) => key)),
  );
}

/** The items that at least one of the images uses, and the images that use at least one item. */
function nodeOf(items: readonly Item[], images: Images): Node {
  const used = items.filter((item) => item.users & images);
  return { items: used, images: used.reduce((set, item) => set | item.users, 0) & images };
}

function takeLayer(left: number[], images: Images): void {
  for (let image = 0; image < left.length; image++) {
    left[image]! -= (images >> image) & 1;
  }
}

function groupsOf(items: readonly Item[], images: Images): Group[] {
  const groups = new Map<Images, { count: number; weight: number }>();
  for (const { users, weight } of items) {
    const group = groups.get(users & images);
    if (group === undefined) {
      groups.set(users & images, { count: 1, weight });
    } else {
      group.count += 1;
      group.weight += weight;
    }
  }
  groups.delete(0);
  return [...groups]
    .map(([users, group]) => ({ users, ...group }))
    .sort((a, b) => bitCount(b.users) - bitCount(a.users) || a.users - b.users);
}

/** What the images pay for their parts of a node of these groups. */
function expectedCost(groups: readonly Group[], images: Images, layerCost: number): number {
  const parts = new Map<string, number>();
  let total = 0;
  for (let rest = images; rest !== 0; rest &= rest - 1) {
    const image = rest & -rest;
    let count = 0;
    let weight = 0;
    let part = "";
    groups.forEach((group, index) => {
      if (group.users & image) {
        count += group.count;
        weight += group.weight;
        part += `${index} `;
      }
    });
    if (count > 0) {
      const known = parts.get(part);
      const cost = known ?? layerCost + weight * chanceOfAnyChange(count);
      parts.set(part, cost);
      total += known === undefined ? cost : furtherImage * cost;
    }
  }
  return total;
}

/** A smaller gain is the rounding of sums. */
const leastSaving = 1e-9;

function bestCut({ items, images }: Node, full: Images): Cut | undefined {
  const groups = groupsOf(items, images);
  const before = expectedCost(groups, images, 0);
  let best: Cut | undefined;
  for (const test of waysToCut(items, groups)) {
    const first = items.filter(test);
    const second = items.filter((item) => !test(item));
    const [firstGroups, secondGroups] = [groupsOf(first, images), groupsOf(second, images)];
    const both = usersOf(firstGroups) & usersOf(secondGroups);
    const [paying, keeping] = [both & ~full, both & full];
    if (paying === 0) {
      continue;
    }
    const after =
      expectedCost(firstGroups, images & ~keeping, 0) +
      expectedCost(secondGroups, images & ~keeping, 0) +
      expectedCost(groups, keeping, 0);
    const saved = (before - after) / bitCount(paying);
    if (saved > leastSaving && (best === undefined || saved > best.saved * (1 + leastSaving))) {
      best = { saved, first, second, paying, keeping };
    }
  }
  return best;
}

/** Each predicate says which packages go to one side. Items are in order of class, then hash. */
function waysToCut(items: readonly Item[], groups: readonly Group[]): ((item: Item) => boolean)[] {
  const ways: ((item: Item) => boolean)[] = [];
  if (items.length > 1) {
    const [first, last] = [items[0]!, items.at(-1)!];
    const differing = first.hash ^ last.hash;
    if (first.class !== last.class) {
      ways.push((item) => item.class === last.class);
    } else if (differing !== 0n) {
      const bit = BigInt(differing.toString(2).length - 1);
      ways.push((item) => ((item.hash >> bit) & 1n) === 1n);
    } else {
      ways.push((item) => item === last);
    }
  }
  if (groups.length > 1) {
    ways.push(
      ...groups.map(
        ({ users }) =>
          (item: Item) =>
            (item.users & users) === users,
      ),
    );
  }
  return ways;
}

const usersOf = (groups: readonly Group[]): Images => groups.reduce((set, { users }) => set | users, 0);

function bitCount(set: Images): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) {
    count += 1;
  }
  return count;
}
