/** What comes after the verdict: how likely it is, how it reads otherwise, what falls due, and where the rule is written. */

import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import type { DueLine } from "../lines.js";
import { readNumber } from "./number.js";
import { needed } from "./saying.js";
import { ended, exact, fold, link, nameOf, sign } from "./view.js";
import type { View } from "./view.js";

/** How likely each verdict is, where something is uncertain. */
export function chance(view: View): unknown {
  const { state, words, show } = view;
  const found = state.chanceLine?.designations.find((one) => one.id === state.designation?.id);
  if (!found || found.method === "certain" || found.undetermined.probability === "1") return nothing;
  const parts = (["covered", "undetermined", "not_covered"] as const).map((verdict) => ({ verdict, share: readNumber(found[verdict].probability) ?? 0 }));
  const error = found.covered.standard_error;
  let from = 0;
  return html`<section part="chance"><h3>${words.howLikely}</h3>
    <p>${words.chanceOf(show.percent(readNumber(found.covered.probability) ?? 0), error > 0 ? show.percent(error, 1) : undefined)}</p>
    <svg class="shares" height="14" role="img" aria-label=${parts.map((part) => `${words.verdict[part.verdict]} ${show.percent(part.share)}`).join(", ")}>
      ${parts.map((part) => {
        const x = from;
        from += part.share;
        return svg`<rect class="part ${part.verdict}" x="${x * 100}%" y="1" width="${part.share * 100}%" height="12"></rect>`;
      })}<rect class="frame" x="0.5" y="0.5" width="100%" height="13"></rect></svg>
    <ul class="key">${parts.map((part) => html`<li>${sign(part.verdict)} ${words.verdict[part.verdict]} ${show.percent(part.share)}</li>`)}</ul>
    ${found.turns && found.turns[1].length > 0 ? html`<p class="help">${words.turnsAt(nameOf(found.turns[0]), words.or(found.turns[1].map((text) => show.text(text))))}</p>` : nothing}
    <p class="help">${words.restsOnRanges}</p></section>`;
}

/** How the verdict stands under each reading that is not picked. */
export function readings(view: View): unknown {
  const { state, words } = view;
  const summary = state.designation?.readings_summary;
  if (!state.designation || !summary || summary.of < 2) return nothing;
  const list = state.designation.readings;
  return html`<section part="readings"><h3>${words.readings}</h3>
    <p>${summary.deciding.length === 0 ? words.readingsAgree(summary.of) : words.readingsPart(summary.covered, summary.of, words.and(summary.deciding.map((name) => nameOf(name).toLowerCase())))}</p>
    ${summary.deciding.length === 0 ? nothing : html`<ul class="plain">${list.map((one) => {
      const { verdict, ...choices } = one;
      const shown = verdict === "covered" || verdict === "not_covered" ? verdict : "undetermined";
      const picks = Object.entries(choices).filter(([name]) => summary.deciding.includes(name));
      return html`<li>${sign(shown)} <button type="button" class="flip" @click=${() => state.set("readings", Object.entries(choices).map(([name, member]) => [`${state.focus?.policy}.${name}`, member] as const))}>
        ${picks.map(([name, member]) => `${nameOf(name)}: ${member.replaceAll("_", " ")}`).join("; ")}</button> <span class="short">${words.verdict[shown]}</span></li>`;
    })}</ul>`}</section>`;
}

/** What falls due, by date. */
export function due(view: View): unknown {
  const { state, words } = view;
  const found = state.dueLines;
  if (found.length === 0) return nothing;
  const shown = [...found].sort((a, b) => (a.from ?? "9").localeCompare(b.from ?? "9"));
  const item = (one: DueLine): TemplateResult => html`<li><span class="day">${day(view, one)}</span>
    <span>${one.applies === "undetermined" ? html`<em>${words.ifCovered}</em> ` : nothing}<span lang="en">${one.title}</span>
      <span class="help">${one.policy_title}${one.cite ? html`, <cite>${one.cite}</cite>` : nothing} · ${words.force(one.binding, one.force)}</span></span></li>`;
  return html`<section part="due"><h3>${words.whatFallsDue}</h3><ul class="due">${shown.slice(0, 6).map(item)}</ul>
    ${shown.length > 6 ? fold(words.more(shown.length - 6), () => html`<ul class="due">${shown.slice(6).map(item)}</ul>`) : nothing}</section>`;
}

function day(view: View, one: DueLine): unknown {
  if (one.due !== null && one.from !== null && one.from === one.until) return html`<time datetime=${one.from}>${view.show.day(one.from)}</time>`;
  if (one.due !== null) return exact(view, one.due);
  return one.day_needs.length > 0 ? view.words.dayNeeds(view.words.or(one.day_needs.map((name) => needed(view, name)))) : view.words.noDay;
}

/** Where the rule is written, and what a reader should know of it. */
export function about(view: View): unknown {
  const { state, words, show } = view;
  const { policy } = state;
  if (!policy) return nothing;
  const known = state.line?.warnings ?? [];
  return html`<section part="about"><h3>${words.aboutRule}</h3>
    ${known.length === 0 ? nothing : html`<ul class="plain" lang="en">${known.map((text) => html`<li>${ended(text)}</li>`)}</ul>`}
    <ul class="plain">${policy.sources.map((source) => html`<li lang="en">${link(source.name, source.url)}</li>`)}</ul>
    <p class="help">${policy.statuses.map((status) => words.since(words.statusWord(status.status), show.day(status.from))).join("; ")}</p>
    ${policy.notes.length === 0 ? nothing : fold(html`${words.notes} <span class="count">${policy.notes.length}</span>`, () => html`<ul class="plain" lang="en">${policy.notes.map((note) => html`<li>${note}</li>`)}</ul>`)}
  </section>`;
}
