/** What a policy is on a day, as a small tag. */

import { html } from "lit";
import type { TemplateResult } from "lit";
import { words } from "../words/words.js";

export function status(word: string | undefined): TemplateResult {
  const said = word === undefined ? words.noStatus : (words.status[word] ?? word);
  return html`<span class="tag status ${word ?? "none"}">${said}</span>`;
}
