/** `<brightline-agreement>`: two numbers as a plane, cut by what two policies together say of a model there. */

import { css, html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { LinePart, MapData } from "../../../js/src/calculator/plots/data.js";
import type { Look } from "../../../js/src/calculator/plots/look.js";
import type { MapPicture } from "../../../js/src/calculator/plots/map-picture.js";
import { said, saidKnown } from "../../../js/src/calculator/plots/numbers.js";
import { PlanePlot } from "../../../js/src/calculator/plots/plane.js";
import { middle } from "../../../js/src/calculator/plots/scale.js";
import { plotStyle } from "../../../js/src/calculator/plots/style.js";
import { table, whereOf } from "../../../js/src/calculator/plots/tables.js";
import type { PlotWords } from "../../../js/src/calculator/plots/words.js";
import type { Agreement } from "../rows.js";
import { words } from "../words/words.js";
import { agreementOf, fieldOf, lookOf } from "./look.js";
import type { AgreementData } from "./look.js";

export class BrightlineAgreement extends PlanePlot<Agreement> {
  // A wide rim keeps the patterns away from what is to be read.
  static override styles = [plotStyle, css`text[class*="h-"] { stroke-width: 6px; }`];

  protected look(data: MapData<Agreement>): Look<Agreement> {
    return lookOf(data as AgreementData);
  }

  /** What each policy says of every model, along the row and the column of the opened one, and where their lines lie. */
  protected tablesOf(all: MapData<Agreement>, { x, y }: MapPicture<Agreement>, plotWords: PlotWords): TemplateResult {
    const data = all as AgreementData;
    const says = data.sides.map(({ mark }) => words.says(mark));
    const fields = data.sides.map((side) => fieldOf(side, x, y));
    const place = (value: number | null, axis: MapData["x"]) => (value === null ? plotWords.domainEnd : said(value, axis, plotWords));
    const parts = (title: string, lists: readonly (readonly LinePart[])[], axis: MapData["x"]) =>
      table(title, [plotWords.from, plotWords.to, ...says, words.region], shared(lists[0] ?? [], lists[1] ?? []).map(({ from, to, one, other }) =>
        [place(from, axis), place(to, axis), words[one], words[other], words.regions[agreementOf(one, other)]]));
    const [across, up] = [middle(data.x, data.at.x), middle(data.y, data.at.y)];
    return html`
      ${table(plotWords.models, [plotWords.name, data.x.title, data.y.title, ...says], data.listed.map((model) => [
        model.name, saidKnown(model.x, data.x, plotWords), model.y ? saidKnown(model.y, data.y, plotWords) : plotWords.unknown,
        ...data.sides.map(({ verdicts }) => words[verdicts.get(model.id) ?? "unknown"]),
      ]))}
      ${up === null ? nothing : parts(plotWords.along(data.x.title, data.y.title, said(up, data.y, plotWords)), fields.map((field) => field?.row(up) ?? []), data.x)}
      ${across === null ? nothing : parts(plotWords.along(data.y.title, data.x.title, said(across, data.x, plotWords)), fields.map((field) => field?.column(across) ?? []), data.y)}
      ${table(plotWords.lines, [words.policy, plotWords.clause, plotWords.where, plotWords.condition, plotWords.citation], data.lines.flatMap((line) =>
        line.clauses.map(({ id, text, cite }) => [line.of ?? "", id, whereOf(line, data, plotWords), text, cite ?? ""])))}`;
  }
}

/** The parts of two rows as one list, cut wherever either is. */
function shared(one: readonly LinePart[], other: readonly LinePart[]) {
  const found: { from: number | null; to: number | null; one: LinePart["verdict"]; other: LinePart["verdict"] }[] = [];
  for (let [first, second] = [0, 0]; ;) {
    const [a, b] = [one[first], other[second]];
    if (!a || !b) return found;
    const [from, to] = [Math.max(a.from ?? -Infinity, b.from ?? -Infinity), Math.min(a.to ?? Infinity, b.to ?? Infinity)];
    if (from < to) found.push({ from: Number.isFinite(from) ? from : null, to: Number.isFinite(to) ? to : null, one: a.verdict, other: b.verdict });
    if ((a.to ?? Infinity) <= to) first += 1;
    if ((b.to ?? Infinity) <= to) second += 1;
  }
}

if (!customElements.get("brightline-agreement")) customElements.define("brightline-agreement", BrightlineAgreement);

declare global {
  interface HTMLElementTagNameMap {
    "brightline-agreement": BrightlineAgreement;
  }
}
