/** The calculator in the answer pane: the opened model, to be changed. What is changed of a model stays until it is taken back. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { ref } from "lit/directives/ref.js";
import type { CalculatorElement } from "brightline/calculator";
import type { App } from "../app.js";
import type { Version } from "../data/policy.js";
import type { Side } from "../side.js";
import { changesOf, forget, given, remember, withChanges } from "../what-if.js";
import { words } from "../words/words.js";

/** What the element was given last, and for which model. */
let last: { element: CalculatorElement; model: string; version: Version; facts: ReadonlyMap<string, string> } | undefined;
let element: CalculatorElement | undefined;
/** Counts the times that a model was taken back. */
let resets = 0;

/** What is chosen beside the text, by the names that the calculator has for it. */
const named = (id: string, values: ReadonlyMap<string, string>) => Object.fromEntries([...values].map(([name, value]) => [`${id}.${name}`, value]));

/** Puts what a reader changes in the calculator onto the table. */
function heard(app: App, side: Side, event: Event): void {
  const element = event.currentTarget as CalculatorElement;
  const { version } = side.policy;
  // What the page itself has just put there is no news.
  if (!version || !element.matches(":focus-within")) return;
  const { id, params } = version.about;
  for (const { name } of params) {
    const value = element.params[`${id}.${name}`];
    if (value !== side.lines.get(name)) app.drag(name, value);
  }
}

/** The calculator for the opened model. */
export function calculator(app: App, side: Side, version: Version, row: number): TemplateResult {
  const { table } = app;
  if (!table) return html``;
  const { id } = version.about;
  if (last && last.element === element) remember(last.model, last.version, last.facts, element.facts);
  const title = table.title(row);
  const model = `${table.name}: ${title}`;
  const facts = guard([version, table, row, app.assume, resets], () => {
    const base = new Map(given(version, table, row, app.assume));
    queueMicrotask(() => (last = element && { element, model, version, facts: base }));
    return Object.fromEntries(withChanges(base, model, version));
  });
  const params = guard([version, ...[...side.lines].flat()], () => named(id, side.lines));
  const readings = guard([version, ...[...side.readings].flat()], () => named(id, side.readings));
  const others = guard([version, table], () => (version.population ? table.document(Array.from({ length: table.length }, (_, at) => at)) : undefined));
  // What is typed reaches the element first, and then this page.
  const typed = () => void setTimeout(() => app.changed());
  const back = () => {
    last = undefined;
    forget(model);
    resets += 1;
    app.changed();
  };
  const changed = changesOf(model);
  return html`
    ${changed.length > 0 ? html`<div class="what-if"><p>${words.changedFacts} ${changed.map((name, at) => html`${at > 0 ? ", " : ""}<code>${name}</code>`)}</p>
      <button type="button" @click=${back}>${words.asItIs(title)}</button></div>` : nothing}
    <brightline-calculator ${ref((found) => {
      // What is only out of sight is still asked what was changed.
      if (found) element = found as CalculatorElement;
    })} lang=${app.language} as-of=${app.day} .files=${version.files} .table=${others} .name=${title}
      .facts=${facts} .params=${params} .readings=${readings} @brightline-verdict=${(event: Event) => heard(app, side, event)}
      @input=${typed} @click=${typed} @keyup=${typed} @focusout=${typed}></brightline-calculator>`;
}
