/** A slider whose track shows where the answer turns: one thumb for a value, two for its ends. */

import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { RegionsLine, Typed } from "../lines.js";
import { axisFor, numberAt, partsOn, placeOf, snapped, turns } from "./axis.js";
import type { Axis } from "./axis.js";
import { readDay, readNumber } from "./number.js";
import { converted, fitting, unitsOf } from "./units.js";
import type { Unit } from "./units.js";
import { endAt, extent, write } from "./value.js";
import type { End, Value } from "./value.js";
import type { View } from "./view.js";

/** What a slider moves. */
export interface Slid {
  readonly id: string;
  readonly label: string;
  readonly typed: Typed;
  readonly value: Value;
  /** What the value is where none is given, as the text of a param in its policy. */
  readonly usual: Value | undefined;
  readonly line: RegionsLine | undefined;
  readonly set: (value: Value) => void;
}

/** The axis of a slider, with all that is to be seen on it. */
export function axisOf(view: View, slid: Slid): Axis {
  const reader = slid.typed.type === "date" ? readDay : readNumber;
  const seen = [slid.value, slid.usual].flatMap((value) => [...((value && extent(value)) ?? [])]);
  const marks = [...seen, ...turns(slid.line).flatMap((text) => reader(text) ?? [])];
  return axisFor(slid.typed, marks, readDay(view.state.day) ?? 0);
}

export function slider(view: View, slid: Slid): TemplateResult {
  const axis = axisOf(view, slid);
  const { words } = view;
  const { value } = slid;
  const parts = partsOn(axis, slid.line);
  const ends = value.kind === "range" || value.kind === "estimate" ? [value.from, value.to] : [value.kind === "exact" ? value.at : undefined];
  return html`<div class="slider">
    <svg class="track" aria-hidden="true">
      <rect class="groove" x="0" y="6" width="100%" height="8"></rect>
      ${parts.map((part) => svg`<rect class="part ${part.verdict}" x=${percent(part.from)} y="6" width=${percent(part.to - part.from)} height="8"></rect>`)}
      ${parts.slice(1).map((part) => svg`<line class="turn" x1=${percent(part.from)} x2=${percent(part.from)} y1="0" y2="20"></line>`)}
      ${parts.slice(1).map((part, at) => (part.from - (at === 0 ? -1 : (parts[at]?.from ?? 0)) < 0.25 ? nothing : tick(view, axis, slid, part.from)))}
      ${ends.length === 2 ? bar(axis, ends) : nothing}
    </svg>
    ${ends.map((end, at) => html`<input type="range" class=${end ? "thumb" : "thumb empty"} min="0" max=${axis.steps} step="1"
      aria-label=${ends.length === 1 ? slid.label : `${slid.label}, ${at === 0 ? words.from : words.upTo}`}
      aria-valuetext=${end ? spoken(view, axis, end, parts) : words.certainty.unknown}
      aria-describedby=${slid.id + "-problem"}
      .value=${live(String(Math.round((end ? placeOf(axis, end.at) : 0.5) * axis.steps)))}
      @input=${(event: Event) => moved(slid, axis, at, Number((event.target as HTMLInputElement).value) / axis.steps)}>`)}
  </div>`;
}

function bar(axis: Axis, ends: readonly (End | undefined)[]): unknown {
  const [from = 0, to = 1] = ends.map((end) => (end ? placeOf(axis, end.at) : 0));
  return svg`<rect class="span" x=${percent(from)} y="8.5" width=${percent(Math.max(0, to - from))} height="3"></rect>`;
}

/** Where it turns, in words below the track. */
function tick(view: View, axis: Axis, slid: Slid, place: number): unknown {
  const unit = slid.typed.unit ? ` ${slid.typed.unit}` : "";
  const text = turns(slid.line).find((one) => Math.abs(placeOf(axis, (slid.typed.type === "date" ? readDay(one) : readNumber(one)) ?? NaN) - place) < 1e-9);
  const anchor = place < 0.2 ? "start" : place > 0.8 ? "end" : "middle";
  return text === undefined ? nothing : svg`<text class="tick" x=${percent(place)} y="31" text-anchor=${anchor}>${view.show.text(text + unit)}</text>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

/** The value in words, and the verdict that it has there. */
function spoken(view: View, axis: Axis, end: End, parts: ReturnType<typeof partsOn>): string {
  const place = placeOf(axis, end.at);
  const part = parts.find((one) => place >= one.from && place <= one.to);
  const said = view.show.text(write({ kind: "exact", at: end }));
  return part ? `${said}, ${view.words.verdict[part.verdict]}` : said;
}

function moved(slid: Slid, axis: Axis, at: number, place: number): void {
  const { typed, value } = slid;
  const reader = typed.type === "date" ? readDay : readNumber;
  const stops = turns(slid.line).flatMap((text) => {
    const number = reader(text);
    return number === undefined ? [] : [{ text, number }];
  });
  const number = snapped(axis, place, stops.map((stop) => stop.number)) ?? numberAt(axis, place);
  const before = value.kind === "exact" ? value.at : value.kind === "range" || value.kind === "estimate" ? [value.from, value.to][at] : undefined;
  const stop = stops.find((one) => one.number === number);
  const end = stop ? endOn(stop.text, number, typed, before) : endAt(number, typed, unitFor(number, typed, before));
  if (value.kind === "range" || value.kind === "estimate") {
    const [from, to] = at === 0 ? [end, value.to] : [value.from, end];
    // An end that is pushed past the other takes it along.
    slid.set({ ...value, from: from.at > to.at ? end : from, to: from.at > to.at ? end : to });
  } else slid.set({ kind: "exact", at: end });
}

/** The unit that a moved value is in: one that reads well, or the one that was chosen. */
function unitFor(number: number, typed: Typed, before: End | undefined): Unit | undefined {
  if (typed.type !== "number") return undefined;
  const units = unitsOf(typed);
  const fits = fitting(number, units);
  return fits === units[0] && !units.some((unit) => unit.suffix.startsWith("million ")) ? (before?.unit ?? fits) : fits;
}

/** A value exactly where the answer turns. */
function endOn(text: string, number: number, typed: Typed, before: End | undefined): End {
  const own = unitsOf(typed)[0];
  const unit = unitFor(number, typed, before);
  if (!own || !unit || typed.type !== "number" || text.includes("/")) return { digits: text, unit: own ?? { suffix: "", factor: 1 }, at: number };
  return { digits: converted(text, own, unit), unit, at: number };
}
