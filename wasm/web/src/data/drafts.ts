/** Texts that the reader has edited, by their paths. Each tab keeps its own, so that none writes over another's; a link sets them aside. */

import { keepOfTab, nameOfTab, ofTab, openTabs } from "./tab.js";

const KEY = /^brightline-draft (\w+) (.+)$/;
/** The paths whose shipped text was chosen in this tab, whatever others have. */
const SHIPPED = "brightline-shipped";
/** What stands before the path of a text that is set aside. */
const ASIDE = "aside:";

/** A text of another tab, which may be closed by now. */
export interface Elsewhere {
  tab: string;
  text: string;
  at: number;
}

const keyOf = (tab: string, path: string) => `brightline-draft ${tab} ${path}`;

function read(value: string | null): { text: string; at: number } | undefined {
  try {
    const { text, at } = JSON.parse(value ?? "{}") as { text?: unknown; at?: unknown };
    return typeof text === "string" ? { text, at: typeof at === "number" ? at : 0 } : undefined;
  } catch {
    return undefined;
  }
}

export class Drafts extends Map<string, string> {
  /** The name of this tab. */
  tab = "";
  /** What is stored as this tab's own. */
  readonly #stored = new Map<string, string>();
  readonly #others = new Map<string, Map<string, Elsewhere>>();
  #shipped = new Set<string>();
  readonly #told = new Set<string>();
  /** Called when another tab changes a text. */
  heard: (path: string, found: Elsewhere) => void = () => {};

  /** Reads what was kept: of this tab, and where it has none, the newest of another. */
  async begin(): Promise<void> {
    this.tab = await nameOfTab();
    const open = await openTabs();
    try {
      this.#shipped = new Set((ofTab(SHIPPED) ?? "").split(" "));
      for (const key of Object.keys(localStorage)) this.#take(key, localStorage.getItem(key));
    } catch {
      // Without storage there is nothing to read.
    }
    for (const path of [...this.#others.keys()]) {
      const newest = this.elsewhere(path);
      if (!newest || this.has(path) || this.#shipped.has(path)) continue;
      this.set(path, newest.text);
      // What a closed tab has left is this tab's now; what an open one has is written anew only once it is changed here.
      if (!open || open.has(newest.tab)) this.#stored.set(path, newest.text);
      else if (this.save()) this.#remove(newest.tab, path);
    }
    addEventListener("storage", ({ key, newValue }) => {
      const [, tab, path] = KEY.exec(key ?? "") ?? [];
      if (!key || !tab || !path || tab === this.tab) return;
      this.#others.get(path)?.delete(tab);
      this.#take(key, newValue);
      const found = this.#others.get(path)?.get(tab);
      if (found) this.heard(path, found);
    });
  }

  #take(key: string, value: string | null): void {
    const [, tab, path] = KEY.exec(key) ?? [];
    const found = read(value);
    if (!tab || !path || !found) return;
    if (tab === this.tab) {
      this.set(path, found.text);
      this.#stored.set(path, found.text);
      return;
    }
    const others = this.#others.get(path) ?? new Map<string, Elsewhere>();
    this.#others.set(path, others.set(tab, { tab, ...found }));
  }

  #remove(tab: string, path: string): void {
    this.#others.get(path)?.delete(tab);
    try {
      localStorage.removeItem(keyOf(tab, path));
    } catch {
      // What cannot be removed stays.
    }
  }

  override delete(path: string): boolean {
    this.#shipped.add(path);
    return super.delete(path);
  }

  override set(path: string, text: string): this {
    this.#shipped.delete(path);
    return super.set(path, text);
  }

  /** Writes what has changed; `false` where there is no room. */
  save(): boolean {
    if (this.tab === "") return true;
    keepOfTab(SHIPPED, [...this.#shipped].join(" "));
    try {
      for (const [path, text] of this) {
        if (this.#stored.get(path) === text) continue;
        localStorage.setItem(keyOf(this.tab, path), JSON.stringify({ at: Date.now(), text }));
        this.#stored.set(path, text);
      }
      for (const path of this.#stored.keys()) {
        if (this.has(path)) continue;
        localStorage.removeItem(keyOf(this.tab, path));
        this.#stored.delete(path);
      }
      return true;
    } catch {
      return false;
    }
  }

  /** The newest text that another tab has of a policy, where it is not the one shown. */
  elsewhere(path: string, shown?: string): Elsewhere | undefined {
    return [...(this.#others.get(path)?.values() ?? [])].filter(({ text }) => text !== shown).sort((one, other) => other.at - one.at)[0];
  }

  /** Whether it is to be said that another tab has another text: once for each. */
  isNews(path: string, shown: string): boolean {
    const found = this.elsewhere(path, shown);
    if (!found || this.#told.has(found.tab + path)) return false;
    this.#told.add(found.tab + path);
    return true;
  }

  /** Takes another tab's text, and sets the own one aside; what a closed tab left is no longer elsewhere. */
  async takeFrom(path: string, { tab, text }: Elsewhere): Promise<string> {
    this.setAside(path, text);
    this.set(path, text);
    const open = await openTabs();
    if (open && !open.has(tab) && this.save()) this.#remove(tab, path);
    return text;
  }

  /** Makes room for a text that comes with a link or from elsewhere. */
  setAside(path: string, linked: string | undefined): void {
    const own = this.get(path);
    if (own === undefined || own === linked) return;
    const before = this.get(ASIDE + path);
    if (before !== undefined && before !== own) this.#park(path, before);
    this.set(ASIDE + path, own);
    this.delete(path);
  }

  /** Leaves a text as a closed tab would. */
  #park(path: string, text: string): void {
    const tab = `aside${Date.now().toString(36)}`;
    const value = JSON.stringify({ at: Date.now(), text });
    try {
      localStorage.setItem(keyOf(tab, path), value);
    } catch {
      // It is kept as long as the page is open.
    }
    this.#take(keyOf(tab, path), value);
  }

  isAside(path: string): boolean {
    return this.has(ASIDE + path);
  }

  /** Gives back a text that was set aside. */
  takeBack(path: string): string | undefined {
    const own = this.get(ASIDE + path);
    this.delete(ASIDE + path);
    return own;
  }
}
