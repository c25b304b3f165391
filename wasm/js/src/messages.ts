/** What a client and its worker say to each other. */

import type { Response } from "./types.js";

/** A worker, whichever the platform. */
export interface Port {
  post(message: unknown, transfer?: Transferable[]): void;
  listen(heard: (message: Reply) => void, failed: (why: string) => void): void;
  terminate(): void;
}

/** What is sent to a worker. */
export type Message =
  | { kind: "start"; module: WebAssembly.Module }
  | { kind: "prepare"; id: number; handle: number; files: string; paths: string }
  | { kind: "ask"; id: number; handle: number; question: string; request: string }
  | { kind: "rows"; id: number; handle: number; request: string }
  | { kind: "columns"; id: number; handle: number; request: string; numbers: Float64Array }
  | { kind: "check"; id: number; files: string; paths: string }
  | { kind: "format"; id: number; name: string; text: string }
  | { kind: "free"; handle: number };

/** What a worker sends. */
export type Reply =
  | { kind: "done"; id: number; value: unknown }
  | { kind: "progress"; id: number; done: number };

/** Whether an answer leaves its question to the full engine. */
export function leaves(value: unknown): boolean {
  const response = (value as { response?: Response<never> }).response ?? (value as Response<never>);
  return response.diagnostics.some((diagnostic) => diagnostic.code === "engine");
}
