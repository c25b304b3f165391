/** What would turn the answer, as sentences that can be pressed to try them. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Change } from "../lines.js";
import { readDay, readNumber, writeDay, writeNumber } from "./number.js";
import { isHypothetical, needed } from "./saying.js";
import { fold, sentence } from "./view.js";
import type { View } from "./view.js";

const MOST = 6;

export function flips(view: View): unknown {
  const { state, words } = view;
  const { designation, line } = state;
  const found = state.flipsLine?.designations.find((one) => one.id === designation?.id);
  if (!designation || !found) return nothing;
  const would = isHypothetical(line?.status ?? null);
  const changes = [...found.single.map((change) => [change]), ...found.joint];
  const open = found.open.flatMap((one) => [
    ...one.covered.map((region) => ({ fact: one.fact, region, verdict: "covered" as const })),
    ...one.not_covered.map((region) => ({ fact: one.fact, region, verdict: "not_covered" as const })),
  ]);
  const items = [
    ...changes.map((set) => button(view, set.map((change) => [change.fact, tried(change)]), sentence(words.and(set.map((change) => changed(view, change)))))),
    ...open.map((one) => button(view, [[one.fact, inside(one.region)]],
      words.ifSo(sentence(needed(view, one.fact)), region(view, one.region), words.verdictOf(one.verdict, would)))),
  ];
  const intro = designation.verdict === "undetermined" ? words.wouldSettle : words.wouldTurn(words.verdictOf(designation.verdict === "covered" ? "not_covered" : "covered", would));
  return html`<section part="flips"><h3>${words.whatWouldChange}</h3>
    ${items.length === 0 ? html`<p>${found.impossible ? words.nothingTurns : found.complete ? words.nothingAlone : words.notFound}</p>`
      : html`<p class="help">${intro} <span class="screen">${words.pressOne}</span></p><ul class="plain">${items.slice(0, MOST)}</ul>
        ${items.length > MOST ? fold(words.more(items.length - MOST), () => html`<ul class="plain">${items.slice(MOST)}</ul>`) : nothing}`}
  </section>`;
}

function button(view: View, facts: readonly (readonly [string, string])[], said: string): TemplateResult {
  return html`<li><button type="button" class="flip" title=${facts.map(([name, text]) => `${name}: ${text}`).join(", ")}
    @click=${() => view.state.set("facts", facts)}>${said}</button></li>`;
}

function changed(view: View, change: Change): string {
  const { words, show } = view;
  const name = needed(view, change.fact);
  const to = change.bound === "is" ? valueWord(view, change.to) : show.text(change.to);
  const ratio = change.ratio === null ? undefined : show.ratio(change.ratio, words.times);
  return words.change(name, words.bound[change.bound](to), ratio, change.from === null ? undefined : valueWord(view, change.from));
}

function valueWord(view: View, text: string): string {
  return text === "true" || text === "false" ? view.words.truth[text].toLowerCase() : view.show.text(text).replaceAll("_", " ");
}

/** A region in words: `above 1e26 FLOP`. */
function region(view: View, text: string): string {
  const { words } = view;
  const [, exactly] = /^exactly (.+)$/.exec(text) ?? [];
  const [, above] = /^above ([^.]+(?:\.\d[^.]*)?)$/.exec(text) ?? [];
  const [, below] = /^below ([^.]+(?:\.\d[^.]*)?)$/.exec(text) ?? [];
  const [, most] = /^(.+) or (?:less|earlier)$/.exec(text) ?? [];
  const [, least] = /^(.+) or (?:more|later)$/.exec(text) ?? [];
  if (exactly) return words.bound.is(view.show.text(exactly));
  if (above) return words.bound.more_than(view.show.text(above));
  if (below) return words.bound.less_than(view.show.text(below));
  if (most) return words.bound.at_most(view.show.text(most));
  if (least) return words.bound.at_least(view.show.text(least));
  return words.bound.is(valueWord(view, text));
}

/** A value that makes the change. */
export function tried(change: Change): string {
  if (change.bound === "more_than") return beyond(change.to, 1);
  return change.bound === "less_than" ? beyond(change.to, -1) : change.to;
}

/** A value in a region. */
export function inside(text: string): string {
  const [, above, unit] = /^above (\S+)(?: \.\. \S+)?(.*)$/.exec(text) ?? [];
  const [, below] = /^below (.+)$/.exec(text) ?? [];
  if (above) return beyond(above + (unit ?? ""), 1);
  if (below) return beyond(below, -1);
  return text.replace(/^exactly /, "").replace(/ or (?:less|more|earlier|later)$/, "").replaceAll(" .. below ", " .. ");
}

/** The next value of three digits beyond a line that is itself not enough. */
function beyond(text: string, direction: 1 | -1): string {
  const [, digits = "", unit = ""] = /^(\S+)(.*)$/.exec(text) ?? [];
  const day = readDay(digits);
  if (day !== undefined) return writeDay(day + direction);
  const value = readNumber(digits);
  if (value === undefined) return text;
  const step = value === 0 ? 1 : 10 ** (Math.floor(Math.log10(Math.abs(value)) - (direction < 0 ? 1e-9 : 0)) - 2);
  return writeNumber((direction > 0 ? Math.floor(value / step + 1e-6) + 1 : Math.ceil(value / step - 1e-6) - 1) * step, 12) + unit;
}
