// Tables and colours for a terminal: columns that fit its width, or plain text without a terminal.

import { stripVTControlCharacters } from "node:util";
import type { Terminal } from "../action/terminal";

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Numbers are aligned to the right. */
  readonly right?: boolean;
  /** The fewest characters that the column may be cut to where the terminal is narrow; not cut where it is left out. */
  readonly least?: number;
  /** Left out where not even `least` characters are left for it. */
  readonly optional?: boolean;
}

const GAP = "  ";

/** Writes rows below their titles; each line is as long as it must be, and no longer than the terminal is wide. */
export function textTable(
  columns: readonly Column[],
  rowsAsGiven: readonly (readonly string[])[],
  terminal: Terminal | undefined,
): string[] {
  // A name with a line break in it would begin a row of its own. Other characters of it are escaped where it is printed.
  const rows = rowsAsGiven.map((row) => row.map((cell) => cell.replaceAll("\n", "\\x0a")));
  const widest = columns.map(({ title }, column) =>
    Math.max(title.length, ...rows.map((row) => width(row[column] ?? ""))),
  );
  const widths = terminal === undefined ? widest : fit(columns, widest, terminal.columns);
  const shown = columns.map((_, column) => column).filter((column) => widths[column]! > 0);
  const line = (cells: readonly string[], style: (text: string) => string = (text) => text) =>
    shown
      .map((column, place) => {
        const cell = cut(cells[column] ?? "", widths[column]!);
        const space = " ".repeat(Math.max(0, widths[column]! - width(cell)));
        const last = place === shown.length - 1;
        return columns[column]!.right === true ? space + style(cell) : style(cell) + (last ? "" : space);
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => title),
      styles(terminal).dim,
    ),
    ...rows.map((row) => line(row)),
  ];
}

/** Widths that fit: what may be cut is cut, the widest first; what is optional goes where that is not enough. */
function fit(columns: readonly Column[], widest: readonly number[], most: number): number[] {
  const widths = [...widest];
  const total = () => widths.reduce((sum, one) => sum + (one > 0 ? one + GAP.length : 0), -GAP.length);
  for (;;) {
    const over = total() - most;
    if (over <= 0) {
      return widths;
    }
    const [column] = columns
      .map(({ least }, index) => ({ index, slack: least === undefined ? 0 : Math.max(0, widths[index]! - least) }))
      .sort((a, b) => b.slack - a.slack);
    if (column !== undefined && column.slack > 0) {
      widths[column.index]! -= Math.min(over, column.slack);
      continue;
    }
    const dropped = columns.findLastIndex(({ optional }, index) => optional === true && widths[index]! > 0);
    if (dropped < 0) {
      return widths;
    }
    widths[dropped] = 0;
    // Columns that were cut for the sake of the dropped one have room again.
    columns.forEach(({ least }, index) => {
      if (least !== undefined && widths[index]! > 0) {
        widths[index] = widest[index]!;
      }
    });
  }
}

/** Colours as functions, which do nothing where the terminal has none. */
export function styles(terminal: Terminal | undefined) {
  const style = (code: number) => (text: string) =>
    terminal?.colour === true && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { bold: style(1), dim: style(2), red: style(31), green: style(32), yellow: style(33), blue: style(34) };
}

/** How many columns of the terminal a text takes, not counting its colours. */
function width(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** The text in that many columns, with an ellipsis if some of it is cut; coloured text loses its colour when it is cut. */
function cut(text: string, places: number): string {
  if (width(text) <= places) {
    return text;
  }
  return `${[...stripVTControlCharacters(text)].slice(0, Math.max(0, places - 1)).join("")}…`;
}

/** Breaks a text into lines at its spaces; a single line where there is no terminal. */
export function wrap(text: string, indent: string, terminal: Terminal | undefined): string {
  if (terminal === undefined) {
    return text;
  }
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && width(line) + 1 + width(word) > terminal.columns - (lines.length === 0 ? 0 : indent.length)) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${indent}`);
}
