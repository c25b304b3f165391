/** What both entries of the package are. */

import type { Client } from "./client.js";
import type { Engine } from "./engine.js";

export { lines } from "./ask.js";
export type { LineOf, Question, Questions, RequestOf } from "./ask.js";
export { Client, DEADLINE, RemotePolicies } from "./client.js";
export type { Codes, Options } from "./client.js";
export { Columns, Engine, Policies, Rows } from "./engine.js";
export type * from "./lines.js";
export { CODES } from "./types.js";
export type * from "./types.js";

/** Where the engine's code comes from; the package's own file where nothing is said. */
export type Source = WebAssembly.Module | BufferSource | URL | string;

/** How a client is made. */
export interface ConnectOptions {
  /** Where the engine's code comes from: the full one, or the first part. */
  readonly source?: Source;
  /** Where the full engine comes from, where `source` is the first part: loaded when it is first needed. */
  readonly full?: Source;
  /** Milliseconds of work after which a request is given up; {@link DEADLINE} where nothing is said, which some hundred explained models may pass. */
  readonly deadline?: number;
}

/** Loads the full engine into this thread. */
export declare function load(source?: Source): Promise<Engine>;

/** Loads the engine into this thread at once; in a page its compiled code or its bytes must be given. */
export declare function loadSync(source?: WebAssembly.Module | BufferSource): Engine;

/** Starts the engine in a worker; in a page with its first part, and the rest when it is first needed. */
export declare function connect(options?: ConnectOptions): Client;
