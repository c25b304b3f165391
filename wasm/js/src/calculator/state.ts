/** The one store: the policies, what was answered of what is said (said.ts), and what a reader looks at. */

import type { AboutLine, DesignationAnswer, EvalLine, FlipsLine } from "../lines.js";
import type { Diagnostic, Document, Files, Request } from "../types.js";
import { Asking } from "./asking.js";
import type { Listener, Wanted } from "./asking.js";
import { Population } from "./population.js";
import { readCsv, writeJson } from "./profiles.js";
import type { Model } from "./profiles.js";
import { entriesOf } from "./fetching.js";
import { isDay, today } from "./number.js";
import { agree, orderOf } from "./relevance.js";
import type { Order } from "./relevance.js";
import { Said } from "./said.js";
import { firsts, isChancy, Questions, requestOf } from "./scenario.js";
import type { Asked, Scenario } from "./scenario.js";

export class State extends Said implements Listener {
  focus: { policy: string; designation: string } | undefined;
  /** Whether policies are there to be asked. */
  ready = false;
  /** What else a reader should know, as that a link was not read. */
  notice = "";
  order: Order = { now: [], days: [], rest: [] };
  /** The order that the answers of now would have, where it is another. */
  nextOrder: Order | undefined;
  models: readonly Model[] = [];
  #table: Document | undefined;
  /** Whether a reader is at work in the form, so that its rows stay where they are. */
  #held = false;
  #ordered = false;
  readonly #asking = new Asking(this);
  #inputs = new WeakMap<Asked, { readonly scenario: Scenario; readonly turn: number }>();
  readonly #changed: (verdicts: boolean) => void;
  #files: ReadonlyMap<string, string> = new Map();
  #population = new Population([], new Map(), this.questions);

  /** `changed` is called after every change, and told whether verdicts came. */
  constructor(changed: (verdicts: boolean) => void) {
    super();
    this.#changed = changed;
  }

  get policy(): AboutLine | undefined {
    return this.questions.policies.find((policy) => policy.id === this.focus?.policy);
  }

  /** The verdict that is looked at. */
  get designation(): DesignationAnswer | undefined {
    return this.line?.designations.find((designation) => designation.id === this.focus?.designation);
  }

  get line(): EvalLine | undefined {
    return this.verdictLines.get(this.focus?.policy ?? "");
  }

  get day(): string {
    return this.asOf === "unknown" || isDay(this.asOf) ? this.asOf : today();
  }

  /** Asks other policies; `begin` gives the model that is begun with. */
  async open(files: Files, paths: readonly string[], missing: readonly string[], begin?: (questions: Questions) => Model | undefined): Promise<void> {
    const opened = await this.#asking.open(files, paths);
    // What the engine says of a missing file names the place; what the server says, the reason.
    if (missing.length > 0) this.fail("rule", missing);
    else this.hindered(opened.ready ? [] : opened.diagnostics, "rule");
    this.stale = !opened.ready && this.ready;
    if (opened.ready) {
      this.questions = new Questions(opened.about);
      this.ready = true;
      this.#files = new Map(entriesOf(files));
      this.#readTable();
      const model = begin?.(this.questions);
      if (model) this.scenarios = [{ ...this.scenario, name: model.name, facts: model.facts }];
      const there = this.policy?.designations.some((designation) => designation.id === this.focus?.designation);
      const first = this.questions.policies[0];
      if (!there && first) this.focus = { policy: first.id, designation: first.designations[0]?.id ?? "" };
      this.verdictLines = new Map();
      this.kept = new WeakMap();
      this.turnTo();
      this.reset();
      this.ask();
    }
    this.#changed(false);
  }

  set table(document: Document | undefined) {
    this.#table = document;
    this.#readTable();
    this.#changed(false);
    if (this.#population.looking.size > 0) this.ask();
  }

  #readTable(): void {
    this.models = this.#table ? readCsv(this.#table.text, this.questions.column) : [];
    this.#population = new Population(this.models, this.#files, this.questions);
  }

  close(): void {
    this.#asking.close();
  }

  look(policy: string, designation: string): void {
    const other = policy !== this.focus?.policy;
    this.focus = { policy, designation };
    if (other) this.reset();
    this.charts.forget();
    this.ask();
    this.#changed(false);
  }

  /** Chooses the axes of the map. */
  chart(x: string, y: string): void {
    this.charts.choose(x, y);
    this.ask();
    this.#changed(false);
  }

  /** Begins to show the map. */
  showCharts(along: (name: string, count: number) => readonly number[]): void {
    this.charts.along = along;
    this.ask();
    this.#changed(false);
  }

  judgeOn(day: string): void {
    if (this.answered) this.step("day");
    this.asOf = day;
    this.kept = new WeakMap();
    this.turnTo();
    this.ask();
    this.#changed(false);
  }

  /** Rows stay where they are while a reader is at work in the form. */
  hold(held: boolean): void {
    this.#held = held;
    this.#ordered ||= held;
  }

  /** Takes the order that the answers of now have. */
  reorder(): void {
    if (this.nextOrder) this.order = this.nextOrder;
    this.nextOrder = undefined;
    this.#changed(false);
  }

  override startFrom(model: Model): void {
    this.#ordered = false;
    super.startFrom(model);
  }

