/** The calculator in the answer pane: the opened model, to be changed. */

import { html } from "lit";
import type { TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import type { CalculatorElement } from "brightline/calculator";
import type { App } from "../app.js";
import type { Version } from "../data/policy.js";
import type { Side } from "../side.js";
import { rowOf, saidOf } from "../table/table.js";
import type { Table } from "../table/table.js";

/** How far references are followed. */
const MOST_DEPTH = 3;

/** What a row says of the facts of a policy, as the language writes values. */
function given(version: Version, table: Table, row: number, assume: boolean, depth = 0): [string, string][] {
  const { facts, references } = version.about;
  const found = facts.flatMap((fact): [string, string][] => {
    const said = saidOf(table, row, fact);
    if (said !== "") return [[fact.name, said]];
    return assume && fact.assumed !== null && depth === 0 ? [[fact.name, fact.assumed]] : [];
  });
  // Nested profiles have fields of their own; a name leads to another row.
  for (const reference of references) {
    const nested = table.columns.filter((column) => column.startsWith(`${reference.name}.`));
    for (const column of nested) if (table.cell(row, column) !== "") found.push([column, table.cell(row, column)]);
    const name = [reference.name, ...reference.also.map((also) => also.name)].map((column) => table.cell(row, column)).find((cell) => cell !== "");
    if (name === undefined) continue;
    const other = depth < MOST_DEPTH ? rowOf(table, name) : undefined;
    if (other === undefined) found.push([reference.name, name]);
    else found.push([`${reference.name}.name`, name], ...given(version, table, other, assume, depth + 1).map(([inner, value]): [string, string] => [`${reference.name}.${inner}`, value]));
  }
  return found;
}

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
  const facts = guard([version, table, row, app.assume], () => Object.fromEntries(given(version, table, row, app.assume)));
  const params = guard([version, ...[...side.lines].flat()], () => named(id, side.lines));
  const readings = guard([version, ...[...side.readings].flat()], () => named(id, side.readings));
  const others = guard([version, table], () => (version.population ? table.document(Array.from({ length: table.length }, (_, at) => at)) : undefined));
  return html`<brightline-calculator lang=${app.language} as-of=${app.day} .files=${version.files} .table=${others}
    .facts=${facts} .params=${params} .readings=${readings} @brightline-verdict=${(event: Event) => heard(app, side, event)}></brightline-calculator>`;
}
