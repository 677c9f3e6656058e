// Which files of a package stay out of its layer: the patterns of the setting `exclude`.

import { ActionError } from "../action/action-error";
import { sourceOf } from "./compiled-modules";

/** What lies above a distribution's own files in every layout of an installation. */
const SITE_PACKAGES = "/site-packages/";

/**
 * A rule that says whether patterns exclude a path in the image. Patterns are those of .gitignore (gitignore(5)) without
 * negation, character classes and escapes, and are matched below site-packages: one without a slash, other than at its
 * end, matches a name at any depth; one with a slash starts at site-packages; a directory that matches is excluded with
 * all that it holds; a slash at the end matches directories only. `*` and `?` do not match slashes; `**` between slashes
 * matches any number of directories. A compiled module goes with its source. What lies outside site-packages is never excluded.
 *
 * @throws ActionError for a pattern that is none of these
 */
export function excludeRule(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) {
    return () => false;
  }
  const expression = new RegExp(`^(?:${patterns.map(expressionOf).join("|")})`);
  return (path) => {
    const start = path.indexOf(SITE_PACKAGES);
    const below = path.slice(start + SITE_PACKAGES.length);
    return start >= 0 && (expression.test(below) || expression.test(sourceOf(below)));
  };
}

function expressionOf(pattern: string): string {
  const refuse = (reason: string): never => {
    throw new ActionError(`exclude: the pattern "${pattern}" ${reason}`, {
      remedy:
        "correct --@package_layers//bazel/settings:exclude; the patterns are those of .gitignore without !, [] and \\",
    });
  };
  if (/^!|[[\]\\]/.test(pattern)) {
    refuse("has a !, [] or \\, which are not understood");
  }
  const directoryOnly = pattern.endsWith("/");
  const trimmed = pattern.replace(/^\/|\/$/g, "");
  const segments = trimmed.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
    refuse("has an empty name, . or .. in its path");
  }
  const anchored = trimmed.length > 1 && (pattern.startsWith("/") || segments.length > 1);
  const body = segments.map((segment, index) => segmentExpression(segment, index === segments.length - 1)).join("");
  return `${anchored ? "" : "(?:.*/)?"}${body}${directoryOnly ? "/" : "(?:/|$)"}`;
}

/** One name of a pattern, with the slash behind it unless it is the last. */
function segmentExpression(segment: string, last: boolean): string {
  if (segment === "**") {
    return last ? ".+" : "(?:.*/)?";
  }
  const name = segment
    .replace(/[$()+.^{|}]/g, "\\$&")
    .replace(/\*+/g, "[^/]*")
    .replaceAll("?", "[^/]");
  return last ? name : `${name}/`;
}
