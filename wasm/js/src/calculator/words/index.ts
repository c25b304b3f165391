/** The catalogues, by language. */

import { Show } from "../show.js";
import { GERMAN } from "./de.js";
import { ENGLISH } from "./en.js";
import type { Words } from "./en.js";

const CATALOGUES: Readonly<Record<string, Words>> = { en: ENGLISH, de: GERMAN };

/** The words and the numbers of a language; English where there is no catalogue. */
export function speak(lang: string): { words: Words; show: Show; lang: string } {
  const [base = "en"] = lang.toLowerCase().split("-");
  const words = CATALOGUES[base];
  // A language that the browser does not know is no reason to stop.
  let locale = words ? lang : "en";
  try {
    locale = Intl.getCanonicalLocales(locale)[0] ?? "en";
  } catch {
    locale = words ? base : "en";
  }
  const chosen = words ?? ENGLISH;
  return { words: chosen, show: new Show(locale, chosen), lang: words ? base : "en" };
}
