/** What the map of two policies is drawn from: the plane of each, as the engine cuts it for the opened model. The newest question wins. */

import { connect, lines } from "brightline";
import type { AboutLine, Document, GridLine, MapLine, RemotePolicies, Verdict } from "brightline";
import type { App, Name } from "../app.js";
import { rowsFor } from "../answers.js";
import type { Version } from "../data/policy.js";
import type { Side } from "../side.js";
import { saidOf } from "../table/table.js";
import type { Table } from "../table/table.js";
import type { Axes } from "../data/share.js";
import { cut } from "./cut.js";

type Fact = AboutLine["facts"][number];

/** What one policy says of a plane. */
export interface Half {
  readonly version: Version;
  readonly designation: string;
  readonly line: Pick<MapLine, "lines" | "strips" | "exact">;
  readonly grid: GridLine | undefined;
  /** What it says where the model was moved to; unknown where it was not. */
  readonly verdict: Verdict | undefined;
}

/** A map that can be drawn. */
export interface Charted {
  readonly axes: Axes;
  readonly facts: readonly [Fact, Fact];
  readonly table: Table;
  readonly row: number;
  readonly halves: Readonly<Record<Name, Half>>;
  /** The values at which planes were asked that cannot be cut. */
  readonly values: { readonly xs: readonly number[]; readonly ys: readonly number[] };
}

/** The points each way where a plane cannot be cut, of one model and where all are judged together. */
const POINTS = [96, 64] as const;
const FEW_POINTS = [28, 20] as const;
/** How many second axes are tried before one is taken. */
const MOST_TRIED = 6;
/** How many rows are looked at to see which facts are given. */
const MOST_LOOKED = 400;

/** Answers that take long, which end when there is newer input. */
let patient: ReturnType<typeof connect> | undefined;
const prepared = new WeakMap<Version, Promise<RemotePolicies>>();

function patiently(version: Version): Promise<RemotePolicies> {
  patient ??= connect();
  let found = prepared.get(version);
  if (!found) prepared.set(version, (found = patient.prepare(version.files, [version.path])));
  return found;
}

export class Agreeing {
  /** The last map; it stays until there is a newer one. */
  now: Charted | undefined;
  working = false;
  /** Why there is no newer map. */
  wrong: string | undefined;
  readonly #app: App;
  readonly #values: (facts: readonly [Fact, Fact], points: readonly [number, number]) => Charted["values"];
  #newest = 0;
  #busy = false;
  #stop = new AbortController();
  #halves = new Map<Name, { key: readonly unknown[]; half: Half }>();
  #facts: { key: readonly unknown[]; found: readonly Fact[] } | undefined;
  #usual: { key: readonly unknown[]; axes: Axes } | undefined;

  constructor(app: App, values: (facts: readonly [Fact, Fact], points: readonly [number, number]) => Charted["values"]) {
    this.#app = app;
    this.#values = values;
  }

