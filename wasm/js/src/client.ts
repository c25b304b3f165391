/**
 * The engine in a worker: a page stays usable whatever is asked.
 *
 * One request runs at a time, the others wait. A request that passes its deadline ends with an answer that says so; one that
 * is aborted is rejected with the signal's reason. Either way the worker is replaced by a fresh one, and what was prepared is
 * prepared again when it is next asked. The worker may begin with the first part of the engine: what that leaves to the full
 * one waits until it is loaded, while everything else goes on.
 */

import { listed } from "./ask.js";
import type { CheckLine } from "./lines.js";
import { leaves } from "./messages.js";
import type { Message, Port, Reply } from "./messages.js";
import { failed, FREED, text, texts } from "./refusal.js";
import { refused, RemotePolicies } from "./remote.js";
import type { Options } from "./remote.js";
import type { Files, Response } from "./types.js";

export { RemotePolicies } from "./remote.js";
export type { Codes, Options } from "./remote.js";

/** Milliseconds of work after which a request is given up where nothing else is said. */
export const DEADLINE = 10_000;

/** Milliseconds before what could not be loaded is asked for again. */
const PAUSE = 500;

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
  #load: () => Promise<WebAssembly.Module>;
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
    spawn: () => Port, load: () => Promise<WebAssembly.Module>, deadline = DEADLINE, full?: () => Promise<WebAssembly.Module>,
  ) {
    this.#spawn = spawn;
    this.#load = load;
    this.#deadline = deadline;
    this.#full = full;
  }

  /** Checks the policies that `paths` name among the files, all where it is empty, and keeps them for questions. */
  async prepare(files: Files, paths: readonly string[] = [], options: Options = {}): Promise<RemotePolicies> {
    const handle = this.#next++;
    const found = await refused<{ response: Response<never>; ready: boolean }>(() => {
      const kept = { files: listed(files), paths: texts(paths, "`paths`") };
      this.#files.set(handle, kept);
      return this.#request((id) => ({ kind: "prepare", id, handle, ...kept }), undefined, options, (response) => ({ response, ready: false }));
    }, (response) => ({ response, ready: false }));
    if (found.ready) this.#known.add(handle);
    const policies = new RemotePolicies(this, handle, found.response, found.ready);
    this.#forgotten.register(policies, handle, policies);
    return policies;
  }

  /** The mistakes in policies and vocabularies, as `brightline check --format json` prints them. */
  check(files: Files, paths: readonly string[] = [], options: Options = {}): Promise<Response<CheckLine>> {
    return refused(() => {
      const [list, names] = [listed(files), texts(paths, "`paths`")];
      return this.#request((id) => ({ kind: "check", id, files: list, paths: names }), undefined, options, (response) => response);
    }, (response) => response);
  }

  /** The canonical form of a policy or vocabulary: `text` is empty where it cannot be read. */
  format(name: string, source: string, options: Options = {}): Promise<Response<never>> {
    return refused(() => {
      const given = { name: text(name, "the name"), text: text(source, "the text") };
      return this.#request((id) => ({ kind: "format", id, ...given }), undefined, options, (response) => response);
    }, (response) => response);
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
      try {
        await twice(() => this.#start());
      } catch (why) {
        this.#unloaded(this.#queue.splice(0), why);
        return;
      } finally {
        this.#starting = false;
      }
    }
    const port = this.#port;
    const waiting = port && this.#queue.shift();
    if (!waiting) return;
    const { handle } = waiting;
    if (handle !== undefined && !this.#known.has(handle)) {
      const kept = this.#files.get(handle);
      if (!kept) {
        this.#settle(waiting, () => waiting.resolve(waiting.otherwise(FREED.response)));
        return void this.#advance();
      }
      // The reply has no one to wait for it: what is wrong with the policies is known already.
      port.post({ kind: "prepare", id: 0, handle, ...kept } satisfies Message);
      this.#known.add(handle);
    }
    const id = this.#next++;
    const deadline = waiting.options.deadline ?? this.#deadline;
    const timer = Number.isFinite(deadline) ? setTimeout(() => this.#late(deadline), deadline) : undefined;
    this.#running = { id, waiting, timer };
    port.post(waiting.message(id));
  }

  async #start(): Promise<void> {
    let port: Port | undefined;
    try {
      // The worker starts while the engine is compiled.
      const starting = (port = this.#spawn());
      const broken = new Promise<never>((_, reject) => {
        starting.listen((reply) => this.#heard(starting, reply), (why) => (this.#port === starting ? this.#broke(starting, why) : reject(new Error(why))));
      });
      const module = await Promise.race([this.#load(), broken]);
      if (this.#closed) return starting.terminate();
      starting.post({ kind: "start", module } satisfies Message);
      this.#port = starting;
      this.#known = new Set();
    } catch (why) {
      port?.terminate();
      throw why;
    }
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
    void (load && twice(load).then(
      (module) => {
        this.#load = () => Promise.resolve(module);
        this.#outgrown = true;
        this.#queue.unshift(...this.#beyond.splice(0));
        void this.#advance();
      },
      (why: unknown) => {
        this.#full = load;
        this.#unloaded(this.#beyond.splice(0), why);
      },
    ));
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

/** Work that is tried once more after a pause where it fails. */
async function twice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return work();
  }
}
