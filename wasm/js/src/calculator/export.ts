/** Answers and pictures as files. */

import { writtenOwn } from "./own.js";
import type { State } from "./state.js";
import { VERSION } from "./version.js";

/** The scenarios with their answers, as JSON. */
export function asJson(state: State): string {
  const scenarios = state.scenarios.map((one) => ({
    name: one.name, facts: Object.fromEntries(one.facts), params: Object.fromEntries(one.params), readings: Object.fromEntries(one.readings),
    own_lines: state.questions.policies.flatMap((policy) => writtenOwn(state, policy.id, one) || []),
    answers: [...(state.linesOf(one)?.values() ?? [])],
  }));
  return `${JSON.stringify({ engine: VERSION, as_of: state.day, policies: state.questions.policies.map((policy) => policy.id), scenarios }, null, 2)}\n`;
}

/** One row for each outcome of each scenario, then one for each input. */
export function asCsv(state: State): string {
  const rows = [["scenario", "policy", "what", "name", "value", "because", "status", "as_of", "engine", "note"]];
  for (const one of state.scenarios) {
    for (const line of state.linesOf(one)?.values() ?? []) {
      for (const designation of line.designations) {
        rows.push([one.name, line.policy, "verdict", designation.id, designation.verdict, designation.because.join(" "), line.status ?? "", line.as_of, VERSION, writtenOwn(state, line.policy, one)]);
      }
    }
    for (const kind of ["facts", "params", "readings"] as const) {
      for (const [name, text] of one[kind]) rows.push([one.name, "", kind.slice(0, -1), name, text, "", "", state.day, VERSION, ""]);
    }
  }
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(text: string): string {
  // What begins like a formula would be one in a spreadsheet.
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Has the browser save a file. */
export function save(name: string, content: string | Blob, type: string): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name for a file, from the model's. */
export function fileName(state: State, ending: string): string {
  const base = (state.scenario.name || state.focus?.policy || "model").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return `${base.slice(0, 60) || "model"}.${ending}`;
}
