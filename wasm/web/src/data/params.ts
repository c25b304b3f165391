/** The lines of a policy as things that can be dragged: their scale, their spelling, their place in the text. */

import type { AboutLine } from "brightline";
import { bare } from "./library.js";
import { double } from "./decimal.js";

export type Param = AboutLine["params"][number];

/** A param with a scale on which its values lie from 0 to 1. */
export interface Line {
  param: Param;
  unit: string;
  /** What the text says, as a number in the unit; `undefined` where that is unknown or no plain number. */
  value: number | undefined;
  low: number;
  high: number;
  logarithmic: boolean;
}

const SCALES: [string, number][] = [["trillion", 1e12], ["billion", 1e9], ["million", 1e6]];
const MONEY = new Set(["USD", "EUR", "GBP", "KRW", "CNY", "JPY"]);

/** `500 million USD` in the unit of the param. */
export function numberIn(text: string, unit: string): number | undefined {
  const found = /^\s*([0-9][0-9_.]*(?:e[+-]?\d+)?(?:\/\d+)?)x?\s*(thousand|million|billion|trillion)?\s*(\S*)\s*$/i.exec(text);
  if (!found) return undefined;
  const [, digits = "", scale, written] = found;
  if (written && written !== unit) return undefined;
  const factor = scale === "thousand" ? 1e3 : (SCALES.find(([word]) => word === scale)?.[1] ?? 1);
  const number = double(digits) * factor;
  return Number.isFinite(number) ? number : undefined;
}

/** The params that can be dragged. */
export function linesOf(about: AboutLine): Line[] {
  return about.params.filter((param) => param.type === "number" && param.used).flatMap((param): Line[] => {
    const unit = param.unit ?? "";
    const value = param.value === null ? undefined : numberIn(param.value, unit);
    const from = param.domain?.from == null ? (value === undefined ? undefined : value / 100) : double(param.domain.from);
    const to = param.domain?.to == null ? (value === undefined ? undefined : value * 100) : double(param.domain.to);
    if (from === undefined || to === undefined || !(from < to)) return [];
    return [{ param, unit, value, low: from, high: to, logarithmic: from > 0 && to / from >= 50 }];
  });
}

/** Where a value lies on the scale. */
export function placeOf(line: Line, value: number): number {
  const { low, high, logarithmic } = line;
  const place = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, place));
}

/** The value at a place on the scale, with few digits. */
export function valueAt(line: Line, place: number): number {
  const { low, high, logarithmic } = line;
  if (place <= 0) return low;
  if (place >= 1) return high;
  if (logarithmic) return Number((low * (high / low) ** place).toPrecision(2));
  const step = 10 ** Math.floor(Math.log10((high - low) / 100));
  return Number((Math.round((low + (high - low) * place) / step) * step).toPrecision(6));
}

/** A number in the language's own spelling, as people in the field write it. */
export function spelled(value: number, unit: string): string {
  const behind = unit === "" ? "" : ` ${unit}`;
  if (MONEY.has(unit)) {
    for (const [word, scale] of SCALES) if (value >= scale) return `${shortest(value / scale)} ${word}${behind}`;
  }
  return `${shortest(value)}${behind}`;
}

function shortest(value: number): string {
  const number = Number(value.toPrecision(12));
  if (number !== 0 && (Math.abs(number) >= 1e6 || Math.abs(number) < 1e-4)) return number.toExponential().replace("+", "");
  return String(number);
}

/** Where a param's value stands in a text: `undefined` where it is not declared there with a plain value. */
export function valueSpan(text: string, name: string): [number, number] | undefined {
  const plain = bare(text);
  const found = new RegExp(`\\bparam\\s+${name}\\s*=\\s*`).exec(plain);
  if (!found) return undefined;
  const start = found.index + found[0].length;
  const rest = text.slice(start);
  const end = /\s+in\b|\s*["[;{]/.exec(rest)?.index;
  if (!end || !/^[\d]/.test(rest) || /\b(if|as|otherwise)\b|[-+*(]\s/.test(rest.slice(0, end))) return undefined;
  return [start, start + end];
}
