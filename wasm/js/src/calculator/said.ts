/** What a reader says of the model, with what was said before: steps are undone, and a field that is in error takes nothing back. */

import { Answers } from "./answers.js";
import { History } from "./history.js";
import type { Model } from "./profiles.js";
import { changedBy, emptyScenario, MOST_SCENARIOS, Questions, referring } from "./scenario.js";
import type { Problem, Scenario, Settable } from "./scenario.js";
import type { Draft } from "./typing.js";

/** What can be undone. */
interface Step {
  readonly scenarios: readonly Scenario[];
  readonly active: number;
  readonly asOf: string;
  readonly turn: number;
}

export abstract class Said extends Answers {
  questions = new Questions([]);
  scenarios: readonly Scenario[] = [emptyScenario("")];
  active = 0;
  asOf = "";
  /** What stands in fields and was not taken, by the name of the row. */
  refused: ReadonlyMap<string, Draft> = new Map();
  readonly history = new History<Step>();
  /** What was said when a field began to be changed, and what shows again what was shown. */
  #before: { readonly said: Step; readonly show: () => void; typed?: Scenario } | undefined;
  /** The field that is being changed. */
  #field = "";
  /** The texts that inputs had before they were said to be known otherwise, and what they were last switched to. */
  readonly #switched = new Map<string, { readonly texts: Map<string, string>; readonly last: string }>();

  /** Asks about what there is now. */
  abstract ask(): void;
  /** Asks nothing until something else is said. */
  protected abstract hush(): void;
  /** Forgets what was answered of something else. */
  protected abstract reset(): void;

  get scenario(): Scenario {
    return this.scenarios[this.active] ?? emptyScenario("");
  }

  /** Replaces what is asked. */
  replace(scenarios: readonly Scenario[], active = 0): void {
    this.scenarios = scenarios.length > 0 ? scenarios.slice(0, MOST_SCENARIOS) : [emptyScenario("")];
    this.active = Math.min(Math.max(0, active), this.scenarios.length - 1);
    this.#take([...this.refused.keys()]);
    this.#switched.clear();
    this.turnTo();
    this.reset();
    this.#go();
  }

  /** Replaces what is asked, as a step that can be undone. */
  change(scenarios: readonly Scenario[], active: number): void {
    this.step();
    this.replace(scenarios, active);
  }

  /** Sets facts, params or readings of the active scenario; an empty text is unknown, or as the policy has it; `step` names what it is a part of. */
  set(kind: Settable, changes: Iterable<readonly [string, string]>, step?: string): void {
    const list = [...changes];
    const names = list.map(([name]) => name);
    this.#take(names);
    this.#update(changedBy(this.scenario, kind, list), step ?? `${kind} ${names.join()}`);
  }

  /** Says an input to be known in another way: with the text that it had when it was known so, else as `otherwise` has it. */
  recast(kind: Settable, name: string, from: string, to: string, otherwise: () => string): void {
    const text = this.scenario[kind].get(name) ?? "";
    const known = this.#switched.get(name);
    // What was changed since is what the new text comes from.
    const texts = known?.last === text ? known.texts : new Map<string, string>();
    texts.set(from, text);
    const last = texts.get(to) ?? otherwise();
    this.#switched.set(name, { texts, last });
    this.set(kind, [[name, last]]);
  }

  rename(name: string): void {
    this.#update({ ...this.scenario, name }, "name");
  }

  /** Begins again from a known model. */
  startFrom(model: Model): void {
    this.#take([...this.refused.keys()]);
    this.#switched.clear();
    this.#update({ ...this.scenario, name: model.name, facts: new Map(model.facts) }, "", true);
  }

  /** Puts a known model, none or nothing behind a reference. */
  refer(reference: string, model: Model | "none" | undefined): void {
    this.#update(referring(this.scenario, reference, model, this.questions.keeps));
  }

  /** Keeps a copy beside the active scenario, and goes on with the copy. */
  keep(name: string): void {
    if (this.scenarios.length >= MOST_SCENARIOS) return;
    const copy = { ...this.scenario, name };
    for (const one of [this.scenario, copy]) this.remember(one);
    this.change([...this.scenarios, copy], this.scenarios.length);
  }

  drop(at: number): void {
    const active = this.active > at || this.active === this.scenarios.length - 1 ? this.active - 1 : this.active;
    this.change(this.scenarios.filter((_, place) => place !== at), active);
  }

  activate(at: number): void {
    this.remember(this.scenario);
    this.change(this.scenarios, at);
  }

  // Steps.

  get #said(): Step {
    const { scenarios, active, asOf, turn } = this;
    return { scenarios, active, asOf, turn };
  }

  /** Something else is about to be said; what has one name is one step until it is settled. */
  protected step(name = ""): void {
    this.history.step(this.#said, name);
  }

  undo(): void {
    this.#back(this.history.undo(this.#said));
  }

  redo(): void {
    this.#back(this.history.redo(this.#said));
  }

  #back(to: Step | undefined): void {
    if (!to) return;
    const other = to.active !== this.active || to.scenarios.length !== this.scenarios.length;
    if (other) this.remember(this.scenario);
    if (to.asOf !== this.asOf) this.kept = new WeakMap();
    const { turn, ...said } = to;
    const turned = turn !== this.turn;
    Object.assign(this, said);
    this.#take([...this.refused.keys()]);
    if (turned) this.turnTo(turn);
    if (other) this.reset();
    this.#go();
  }

  #update(scenario: Scenario, name = "", isOther = false): void {
    this.step(name);
    if (this.#before && this.#field !== "") this.#before.typed = scenario;
    this.scenarios = this.scenarios.map((one, at) => (at === this.active ? scenario : one));
    if (isOther) this.turnTo();
    this.#go();
  }

  #go(): void {
    this.ask();
    this.tell();
  }

  // Fields that are changed.

  /** A field begins to be changed, or goes on: what is shown comes back where what is typed cannot be answered. */
  edit(field: string): void {
    if (this.#field === field) return;
    this.#field = field;
    this.history.settle();
    this.#before = { said: this.#said, show: this.keepShown() };
  }

  /** The field is left. */
  edited(): void {
    this.#field = "";
    this.history.settle();
  }

  /** Does not take what is typed in a field: all is as it was before the field was changed. */
  refuse(draft: Draft, problem: Problem): void {
    this.refused = new Map(this.refused).set(draft.name, draft);
    this.problems = new Map(this.problems).set(draft.name, problem);
    if (this.#before && this.#before.said.scenarios !== this.scenarios) {
      this.scenarios = this.#before.said.scenarios;
      this.turn = this.#before.said.turn;
      this.history.drop();
    }
    this.stale = true;
    this.hush();
    this.#before?.show();
    if (this.clearOthers()) this.reset();
    this.tell();
  }

  /** Shows what was shown before a field was changed, where this is what was typed in it. */
  protected showBefore(typed: Scenario | undefined): void {
    if (this.#before?.typed === typed) this.#before?.show();
  }

  /** Inputs are said otherwise than by what was refused. */
  #take(names: readonly string[]): void {
    if (this.refused.size === 0) return;
    const others = <Kept>(map: ReadonlyMap<string, Kept>) => new Map([...map].filter(([name]) => !names.includes(name)));
    this.refused = others(this.refused);
    this.problems = others(this.problems);
  }
}
