/** Scales of the plots: from values to pixels and back, ticks, steps of the keyboard, and which axis suits a fact. */

import type { AboutLine } from "../../lines.js";
import type { Axis, Known } from "./data.js";
import { boundOf, precise, said, saidDay, short } from "./numbers.js";
import type { PlotWords } from "./words.js";

/** From values to places and back. */
export interface Scale {
  readonly axis: Axis;
  readonly start: number;
  readonly end: number;
  /** The place of a value; beyond all bounds where a logarithm has none. */
  readonly place: (value: number) => number;
  readonly value: (place: number) => number;
}

/** The place of a value between 0 and 1. */
export function share(axis: Axis, value: number): number {
  if (axis.scale === "linear") return (value - axis.from) / (axis.to - axis.from);
  if (value <= 0) return -1e6;
  return Math.log(value / axis.from) / Math.log(axis.to / axis.from);
}

/** The value at a place between 0 and 1. */
export function unshare(axis: Axis, at: number): number {
  if (axis.scale === "linear") return axis.from + at * (axis.to - axis.from);
  return axis.from * Math.exp(at * Math.log(axis.to / axis.from));
}

export function scaleOf(axis: Axis, start: number, end: number): Scale {
  return {
    axis, start, end,
    place: (value) => start + share(axis, value) * (end - start),
    value: (place) => unshare(axis, (place - start) / (end - start)),
  };
}

export interface Tick {
  readonly at: number;
  /** Empty for a small tick. */
  readonly label: string;
}

/** Round values to write along an axis, not more than `most`. */
export function ticksOf(axis: Axis, most: number, words: PlotWords): Tick[] {
  if (axis.kind === "date") return dayTicks(axis, most, words);
  if (axis.scale === "log") {
    const decades = Math.log10(axis.to / axis.from);
    if (decades >= 1.5) return decadeTicks(axis, most, words);
  }
  const step = niceStep((axis.to - axis.from) / Math.max(1, most));
  const ticks: Tick[] = [];
  for (let at = Math.ceil(axis.from / step - 1e-9); at * step <= axis.to * (1 + 1e-12) + 1e-12; at += 1) {
    const value = precise(at * step, 12) + 0;
    ticks.push({ at: value, label: axis.kind === "percent" ? said(value, axis, words) : short(value, words) });
  }
  return ticks;
}

function decadeTicks(axis: Axis, most: number, words: PlotWords): Tick[] {
  const first = Math.ceil(Math.log10(axis.from) - 1e-9);
  const last = Math.floor(Math.log10(axis.to) + 1e-9);
  const each = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, most)));
  const ticks: Tick[] = [];
  const between = last - first <= 2 && (last - first + 1) * 3 <= most ? [2, 5] : [];
  for (let power = first - 1; power <= last; power += 1) {
    const one = Number(`1e${power}`);
    if (power >= first) ticks.push({ at: one, label: (last - power) % each === 0 ? short(one, words) : "" });
    for (let digit = 2; digit <= 9; digit += 1) {
      const at = Number(`${digit}e${power}`);
      if (at < axis.from || at > axis.to) continue;
      if (between.includes(digit)) ticks.push({ at, label: short(at, words) });
      else if (each === 1) ticks.push({ at, label: "" });
    }
  }
  return ticks;
}

/** 1, 2 or 5 times a power of ten, at least so much. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least) + 1e-12);
  const times = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return precise(times * power, 1);
}

const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

function dayTicks(axis: Axis, most: number, words: PlotWords): Tick[] {
  const span = axis.to - axis.from;
  const ticks: Tick[] = [];
  if (span / 30 < 1.5) {
    const step = Math.max(1, Math.ceil(span / Math.max(1, most)));
    for (let day = Math.ceil(axis.from); day <= axis.to; day += step) ticks.push({ at: day, label: saidDay(day, "day", words) });
    return ticks;
  }
  const step = MONTHS.find((months) => span / (months * 30.44) <= most) ?? 1200;
  const begin = new Date(axis.from * 86_400_000);
  const first = Math.floor((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / step) * step;
  for (let month = first; ; month += step) {
    const day = Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000;
    if (day > axis.to) return ticks;
    if (day >= axis.from) ticks.push({ at: day, label: saidDay(day, step >= 12 ? "year" : "month", words) });
  }
}

/** A value within what the axis may be and shows. */
export function bounded(axis: Axis, value: number): number {
  const least = Math.max(axis.from, axis.least ?? axis.from);
  const most = Math.min(axis.to, axis.most ?? axis.to);
  return Math.min(most, Math.max(least, value));
}

/** A value that a pointer gave, rounded as people would. */
export function rounded(axis: Axis, value: number): number {
  if (axis.kind === "date") return bounded(axis, Math.round(value));
  if (axis.scale === "log") return bounded(axis, precise(value, 3));
  const step = niceStep((axis.to - axis.from) / 1000);
  return bounded(axis, precise(Math.round(value / step) * step, 12));
}

