// The texts of the command line for people.

/** One action as `--help` shows it. */
export interface ActionHelp {
  /** One line: what it does. */
  readonly summary: string;
  /** The arguments, a line each. */
  readonly usage: string;
}

/** The text of `package-layers --help`. */
export function helpText(help: Readonly<Record<string, ActionHelp>>): string {
  const width = Math.max(...Object.keys(help).map((name) => name.length));
  return [
    "package-layers: one reusable, deterministic container layer per Python package",
    "",
    "usage: package-layers ACTION --key=value ...   run one action",
    "       package-layers @FILE                    the same, one argument a line in FILE",
    "       package-layers ACTION --help            the arguments of an action",
    "       package-layers --persistent_worker      serve Bazel's work requests on standard input",
    "",
    "actions:",
    ...Object.entries(help).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    "",
  ].join("\n");
}
