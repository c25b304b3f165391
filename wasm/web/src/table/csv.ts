/** The rows and cells of a table, cut where the engine cuts them. */

/** Where rows begin and end, blank ones left out, with their numbers as a spreadsheet counts them. */
export interface Records {
  starts: number[];
  ends: number[];
  numbers: number[];
}

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const BETWEEN_PAUSES = 1 << 20;

/** A comma, unless the header has none and has semicolons or tabs. */
export function separatorOf(text: string): string {
  let [commas, semicolons, tabs, quoted] = [0, 0, 0, false];
  for (const letter of text.trimStart()) {
    if (letter === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (letter === "\n" || letter === "\r") break;
    else if (letter === ",") commas += 1;
    else if (letter === ";") semicolons += 1;
    else if (letter === "\t") tabs += 1;
  }
  if (commas > 0 || (semicolons === 0 && tabs === 0)) return ",";
  return tabs > semicolons ? "\t" : ";";
}

/** Cuts a text into rows, with pauses in which the page can breathe. */
export async function recordsOf(text: string, separator: string, progress: (done: number) => void): Promise<Records> {
  const records: Records = { starts: [], ends: [], numbers: [] };
  const split = separator.charCodeAt(0);
  let [at, number, pause] = [0, 0, BETWEEN_PAUSES];
  const toEnd = (from: number): number => {
    let end = from;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code === split || code === NEWLINE || code === RETURN) break;
    }
    return end;
  };
  while (at < text.length) {
    const start = at;
    let open = false;
    for (;;) {
      if (text.charCodeAt(at) === QUOTE) {
        const close = closing(text, at);
        open = close < 0;
        at = open ? lineEnd(text, at) : toEnd(close + 1);
      } else {
        at = toEnd(at);
      }
      if (open || at >= text.length || text.charCodeAt(at) !== split) break;
      at += 1;
    }
    number += 1;
    if (!isBlank(text.slice(start, at), separator)) {
      records.starts.push(start);
      records.ends.push(at);
      records.numbers.push(number);
    }
    at += text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE ? 2 : 1;
    if (at > pause) {
      pause = at + BETWEEN_PAUSES;
      progress(at / text.length);
      await new Promise((resume) => setTimeout(resume));
    }
  }
  return records;
}

/** Where the quote that opens at `open` closes; -1 where it never does. */
function closing(text: string, open: number): number {
  for (let from = open + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0 || text.charCodeAt(quote + 1) !== QUOTE) return quote;
    from = quote + 2;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.slice(from).search(/[\r\n]/);
  return end < 0 ? text.length : from + end;
}

function isBlank(row: string, separator: string): boolean {
  for (const letter of row) if (letter !== separator && letter !== '"' && letter.trim() !== "") return false;
  return cellsOf(row, separator).every((cell) => cell.trim() === "");
}

/** What the cells of a row say. */
export function cellsOf(row: string, separator: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let close = row.charCodeAt(at) === QUOTE ? closing(row, at) : -1;
    const quoted = close >= 0;
    if (!quoted) close = at;
    const next = row.indexOf(separator, close);
    const end = next < 0 ? row.length : next;
    cells.push(quoted ? row.slice(at + 1, close).replaceAll('""', '"') : row.slice(at, end));
    if (next < 0) return cells;
    at = next + 1;
  }
}

/** A cell, quoted where it must be. */
export function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
