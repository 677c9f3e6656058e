// Says that tests are skipped, and why, in one line; jest's console would add a stack.

/** Writes `skipped: REASON` on standard error. */
export function saySkipped(reason: string): void {
  process.stderr.write(`skipped: ${reason}\n`);
}
