/** What stays over a reload: choices, of this tab and of the last one, and the models of the reader's own in the cache of the browser. */

import { chosenOf } from "./share.js";
import type { Chosen } from "./share.js";
import type { Language } from "../words/words.js";
import { keepOfTab, ofTab, openTabs } from "./tab.js";

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
  const none: Kept = { chosen: {} };
  try {
    const text = ofTab(KEY) ?? localStorage.getItem(KEY);
    if (text === null) return none;
    const found = JSON.parse(text) as Partial<Kept>;
    const whole: Kept = { chosen: chosenOf(found.chosen ?? {}) };
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
  const text = JSON.stringify(what);
  keepOfTab(KEY, text);
  try {
    localStorage.setItem(KEY, text);
    return true;
  } catch {
    return false;
  }
}

/** How many tables of tabs that are closed stay. */
const MOST_LEFT = 3;

/** Keeps the reader's own models for a tab; `false` where there is no room. */
export async function keepTable(tab: string, name: string, text: string): Promise<boolean> {
  try {
    const cache = await caches.open(TABLES);
    await cache.put(`own-models-${tab}`, new Response(text, { headers: { "x-name": encodeURIComponent(name), "x-at": String(Date.now()) } }));
    const open = await openTabs();
    const left = (await tables(cache)).filter(({ tab }) => open && !open.has(tab));
    await Promise.all(left.slice(MOST_LEFT).map(({ request }) => cache.delete(request)));
    return true;
  } catch {
    return false;
  }
}

interface KeptTable {
  tab: string;
  at: number;
  request: Request;
  response: Response;
}

/** All tables that are kept, the newest first. */
async function tables(cache: Cache): Promise<KeptTable[]> {
  const found: KeptTable[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (response) found.push({ tab: request.url.split("own-models-")[1] ?? "", at: Number(response.headers.get("x-at")), request, response });
  }
  return found.sort((one, other) => other.at - one.at);
}

/** The reader's own models that were kept: of a tab, else the newest. */
export async function keptTable(tab: string): Promise<{ name: string; text: string } | undefined> {
  try {
    const all = await tables(await caches.open(TABLES));
    const found = all.find((each) => each.tab === tab) ?? all[0];
    if (!found) return undefined;
    const [name, text] = [decodeURIComponent(found.response.headers.get("x-name") ?? "models.csv"), await found.response.text()];
    // What comes from another tab stays as it was taken.
    if (found.tab !== tab) await keepTable(tab, name, text);
    return { name, text };
  } catch {
    return undefined;
  }
}
