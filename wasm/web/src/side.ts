/** One policy at work on the table: its verdicts, the lines that are dragged, and what moves with them. */

import type { Diagnostic } from "brightline";
import type { Policy, Version } from "./data/policy.js";
import { PENDING, decide, track } from "./data/sweep.js";
import type { Question, Sweep, Verdicts } from "./data/sweep.js";
import { codesAt, trackOf } from "./data/tracks.js";
import { TestRun } from "./data/tests.js";
import type { Track } from "./data/tracks.js";
import { fraction } from "./data/decimal.js";
import type { Fraction } from "./data/decimal.js";
import { linesOf, numberIn } from "./data/params.js";
import type { Table } from "./table/table.js";
import { TypedLines } from "./typed-lines.js";

/** The most models of which a whole line is asked for beforehand. */
const MOST_TRACKED = 400;
/** Milliseconds of rest before what has no track is decided again. */
const REST = 150;

/** What all sides are asked with. */
export interface Setting {
  table: Table | undefined;
  day: string;
  assume: boolean;
  /** The rows that are shown, which come first. */
  first(): readonly number[];
  /** Asks about the opened model anew. */
  ask(): void;
}

export class Side {
  readonly policy: Policy;
  readonly tests: TestRun;
  /** Under the lines of the text. */
  base: Verdicts | undefined;
  /** Under the lines as they are dragged; `base` itself where none is. */
  moved: Verdicts | undefined;
  /** How many models are decided. */
  done = 0;
  stopped = false;
  /** Lines that are dragged, as the language spells their values. */
  readonly lines = new Map<string, string>();
  readonly typed: TypedLines;
  readonly readings = new Map<string, string>();
  readonly problems = new Map<string, Diagnostic>();
  tracks = new Map<number, Track>();
  trackedAxis: string | undefined;
  readonly #setting: Setting;
  readonly #changed: () => void;
  #baseKey: unknown[] = [];
  #trackKey: unknown[] = [];
  #deciding = new AbortController();
  #moving = new AbortController();
  #tracking = new AbortController();
  #rest: ReturnType<typeof setTimeout> | undefined;
  #isMoving = false;

  constructor(policy: Policy, setting: Setting, changed: () => void) {
    this.policy = policy;
    this.#setting = setting;
    this.#changed = changed;
    this.tests = new TestRun(changed);
    this.typed = new TypedLines(policy, (name, value) => {
      this.drag(name, value);
      setting.ask();
    }, changed);
  }

  /** What every model is asked, the lines of the text as they stand. */
  get question(): Question {
    const { day, assume } = this.#setting;
    return { as_of: day, assume, ...(this.readings.size > 0 ? { reading: [...this.readings] } : {}) };
  }

  /** The same with the lines as they are dragged. */
  get movedQuestion(): Question {
    return this.lines.size > 0 ? { ...this.question, param: [...this.lines] } : this.question;
  }

  /** Why what is shown is not of what was typed last. */
  get stale(): "text" | "line" | undefined {
    if (!this.policy.current && this.policy.diagnostics.some(({ severity }) => severity === "error")) return "text";
    return this.typed.refused.size > 0 ? "line" : undefined;
  }

  /** Whether some of what is shown is still of the lines as they were before. */
  get settling(): boolean {
    return this.#isMoving || this.typed.waiting.size > 0;
  }

