/**
 * Exact texts of answers as a reader's own language writes them: `450000000 USD` as `450 million USD` or `450 Mio. USD`,
 * `2026-11-21` as a day with its month, three significant digits. What lies beside a line never shows as the line.
 */

import { readDay, readNumber } from "./number.js";

const TOKEN = /\b(\d{4}-\d{2}(?:-\d{2})?)(?![\d-])|([-−]?\d[\d_]*(?:\.\d+)?(?:e-?\d+)?(?:\/\d+)?)(?=[\s,;)%]|$|x\b)(\s+(?:FLOP|op)\b)?/g;
const SCALES = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]] as const;
const DIGITS = 3;
const MOST_DIGITS = 8;

/** What a catalogue gives for numbers. */
export interface Speech {
  readonly scale: (number: string, word: "million" | "billion" | "trillion") => string;
  readonly or: (list: readonly string[]) => string;
  readonly bound: { readonly at_least: (to: string) => string; readonly at_most: (to: string) => string };
}

/** How a language writes numbers and days. */
export class Show {
  readonly lang: string;
  readonly #speech: Speech;
  readonly #month: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #formats = new Map<number, Intl.NumberFormat>();

  constructor(lang: string, speech: Speech) {
    this.lang = lang;
    this.#speech = speech;
    this.#month = new Intl.DateTimeFormat(lang, { month: "short", year: "numeric", timeZone: "UTC" });
    this.#day = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeZone: "UTC" });
  }

  /** A number with few digits. */
  number(value: number, digits = DIGITS): string {
    // Whole numbers of few digits are counts.
    const most = Number.isInteger(value) && Math.abs(value) < 10_000 ? 4 : digits;
    let format = this.#formats.get(most);
    if (!format) this.#formats.set(most, (format = new Intl.NumberFormat(this.lang, { maximumSignificantDigits: most })));
    return format.format(value);
  }

  /** A share of one, as `82 %`. */
  percent(share: number, digits = DIGITS): string {
    const format = new Intl.NumberFormat(this.lang, { style: "percent", maximumSignificantDigits: digits });
    return format.format(share).replace(/(\d)%/, "$1 %");
  }

  /** A day, or a month. */
  day(text: string): string {
    const days = readDay(text);
    if (days !== undefined) return this.#day.format(new Date(days * 86_400_000));
    const month = readDay(`${text}-01`);
    return month === undefined ? text : this.#month.format(new Date(month * 86_400_000));
  }

  /** An exact text, its numbers with so many digits. */
  text(exact: string, digits = DIGITS): string {
    const pieces = exact.split(/ or (?=[-\d.])/).map((piece) => this.#range(piece, digits));
    return pieces.length === 1 ? (pieces[0] ?? "") : this.#speech.or(pieces);
  }

  /** A value or a range, which may have one end only. */
  #range(exact: string, digits: number): string {
    const [, least] = /^(.+?) \.\.$/.exec(exact) ?? [];
    if (least !== undefined) return this.#speech.bound.at_least(this.#numbers(least, digits));
    const [, most] = /^\.\. (.+)$/.exec(exact) ?? [];
    return most === undefined ? this.#numbers(exact, digits) : this.#speech.bound.at_most(this.#numbers(most, digits));
  }

  #numbers(exact: string, digits: number): string {
    return exact.replace(TOKEN, (whole, day: string | undefined, number: string | undefined, operations: string | undefined) => {
      if (day !== undefined) return this.day(day);
      const value = readNumber((number ?? "").replace("−", "-"));
      return value === undefined ? whole : this.#size(value, digits, operations !== undefined) + (operations ?? "");
    }).replaceAll(" .. ", " – ");
  }

  #size(value: number, digits: number, operations: boolean): string {
    const size = Math.abs(value);
    if (size >= 1e15 || (size >= 1e6 && operations) || (size > 0 && size < 1e-4)) {
      const [mantissa = "", power = "0"] = value.toExponential(digits - 1).split("e");
      return `${this.number(Number(mantissa), digits)}e${Number(power)}`;
    }
    const scale = SCALES.find(([factor]) => size >= factor);
    return scale ? this.#speech.scale(this.number(value / scale[0], digits), scale[1]) : this.number(value, digits);
  }

  /** A value beside its line: with as many digits as it takes to tell them apart. */
  beside(value: string, line: string): readonly [string, string] {
    for (let digits = DIGITS; digits <= MOST_DIGITS; digits++) {
      const [a, b] = [this.text(value, digits), this.text(line, digits)];
      if (value === line || a !== b) return [a, b];
    }
    return [value, line];
  }

  /** A ratio as `82 %` below two and `10×` from there, never the whole where it is not. */
  ratio(exact: string, times: (number: string) => string): string {
    const value = readNumber(exact);
    if (value === undefined) return exact;
    if (value >= 2) return times(this.number(value));
    for (let digits = DIGITS; digits <= MOST_DIGITS; digits++) {
      if (Number(value.toPrecision(digits)) !== 1 || value === 1) return this.percent(value, digits);
    }
    return exact;
  }
}
