/** Where two policies agree: which outcomes are compared, the map of two facts, and how many models there are of each kind. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { App } from "../app.js";
import { AGREEMENTS, agreements } from "../rows.js";
import type { View } from "../rows.js";
import type { Side } from "../side.js";
import { words } from "../words/words.js";
import { setFilter } from "./model-table.js";

let loading: Promise<unknown> | undefined;
let cannotLoad = "";

/** Fetches the map when two policies are first compared. */
function load(app: App): void {
  loading ??= import("../agreement/chart.js").then(({ Chart }) => {
    app.chart = new Chart(app);
    app.ask();
  }, (why: unknown) => (cannotLoad = `${words.cannotLoad(words.map)} ${String(why)}`)).finally(() => app.changed());
}

function outcomeOf(app: App, side: Side, at: 0 | 1): TemplateResult {
  const pick = (event: Event) => {
    const place = (event.target as HTMLSelectElement).selectedIndex;
    app.compare(at === 0 ? [place, app.compared[1]] : [app.compared[0], place]);
  };
  return html`<label class="stack">${words.outcomeOf(at === 0 ? "A" : "B")} <select @change=${pick}>${side.policy.version?.about.designations.map((outcome, place) =>
    html`<option ?selected=${app.compared[at] === place}>${outcome.title}</option>`)}</select></label>`;
}

function axis(app: App, along: "x" | "y"): TemplateResult | typeof nothing {
  const { chart } = app;
  const axes = chart?.axes;
  if (!chart || !axes) return nothing;
  const pick = (event: Event) => {
    const name = (event.target as HTMLSelectElement).value;
    // The fact of the other axis changes places with this one.
    const other = along === "x" ? axes.y : axes.x;
    const left = other === name ? axes[along] : other;
    app.chartBy(along === "x" ? { x: name, y: left } : { x: left, y: name });
  };
  return html`<label class="stack">${along === "x" ? words.across : words.upwards} <select @change=${pick}>${chart.facts.map(({ name, title }) =>
    html`<option value=${name} ?selected=${name === axes[along]}>${title}</option>`)}</select></label>`;
}

function chips(app: App, view: View): TemplateResult {
  const found = agreements(view);
  return html`<div class="chips">${AGREEMENTS.map((key) => html`
    <button type="button" class="chip agree-${key}" aria-pressed=${app.filter === key} @click=${() => setFilter(app, key)}>
      <i class="agree ${key}" aria-hidden="true"></i>${found[key].toLocaleString(words.language)} ${words[key]}</button>`)}</div>`;
}

export function agreement(app: App): TemplateResult | typeof nothing {
  const view = app.view();
  if (!view?.b) return nothing;
  load(app);
  const { chart } = app;
  return html`
    <section class="agreement" aria-label=${words.agreement}>
      <h3>${words.agreement}</h3>
      <div class="pair">${outcomeOf(app, view.a, 0)}${outcomeOf(app, view.b, 1)}${axis(app, "x")}${axis(app, "y")}</div>
      ${chart ? chart.shown() : html`<p class="empty">${cannotLoad || words.working}</p>`}
      ${chart?.axes ? html`<div class="tools">
        ${app.point ? html`<button type="button" @click=${() => app.move(undefined)}>${words.moveBack}</button>` : nothing}
        <span class="exports">${(["svg", "png"] as const).map((format) => html`<button type="button" class="quiet" aria-label=${words.exportMapAs(format.toUpperCase())}
          @click=${() => void chart.picture(format)}>${format.toUpperCase()} ↓</button>`)}</span></div>` : nothing}
      ${chips(app, view)}
    </section>`;
}
