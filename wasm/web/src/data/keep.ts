/** What stays over a reload: choices and texts in the local storage, own models in the cache of the browser. */

import { chosenOf } from "./share.js";
import type { Chosen } from "./share.js";
import type { Language } from "../words/words.js";

const KEY = "brightline-playground";
const TABLES = "brightline-own-models";

/** The widths of the panes, and which are folded. */
export interface Layout {
  readonly widths: readonly number[];
  readonly folded: readonly boolean[];
}

/** What is kept. */
export interface Kept {
  chosen: Chosen;
  /** Texts that were edited, by their paths. */
  drafts: [string, string][];
  language?: Language;
  /** How the panes lie: with one policy, and with two. */
  layouts?: [Layout, Layout];
  /** Whether the table in use is the reader's own. */
  own?: boolean;
}

function isLayout(found: Layout | undefined): found is Layout {
  const { widths, folded } = found ?? {};
  return Array.isArray(widths) && widths.length === 3 && widths.every((width) => width > 0.05)
    && Array.isArray(folded) && folded.length === 3 && folded.some((each) => each !== true);
}

/** What was kept; where that cannot be read, nothing. */
export function kept(): Kept {
  const none: Kept = { chosen: {}, drafts: [] };
  try {
    const text = localStorage.getItem(KEY);
    if (text === null) return none;
    const found = JSON.parse(text) as Partial<Kept>;
    const drafts = Array.isArray(found.drafts) ? found.drafts.filter((pair) => pair.length === 2 && pair.every((part) => typeof part === "string")) : [];
    const whole: Kept = { chosen: chosenOf(found.chosen ?? {}), drafts };
    if (found.language === "en" || found.language === "de") whole.language = found.language;
    const [one, two] = Array.isArray(found.layouts) ? found.layouts : [];
    if (isLayout(one) && isLayout(two)) whole.layouts = [one, two];
    if (found.own === true) whole.own = true;
    return whole;
  } catch {
    return none;
  }
}

/** Keeps it; `false` where there is no room. */
export function keep(what: Kept): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(what));
    return true;
  } catch {
    return false;
  }
}

/** Keeps the reader's own models; `false` where there is no room. */
export async function keepTable(name: string, text: string): Promise<boolean> {
  try {
    const cache = await caches.open(TABLES);
    await cache.put("own-models", new Response(text, { headers: { "x-name": encodeURIComponent(name) } }));
    return true;
  } catch {
    return false;
  }
}

/** The reader's own models that were kept. */
export async function keptTable(): Promise<{ name: string; text: string } | undefined> {
  try {
    const found = await (await caches.open(TABLES)).match("own-models");
    if (!found) return undefined;
    return { name: decodeURIComponent(found.headers.get("x-name") ?? "models.csv"), text: await found.text() };
  } catch {
    return undefined;
  }
}
