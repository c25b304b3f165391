/**
 * The engine in this thread: every call returns when it is done.
 *
 * What is wrong with an input is in the answer and never thrown. Where the engine itself gives up (it ran out of stack or
 * memory) the answer says so, and a fresh engine takes its place: what was prepared is prepared again when it is used.
 */

import * as glue from "./brightline.js";
import { listed, written } from "./ask.js";
import type { LineOf, Question, RequestOf } from "./ask.js";
import { joined } from "./columns.js";
import type { CheckLine } from "./lines.js";
import { failed, FREED, Refusal, text, texts } from "./refusal.js";
import type { ColumnsRequest, Files, Request, Response } from "./types.js";

/** How often the engine was started; what is of an earlier one is lost. */
let generation = 0;
let memory: WebAssembly.Memory | undefined;
let compiled: WebAssembly.Module | undefined;

/** Starts the engine from its compiled code. */
export function start(module: WebAssembly.Module): Engine {
  if (!compiled) {
    compiled = module;
    memory = glue.initSync({ module }).memory;
  }
  return new Engine();
}

function restart(): void {
  generation += 1;
  glue.__wbg_reset_state();
  if (compiled) memory = glue.initSync({ module: compiled }).memory;
}

/** What `work` gives; where the engine gives up, an answer that says so. */
function guarded<T>(work: () => T, otherwise: (response: Response<never>) => T): T {
  try {
    return work();
  } catch (trap) {
    if (trap instanceof Refusal) return otherwise(trap.response);
    restart();
    const why = trap instanceof Error ? trap.message : String(trap);
    return otherwise(failed("internal", `the engine gave up: ${why}`, "ask for less at once, or report it with its input"));
  }
}

