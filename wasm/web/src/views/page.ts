/** The whole page: head, notice, panes. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { App } from "../app.js";
import { shareLink } from "../chosen.js";
import { today } from "../data/engine.js";
import { LANGUAGES, words } from "../words/words.js";
import type { Language } from "../words/words.js";
import { answerPane } from "./answer-pane.js";
import { modelsPane } from "./models-pane.js";
import { panes } from "./panes.js";
import { policyPane } from "./policy-pane.js";

function head(app: App): TemplateResult {
  const setDay = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    app.day = value === "" ? today() : value;
    app.refresh();
  };
  const setAssume = (event: Event) => {
    app.assume = (event.target as HTMLInputElement).checked;
    app.refresh();
  };
  return html`
    <header class="head">
      <h1><span class="mark" aria-hidden="true"></span>Brightline <small>${words.playground}</small></h1>
      <div class="settings">
        <label class="field">${words.asOf} <input type="date" .value=${app.day} @change=${setDay} required></label>
        <label class="check" title=${words.assumeHint}><input type="checkbox" .checked=${app.assume} @change=${setAssume}> ${words.assume}</label>
        <button type="button" class="primary" title=${words.shareHint} @click=${() => void shareLink(app)}>${words.share}</button>
        <select class="quiet" aria-label=${words.chooseLanguage} @change=${(event: Event) => app.setLanguage((event.target as HTMLSelectElement).value as Language)}>
          ${Object.entries(LANGUAGES).map(([name, { languageName }]) => html`<option value=${name} ?selected=${name === app.language}>${languageName}</option>`)}
        </select>
      </div>
    </header>`;
}

function notice(app: App): TemplateResult {
  const { notice } = app;
  return html`
    <div class="notice-place" role="status" aria-live="polite">
      ${notice
        ? html`<p class="notice ${notice.kind}">${notice.text}
            ${notice.action ? html`<button type="button" @click=${notice.action.act}>${notice.action.label}</button>` : nothing}
            <button type="button" class="quiet" @click=${() => {
              app.notice = undefined;
              app.changed();
            }}>${words.dismiss}</button></p>`
        : nothing}
    </div>`;
}

export function page(app: App): TemplateResult {
  return html`
    <a class="skip" href="#answer" @click=${(event: Event) => {
      event.preventDefault();
      document.getElementById("answer")?.focus();
    }}>${words.skip}</a>
    ${head(app)} ${notice(app)}
    ${panes(app, [
      { name: words.policy, id: "policy", content: policyPane(app) },
      { name: words.models, id: "models", content: modelsPane(app) },
      { name: words.answer, id: "answer", content: answerPane(app) },
    ])}`;
}
