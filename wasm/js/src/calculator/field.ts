/** One row of the form: what is asked, how well it is known, and a control for its type. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { RegionsLine, Typed } from "../lines.js";
import { numberAt } from "./axis.js";
import type { Settable } from "./scenario.js";
import { axisOf, slider } from "./slider.js";
import type { Slid } from "./slider.js";
import { asWritten, isWhole, withUnit } from "./typing.js";
import type { Draft } from "./typing.js";
import { converted, join, unitsOf } from "./units.js";
import { endAt, extent, read, write } from "./value.js";
import type { Certainty, End, Value } from "./value.js";
import { ended, nameOf, sentence } from "./view.js";
import type { View } from "./view.js";

/** What a row is about. */
export interface Row {
  readonly kind: Settable;
  /** Its name in the scenario. */
  readonly name: string;
  readonly label: string;
  readonly typed: Typed;
  /** What holds where nothing is set, as a param's value in its policy. */
  readonly usual?: string | null;
  readonly cite?: string | null;
}

/** A row for a fact. */
export function factRow(view: View, name: string): TemplateResult | typeof nothing {
  const typed = view.state.questions.typed(name);
  return typed ? row(view, { kind: "facts", name, label: nameOf(name), typed }) : nothing;
}

export function row(view: View, of: Row): TemplateResult {
  const { state, words } = view;
  const { typed } = of;
  const id = `row-${of.kind}-${of.name}`;
  const text = state.scenario[of.kind].get(of.name) ?? "";
  const usual = of.usual ? read(of.usual, typed) : undefined;
  const now = read(text, typed);
  const draft = view.draft?.name === of.name ? view.draft : state.refused.get(of.name);
  const given = now.kind === "other" && draft ? draft.before : now;
  const value = given.kind === "unknown" && usual ? usual : given;
  const set = (to: Value) => state.set(of.kind, [[of.name, write(to)]]);
  const line = lineFor(view, of.name);
  const slid: Slid = { id, label: of.label, typed, value, usual, line, set };
  const wrong = state.problems.get(of.name);
  // Of days the calculator knows more to say.
  const problem = wrong && typed.type === "date" && now.kind === "other" && !wrong.own ? { message: words.noDate(text), help: [], own: true } : wrong;
  return html`<div class="row" part="row" data-name=${of.name} data-given=${text === "" ? nothing : ""}>
    <div class="row-head">
      <label for=${id} id=${id + "-label"} title=${of.name}>${of.label}</label>
      ${text !== "" && of.usual ? html`<button type="button" class="quiet" @click=${() => state.set(of.kind, [[of.name, ""]])}>${words.reset(view.show.text(of.usual))}</button>` : nothing}
      ${typed.type === "number" || typed.type === "date" ? certainty(view, slid, of) : nothing}
    </div>
    <p class="help" id=${id + "-help"}>${typed.text}${of.cite ? html` <cite>${of.cite}</cite>` : nothing}</p>
    ${control(view, of, slid, draft)}
    ${problem ? html`<p class="problem" id=${id + "-problem"}><span lang=${problem.own ? nothing : "en"}>${[problem.message, ...problem.help].map(ended).join(" ")}</span> ${state.verdictLines.size > 0 ? words.lastGood : nothing}</p>` : nothing}
  </div>`;
}

/** The parts of the axis for the verdict that is looked at; where it does not move, of one that does. */
function lineFor(view: View, axis: string): RegionsLine | undefined {
  const lines = view.state.regionLines.get(axis) ?? [];
  const own = lines.find((line) => line.designation === view.state.focus?.designation);
  return own && own.parts.length > 1 ? own : (lines.find((line) => line.parts.length > 1) ?? own);
}

const KINDS: readonly Certainty[] = ["unknown", "exact", "range", "estimate"];

/** The switch between unknown, exact, a range and an estimate. */
function certainty(view: View, slid: Slid, of: Row): TemplateResult {
  const { words } = view;
  const kinds = KINDS.filter((kind) => (kind !== "unknown" || !of.usual) && (kind !== "estimate" || slid.typed.type === "number"));
  const now = slid.value.kind;
  return html`<fieldset class="switch"><legend class="hidden">${words.howKnown(slid.label)}</legend>${kinds.map((kind) => html`
    <label title=${words.certaintyHelp[kind]}><input type="radio" name=${slid.id + "-certainty"} .checked=${live(kind === now)}
      @change=${() => view.state.recast(of.kind, of.name, now, kind, () => write(changed(view, slid, kind)))}><span>${words.certainty[kind]}</span></label>`)}</fieldset>`;
}

