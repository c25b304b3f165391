/**
 * The engine in a worker: a page stays usable whatever is asked.
 *
 * One request runs at a time, the others wait. A request that passes its deadline ends with an answer that says so; one that
 * is aborted is rejected with the signal's reason. Either way the worker is replaced by a fresh one, and what was prepared is
 * prepared again when it is next asked. The worker may begin with the first part of the engine: what that leaves to the full
 * one waits until it is loaded, while everything else goes on.
 */

import { failed, listed, written } from "./ask.js";
import type { LineOf, Question, RequestOf } from "./ask.js";
import type { CheckLine } from "./lines.js";
import { leaves } from "./messages.js";
import type { Message, Port, Reply } from "./messages.js";
import type { ColumnsRequest, Files, Request, Response } from "./types.js";

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

/** Milliseconds of work after which a request is given up where nothing else is said. */
export const DEADLINE = 10_000;

interface Waiting {
  message: (id: number) => Message;
  handle: number | undefined;
  options: Options;
  resolve: (value: unknown) => void;
  reject: (why: unknown) => void;
  /** What it is resolved with where it fails. */
  otherwise: (response: Response<never>) => unknown;
  aborted: (() => void) | undefined;
}

/** The engine in a worker. */
export class Client {
  readonly #spawn: () => Port;
  #module: Promise<WebAssembly.Module>;
  #full: (() => Promise<WebAssembly.Module>) | undefined;
  /** What waits for the full engine. */
  #beyond: Waiting[] = [];
  /** Whether the worker has only the first part, though the full engine is there. */
  #outgrown = false;
  readonly #deadline: number;
  readonly #files = new Map<number, { files: string; paths: string }>();
  /** The handles that this worker has. */
  #known = new Set<number>();
  readonly #queue: Waiting[] = [];
  #port: Port | undefined;
  #running: { id: number; waiting: Waiting; timer: ReturnType<typeof setTimeout> | undefined } | undefined;
  #next = 1;
  #starting = false;
  #closed = false;
  readonly #forgotten = new FinalizationRegistry<number>((handle) => this.release(handle));

  /** @internal Use `connect`. */
  constructor(
    spawn: () => Port, module: Promise<WebAssembly.Module>, deadline = DEADLINE, full?: () => Promise<WebAssembly.Module>,
  ) {
    this.#spawn = spawn;
    this.#module = module;
    this.#deadline = deadline;
    this.#full = full;
  }

  /** Checks the policies that `paths` name among the files, all where it is empty, and keeps them for questions. */
  async prepare(files: Files, paths: readonly string[] = [], options: Options = {}): Promise<RemotePolicies> {
    const handle = this.#next++;
    this.#files.set(handle, { files: listed(files), paths: JSON.stringify(paths) });
    const found = await this.#request<{ response: Response<never>; ready: boolean }>(
      (id) => ({ kind: "prepare", id, handle, ...this.#kept(handle) }), undefined, options,
      (response) => ({ response, ready: false }),
    );
    if (found.ready) this.#known.add(handle);
    const policies = new RemotePolicies(this, handle, found.response, found.ready);
    this.#forgotten.register(policies, handle, policies);
    return policies;
  }

  /** The mistakes in policies and vocabularies, as `brightline check --format json` prints them. */
  check(files: Files, paths: readonly string[] = [], options: Options = {}): Promise<Response<CheckLine>> {
    const [list, names] = [listed(files), JSON.stringify(paths)];
    return this.#request((id) => ({ kind: "check", id, files: list, paths: names }), undefined, options, (response) => response);
  }

  /** The canonical form of a policy or vocabulary: `text` is empty where it cannot be read. */
  format(name: string, text: string, options: Options = {}): Promise<Response<never>> {
    return this.#request((id) => ({ kind: "format", id, name, text }), undefined, options, (response) => response);
  }

  /** Ends the worker; what still waits is rejected. */
  close(): void {
    this.#closed = true;
    this.#replace();
    const gone = new DOMException("the client is closed", "AbortError");
    const running = this.#end();
    running?.reject(gone);
    for (const waiting of [...this.#queue.splice(0), ...this.#beyond.splice(0)]) waiting.reject(gone);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** @internal */
  send<T>(
    handle: number, message: (id: number) => Message, options: Options, otherwise: (response: Response<never>) => unknown,
  ): Promise<T> {
    return this.#request(message, handle, options, otherwise);
  }

  /** @internal */
  release(handle: number, policies?: RemotePolicies): void {
    if (policies) this.#forgotten.unregister(policies);
    this.#files.delete(handle);
    if (this.#known.delete(handle)) this.#port?.post({ kind: "free", handle } satisfies Message);
  }

  #kept(handle: number): { files: string; paths: string } {
    return this.#files.get(handle) ?? { files: "[]", paths: "[]" };
  }

  #request<T>(
    message: (id: number) => Message, handle: number | undefined, options: Options,
    otherwise: (response: Response<never>) => unknown,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) return reject(new DOMException("the client is closed", "AbortError"));
      if (options.signal?.aborted) return reject(options.signal.reason);
      const waiting: Waiting = {
        message, handle, options, reject, otherwise, resolve: resolve as (value: unknown) => void, aborted: undefined,
      };
      if (options.signal) {
        waiting.aborted = () => this.#abort(waiting);
        options.signal.addEventListener("abort", waiting.aborted, { once: true });
      }
      this.#queue.push(waiting);
      void this.#advance();
    });
  }

