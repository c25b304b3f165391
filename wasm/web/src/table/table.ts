/** Models out of a document: what each is called, what its fields say, and any of them as a document again. */

import type { AboutLine, Document } from "brightline";
import { words } from "../words/words.js";
import { cellsOf, recordsOf, separatorOf } from "./csv.js";
import { fieldsOf, profilesIn } from "./json.js";

export const MAX_BYTES = 20 << 20;
/** What the field with a model's name is called, in our profiles and in published tables. */
const NAMES = ["name", "Model", "model"];

export interface Table {
  /** The name of the document, as in messages. */
  readonly name: string;
  readonly length: number;
  /** The names of the fields, in order. */
  readonly columns: readonly string[];
  /** What a reader should know of how it was read; mostly empty. */
  readonly note: string;
  /** Its place as messages count. */
  number(row: number): number;
  title(row: number): string;
  /** What a field says; empty where it says nothing. */
  cell(row: number, column: string): string;
  /** A document of these rows alone, in which each has its own number. */
  document(rows: readonly number[]): Document;
  /** A message about such a document, with places as they are in the table. */
  said(message: string): string;
}

/** The row of a model. */
export function rowOf(table: Table, name: string): number | undefined {
  for (let row = 0; row < table.length; row += 1) if (table.title(row) === name) return row;
  return undefined;
}

/** What a row says of a fact, under any of its names, as the language writes it; empty where it says nothing. */
export function saidOf(table: Table, row: number, fact: Pick<AboutLine["facts"][number], "name" | "also">): string {
  for (const { name, unit } of [{ name: fact.name, unit: null }, ...fact.also]) {
    const cell = table.cell(row, name);
    if (cell !== "") return unit !== null && /^[\d._e+-]+$/i.test(cell) ? `${cell} ${unit}` : cell;
  }
  return "";
}

/** Rows of a table of cells. */
export async function csvTable(name: string, source: string, progress: (done: number) => void): Promise<Table> {
  const text = source.replace(/^\uFEFF/, "");
  const separator = separatorOf(text);
  const { starts, ends, numbers } = await recordsOf(text, separator, progress);
  const slice = (record: number) => text.slice(starts[record], ends[record]);
  const header = starts.length > 0 ? slice(0) : "";
  const columns = cellsOf(header, separator).map((column) => column.trim());
  const place = new Map(columns.map((column, at) => [column, at]));
  let [last, cells]: [number, string[]] = [-1, []];
  const cellAt = (row: number, column: string): string => {
    const at = place.get(column);
    if (at === undefined) return "";
    if (row !== last) [last, cells] = [row, cellsOf(slice(row + 1), separator)];
    return (cells[at] ?? "").trim();
  };
  return {
    name, note: "", said: (message) => message, length: Math.max(0, starts.length - 1), columns: columns.filter((column) => column !== ""),
    number: (row) => numbers[row + 1] ?? 0,
    title: (row) => NAMES.map((name) => cellAt(row, name)).find((title) => title !== "") ?? words.noName(numbers[row + 1] ?? 0),
    cell: cellAt,
    document: (rows) => {
      const lines = Array<string>(Math.max(0, (numbers[0] ?? 1) - 1)).fill("");
      lines.push(header);
      for (const row of rows) {
        // Blank lines count, and are passed over.
        while (lines.length < (numbers[row + 1] ?? 0) - 1) lines.push("");
        lines.push(slice(row + 1));
      }
      return { name, text: `${lines.join("\n")}\n`, format: "csv" };
    },
  };
}

/** Where the profiles of a table stand. */
interface Places {
  /** The line of each, in a document of lines; without it each counts as it comes. */
  lines?: readonly number[];
  note?: string;
}

/** Profiles of which each is a document of its own. */
export function objectTable(name: string, objects: readonly string[], { lines, note = "" }: Places = {}): Table {
  const fields = objects.map(fieldsOf);
  const columns = [...new Set(fields.flatMap((each) => [...each.keys()]))];
  const number = (row: number) => lines?.[row] ?? row + 1;
  return {
    name, length: objects.length, columns, note, number,
    // The engine is given lines, whatever the document was.
    said: (message) => (lines ? message : message.replaceAll(`${name} line `, `${name} profile `)),
    title: (row) => NAMES.map((name) => fields[row]?.get(name)).find((title) => title) ?? words.noName(number(row)),
    cell: (row, column) => fields[row]?.get(column) ?? "",
    document: (rows) => {
      const text: string[] = [];
      for (const row of rows) {
        while (text.length < number(row) - 1) text.push("");
        text.push(objects[row] ?? "");
      }
      return { name, text: `${text.join("\n")}\n`, format: "ndjson" };
    },
  };
}

/** Profiles on lines of their own. */
function lineTable(name: string, text: string): Table {
  const all = text.split(/\r\n|\r|\n/).map((line, at) => ({ line, number: at + 1 })).filter(({ line }) => line.trim() !== "");
  return objectTable(name, all.map(({ line }) => line), { lines: all.map(({ number }) => number) });
}

/** Profiles in JSON. */
function jsonTable(name: string, text: string): Table {
  try {
    const { parts, field } = profilesIn(text, NAMES);
    if (parts.length === 0) throw new Error(words.noProfiles);
    return objectTable(name, parts.map((part) => part.replace(/\r\n|\r|\n/g, " ")), field === "" ? {} : { note: words.listRead(name, field) });
  } catch (why) {
    if (!(why instanceof SyntaxError)) throw why;
    // Objects on lines, under another name than such files have.
    if (text.split("\n").filter((line) => line.trim() !== "").every((line, _, all) => all.length > 1 && /^\s*\{.*\}\s*$/.test(line))) return lineTable(name, text);
    throw new Error(words.noJson(why.message));
  }
}

/** The models of a document, whatever its format; throws an `Error` that says why there are none. */
export async function tableOf(name: string, source: string, progress: (done: number) => void = () => {}): Promise<Table> {
  const text = source.replace(/^\uFEFF/, "");
  if (text.trim() === "") throw new Error(words.isEmpty);
  if (/\.(ndjson|jsonl)$/i.test(name)) return lineTable(name, text);
  if (/^\s*[[{]/.test(text) || /\.json$/i.test(name)) return jsonTable(name, text);
  const table = await csvTable(name, text, progress);
  if (table.length === 0) throw new Error(words.onlyHeader(table.columns.slice(0, 8).join(", ")));
  return table;
}
