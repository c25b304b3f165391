/** Policies that are prepared in a worker, and how each question to them is made. */

import { written } from "./ask.js";
import type { LineOf, Question, RequestOf } from "./ask.js";
import { joined } from "./columns.js";
import type { Message } from "./messages.js";
import { FREED, Refusal } from "./refusal.js";
import type { ColumnsRequest, Request, Response } from "./types.js";

/** How one request is made. */
export interface Options {
  /** Gives the request up. */
  readonly signal?: AbortSignal;
  /** After how many milliseconds of work it is given up; `Infinity` is never. */
  readonly deadline?: number;
  /** Is told how far it is, from 0 to 1. */
  readonly progress?: (done: number) => void;
}

/** Codes of many models. */
export interface Codes {
  readonly response: Response<never>;
  /** What each model has a code for, as `policy.designation`, in order. */
  readonly outcomes: readonly string[];
  /** 0 not covered, 1 covered, 2 undetermined, 3 in error; one model after the other. */
  readonly codes: Uint8Array;
}

/** What takes requests to the worker. */
export interface Line {
  send<T>(handle: number, message: (id: number) => Message, options: Options, otherwise: (response: Response<never>) => unknown): Promise<T>;
  release(handle: number, policies?: RemotePolicies): void;
}

/** What `work` gives; where it is refused, an answer that says why. */
export async function refused<T>(work: () => Promise<T>, otherwise: (response: Response<never>) => T): Promise<T> {
  try {
    return await work();
  } catch (why) {
    if (why instanceof Refusal) return otherwise(why.response);
    throw why;
  }
}

function noCodes(response: Response<never>): Codes {
  return { response, outcomes: [], codes: new Uint8Array() };
}

/** Policies that are prepared in a worker. Freed when forgotten, or at once with `free` or `using`. */
export class RemotePolicies {
  /** What is odd about the policies, or why they cannot be used; without text. */
  readonly response: Response<never>;
  /** Whether questions can be asked; where not, every answer is {@link response}. */
  readonly ready: boolean;
  readonly #client: Line;
  readonly #handle: number;
  #freed = false;

  /** @internal */
  constructor(client: Line, handle: number, response: Response<never>, ready: boolean) {
    this.#client = client;
    this.#handle = handle;
    this.response = response;
    this.ready = ready;
  }

  /** Answers any question. */
  ask<Q extends Question>(question: Q, request: RequestOf<Q>, options: Options = {}): Promise<Response<LineOf<Q>>> {
    return this.#send(question, request, (handle, id, text) => ({ kind: "ask", id, handle, question, request: text }), options, (response) => response);
  }

  /** What the policies say of the models: verdicts, clauses, margins, what is missing. */
  eval(request: RequestOf<"eval">, options?: Options): Promise<Response<LineOf<"eval">>> {
    return this.ask("eval", request, options);
  }

  /** The smallest changes that turn each verdict. */
  flips(request: RequestOf<"flips">, options?: Options): Promise<Response<LineOf<"flips">>> {
    return this.ask("flips", request, options);
  }

  /** How likely each outcome is. */
  chance(request: RequestOf<"chance">, options?: Options): Promise<Response<LineOf<"chance">>> {
    return this.ask("chance", request, options);
  }

  /** What falls due. */
  due(request: RequestOf<"due">, options?: Options): Promise<Response<LineOf<"due">>> {
    return this.ask("due", request, options);
  }

  /** What the settings of the request move. */
  whatif(request: RequestOf<"whatif">, options?: Options): Promise<Response<LineOf<"whatif">>> {
    return this.ask("whatif", request, options);
  }

  /** What to measure next where a verdict is undetermined. */
  measure(request: RequestOf<"measure">, options?: Options): Promise<Response<LineOf<"measure">>> {
    return this.ask("measure", request, options);
  }

  /** Profiles, or tests, that stand exactly on either side of each clause. */
  edges(request: RequestOf<"edges"> = {}, options?: Options): Promise<Response<LineOf<"edges">>> {
    return this.ask("edges", request, options);
  }

  /** What the policies ask of a model: a list, a profile to fill in, a JSON Schema. */
  facts(request: RequestOf<"facts"> = {}, options?: Options): Promise<Response<LineOf<"facts">>> {
    return this.ask("facts", request, options);
  }

  /** What the policies are, with all that they may be told. */
  about(options?: Options): Promise<Response<LineOf<"about">>> {
    return this.ask("about", {}, options);
  }

  /** The parts of an axis on which each verdict holds, exactly. */
  regions(request: RequestOf<"regions">, options?: Options): Promise<Response<LineOf<"regions">>> {
    return this.ask("regions", request, options);
  }

  /** The verdicts at the points of two axes. */
  grid(request: RequestOf<"grid">, options?: Options): Promise<Response<LineOf<"grid">>> {
    return this.ask("grid", request, options);
  }

  /** The plane of two numbers, cut into parts on each of which one verdict holds, exactly. */
  map(request: RequestOf<"map">, options?: Options): Promise<Response<LineOf<"map">>> {
    return this.ask("map", request, options);
  }

  /** Runs the tests beside the policies. */
  test(request: RequestOf<"test"> = {}, options?: Options): Promise<Response<LineOf<"test">>> {
    return this.ask("test", request, options);
  }

  /** The codes of many models. */
  rows(request: Request, options: Options = {}): Promise<Codes> {
    return this.#send("rows", request, (handle, id, text) => ({ kind: "rows", id, handle, request: text }), options, noCodes);
  }

  /** The codes at each place of columns of numbers; see {@link Columns}. */
  async columns(request: ColumnsRequest, columns: readonly Float64Array[], options: Options = {}): Promise<Codes> {
    // A copy, as it may change before the worker has it.
    const numbers = Float64Array.from(joined(columns, request?.columns?.length ?? 0));
    return this.#send("rows", request, (handle, id, text) => ({ kind: "columns", id, handle, request: text, numbers }), options, noCodes);
  }

  #send<T>(
    question: Question | "rows", request: object, message: (handle: number, id: number, text: string) => Message, options: Options,
    otherwise: (response: Response<never>) => T,
  ): Promise<T> {
    return refused(() => {
      const [handle, text] = [this.#handle, written(question, request)];
      if (!this.ready) return Promise.resolve(otherwise(this.#freed ? FREED.response : this.response));
      return this.#client.send<T>(handle, (id) => message(handle, id, text), options, otherwise);
    }, otherwise);
  }

  /** Gives up the memory it holds. */
  free(): void {
    this.#freed = true;
    this.#client.release(this.#handle, this);
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
