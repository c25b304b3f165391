/** The answer pane: why the opened model stands where it stands. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { plainAnswer } from "../answer.js";
import type { App } from "../app.js";
import { dayWord, words } from "../words/words.js";
import { status } from "./status.js";

export function answerPane(app: App): TemplateResult {
  const { now, working } = app.answers;
  const side = app.side();
  if (!now) {
    const population = working && side?.policy.version?.population;
    return html`<p class="empty">${population ? words.wholeTable : working || app.table === undefined ? words.working : words.pickModel}</p>`;
  }
  const { about } = now.version;
  const stale = side !== undefined && !side.policy.current && side.policy.diagnostics.some(({ severity }) => severity === "error");
  const sentences = (now.line?.designations ?? []).map((each) => {
    const title = about.designations.find((own) => own.id === each.id)?.title ?? each.id;
    return `${title}: ${words[each.verdict]}`;
  });
  return html`
    <div class="answer ${stale ? "dimmed" : ""}" aria-busy=${working}>
      <div class="title">
        <h3>${now.title}</h3>
        <p>${about.title} ${words.on(dayWord(app.day))} ${status(now.line?.status ?? undefined)}</p>
        ${now.line?.status === "hypothetical" ? html`<p class="caution">${words.hypotheticalNote}</p>` : nothing}
      </div>
      <p class="visually-hidden" role="status">${now.title}. ${sentences.join(". ")}</p>
      ${plainAnswer(now)}
      <p class="fine">${words.noLegalAdvice} Brightline ${app.index.version}</p>
    </div>`;
}
