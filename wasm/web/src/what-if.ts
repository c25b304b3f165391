/** What a reader changes of a model: it stays with the model, whatever else is looked at, until it is taken back. */

import type { Version } from "./data/policy.js";
import { keepOfTab, ofTab } from "./data/tab.js";
import { rowOf, saidOf } from "./table/table.js";
import type { Table } from "./table/table.js";

/** How far references are followed. */
const MOST_DEPTH = 3;
const KEY = "brightline-what-if";

/** For each model the facts that were changed; an empty text is one that was taken away. */
const changes = new Map<string, Map<string, string>>();

function read(): void {
  try {
    const found: unknown = JSON.parse(ofTab(KEY) ?? "[]");
    if (Array.isArray(found)) for (const [model, facts] of found) changes.set(String(model), new Map(facts));
  } catch {
    changes.clear();
  }
}
read();

/** What a row says of the facts of a policy, as the language writes values. */
export function given(version: Version, table: Table, row: number, assume: boolean, depth = 0): [string, string][] {
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

/** Whether a policy knows of a fact at all. */
function knows(version: Version, name: string): boolean {
  const { facts, references } = version.about;
  return facts.some((fact) => fact.name === name) || references.some((reference) => name === reference.name || name.startsWith(`${reference.name}.`));
}

/** Notes how what is asked differs from what the table gives; what this policy does not know of stays as it was. */
export function remember(model: string, version: Version, base: ReadonlyMap<string, string>, now: Readonly<Record<string, string>>): void {
  const asked = new Map(Object.entries(now));
  const found = new Map([...(changes.get(model) ?? [])].filter(([name]) => !knows(version, name)));
  for (const [name, value] of asked) if (base.get(name) !== value) found.set(name, value);
  for (const name of base.keys()) if (!asked.has(name)) found.set(name, "");
  const before = changes.get(model);
  if (JSON.stringify([...found]) === JSON.stringify([...(before ?? [])])) return;
  if (found.size > 0) changes.set(model, found);
  else changes.delete(model);
  keepOfTab(KEY, JSON.stringify([...changes].map(([name, facts]) => [name, [...facts]])));
}

/** What the table gives of a model, with what was changed. */
export function withChanges(base: ReadonlyMap<string, string>, model: string, version: Version): Map<string, string> {
  const facts = new Map(base);
  for (const [name, value] of changes.get(model) ?? []) {
    if (value === "") facts.delete(name);
    else if (knows(version, name)) facts.set(name, value);
  }
  return facts;
}

/** The names of the facts that were changed. */
export const changesOf = (model: string): string[] => [...(changes.get(model)?.keys() ?? [])];

/** Takes back what was changed. */
export function forget(model: string): void {
  changes.delete(model);
  keepOfTab(KEY, JSON.stringify([...changes].map(([name, facts]) => [name, [...facts]])));
}
