/** What the engine answered about a model after its verdicts: what turns them, where, when, how likely; and what is wrong. */

import type { ChanceLine, DueLine, FlipsLine, GridLine, MapLine, MeasureLine, RegionsLine } from "../lines.js";
import type { Diagnostic } from "../types.js";
import type { Wanted } from "./asking.js";
import { Charts } from "./charts.js";
import { DOCUMENT, problemsOf, troubleOf } from "./scenario.js";
import type { Problem, Scenario } from "./scenario.js";

/** Where something that is wrong comes from: what is mended of one hides nothing of another. */
export type Source = "rule" | "profile" | "models" | "answer" | "engine" | "map";

export abstract class Answers {
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
  readonly #troubles = new Map<Source, readonly Problem[]>();
  #answered: Wanted | undefined;
  #wrong: ReadonlyMap<string, Problem> = new Map();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  abstract get scenario(): Scenario;
  /** Whether this input has no answer, nor an earlier one of the same model that could be shown. */
  abstract get unanswered(): boolean;

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
    if (before + problems.length > 0) this.#changed();
  }

  /** Takes what is wrong with an input, by which its verdicts are stale or not. */
  protected judged(diagnostics: readonly Diagnostic[], input: Wanted): void {
    // Of one input the policies answer in turn.
    const before = this.#answered === input ? this.#wrong : [];
    this.#answered = input;
    this.#wrong = new Map([...before, ...problemsOf(diagnostics, input.asked)]);
    const general = this.#wrong.get("");
    this.problems = new Map([...this.#wrong].filter(([name]) => name !== ""));
    this.#troubles.set("answer", general ? [general] : []);
    this.stale = this.#wrong.size > 0;
  }

  /** Forgets what was answered about something else. */
  protected forget(): void {
    this.flipsLine = this.chanceLine = this.measureLine = undefined;
    this.regionLines = new Map();
    this.dueLines = [];
    this.charts.forget();
  }

  #own<Line extends { profile: string }>(lines: readonly Line[]): Line[] {
    // A model without a name has its document's.
    return lines.filter((line) => line.profile === (this.scenario.name || DOCUMENT));
  }

  regions(axis: string, found: readonly RegionsLine[]): void {
    this.regionLines = new Map(this.regionLines).set(axis, this.#own(found));
    this.#changed();
  }

  map(found: readonly MapLine[], grid: readonly GridLine[]): void {
    [this.charts.mapLines, this.charts.gridLines] = [this.#own(found), this.#own(grid)];
    this.#changed();
  }

  due(found: readonly DueLine[]): void {
    this.dueLines = this.#own(found);
    this.#changed();
  }

  chance(found: ChanceLine | undefined): void {
    this.chanceLine = found;
    this.#changed();
  }

  measure(found: MeasureLine | undefined): void {
    this.measureLine = found;
    this.#changed();
  }
}
