// What is known about the terminal that a person reads on.

/** The terminal that output goes to. */
export interface Terminal {
  /** Width in characters. */
  readonly columns: number;
  readonly colour: boolean;
}

/**
 * The terminal of a stream; undefined where it is a pipe or a file, which take lines of any length and no colours.
 *
 * @param environment NO_COLOR (https://no-color.org) and TERM=dumb turn colours off
 */
export function terminalOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Terminal | undefined {
  if (stream.isTTY !== true) {
    return undefined;
  }
  const plain = (environment.NO_COLOR ?? "") !== "" || environment.TERM === "dumb";
  return { columns: Math.max(40, stream.columns ?? 80), colour: !plain };
}
