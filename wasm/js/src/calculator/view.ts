/** What every part of the page is drawn from, and small templates that all parts use. */

import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import type { Verdict } from "../types.js";
import type { Show } from "./show.js";
import type { State } from "./state.js";
import type { Value } from "./value.js";
import type { Words } from "./words/en.js";

export { nameOf, sentence } from "./name.js";

/** What is typed in a field of a row. */
export interface Draft {
  /** The name of the row. */
  readonly name: string;
  /** Which of its fields. */
  readonly suffix: string;
  readonly text: string;
  /** What the row last said: while half a number is typed, its fields stay as they are. */
  readonly before: Value;
}

/** What a part is drawn from. */
export interface View {
  readonly state: State;
  readonly words: Words;
  readonly show: Show;
  /** What is typed at the moment, so that no answer writes over it. */
  readonly draft: Draft | undefined;
  readonly type: (draft: Draft) => void;
  readonly typed: () => void;
}

/** A link where the address is safe to follow, else its text. */
export function link(name: string, url: string | null): TemplateResult | string {
  let safe: URL | undefined;
  try {
    safe = url === null ? undefined : new URL(url);
  } catch {
    // No address at all.
  }
  return safe?.protocol === "https:" ? html`<a href=${safe.href} rel="noopener noreferrer" target="_blank">${name}</a>` : name;
}

/** An exact text as people read it, the exact one at hand. */
export function exact(view: View, text: string, digits?: number): TemplateResult {
  const shown = view.show.text(text, digits);
  return html`<span class="number" title=${shown === text ? nothing : text}>${shown}</span>`;
}

/** The sign of a verdict: filled, hatched or empty, so that colour never stands alone. */
export function sign(verdict: Verdict): TemplateResult {
  const inside = verdict === "covered" ? svg`<circle cx="8" cy="8" r="7" class="fill"></circle>`
    : verdict === "undetermined" ? svg`<circle cx="8" cy="8" r="6.25" class="ring"></circle><path class="hatch" d="M2.6 9.4 9.4 2.6M4 12.6 12.6 4M7 13.9 13.9 7"></path>`
    : svg`<circle cx="8" cy="8" r="6.25" class="ring"></circle>`;
  return html`<svg class="sign ${verdict}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${inside}</svg>`;
}

/** A part that folds, with how many things are in it. */
export function fold(title: unknown, content: () => unknown, options: { open?: boolean; part?: string } = {}): TemplateResult {
  return html`<details part=${options.part ?? "fold"} ?open=${options.open ?? false}><summary>${title}</summary>${content()}</details>`;
}