/** The value one step on: a tenth of a digit or so, a day, a point; a large step is a decade or ten times as much. */
export function stepped(axis: Axis, value: number, direction: 1 | -1, large: boolean): number {
  if (axis.kind === "date") return bounded(axis, Math.round(value) + direction * (large ? 30 : 1));
  if (axis.scale === "linear") {
    const step = niceStep((axis.to - axis.from) / 100) * (large ? 10 : 1);
    const next = direction > 0 ? Math.floor(value / step + 1e-9) + 1 : Math.ceil(value / step - 1e-9) - 1;
    return bounded(axis, precise(next * step, 12));
  }
  if (large) return bounded(axis, precise(direction > 0 ? value * 10 : value / 10, 12));
  const power = Math.floor(Math.log10(value) + 1e-12);
  const digits = precise(value / 10 ** power, 12);
  const coarse = direction > 0 ? digits : digits - 1e-9;
  const tenths = coarse < 2 - (direction > 0 ? 1e-9 : 0) ? 1 : coarse < 5 ? 2 : 5;
  const at = (digits * 10) / tenths;
  const next = (direction > 0 ? Math.floor(at + 1e-9) + 1 : Math.ceil(at - 1e-9) - 1) * tenths;
  const last = next < 10 ? precise(9.5 * 10 ** (power - 1), 3) : Number(`${next}e${power - 1}`);
  return bounded(axis, precise(last, 3));
}

/** Where the handle of something known stands; `null` where it is unknown. */
export function middle(axis: Axis, known: Known): number | null {
  if (known.kind === "unknown") return null;
  if (known.at !== null) return known.at;
  const from = known.from ?? axis.from;
  const to = known.to ?? axis.to;
  if (axis.scale === "linear") return (from + to) / 2;
  return precise(Math.sqrt(Math.max(from, axis.from)) * Math.sqrt(Math.max(to, axis.from)), 12);
}

/** What is known, moved whole so that its middle is at `to`: along a logarithmic axis all is multiplied. */
export function shifted(axis: Axis, known: Known, to: number): Known {
  const now = middle(axis, known);
  if (now === null || known.kind === "exact") return { kind: "exact", at: to, from: null, to: null };
  const move = (value: number | null) => {
    if (value === null) return null;
    const moved = axis.scale === "log" ? precise(value * (to / now), 3) : precise(value + (to - now), 12);
    return Math.min(axis.most ?? Infinity, Math.max(axis.least ?? -Infinity, moved));
  };
  return { kind: known.kind, at: known.at === null ? null : to, from: move(known.from), to: move(known.to) };
}

type Typed = AboutLine["facts"][number] | AboutLine["params"][number];

/** Where nothing is known to show. */
const USUAL: Readonly<Record<string, readonly [number, number]>> = { FLOP: [1e22, 1e28], USD: [1e6, 1e12] };

/** An axis that suits a number or date: `near` are the lines and the model, with room around them; `far` are known models. */
export function axisOf(typed: Typed, title: string, near: readonly number[], far: readonly number[] = []): Axis {
  const unit = typed.unit ?? "";
  const kind = typed.type === "date" ? "date"
    : typed.kind === "percent" || typed.kind === "points" ? typed.kind
    : /^[A-Z]{3}$/.test(unit) ? "money" : "plain";
  const least = boundOf(typed.domain?.from ?? null, { kind });
  const most = boundOf(typed.domain?.to ?? null, { kind });
  const wide = least !== null && least >= 0 && (most === null || most / Math.max(least, 1e-9) >= 100);
  const scale = (kind === "plain" || kind === "money") && !typed.interval_scale && wide ? "log" : "linear";
  const axis = { name: typed.name, title, unit, kind, scale, least, most } as const;
  return { ...axis, ...(scale === "log" ? decades(near, far, least, most, USUAL[unit]) : stretch(near, far, least, most, kind)) };
}

type Ends = Pick<Axis, "from" | "to">;

function decades(near: readonly number[], far: readonly number[], least: number | null, most: number | null, usual: readonly [number, number] = [1, 1e6]): Ends {
  if (least !== null && most !== null && least > 0 && most / least <= 1e6) return { from: least, to: most };
  const positive = near.filter((value) => value > 0 && Number.isFinite(value));
  let [low, high]: readonly [number, number] = positive.length > 0 ? [Math.min(...positive) / 10, Math.max(...positive) * 10] : usual;
  const [floor, ceiling] = [low / 1000, high * 1000];
  for (const value of far) {
    if (value >= floor && value < low) low = value / 1.5;
    if (value <= ceiling && value > high) high = value * 1.5;
  }
  const from = least !== null && least > 0 ? Math.max(least, low) : low;
  const to = most === null ? high : Math.min(most, high);
  return {
    from: from === least ? from : Number(`1e${Math.floor(Math.log10(from) + 1e-9)}`),
    to: to === most ? to : Number(`1e${Math.ceil(Math.log10(to) - 1e-9)}`),
  };
}

function stretch(near: readonly number[], far: readonly number[], least: number | null, most: number | null, kind: Axis["kind"]): Ends {
  if (least !== null && most !== null && kind !== "date") return { from: least, to: most };
  const all = [...near, ...far].filter(Number.isFinite);
  const usual = kind === "date" ? Math.round(Date.now() / 86_400_000) : 0;
  const low = all.length > 0 ? Math.min(...all) : usual;
  const high = all.length > 0 ? Math.max(...all) : usual;
  const room = (high - low) * 0.1 || (kind === "date" ? 180 : Math.abs(high) * 0.5 || 1);
  const [from, to] = kind === "date" ? [Math.floor(low - room), Math.ceil(high + room)] : [precise(low - room, 2), precise(high + room, 2)];
  return { from: Math.max(from, least ?? -Infinity), to: Math.min(to, most ?? Infinity) };
}
