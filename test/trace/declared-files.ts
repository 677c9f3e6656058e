// Which of the files that a command touched are none of an action's declared inputs and outputs.

import * as path from "node:path";
import type { RecordedAction } from "../determinism/recorded-action";
import type { FileCall } from "./file-calls";

/** Where an action's files are. */
export interface Place {
  /** The inputs and outputs as the action names them are below it. */
  readonly root: string;
  /** Directories below which an input that is a symlink may have its file. */
  readonly sources: readonly string[];
}

/**
 * The calls that have nothing to do with the action's declared files, one line each. What belongs to them:
 *
 * - reads: an input, its file where the input is a symlink, what is below it where it is a directory; an output and what it
 *   is made of before it appears; the directory of an output, for what a killed process left there;
 * - looks: the same, and the directories on the way there;
 * - writes: an output, what is below it, and `.NAME.….partial` beside it; directories on the way to it are made.
 */
export function undeclared(
  calls: readonly FileCall[],
  actions: readonly Pick<RecordedAction, "inputs" | "outputs">[],
  { root, sources }: Place,
): string[] {
  const outputs = actions.flatMap((action) => action.outputs.map((output) => path.join(root, output)));
  const inputs = actions.flatMap((action) =>
    action.inputs.flatMap((input) => [root, ...sources].map((source) => path.join(source, input))),
  );
  const isOutput = (file: string) => outputs.some((output) => isAtOrBelow(file, output) || isTemporary(file, output));
  const isDeclared = ({ name, file, kind }: FileCall): boolean => {
    if (isOutput(file)) {
      return true;
    }
    if (kind === "write") {
      return name.startsWith("mkdir") && outputs.some((output) => isAtOrBelow(output, file));
    }
    if (inputs.some((input) => isAtOrBelow(file, input))) {
      return true;
    }
    return kind === "read"
      ? outputs.some((output) => path.dirname(output) === file)
      : [...inputs, ...outputs].some((declared) => isAtOrBelow(declared, file));
  };
  return calls.filter((call) => !isDeclared(call)).map(({ name, file }) => `${name} ${file}`);
}

function isAtOrBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder === "/" ? folder : `${folder}/`);
}

/** Whether the file is, or is below, what becomes the output by a rename. */
function isTemporary(file: string, output: string): boolean {
  const beside = `${path.dirname(output)}/`;
  const [first = ""] = file.startsWith(beside) ? file.slice(beside.length).split("/") : [];
  return first.startsWith(`.${path.basename(output)}.`) && first.endsWith(".partial");
}
