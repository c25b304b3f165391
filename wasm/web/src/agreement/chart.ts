/** The map of two policies: what is drawn of the engine's planes, and what moving things on it does. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { AboutLine, Verdict } from "brightline";
import { knownOf } from "../../../js/src/calculator/known.js";
import { pngBlob, svgText } from "../../../js/src/calculator/plots/export.js";
import type { Axis, Known, KnownModel, MapActions, MapParam } from "../../../js/src/calculator/plots/data.js";
import { gridOf, gridValues, paramOf, placesOf } from "../../../js/src/calculator/plots/from.js";
import { GERMAN } from "../../../js/src/calculator/plots/german.js";
import { written } from "../../../js/src/calculator/plots/numbers.js";
import { axisOf } from "../../../js/src/calculator/plots/scale.js";
import { ENGLISH } from "../../../js/src/calculator/plots/words.js";
import { extent, read } from "../../../js/src/calculator/value.js";
import { nameOf } from "../../../js/src/calculator/name.js";
import type { App, Name } from "../app.js";
import { codeAt } from "../rows.js";
import { statusOn } from "../data/library.js";
import { words } from "../words/words.js";
import { save } from "../views/export.js";
import { Agreeing, columnSaid } from "./asking.js";
import type { Charted, Half } from "./asking.js";
import "./element.js";
import { SIDE_TONES, agreementOf, joined, spoken } from "./look.js";
import type { AgreementData, SideData } from "./look.js";
import { overlay, verdictIn } from "./overlay.js";

type Fact = AboutLine["facts"][number];

/** The most models that are drawn. */
const MOST_POINTS = 400;
const UNKNOWN: Known = { kind: "unknown", at: null, from: null, to: null };
const NAMES: readonly Name[] = ["a", "b"];
const CODES: readonly (Verdict | undefined)[] = ["not_covered", "covered", "undetermined"];

export class Chart {
  readonly #app: App;
  readonly #asking: Agreeing;
  #drawn: { key: readonly unknown[]; data: AgreementData } | undefined;
  #cut: { of: Charted; strips: AgreementData["strips"] } | undefined;

  constructor(app: App) {
    this.#app = app;
    this.#asking = new Agreeing(app, (facts, points) => {
      const [xs, ys] = facts.map((fact, at) => gridValues(this.#axis(fact, []), points[at] ?? 1));
      return { xs: xs ?? [], ys: ys ?? [] };
    });
  }

  ask(): void {
    this.#asking.ask();
  }

  get facts(): { name: string; title: string }[] {
    return this.#asking.facts().map(({ name }) => ({ name, title: nameOf(name) }));
  }

  get axes(): Charted["axes"] | undefined {
    return this.#asking.now?.axes;
  }

  /** The map as a part of the page, with where the model stands in a sentence. */
  shown(): TemplateResult {
    const { now, working, wrong } = this.#asking;
    if (!now) return html`<p class="empty">${wrong ?? (working || this.#app.row !== undefined ? words.working : words.pickModel)}</p>`;
    const data = this.#data(now);
    return html`
      <p class="stands" role="status">${data.subject}: ${spoken(data)}</p>
      ${wrong === undefined ? nothing : html`<p class="caution">${words.mapStale} ${wrong}</p>`}
      <brightline-agreement aria-busy=${working} .data=${data} .actions=${this.#actions(data)}></brightline-agreement>`;
  }

  async picture(format: "svg" | "png"): Promise<void> {
    const plot = document.querySelector("brightline-agreement");
    if (!plot) return;
    if (format === "svg") return save("brightline-agreement.svg", "image/svg+xml", svgText(plot));
    const blob = await pngBlob(plot);
    if (blob) save("brightline-agreement.png", "image/png", blob);
  }

