/** The plane of the map cut by verdict: its areas and edges as paths, and the verdict at a point and along a row or column. */

import type { Curve } from "../../lines.js";
import type { Verdict } from "../../types.js";
import type { Grid, LinePart, Strip } from "./data.js";
import { numberOf } from "./numbers.js";
import type { Scale } from "./scale.js";

/** What the map needs of its plane, whether exact or asked at points. */
export interface Field<Kind extends string = Verdict> {
  /** One path for each kind that occurs: a verdict, or what else the plane is cut by. */
  readonly areas: ReadonlyMap<Kind, string>;
  /** Where the verdict changes. */
  readonly edges: string;
  readonly verdictAt: (x: number, y: number) => Kind | null;
  /** The parts of the row at `y`, from left to right. */
  readonly row: (y: number) => LinePart<Kind>[];
  /** The parts of the column at `x`, from bottom to top. */
  readonly column: (x: number) => LinePart<Kind>[];
}

interface Line {
  readonly slope: number;
  readonly offset: number;
}

interface Band<Kind> {
  readonly below: Line | null;
  readonly above: Line | null;
  readonly verdict: Kind;
}

interface Slab<Kind> {
  readonly from: number;
  readonly to: number;
  readonly bands: readonly Band<Kind>[];
}

export function lineOf(curve: Curve): Line {
  return { slope: numberOf(curve.slope), offset: numberOf(curve.offset) };
}

const along = (line: Line, x: number) => line.slope * x + line.offset;
const point = (x: number, y: number) => `${Number(x.toFixed(2))} ${Number(y.toFixed(2))}`;

/** Points on a line from `a` to `b`, close enough to look like the curve that it is on these scales; not far beyond the plot. */
export function traced(line: Line, a: number, b: number, x: Scale, y: Scale): [number, number][] {
  const [high, low] = [Math.min(y.start, y.end) - 40, Math.max(y.start, y.end) + 40];
  const at = (value: number): [number, number] => [x.place(value), Math.max(high, Math.min(low, y.place(along(line, value))))];
  if (line.slope === 0) return [at(a), at(b)];
  const values = [a, b];
  for (let place = Math.ceil(x.place(a)); place < x.place(b); place += 4) values.push(x.value(place));
  // Steep parts are followed by height.
  for (let place = high; place <= low; place += 4) {
    const value = (y.value(place) - line.offset) / line.slope;
    if (value > a && value < b) values.push(value);
  }
  return values.filter((value) => value >= a && value <= b).sort((one, other) => one - other).map(at);
}

const path = (points: readonly (readonly [number, number])[]) => `M${points.map(([x, y]) => point(x, y)).join("L")}`;

/** The exact plane. */
export function exactField<Kind extends string>(strips: readonly Strip<Kind>[], x: Scale, y: Scale): Field<Kind> {
  const slabs: Slab<Kind>[] = strips.map((strip) => ({
    from: Math.max(x.axis.from, strip.from === null ? -Infinity : numberOf(strip.from)),
    to: Math.min(x.axis.to, strip.to === null ? Infinity : numberOf(strip.to)),
    bands: strip.bands.map(({ below, above, verdict }) => ({ below: below && lineOf(below), above: above && lineOf(above), verdict })),
  })).filter((slab) => slab.from < slab.to);
  const areas = new Map<Kind, string>();
  let edges = "";
  slabs.forEach((slab, number) => {
    const bottom: [number, number][] = [[x.place(slab.from), y.start + 40], [x.place(slab.to), y.start + 40]];
    const top: [number, number][] = [[x.place(slab.from), y.end - 40], [x.place(slab.to), y.end - 40]];
    slab.bands.forEach((band, at) => {
      const under = band.below ? traced(band.below, slab.from, slab.to, x, y) : bottom;
      const over = band.above ? traced(band.above, slab.from, slab.to, x, y) : top;
      areas.set(band.verdict, `${areas.get(band.verdict) ?? ""}${path([...under, ...[...over].reverse()])}Z`);
      const next = slab.bands[at + 1];
      if (next && next.verdict !== band.verdict && band.above) edges += path(over);
    });
    const right = slabs[number + 1];
    if (right) edges += upright(slab, right, x, y);
  });
  const slabAt = (value: number) => slabs.find((slab) => value >= slab.from && value <= slab.to);
  return {
    areas, edges,
    verdictAt: (across, up) => bandAt(slabAt(across), across, up)?.verdict ?? null,
    row: (up) => joined(slabs.flatMap((slab) => {
      const cuts = slab.bands.flatMap(({ above }) => (above && above.slope !== 0 ? [(up - above.offset) / above.slope] : []))
        .filter((cut) => cut > slab.from && cut < slab.to).sort((one, other) => one - other);
      const ends = [slab.from, ...cuts, slab.to];
      return ends.slice(1).flatMap((to, at) => {
        const from = ends[at]!;
        const band = bandAt(slab, from + (to - from) / 2, up);
        return band ? [{ from, to, verdict: band.verdict }] : [];
      });
    })),
    column: (across) => joined((slabAt(across)?.bands ?? []).map(({ below, above, verdict }) => ({
      from: Math.max(y.axis.from, below ? along(below, across) : -Infinity),
      to: Math.min(y.axis.to, above ? along(above, across) : Infinity),
      verdict,
    }))),
  };
}

