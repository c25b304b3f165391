/** What the engine answered about what is said, which can be kept and shown again; and what is wrong. */

import type { ChanceLine, DueLine, EvalLine, FlipsLine, GridLine, MapLine, MeasureLine, RegionsLine } from "../lines.js";
import type { Diagnostic } from "../types.js";
import type { Wanted } from "./asking.js";
import { Charts } from "./charts.js";
import { DOCUMENT, problemsOf, troubleOf } from "./scenario.js";
import type { Problem, Scenario } from "./scenario.js";

/** Where something that is wrong comes from: what is mended of one hides nothing of another. */
export type Source = "rule" | "profile" | "models" | "answer" | "engine" | "map";

export abstract class Answers {
  verdictLines: ReadonlyMap<string, EvalLine> = new Map();
  flipsLine: FlipsLine | undefined;
  regionLines: ReadonlyMap<string, readonly RegionsLine[]> = new Map();
  dueLines: readonly DueLine[] = [];
  chanceLine: ChanceLine | undefined;
  measureLine: MeasureLine | undefined;
  readonly charts = new Charts();
  /** What is wrong with an input, by its name. */
  problems: ReadonlyMap<string, Problem> = new Map();
  /** Whether what is shown is of an earlier input, since this one is in error. */
  stale = false;
  /** Which of the models and days is asked about; and which of them {@link verdictLines} are of. */
  protected turn = 0;
  protected shown = 0;
  /** The verdicts of scenarios, as long as they are asked of the same policies and day. */
  protected kept = new WeakMap<Scenario, ReadonlyMap<string, EvalLine>>();
  /** The input that was answered last. */
  protected answered: Wanted | undefined;
  #turns = 0;
  #wrong: ReadonlyMap<string, Problem> = new Map();
  readonly #troubles = new Map<Source, readonly Problem[]>();

  abstract get scenario(): Scenario;
  /** Has all drawn again. */
  protected abstract tell(): void;

  /** Whether this input has no answer, nor an earlier one of the same model that could be shown. */
  get unanswered(): boolean {
    return this.verdictLines.size === 0 && this.stale;
  }

  /** The verdicts of what is now asked, without those that only stand until they come. */
  get answers(): ReadonlyMap<string, EvalLine> {
    return this.shown === this.turn ? this.verdictLines : new Map();
  }

  /** The verdicts of a scenario, where they were asked. */
  linesOf(scenario: Scenario): ReadonlyMap<string, EvalLine> | undefined {
    return scenario === this.scenario ? this.verdictLines : this.kept.get(scenario);
  }

  // What is wrong.

  /** What is wrong with no input in particular, and with any input where there is no answer for it. */
  get troubles(): readonly Problem[] {
    return [...[...this.#troubles.values()].flat(), ...(this.unanswered ? this.problems.values() : [])];
  }

  /** All that is wrong, as sentences. */
  get errors(): readonly string[] {
    return [...new Set([...this.troubles, ...this.problems.values()].map(({ message, help }) => [message, ...help].join("; ")))];
  }

  /** Says what hinders; nothing where it is mended. */
  fail(source: Source, messages: readonly string[]): void {
    this.#say(source, messages.map((message) => ({ message, help: [] })));
  }

  hindered(why: readonly Diagnostic[], source: Source = "engine"): void {
    this.#say(source, why.filter((one) => one.severity === "error").map(troubleOf));
  }

  #say(source: Source, problems: readonly Problem[]): void {
    const before = this.#troubles.get(source)?.length ?? 0;
    this.#troubles.set(source, problems);
    if (before + problems.length > 0) this.tell();
  }

  /** Takes what is wrong with an input, by which its verdicts are stale or not. */
  protected judged(diagnostics: readonly Diagnostic[], input: Wanted): void {
    // Of one input the policies answer in turn.
    const before = this.answered === input ? this.#wrong : [];
    this.answered = input;
    this.#wrong = new Map([...before, ...problemsOf(diagnostics, input.asked)]);
    const general = this.#wrong.get("");
    this.problems = new Map([...this.#wrong].filter(([name]) => name !== ""));
    this.#troubles.set("answer", general ? [general] : []);
    this.stale = this.#wrong.size > 0;
  }

  // What is kept.

  /** Another model or day is asked about, or one of before: where its verdicts were kept they are shown, else those of now stand until there are others. */
  protected turnTo(turn = (this.#turns += 1)): void {
    this.turn = turn;
    const kept = this.kept.get(this.scenario);
    if (!kept) return;
    this.verdictLines = kept;
    this.shown = turn;
  }

  /** Keeps the verdicts that are shown as those of a scenario. */
  protected remember(scenario: Scenario): void {
    if (this.shown === this.turn) this.kept.set(scenario, this.verdictLines);
  }

  /** Keeps all that is shown; what comes back shows it again, but not under the name of another model. */
  protected keepShown(): () => void {
    const { verdictLines, flipsLine, regionLines, dueLines, chanceLine, measureLine, shown, charts } = this;
    const { mapLines, gridLines, values } = charts;
    return () => {
      if (shown !== this.turn) return;
      Object.assign(this, { verdictLines, flipsLine, regionLines, dueLines, chanceLine, measureLine, shown });
      Object.assign(charts, { mapLines, gridLines, values });
    };
  }

  /** Lets no verdict of another model or day stand any longer; tells whether one did. */
  protected clearOthers(): boolean {
    if (this.shown === this.turn) return false;
    this.verdictLines = new Map();
    this.shown = this.turn;
    return true;
  }

  /** Forgets all but the verdicts. */
  protected forgetDeeper(): void {
    this.flipsLine = this.chanceLine = this.measureLine = undefined;
    this.regionLines = new Map();
    this.dueLines = [];
    this.charts.forget();
  }

  // What is answered after the verdicts.

  #own<Line extends { profile: string }>(lines: readonly Line[]): Line[] {
    // A model without a name has its document's.
    return lines.filter((line) => line.profile === (this.scenario.name || DOCUMENT));
  }

  regions(axis: string, found: readonly RegionsLine[]): void {
    this.regionLines = new Map(this.regionLines).set(axis, this.#own(found));
    this.tell();
  }

  map(found: readonly MapLine[], grid: readonly GridLine[]): void {
    [this.charts.mapLines, this.charts.gridLines] = [this.#own(found), this.#own(grid)];
    this.tell();
  }

  due(found: readonly DueLine[]): void {
    this.dueLines = this.#own(found);
    this.tell();
  }

  chance(found: ChanceLine | undefined): void {
    this.chanceLine = found;
    this.tell();
  }

  measure(found: MeasureLine | undefined): void {
    this.measureLine = found;
    this.tell();
  }
}
