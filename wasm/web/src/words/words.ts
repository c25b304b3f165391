/** The page's words in the reader's language. */

import { de } from "./de.js";
import { en } from "./en.js";
import type { Words } from "./en.js";

export type { Words } from "./en.js";
export type Language = "en" | "de";

export const LANGUAGES: Readonly<Record<Language, Words>> = { en, de };

/** The words in use. */
export let words: Words = en;

export function speak(language: Language): void {
  words = LANGUAGES[language];
  document.documentElement.lang = language;
}

/** The language the reader's browser asks for. */
export function preferred(): Language {
  const asked = navigator.languages.map((name) => name.slice(0, 2));
  return asked.find((name): name is Language => name === "en" || name === "de") ?? "en";
}

/** A code of a verdict in words. */
export function verdictWord(code: number): string {
  return [words.not_covered, words.covered, words.undetermined, words.in_error][code] ?? words.pending;
}

/** A day as the reader writes it. */
export function dayWord(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return day;
  return new Intl.DateTimeFormat(words.language, { dateStyle: "medium", timeZone: "UTC" }).format(Date.UTC(year, month - 1, date));
}

/** An address that may become a link: of `https:` only. */
export function safeLink(url: string | null): string | undefined {
  if (!url || !/^https:\/\//i.test(url)) return undefined;
  return URL.canParse(url) ? url : undefined;
}
