/** A policy that is being edited: its text, what is wrong with it, and the last version of it that answers. */

import { lines } from "brightline";
import type { AboutLine, Diagnostic, RemotePolicies } from "brightline";
import { bulk, live } from "./engine.js";
import { bare, pathOf, titleOf, withUsed } from "./library.js";
import type { Index } from "./library.js";

/** A version of a policy that answers. */
export interface Version {
  readonly path: string;
  readonly files: ReadonlyMap<string, string>;
  readonly about: AboutLine;
  /** For what a reader waits for. */
  readonly live: RemotePolicies;
  /** For whole tables. */
  readonly bulk: Promise<RemotePolicies>;
  /** Whether a model is judged beside all others. */
  readonly population: boolean;
}

export class Policy {
  /** Where it is shipped, or where it would be. */
  readonly path: string;
  text: string;
  diagnostics: readonly Diagnostic[] = [];
  /** What it is called in messages: its id tells. */
  named: string;
  checking = false;
  /** The last version without mistakes. */
  version: Version | undefined;
  /** Whether what stands in the text is that version. */
  current = false;
  readonly #index: Index;
  readonly #changed: () => void;
  #newest = 0;
  #busy = false;

  constructor(index: Index, path: string, text: string, changed: () => void) {
    this.#index = index;
    this.path = path;
    this.named = path;
    this.text = text;
    this.#changed = changed;
  }

  get title(): string {
    return titleOf(this.text) ?? this.version?.about.title ?? this.path;
  }

  /** Takes a text; only the newest one is answered. */
  async take(text: string): Promise<void> {
    this.text = text;
    this.#newest += 1;
    this.checking = true;
    this.current = false;
    this.#changed();
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let seen = -1; seen !== this.#newest; ) {
        seen = this.#newest;
        await this.#check();
      }
    } finally {
      this.#busy = false;
      this.checking = false;
      this.#changed();
    }
  }

  async #check(): Promise<void> {
    const text = this.text;
    this.named = pathOf(text, this.path);
    const path = this.named;
    const files = await withUsed(this.#index, path, text);
    const prepared = await live.prepare(files, [path]);
    if (text !== this.text) return prepared.free();
    this.diagnostics = prepared.response.diagnostics;
    const [about] = prepared.ready ? lines(await prepared.about()) : [];
    if (!about || text !== this.text) return prepared.free();
    const population = [...files.values()].some((file) => /\b(largest|smallest)\b/.test(bare(file)))
      || about.references.some((reference) => reference.used && reference.has_default);
    this.version = { path, files, about, live: prepared, bulk: bulk.prepare(files, [path]), population };
    this.current = true;
  }
}
