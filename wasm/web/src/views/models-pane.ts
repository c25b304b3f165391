/** The models pane: where the models come from, the lines, the counts, the table. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { App } from "../app.js";
import { takeFiles, takePasted } from "../own-models.js";
import { counts, hasMoved } from "../rows.js";
import type { Side } from "../side.js";
import { verdictWord, words } from "../words/words.js";
import { agreement } from "./agreement.js";
import { exportTable } from "./export.js";
import { lineControls } from "./line-controls.js";
import { setFilter, table } from "./model-table.js";

/** Covered, undetermined, not covered, in error: from what is most to what is least. */
const ORDER = [1, 2, 0, 3] as const;
const CLASSES = ["no", "yes", "open", "error"];

let pasted = "";
const number = (count = 0) => count.toLocaleString(words.language);

function source(app: App): TemplateResult {
  const change = (event: Event) => void app.useTable((event.target as HTMLSelectElement).value as App["tableKind"]);
  const file = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    await takeFiles(app, [...(input.files ?? [])]);
    input.value = "";
  };
  const take = async () => {
    if (pasted.trim() !== "" && (await takePasted(app, pasted))) pasted = "";
    app.changed();
  };
  return html`
    <div class="tools">
      <label class="field">${words.data}
        <select @change=${change}>
          <option value="models" ?selected=${app.tableKind === "models"}>${words.shippedModels}</option>
          <option value="planned" ?selected=${app.tableKind === "planned"}>${words.plannedModels}</option>
          ${app.own ? html`<option value="own" ?selected=${app.tableKind === "own"}>${words.ownModels(app.own.name)}</option>` : nothing}
        </select></label>
      <details class="popover">
        <summary>${words.addModels}</summary>
        <div class="card">
          <p>${words.addHint}</p>
          <label class="button">${words.chooseFile}<input class="hidden-file" type="file" accept=".csv,.tsv,.json,.ndjson,.jsonl,.txt,.bright" @change=${file}></label>
          <label class="stack">${words.pasteHere}
            <textarea rows="5" spellcheck="false" .value=${pasted} @input=${(event: Event) => (pasted = (event.target as HTMLTextAreaElement).value)}></textarea></label>
          <button type="button" @click=${take}>${words.takePasted}</button>
        </div>
      </details>
    </div>`;
}

/** How far the work is. */
function progress(app: App): TemplateResult | typeof nothing {
  if (app.reading) {
    return html`<div class="progress"><progress max="1" .value=${app.reading.done} aria-label=${words.reading(app.reading.name)}></progress> ${words.reading(app.reading.name)}</div>`;
  }
  const total = app.table?.length ?? 0;
  const side = [app.a, app.b].find((each) => each && each.policy.version && (each.base === undefined || each.done < total));
  if (!side || total === 0) return nothing;
  if (side.stopped) return html`<div class="progress">${words.stopped} ${words.deciding(side.done, total)} <button type="button" @click=${() => side.goOn()}>${words.goOn}</button></div>`;
  if (side.policy.version?.population) {
    return html`<div class="progress"><progress aria-label=${words.decidingAll(total)}></progress> ${words.decidingAll(total)}
      <button type="button" @click=${() => side.stop()}>${words.stop}</button></div>`;
  }
  return html`<div class="progress"><progress max=${total} .value=${side.done} aria-label=${words.deciding(side.done, total)}></progress>
    ${words.deciding(side.done, total)} <button type="button" @click=${() => side.stop()}>${words.stop}</button></div>`;
}

/** For each outcome how many models there are of each verdict, as a bar and as buttons that filter. */
function outcomes(app: App, side: Side, name: "a" | "b"): TemplateResult {
  const found = counts(side.moved);
  const before = side.base === side.moved ? found : counts(side.base);
  const about = side.policy.version?.about;
  return html`${found.map((own, outcome) => {
    const id = side.moved?.outcomes[outcome]?.split(".").at(-1);
    const title = about?.designations.find((each) => each.id === id)?.title ?? id ?? "";
    const all = own.reduce((sum, count) => sum + count, 0) || 1;
    let from = 0;
    return html`
      <div class="outcome">
        <h3>${app.b ? html`<b>${name.toUpperCase()}</b> ` : nothing}${title}</h3>
        <div class="bar" aria-hidden="true">${ORDER.map((code) => {
          const width = (100 * (own[code] ?? 0)) / all;
          const style = `inset-inline-start: ${from}%; inline-size: ${width}%`;
          from += width;
          return html`<i class="v ${CLASSES[code]}" .style=${style}></i>`;
        })}</div>
        <div class="chips">${ORDER.filter((code) => code !== 3 || (own[3] ?? 0) > 0).map((code) => {
          const key = `${name}:${outcome}:${code}`;
          const change = (own[code] ?? 0) - (before[outcome]?.[code] ?? 0);
          const by = change === 0 ? "" : ` ${change > 0 ? "+" : "−"}${number(Math.abs(change))}`;
          return html`<button type="button" class="chip" aria-pressed=${app.filter === key} aria-label=${`${number(own[code])} ${verdictWord(code)}${by}. ${words.filterBy(title, verdictWord(code))}`}
            @click=${() => setFilter(app, key)}><i class="v ${CLASSES[code]}" aria-hidden="true"></i>${number(own[code])} ${verdictWord(code)}${by === "" ? nothing
              : html`<b class="change">${by}</b>`}</button>`;
        })}</div>
      </div>`;
  })}`;
}