/** The value, known as well as is now said. */
function changed(view: View, slid: Slid, kind: Certainty): Value {
  if (kind === "unknown") return { kind };
  const { typed, value } = slid;
  const axis = axisOf(view, slid);
  const before = value.kind === "exact" ? value.at : value.kind === "range" || value.kind === "estimate" ? value.from : undefined;
  const end = (at: number): End => endAt(at, typed, before?.unit.suffix.includes(" ") ? undefined : before?.unit);
  const [low, high] = extent(value) ?? (slid.usual && extent(slid.usual)) ?? [numberAt(axis, 0.45), numberAt(axis, 0.55)];
  const wide = axis.scale === "log" && low > 0;
  if (kind === "exact") return { kind, at: low === high && before ? before : end(wide ? Math.sqrt(low * high) : (low + high) / 2) };
  if (low < high) return value.kind === "range" || value.kind === "estimate" ? { ...value, kind } : { kind, from: end(low), to: end(high) };
  const spread = axis.scale === "days" ? 30 : (axis.high - axis.low) / 20;
  const [from, to] = wide ? [low / 1.25, high * 1.25] : [Math.max(axis.low, low - spread), Math.min(axis.high, high + spread)];
  return { kind, from: end(from), to: end(to) };
}

function control(view: View, of: Row, slid: Slid, draft: Draft | undefined): unknown {
  const { typed } = slid;
  // While one of its fields is changed, a row has the fields that it had.
  const value = draft?.before ?? slid.value;
  const [unit] = typed.type === "number" ? unitsOf(typed) : [];
  const field = (shown: string) => entry(view, of, slid, { draft, before: value, shown, suffix: "", said: (text) => (unit && text !== "" ? withUnit(text, unit) : text) });
  if (value.kind === "other" && !/[\n{]/.test(value.text)) return field(value.text);
  switch (typed.type) {
    case "number": return html`<div class="row-body">${slider(view, slid)}${numbers(view, of, slid, value, draft)}</div>`;
    case "date": return html`<div class="row-body">${slider(view, slid)}${days(view, slid)}</div>`;
    case "bool": return yesOrNo(view, slid);
    case "member": return members(view, of, slid);
    case "text": return field(value.kind === "word" ? value.word : "");
  }
}

/** A field of a row. */
interface Field {
  readonly draft: Draft | undefined;
  /** What the row says, or said when its field began to be changed. */
  readonly before: Value;
  readonly shown: string;
  /** Which field of the row. */
  readonly suffix: string;
  /** The value of the row that a text in this field makes. */
  readonly said: (text: string) => string;
  readonly label?: string;
}

/** A field for text, or for a value in the language. */
function entry(view: View, of: Row, slid: Slid, field: Field): TemplateResult {
  const { draft, suffix, before } = field;
  const text = draft?.suffix === suffix ? draft.text : field.shown;
  const id = slid.id + suffix;
  return html`<input class="entry" type="text" id=${id} autocomplete="off" spellcheck="false" size=${Math.max(6, Math.min(text.length + 1, 40))}
    aria-label=${field.label ?? nothing} aria-describedby="${slid.id}-help ${slid.id}-problem" aria-invalid=${view.state.problems.has(of.name)}
    .value=${live(text)} @input=${(event: Event) => {
      const next: Draft = { name: of.name, suffix, text: (event.target as HTMLInputElement).value, before };
      view.type(next);
      const written = asWritten(next.text, of.typed, view.words);
      if (typeof written === "string") view.state.set(of.kind, [[of.name, field.said(written)]]);
      else view.state.refuse(next, written);
    }} @keydown=${(event: KeyboardEvent) => event.key === "Enter" && view.typed(id)} @blur=${() => view.typed()}>`;
}

/** Fields for the ends of a number, with their unit. */
function numbers(view: View, of: Row, slid: Slid, value: Value, draft: Draft | undefined): TemplateResult {
  const { typed } = slid;
  const { words } = view;
  const units = unitsOf(typed);
  const ends = value.kind === "range" || value.kind === "estimate" ? [value.from, value.to] : [value.kind === "exact" ? value.at : undefined];
  const unit = ends[0]?.unit ?? units[0] ?? { suffix: "", factor: 1 };
  // What says both ends, or more than a number, is the value as it stands.
  const said = (at: number) => (text: string) => {
    const own = text === "" ? text : withUnit(text, ends[at]?.unit ?? unit);
    if (ends.length === 1 || isWhole(text)) return own;
    return ends.map((end, place) => (place === at ? own : end ? join(end.digits, end.unit) : "")).join(value.kind === "range" ? " .. " : " to ");
  };
  return html`<div class="entries">
    ${ends.map((end, at) => html`${at === 1 ? html`<span aria-hidden="true">–</span>` : nothing}${entry(view, of, slid, {
      draft, before: value, shown: end?.digits ?? "", suffix: at === 0 ? "" : "-to", said: said(at),
      ...(ends.length === 1 ? {} : { label: `${of.label}, ${at === 0 ? words.from : words.upTo}` }),
    })}`)}
    ${units.length > 1 ? html`<select aria-label=${words.unitOf(of.label)} @change=${(event: Event) => {
      const to = units[(event.target as HTMLSelectElement).selectedIndex] ?? unit;
      const moved = ends.map((end) => (end ? join(converted(end.digits, end.unit, to), to) : ""));
      view.state.set(of.kind, [[of.name, moved.join(value.kind === "estimate" ? " to " : " .. ")]]);
    }} ?disabled=${ends[0] === undefined}>${units.map((one) => html`<option .selected=${one.suffix === unit.suffix}>${one.suffix}</option>`)}</select>`
      : unit.suffix === "" ? nothing : html`<span class="unit">${unit.suffix}</span>`}
  </div>`;
}

function days(view: View, slid: Slid): TemplateResult {
  const { value } = slid;
  const ends = value.kind === "range" || value.kind === "estimate" ? [value.from, value.to] : [value.kind === "exact" ? value.at : undefined];
  return html`<div class="entries">${ends.map((end, at) => html`<input type="date" id=${at === 0 ? slid.id : slid.id + "-to"}
    aria-label=${ends.length === 1 ? nothing : `${slid.label}, ${at === 0 ? view.words.from : view.words.upTo}`} aria-describedby="${slid.id}-help ${slid.id}-problem"
    .value=${live(end?.digits ?? "")} @change=${(event: Event) => {
      const day = read((event.target as HTMLInputElement).value, slid.typed);
      if (day.kind !== "exact" || value.kind !== "range") return slid.set(day);
      slid.set({ ...value, ...(at === 0 ? { from: day.at } : { to: day.at }) });
    }}>`)}</div>`;
}

function yesOrNo(view: View, slid: Slid): TemplateResult {
  const now = slid.value.kind === "word" ? slid.value.word : "";
  return html`<fieldset class="switch wide" aria-labelledby=${slid.id + "-label"} aria-describedby=${slid.id + "-help"} id=${slid.id}>
    ${(["true", "false", ""] as const).map((word) => html`<label><input type="radio" name=${slid.id} .checked=${live(word === now)}
      @change=${() => slid.set(word === "" ? { kind: "unknown" } : { kind: "word", word })}><span>${view.words.truth[word]}</span></label>`)}
    <label title=${view.words.weightsHelp}><input type="radio" name=${slid.id} .checked=${live(false)}
      @change=${() => slid.set({ kind: "other", text: weights(["true", "false"]) })}><span>%</span></label></fieldset>`;
}

/** A text that gives the first two members the same weight, to be changed. */
export function weights(members: readonly string[]): string {
  return members.slice(0, 2).map((member) => `${member} ${members.length > 1 ? 50 : 100} %`).join(", ");
}

function members(view: View, of: Row, slid: Slid): TemplateResult {
  const now = slid.value.kind === "word" ? slid.value.word : "";
  return html`<select class="wide" id=${slid.id} aria-describedby="${slid.id}-help ${slid.id}-problem" @change=${(event: Event) =>
    view.state.set(of.kind, [[of.name, (event.target as HTMLSelectElement).value]])}>
    <option value="" .selected=${now === ""}>${view.words.certainty.unknown}</option>
    ${of.typed.members?.map((member) => html`<option value=${member} .selected=${now === member}>${sentence(member.replaceAll("_", " "))}</option>`)}
    <option value=${weights(of.typed.members ?? [])}>${view.words.weights}</option></select>`;
}

