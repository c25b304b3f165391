/** Scenarios side by side: every outcome under each, and the inputs in which they differ. */

import { html, nothing } from "lit";
import { MOST_SCENARIOS } from "./scenario.js";
import type { Scenario } from "./scenario.js";
import { exact, nameOf, sign } from "./view.js";
import type { View } from "./view.js";

export function scenarios(view: View): unknown {
  const { state, words } = view;
  const list = state.scenarios;
  const named = (one: Scenario, at: number) => one.name || words.scenarioNumber(at + 1);
  const keep = html`<div class="buttons"><button type="button" class="action" ?disabled=${list.length >= MOST_SCENARIOS}
    @click=${() => state.keep(words.copyOf(named(state.scenario, state.active)))}>${words.keepScenario}</button>
    <button type="button" class="action" ?disabled=${!state.history.canUndo} @click=${() => state.undo()}>${words.undo}</button>
    <button type="button" class="action" ?disabled=${!state.history.canRedo} @click=${() => state.redo()}>${words.redo}</button></div>`;
  if (list.length < 2) return html`<section part="scenarios" class="scenarios"><h3>${words.scenarios}</h3>${keep}</section>`;
  return html`<section part="scenarios" class="scenarios"><h3>${words.scenarios}</h3>
    <div class="wide-table" tabindex="0" role="region" aria-label=${words.scenarios}><table>
      <thead><tr><th scope="col">${words.fact}</th>${list.map((one, at) => html`<th scope="col">
        <button type="button" class="outcome" aria-pressed=${at === state.active} @click=${() => state.activate(at)}>${named(one, at)}</button>
        <button type="button" class="quiet" aria-label=${words.remove(named(one, at))} title=${words.remove(named(one, at))} @click=${() => state.drop(at)}>×</button></th>`)}</tr></thead>
      <tbody>${state.questions.policies.map((policy) => policy.designations.map((about) => html`<tr>
          <th scope="row">${state.questions.policies.length > 1 ? `${policy.title}: ` : nothing}${about.title}</th>
          ${list.map((one) => {
            const found = state.linesOf(one)?.get(policy.id)?.designations.find((designation) => designation.id === about.id);
            return html`<td>${found ? html`${sign(found.verdict)} ${words.verdict[found.verdict]}` : "…"}</td>`;
          })}</tr>`))}
        ${differing(list).map(([kind, name]) => html`<tr><th scope="row">${nameOf(kind === "facts" ? name : name.slice(name.indexOf(".") + 1))}</th>
          ${list.map((one) => html`<td>${exact(view, one[kind].get(name) ?? state.questions.params.get(name)?.value ?? words.unknownValue)}</td>`)}</tr>`)}
      </tbody></table></div>${keep}</section>`;
}

/** The inputs that are not the same everywhere. */
function differing(list: readonly Scenario[]): (readonly ["facts" | "params" | "readings", string])[] {
  return (["facts", "params", "readings"] as const).flatMap((kind) => {
    const names = new Set(list.flatMap((one) => [...one[kind].keys()]));
    return [...names].filter((name) => new Set(list.map((one) => one[kind].get(name) ?? "")).size > 1).map((name) => [kind, name] as const);
  });
}
