// Makes text that may come from a wheel safe for a terminal and for a line-by-line log.

/**
 * Controls (escape sequences), formats (those that turn the direction of text, those that are not seen), separators that
 * end a line, and halves of characters.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The colours that show/text-table.ts gives. */
const COLOUR = new RegExp(`(${String.fromCharCode(27)}\\[(?:[0-2]|3[1-4])m)`);

/** As JSON escapes it, so that JSON stays the same JSON; characters that JSON never has unescaped are written shorter. */
function escaped(character: string): string {
  return character < "\u0020"
    ? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`
    : character
        .split("")
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join("");
}

/** One line: every character that would act on a terminal or begin a line is spelt out, as `\x1b` or `\u202e`. */
export function printableLine(text: string): string {
  return text.replaceAll(UNSAFE, escaped);
}

/** The same for text whose line breaks and colours, if it has any, are ours. */
export function printableLines(text: string, hasColour = false): string {
  if (hasColour) {
    return text
      .split(COLOUR)
      .map((part, index) => (index % 2 === 1 ? part : printableLines(part)))
      .join("");
  }
  return text.replaceAll(UNSAFE, (character) => (character === "\n" ? "\n" : escaped(character)));
}
