// Which paths a base image has, as a file: a line for each, sorted, so that what is at and below a path is found without
// reading the rest.

import { ActionError } from "../action/action-error";
import { readText } from "../action/json-document";

const NAME = "the list of the base's paths";
const REMEDY = "remove it and build again";

/** What is at a path of a base. */
export interface BasePath {
  /** In the image, without a slash before it. */
  readonly path: string;
  readonly kind: "file" | "symlink" | "directory";
  /** What a symlink names. */
  readonly target?: string;
}

/** The first line; for a base that could not be read, it goes on with the reason. */
const HEAD = "package_layers base paths 2";

const KIND_LETTERS = { file: "f", symlink: "l", directory: "d" } as const;

/**
 * The file's text.
 *
 * @param unread Why the base's layers could not be read; there are no paths then.
 */
export function formatBasePaths(paths: readonly BasePath[], unread?: string): string {
  const lines = paths
    .map(({ path, kind, target }) =>
      [path, KIND_LETTERS[kind], ...(target === undefined ? [] : [target])].map(escaped).join("\t"),
    )
    .sort();
  return [unread === undefined ? HEAD : `${HEAD} unread: ${unread}`, ...lines, ""].join("\n");
}

/** A line break in a path would begin another line. */
function escaped(path: string): string {
  return path.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, letter) => ({ n: "\n", t: "\t" })[letter as string] ?? letter);
}

function damaged(file: string): ActionError {
  return new ActionError(`${NAME} is damaged`, { file, remedy: REMEDY });
}

/** Reads the paths of a base; `file` is the path as the user wrote it. */
export async function readBasePaths(path: string, file: string): Promise<BasePaths> {
  return new BasePaths(await readText(path, { name: NAME, file, remedy: REMEDY }), file);
}

/** The paths of a base; see formatBasePaths. */
export class BasePaths {
  readonly #text: string;
  readonly #file: string;
  /** Why the paths are not known. */
  readonly unread: string | undefined;

  /**
   * @param file Names the file in errors.
   * @throws ActionError for a text that formatBasePaths did not make.
   */
  constructor(text: string, file: string) {
    const [head = ""] = text.split("\n", 1);
    if (!head.startsWith(HEAD)) {
      throw damaged(file);
    }
    this.#text = text;
    this.#file = file;
    this.unread = / unread: (.*)$/.exec(head)?.[1];
  }

  /** What is at a path itself. */
  at(path: string): BasePath["kind"] | undefined {
    for (const [kind, letter] of Object.entries(KIND_LETTERS) as [BasePath["kind"], string][]) {
      const line = `\n${escaped(path)}\t${letter}`;
      if (this.#text.includes(`${line}\n`) || this.#text.includes(`${line}\t`)) {
        return kind;
      }
    }
    return undefined;
  }

  /**
   * All of them, each directory before what is in it.
   *
   * @throws ActionError for a line that formatBasePaths did not make.
   */
  *[Symbol.iterator](): Generator<BasePath> {
    for (const line of this.#text.split("\n").slice(1, -1)) {
      const [path, letter, target] = line.split("\t").map(unescaped) as [string, string, string?];
      const kind = (Object.keys(KIND_LETTERS) as BasePath["kind"][]).find((each) => KIND_LETTERS[each] === letter);
      if (kind === undefined) {
        throw damaged(this.#file);
      }
      yield target === undefined ? { path, kind } : { path, kind, target };
    }
  }

  /** The first path below a directory, in the order of the file, at which there is not a directory. */
  firstBelow(directory: string): string | undefined {
    const start = `\n${escaped(directory)}/`;
    for (let at = this.#text.indexOf(start); at >= 0; at = this.#text.indexOf(start, at + 1)) {
      const [path, letter] = this.#text.slice(at + 1, this.#text.indexOf("\n", at + 1)).split("\t") as [string, string];
      if (letter !== KIND_LETTERS.directory) {
        return path;
      }
    }
    return undefined;
  }
}