  async #advance(): Promise<void> {
    if (this.#running || this.#starting || this.#closed || this.#queue.length === 0) return;
    if (this.#outgrown) {
      this.#outgrown = false;
      this.#replace();
    }
    if (!this.#port) {
      this.#starting = true;
      let port: Port | undefined;
      try {
        // The worker starts while the engine is compiled.
        const starting = (port = this.#spawn());
        const broken = new Promise<never>((_, reject) => {
          starting.listen((reply) => this.#heard(starting, reply), (why) => (this.#port === starting ? this.#broke(starting, why) : reject(new Error(why))));
        });
        const module = await Promise.race([this.#module, broken]);
        if (this.#closed) return starting.terminate();
        starting.post({ kind: "start", module } satisfies Message);
        this.#port = starting;
        this.#known = new Set();
      } catch (why) {
        port?.terminate();
        this.#unloaded(this.#queue.splice(0), why);
        return;
      } finally {
        this.#starting = false;
      }
    }
    const waiting = this.#queue.shift();
    if (!waiting) return;
    const { handle } = waiting;
    if (handle !== undefined && !this.#known.has(handle)) {
      // The reply has no one to wait for it: what is wrong with the policies is known already.
      this.#port.post({ kind: "prepare", id: 0, handle, ...this.#kept(handle) } satisfies Message);
      this.#known.add(handle);
    }
    const id = this.#next++;
    const deadline = waiting.options.deadline ?? this.#deadline;
    const timer = Number.isFinite(deadline) ? setTimeout(() => this.#late(deadline), deadline) : undefined;
    this.#running = { id, waiting, timer };
    const message = waiting.message(id);
    this.#port.post(message);
  }

  #heard(port: Port, reply: Reply): void {
    if (port !== this.#port || reply.id !== this.#running?.id) return;
    if (reply.kind === "progress") {
      this.#running.waiting.options.progress?.(reply.done);
      return;
    }
    if (leaves(reply.value) && this.#wait(this.#running.waiting)) {
      clearTimeout(this.#running.timer);
      this.#running = undefined;
      return void this.#advance();
    }
    const waiting = this.#end();
    waiting?.options.progress?.(1);
    waiting?.resolve(reply.value);
    void this.#advance();
  }

  /** Keeps a request for the full engine, which is loaded once; `false` where there is none. */
  #wait(waiting: Waiting): boolean {
    if (this.#outgrown) return this.#queue.unshift(waiting) > 0;
    const load = this.#full;
    if (!load && this.#beyond.length === 0) return false;
    this.#beyond.push(waiting);
    this.#full = undefined;
    load?.().then(
      (module) => {
        this.#module = Promise.resolve(module);
        this.#outgrown = true;
        this.#queue.unshift(...this.#beyond.splice(0));
        void this.#advance();
      },
      (why: unknown) => {
        this.#full = load;
        this.#unloaded(this.#beyond.splice(0), why);
      },
    );
    return true;
  }

  #unloaded(lost: Waiting[], why: unknown): void {
    const response = failed("internal", `the engine cannot be loaded: ${String(why)}`, "see whether its files are there");
    for (const waiting of lost) this.#settle(waiting, () => waiting.resolve(waiting.otherwise(response)));
  }

  #broke(port: Port, why: string): void {
    if (port !== this.#port) return;
    this.#replace();
    const waiting = this.#end();
    waiting?.resolve(waiting.otherwise(failed("internal", `the engine gave up: ${why}`, "ask for less at once, or report it with its input")));
    void this.#advance();
  }

  #late(deadline: number): void {
    this.#replace();
    const waiting = this.#end();
    const message = `there is no answer after ${deadline / 1000} s`;
    waiting?.resolve(waiting.otherwise(failed("limit", message, "ask for less at once, or give it a longer deadline")));
    void this.#advance();
  }

  #abort(waiting: Waiting): void {
    const reason: unknown = waiting.options.signal?.reason;
    if (this.#running?.waiting === waiting) {
      this.#replace();
      this.#end();
    } else {
      for (const list of [this.#queue, this.#beyond]) {
        const at = list.indexOf(waiting);
        if (at >= 0) list.splice(at, 1);
      }
    }
    waiting.reject(reason);
    void this.#advance();
  }

  /** Ends what runs, and gives it back. */
  #end(): Waiting | undefined {
    const running = this.#running;
    if (!running) return undefined;
    this.#running = undefined;
    clearTimeout(running.timer);
    this.#settle(running.waiting, () => {});
    return running.waiting;
  }

  #settle(waiting: Waiting, settle: () => void): void {
    if (waiting.aborted) waiting.options.signal?.removeEventListener("abort", waiting.aborted);
    settle();
  }

  #replace(): void {
    this.#port?.terminate();
    this.#port = undefined;
    this.#known = new Set();
  }
}

/** Policies that are prepared in a worker. Freed when forgotten, or at once with `free` or `using`. */
export class RemotePolicies {
  /** What is odd about the policies, or why they cannot be used; without text. */
  readonly response: Response<never>;
  /** Whether questions can be asked; where not, every answer is {@link response}. */
  readonly ready: boolean;
  readonly #client: Client;
  readonly #handle: number;

  /** @internal */
  constructor(client: Client, handle: number, response: Response<never>, ready: boolean) {
    this.#client = client;
    this.#handle = handle;
    this.response = response;
    this.ready = ready;
  }

  /** Answers any question. */
  ask<Q extends Question>(question: Q, request: RequestOf<Q>, options: Options = {}): Promise<Response<LineOf<Q>>> {
    const [handle, text] = [this.#handle, written(question, request)];
    if (!this.ready) return Promise.resolve(this.response);
    return this.#client.send(handle, (id) => ({ kind: "ask", id, handle, question, request: text }), options, (response) => response);
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
    const [handle, text] = [this.#handle, written("rows", request)];
    return this.#codes((id) => ({ kind: "rows", id, handle, request: text }), options);
  }

  /** The codes at each place of columns of numbers; see {@link Columns}. */
  columns(request: ColumnsRequest, columns: readonly Float64Array[], options: Options = {}): Promise<Codes> {
    const length = columns[0]?.length ?? 0;
    if (columns.length !== request.columns.length || columns.some((column) => column.length !== length)) {
      return Promise.reject(new TypeError(`${request.columns.length} columns of one length are asked for`));
    }
    const numbers = new Float64Array(columns.length * length);
    columns.forEach((column, at) => numbers.set(column, at * length));
    const [handle, text] = [this.#handle, written("rows", request)];
    return this.#codes((id) => ({ kind: "columns", id, handle, request: text, numbers }), options);
  }

  #codes(message: (id: number) => Message, options: Options): Promise<Codes> {
    const none = (response: Response<never>): Codes => ({ response, outcomes: [], codes: new Uint8Array() });
    if (!this.ready) return Promise.resolve(none(this.response));
    return this.#client.send(this.#handle, message, options, none);
  }

  /** Gives up the memory it holds. */
  free(): void {
    this.#client.release(this.#handle, this);
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
