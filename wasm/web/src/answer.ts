/** The answer in plain words: what the page shows of one model by itself. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { AboutLine, ClauseAnswer, DesignationAnswer, DueLine, EvalLine, Needs, ObligationAnswer } from "brightline";
import type { Answer } from "./answers.js";
import { dayWord, safeLink, words } from "./words/words.js";

const CLASSES = { covered: "yes", not_covered: "no", undetermined: "open" } as const;

/** `500000000 USD` as people write it; the exact text stays at hand. */
export function figure(text: string): TemplateResult {
  const short = text.replace(/\b(\d{7,})(\.\d+)?\b/g, (digits) => {
    const number = Number(digits);
    const [scale, word] = number >= 1e12 ? [1e12, "trillion"] : number >= 1e9 ? [1e9, "billion"] : [1e6, "million"];
    const few = number / scale;
    return Number.isInteger(few * 1000) ? `${few} ${word}` : digits;
  });
  return html`<span title=${text}>${short}</span>`;
}

function clause(each: ClauseAnswer): TemplateResult {
  const truth = each.truth === null ? "open" : each.truth ? "yes" : "no";
  const said = each.truth === null ? words.unknown : each.truth ? words.yes : words.no;
  return html`
    <li class="clause ${each.binding ? "binding" : ""}">
      <span class="truth"><i class="v ${truth}" aria-hidden="true"></i>${said}</span>
      <span class="what"><b>${each.id}</b> <code>${each.text}</code> ${each.cite ? html`<cite>${each.cite}</cite>` : nothing}
        ${each.value !== null && each.line !== null
          ? html`<span class="figures">${figure(each.value)} / ${figure(each.line)}${each.margin?.ratio ? html` · ${words.of(ratio(each.margin.ratio))}` : nothing}</span>`
          : nothing}
        ${each.note ? html`<span class="figures">${each.note}</span>` : nothing}</span>
      ${each.clauses ? html`<ul>${each.clauses.map(clause)}</ul>` : nothing}
    </li>`;
}

/** `0.82` as `82 %`, `5` as `5x`. */
function ratio(text: string): string {
  return text.split(" .. ").map((end) => {
    const number = end.includes("/") ? Number(end.split("/")[0]) / Number(end.split("/")[1]) : Number(end);
    if (!Number.isFinite(number)) return end;
    return number < 1.2 ? `${Number((number * 100).toPrecision(3))} %` : `${Number(number.toPrecision(3))}x`;
  }).join(" .. ");
}

function missing(needs: Needs): TemplateResult | typeof nothing {
  if (needs.sets.length === 0) return nothing;
  return html`<div class="needs"><h4>${words.needs}</h4><p>${words.needsOne}</p>
    <ul>${needs.sets.slice(0, 6).map((set) => html`<li>${set.map((name, at) => html`${at > 0 ? " + " : ""}<code>${name}</code>`)}</li>`)}
      ${needs.sets.length > 6 || !needs.complete ? html`<li>${words.andMore}</li>` : nothing}</ul></div>`;
}

function designation(each: DesignationAnswer, title: string): TemplateResult {
  return html`
    <section class="designation">
      <h3><span>${title}</span> <strong class="word ${CLASSES[each.verdict]}"><i class="v ${CLASSES[each.verdict]}" aria-hidden="true"></i>${words[each.verdict]}</strong></h3>
      <ul class="clauses">${each.clauses.map(clause)}</ul>
      ${each.unless ? html`<h4>${words.unless}</h4><ul class="clauses">${clause(each.unless)}</ul>` : nothing}
      ${missing(each.needs)}
      ${each.rests_on.length > 0 || each.notes.length > 0
        ? html`<details><summary>${words.rests} (${each.rests_on.length + each.notes.length})</summary>
            <ul>${each.rests_on.map((rest) => html`<li>${rest.text}</li>`)}${each.notes.map((note) => html`<li>${note}</li>`)}</ul></details>`
        : nothing}
    </section>`;
}

/** What follows: whether it applies hangs on what the duty amounts to on its own day. */
function duties(about: AboutLine, line: EvalLine, due: readonly DueLine[] | undefined): TemplateResult | typeof nothing {
  const found = line.obligations.filter((duty) => duty.applies !== "no");
  if (found.length === 0) return nothing;
  return html`<section><h4>${words.due}</h4><ul class="duties">${found.map((duty) => {
    const named = about.obligations.find((own) => own.id === duty.id);
    return html`<li>${named?.title ?? duty.id} <small>${due ? force(duty, due.find((each) => each.obligation === duty.id)) : words.working}${named?.cite ? ` · ${named.cite}` : ""}</small></li>`;
  })}</ul></section>`;
}

function force({ applies, binding }: ObligationAnswer, found: DueLine | undefined): string {
  const said: string[] = [];
  const day = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? dayWord(text) : text);
  if (applies === "undetermined") said.push(words.applies["undetermined"] ?? "");
  const isLater = found?.force === "not_yet_in_force";
  if (isLater && found.due) said.push(words.dueOn(day(found.due)));
  if (isLater) said.push(found.in_force_from ? words.notInForce(dayWord(found.in_force_from)) : words.notInForceThen);
  else if ((!found || found.force === "binding") && applies === "yes") said.push(words.applies["yes"] ?? "");
  else if (found && found.force !== "binding") said.push(words.force[found.force] ?? words.status[found.force] ?? found.force);
  if (!binding && found?.force !== "voluntary") said.push(words.voluntary);
  if (found?.due && !isLater) said.push(words.dueOn(day(found.due)));
  return said.join(", ");
}

/** What a policy says of one model. */
export function plainAnswer({ version, line, diagnostics, due }: Answer): TemplateResult {
  const { about } = version;
  if (!line || line.error) {
    const said = line?.error ? [line.error] : diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
    return html`<ul class="wrong-list">${said.map((message) => html`<li>${message}</li>`)}</ul>`;
  }
  return html`
    ${line.designations.map((each) => designation(each, about.designations.find((own) => own.id === each.id)?.title ?? each.id))}
    ${line.warnings.map((warning) => html`<p class="caution">${warning}</p>`)}
    ${duties(about, line, due)}
    <details class="notes"><summary>${words.notes}, ${words.sources}</summary>
      <ul>${about.notes.map((note) => html`<li>${note}</li>`)}</ul>
      <ul>${about.sources.map(({ name, url }) => {
        const link = safeLink(url);
        return html`<li>${link ? html`<a href=${link} target="_blank" rel="noopener noreferrer">${name}</a>` : name}</li>`;
      })}</ul></details>`;
}
