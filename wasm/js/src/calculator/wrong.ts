/** What is wrong, in a box above everything, and what is only odd, in a line below it. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { nearest } from "./nearest.js";
import type { Scenario } from "./scenario.js";
import type { State } from "./state.js";
import { sentence } from "./view.js";
import type { View } from "./view.js";

const MOST = 5;

export function trouble(view: View): TemplateResult | typeof nothing {
  const { state, words } = view;
  const { troubles } = state;
  if (troubles.length === 0) return nothing;
  return html`<div class="trouble" part="trouble" role="alert"><strong>${words.trouble}.</strong> ${state.stale && state.verdictLines.size > 0 ? words.lastGood : nothing}
    <ul class="plain">${troubles.slice(0, MOST).map((one) => html`<li>${/^\S*[./]\S*:/.test(one.message) ? one.message : sentence(one.message)}${one.message.endsWith("?") ? "" : "."}${one.help.map((help) => html` ${sentence(help)}.`)}</li>`)}</ul>
    ${troubles.length > MOST ? words.more(troubles.length - MOST) : nothing}</div>`;
}

/** What a reader should know, and what is said of a model but asked by no rule, where another name was meant. */
export function notices(view: View): unknown {
  const { state, words } = view;
  const notes = [...(state.notice === "" ? [] : [state.notice]), ...misspelt(state).map(([name, meant]) => words.noSuchFact(name, meant))];
  return notes.map((note) => html`<p class="caution" role="status">${note}</p>`);
}

const known = new WeakMap<Scenario["facts"], { of: State["questions"]; found: [string, string][] }>();

/** Facts that no policy knows, each with the name that it is near to. */
function misspelt({ scenario: { facts }, questions }: State): readonly (readonly [string, string])[] {
  const before = known.get(facts);
  if (before?.of === questions) return before.found;
  const found = [...facts.keys()].flatMap((name): [string, string][] => {
    const [meant] = questions.keeps(name) ? [] : nearest(name, questions.facts.keys());
    return meant === undefined || facts.has(meant) ? [] : [[name, meant]];
  });
  known.set(facts, { of: questions, found });
  return found;
}
