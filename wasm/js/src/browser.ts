/** The package in a page. */

import { Client } from "./client.js";
import { Engine, start } from "./engine.js";
import type { ConnectOptions, Source } from "./index.js";
import type { Port } from "./messages.js";

export { lines } from "./ask.js";
export { Client, DEADLINE, RemotePolicies } from "./client.js";
export { Columns, Engine, Policies, Rows } from "./engine.js";
export { CODES } from "./types.js";

/** The package's own code: what a worker begins with, and everything. */
let first: Promise<WebAssembly.Module> | undefined;
let full: Promise<WebAssembly.Module> | undefined;

async function fetched(url: URL | string): Promise<WebAssembly.Module> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${String(url)} answered ${answer.status}`);
  // A server that does not know the type of the file cannot stream it to the compiler.
  const streams = answer.headers.get("content-type")?.startsWith("application/wasm");
  return streams ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

function begin(): Promise<WebAssembly.Module> {
  return (first ??= fetched(new URL("./brightline_bg.wasm", import.meta.url)));
}

function compile(source?: Source): Promise<WebAssembly.Module> {
  if (source === undefined) return (full ??= fetched(new URL("./brightline_full_bg.wasm", import.meta.url)));
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
  return new Client(spawn, source === undefined ? begin() : compile(source), deadline, more);
}
