/** The package in Node. */

import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Client } from "./client.js";
import { Engine, start } from "./engine.js";
import type { ConnectOptions, Source } from "./index.js";
import type { Port } from "./messages.js";

export { lines } from "./ask.js";
export { Client, DEADLINE, RemotePolicies } from "./client.js";
export { Columns, Engine, Policies, Rows } from "./engine.js";
export { CODES } from "./types.js";

let own: WebAssembly.Module | undefined;

function compile(source?: Source): WebAssembly.Module {
  if (source === undefined) return (own ??= compile(new URL("./brightline_full_bg.wasm", import.meta.url)));
  if (source instanceof WebAssembly.Module) return source;
  const bytes = typeof source === "string" || source instanceof URL ? readFileSync(source) : source;
  return new WebAssembly.Module(bytes as BufferSource);
}

/** Loads the engine into this thread. */
export async function load(source?: Source): Promise<Engine> {
  return start(compile(source));
}

/** Loads the engine into this thread at once. */
export function loadSync(source?: WebAssembly.Module | BufferSource): Engine {
  return start(compile(source));
}

function spawn(): Port {
  const worker = new Worker(new URL("./node-worker.js", import.meta.url));
  return {
    post: (message, transfer = []) => {
      // A worker that waits does not keep the program alive, one that works does.
      worker.ref();
      worker.postMessage(message, transfer as never);
    },
    listen: (heard, failed) => {
      worker.on("message", (message) => {
        worker.unref();
        heard(message);
      });
      worker.on("error", (error) => failed(error.message));
    },
    terminate: () => void worker.terminate(),
  };
}

/** Starts the engine in a worker. */
export function connect(options: ConnectOptions = {}): Client {
  const { source, full, deadline } = options;
  const load = (from?: Source) => Promise.resolve().then(() => compile(from));
  let module: WebAssembly.Module | undefined;
  return new Client(spawn, async () => (module ??= await load(source)), deadline, full === undefined ? undefined : () => load(full));
}
