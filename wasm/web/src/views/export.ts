/** The table that is shown, as a file. */

import type { App } from "../app.js";
import { codeAt } from "../rows.js";
import type { Side } from "../side.js";
import { cell } from "../table/csv.js";

const WORDS = ["not_covered", "covered", "undetermined", "in_error"];

/** A text that a spreadsheet would take for a formula stays a text. */
const harmless = (text: string) => (/^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text);

/** Saves a file. */
export function save(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** What was asked otherwise than the shipped text has it, as columns: lines, readings, and which texts are edited. */
function ownColumns(app: App, sides: readonly Side[]): [string, string][] {
  const of = (side: Side) => (sides.length > 1 ? `${side.policy.version?.about.id}.` : "");
  const edited = sides.filter((side) => app.drafts.has(side.policy.path)).map((side) => side.policy.version?.about.id ?? "");
  return [
    ...sides.flatMap((side) => [...side.lines].map(([name, value]): [string, string] => [`line.${of(side)}${name}`, value])),
    ...sides.flatMap((side) => [...side.readings].map(([name, value]): [string, string] => [`reading.${of(side)}${name}`, value])),
    ...(edited.length > 0 ? [["edited", edited.join(" ")] as [string, string]] : []),
  ];
}

/** Saves the rows in sight with what each policy says of them, the lines as they are dragged. */
export function exportTable(app: App, format: "csv" | "json"): void {
  const { table } = app;
  if (!table) return;
  const sides = [app.a, app.b].filter((side): side is Side => side?.moved !== undefined);
  const outcomes = sides.flatMap((side) => (side.moved?.outcomes ?? []).map((name, at) => ({ name, side, at })));
  const rows = app.rows();
  const verdict = (row: number, { side, at }: (typeof outcomes)[number]) => WORDS[codeAt(side.moved, row, at)] ?? "";
  const asked = sides.map((side) => ({
    policy: side.policy.version?.about.id, edited: app.drafts.has(side.policy.path), lines: Object.fromEntries(side.lines), readings: Object.fromEntries(side.readings),
  }));
  if (format === "json") {
    const models = rows.map((row) => ({ name: table.title(row), verdicts: Object.fromEntries(outcomes.map((outcome) => [outcome.name, verdict(row, outcome)])) }));
    save("brightline.json", "application/json", JSON.stringify({ engine: app.index.version, as_of: app.day, assume: app.assume, asked, models }, null, 2));
    return;
  }
  const columns = table.columns.filter((column) => column !== "name");
  const own = ownColumns(app, sides);
  const head = ["name", ...outcomes.map(({ name }) => name), ...columns, "as_of", "engine", ...own.map(([name]) => name)];
  const body = rows.map((row) => [
    table.title(row), ...outcomes.map((outcome) => verdict(row, outcome)), ...columns.map((column) => table.cell(row, column)), app.day, app.index.version, ...own.map(([, value]) => value),
  ]);
  save("brightline.csv", "text/csv", [head, ...body].map((line) => line.map((text) => cell(harmless(text))).join(",")).join("\r\n"));
}
