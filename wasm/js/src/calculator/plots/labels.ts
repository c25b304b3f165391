/** Where labels stand so that none lies on another: how wide a text is, lines of text, rows, columns and boxes. */

import { FONT } from "./scene.js";

const NARROW = /[iljtfrI.,:;'|()[\]! ]/;
const WIDE = /[mwMW@%—…]/;

/** About how wide a text is in a system font, rather too wide than too narrow. */
export function guessedWidth(text: string, size: number): number {
  let ems = 0;
  for (const letter of text) {
    if (NARROW.test(letter)) ems += 0.34;
    else if (WIDE.test(letter)) ems += 0.88;
    else if (letter >= "A" && letter <= "Z") ems += 0.68;
    else ems += letter > "\u2e80" ? 1 : 0.565;
  }
  return ems * size;
}

/** Widths at a size of 100, measured once. */
const measured = new Map<string, number>();
let canvas: CanvasRenderingContext2D | null | undefined;

/** How wide a text is: measured where there is a page, else guessed; bold takes a tenth more. */
export function textWidth(text: string, size: number): number {
  if (canvas === undefined) {
    canvas = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
    if (canvas) canvas.font = `100px ${FONT}`;
  }
  if (!canvas) return guessedWidth(text, size);
  const known = measured.get(text) ?? canvas.measureText(text).width;
  if (measured.size > 5000) measured.clear();
  measured.set(text, known);
  return (known * size) / 100;
}

/** The text, cut off with an ellipsis where it is wider. */
export function fitted(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join("")}…`, size) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/** The text in lines not wider than `width`; the last of `most` is cut off. */
export function wrapped(text: string, width: number, size: number, most = 4): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \n]+/).filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || textWidth(longer, size) <= width || lines.length === most - 1) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== "") lines.push(line);
  return lines.map((each) => fitted(each, width, size));
}

/** Places along a line for things of these sizes, as near as can be to where they want to be and in their order. */
export function spread(wanted: readonly { readonly at: number; readonly size: number }[], least: number, most: number): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[a]!.at - wanted[b]!.at);
  // Groups of touching things, each at the mean of what its members want.
  const groups: { members: number[]; size: number; sum: number; start: number }[] = [];
  for (const member of order) {
    const { at, size } = wanted[member]!;
    let group = { members: [member], size, sum: at - size / 2, start: at - size / 2 };
    for (;;) {
      group.start = Math.max(least, Math.min(most - group.size, group.sum / group.members.length));
      const before = groups.at(-1);
      if (!before || before.start + before.size <= group.start + 1e-9) break;
      groups.pop();
      group = {
        members: [...before.members, ...group.members],
        size: before.size + group.size,
        sum: before.sum + group.sum - group.members.length * before.size,
        start: 0,
      };
    }
    groups.push(group);
  }
  const places: number[] = new Array<number>(wanted.length).fill(0);
  for (const group of groups) {
    let start = group.start;
    for (const member of group.members) {
      places[member] = start + wanted[member]!.size / 2;
      start += wanted[member]!.size;
    }
  }
  return places;
}

/** The row of each stretch, the lowest in which it touches no earlier one. */
export function rowsOf(stretches: readonly { readonly from: number; readonly to: number }[], gap: number): number[] {
  const rows: { from: number; to: number }[][] = [];
  return stretches.map((stretch) => {
    let row = rows.findIndex((taken) => taken.every((other) => stretch.from >= other.to + gap || other.from >= stretch.to + gap));
    if (row < 0) row = rows.push([]) - 1;
    rows[row]!.push(stretch);
    return row;
  });
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function overlap(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}

/** The largest rectangle of cells that are all of `kind`: columns and rows of its first cell, and how many. */
export function largest<T>(cells: readonly (readonly T[])[], kind: T): { column: number; row: number; columns: number; rows: number } | null {
  let best: { column: number; row: number; columns: number; rows: number } | null = null;
  const heights = new Array<number>(cells[0]?.length ?? 0).fill(0);
  cells.forEach((line, row) => {
    heights.forEach((height, column) => (heights[column] = line[column] === kind ? height + 1 : 0));
    heights.forEach((_, from) => {
      let rows = Infinity;
      for (let to = from; to < heights.length && heights[to]! > 0; to += 1) {
        rows = Math.min(rows, heights[to]!);
        const columns = to - from + 1;
        if (best === null || rows * columns > best.rows * best.columns) best = { column: from, row: row - rows + 1, columns, rows };
      }
    });
  });
  return best;
}
