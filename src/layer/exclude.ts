// Which files of a package stay out of its layer: the patterns of the setting `exclude`.

import ignore from "ignore";
import { ActionError } from "../action/action-error";
import { sourceOf } from "./compiled-modules";

/** The directory above a distribution's own files in every layout of an installation. */
const SITE_PACKAGES = "/site-packages/";

/** How deep below site-packages patterns are matched; a real package has fewer than twenty directories in a path. */
const DEEPEST = 100;

/** How many `**` a pattern may have before its last name: the ways to match it grow with the depth to this power. */
const MOST_DOUBLE_STARS = 2;

/**
 * A rule that says whether patterns exclude a path in the image. Patterns are those of .gitignore (gitignore(5)), in their
 * order, and match as if in a .gitignore at the root of site-packages: one without a slash, other than at its end, matches a
 * name at any depth; one with a slash starts at site-packages; a directory that matches is excluded with everything in it; a
 * slash at the end matches directories only; `!` takes back what an earlier pattern excluded. A compiled module goes with its
 * source. Nothing outside site-packages is ever excluded.
 *
 * @throws ActionError for a pattern that means nothing; the rule throws it for a path of more directories than any package
 * has, which could take forever.
 */
export function excludeRule(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) {
    return () => false;
  }
  patterns.forEach(requireMeaning);
  const rules = ignore({ ignorecase: false, allowRelativePaths: true }).add(patterns.map((pattern) => ({ pattern })));
  const excludes = (path: string) => rules.ignores(path);
  return (path) => {
    const start = path.indexOf(SITE_PACKAGES);
    if (start < 0) {
      return false;
    }
    const below = path.slice(start + SITE_PACKAGES.length);
    if (below.split("/").length > DEEPEST) {
      throw new ActionError(`exclude: a path has more than ${DEEPEST} directories`, {
        file: path,
        remedy: "leave the package out, or build without --@package_layers//bazel/settings:exclude",
      });
    }
    return excludes(below) || excludes(sourceOf(below));
  };
}

/** @throws ActionError for a pattern that git would silently ignore, or that has too many ways to match. */
function requireMeaning(pattern: string): void {
  const refuse = (reason: string): never => {
    throw new ActionError(`exclude: the pattern "${pattern}" ${reason}`, {
      remedy: "correct --@package_layers//bazel/settings:exclude; the patterns are those of .gitignore",
    });
  };
  if (pattern.startsWith("#")) {
    refuse("is a comment; write \\# for the character");
  }
  if (/(?<!\\)(?:\\\\)*\\$/.test(pattern)) {
    refuse("has a \\ with nothing after it");
  }
  if (/(?<!\\)(?:\\\\)*\[[^\]]*$/.test(pattern)) {
    refuse("has a [ without its ]; write \\[ for the character");
  }
  const segments = pattern
    .replace(/^!/, "")
    .replace(/^\/|\/$/g, "")
    .split("/");
  if (segments.some((segment) => segment.trim() === "" || segment === "." || segment === "..")) {
    refuse("has an empty name, . or .. in its path");
  }
  const isDoubleStar = (segment: string) => /^\*{2,}$/.test(segment);
  const afterFirst = segments.slice(segments.findIndex((segment) => !isDoubleStar(segment)));
  if (afterFirst.slice(0, -1).filter(isDoubleStar).length > MOST_DOUBLE_STARS) {
    refuse(`has more than ${MOST_DOUBLE_STARS} ** between names`);
  }
}
