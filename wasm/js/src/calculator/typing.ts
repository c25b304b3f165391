/**
 * What people type in a field, as the language writes it. Read are powers of ten (`1.2×10^26`, `1.2x10^26`, `1.2*10^26`, `10**26`,
 * `10²⁶`), digits in groups (`1 000 000`, `1,000,000`, `1.000.000`, `1.234,5`), a decimal comma and scale words where the page's
 * language has them (`2,5e26`, `450 Mio. USD`), `83 percent`, a dash between two ends, and a day as `28.02.2027` where the
 * page's language writes it so. What the page's language and the plain notation read in two ways (`1.500`, `1,500`) is refused.
 */

import type { Typed } from "../lines.js";
import { isDay } from "./number.js";
import type { Problem } from "./scenario.js";
import { join } from "./units.js";
import type { Unit } from "./units.js";
import type { Value } from "./value.js";
import type { Words } from "./words/en.js";

/** What is typed in a field of a row. */
export interface Draft {
  /** The name of the row. */
  readonly name: string;
  /** Which of its fields. */
  readonly suffix: string;
  readonly text: string;
  /** What the row said when this field began to be changed: until it is left, its fields stay as they are. */
  readonly before: Value;
}

/** A number with what parts or groups its digits; a sign or letter before it makes it a part of something else. */
const NUMBER = /(?<![\d,^\p{L}]|(?<!\.)\.)\d[\d_]*(?:[.,'’ \u00a0\u2009\u202f]\d[\d_]*)*(?=(e[-+]?\d)?)/giu;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const BARE = /^[-+]?\d[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?(?:[/^]\d+)?$/i;
const BETWEEN = /(\s*\.\.\s*|\s+to\s+)/;

/** Whether a text says more than one end of a value. */
export function isWhole(text: string): boolean {
  return BETWEEN.test(text) || /\+\/-|±|[{,]/.test(text);
}

/** The text as the language writes it, or why it is not taken. */
export function asWritten(text: string, typed: Pick<Typed, "type">, words: Words): string | Problem {
  const said = text.trim();
  if (typed.type === "date") return days(said, words);
  if (typed.type !== "number" || /[\n{]/.test(said)) return said;
  let refused: Problem | undefined;
  const plain = powers(said).replace(NUMBER, (number: string, exponent: string | undefined) => {
    const found = decimal(number, exponent !== undefined, words);
    if (typeof found === "string") return found;
    refused ??= found;
    return number;
  });
  if (refused) return refused;
  return plain.replace(/(\d)\s*(?:per ?cent|Prozent)(?!\p{L})/giu, "$1 %")
    .replace(/(\d\s*)(\p{L}+\.?)/gu, (whole, before: string, word: string) => (Object.hasOwn(words.scaleWords, word) ? `${before.trim()} ${words.scaleWords[word]}` : whole))
    .replace(/\s*–\s*/g, " .. ");
}

/** Powers of ten as exponents. */
function powers(text: string): string {
  return text.replace(/−/g, "-").replace(/([⁺⁻]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, sign: string, raised: string) =>
    `^${sign === "⁻" ? "-" : ""}${[...raised].map((one) => RAISED.indexOf(one)).join("")}`)
    .replace(/\s*\*\*\s*/g, "^")
    .replace(/(\d)\s*[×x*·⋅]\s*10\s*\^\s*([-+]?\d+)/gi, "$1e$2")
    .replace(/(?<![\d.,_^/])10\^([-+]?\d+)/g, "1e$1");
}

/** A number with a point before its decimals and no groups. */
function decimal(text: string, hasExponent: boolean, words: Words): string | Problem {
  const spaced = /^\d{1,3}(?:['’ \u00a0\u2009\u202f]\d{3})+(?=[.,]\d+$|$)/.exec(text)?.[0];
  if (spaced !== undefined) return spaced.replace(/\D/g, "") + text.slice(spaced.length).replace(",", ".");
  for (const [group, point] of [[".", ","], [",", "."]] as const) {
    const [whole = "", part, ...more] = text.split(point);
    const groups = whole.split(group);
    const grouped = groups.length > 1 && /^\d{1,3}$/.test(groups[0] ?? "") && groups.slice(1).every((digits) => /^\d{3}$/.test(digits));
    if (grouped && more.length === 0 && (groups.length > 2 || part !== undefined)) return groups.join("") + (part === undefined ? "" : `.${part}`);
  }
  const [, whole = "", sign, part = ""] = /^([\d_]+)([.,])([\d_]+)$/.exec(text) ?? [];
  if (sign === undefined) return text;
  const own = words.comma ? "," : ".";
  const short = part.replace(/0+$/, "");
  // Three digits may be a group; a decimal that nobody would end in a nought may not.
  if (!hasExponent && /^[1-9]\d{0,2}$/.test(whole) && /^\d{3}$/.test(part) && (sign !== own || (sign === "," && part.endsWith("0")))) {
    return { message: words.twoReadings(text, whole + part, short === "" ? whole : whole + own + short), help: [], own: true };
  }
  if (sign === "," && !words.comma) return { message: words.pointPlease(text, `${whole}.${part}`), help: [], own: true };
  return `${whole}.${part}`;
}

/** Days as `2027-02-28`. */
function days(text: string, words: Words): string | Problem {
  let refused: Problem | undefined;
  const written = text.replace(/(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)/g, (whole, day: string, month: string, year: string) => {
    const found = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    if (words.dottedDays && isDay(found)) return found;
    refused ??= { message: words.noDate(whole), help: [], own: true };
    return whole;
  });
  return refused ?? written.replace(/\s*–\s*/g, " .. ");
}

/** A text in the language with the unit of its field where it says none. */
export function withUnit(text: string, unit: Unit): string {
  const pieces = text.split(BETWEEN);
  if (!pieces.every((piece, at) => at % 2 === 1 || BARE.test(piece))) return text;
  // A plain unit stands once, at the end; a scale word belongs to both.
  const once = !unit.suffix.includes(" ");
  return pieces.map((piece, at) => (at % 2 === 1 || (once && at < pieces.length - 1) ? piece : join(piece, unit))).join("");
}
