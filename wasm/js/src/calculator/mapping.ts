/** The map of two numbers and the line view of one, below the answer: what they are drawn from, and what moving does. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { RegionsLine, Typed } from "../lines.js";
import { fileName, save } from "./export.js";
import { knownOf } from "./known.js";
import { readNumber } from "./number.js";
import type { Axis, KnownModel, LineData, MapActions, MapClauseLine, MapData, MapParam, PlotSource, PlotWords } from "./plots/data.js";
import { pngBlob, svgText } from "./plots/export.js";
import type { Pictured } from "./plots/export.js";
import { gridOf, gridValues, linesOf, paramOf, partsOf, placesOf } from "./plots/from.js";
import { GERMAN } from "./plots/german.js";
import "./plots/line.js";
import "./plots/map.js";
import { written } from "./plots/numbers.js";
import { axisOf, shifted } from "./plots/scale.js";
import { ENGLISH } from "./plots/words.js";
import { saidOwn } from "./own.js";
import { standingNotes } from "./saying.js";
import { extent, read } from "./value.js";
import { ended, nameOf } from "./view.js";
import type { View } from "./view.js";
import { VERSION } from "./version.js";

/** The map, with its axes to choose. */
export function plane(view: View): unknown {
  const { state, words } = view;
  const axes = state.plane;
  if (!axes || !state.designation) return nothing;
  const names = state.charts.names(state.questions, state.order, state.focus?.policy);
  const choice = (label: string, now: string, others: readonly string[], pick: (name: string) => void, none?: string) => html`<label>${label}
    <select @change=${(event: Event) => pick((event.target as HTMLSelectElement).value)}>
      ${none === undefined ? nothing : html`<option value="" .selected=${now === ""}>${none}</option>`}
      ${others.map((name) => html`<option value=${name} .selected=${name === now}>${titleOf(view, name)}</option>`)}</select></label>`;
  const drawn = axes.y === "" ? lineView(view, axes.x) : mapView(view, axes.x, axes.y);
  return html`<section part="map" class="map"><h3>${axes.y === "" ? words.line : words.map}</h3>
    <div class="start">${choice(words.across, axes.x, names, (x) => state.chart(x, axes.y === x ? "" : axes.y))}
      ${choice(words.upwards, axes.y, names.filter((name) => name !== axes.x && state.questions.typed(name)?.type === "number"), (y) => state.chart(axes.x, y), words.nothingUpwards)}</div>
    ${drawn}
    <div class="buttons">${(["svg", "png"] as const).map((format) => html`<button type="button" class="action" @click=${(event: Event) => void picture(view, event, format)}>${words.exportAs} ${format.toUpperCase()}</button>`)}</div>
  </section>`;
}

async function picture(view: View, event: Event, format: "svg" | "png"): Promise<void> {
  const plot = (event.target as HTMLElement).closest("section")?.querySelector<Pictured>("brightline-map, brightline-line");
  if (!plot) return;
  const name = fileName(view.state, format);
  if (format === "svg") return save(name, svgText(plot), "image/svg+xml");
  const blob = await pngBlob(plot);
  if (blob) save(name, blob, "image/png");
}

function titleOf(view: View, name: string): string {
  const param = view.state.questions.params.has(name);
  return nameOf(param ? name.slice(name.indexOf(".") + 1) : name);
}

/** The text that is now said of an axis. */
function textOf(view: View, name: string): string {
  const { scenario, questions } = view.state;
  const param = questions.params.get(name);
  return param ? (scenario.params.get(name) ?? param.value ?? "") : (scenario.facts.get(name) ?? "");
}

/** The axis of a fact or param: its lines and the model near, known models far. */
function axis(view: View, name: string, typed: Typed, lines: readonly number[]): Axis {
  const far = view.state.models.flatMap((model) => [...(extent(read(model.facts.get(name), typed)) ?? [])]);
  const near = [...lines, ...(extent(read(textOf(view, name), typed)) ?? [])];
  return { ...axisOf(typed as Parameters<typeof axisOf>[0], titleOf(view, name), near, far), name };
}

/** The middles of so many cells along an axis as it is drawn. */
export function along(view: View, name: string, count: number): number[] {
  const typed = view.state.questions.typed(name);
  return typed ? gridValues(axis(view, name, typed, []), count) : [];
}

/** Moves what is said of an axis, a range or an estimate whole. */
function move(view: View, changes: readonly (readonly [Axis, number | null])[]): void {
  const { state } = view;
  const facts: [string, string][] = [];
  const params: [string, string][] = [];
  for (const [along, to] of changes) {
    const typed = state.questions.typed(along.name);
    if (to === null || !typed) continue;
    const known = shifted(along, knownOf(textOf(view, along.name), typed), to);
    const [from, until] = [known.from, known.to].map((end) => (end === null ? "" : written(end, along)));
    const text = known.kind === "exact" ? written(to, along) : `${from} ${known.kind === "estimate" ? "to" : ".."} ${until}`;
    (state.questions.params.has(along.name) ? params : facts).push([along.name, text]);
  }
  // Both together are one step.
  if (facts.length > 0) state.set("facts", facts, "map");
  if (params.length > 0) state.set("params", params, "map");
}

