/** What is said of one fact: a text of the language, and how a control shows it. */

import type { Typed } from "../lines.js";
import { readDay, writeDay, writeNumber } from "./number.js";
import { fitting, inOwn, join, split, unitsOf } from "./units.js";
import type { Unit } from "./units.js";

/** How well a fact is known. */
export type Certainty = "unknown" | "exact" | "range" | "estimate";

/** An end of a value. */
export interface End {
  /** As it is written, without its unit. */
  readonly digits: string;
  readonly unit: Unit;
  /** In the fact's own unit, or days since 1970. */
  readonly at: number;
}

/** A value as a control shows it; `other` is a text that only the language can say. */
export type Value =
  | { readonly kind: "unknown" }
  | { readonly kind: "exact"; readonly at: End }
  | { readonly kind: "range" | "estimate"; readonly from: End; readonly to: End }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "other"; readonly text: string };

const UNKNOWN = /^(?:unknown|null|na|n\/a)?$/i;
const NONE: Unit = { suffix: "", factor: 1 };

/** Reads the text of a value. */
export function read(text: string | undefined, typed: Pick<Typed, "type" | "unit" | "kind" | "dimension" | "members">): Value {
  const said = (text ?? "").trim();
  if (UNKNOWN.test(said)) return { kind: "unknown" };
  const other: Value = { kind: "other", text: said };
  if (typed.type === "bool") {
    const word = /^(?:true|yes)$/i.test(said) ? "true" : /^(?:false|no)$/i.test(said) ? "false" : undefined;
    return word ? { kind: "word", word } : other;
  }
  if (typed.type === "member") return typed.members?.includes(said) ? { kind: "word", word: said } : other;
  if (typed.type === "text") return { kind: "word", word: said };
  const end = typed.type === "date" ? day : (piece: string) => quantity(piece, unitsOf(typed));
  const [left, right, more] = said.split(/\s*\.\.\s*|\s+to\s+/);
  if (left === undefined || more !== undefined) return other;
  if (right === undefined) {
    const month = typed.type === "date" ? /^(\d{4})-(\d{2})$/.exec(left) : null;
    if (month) return monthRange(Number(month[1]), Number(month[2])) ?? other;
    const at = end(left);
    return at ? { kind: "exact", at } : other;
  }
  const to = end(right);
  // A unit may stand once, at the end; a scale word stands at both.
  const unit = to?.unit.suffix.replace(/^(?:thousand|million|billion|trillion) /, "") ?? "";
  const from = to && (end(unit === "" || left.endsWith(unit) ? left : `${left} ${unit}`) ?? end(left));
  return from && to ? { kind: said.includes("..") ? "range" : "estimate", from, to } : other;
}

function quantity(text: string, units: readonly Unit[]): End | undefined {
  const found = split(text, units);
  const at = found && inOwn(found.digits, found.unit);
  return found && at !== undefined ? { ...found, at } : undefined;
}

function day(text: string): End | undefined {
  const at = readDay(text);
  return at === undefined ? undefined : { digits: text, unit: NONE, at };
}

function monthRange(year: number, month: number): Value | undefined {
  if (month < 1 || month > 12) return undefined;
  const [from, to] = [Date.UTC(year, month - 1, 1), Date.UTC(year, month, 0)].map((time) => day(writeDay(time / 86_400_000)));
  return from && to ? { kind: "range", from, to } : undefined;
}

/** The value as a text of the language. */
export function write(value: Value): string {
  switch (value.kind) {
    case "unknown": return "";
    case "exact": return join(value.at.digits, value.at.unit);
    case "range": return `${join(value.from.digits, value.from.unit)} .. ${join(value.to.digits, value.to.unit)}`;
    case "estimate": return `${join(value.from.digits, value.from.unit)} to ${join(value.to.digits, value.to.unit)}`;
    case "word": return value.word;
    case "other": return value.text;
  }
}

/** An end at a number in the fact's own unit, or a day. */
export function endAt(at: number, typed: Pick<Typed, "type" | "unit" | "kind" | "dimension">, unit?: Unit, digits = 3): End {
  if (typed.type === "date") return { digits: writeDay(at), unit: NONE, at: Math.round(at) };
  const chosen = unit ?? fitting(at, unitsOf(typed));
  const written = writeNumber(at / chosen.factor, digits);
  return { digits: written, unit: chosen, at: inOwn(written, chosen) ?? at };
}

/** The least and the greatest of a value, where it has numbers. */
export function extent(value: Value): readonly [number, number] | undefined {
  if (value.kind === "exact") return [value.at.at, value.at.at];
  return value.kind === "range" || value.kind === "estimate" ? [value.from.at, value.to.at] : undefined;
}

/** Whether a text leaves something to chance. */
export function isUncertain(value: Value): boolean {
  return value.kind === "range" || value.kind === "estimate" || (value.kind === "other" && /%|\+\/-|\.\./.test(value.text));
}
