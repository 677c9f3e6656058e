// Turns packages and the user's wishes into units, the things that a plan places: a package, or several packages that the
// user wants in one layer. Finds wishes that contradict one another.

import { ActionError } from "../action/action-error";
import { normalizePackageName } from "../layer/package-name";
import { compareText } from "./split";

/** A package as the plan sees it. */
export interface PlanPackage {
  /** The name, unless several packages of the image share a name. */
  readonly id: string;
  /** Normalised distribution name (PEP 503). */
  readonly name: string;
  /** For people; no decision depends on it. */
  readonly version: string;
  /** Length of the uncompressed tar in bytes, so that plans do not depend on compression. */
  readonly bytes: number;
  /** False when the blob is at or above the merge limit and is not at hand, so that the package must be a layer of its own. */
  readonly mergeable: boolean;
  /** True when the blob is at or above the merge limit and at hand. */
  readonly overLimit?: true | undefined;
}

/** What the user may ask for. */
export interface PlanWishes {
  /** Regular expressions; a package whose name has a match is always alone. `_` and `-` in names are the same. */
  readonly heavy?: readonly string[];
  /** Lists of names; the packages of a list are always in one layer, which may hold others too. Absent names are ignored. */
  readonly together?: readonly (readonly string[])[];
  /** Packages whose name matches a pattern (`*` and `?` as in a shell) of a group form one layer that holds nothing else. */
  readonly groups?: readonly { readonly pattern: string; readonly group: string }[];
}

/** Packages that are placed as one. */
export interface PlanUnit {
  /** The least id of its packages. */
  readonly id: string;
  /** The least name of its packages: the same after any upgrade. */
  readonly name: string;
  /** Ordered by name, then id. */
  readonly packages: readonly PlanPackage[];
  /** Sum over its packages. */
  readonly bytes: number;
  /** Why the unit must be a layer that holds nothing else, in words; absent when it need not. */
  readonly alone?: string;
  /** The user's entry that asks for that; absent when the merge limit does, or nothing. */
  readonly aloneBy?: string;
  /** Which wish put its packages together, in words. */
  readonly joined?: string;
}

/** A layer that has no place in the image yet. */
export interface LayerDraft {
  readonly units: readonly PlanUnit[];
  /** The reason that these units are a layer, in words. */
  readonly why: string;
}

interface Membership {
  /** Same key, same unit. */
  readonly key: string;
  /** The entry as the user wrote it, for messages. */
  readonly entry: string;
  readonly alone?: string;
  readonly joined?: string;
}

/**
 * Makes units of packages, ordered by name, then id.
 *
 * @throws ActionError when two packages share an id, a regular expression is not valid, or two wishes contradict each other
 * (the message names both)
 */
export function planUnits(packages: readonly PlanPackage[], wishes: PlanWishes): PlanUnit[] {
  const ids = new Set<string>();
  for (const { id, bytes } of packages) {
    if (ids.has(id)) {
      throw new ActionError("two packages of the image have the same id", {
        package: id,
        remedy: "give packages that share a name different ids, for example name and version",
      });
    }
    ids.add(id);
    if (!Number.isSafeInteger(bytes) || bytes < 0) {
      throw new ActionError(`the size of a package is ${bytes} and not a whole number of bytes`, {
        package: id,
        remedy: "build the package's layer again; its descriptor is damaged",
      });
    }
  }
  const members = new Map<string, { membership: Membership; packages: PlanPackage[] }>();
  const membershipOf = membershipRule(wishes);
  for (const planPackage of packages) {
    const membership = membershipOf(planPackage);
    const unit = members.get(membership.key);
    if (unit === undefined) {
      members.set(membership.key, { membership, packages: [planPackage] });
    } else {
      unit.packages.push(planPackage);
    }
  }
  const heavy = heavyRule(wishes);
  return [...members.values()]
    .map((unit) => makeUnit(unit.membership, unit.packages, heavy))
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}

