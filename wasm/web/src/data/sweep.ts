/** The verdicts on a whole table, a handful of models at a time, so that the newest question never waits for an old one. */

import { lines } from "brightline";
import type { Diagnostic, RegionsLine, Request, Verdict } from "brightline";
import type { Table } from "../table/table.js";
import type { Version } from "./policy.js";

/** The code of a model that is not decided yet. */
export const PENDING = 255;
const IN_ERROR = 3;
/** Milliseconds that one handful should take. */
const PACE = 120;
const MOST = 5000;

export interface Verdicts {
  outcomes: readonly string[];
  /** One model after the other. */
  codes: Uint8Array;
}

/** What is asked of every model. */
export type Question = Pick<Request, "as_of" | "assume" | "param" | "reading">;

export interface Sweep {
  version: Version;
  table: Table;
  /** The rows to decide, the most wanted first. */
  rows: readonly number[];
  question: Question;
  signal: AbortSignal;
}

/** Rows that those of a handful need beside them: those that a reference names, and the first of the same name, beside which
 * the later ones are mistakes. */
export class Neighbours {
  readonly #columns: readonly string[];
  readonly #rows = new Map<string, number[]>();
  readonly #table: Table;

  constructor(version: Version, table: Table) {
    this.#table = table;
    const names = version.about.references.filter((reference) => reference.used)
      .flatMap((reference) => [reference.name, ...reference.also.map((also) => also.name)]);
    this.#columns = table.columns.filter((column) => names.includes(column));
    for (let row = 0; row < table.length; row += 1) {
      const name = table.title(row);
      const same = this.#rows.get(name);
      if (same) same.push(row);
      else this.#rows.set(name, [row]);
    }
  }

  /** The rows with all that they lead to, in order. */
  with(rows: readonly number[]): number[] {
    const all = new Set(rows);
    for (const row of all) {
      const [first = row] = this.#rows.get(this.#table.title(row)) ?? [];
      if (first < row) all.add(first);
      for (const column of this.#columns) {
        const name = this.#table.cell(row, column);
        if (name !== "") for (const found of this.#rows.get(name) ?? []) all.add(found);
      }
    }
    return [...all].sort((one, other) => one - other);
  }
}

/** Goes over rows in handfuls whose size follows the time they take. */
async function inHandfuls(sweep: Sweep, most: number, work: (rows: readonly number[]) => Promise<void>): Promise<void> {
  const { rows, version, signal } = sweep;
  if (version.population) return work(rows);
  let size = 4;
  for (let at = 0; at < rows.length; ) {
    const handful = rows.slice(at, at + size);
    const begin = performance.now();
    await work(handful);
    if (signal.aborted) return;
    at += handful.length;
    const pace = PACE / Math.max(1, performance.now() - begin);
    size = Math.max(1, Math.min(most, size * 4, Math.round(handful.length * pace)));
  }
}

/** Decides rows; `found` is told the codes of each handful as they come. */
export async function decide(
  sweep: Sweep, found: (outcomes: readonly string[], rows: readonly number[], codes: Uint8Array, diagnostics: readonly Diagnostic[]) => void,
): Promise<void> {
  const { version, table, question, signal } = sweep;
  const neighbours = new Neighbours(version, table);
  const policies = await version.bulk;
  await inHandfuls(sweep, MOST, async (rows) => {
    const asked = version.population ? Array.from({ length: table.length }, (_, row) => row) : neighbours.with(rows);
    const request: Request = { ...question, profiles: [table.document(asked)] };
    const { response, outcomes, codes } = await policies.rows(request, version.population ? { signal } : {});
    if (signal.aborted) return;
    const width = outcomes.length;
    const own = new Uint8Array(rows.length * width).fill(IN_ERROR);
    if (codes.length === asked.length * width) {
      const place = new Map(asked.map((row, at) => [row, at]));
      rows.forEach((row, at) => {
        const from = (place.get(row) ?? 0) * width;
        own.set(codes.subarray(from, from + width), at * width);
      });
    }
    found(outcomes, rows, own, response.diagnostics);
  });
}


/** The parts of an axis for one outcome of a model. */
export type Parts = RegionsLine["parts"];

/** Where along an axis each model's verdicts turn. Rows in error have no track. */
export async function track(
  sweep: Sweep, axis: string, outcomes: readonly string[], found: (row: number, outcomes: Parts[]) => void,
): Promise<void> {
  const { version, table, question, signal } = sweep;
  if (version.population) return;
  const neighbours = new Neighbours(version, table);
  const policies = await version.bulk;
  await inHandfuls(sweep, 50, async (rows) => {
    const asked = neighbours.with(rows);
    const answer = await policies.regions({ ...question, profiles: [table.document(asked)], axis });
    if (signal.aborted) return;
    const all = lines(answer);
    let at = 0;
    for (const row of asked) {
      const own = all.slice(at, at + outcomes.length);
      const fits = own.length === outcomes.length && own.every((line, k) =>
        line.profile === table.title(row) && `${line.policy}.${line.designation}` === outcomes[k]);
      if (!fits) continue;
      at += own.length;
      found(row, own.map((line) => line.parts));
    }
  });
}

const CODE: Record<Verdict, number> = { not_covered: 0, covered: 1, undetermined: 2 };
export const codeOf = (verdict: Verdict): number => CODE[verdict];
