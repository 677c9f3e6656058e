// The command line for people: help, the version, and the same actions that Bazel asks for.

import { expandFlagFiles } from "./flag-file";
import { nearNames } from "./near-names";
import { type ActionTable, describeFailure, runAction } from "./run-action";
import type { Terminal } from "./terminal";

/** An action as the help shows it. */
export interface Command {
  readonly name: string;
  /** One line: what it does. */
  readonly summary: string;
  /** How people call it, where that is not `package-layers NAME --FLAG=VALUE...`. */
  readonly usage?: string;
  /** Its flags, a line each: the flag, then what it means. */
  readonly flags: readonly (readonly [flag: string, meaning: string])[];
}

/** What the command line needs from the process around it. */
export interface CommandLineOptions {
  readonly actions: ActionTable;
  /** Loads what the help says about the actions. */
  readonly commands: () => Promise<readonly Command[]>;
  readonly version: string;
  /** Directory that relative paths are relative to. Absolute path. */
  readonly root: string;
  readonly signal: AbortSignal;
  /** Takes what was asked for, such as the help, and what actions have to say. */
  readonly print: (text: string) => void;
  /** Takes errors. */
  readonly complain: (text: string) => void;
  /** What `print` writes to, where a person reads it. */
  readonly terminal?: Terminal | undefined;
}

/**
 * Runs one command and resolves to the exit code: 0 if it did what was asked, 1 if it failed, 2 if there is no such
 * command. Flag files (`@FILE`) are expanded, so this is also what Bazel runs when it does not use a worker.
 */
export async function runCommandLine(args: readonly string[], options: CommandLineOptions): Promise<number> {
  const { actions, commands, version, root, signal, print, complain, terminal } = options;
  try {
    const [name, ...rest] = await expandFlagFiles(args, root);
    if (name === undefined) {
      complain(overview(options, await commands()));
      return 2;
    }
    if (name === "--version" || name === "version") {
      print(`package-layers ${version}`);
      return 0;
    }
    if (name === "--help" || name === "-h" || (name === "help" && rest.length === 0)) {
      print(overview(options, await commands()));
      return 0;
    }
    const topic = name === "help" ? rest[0]! : name;
    if (!actions.has(topic)) {
      complain(unknownCommand(topic, [...actions.keys()]));
      return 2;
    }
    if (name === "help" || rest.includes("--help") || rest.includes("-h")) {
      print(
        details(
          topic,
          (await commands()).find((command) => command.name === topic),
        ),
      );
      return 0;
    }
    await runAction(actions, [name, ...rest], { root, signal, log: print, terminal });
    return 0;
  } catch (error) {
    complain(
      signal.reason instanceof Interruption ? `package_layers: ${signal.reason.message}` : describeFailure(error),
    );
    return 1;
  }
}

/** Why a command was given up: the process got a signal. */
export class Interruption extends Error {
  constructor(name: string) {
    super(`stopped by ${name}; nothing was written`);
  }
}

function overview({ actions, version }: CommandLineOptions, commands: readonly Command[]): string {
  const known = [...actions.keys()];
  const width = Math.max(0, ...known.map((name) => name.length));
  return [
    `package-layers ${version}: one reusable, deterministic container layer per third-party Python package`,
    "",
    "usage: package-layers COMMAND --FLAG=VALUE...   or   package-layers @FLAG_FILE",
    "",
    "commands:",
    ...known.map((name) => {
      const summary = commands.find((command) => command.name === name)?.summary ?? "";
      return `  ${name.padEnd(width)}  ${summary}`.trimEnd();
    }),
    "",
    "  package-layers COMMAND --help   the flags of a command",
    "  package-layers --version        the version",
    "",
    "A flag file has one argument a line, taken as it stands; FILE is relative to the working directory.",
    "Bazel starts the same program as a persistent worker with --persistent_worker.",
  ].join("\n");
}

function details(name: string, command: Command | undefined): string {
  const flags = command?.flags ?? [];
  const width = Math.max(0, ...flags.map(([flag]) => flag.length));
  return [
    `usage: ${command?.usage ?? `package-layers ${name} --FLAG=VALUE...`}`,
    ...(command === undefined ? [] : ["", command.summary]),
    "",
    ...flags.map(([flag, meaning]) => `  ${flag.padEnd(width)}  ${meaning}`),
    ...(flags.length === 0
      ? []
      : ["", "TAB stands for one tab character. Relative paths are relative to the working directory."]),
  ].join("\n");
}

function unknownCommand(name: string, known: readonly string[]): string {
  const [near] = nearNames(name, known, 1);
  return [
    `package_layers: there is no command ${JSON.stringify(name.slice(0, 200))}`,
    `  remedy: ${near === undefined ? `use one of: ${known.join(", ")}; package-layers --help says what they do` : `did you mean ${near}?`}`,
  ].join("\n");
}
