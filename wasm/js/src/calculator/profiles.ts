/** Profiles as they are written elsewhere, as plain facts by their names: JSON, and rows of a table. */

/** A model: its name and what is said of it, references' facts as `base.FACT`. */
export interface Model {
  readonly name: string;
  readonly facts: ReadonlyMap<string, string>;
}

const MOST_DEPTH = 64;

/** The models of a profile in JSON. Throws where it cannot be read; what holds anything else than models holds none. */
export function readJson(text: string): Model[] {
  // A number keeps the digits that it was written with, where the browser tells them.
  const exact = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? (context?.source ?? writtenValue(value)) : value;
  const parsed: unknown = JSON.parse(text, exact as (key: string, value: unknown) => unknown);
  const list = Array.isArray(parsed) ? parsed : [parsed];
  return !list.every(isObject) ? [] : list.map((entry) => {
    const facts = new Map<string, string>();
    flatten(entry, "", facts, 0);
    return modelOf(facts);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function flatten(object: Record<string, unknown>, prefix: string, facts: Map<string, string>, depth: number): void {
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value) && depth < MOST_DEPTH) flatten(value, `${prefix}${key}.`, facts, depth + 1);
    else if (value !== null && value !== undefined) facts.set(prefix + key, String(value));
  }
}

function modelOf(facts: Map<string, string>): Model {
  const name = facts.get("name") ?? "";
  facts.delete("name");
  return { name, facts };
}

/** A value that a page gives, as the language writes it. */
export function writtenValue(value: unknown): string {
  return typeof value === "number" ? String(value).replace("e+", "e") : String(value ?? "");
}

/** The rows of a table with a header. `named` gives the fact of a column, and the unit of its bare numbers. */
export function readCsv(text: string, named: (column: string) => { fact: string; unit: string | null } | undefined): Model[] {
  const [header, ...rows] = cells(text);
  const columns = (header ?? []).map((column) => named(column.trim()) ?? { fact: column.trim(), unit: null });
  return rows.flatMap((row) => {
    const facts = new Map<string, string>();
    row.forEach((cell, at) => {
      const [value, column] = [cell.trim(), columns[at]];
      if (!column || value === "" || facts.has(column.fact)) return;
      facts.set(column.fact, column.unit !== null && /^[\d._e+-]+$/i.test(value) ? `${value} ${column.unit}` : value);
    });
    return facts.has("name") ? [modelOf(facts)] : [];
  });
}

function cells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;
  const source = text.replace(/^\uFEFF/, "");
  while (cell.lastIndex < source.length) {
    const match = cell.exec(source);
    if (!match) break;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] !== ",") {
      rows.push(row);
      row = [];
    }
    if (match[3] === "") break;
  }
  return rows.filter((cells) => cells.some((text) => text !== ""));
}

/** A model as a document for the engine, and where in it each fact stands, in the units of a JavaScript string. */
export function writeJson(model: Model, keeps: (fact: string) => boolean): { text: string; places: [string, number, number][] } {
  const places: [string, number, number][] = [];
  let text = `{\n  "name": ${JSON.stringify(model.name)}`;
  for (const [fact, value] of model.facts) {
    if (value.trim() === "" || !keeps(fact)) continue;
    const begin = text.length;
    text += `,\n  ${JSON.stringify(fact)}: ${JSON.stringify(value)}`;
    places.push([fact, begin, text.length]);
  }
  return { text: `${text}\n}\n`, places };
}
