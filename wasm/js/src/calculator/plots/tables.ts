/** What the plots show, as tables. */

import { html, nothing, type TemplateResult } from "lit";
import type { Axis, KnownModel, LineClause, LineData, LinePart, MapClauseLine, MapData, PlotWords } from "./data.js";
import { numberOf, said, saidKnown } from "./numbers.js";
import type { MapPicture } from "./map-picture.js";
import { middle } from "./scale.js";

type Cell = string;

export function table(title: string, heads: readonly Cell[], rows: readonly (readonly Cell[])[]): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<div class="scroll" role="region" aria-label=${title} tabindex="0"><table>
    <caption>${title}</caption>
    <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
    <tbody>${rows.map(([first = "", ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}

export function clauseRows(lines: readonly { readonly clauses: readonly LineClause[]; readonly where: string }[]): Cell[][] {
  return lines.flatMap(({ clauses, where }) => (clauses.length === 0 ? [["", where, "", ""]] : clauses.map(({ id, text, cite }) => [id, where, text, cite ?? ""])));
}

export const clauseHeads = (words: PlotWords) => [words.clause, words.where, words.condition, words.citation];

function parts(title: string, list: readonly LinePart[], axis: Axis, words: PlotWords): TemplateResult | typeof nothing {
  const end = (value: number | null) => (value === null ? words.domainEnd : said(value, axis, words));
  return table(title, [words.verdict, words.from, words.to], list.map(({ from, to, verdict }) => [words.verdicts[verdict], end(from), end(to)]));
}

function models(list: readonly KnownModel[], axes: readonly (readonly [Axis, "x" | "y"])[], words: PlotWords): TemplateResult | typeof nothing {
  return table(words.models, [words.name, ...axes.map(([axis]) => axis.title), words.verdict], list.map((model) => [
    model.name,
    ...axes.map(([axis, along]) => {
      const known = model[along];
      return known ? saidKnown(known, axis, words) : words.unknown;
    }),
    model.verdict ? words.verdicts[model.verdict] : "",
  ]));
}

/** Where a clause's line lies, in words. */
export function whereOf(line: MapClauseLine, { x, y }: Pick<MapData, "x" | "y">, words: PlotWords): string {
  if (line.x !== null) return `${x.title} = ${said(numberOf(line.x), x, words)}`;
  return numberOf(line.slope ?? "0") === 0 ? `${y.title} = ${said(numberOf(line.offset ?? "0"), y, words)}`
    : `${y.title} = ${line.slope ?? "0"} × ${x.title} + ${line.offset ?? "0"}`;
}

/** The tables of a map: its lines, its regions along the model's row and column, its known models. */
export function mapTables(data: MapData, { field }: MapPicture, words: PlotWords): TemplateResult {
  const [across, up] = [middle(data.x, data.at.x), middle(data.y, data.at.y)];
  return html`${table(words.lines, clauseHeads(words), clauseRows(data.lines.map((line) => ({ clauses: line.clauses, where: whereOf(line, data, words) }))))}
    ${up === null ? nothing : parts(words.along(data.x.title, data.y.title, said(up, data.y, words)), field.row(up), data.x, words)}
    ${across === null ? nothing : parts(words.along(data.y.title, data.x.title, said(across, data.x, words)), field.column(across), data.y, words)}
    ${models(data.models, [[data.x, "x"], [data.y, "y"]], words)}`;
}

/** The tables of a line view: its lines, the parts of each bar, its known models. */
export function lineTables(data: LineData, words: PlotWords): TemplateResult {
  const lines = data.lines.map(({ at, clauses }) => ({ clauses, where: said(at, data.axis, words) }));
  return html`${table(words.lines, clauseHeads(words), clauseRows(lines))}
    ${data.rows.map((row) => parts(`${row.title}: ${words.verdicts[row.verdict]}`, row.parts, data.axis, words))}
    ${models(data.models, [[data.axis, "x"]], words)}`;
}