  get complete(): boolean {
    return this.base !== undefined && this.done >= (this.#setting.table?.length ?? 0);
  }

  /** Decides whatever is not decided as it is asked now. */
  refresh(): void {
    const { table } = this.#setting;
    const { version } = this.policy;
    if (!version || !table) return;
    this.#forgetLines(version);
    this.typed.review(version, this.lines);
    const key = [version, table, JSON.stringify(this.question)];
    if (key.some((part, at) => part !== this.#baseKey[at])) {
      this.#baseKey = key;
      this.#begin(version, table);
    } else {
      this.#move();
    }
  }

  /** Gives up what is being decided. */
  stop(): void {
    for (const running of [this.#deciding, this.#moving, this.#tracking]) running.abort();
    this.stopped = !this.complete;
    this.#changed();
  }

  goOn(): void {
    this.#baseKey = [];
    this.refresh();
  }

  /** Lines that the policy no longer has are not dragged. */
  #forgetLines(version: Version): void {
    const { params, choices } = version.about;
    for (const name of this.lines.keys()) if (!params.some((param) => param.name === name)) this.lines.delete(name);
    for (const [name, member] of this.readings) {
      if (!choices.some((choice) => choice.name === name && choice.members.includes(member))) this.readings.delete(name);
    }
  }

  #begin(version: Version, table: Table): void {
    this.stop();
    this.#deciding = new AbortController();
    this.stopped = false;
    this.done = 0;
    this.problems.clear();
    const first = this.#setting.first();
    const seen = new Set(first);
    const rows = [...first, ...Array.from({ length: table.length }, (_, row) => row).filter((row) => !seen.has(row))];
    const sweep: Sweep = { version, table, rows, question: this.question, signal: this.#deciding.signal };
    let verdicts: Verdicts | undefined;
    decide(sweep, (outcomes, decided, codes, diagnostics) => {
      verdicts ??= this.#fresh(outcomes, table.length);
      this.base = verdicts;
      if (this.lines.size === 0) this.moved = verdicts;
      put(verdicts, decided, codes);
      this.done += decided.length;
      this.#note(diagnostics);
      this.#changed();
    }).then(() => {
      if (sweep.signal.aborted) return;
      this.#move();
      const axis = linesOf(version.about)[0]?.param.name;
      if (axis !== undefined && this.lines.size === 0) this.#trackLine(axis);
    }).catch(passOver);
  }

  /** Codes to fill: the last ones stay where the outcomes are the same, so that nothing flickers. */
  #fresh(outcomes: readonly string[], length: number): Verdicts {
    const codes = new Uint8Array(outcomes.length * length).fill(PENDING);
    if (this.base && this.base.codes.length === codes.length && this.base.outcomes.join() === outcomes.join()) codes.set(this.base.codes);
    return { outcomes, codes };
  }

  #note(diagnostics: readonly Diagnostic[]): void {
    for (const found of diagnostics) {
      if (found.code === "unused" || this.problems.size >= 500) continue;
      const message = this.#setting.table?.said(found.message) ?? found.message;
      this.problems.set(message, { ...found, message });
    }
  }

  /** Puts a line somewhere else; `undefined` is back to where the text has it. */
  drag(name: string, value: string | undefined): void {
    this.typed.settle(name);
    if (value === undefined) this.lines.delete(name);
    else this.lines.set(name, value);
    if (value !== undefined) this.#trackLine(name);
    this.#move();
  }

  /** Asks beforehand how each model fares along a whole line. */
  #trackLine(axis: string): void {
    const { table } = this.#setting;
    const { version } = this.policy;
    if (!version || !table || !this.base || version.population) return;
    const others = [...this.lines].filter(([name]) => name !== axis);
    const key = [version, table, axis, JSON.stringify([this.question, others])];
    if (key.every((part, at) => part === this.#trackKey[at])) return;
    this.#trackKey = key;
    this.#tracking.abort();
    this.#tracking = new AbortController();
    this.tracks = new Map();
    this.trackedAxis = axis;
    const rows = this.#setting.first().slice(0, MOST_TRACKED);
    const question = others.length > 0 ? { ...this.question, param: others } : this.question;
    const { signal } = this.#tracking;
    let last = 0;
    track({ version, table, rows, question, signal }, axis, this.base.outcomes, (row, outcomes) => {
      const found = trackOf(outcomes);
      if (found) this.tracks.set(row, found);
      if (performance.now() - last < 100) return;
      last = performance.now();
      this.#changed();
    }).then(() => !signal.aborted && this.#changed()).catch(passOver);
  }

  /** Puts every model on its side of the lines as they are dragged. */
  #move(): void {
    this.#moving.abort();
    clearTimeout(this.#rest);
    this.#isMoving = false;
    const { base } = this;
    if (!base) return;
    if (this.lines.size === 0) {
      this.moved = base;
      return this.#changed();
    }
    const value = this.#exactPlace();
    const before = this.moved?.codes.length === base.codes.length ? this.moved.codes : base.codes;
    const verdicts: Verdicts = { outcomes: base.outcomes, codes: before.slice() };
    const rest: number[] = [];
    for (let row = 0; row < base.codes.length / base.outcomes.length; row += 1) {
      const tracked = value === undefined ? undefined : this.tracks.get(row);
      const codes = tracked && value !== undefined ? codesAt(tracked, value) : undefined;
      if (codes) put(verdicts, [row], codes);
      else rest.push(row);
    }
    this.moved = verdicts;
    this.#isMoving = rest.length > 0;
    this.#changed();
    if (rest.length > 0) this.#rest = setTimeout(() => this.#decideMoved(rest), REST);
  }

  /** Where the tracked line stands, in its own unit; `undefined` where the tracks are of other lines. */
  #exactPlace(): Fraction | undefined {
    const value = this.trackedAxis === undefined ? undefined : this.lines.get(this.trackedAxis);
    const { version } = this.policy;
    if (value === undefined || !version) return undefined;
    const others = [...this.lines].filter(([name]) => name !== this.trackedAxis);
    if (this.#trackKey[0] !== version || this.#trackKey[3] !== JSON.stringify([this.question, others])) return undefined;
    const unit = version.about.params.find((param) => param.name === this.trackedAxis)?.unit ?? "";
    const number = numberIn(value, unit);
    return number === undefined ? undefined : fraction(String(number));
  }

  #decideMoved(rows: readonly number[]): void {
    const { table } = this.#setting;
    const { version } = this.policy;
    if (!version || !table || !this.moved) return;
    this.#moving = new AbortController();
    const { signal } = this.#moving;
    decide({ version, table, rows, question: this.movedQuestion, signal }, (outcomes, decided, codes) => {
      if (this.moved?.outcomes.length === outcomes.length) put(this.moved, decided, codes);
      this.#changed();
    }).then(() => {
      if (signal.aborted) return;
      this.#isMoving = false;
      this.#changed();
    }).catch(passOver);
  }
}

function put(verdicts: Verdicts, rows: readonly number[], codes: Uint8Array): void {
  const width = verdicts.outcomes.length;
  rows.forEach((row, at) => verdicts.codes.set(codes.subarray(at * width, (at + 1) * width), row * width));
}

/** What is given up is no mistake. */
function passOver(why: unknown): void {
  if (!(why instanceof DOMException && why.name === "AbortError")) throw why;
}
