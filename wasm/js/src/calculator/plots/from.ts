/** From the engine's answers to what the plots are drawn from. */

import type { AboutLine, AxisPart, ClauseAnswer, DesignationAnswer, GridLine, MapLine, RegionsLine } from "../../lines.js";
import type { Axis, Grid, Known, LineClause, LinePart, MapClauseLine, MapData, MapParam } from "./data.js";
import { boundOf, numberOf } from "./numbers.js";
import { unshare } from "./scale.js";

/** The end of a part: a day lasts until the next. */
function upper(part: Extract<AxisPart, { from: string | null }>, axis: Axis): number | null {
  const to = boundOf(part.to, axis);
  return to !== null && axis.kind === "date" && part.to_closed ? to + 1 : to;
}

/** The parts of an answer of `regions`; none where the axis has no order. */
export function partsOf(line: RegionsLine, axis: Axis): LinePart[] {
  return line.parts.flatMap((part) => ("values" in part ? [] : [{ from: boundOf(part.from, axis), to: upper(part, axis), verdict: part.verdict }]));
}

/** What is known of a value now, as `regions` says it. */
export function knownOf(now: AxisPart | null, axis: Axis): Known {
  if (now === null || "values" in now) return { kind: "unknown", at: null, from: null, to: null };
  const [from, to] = [boundOf(now.from, axis), boundOf(now.to, axis)];
  return from !== null && from === to ? { kind: "exact", at: from, from: null, to: null } : { kind: "range", at: null, from, to };
}

/** The exact pieces of an answer of `map`; none where it is not exact. */
export function planeOf({ strips, lines }: MapLine): Pick<MapData, "strips" | "lines"> {
  return { strips, lines };
}

/** Where the lines of a map are that are parallel to an axis. */
export function placesOf(lines: readonly MapClauseLine[]): { upright: number[]; level: number[] } {
  return {
    upright: lines.flatMap(({ x }) => (x === null ? [] : [numberOf(x)])),
    level: lines.flatMap(({ slope, offset }) => (slope === null || offset === null || numberOf(slope) !== 0 ? [] : [numberOf(offset)])),
  };
}

/** A param as a line that can be moved on a map, if it is one of its lines; `at` is where it now stands. */
export function paramOf(param: AboutLine["params"][number], named: Pick<MapParam, "name" | "title" | "at">, lines: readonly MapClauseLine[], x: Axis, y: Axis): MapParam | undefined {
  if (!param.used || param.type !== "number") return undefined;
  const { upright, level } = placesOf(lines);
  const near = (places: readonly number[], along: Axis) =>
    along.unit === (param.unit ?? "") && places.some((place) => Math.abs(place - named.at) <= Math.abs(named.at) * 1e-9);
  const along = near(upright, x) ? "x" : near(level, y) ? "y" : undefined;
  const end = (text: string | null | undefined) => (text == null ? null : numberOf(text));
  return along && { ...named, along, least: end(param.domain?.from), most: end(param.domain?.to) };
}

/** The verdicts of an answer of `grid` that was asked at these values. */
export function gridOf(line: GridLine, xs: readonly number[], ys: readonly number[]): Grid {
  return { xs, ys, rows: line.rows };
}

/** The clauses whose lines end parts of these bars, each at its place; ends without a clause are ticks alone. */
export function linesOf(designations: readonly DesignationAnswer[], rows: readonly { readonly parts: readonly LinePart[] }[], axis: Axis): { at: number; clauses: LineClause[] }[] {
  const places = new Map<number, LineClause[]>();
  for (const { parts } of rows) {
    for (const { from } of parts.slice(1)) if (from !== null) places.set(from, places.get(from) ?? []);
  }
  const look = (clause: ClauseAnswer) => {
    clause.clauses?.forEach(look);
    const at = clause.line === null ? null : lineAt(clause.line, axis);
    const found = at === null ? undefined : [...places].find(([place]) => Math.abs(place - at) <= Math.abs(at) * 1e-12 || (axis.kind === "date" && place === at + 1));
    if (found && !found[1].some(({ id, text }) => id === clause.id && text === clause.text)) found[1].push({ id: clause.id, cite: clause.cite, text: clause.text });
  };
  for (const { clauses, unless } of designations) {
    clauses.forEach(look);
    if (unless) look(unless);
  }
  return [...places].sort(([one], [other]) => one - other).map(([at, clauses]) => ({ at, clauses }));
}

/** The place of a clause's line, where it is in the axis's unit. */
function lineAt(line: string, axis: Axis): number | null {
  if (axis.kind === "date") return /^\d{4}-\d\d-\d\d$/.test(line) ? boundOf(line, axis) : null;
  const [number = "", ...unit] = line.split(" ");
  const value = numberOf(number);
  return Number.isFinite(value) && unit.join(" ") === axis.unit ? value : null;
}

/** The middles of `count` equal cells along an axis: what to ask `grid` for. */
export function gridValues(axis: Axis, count: number): number[] {
  return Array.from({ length: count }, (_, at) => unshare(axis, (at + 0.5) / count));
}