function bandAt<Kind>(slab: Slab<Kind> | undefined, x: number, y: number): Band<Kind> | undefined {
  return slab?.bands.find(({ below, above }) => (below === null || y >= along(below, x)) && (above === null || y <= along(above, x)));
}

/** Where the verdicts on both sides of a border between strips differ. */
function upright<Kind>(left: Slab<Kind>, right: Slab<Kind>, x: Scale, y: Scale): string {
  const at = left.to;
  const place = x.place(at);
  const high = (line: Line | null, otherwise: number) => (line ? Math.max(y.end - 40, Math.min(y.start + 40, y.place(along(line, at)))) : otherwise);
  let edges = "";
  for (const one of left.bands) {
    for (const other of right.bands) {
      if (one.verdict === other.verdict) continue;
      const from = Math.min(high(one.below, y.start + 40), high(other.below, y.start + 40));
      const to = Math.max(high(one.above, y.end - 40), high(other.above, y.end - 40));
      if (from - to > 0.01) edges += path([[place, from], [place, to]]);
    }
  }
  return edges;
}

/** Parts in their order, those of one verdict that touch made one; without empty ones. */
function joined<Kind extends string>(parts: readonly LinePart<Kind>[]): LinePart<Kind>[] {
  const whole: LinePart<Kind>[] = [];
  for (const part of parts) {
    if (part.from !== null && part.to !== null && part.from >= part.to) continue;
    const before = whole.at(-1);
    if (before && before.verdict === part.verdict) whole[whole.length - 1] = { ...before, to: part.to };
    else whole.push(part);
  }
  return whole;
}

/** The places between values, and the outer ones as far off as their neighbours. */
function borders(values: readonly number[], scale: Scale): number[] {
  const places = values.map(scale.place);
  const between = places.slice(1).map((place, at) => (place + places[at]!) / 2);
  if (between.length === 0) return [scale.start, scale.end];
  return [2 * places[0]! - between[0]!, ...between, 2 * places.at(-1)! - between.at(-1)!];
}

/** The plane as asked at points: a verdict is taken to hold halfway to the next point. */
export function gridField<Kind extends string>(grid: Grid, letters: Readonly<Record<string, Kind>>, x: Scale, y: Scale): Field<Kind> {
  const [columns, rows] = [grid.xs.length, grid.ys.length];
  const cell = (column: number, row: number): Kind | null => letters[grid.rows[row]?.[column] ?? ""] ?? null;
  const across = borders(grid.xs, x);
  const up = borders(grid.ys, y);
  const areas = new Map<Kind, string>();
  for (const verdict of new Set(Object.values(letters))) {
    const shape = cellShape(columns, rows, (column, row) => cell(column, row) === verdict, across, up);
    if (shape !== "") areas.set(verdict, shape);
  }
  let edges = "";
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const here = cell(column, row);
      const [right, top] = [across[column + 1]!, up[row + 1]!];
      if (column + 1 < columns && cell(column + 1, row) !== here) edges += path([[right, up[row]!], [right, top]]);
      if (row + 1 < rows && cell(column, row + 1) !== here) edges += path([[across[column]!, top], [right, top]]);
    }
  }
  const nearest = (scale: Scale, ends: readonly number[], value: number) => {
    const place = scale.place(value);
    const rising = scale.end > scale.start;
    const found = ends.findIndex((end, at) => at > 0 && (rising ? place <= end : place >= end)) - 1;
    return found < 0 ? ends.length - 2 : found;
  };
  const parts = (scale: Scale, ends: readonly number[], verdict: (at: number) => Kind | null) => joined(ends.slice(1).flatMap((end, at) => {
    const found = verdict(at);
    return found ? [{ from: scale.value(ends[at]!), to: scale.value(end), verdict: found }] : [];
  }));
  return {
    areas, edges,
    verdictAt: (value, height) => cell(nearest(x, across, value), nearest(y, up, height)),
    row: (height) => parts(x, across, (column) => cell(column, nearest(y, up, height))),
    column: (value) => parts(y, up, (row) => cell(nearest(x, across, value), row)),
  };
}

/** The cells for which `of` holds as rectangles: runs along rows, those that are the same in the next row made one. */
function cellShape(columns: number, rows: number, of: (column: number, row: number) => boolean, across: readonly number[], up: readonly number[]): string {
  let open = new Map<string, { from: number; to: number; row: number }>();
  let shape = "";
  for (let row = 0; row <= rows; row += 1) {
    const next = new Map<string, { from: number; to: number; row: number }>();
    for (let from = 0; from < columns && row < rows; from += 1) {
      let to = from;
      while (to < columns && of(to, row)) to += 1;
      if (to === from) continue;
      const key = `${from} ${to}`;
      next.set(key, open.get(key) ?? { from, to, row });
      open.delete(key);
      from = to;
    }
    for (const run of open.values()) {
      const [left, right, bottom, top] = [across[run.from]!, across[run.to]!, up[run.row]!, up[row]!];
      shape += `${path([[left, bottom], [right, bottom], [right, top], [left, top]])}Z`;
    }
    open = next;
  }
  return shape;
}

/** A plane of which nothing is known yet. */
export const NO_FIELD: Field<never> = { areas: new Map<never, string>(), edges: "", verdictAt: () => null, row: () => [], column: () => [] };
