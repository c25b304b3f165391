/** The table of models: only the rows in sight are there, so that ten thousand scroll as well as ten. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { App } from "../app.js";
import { codeAt, hasMoved } from "../rows.js";
import type { Side } from "../side.js";
import type { Table } from "../table/table.js";
import { verdictWord, words } from "../words/words.js";

const CLASSES = ["no", "yes", "open", "error"];
const MOST_FACTS = 8;
/** Rows beyond those in sight, above and below. */
const MARGIN = 8;

let top = 0;
let height = 600;
let rowHeight = 36;
/** The row that the arrow keys have reached. */
let at = 0;

interface Column {
  key: string;
  name: string;
  cell(row: number): TemplateResult | string;
  title?: string;
  /** Lines that were moved for it. */
  own?: string;
}

function verdictColumns(side: Side | undefined, name: "a" | "b", beside: boolean): Column[] {
  const verdicts = side?.moved;
  return (verdicts?.outcomes ?? []).map((outcome, place): Column => {
    const id = outcome.split(".").at(-1) ?? outcome;
    const title = side?.policy.version?.about.designations.find((each) => each.id === id)?.title ?? id;
    return {
      key: `${name}:${place}`, name: beside ? `${name.toUpperCase()}: ${title}` : title, title: side?.policy.title ?? "", own: side && side.lines.size > 0 ? `${beside ? `${name.toUpperCase()}: ` : ""}${ownLine(side)}` : "",
      cell: (row) => {
        const [code, before] = [codeAt(verdicts, row, place), codeAt(side?.base, row, place)];
        const moved = code !== before && code < 4 && before < 4;
        return html`<span class="verdict ${moved ? "moved" : ""}"><i class="v ${CLASSES[code] ?? "pending"}" aria-hidden="true"></i>${verdictWord(code)}${moved
          ? html` <small>${words.was(verdictWord(before))}</small>` : nothing}</span>`;
      },
    };
  });
}

/** The facts that the policies ask for and the table has. */
function factColumns(app: App, table: Table): Column[] {
  const asked = [app.a, app.b].flatMap((side) => side?.policy.version?.about.facts.filter((fact) => fact.used) ?? []);
  const names = new Set(["developer.name", "release_date"].filter((name) => table.columns.includes(name)));
  for (const fact of asked) {
    for (const name of [fact.name, ...fact.also.map((also) => also.name)]) if (table.columns.includes(name)) names.add(name);
  }
  return [...names].slice(0, MOST_FACTS).map((name) => ({ key: name, name, cell: (row) => table.cell(row, name) }));
}

/** Shows only some models; again, all of them. */
export function setFilter(app: App, filter: string): void {
  app.filter = app.filter === filter ? "" : filter;
  app.changed();
}

function sortBy(app: App, key: string): void {
  // First up, then down, then as it came; verdicts begin with what is covered either way.
  app.sort = app.sort === key ? `-${key}` : app.sort === `-${key}` ? "" : key;
  app.changed();
}

function heads(app: App, columns: readonly Column[]): TemplateResult {
  return html`<tr aria-rowindex="1">${columns.map(({ key, name, title, own }, place) => {
    const sorted = app.sort === key ? "ascending" : app.sort === `-${key}` ? "descending" : "none";
    return html`<th scope="col" class=${place === 0 ? "name" : ""} aria-sort=${sorted}><button type="button" title=${[title, own, words.sortBy(name)].filter(Boolean).join(". ")} @click=${() => sortBy(app, key)}>
      ${name}${own ? html` <small class="own-line" aria-hidden="true">*</small>` : nothing}<span class="sort ${sorted}" aria-hidden="true"></span></button></th>`;
  })}</tr>`;
}

/** Which lines were moved, in words. */
export const ownLine = ({ lines }: Side) => words.ownLine([...lines].map((line) => line.join(" = ")).join(", "));

export function table(app: App, dimmed: boolean): TemplateResult {
  const { table } = app;
  if (!table) return html``;
  const rows = app.rows();
  const columns: Column[] = [
    { key: "name", name: words.model, cell: () => "" }, ...verdictColumns(app.a, "a", app.b !== undefined), ...verdictColumns(app.b, "b", true),
    ...factColumns(app, table),
  ];
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - MARGIN, rows.length - 1));
  const shown = rows.slice(first, first + Math.ceil(height / rowHeight) + 2 * MARGIN);
  at = Math.min(at, Math.max(0, rows.length - 1));
  const stop = at >= first && at < first + shown.length ? at : first;
  const own = [...new Set(columns.flatMap(({ own }) => own || []))];
  const scrolled = (event: Event) => {
    const box = event.currentTarget as HTMLElement;
    const row = box.querySelector<HTMLElement>("tbody tr[data-row]");
    [top, height, rowHeight] = [box.scrollTop, box.clientHeight, row?.offsetHeight || rowHeight];
    app.changed();
  };
  const key = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 2);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || !(event.target as HTMLElement).matches("tbody button")) return;
    event.preventDefault();
    at = Math.max(0, Math.min(rows.length - 1, to));
    const box = event.currentTarget as HTMLElement;
    // The head covers the first rows in sight.
    if (at * rowHeight < box.scrollTop) box.scrollTop = at * rowHeight;
    else if ((at + 3) * rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = (at + 3) * rowHeight - box.clientHeight;
    [top, height] = [box.scrollTop, box.clientHeight];
    app.changed();
    requestAnimationFrame(() => box.querySelector<HTMLElement>(`tr[data-row="${rows[at]}"] button`)?.focus({ preventScroll: true }));
  };
  return html`
    ${own.map((said) => html`<p class="own-line">* ${said}</p>`)}
    <div class="scroll ${dimmed ? "dimmed" : ""}" @scroll=${scrolled} @keydown=${key}>
      <table aria-label=${[words.tableOf, ...own].join(". ")} aria-rowcount=${rows.length + 1}>
        <thead>${heads(app, columns)}</thead>
        <tbody>
          <tr class="spacer" aria-hidden="true" .style=${`height: ${first * rowHeight}px`}></tr>
          ${repeat(shown, (row) => row, (row, place) => html`
            <tr data-row=${row} aria-rowindex=${first + place + 2} class=${[row === app.row ? "opened" : "", app.a && hasMoved(app.a, row) ? "moved" : ""].join(" ")}
              @click=${() => open(app, row, first + place)}>
              ${columns.map(({ cell }, column) => column === 0
                ? html`<th scope="row" class="name"><button type="button" class="link" tabindex=${first + place === stop ? 0 : -1}
                    aria-current=${row === app.row ? "true" : "false"} title=${table.title(row)}>${table.title(row)}</button></th>`
                : html`<td>${cell(row)}</td>`)}
            </tr>`)}
          <tr class="spacer" aria-hidden="true" .style=${`height: ${Math.max(0, rows.length - first - shown.length) * rowHeight}px`}></tr>
        </tbody>
      </table>
      ${rows.length === 0 ? html`<p class="empty">${words.noModels}</p>` : nothing}
    </div>`;
}

function open(app: App, row: number, place: number): void {
  at = place;
  app.open(row);
}