  protected override tell(): void {
    this.#changed(false);
  }

  protected override hush(): void {
    this.#asking.hush();
  }

  /** Asks about what there is now. */
  override ask(): void {
    const policy = this.focus?.policy;
    // What a field says and was not taken is part of the question.
    if (!this.ready || policy === undefined || this.refused.size > 0) return;
    const { looking } = this.#population;
    const policies = this.questions.policies.map((one) => one.id);
    this.#asking.want({
      asked: this.#asked(this.scenario), focus: policy, others: this.#population.but(this.scenario.name),
      plain: policies.filter((id) => !looking.has(id)), looking: policies.filter((id) => looking.has(id)),
      chancy: isChancy(this.scenario, this.questions),
    });
  }

  /** The request that asks about the active scenario. */
  get request(): Request {
    return this.#asked(this.scenario).request;
  }

  #asked(scenario: Scenario): Asked {
    const asked = requestOf(scenario, this.questions, this.asOf || today());
    this.#inputs.set(asked, { scenario, turn: this.turn });
    return asked;
  }

  protected override reset(): void {
    this.forgetDeeper();
    this.#ordered = false;
    this.#sort();
  }

  #sort(): void {
    const { questions } = this;
    const order = orderOf({
      facts: [...questions.facts.values()].filter((fact) => fact.used).map((fact) => fact.name),
      isDay: (fact) => questions.typed(fact)?.type === "date",
      wrong: [...this.problems.keys()].filter((name) => questions.typed(name) && !questions.params.has(name)),
    }, this.line, this.flipsLine);
    if (this.#ordered && (this.#held || agree(this.order, order))) {
      this.nextOrder = agree(this.order, order) ? undefined : order;
      return;
    }
    this.order = order;
    this.nextOrder = undefined;
    this.#ordered = this.flipsLine !== undefined;
  }

  // What the engine answers.

  verdicts(found: readonly EvalLine[], diagnostics: readonly Diagnostic[], input: Wanted): void {
    if (this.refused.size > 0) return;
    const { scenario, turn } = this.#inputs.get(input.asked) ?? {};
    // Under the name of one model never stands the verdict of another.
    if (turn !== this.turn) return;
    this.judged(diagnostics, input);
    const fresh = firsts(found.filter((line) => line.error === null));
    if (this.clearOthers() && this.stale) this.reset();
    if (fresh.size > 0) this.verdictLines = new Map([...this.verdictLines, ...fresh]);
    if (this.stale) this.showBefore(scenario);
    else if (scenario) this.kept.set(scenario, this.verdictLines);
    this.#sort();
    this.#changed(!this.stale || this.unanswered);
  }

  flips(found: FlipsLine | undefined): void {
    this.flipsLine = found;
    this.#sort();
    this.#changed(false);
  }

  axes(): readonly string[] {
    const ranged = (name: string) => ["number", "date"].includes(this.questions.typed(name)?.type ?? "");
    const params = this.policy?.params.filter((param) => param.used).map((param) => `${this.policy?.id}.${param.name}`) ?? [];
    const line = this.charts.along ? this.plane : undefined;
    return [...new Set([...this.order.now.filter(ranged).slice(0, 12), ...params.filter(ranged), ...(line?.y === "" ? [line.x] : [])])];
  }

  get plane(): { x: string; y: string } | undefined {
    const turns = this.flipsLine?.designations.find((one) => one.id === this.focus?.designation);
    const turning = [...(turns?.single ?? []), ...(turns?.open ?? []), ...(turns?.joint.flat() ?? [])].map((change) => change.fact);
    return this.charts.plane(this.questions, this.order, this.focus?.policy, turning, this.scenario.facts);
  }

  charted(): { x: string; y: string; xs: readonly number[]; ys: readonly number[] } | undefined {
    const plane = this.charts.along ? this.plane : undefined;
    if (!plane || plane.y === "") return undefined;
    return { ...plane, ...this.charts.sample(plane) };
  }

  /** What verdicts of known models hang on, besides the models. */
  get #knownOf(): string {
    return JSON.stringify([this.focus?.policy, this.day, [...this.scenario.params], [...this.scenario.readings], this.models.length]);
  }

  known(): Request | undefined {
    if (!this.charts.along || this.models.length === 0 || !this.charts.lacksModels(this.#knownOf)) return undefined;
    const { as_of, param, reading } = this.request as Required<Request>;
    const text = `[${this.models.map((model) => writeJson(model, this.questions.keeps).text).join(",")}]`;
    return { as_of, param, reading, profiles: [{ name: "known.json", text, format: "json" }], invalid: "unknown" };
  }

  codes(outcomes: readonly string[], codes: Uint8Array): void {
    this.charts.take(this.#knownOf, this.models.map((model) => model.name), outcomes, codes);
    this.#changed(false);
  }

  others(): readonly Asked[] {
    return this.scenarios.filter((one) => one !== this.scenario && !this.kept.has(one)).map((one) => this.#asked(one));
  }

  other(asked: Asked, found: readonly EvalLine[]): void {
    const of = this.#inputs.get(asked);
    if (of) this.kept.set(of.scenario, firsts(found));
    this.#changed(false);
  }
}
