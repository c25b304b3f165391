/** What is done with an answer: share it, save it, print it; and what it was made with. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { asCsv, asJson, fileName, save } from "./export.js";
import { ownLines } from "./own.js";
import { exact, nameOf } from "./view.js";
import type { View } from "./view.js";
import { VERSION } from "./version.js";

/** What a link is, once it was asked for. */
export interface Link {
  readonly url: string;
  readonly copied: boolean;
}

export function tools(view: View, link: Link | undefined, share: () => void): TemplateResult {
  const { state, words } = view;
  return html`<footer part="tools" class="tools">
    <div class="buttons">
      <button type="button" class="action" @click=${share}>${words.share}</button>
      <button type="button" class="action" @click=${() => save(fileName(state, "csv"), asCsv(state), "text/csv")}>${words.exportAs} CSV</button>
      <button type="button" class="action" @click=${() => save(fileName(state, "json"), asJson(state), "application/json")}>${words.exportAs} JSON</button>
      <button type="button" class="action" @click=${() => window.print()}>${words.print}</button>
    </div>
    ${link ? html`<p class="help" role="status">${link.copied ? words.copied : words.copyThis} ${words.shareHelp}</p>
      <input class="link" type="text" readonly .value=${link.url} aria-label=${words.copyThis} @focus=${(event: Event) => (event.target as HTMLInputElement).select()}>` : nothing}
    <p class="help">${words.engine(VERSION, view.show.day(state.day))} ${words.nothingSent}</p>
  </footer>`;
}

/** What was entered, as a list for paper. */
export function paper(view: View): TemplateResult {
  const { state, words } = view;
  const { scenario, questions } = state;
  const lines = ownLines(state.policy, scenario);
  const facts = [...scenario.facts].filter(([name]) => questions.typed(name)?.used ?? questions.references.get(name)?.used).map(([name, text]) => [nameOf(name), text] as const);
  const params = (state.policy?.params ?? []).filter((param) => param.used).map((param) =>
    {
    const own = lines.find((line) => line.name === param.name);
    return [nameOf(param.name), own ? words.instead("", own.now, own.usual ?? words.unknownValue).trim() : (param.value ?? words.unknownValue)] as const;
  });
  const picked = (state.policy?.choices ?? []).map((choice) =>
    [nameOf(choice.name), scenario.readings.get(`${state.policy?.id}.${choice.name}`)?.replaceAll("_", " ") || words.anyReading] as const);
  return html`<div class="paper" aria-hidden="true"><h3>${words.theModel}</h3><dl>${[...facts, ...params, ...picked].map(([name, text]) =>
    html`<div><dt>${name}</dt><dd>${exact(view, text)}</dd></div>`)}</dl></div>`;
}
