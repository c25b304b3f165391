/** The axis that a slider runs along: from where to where, on which scale, and which places are worth stopping at. */

import type { AxisPart, Bounds, RegionsLine, Typed } from "../lines.js";
import type { Verdict } from "../types.js";
import { readDay, readNumber } from "./number.js";

/** An axis. */
export interface Axis {
  readonly scale: "log" | "linear" | "days";
  readonly low: number;
  readonly high: number;
  /** Where the leftmost place stands for the domain's own end, such as zero on a logarithmic scale. */
  readonly end: number | undefined;
  /** How many steps the slider has. */
  readonly steps: number;
}

/** A part of the axis with one verdict, from 0 to 1. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly verdict: Verdict;
}

const DECADES: Readonly<Record<string, readonly [number, number]>> = {
  FLOP: [1e22, 1e28], "FLOP/s": [1e15, 1e22], USD: [1e5, 1e12], EUR: [1e5, 1e12], parameter: [1e8, 1e14], token: [1e9, 1e15],
  s: [1, 1e5], "bit/s": [1, 1e5],
};
const COMMON: readonly [number, number] = [1, 1e6];

/** The axis for a fact or param; it reaches what it is asked to show. */
export function axisFor(typed: Typed, marks: readonly number[], today: number): Axis {
  if (typed.type === "date") {
    const known = [...ends(typed.domain, readDay).filter((day) => Math.abs(day - today) < 4000), ...marks, today];
    return { scale: "days", low: Math.min(...known) - 200, high: Math.max(...known) + 400, end: undefined, steps: 1000 };
  }
  const [least, most] = [bound(typed.domain?.from ?? null), bound(typed.domain?.to ?? null)];
  const closed = least !== undefined && most !== undefined;
  const wide = closed ? least > 0 && most / least > 100 : least !== undefined && least >= 0;
  if (typed.kind === "percent" || typed.kind === "points" || typed.interval_scale || !wide) {
    const around = marks.length > 0 ? marks : [0];
    const span = Math.max(...around) - Math.min(...around) || Math.abs(around[0] ?? 1) || 10;
    const low = least ?? Math.min(...around) - span;
    const high = most ?? Math.max(low + 1, Math.max(...around) + span);
    return { scale: "linear", low, high, end: undefined, steps: 200 };
  }
  if (closed) return { scale: "log", low: least, high: most, end: undefined, steps: 600 };
  const [from, to] = DECADES[typed.dimension ?? ""] ?? COMMON;
  const positive = marks.filter((mark) => mark > 0);
  const low = Math.max(Math.min(from, ...positive.map((mark) => 10 ** Math.floor(Math.log10(mark) - 0.5))), least ?? 0);
  const high = Math.min(Math.max(to, ...positive.map((mark) => 10 ** Math.ceil(Math.log10(mark) + 0.5))), most ?? Infinity);
  return { scale: "log", low, high, end: least, steps: 100 * Math.max(1, Math.round(Math.log10(high / low))) };
}

function bound(text: string | null): number | undefined {
  return text === null ? undefined : readNumber(text);
}

function ends(bounds: Bounds | undefined, reader: (text: string) => number | undefined): number[] {
  return [bounds?.from, bounds?.to].flatMap((text) => (text ? reader(text) ?? [] : []));
}

/** Where a number lies, from 0 to 1. */
export function placeOf(axis: Axis, value: number): number {
  if (axis.scale !== "log") return clamp((value - axis.low) / (axis.high - axis.low));
  if (value <= 0) return 0;
  return clamp(Math.log(value / axis.low) / Math.log(axis.high / axis.low));
}

/** The number at a place. */
export function numberAt(axis: Axis, place: number): number {
  if (axis.scale === "log") {
    if (place <= 0 && axis.end !== undefined) return axis.end;
    return axis.low * (axis.high / axis.low) ** place;
  }
  const number = axis.low + place * (axis.high - axis.low);
  if (axis.scale === "days") return Math.round(number);
  const step = 10 ** Math.floor(Math.log10((axis.high - axis.low) / 100));
  return Math.round(number / step) * step;
}

function clamp(place: number): number {
  return Math.min(1, Math.max(0, place));
}

/** The numbers at which the verdict turns. */
export function turns(line: RegionsLine | undefined): string[] {
  const found = new Set<string>();
  line?.parts.forEach((part, at) => {
    if (at > 0 && isSpan(part) && part.from !== null) found.add(part.from);
  });
  return [...found];
}

/** The parts of the axis that are in sight. */
export function partsOn(axis: Axis, line: RegionsLine | undefined): Part[] {
  const reader = axis.scale === "days" ? readDay : readNumber;
  const place = (text: string | null, otherwise: number) => {
    const value = text === null ? undefined : reader(text);
    return value === undefined ? otherwise : placeOf(axis, value);
  };
  return (line?.parts ?? []).flatMap((part) => {
    if (!isSpan(part)) return [];
    const [from, to] = [place(part.from, 0), place(part.to, 1)];
    // A single point is drawn as the line that it is.
    return to > from ? [{ from, to, verdict: part.verdict }] : [];
  });
}

function isSpan(part: AxisPart): part is Bounds {
  return "from" in part;
}

/** The nearest of the places to stop at, where one is near. */
export function snapped(axis: Axis, place: number, stops: readonly number[]): number | undefined {
  return stops.find((stop) => Math.abs(placeOf(axis, stop) - place) < 0.6 / axis.steps);
}
