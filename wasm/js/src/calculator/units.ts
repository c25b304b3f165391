/** The units that a number can be given in. */

import type { Typed } from "../lines.js";
import { readNumber, shifted, writeNumber } from "./number.js";

/** A unit to choose. */
export interface Unit {
  /** What stands behind the number in the language; may be empty. */
  readonly suffix: string;
  /** How many of the fact's own unit it is. */
  readonly factor: number;
}

const SECONDS: readonly (readonly [string, number])[] = [
  ["seconds", 1], ["minutes", 60], ["hours", 3600], ["days", 86_400], ["weeks", 604_800],
];
const PREFIXES: readonly (readonly [string, number])[] = [["", 1], ["G", 1e9], ["T", 1e12], ["P", 1e15], ["E", 1e18]];
const COUNTED = /^(?:USD|EUR|GBP|KRW|CNY|JPY|tokens?|parameters?)$/;

/** The units for a fact or param, its own first. */
export function unitsOf(typed: Pick<Typed, "unit" | "kind" | "dimension">): Unit[] {
  const own = typed.unit ?? "";
  const units: Unit[] = [{ suffix: own, factor: 1 }];
  if (typed.kind !== "plain" || own === "") return units;
  if (COUNTED.test(own)) {
    for (const [word, factor] of [["thousand", 1e3], ["million", 1e6], ["billion", 1e9], ["trillion", 1e12]] as const) {
      units.push({ suffix: `${word} ${own}`, factor });
    }
  } else if (own === "FLOP") {
    units.push({ suffix: "PFLOP/s*day", factor: 8.64e19 });
  } else if (typed.dimension === "s") {
    const base = SECONDS.find(([name]) => name === own)?.[1];
    if (base) for (const [suffix, seconds] of SECONDS) if (suffix !== own) units.push({ suffix, factor: seconds / base });
  } else {
    const [, prefix, rate] = /^([GTPE]?)((?:FLOP|bit)\/s)$/.exec(own) ?? [];
    const base = PREFIXES.find(([name]) => name === prefix)?.[1];
    if (rate && base) {
      for (const [name, factor] of PREFIXES) if (name !== prefix) units.push({ suffix: name + rate, factor: factor / base });
    }
  }
  return units;
}

/** The unit of a text, with the text of its number before it. */
export function split(text: string, units: readonly Unit[]): { digits: string; unit: Unit } | undefined {
  const trimmed = text.trim();
  const longest = [...units].sort((a, b) => b.suffix.length - a.suffix.length);
  for (const unit of longest) {
    if (!trimmed.endsWith(unit.suffix)) continue;
    const digits = trimmed.slice(0, trimmed.length - unit.suffix.length).trim();
    if (!/\s/.test(digits) && readNumber(digits) !== undefined) return { digits, unit };
  }
  const own = units[0];
  // A scale word with a unit of its own, and a bare number.
  return own && readNumber(trimmed) !== undefined && !/\s/.test(trimmed) ? { digits: trimmed, unit: own } : undefined;
}

/** The number in the fact's own unit. */
export function inOwn(digits: string, unit: Unit): number | undefined {
  const number = readNumber(digits);
  return number === undefined || !Number.isFinite(number * unit.factor) ? undefined : number * unit.factor;
}

/** The digits of the same quantity in another unit, exact where only its point moves. */
export function converted(digits: string, from: Unit, to: Unit): string {
  const order = Math.log10(from.factor / to.factor);
  const exact = Math.abs(order - Math.round(order)) < 1e-9 ? shifted(digits, Math.round(order)) : undefined;
  return exact ?? writeNumber((inOwn(digits, from) ?? 0) / to.factor, 12);
}

/** A value with its unit. */
export function join(digits: string, unit: Unit): string {
  return unit.suffix === "" ? digits : `${digits} ${unit.suffix}`;
}

/** The unit in which a number reads best: `500 million USD` rather than `500000000 USD`. */
export function fitting(number: number, units: readonly Unit[]): Unit {
  const own = units[0] ?? { suffix: "", factor: 1 };
  if (!/^(?:thousand|million)/.test(units[1]?.suffix ?? "")) return own;
  const fits = units.filter((unit) => unit.factor >= 1e6 && Math.abs(number) >= unit.factor);
  return fits.at(-1) ?? own;
}
