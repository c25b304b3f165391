/** What a worker does with its messages, whichever the platform. */

import * as glue from "./brightline.js";
import type { Message, Reply } from "./messages.js";

/** Answers messages; a trap is thrown, which ends the worker and with it the engine. */
export function serve(reply: (reply: Reply, transfer?: ArrayBuffer[]) => void): (message: Message) => void {
  const held = new Map<number, glue.Policies>();
  return (message) => {
    switch (message.kind) {
      case "start":
        glue.initSync({ module: message.module });
        return;
      case "free":
        held.get(message.handle)?.free();
        held.delete(message.handle);
        return;
      case "prepare": {
        const policies = new glue.Policies(message.files, message.paths);
        const value = { response: JSON.parse(policies.response()), ready: policies.isReady() };
        held.get(message.handle)?.free();
        held.set(message.handle, policies);
        return reply({ kind: "done", id: message.id, value });
      }
      case "check":
        return reply({ kind: "done", id: message.id, value: JSON.parse(glue.check(message.files, message.paths)) });
      case "format":
        return reply({ kind: "done", id: message.id, value: JSON.parse(glue.format(message.name, message.text)) });
    }
    const policies = held.get(message.handle);
    if (!policies) throw new Error("these policies were freed");
    switch (message.kind) {
      case "ask":
        return reply({ kind: "done", id: message.id, value: JSON.parse(policies.ask(message.question, message.request)) });
      case "rows": {
        const rows = policies.rows(message.request);
        return send(rows, () => rows.verdicts(), message.id);
      }
      case "columns": {
        const columns = policies.columns(message.request);
        return send(columns, () => columns.verdicts(message.numbers), message.id);
      }
    }
  };

  function send(from: { response(): string; outcomes(): string; free(): void }, verdicts: () => Uint8Array, id: number): void {
    const codes = verdicts();
    const value = { response: JSON.parse(from.response()), outcomes: JSON.parse(from.outcomes()), codes };
    from.free();
    reply({ kind: "done", id, value }, [codes.buffer as ArrayBuffer]);
  }
}
