// Text that may hold what a wheel says, made safe for a terminal and for a line-by-line log.

/**
 * Controls (escape sequences), formats (those that turn the direction of text, those that are not seen), separators that
 * end a line, and halves of characters.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u{${code}}`;
}

/** One line: every character that would act on a terminal or begin a line is spelt out, as `\x1b` or `\u{202e}`. */
export function printableLine(text: string): string {
  return text.replaceAll(UNSAFE, escaped);
}

/** The same for text whose lines are ours: ends of lines stay. */
export function printableLines(text: string): string {
  return text.replaceAll(UNSAFE, (character) => (character === "\n" ? "\n" : escaped(character)));
}
