/** Numbers of the plots: read from exact texts, said as people of the field say them, written as the language writes them. */

import type { Axis, Known } from "./data.js";
import type { PlotWords } from "./words.js";

const DAY = 86_400_000;

/** The number of an exact text, as `1e26`, `100000000000000000000000000` or `1/3`; for drawing only. */
export function numberOf(text: string): number {
  const [above = "", below] = text.replaceAll("_", "").split("/");
  return below === undefined ? Number(above) : Number(above) / Number(below);
}

/** The day of `2026-08-01`, counted from 1970-01-01. */
export function dayOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

/** `2026-08-01` of a day. */
export function dayText(day: number): string {
  return new Date(Math.round(day) * DAY).toISOString().slice(0, 10);
}

/** A bound of an answer, a number or a day. */
export function boundOf(text: string | null, axis: Pick<Axis, "kind">): number | null {
  if (text === null) return null;
  return axis.kind === "date" ? dayOf(text) : numberOf(text);
}

/** A number to so many digits, without the noise of its last bits. */
export function precise(value: number, digits: number): number {
  return value === 0 || !Number.isFinite(value) ? value : Number(value.toPrecision(digits));
}

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numbers(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.NumberFormat(language, options);
  formats.set(key, known);
  return known as Intl.NumberFormat;
}

function days(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
  formats.set(key, known);
  return known as Intl.DateTimeFormat;
}

/** A number alone: `1e26`, `500 million`, `83.1`. */
export function short(value: number, words: PlotWords): string {
  const rounded = precise(value, 3);
  const size = Math.abs(rounded);
  const three = numbers(words.language, { maximumSignificantDigits: 3 });
  if (size >= 1e15 || (size < 1e-3 && size > 0)) {
    const exponent = Math.floor(Math.log10(size) + 1e-12);
    return `${three.format(precise(rounded / 10 ** exponent, 3))}e${exponent}`;
  }
  for (const [name, unit] of [[words.trillion, 1e12], [words.billion, 1e9], [words.million, 1e6]] as const) {
    if (size >= unit) return `${three.format(precise(rounded / unit, 3))}\u00a0${name}`;
  }
  return size >= 1000 ? numbers(words.language, { maximumFractionDigits: 0 }).format(value) : three.format(rounded);
}

/** A value with its unit, as people say it. */
export function said(value: number, axis: Pick<Axis, "kind" | "unit">, words: PlotWords): string {
  if (axis.kind === "date") return days(words.language, { dateStyle: "medium" }).format(Math.round(value) * DAY);
  return axis.unit === "" ? short(value, words) : `${short(value, words)}\u00a0${axis.unit}`;
}

/** A month or a year of a tick. */
export function saidDay(day: number, length: "year" | "month" | "day", words: PlotWords): string {
  const options: Intl.DateTimeFormatOptions = length === "year" ? { year: "numeric" }
    : length === "month" ? { year: "numeric", month: "short" } : { year: "numeric", month: "short", day: "numeric" };
  return days(words.language, options).format(day * DAY);
}

/** What is known, as people say it. */
export function saidKnown(known: Known, axis: Axis, words: PlotWords): string {
  if (known.text !== undefined) return known.text;
  const text = (value: number) => said(value, axis, words);
  if (known.kind === "unknown") return words.unknown;
  if (known.kind === "exact" && known.at !== null) return text(known.at);
  if (known.from === null) return known.to === null ? words.unknown : words.atMost(text(known.to));
  if (known.to === null) return words.atLeast(text(known.from));
  return known.at === null || known.kind !== "estimate"
    ? words.range(text(known.from), text(known.to))
    : words.about(text(known.at), text(known.from), text(known.to));
}

/** A value as the language writes it: `8.2e25 FLOP`, `83 %`, `2026-08-01`. */
export function written(value: number, axis: Pick<Axis, "kind" | "unit">): string {
  if (axis.kind === "date") return dayText(value);
  const number = String(value).replace("e+", "e");
  return axis.unit === "" ? number : `${number} ${axis.unit}`;
}
