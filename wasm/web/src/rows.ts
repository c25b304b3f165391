/** Which models are shown, in which order, and how many there are of each kind. */

import { numberIn } from "./data/params.js";
import { PENDING } from "./data/sweep.js";
import type { Verdicts } from "./data/sweep.js";
import type { Side } from "./side.js";
import type { Table } from "./table/table.js";

export type Agreement = "both" | "onlyA" | "onlyB" | "neither" | "open_";
export const AGREEMENTS: readonly Agreement[] = ["both", "onlyA", "onlyB", "neither", "open_"];

/** What is looked at. */
export interface View {
  table: Table;
  a: Side;
  b: Side | undefined;
  /** Which outcomes are compared. */
  compared: [number, number];
  query: string;
  /** `a:0:1` is code 1 of outcome 0 of A; `moved`; one of the agreements. */
  filter: string;
  /** A column, with `-` before it from the top down. */
  sort: string;
}

export const codeAt = (verdicts: Verdicts | undefined, row: number, outcome: number): number =>
  verdicts?.codes[row * verdicts.outcomes.length + outcome] ?? PENDING;

/** Whether a dragged line moves a model. */
export function hasMoved(side: Side, row: number): boolean {
  const { base, moved } = side;
  if (!base || !moved || base === moved || base.codes.length !== moved.codes.length) return false;
  for (let outcome = 0; outcome < base.outcomes.length; outcome += 1) {
    const [before, after] = [codeAt(base, row, outcome), codeAt(moved, row, outcome)];
    if (before !== after && before !== PENDING && after !== PENDING) return true;
  }
  return false;
}

export function agreementOf(view: View, row: number): Agreement {
  const one = codeAt(view.a.moved, row, view.compared[0]);
  const other = codeAt(view.b?.moved, row, view.compared[1]);
  if (one > 1 || other > 1) return "open_";
  if (one === 1) return other === 1 ? "both" : "onlyA";
  return other === 1 ? "onlyB" : "neither";
}

/** How many models there are of each code, for each outcome. */
export function counts(verdicts: Verdicts | undefined): number[][] {
  if (!verdicts) return [];
  const found = verdicts.outcomes.map(() => [0, 0, 0, 0]);
  verdicts.codes.forEach((code, at) => {
    const own = found[at % verdicts.outcomes.length];
    if (own && code < 4) own[code] = (own[code] ?? 0) + 1;
  });
  return found;
}

export function agreements(view: View): Record<Agreement, number> {
  const found = { both: 0, onlyA: 0, onlyB: 0, neither: 0, open_: 0 };
  for (let row = 0; row < view.table.length; row += 1) found[agreementOf(view, row)] += 1;
  return found;
}

function passes(view: View): (row: number) => boolean {
  const { filter } = view;
  if (filter === "moved") return (row) => hasMoved(view.a, row) || (view.b !== undefined && hasMoved(view.b, row));
  if (view.b && (AGREEMENTS as readonly string[]).includes(filter)) return (row) => agreementOf(view, row) === filter;
  const [side, outcome, code] = filter.split(":");
  const verdicts = side === "a" ? view.a.moved : side === "b" ? view.b?.moved : undefined;
  if (!verdicts || code === undefined || Number(outcome) >= verdicts.outcomes.length) return () => true;
  return (row) => codeAt(verdicts, row, Number(outcome)) === Number(code);
}

/** A number out of a cell, if it begins with one: the lower end of a range. */
function numberOf(cell: string): number {
  const found = /^\s*(-?[0-9][0-9_.]*(?:e[+-]?\d+)?(?:\s*(?:thousand|million|billion|trillion))?)(?![-\d])/i.exec(cell)?.[1];
  return found === undefined ? NaN : (numberIn(found, "") ?? Number(found));
}

function sorter(view: View): ((one: number, other: number) => number) | undefined {
  if (view.sort === "") return undefined;
  const down = view.sort.startsWith("-") ? -1 : 1;
  const column = view.sort.replace(/^-/, "");
  const verdict = /^([ab]):(\d+)$/.exec(column);
  if (verdict) {
    const verdicts = verdict[1] === "a" ? view.a.moved : view.b?.moved;
    // Covered, undetermined, not covered: from what is most to what is least.
    const rank = [2, 0, 1, 3];
    const key = (row: number) => rank[codeAt(verdicts, row, Number(verdict[2]))] ?? 4;
    return (one, other) => down * (key(one) - key(other));
  }
  const text = (row: number) => (column === "name" ? view.table.title(row) : view.table.cell(row, column));
  const keys = new Map<number, [number, string]>();
  const key = (row: number): [number, string] => {
    let found = keys.get(row);
    if (!found) keys.set(row, (found = [/^\d{4}-\d{2}/.test(text(row)) ? NaN : numberOf(text(row)), text(row)]));
    return found;
  };
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  // Numbers stand before words, and what says nothing stands last, whichever way.
  const kind = ([number, word]: [number, string]) => (word === "" ? 2 : column === "name" || Number.isNaN(number) ? 1 : 0);
  return (one, other) => {
    const [first, second] = [key(one), key(other)];
    if (kind(first) !== kind(second)) return kind(first) - kind(second);
    return down * (kind(first) === 0 ? first[0] - second[0] : collator.compare(first[1], second[1]));
  };
}

/** The rows that are shown, in order. */
export function shownRows(view: View): number[] {
  const { table } = view;
  const wanted = view.query.trim().toLowerCase();
  const fits = passes(view);
  const searched = ["developer.name", "release_date", "purpose"].filter((column) => table.columns.includes(column));
  const says = (row: number) => wanted === "" || table.title(row).toLowerCase().includes(wanted)
    || searched.some((column) => table.cell(row, column).toLowerCase().includes(wanted));
  const rows: number[] = [];
  for (let row = 0; row < table.length; row += 1) if (fits(row) && says(row)) rows.push(row);
  const order = sorter(view);
  return order ? rows.sort(order) : rows;
}
