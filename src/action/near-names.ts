// Finds what a user may have meant by an unknown name.

/**
 * The known names nearest to an unknown one, nearest first: those that contain it or are contained in it, and those that are a
 * few typos away.
 *
 * @param most how many to give at most
 */
export function nearNames(name: string, known: readonly string[], most: number): string[] {
  const asked = name.slice(0, 100);
  const allowed = Math.max(1, Math.min(3, Math.floor(asked.length / 3)));
  return known
    .map((candidate) => {
      const holds = asked.length > 1 && (candidate.includes(asked) || asked.includes(candidate));
      const errors = distance(candidate.slice(0, 100), asked);
      return { candidate, errors: holds ? Math.min(errors, allowed) : errors };
    })
    .filter(({ errors }) => errors <= allowed)
    .sort((a, b) => a.errors - b.errors || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance. */
function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1;
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + change));
    }
    previous = current;
  }
  return previous[right.length]!;
}
