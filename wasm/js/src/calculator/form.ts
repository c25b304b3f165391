/** The model, as a form: what could still change the answer first, the rest folded away. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { live } from "lit/directives/live.js";
import { factRow, row, weights } from "./field.js";
import { ended, fold, nameOf, sentence } from "./view.js";
import type { View } from "./view.js";

export function form(view: View): TemplateResult {
  const { state, words } = view;
  const { order } = state;
  const rows = (names: readonly string[]) => repeat(names, (name) => name, (name) => factRow(view, name));
  const own = order.now.filter((name) => state.questions.typed(name));
  const inFold = new Set([...order.rest, ...order.days]);
  const risen = state.nextOrder?.now.filter((name) => inFold.has(name)).length ?? 0;
  return html`<form class="form" part="form" autocomplete="off" aria-label=${words.theModel} @submit=${(event: Event) => event.preventDefault()}
    @focusin=${() => state.hold(true)} @focusout=${(event: FocusEvent) => {
      const form = event.currentTarget as HTMLElement;
      if (!form.contains(event.relatedTarget as Node | null)) state.hold(false);
    }}>
    <h3>${words.theModel}</h3>
    ${start(view)}
    <h4>${words.couldChange}</h4>
    ${own.length === 0 ? html`<p class="help">${words.nothingCouldChange}</p>` : rows(own)}
    ${risen > 0 ? html`<button type="button" class="quiet" @click=${() => state.reorder()}>${words.sortAgain(risen)}</button>` : nothing}
    ${lines(view)}
    ${order.days.length === 0 ? nothing : fold(html`${words.forTheDays} <span class="count">${order.days.length}</span>`, () => rows(order.days))}
    ${references(view)}
    ${order.rest.length === 0 ? nothing : fold(html`${words.doesNotMatter} <span class="count">${order.rest.length}</span>`, () => html`
      <p class="help">${words.doesNotMatterHelp}</p>${rows(order.rest)}`)}
  </form>`;
}

/** Its name, and a known model to begin with. */
function start(view: View): TemplateResult {
  const { state, words } = view;
  return html`<div class="start">
    <label>${words.modelName}<input class="entry" type="text" maxlength="200" .value=${live(state.scenario.name)}
      @input=${(event: Event) => state.rename((event.target as HTMLInputElement).value)}></label>
    ${state.models.length === 0 ? nothing : html`<label>${words.startFrom}${picker(view, words.pickModel, (name) => {
      const model = state.models.find((one) => one.name === name);
      if (model) state.startFrom(model);
    })}</label>`}
    <label>${words.asOf}<input type="date" .value=${live(state.day)} @change=${(event: Event) => state.judgeOn((event.target as HTMLInputElement).value)}></label>
  </div>`;
}

/** A choice among the known models. */
function picker(view: View, none: string, pick: (name: string) => void, now = ""): TemplateResult {
  return html`<select @change=${(event: Event) => pick((event.target as HTMLSelectElement).value)}>
    <option value="" .selected=${now === ""}>${none}</option>
    ${view.state.models.map((model) => html`<option .selected=${model.name === now}>${model.name}</option>`)}</select>`;
}

/** Lines and readings of the policy that is looked at. */
function lines(view: View): unknown {
  const { state, words } = view;
  const { policy } = state;
  if (!policy) return nothing;
  const params = policy.params.filter((param) => param.used);
  if (params.length + policy.choices.length === 0) return nothing;
  return html`<h4>${words.linesOf(policy.title)}</h4>
    ${params.map((param) => row(view, { kind: "params", name: `${policy.id}.${param.name}`, label: nameOf(param.name), typed: param, usual: param.value, cite: param.cite }))}
    ${policy.choices.map((choice) => {
      const name = `${policy.id}.${choice.name}`;
      const now = state.scenario.readings.get(name) ?? "";
      const problem = state.problems.get(name);
      return html`<div class="row" part="row" data-name=${name} data-given=${now === "" ? nothing : ""}>
        <div class="row-head"><label for="row-${name}">${nameOf(choice.name)}</label></div>
        <p class="help">${choice.text}${choice.cite ? html` <cite>${choice.cite}</cite>` : nothing}</p>
        ${now.includes("%") ? html`<input class="entry" type="text" id="row-${name}" spellcheck="false" size="36" .value=${live(now)}
          @change=${(event: Event) => state.set("readings", [[name, (event.target as HTMLInputElement).value]])}>` : html`<select class="wide" id="row-${name}" @change=${(event: Event) => state.set("readings", [[name, (event.target as HTMLSelectElement).value]])}>
          <option value="" .selected=${now === ""}>${words.anyReading}</option>
          ${choice.members.map((member) => html`<option value=${member} .selected=${member === now}>${sentence(member.replaceAll("_", " "))}</option>`)}
          <option value=${weights(choice.members)}>${words.weights}</option></select>`}
        ${problem ? html`<p class="problem" lang="en">${ended(problem.message)}</p>` : nothing}
      </div>`;
    })}`;
}

/** Other models that this one is compared with. */
function references(view: View): unknown {
  const { state, words } = view;
  const used = [...state.questions.references.values()].filter((reference) => reference.used);
  return used.map((reference) => {
    const { facts } = state.scenario;
    const inner = [...facts.keys()].filter((name) => name.startsWith(`${reference.name}.`) && name !== `${reference.name}.name`);
    const named = facts.get(`${reference.name}.name`) ?? facts.get(reference.name) ?? "";
    const said = named === "none" ? words.none : named || (inner.length > 0 ? words.given : words.certainty.unknown);
    const shown = inner.filter((name) => !state.order.now.includes(name) && !state.order.rest.includes(name) && !state.order.days.includes(name));
    return fold(html`${nameOf(reference.name)} <span class="count">${said}</span>`, () => html`<p class="help">${reference.text}</p>
      <div class="start"><label>${words.which}<select @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        state.refer(reference.name, value === "none" ? "none" : state.models.find((model) => model.name === value));
      }}>
        <option value="" .selected=${named === ""}>${words.certainty.unknown}</option>
        ${reference.or_none ? html`<option value="none" .selected=${named === "none"}>${words.none}</option>` : nothing}
        ${named !== "" && named !== "none" && !state.models.some((model) => model.name === named) ? html`<option value=${named} selected>${named}</option>` : nothing}
        ${state.models.map((model) => html`<option value=${model.name} .selected=${model.name === named}>${model.name}</option>`)}</select></label></div>
      ${repeat(shown, (name) => name, (name) => factRow(view, name))}`);
  });
}