function makeUnit(
  { entry, alone, joined }: Membership,
  members: PlanPackage[],
  heavy: (planPackage: PlanPackage) => string | undefined,
): PlanUnit {
  const packages = members.sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  const several = packages.length > 1;
  let reason = alone;
  let aloneBy = alone === undefined ? undefined : entry;
  for (const planPackage of packages) {
    const pattern = heavy(planPackage);
    if (several && pattern !== undefined) {
      throw new ActionError(`heavy "${pattern}" wants ${planPackage.name} alone, and ${entry} wants it with others`, {
        package: planPackage.name,
        remedy: `take ${planPackage.name} out of one of the two entries`,
      });
    }
    if (several && !planPackage.mergeable) {
      throw new ActionError(
        `${planPackage.name} is at or above the merge limit and so must be a layer of its own, and ${entry} wants it with others`,
        {
          package: planPackage.name,
          remedy:
            `raise the merge limit (--@package_layers//bazel/settings:merge_limit=BYTES) above the size of its blob, ` +
            `or take ${planPackage.name} out of the entry`,
        },
      );
    }
    if (!several && pattern !== undefined) {
      reason = `heavy "${pattern}" asks for a layer of its own`;
      aloneBy = `heavy "${pattern}"`;
    } else if (!several && !planPackage.mergeable) {
      reason ??= "its blob is at or above the merge limit, so it cannot be part of a bundle";
    }
  }
  return {
    id: packages.map(({ id }) => id).sort(compareText)[0]!,
    name: packages[0]!.name,
    packages,
    bytes: packages.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(reason === undefined ? {} : { alone: reason }),
    ...(aloneBy === undefined ? {} : { aloneBy }),
    ...(several && joined !== undefined ? { joined } : {}),
  };
}

/**
 * The first heavy expression that matches a package.
 *
 * @throws ActionError when an expression is not valid
 */
export function heavyRule({ heavy = [] }: PlanWishes): (planPackage: PlanPackage) => string | undefined {
  const expressions = heavy.map((source) => {
    try {
      return { source, expression: new RegExp(source) };
    } catch (cause) {
      throw new ActionError(`heavy "${source}" is not a regular expression`, {
        remedy: `correct the expression: ${cause instanceof Error ? cause.message : String(cause)}`,
        cause,
      });
    }
  });
  return ({ name }) =>
    expressions.find(({ expression }) => expression.test(name) || expression.test(name.replaceAll("-", "_")))?.source;
}

/** An entry of `groups` that names a package. */
interface GroupEntry {
  readonly group: string;
  /** The entry as the user wrote it, for messages. */
  readonly entry: string;
}

/**
 * The entry of `groups` that names a package, asked by normalised name.
 *
 * @throws ActionError, when asked, for a package that belongs to two groups
 */
export function groupRule({ groups = [] }: PlanWishes): (name: string) => GroupEntry | undefined {
  const patterns = groups.map(({ pattern, group }) => ({
    group,
    expression: globExpression(pattern),
    entry: `group "${group}" (pattern ${pattern})`,
  }));
  return (name) => {
    const matching = patterns.filter(({ expression }) => expression.test(name));
    const other = matching.find(({ group }) => group !== matching[0]!.group);
    if (other !== undefined) {
      throw new ActionError(`${name} belongs to two groups: ${matching[0]!.entry} and ${other.entry}`, {
        package: name,
        remedy: "narrow one of the two patterns",
      });
    }
    return matching[0];
  };
}

function membershipRule({ together = [], groups = [] }: PlanWishes): (planPackage: PlanPackage) => Membership {
  const lists = together.map((names) => ({
    names: new Set(names.map(normalizePackageName)),
    entry: `together [${names.join(", ")}]`,
  }));
  const listsOf = new Map<string, (typeof lists)[number]>();
  const groupOf = groupRule({ groups });
  for (const list of lists) {
    for (const name of list.names) {
      const earlier = listsOf.get(name);
      if (earlier !== undefined) {
        throw new ActionError(`${name} is in two lists: ${earlier.entry} and ${list.entry}`, {
          package: name,
          remedy: "make one list of the two, or take the name out of one",
        });
      }
      listsOf.set(name, list);
    }
  }
  return ({ id, name }) => {
    const list = listsOf.get(name);
    const group = groupOf(name);
    if (list !== undefined) {
      for (const other of list.names) {
        const otherGroup = groupOf(other);
        if (otherGroup?.group !== group?.group) {
          const [inside, outside] = group === undefined ? [other, name] : [name, other];
          const named = (group ?? otherGroup)!.entry;
          throw new ActionError(
            `${list.entry} wants ${inside} and ${outside} in one layer, and ${named} holds only ${inside}`,
            {
              package: inside,
              remedy: `give ${inside} and ${outside} the same group, or take one of them out of the list`,
            },
          );
        }
      }
    }
    if (group !== undefined) {
      return {
        key: `group ${group.group}`,
        entry: group.entry,
        alone: `${group.entry} is one layer`,
        joined: group.entry,
      };
    }
    return list === undefined
      ? { key: `package ${id}`, entry: id }
      : { key: list.entry, entry: list.entry, joined: list.entry };
  };
}

/** A shell pattern over normalised names; `_`, `.` and capitals in it are normalised as in names. */
function globExpression(pattern: string): RegExp {
  const source = normalizePackageName(pattern)
    .replace(/[\\^$+.()|[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`);
}
