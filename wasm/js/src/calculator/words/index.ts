/** The catalogues, by language. */

import { Show } from "../show.js";
import { GERMAN } from "./de.js";
import { ENGLISH } from "./en.js";
import type { Words } from "./en.js";

const CATALOGUES: Readonly<Record<string, Words>> = { en: ENGLISH, de: GERMAN };

/** What was made for a language already. */
const known = new Map<string, { words: Words; show: Show }>();

/** The words and the numbers of a language; English where there is no catalogue. */
export function speak(lang: string): { words: Words; show: Show } {
  const made = known.get(lang);
  if (made) return made;
  const [base = "en"] = lang.toLowerCase().split("-");
  const words = CATALOGUES[base] ?? ENGLISH;
  // A language that the browser does not know is no reason to stop.
  let locale: string = words.lang;
  try {
    if (base === words.lang) locale = Intl.getCanonicalLocales(lang)[0] ?? locale;
  } catch {
    locale = words.lang;
  }
  const spoken = { words, show: new Show(locale, words) };
  known.set(lang, spoken);
  return spoken;
}