/** An object of the engine that is made when it is needed, and again after a restart. */
class Held<T extends { free(): void }> {
  #made: T | undefined;
  #generation = -1;
  #freed = false;
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  get(): T {
    if (this.#freed) throw FREED;
    if (this.#made === undefined || this.#generation !== generation) {
      this.#made = this.#make();
      this.#generation = generation;
    }
    return this.#made;
  }

  free(): void {
    if (!this.#freed && this.#made !== undefined && this.#generation === generation) this.#made.free();
    this.#freed = true;
    this.#made = undefined;
  }
}

/** The engine. */
export class Engine {
  /** Its version. */
  get version(): string {
    return glue.version();
  }

  /** How many bytes of memory it has taken. */
  get memory(): number {
    return memory?.buffer.byteLength ?? 0;
  }

  /** Checks the policies that `paths` name among the files, all where it is empty, and keeps them for questions. */
  prepare(files: Files, paths: readonly string[] = []): Policies {
    return new Policies(() => [listed(files), texts(paths, "`paths`")]);
  }

  /** The mistakes in policies and vocabularies, as `brightline check --format json` prints them. */
  check(files: Files, paths: readonly string[] = []): Response<CheckLine> {
    return guarded(() => JSON.parse(glue.check(listed(files), texts(paths, "`paths`"))), (response) => response);
  }

  /** The canonical form of a policy or vocabulary: `text` is empty where it cannot be read. */
  format(name: string, source: string): Response<never> {
    return guarded(() => JSON.parse(glue.format(text(name, "the name"), text(source, "the text"))), (response) => response);
  }
}

/** Policies that are prepared. Freed when forgotten, or at once with `free` or `using`. */
export class Policies {
  /** What is odd about the policies, or why they cannot be used; without text. */
  readonly response: Response<never>;
  /** Whether questions can be asked; where not, every answer is {@link response}. */
  readonly ready: boolean;
  readonly #held: Held<glue.Policies>;

  /** @internal */
  constructor(read: () => readonly [files: string, paths: string]) {
    // What is given is read once, now: it may change later.
    let input: readonly [string, string] | undefined;
    this.#held = new Held(() => new glue.Policies(...(input ??= read())));
    const [response, ready] = guarded<[Response<never>, boolean]>(() => {
      const made = this.#held.get();
      return [JSON.parse(made.response()), made.isReady()];
    }, (response) => [response, false]);
    this.response = response;
    this.ready = ready;
  }

  /** Answers any question. */
  ask<Q extends Question>(question: Q, request: RequestOf<Q>): Response<LineOf<Q>> {
    return guarded<Response<LineOf<Q>>>(() => JSON.parse(this.#held.get().ask(question, written(question, request))), (response) => response);
  }

  /** What the policies say of the models: verdicts, clauses, margins, what is missing. */
  eval(request: RequestOf<"eval">): Response<LineOf<"eval">> {
    return this.ask("eval", request);
  }

  /** The smallest changes that turn each verdict. */
  flips(request: RequestOf<"flips">): Response<LineOf<"flips">> {
    return this.ask("flips", request);
  }

  /** How likely each outcome is. */
  chance(request: RequestOf<"chance">): Response<LineOf<"chance">> {
    return this.ask("chance", request);
  }

  /** What falls due. */
  due(request: RequestOf<"due">): Response<LineOf<"due">> {
    return this.ask("due", request);
  }

  /** What the settings of the request move. */
  whatif(request: RequestOf<"whatif">): Response<LineOf<"whatif">> {
    return this.ask("whatif", request);
  }

  /** What to measure next where a verdict is undetermined. */
  measure(request: RequestOf<"measure">): Response<LineOf<"measure">> {
    return this.ask("measure", request);
  }

  /** Profiles, or tests, that stand exactly on either side of each clause. */
  edges(request: RequestOf<"edges"> = {}): Response<LineOf<"edges">> {
    return this.ask("edges", request);
  }

  /** What the policies ask of a model: a list, a profile to fill in, a JSON Schema. */
  facts(request: RequestOf<"facts"> = {}): Response<LineOf<"facts">> {
    return this.ask("facts", request);
  }

  /** What the policies are, with all that they may be told. */
  about(): Response<LineOf<"about">> {
    return this.ask("about", {});
  }

  /** The parts of an axis on which each verdict holds, exactly. */
  regions(request: RequestOf<"regions">): Response<LineOf<"regions">> {
    return this.ask("regions", request);
  }

  /** The verdicts at the points of two axes. */
  grid(request: RequestOf<"grid">): Response<LineOf<"grid">> {
    return this.ask("grid", request);
  }

  /** The plane of two numbers, cut into parts on each of which one verdict holds, exactly. */
  map(request: RequestOf<"map">): Response<LineOf<"map">> {
    return this.ask("map", request);
  }

  /** Runs the tests beside the policies. */
  test(request: RequestOf<"test"> = {}): Response<LineOf<"test">> {
    return this.ask("test", request);
  }

  /** Decodes models once, for verdicts alone. */
  rows(request: Request): Rows {
    return new Rows(() => this.#held.get().rows(written("rows", request)));
  }

  /** Prepares columns of numbers, for verdicts alone. */
  columns(request: ColumnsRequest): Columns {
    return new Columns(request?.columns?.length ?? 0, () => this.#held.get().columns(written("rows", request)));
  }

  /** Gives up the memory it holds. */
  free(): void {
    this.#held.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

const NO_CODES = new Uint8Array();

/** Models, decoded once. */
export class Rows {
  /** What is odd about the models, or why they cannot be used; without text. */
  readonly response: Response<never>;
  /** What each model has a code for, as `policy.designation`, in order. */
  readonly outcomes: readonly string[];
  /** How many models there are. */
  readonly models: number;
  readonly #held: Held<glue.Rows>;

  /** @internal */
  constructor(make: () => glue.Rows) {
    this.#held = new Held(make);
    [this.response, this.outcomes, this.models] = guarded<[Response<never>, string[], number]>(() => {
      const made = this.#held.get();
      return [JSON.parse(made.response()), JSON.parse(made.outcomes()), made.models()];
    }, (response) => [response, [], 0]);
  }

  /** The codes of all models, one model after the other: 0 not covered, 1 covered, 2 undetermined, 3 in error. */
  verdicts(): Uint8Array {
    return guarded(() => this.#held.get().verdicts(), () => NO_CODES);
  }

  /** The code of one outcome of one model; 3 where there is none. */
  code(model: number, outcome = 0): number {
    return guarded(() => this.#held.get().code(model, outcome), () => 3);
  }

  /** Gives up the memory it holds. */
  free(): void {
    this.#held.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

/** Columns of numbers for some facts of one model. */
export class Columns {
  /** What is odd about the request, or why it cannot be used; without text. */
  readonly response: Response<never>;
  /** What each place has a code for, as `policy.designation`, in order. */
  readonly outcomes: readonly string[];
  readonly #held: Held<glue.Columns>;
  readonly #columns: number;

  /** @internal */
  constructor(columns: number, make: () => glue.Columns) {
    this.#columns = columns;
    this.#held = new Held(make);
    [this.response, this.outcomes] = guarded<[Response<never>, string[]]>(() => {
      const made = this.#held.get();
      return [JSON.parse(made.response()), JSON.parse(made.outcomes())];
    }, (response) => [response, []]);
  }

  /**
   * The codes of each place, one place after the other: 0 not covered, 1 covered, 2 undetermined, 3 in error. The columns
   * stand in the order of the request and have one length; a number is in the fact's own unit, and `NaN` is unknown.
   */
  verdicts(columns: readonly Float64Array[]): Uint8Array {
    const numbers = joined(columns, this.#columns);
    return guarded(() => this.#held.get().verdicts(numbers), () => NO_CODES);
  }

  /** Gives up the memory it holds. */
  free(): void {
    this.#held.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