  #data(now: Charted): AgreementData {
    const app = this.#app;
    const sides = NAMES.map((name) => app[name]);
    const key = [now, app.rows(), app.point, app.language, app.day, ...sides.flatMap((side) => [side?.moved, side?.done, side?.policy.title])];
    const before = this.#drawn;
    if (before && before.key.every((part, at) => part === key[at])) return before.data;
    const data = this.#made(now);
    this.#drawn = { key, data };
    return data;
  }

  #made(now: Charted): AgreementData {
    const app = this.#app;
    const halves = NAMES.map((name) => now.halves[name]);
    const lines = halves.flatMap(({ line }, at) => line.lines.map((each) => ({ ...each, of: NAMES[at]?.toUpperCase() ?? "", ...toned(at) })));
    const { upright, level } = placesOf(lines);
    const strips = this.#strips(now);
    // What was asked at points is drawn between the ends at which it was asked.
    const [x, y] = [this.#axis(now.facts[0], strips.length > 0 ? upright : []), this.#axis(now.facts[1], strips.length > 0 ? level : [])];
    const at = { x: this.#known(now, "x"), y: this.#known(now, "y") };
    const [one, other] = halves.map((half, side) => this.#side(now, half, side)) as [SideData, SideData];
    const verdict = one.verdict && other.verdict ? agreementOf(one.verdict, other.verdict) : "open_";
    const listed = this.#models(now, [one, other]);
    const models = listed.filter((model) => model.x.kind !== "unknown" && model.y?.kind !== "unknown");
    return {
      title: words.agreementOn(one.title, other.title),
      x, y, strips, lines, at: { ...at, verdict }, listed, models, unplaced: listed.length - models.length, params: this.#params(now, x, y),
      sides: [one, other], subject: app.point ? words.movedModel(now.table.title(now.row)) : now.table.title(now.row),
      grid: strips.length === 0 && one.grid && other.grid ? { ...one.grid, rows: joined(one.grid.rows, other.grid.rows) } : null,
      source: {
        as_of: app.day, policies: [`A: ${one.title}`, `B: ${other.title}`], version: app.index.version,
        notes: [
          words.restStays(now.table.title(now.row)),
          ...(halves.some(({ version }) => statusOn(version.about.statuses, app.day) === "hypothetical") ? [words.hypotheticalNote] : []),
        ],
      },
      words: {
        ...(app.language === "de" ? GERMAN : ENGLISH), language: words.language,
        verdicts: { covered: words.covered, not_covered: words.not_covered, undetermined: words.undetermined },
      },
    };
  }

  /** Both planes laid over one another; none where either cannot be cut. */
  #strips(now: Charted): AgreementData["strips"] {
    if (this.#cut?.of === now) return this.#cut.strips;
    const [one, other] = NAMES.map((name) => now.halves[name].line) as [Half["line"], Half["line"]];
    const strips = one.exact && other.exact ? overlay(one.strips, other.strips, agreementOf) ?? [] : [];
    this.#cut = { of: now, strips };
    return strips;
  }

  #side(now: Charted, half: Half, at: number): SideData {
    const { version, designation, line, grid } = half;
    const { about } = version;
    const outcome = about.designations.find(({ id }) => id === designation)?.title ?? designation;
    const verdicts = new Map<string, Verdict>();
    for (const row of this.#rows(now)) {
      const verdict = this.#verdict(at, row);
      if (verdict) verdicts.set(String(row), verdict);
    }
    return {
      mark: NAMES[at]?.toUpperCase() ?? "", title: outcome === about.title ? outcome : `${about.title}: ${outcome}`, verdicts,
      strips: line.exact && NAMES.every((name) => now.halves[name].line.exact) ? line.strips : [],
      grid: grid ? gridOf(grid, now.values.xs, now.values.ys) : null,
      verdict: this.#app.point ? half.verdict ?? this.#moved(now, half) : this.#verdict(at, now.row),
    };
  }

  /** What the plane says where the model was moved to. */
  #moved(now: Charted, half: Half): Verdict | undefined {
    const [x, y] = [this.#known(now, "x").at, this.#known(now, "y").at];
    return x === null || y === null ? undefined : verdictIn(half.line.strips, String(x), String(y));
  }

  /** What the table says of a model. */
  #verdict(at: number, row: number): Verdict | undefined {
    return CODES[codeAt(this.#app[NAMES[at] ?? "a"]?.moved, row, this.#app.compared[at] ?? 0)];
  }

  /** The rows that are drawn. */
  #rows(now: Charted): readonly number[] {
    return now.table === this.#app.table ? this.#app.rows().slice(0, MOST_POINTS) : [];
  }

  #models(now: Charted, [one, other]: readonly [SideData, SideData]): KnownModel<AgreementData["at"]["verdict"]>[] {
    return this.#rows(now).map((row) => {
      const [x = UNKNOWN, y = UNKNOWN] = now.facts.map((fact) => knownOf(columnSaid(now.table, fact, row), fact));
      const id = String(row);
      const [a, b] = [one.verdicts.get(id), other.verdicts.get(id)];
      const said = [one, other].map(({ mark, verdicts }) => `${mark}: ${words[verdicts.get(id) ?? "unknown"]}`);
      return { id, name: now.table.title(row), x, y, said, ...(a && b ? { verdict: agreementOf(a, b) } : {}) };
    });
  }

  #said(now: Charted, along: "x" | "y"): string {
    return this.#app.point?.[along] ?? columnSaid(now.table, now.facts[along === "x" ? 0 : 1], now.row);
  }

  #known(now: Charted, along: "x" | "y"): Known {
    return knownOf(this.#said(now, along), now.facts[along === "x" ? 0 : 1]);
  }

  /** The axis of a fact: its lines near, the models far. */
  #axis(fact: Fact, near: readonly number[]): Axis {
    const { table, row } = this.#app;
    const far = table ? this.#app.rows().slice(0, MOST_POINTS).flatMap((each) => [...(extent(read(columnSaid(table, fact, each), fact)) ?? [])]) : [];
    const own = table && row !== undefined ? extent(read(columnSaid(table, fact, row), fact)) ?? [] : [];
    const lines = [...near.filter((line) => line > 0), ...own];
    return axisOf(fact as Parameters<typeof axisOf>[0], nameOf(fact.name), lines.length > 0 ? lines : most(far), far);
  }

  /** The params of both that are lines of the map. */
  #params(now: Charted, x: Axis, y: Axis): MapParam[] {
    return NAMES.flatMap((name) => {
      const { version, line } = now.halves[name];
      return version.about.params.flatMap((param) => {
        const text = this.#app[name]?.lines.get(param.name) ?? param.value ?? "";
        const [at] = extent(read(text, param)) ?? [];
        const title = `${name.toUpperCase()}: ${nameOf(param.name)}`;
        return at === undefined ? [] : paramOf(param, { name: `${name}:${param.name}`, title, at }, line.lines, x, y) ?? [];
      });
    });
  }

  #actions(data: AgreementData): MapActions {
    const app = this.#app;
    return {
      move: (x, y) => app.move({
        ...app.point, ...(x === null ? {} : { x: written(x, data.x) }), ...(y === null ? {} : { y: written(y, data.y) }),
      }),
      pick: (id) => app.open(Number(id)),
      param: (key, value) => {
        const param = data.params?.find(({ name }) => name === key);
        if (param) app.drag(key.slice(2), written(value, param.along === "x" ? data.x : data.y), key.startsWith("a") ? "a" : "b");
      },
    };
  }
}

/** The middle nine tenths of some numbers. */
function most(numbers: readonly number[]): number[] {
  const sorted = [...numbers].sort((one, other) => one - other);
  const cut = Math.floor(sorted.length / 20);
  return sorted.slice(cut, sorted.length - cut);
}

const toned = (at: number) => (SIDE_TONES[at] ? { tone: SIDE_TONES[at] } : {});
