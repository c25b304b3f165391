/** The answer pane: why the opened model stands where it stands. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { cache } from "lit/directives/cache.js";
import { plainAnswer } from "../answer.js";
import type { App } from "../app.js";
import { dayWord, words } from "../words/words.js";
import { calculator } from "./calculator.js";
import { ownLine } from "./model-table.js";
import { status } from "./status.js";

/** Which answer is shown. */
let face: "why" | "whatIf" = "why";
let loading: Promise<unknown> | undefined;
let isLoaded = false;

/** Shows the calculator, which is fetched when it is first wanted. */
function show(app: App, wanted: typeof face): void {
  face = wanted;
  app.changed();
  if (wanted === "why" || loading) return;
  loading = import("brightline/calculator").then(() => (isLoaded = true), (why: unknown) => {
    [face, loading] = ["why", undefined];
    app.say({ text: `${words.cannotLoad(words.whatIf)} ${String(why)}`, kind: "wrong" });
  }).finally(() => app.changed());
}

function faces(app: App): TemplateResult {
  return html`<div class="faces" role="group" aria-label=${words.answer}>${(["why", "whatIf"] as const).map((each) => html`
    <button type="button" aria-pressed=${face === each} @click=${() => show(app, each)}>${words[each]}</button>`)}</div>`;
}

/** Whose answer is shown, where two policies are compared. */
function whose(app: App): TemplateResult | typeof nothing {
  const { a, b } = app;
  if (!a || !b) return nothing;
  return html`<div class="faces" role="group" aria-label=${words.answerOf}>${([["a", a], ["b", b]] as const).map(([name, { policy }]) => html`
    <button type="button" aria-pressed=${app.shown === name} @click=${() => app.show(name)}><b class="side-mark ${name}">${name.toUpperCase()}</b> ${policy.title}</button>`)}</div>`;
}

export function answerPane(app: App): TemplateResult {
  const { now, working } = app.answers;
  const side = app.side();
  if (!now) {
    const population = working && side?.policy.version?.population;
    return html`<p class="empty">${population ? words.wholeTable : working || app.table === undefined ? words.working : words.pickModel}</p>`;
  }
  const { about } = now.version;
  const stale = side?.stale;
  const sentences = (now.line?.designations ?? []).map((each) => {
    const title = about.designations.find((own) => own.id === each.id)?.title ?? each.id;
    return `${title}: ${words[each.verdict]}`;
  });
  return html`
    ${whose(app)}
    <div class="answer ${stale ? "dimmed" : ""}" aria-busy=${working}>
      <div class="title">
        <h3>${now.title}</h3>
        <p>${about.title} ${words.on(dayWord(app.day))} ${status(now.line?.status ?? undefined)}</p>
        ${side && side.lines.size > 0 ? html`<p class="own-line">${ownLine(side)}</p>` : nothing}
        ${now.line?.status === "hypothetical" ? html`<p class="caution">${words.hypotheticalNote}</p>` : nothing}
      </div>
      ${stale ? html`<p class="caution">${stale === "text" ? words.stale : words.staleLine}</p>` : nothing}
      <p class="visually-hidden" role="status">${now.title}. ${sentences.join(". ")}</p>
      ${faces(app)}
      ${cache(face === "why" ? plainAnswer(now) : isLoaded && side && app.row !== undefined ? calculator(app, side, now.version, app.row) : html`<p class="empty">${words.working}</p>`)}
      <p class="fine">${words.noLegalAdvice} Brightline ${app.index.version}</p>
    </div>`;
}
