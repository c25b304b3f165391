/** The package in a page. */

import { Client } from "./client.js";
import { Engine, start } from "./engine.js";
import type { ConnectOptions, Source } from "./index.js";
import type { Port } from "./messages.js";

export { lines } from "./ask.js";
export { Client, DEADLINE, RemotePolicies } from "./client.js";
export { Columns, Engine, Policies, Rows } from "./engine.js";
export { CODES } from "./types.js";

/** The package's own code by its file, each compiled once; what could not be fetched is asked for again. */
const own = new Map<string, Promise<WebAssembly.Module>>();

async function fetched(url: URL | string): Promise<WebAssembly.Module> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${String(url)} answered ${answer.status}`);
  // A server that does not know the type of the file cannot stream it to the compiler.
  const streams = answer.headers.get("content-type")?.startsWith("application/wasm");
  return streams ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

function kept(url: URL): Promise<WebAssembly.Module> {
  const before = own.get(url.href);
  if (before) return before;
  const module = fetched(url);
  own.set(url.href, module);
  module.catch(() => own.delete(url.href));
  return module;
}

function begin(): Promise<WebAssembly.Module> {
  return kept(new URL("./brightline_bg.wasm", import.meta.url));
}

function compile(source?: Source): Promise<WebAssembly.Module> {
  if (source === undefined) return kept(new URL("./brightline_full_bg.wasm", import.meta.url));
  if (source instanceof WebAssembly.Module) return Promise.resolve(source);
  if (typeof source === "string" || source instanceof URL) return fetched(source);
  return WebAssembly.compile(source);
}

/** Loads the full engine into this thread. */
export async function load(source?: Source): Promise<Engine> {
  return start(await compile(source));
}

/** Loads the engine into this thread at once. */
export function loadSync(source?: WebAssembly.Module | BufferSource): Engine {
  if (source === undefined) throw new TypeError("give the engine's compiled code or its bytes, or use `load`");
  return start(source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source));
}

function spawn(): Port {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    listen: (heard, failed) => {
      worker.onmessage = (event) => heard(event.data);
      worker.onerror = (event) => {
        event.preventDefault();
        failed(event.message || "its worker cannot be started");
      };
    },
    terminate: () => worker.terminate(),
  };
}

/** Starts the engine in a worker. */
export function connect(options: ConnectOptions = {}): Client {
  const { source, full, deadline } = options;
  const more = source === undefined || full !== undefined ? () => compile(full) : undefined;
  if (source === undefined) {
    void begin().catch(() => {});
    return new Client(spawn, begin, deadline, more);
  }
  // Bytes are compiled once, at once: they may change later. What was fetched in vain is fetched again.
  let module: Promise<WebAssembly.Module> | undefined;
  const load = () => {
    module ??= compile(source);
    module.catch(() => (module = undefined));
    return module;
  };
  void load().catch(() => {});
  return new Client(spawn, load, deadline, more);
}