function movement(app: App, side: Side): TemplateResult | typeof nothing {
  if (side.lines.size === 0 || !app.table) return nothing;
  let moved = 0;
  for (let row = 0; row < app.table.length; row += 1) if (hasMoved(side, row)) moved += 1;
  const mark = app.b ? `${side === app.b ? "B" : "A"}: ` : "";
  return html`<p class="movement" role="status"><span>${mark}${moved === 0 ? words.nothingMoved : words.moved(moved)}</span>
    ${moved > 0 ? html`<button type="button" class="chip" aria-pressed=${app.filter === "moved"} @click=${() => setFilter(app, "moved")}>${words.movedOnly}</button>` : nothing}</p>`;
}

/** What is to be said where a table has no column that the policies ask for. */
function unknownColumns(app: App): TemplateResult | typeof nothing {
  const { table, a, b } = app;
  const asked = [a, b].flatMap((side) => side?.policy.version?.about ?? []);
  if (!table || app.tableKind !== "own" || asked.length === 0) return nothing;
  const named = asked.flatMap(({ facts, references }) => [...facts, ...references]).flatMap(({ name, also }) => [name, ...also.map((each) => each.name)]);
  if (table.columns.some((column) => named.some((name) => column === name || column.startsWith(`${name}.`)))) return nothing;
  const wanted = asked.flatMap(({ facts }) => facts.filter(({ used }) => used).map(({ name }) => name));
  return html`<p class="caution">${words.noneKnown(table.columns.slice(0, 8).join(", "), [...new Set(wanted)].slice(0, 8).join(", "))}</p>`;
}

function rowProblems(app: App): TemplateResult | typeof nothing {
  const problems = [...(app.a?.problems.values() ?? [])];
  const unknown = unknownColumns(app);
  if (problems.length === 0) return unknown;
  // Several may be of one row.
  const rows = new Set(problems.map(({ message }) => / (?:row|line|profile) (\d+)/.exec(message)?.[1] ?? ""));
  const counted = rows.has("") ? words.mistakes(problems.length) : rows.size === problems.length ? words.rowProblems(rows.size) : words.mistakesIn(problems.length, rows.size);
  return html`${unknown}<details class="row-problems"><summary>${counted}</summary>
    <ul>${problems.slice(0, 200).map((found) => html`<li class=${found.severity}>${found.message}${found.help.map((line) => html` <em>${line}</em>`)}</li>`)}</ul></details>`;
}

export function modelsPane(app: App): TemplateResult {
  const { a, b } = app;
  if (!a || !app.table) return html`${progress(app)}<p class="empty">${words.working}</p>`;
  const stale = a.stale ?? b?.stale;
  const dimmed = stale !== undefined || a.settling || b?.settling === true;
  const shown = app.rows().length;
  return html`
    ${source(app)} ${progress(app)} ${stale ? html`<p class="caution">${stale === "text" ? words.stale : words.staleLine}</p>` : nothing}
    ${b ? html`<div class=${dimmed ? "dimmed" : ""}>${agreement(app)}</div>` : nothing}
    ${lineControls(app)}
    <div class=${dimmed ? "dimmed" : ""}>
      ${movement(app, a)} ${b ? movement(app, b) : nothing}
      <div class="outcomes">${outcomes(app, a, "a")}${b ? outcomes(app, b, "b") : nothing}</div>
    </div>
    ${rowProblems(app)}
    <div class="tools find">
      <input type="search" aria-label=${words.searchModels} placeholder=${words.searchModels} .value=${app.query} @input=${(event: Event) => {
        app.query = (event.target as HTMLInputElement).value;
        app.changed();
      }}>
      <span role="status">${words.showing(shown, app.table.length)}</span>
      ${app.query !== "" || app.filter !== "" ? html`<button type="button" class="quiet" @click=${() => {
        [app.query, app.filter] = ["", ""];
        app.changed();
      }}>${words.clear}</button>` : nothing}
      <span class="exports">${(["csv", "json"] as const).map((format) => html`<button type="button" class="quiet" aria-label=${words.exportAs(format.toUpperCase())}
        title=${words.exportAs(format.toUpperCase())} @click=${() => exportTable(app, format)}>${format.toUpperCase()} ↓</button>`)}</span>
    </div>
    ${table(app, dimmed)}`;
}
