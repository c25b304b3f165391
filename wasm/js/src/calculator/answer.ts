/** The answer: the question and its verdict at the top, every outcome, and why. */

import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import type { AboutLine, ClauseAnswer, DesignationAnswer } from "../lines.js";
import { readNumber } from "./number.js";
import { called, isHypothetical, needed, reason, standing, standingNotes } from "./saying.js";
import { ownLines, saidOwn } from "./own.js";
import { missing } from "./relevance.js";
import { ended, fold, sentence, sign } from "./view.js";
import type { View } from "./view.js";

/** The question in the policy's own words, and the answer in one sentence. */
export function head(view: View): TemplateResult {
  const { state, words } = view;
  const { policy, designation, line } = state;
  if (!policy || (!designation && !state.unanswered)) return html`<header part="head"><p class="question">${state.troubles.length > 0 ? words.noAnswer : words.loading}</p></header>`;
  const about = policy.designations.find((one) => one.id === state.focus?.designation);
  const header = html`<header part="head">
    <p class="kicker">${policy.title}${policy.jurisdiction ? html` <span aria-hidden="true">·</span> ${policy.jurisdiction}` : nothing}
      ${line ? html`<span class="status" part="status">${words.statusWord(line.status)}</span>` : nothing}</p>
    <h2 class="question">${words.question(state.scenario.name || words.thisModel, about?.title ?? "")}</h2>
  </header>`;
  if (!designation) {
    const wrong = [...state.problems.keys()].map((name) => needed(view, state.questions.params.has(name) ? `param ${name.slice(name.indexOf(".") + 1)}` : name));
    return html`${header}<p class="verdict" part="verdict"><strong>${wrong.length === 0 ? words.noAnswer : words.mendFirst(words.and(wrong))}</strong>.</p>`;
  }
  const would = isHypothetical(line?.status ?? null);
  const why = [reason(view, designation), saidOwn(view)].filter((part) => part !== "").join(", ");
  return html`${header}
  <p class="verdict ${designation.verdict}" part="verdict" data-verdict=${designation.verdict} data-stale=${state.stale ? "" : nothing}>
    ${sign(designation.verdict)}<strong>${sentence(words.verdictOf(designation.verdict, would))}</strong>${why ? html` – <span class="why">${why}</span>` : nothing}.</p>
  ${standingNotes(policy, line?.status ?? null).map((note) => html`<p class="caution" lang="en">${note}</p>`)}`;
}

/** All outcomes, each a button that brings it to the top. */
export function outcomes(view: View): unknown {
  const { state, words } = view;
  const { policies } = state.questions;
  const count = policies.reduce((sum, policy) => sum + policy.designations.length, 0);
  if (count < 2) return nothing;
  return html`<section part="outcomes" class="outcomes"><h3>${policies.length > 1 ? words.allRules : words.allOutcomes}</h3>
    ${policies.length > 3 ? html`<p class="help">${tally(view)}</p>` : nothing}
    <ul class=${policies.length > 6 ? "many" : ""} tabindex=${policies.length > 6 ? 0 : nothing}>${policies.map((policy) => policy.designations.map((about, at) => outcome(view, policy, about, at)))}</ul></section>`;
}

function tally(view: View): string {
  const counts = { covered: 0, not_covered: 0, undetermined: 0 };
  for (const line of view.state.verdictLines.values()) for (const one of line.designations) counts[one.verdict] += 1;
  return view.words.tally(counts.covered, counts.undetermined, counts.not_covered);
}

function outcome(view: View, policy: AboutLine, about: AboutLine["designations"][number], at: number): TemplateResult {
  const { state, words } = view;
  const line = state.verdictLines.get(policy.id);
  const found = line?.designations.find((one) => one.id === about.id);
  const now = state.focus?.policy === policy.id && state.focus.designation === about.id;
  const many = state.questions.policies.length > 1;
  return html`${many && at === 0 ? html`<li class="rule">${policy.title} ${line ? html`<span class="status">${words.statusWord(line.status)}</span>` : nothing}${ownLines(policy, state.scenario).length > 0 ? html`<span class="status">${words.ownLine}</span>` : nothing}</li>` : nothing}
    <li><button type="button" class="outcome" aria-pressed=${now} @click=${() => state.look(policy.id, about.id)}>
      ${found ? sign(found.verdict) : nothing}<span class="title">${about.title}</span>
      <span class="short">${found ? words.verdictOf(found.verdict, isHypothetical(line?.status ?? null)) : "…"}</span></button></li>`;
}