  /** Draws the map as things stand now. */
  ask(): void {
    this.#newest += 1;
    this.#stop.abort();
    if (this.#busy) return;
    this.#busy = true;
    void this.#answer().finally(() => (this.#busy = false));
  }

  async #answer(): Promise<void> {
    for (let seen = -1; seen !== this.#newest;) {
      seen = this.#newest;
      this.#stop = new AbortController();
      this.working = true;
      this.#app.changed();
      try {
        const found = await this.#charted();
        if (found) [this.now, this.wrong] = [found, undefined];
        else if (!this.#app.b) this.now = undefined;
      } catch (why) {
        if (!this.#stop.signal.aborted) this.wrong = why instanceof Error ? why.message : String(why);
      }
      this.#app.changed();
    }
    this.working = false;
    this.#app.changed();
  }

  /** The facts that can be axes, those first that models say and both policies ask for. */
  facts(): readonly Fact[] {
    const { table, a, b } = this.#app;
    const key = [table, a?.policy.version, b?.policy.version];
    if (!this.#facts || !same(this.#facts.key, key)) this.#facts = { key, found: this.#weighed() };
    return this.#facts.found;
  }

  #weighed(): Fact[] {
    const { table, a, b } = this.#app;
    const sides = [a, b].flatMap((side) => side?.policy.version?.about.facts ?? []).filter((fact) => fact.used && fact.type === "number");
    const found = new Map<string, { fact: Fact; weight: number }>();
    for (const fact of sides) {
      const before = found.get(fact.name);
      found.set(fact.name, { fact, weight: (before?.weight ?? 0) + 1 + 2 * (before || !table ? 0 : share(table, fact)) });
    }
    return [...found.values()].sort((one, other) => other.weight - one.weight).map(({ fact }) => fact);
  }

  async #charted(): Promise<Charted | undefined> {
    const { table, row, a, b } = this.#app;
    if (!table || row === undefined || row >= table.length || !a?.policy.version || !b?.policy.version) return undefined;
    const facts = this.facts();
    const axes = await this.#axes(facts);
    const [x, y] = [axes?.x, axes?.y].map((name) => facts.find((fact) => fact.name === name));
    if (!axes || !x || !y) return undefined;
    const halves = { a: await this.#half("a", a, axes), b: await this.#half("b", b, axes) };
    if (!halves.a || !halves.b) return undefined;
    const few = halves.a.version.population || halves.b.version.population;
    const values = this.#values([x, y], few ? FEW_POINTS : POINTS);
    if (!halves.a.line.exact || !halves.b.line.exact) {
      for (const [name, side] of [["a", a], ["b", b]] as const) {
        const half = halves[name];
        if (half && !half.grid) halves[name] = await this.#sampled(name, side, half, axes, values);
      }
    }
    return { axes, facts: [x, y], table, row, halves: { a: halves.a, b: halves.b }, values };
  }

  /** The axes that were chosen, else those that say most: what models say first, then what cuts the plane the other way. */
  async #axes(facts: readonly Fact[]): Promise<Axes | undefined> {
    const { axes, a, b, table, compared } = this.#app;
    const has = (name: string) => facts.some((fact) => fact.name === name);
    if (axes && has(axes.x) && has(axes.y) && axes.x !== axes.y) return axes;
    const key = [a?.policy.path, b?.policy.path, table, ...compared, facts.map(({ name }) => name).join()];
    if (this.#usual && same(this.#usual.key, key)) return this.#usual.axes;
    const [x, ...others] = facts;
    if (!x || !a || !b) return undefined;
    const sides = [a, b];
    const conditions = sides.flatMap((side, at) => side.policy.version?.about.designations[compared[at] ?? 0] ?? []).map(({ when, unless }) => `${when} ${unless ?? ""}`);
    // What a condition names itself comes first, then what is another kind of quantity.
    const rank = ({ name, unit }: Fact) => (conditions.some((text) => text.split(/[^\w.]+/).includes(name)) ? 2 : 0) + (unit === x.unit ? 0 : 1);
    const order = [...others].sort((one, other) => rank(other) - rank(one));
    const slow = sides.some((side) => side.policy.version?.population);
    for (const y of order.slice(0, slow ? 1 : MOST_TRIED)) {
      const tried = { x: x.name, y: y.name };
      const halves = [await this.#half("a", a, tried), await this.#half("b", b, tried)];
      if (!halves.some((half) => half?.line.lines.some(({ slope }) => slope !== null))) continue;
      this.#usual = { key, axes: tried };
      return tried;
    }
    if (!order[0]) return undefined;
    this.#usual = { key, axes: { x: x.name, y: order[0].name } };
    return this.#usual.axes;
  }

  /** The plane of one policy, unless it is known. */
  async #half(name: Name, side: Side, axes: Axes): Promise<Half | undefined> {
    const { table, row, compared, point } = this.#app;
    const { version } = side.policy;
    if (!version || !table || row === undefined) return undefined;
    const { designations, id } = version.about;
    const designation = designations[Math.min(compared[name === "a" ? 0 : 1], designations.length - 1)]?.id;
    if (designation === undefined) return undefined;
    const request = { ...side.movedQuestion, only: [`${id}.${designation}`] };
    const key = [version, table, JSON.stringify([request, row, axes, point])];
    const known = this.#halves.get(name);
    if (known && same(known.key, key)) return known.half;
    const { document, place, count } = documentOf(version, table, row);
    const policies = version.population ? await patiently(version) : version.live;
    const asked = { policies, request: { ...request, profiles: [document] }, about: version.about, options: version.population ? { signal: this.#stop.signal } : {} };
    const found = await cut(asked, axes, place, count);
    if (!found) return undefined;
    // Only the model itself is moved, so where others stand beside it what the plane says there has to do.
    const set = (["x", "y"] as const).flatMap((along) => (point?.[along] === undefined ? [] : [[axes[along], point[along]] as const]));
    let verdict: Verdict | undefined;
    if (set.length > 0 && count === 1) {
      const [line] = lines(await policies.eval({ ...asked.request, set: set.filter(([fact]) => version.about.facts.some((each) => each.name === fact)) }));
      verdict = line?.designations.find((each) => each.id === designation)?.verdict;
    }
    const half: Half = { version, designation, line: found, grid: undefined, verdict };
    this.#halves.set(name, { key, half });
    return half;
  }

  /** The plane at points. */
  async #sampled(name: Name, side: Side, half: Half, axes: Axes, values: Charted["values"]): Promise<Half> {
    const { table, row } = this.#app;
    if (!table || row === undefined) return half;
    const { document, place, count } = documentOf(half.version, table, row);
    const policies = await patiently(half.version);
    const only = [`${half.version.about.id}.${half.designation}`];
    const response = await policies.grid({ ...side.movedQuestion, only, profiles: [document], ...axes, ...values }, { signal: this.#stop.signal });
    const found = lines(response);
    if (found.length !== count) throw new Error(response.diagnostics.find(({ severity }) => severity === "error")?.message ?? "");
    const sampled = { ...half, grid: found[place] };
    const known = this.#halves.get(name);
    if (known?.half === half) this.#halves.set(name, { ...known, half: sampled });
    return sampled;
  }
}

/** How many of the first models say a fact, as a share. */
function share(table: Table, fact: Fact): number {
  const said = Array.from({ length: Math.min(table.length, MOST_LOOKED) }, (_, row) => columnSaid(table, fact, row));
  return said.filter((text) => text !== "").length / Math.max(1, said.length);
}

const columns = new WeakMap<Table, Map<string, string[]>>();

/** What a row says of a fact, read once: rows are dear to cut into cells. */
export function columnSaid(table: Table, fact: Fact, row: number): string {
  const known = columns.get(table) ?? new Map<string, string[]>();
  columns.set(table, known);
  const key = JSON.stringify([fact.name, fact.also]);
  const column = known.get(key) ?? [];
  known.set(key, column);
  return (column[row] ??= saidOf(table, row, fact));
}

/** The opened model with those beside which it is judged, and its place among them. */
function documentOf(version: Version, table: Table, row: number): { document: Document; place: number; count: number } {
  const rows = rowsFor(version, table, row);
  return { document: table.document(rows), place: rows.indexOf(row), count: rows.length };
}

const same = (one: readonly unknown[], other: readonly unknown[]) => one.length === other.length && one.every((part, at) => part === other[at]);
