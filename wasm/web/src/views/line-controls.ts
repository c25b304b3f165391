/** The lines of a policy as sliders, with a mark wherever a model moves across. */

import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import type { App } from "../app.js";
import { double } from "../data/decimal.js";
import { linesOf, placeOf, spelled, valueAt, valueSpan, numberIn } from "../data/params.js";
import type { Line } from "../data/params.js";
import type { Side } from "../side.js";
import { words } from "../words/words.js";

const STEPS = 400;
/** How many lines are shown before the rest is folded. */
const OPEN = 2;

/** The values at which models move across, as small strokes; thicker where many do. */
function strokes(side: Side, line: Line): TemplateResult | typeof nothing {
  if (side.trackedAxis !== line.param.name || side.tracks.size === 0) return nothing;
  const places = new Map<number, number>();
  for (const track of side.tracks.values()) {
    for (const turn of track.turns) {
      const value = double(turn);
      if (value < line.low || value > line.high) continue;
      const place = Math.round(placeOf(line, value) * 300);
      places.set(place, (places.get(place) ?? 0) + 1);
    }
  }
  return html`<svg class="strokes" viewBox="0 0 300 10" preserveAspectRatio="none" aria-hidden="true">
    ${[...places].map(([place, count]) => svg`<rect x=${place - 0.4} y=${10 - Math.min(10, 3 + count * 2)} width="0.8" height="10"></rect>`)}</svg>`;
}

/** Decades under a logarithmic track. */
function decades(line: Line): TemplateResult | typeof nothing {
  if (!line.logarithmic) return nothing;
  const found: TemplateResult[] = [];
  const [from, to] = [Math.ceil(Math.log10(line.low) - 1e-9), Math.floor(Math.log10(line.high) + 1e-9)];
  const step = Math.max(1, Math.ceil((to - from) / 4));
  for (let power = from; power <= to; power += step) {
    const place = placeOf(line, 10 ** power);
    found.push(html`<span .style=${`inset-inline-start: ${100 * place}%`} class=${place < 0.02 ? "first" : place > 0.98 ? "last" : ""}>${spelled(10 ** power, "")
      .replace(/^1000000$/, "1e6")}</span>`);
  }
  return html`<div class="decades" aria-hidden="true">${found}</div>`;
}

function control(app: App, side: Side, line: Line): TemplateResult {
  const { param, unit } = line;
  const name = side === app.b ? "b" : "a";
  const id = `line-${name === "b" ? "b-" : ""}${param.name}`;
  const called = words.value(app.b ? `${name.toUpperCase()}: ${param.name}` : param.name);
  const dragged = side.lines.get(param.name);
  const value = dragged === undefined ? line.value : numberIn(dragged, unit);
  const refused = side.typed.refused.get(param.name);
  const inText = param.value?.includes("{") ? words.inText("…") : (param.value ?? words.notKnown);
  const said = dragged ?? inText;
  const drag = (event: Event) => {
    const place = Number((event.target as HTMLInputElement).value) / STEPS;
    app.drag(param.name, spelled(valueAt(line, place), unit), name);
  };
  const type = (event: Event) => {
    const input = event.target as HTMLInputElement;
    void side.typed.propose(param.name, input.value).then(() => {
      if (!side.typed.refused.has(param.name)) input.value = side.lines.get(param.name) ?? inText;
    });
  };
  const span = valueSpan(side.policy.text, param.name);
  const home = line.value === undefined ? nothing
    : html`<i class="home" .style=${`inset-inline-start: ${100 * placeOf(line, line.value)}%`} aria-hidden="true"></i>`;
  return html`
    <div class="line ${dragged === undefined ? "" : "dragged"}">
      <label class="line-name" for=${id} title=${param.cite ?? ""}>${param.text}</label>
      <div class="slide">
        ${guard([side.tracks, side.tracks.size, side.trackedAxis, line.low, line.high], () => strokes(side, line))}
        <div class="track">${home}
          <input id=${id} type="range" min="0" max=${STEPS} step="1" .value=${String(Math.round(placeOf(line, value ?? line.low) * STEPS))}
            class=${value === undefined ? "unset" : ""} aria-valuetext=${said} @input=${drag}></div>
        ${decades(line)}
      </div>
      <input class="exact" type="text" aria-label=${called} .value=${refused?.text ?? side.typed.waiting.get(param.name) ?? said} spellcheck="false" autocomplete="off"
        aria-invalid=${refused ? "true" : "false"} aria-describedby=${refused ? `${id}-wrong` : nothing} @change=${type}>
      ${refused ? html`<p class="line-wrong" id="${id}-wrong" role="alert">${words.lineRefused(refused.text)} <span lang="en">${refused.why}.</span> ${param.domain_text && !refused.why.includes(param.domain_text)
        ? words.lineTakes(param.domain_text) : nothing} ${words.lineStays(said)}</p>` : nothing}
      ${dragged === undefined && !refused ? nothing : html`
        <div class="line-acts">
          <button type="button" class="primary" ?hidden=${refused !== undefined} ?disabled=${!span} title=${span ? words.writeLineHint(param.name) : words.lineElsewhere}
            @click=${() => app.writeLine(param.name, name)}>${words.writeLine}</button>
          <button type="button" title=${words.resetLineHint(param.name)} @click=${() => app.drag(param.name, undefined, name)}>${words.resetLine}</button>
          <span>${words.inText(param.value ?? words.notKnown)}</span>
        </div>`}
    </div>`;
}

function readings(app: App, side: Side): TemplateResult | typeof nothing {
  const choices = side.policy.version?.about.choices ?? [];
  if (choices.length === 0) return nothing;
  return html`<div class="readings">${choices.map((choice) => html`
    <label class="stack" title=${choice.cite ?? ""}>${choice.text}
      <select @change=${(event: Event) => app.pick(choice.name, (event.target as HTMLSelectElement).value, side === app.b ? "b" : "a")}>
        <option value="" ?selected=${!side.readings.has(choice.name)}>${words.eachReading}</option>
        ${choice.members.map((member) => html`<option value=${member} ?selected=${side.readings.get(choice.name) === member}>${member.replaceAll("_", " ")}</option>`)}
      </select></label>`)}</div>`;
}

/** The lines of one policy, or of both. */
export function lineControls(app: App): TemplateResult {
  return html`${app.a ? linesIn(app, app.a) : nothing} ${app.b ? linesIn(app, app.b) : nothing}`;
}

function linesIn(app: App, side: Side): TemplateResult | typeof nothing {
  const about = side.policy.version?.about;
  if (!about) return nothing;
  const mark = side === app.b ? "B" : "A";
  const lines = linesOf(about);
  const rest = lines.slice(OPEN);
  const hasRest = rest.length > 0 || about.choices.length > 0;
  if (lines.length === 0 && about.choices.length === 0) return nothing;
  return html`
    <section class="lines" aria-label=${app.b ? `${words.lines}: ${mark}` : words.lines}>
      ${app.b ? html`<h3><b class="side-mark ${mark.toLowerCase()}">${mark}</b> ${side.policy.title}</h3>` : nothing}
      ${lines.slice(0, OPEN).map((line) => control(app, side, line))}
      ${hasRest ? html`<details ?open=${rest.some(({ param }) => side.lines.has(param.name)) || side.readings.size > 0}>
        <summary>${[rest.length > 0 ? `${words.lines} (${rest.length})` : "", about.choices.length > 0 ? `${words.readings} (${about.choices.length})` : ""].filter(Boolean).join(", ")}</summary>
        ${rest.map((line) => control(app, side, line))} ${readings(app, side)}</details>` : nothing}
    </section>`;
}