/** The clauses of the outcome that is looked at. */
export function clauses(view: View): unknown {
  const { state, words } = view;
  const { designation, policy } = state;
  if (!designation || !policy) return nothing;
  const about = policy.designations.find((one) => one.id === designation.id);
  const own = saidOwn(view);
  const rests = html`<ul class="plain" lang="en">${designation.rests_on.map((rest) => html`<li>${ended(rest.text)}</li>`)}</ul>`;
  return html`<section part="clauses"><h3>${words.why}</h3>
    <p class="help" lang="en">${about?.when ? html`<code>${about.when}</code>` : nothing}${about?.cite ? html` <cite>${about.cite}</cite>` : nothing}</p>
    ${own === "" ? nothing : html`<p class="caution">${ended(own)}</p>`}
    <ul class="clauses">${designation.clauses.map((one) => clause(view, one))}
      ${designation.unless ? html`<li class="unless">${words.unless}<ul>${clause(view, designation.unless)}</ul></li>` : nothing}</ul>
    ${designation.notes.map((note) => html`<p class="help" lang="en">${ended(note)}</p>`)}
    ${lacks(view, designation)}
    ${designation.rests_on.length === 0 ? nothing : html`${fold(html`${words.restsOn} <span class="count">${designation.rests_on.length}</span>`, () => rests)}
      <div class="paper" aria-hidden="true"><h4>${words.restsOn}</h4>${rests}</div>`}
  </section>`;
}

function clause(view: View, one: ClauseAnswer): TemplateResult {
  const { words } = view;
  const truth = one.truth === null ? "unknown" : one.truth ? "yes" : "no";
  return html`<li class="clause ${truth}" data-binding=${one.binding ? "" : nothing}>
    <span class="truth">${words.holds[truth]}</span>
    <span class="label">${sentence(called(one))}${one.binding ? html` <span class="binding">${words.decides}</span>` : nothing}</span>
    ${one.cite ? html`<cite>${one.cite}</cite>` : nothing}
    ${called(one) === one.text ? nothing : html`<code lang="en">${one.text}</code>`}
    ${one.value === null && one.line === null ? nothing : html`<span class="standing" title=${`${one.value ?? "?"} | ${one.line ?? "?"}`}>${one.value === null ? words.unknownAgainst(view.show.text(one.line ?? "")) : standing(view, one)}</span>${margin(one)}`}
    ${one.note ? html`<span class="help" lang="en">${ended(one.note)}</span>` : nothing}
    ${one.clauses ? html`<ul>${one.clauses.map((inner) => clause(view, inner))}</ul>` : nothing}</li>`;
}

/** A thin bar on a logarithmic scale, the line in its middle, two orders of magnitude to either side. */
function margin(one: ClauseAnswer): unknown {
  const ratios = ratiosOf(one);
  if (ratios.length === 0) return nothing;
  const places = ratios.map((ratio) => (ratio <= 0 ? 0 : Math.min(100, Math.max(0, 50 + 25 * Math.log10(ratio)))));
  const alone = places.length === 1;
  const [left, right] = [Math.min(...places, alone ? 50 : 100), Math.max(...places, alone ? 50 : 0)];
  const middle = alone ? svg`<circle cx="${places[0]}%" cy="6" r="3.5"></circle>` : nothing;
  return html`<svg class="margin" height="12" aria-hidden="true"><line class="ground" x1="0" x2="100%" y1="6" y2="6"></line>
    <rect x="${left}%" y="4.5" width="${Math.max(right - left, 0.5)}%" height="3"></rect><line class="at" x1="50%" x2="50%" y1="0" y2="12"></line>${middle}</svg>`;
}

/** The least and the greatest ratio of a value to its line; where readings differ, over all of them. */
function ratiosOf(one: ClauseAnswer): number[] {
  const stated = one.margin?.ratio;
  if (stated !== null && stated !== undefined) {
    const ends = stated.split("..").map((end) => (end.trim() === "" ? Infinity : (readNumber(end) ?? NaN)));
    return ends.some(Number.isNaN) ? [] : ends;
  }
  const line = readNumber(/^\S+/.exec(one.line ?? "")?.[0] ?? "");
  if (one.value === null || line === undefined || line <= 0 || /\.\.| or /.test(one.line ?? "")) return [];
  const numbers = one.value.split(/ or | \.\. ?/).flatMap((piece) => readNumber(/^\S+/.exec(piece)?.[0] ?? "") ?? []);
  if (numbers.length === 0) return [];
  if (/ \.\.(?: or |$)/.test(one.value)) numbers.push(Infinity);
  return [Math.min(...numbers) / line, Math.max(...numbers) / line];
}

/** What would settle it. */
function lacks(view: View, designation: DesignationAnswer): unknown {
  const sets = missing(designation.needs);
  if (designation.verdict !== "undetermined" || sets.length === 0) return nothing;
  const { words, state } = view;
  const shares = state.measureLine?.designations.find((one) => one.id === designation.id)?.facts ?? [];
  const share = (set: readonly string[]) => shares.find((one) => set.length === 1 && one.fact === set[0]);
  const item = (set: readonly string[]) => {
    const measured = share(set);
    return html`<li>${sentence(words.and(set.map((name) => needed(view, name))))}${measured?.settles
      ? html` <span class="help" title=${measured.basis.text}>${words.settles(view.show.percent(readNumber(measured.settles) ?? 0))}</span>` : nothing}</li>`;
  };
  return html`<h4>${words.missing}</h4><ul class="plain">${sets.slice(0, 5).map(item)}</ul>
    ${sets.length > 5 ? fold(words.more(sets.length - 5), () => html`<ul class="plain">${sets.slice(5).map(item)}</ul>`) : nothing}`;
}

