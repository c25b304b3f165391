/** The library of policies, by jurisdiction, as a dialog. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { App, Name } from "../app.js";
import { NEW_PATH, statusOn, titleOf } from "../data/library.js";
import type { Entry } from "../data/library.js";
import { dayWord, safeLink, words } from "../words/words.js";
import { status } from "./status.js";

let query = "";
let forSide: Name = "a";

const dialog = () => document.getElementById("gallery") as HTMLDialogElement | null;

export function showGallery(app: App, name: Name): void {
  forSide = name;
  query = "";
  app.changed();
  dialog()?.showModal();
}

function entry(app: App, { path, title, statuses, sources, outcomes }: Entry): TemplateResult {
  const open = () => {
    dialog()?.close();
    void app.openPolicy(forSide, path);
  };
  const now = statusOn(statuses, app.day);
  return html`
    <li class="entry">
      <button type="button" class="link" @click=${open}>${title}</button> ${status(now)}
      ${app.drafts.has(path) ? html`<span class="tag edited">${words.edited}</span>` : nothing}
      <p>${outcomes.join(" · ")}</p>
      ${now === "hypothetical" ? html`<p class="caution">${words.hypotheticalNote}</p>` : nothing}
      <p class="sources">${sources.map(({ name, url }) => {
        const link = safeLink(url);
        return html`<span>${link ? html`<a href=${link} target="_blank" rel="noopener noreferrer">${name}</a>` : name}</span> `;
      })}</p>
    </li>`;
}

export function gallery(app: App): TemplateResult {
  const wanted = query.trim().toLowerCase();
  const found = app.index.policies.filter(({ title, jurisdiction, path, sources, outcomes }) => wanted === ""
    || [title, jurisdiction ?? "", path, ...outcomes, ...sources.map(({ name }) => name)].some((text) => text.toLowerCase().includes(wanted)));
  // Drafts of policies that are not shipped.
  const own = [...app.drafts].filter(([path, text]) => /^rules\//.test(path) && !app.index.files.includes(path)
    && (wanted === "" || `${path} ${titleOf(text)}`.toLowerCase().includes(wanted)));
  const places = [...new Set(found.map(({ jurisdiction }) => jurisdiction ?? "—"))].sort();
  return html`
    <dialog id="gallery" aria-labelledby="gallery-name">
      <div class="dialog-head">
        <h2 id="gallery-name">${forSide === "b" ? words.compareWith : words.gallery}</h2>
        <button type="button" class="quiet" @click=${() => dialog()?.close()}>${words.close}</button>
      </div>
      <div class="dialog-tools">
        <input type="search" aria-label=${words.searchPolicies} placeholder=${words.searchPolicies} .value=${query}
          @input=${(event: Event) => {
            query = (event.target as HTMLInputElement).value;
            app.changed();
          }}>
        <span role="status">${words.policies(found.length)} · ${words.on(dayWord(app.day))}</span>
        <button type="button" @click=${() => {
          dialog()?.close();
          void app.openPolicy(forSide, NEW_PATH);
        }}>${words.newPolicy}</button>
      </div>
      <div class="dialog-body" tabindex="0" role="region" aria-labelledby="gallery-name">
        ${found.length + own.length === 0 ? html`<p class="empty">${words.noPolicies}</p>` : nothing}
        ${own.length > 0 ? html`<h3>${words.yourPolicies}</h3>
          <ul class="entries">${own.map(([path, text]) => html`<li class="entry"><button type="button" class="link" @click=${() => {
            dialog()?.close();
            void app.openPolicy(forSide, path);
          }}>${titleOf(text) ?? path}</button> <span class="tag edited">${words.edited}</span></li>`)}</ul>` : nothing}
        ${places.map((place) => html`
          <h3>${place}</h3>
          <ul class="entries">${found.filter(({ jurisdiction }) => (jurisdiction ?? "—") === place).map((each) => entry(app, each))}</ul>`)}
      </div>
    </dialog>`;
}