function models(view: View, x: string, y?: string): KnownModel[] {
  const { state } = view;
  const of = (name: string, facts: ReadonlyMap<string, string>) => {
    const typed = state.questions.typed(name);
    return typed ? knownOf(facts.get(name) ?? "", typed) : undefined;
  };
  return state.models.flatMap((model) => {
    const [across, up] = [of(x, model.facts), y === undefined ? undefined : of(y, model.facts)];
    const verdict = state.charts.verdictOf(`${state.focus?.policy}.${state.focus?.designation}`, model.name);
    if (!across || across.kind === "unknown" || (y !== undefined && (!up || up.kind === "unknown"))) return [];
    return [{ id: model.name, name: model.name, x: across, ...(up ? { y: up } : {}), ...(verdict ? { verdict } : {}) }];
  });
}

function common(view: View): { source: PlotSource; words: PlotWords; subject: string; title: string } {
  const { state, words } = view;
  const { policy, line } = state;
  const about = policy?.designations.find((one) => one.id === state.focus?.designation);
  const own = saidOwn(view);
  return {
    title: `${policy?.title}: ${about?.title ?? ""}`,
    source: { as_of: state.day, policies: [policy?.title ?? ""], version: VERSION, notes: [...(own === "" ? [] : [ended(own)]), ...(policy ? standingNotes(policy, line?.status ?? null) : [])] },
    words: { ...(words.comma ? GERMAN : ENGLISH), language: view.show.lang, verdicts: words.verdict },
    subject: state.scenario.name || words.thisModel,
  };
}

/** The known models that have a place, and how many have none. */
function modelsOf(view: View, x: string, y?: string): { models: KnownModel[]; unplaced: number } {
  const placed = models(view, x, y);
  return { models: placed, unplaced: view.state.models.length - placed.length };
}

/** What starts from a known model when its point is pressed. */
function pick(view: View): (id: string) => void {
  return (id) => {
    const model = view.state.models.find((one) => one.name === id);
    if (model) view.state.startFrom(model);
  };
}

function mapView(view: View, x: string, y: string): TemplateResult | typeof nothing {
  const { state } = view;
  const [tx, ty] = [state.questions.typed(x), state.questions.typed(y)];
  const found = state.charts.mapLines.find((line) => line.designation === state.focus?.designation);
  if (!tx || !ty || !found || !state.designation) return nothing;
  const { upright, level } = placesOf(found.lines);
  const [across, up] = [axis(view, x, tx, upright), axis(view, y, ty, level)];
  const grid = state.charts.gridLines.find((line) => line.designation === found.designation);
  const data: MapData = {
    ...common(view), x: across, y: up, strips: found.strips, lines: found.lines,
    grid: grid && state.charts.values ? gridOf(grid, state.charts.values.xs, state.charts.values.ys) : null,
    at: { x: knownOf(textOf(view, x), tx), y: knownOf(textOf(view, y), ty), verdict: state.designation.verdict },
    ...modelsOf(view, x, y), params: params(view, across, up, found.lines),
  };
  const actions: MapActions = {
    move: (to, upwards) => move(view, [[across, to], [up, upwards]]), pick: pick(view),
    param: (name, value) => state.set("params", [[name, written(value, data.params?.find((one) => one.name === name)?.along === "x" ? across : up)]]),
  };
  return html`<brightline-map .data=${data} .actions=${actions}></brightline-map>`;
}

/** The params that are lines of this map. */
function params(view: View, x: Axis, y: Axis, lines: readonly MapClauseLine[]): MapParam[] {
  const { policy, scenario } = view.state;
  return (policy?.params ?? []).flatMap((param) => {
    const name = `${policy?.id}.${param.name}`;
    const [at] = extent(read(scenario.params.get(name) ?? param.value ?? "", param)) ?? [];
    if (at === undefined || name === x.name || name === y.name) return [];
    return paramOf(param, { name, title: nameOf(param.name), at }, lines, x, y) ?? [];
  });
}

function lineView(view: View, x: string): TemplateResult | typeof nothing {
  const { state } = view;
  const typed = state.questions.typed(x);
  const regions = state.regionLines.get(x);
  if (!typed || !regions || !state.policy) return nothing;
  const along = axis(view, x, typed, endsOf(regions));
  const rows = regions.map((line) => ({
    id: line.designation, title: state.policy?.designations.find((one) => one.id === line.designation)?.title ?? line.designation,
    parts: partsOf(line, along), verdict: state.line?.designations.find((one) => one.id === line.designation)?.verdict ?? ("undetermined" as const),
  }));
  const data: LineData = {
    ...common(view), axis: along, rows, lines: linesOf(state.line?.designations ?? [], rows, along),
    at: knownOf(textOf(view, x), typed), ...modelsOf(view, x),
  };
  return html`<brightline-line .data=${data} .actions=${{ move: (to: number) => move(view, [[along, to]]), pick: pick(view) }}></brightline-line>`;
}

function endsOf(regions: readonly RegionsLine[]): number[] {
  return regions.flatMap((line) => line.parts.flatMap((part) => ("from" in part && part.from !== null && Number(part.from) !== 0 ? readNumber(part.from) ?? [] : [])));
}
