/** Why the opened model stands where it stands: the newest question wins. */

import { lines } from "brightline";
import type { Diagnostic, Document, DueLine, EvalLine } from "brightline";
import type { App } from "./app.js";
import type { Version } from "./data/policy.js";
import { Neighbours } from "./data/sweep.js";
import type { Side } from "./side.js";
import type { Table } from "./table/table.js";

/** What the answer pane is told. */
export interface Answer {
  version: Version;
  /** The model with those that it refers to; it stands at `place` among them. */
  document: Document;
  title: string;
  place: number;
  line: EvalLine | undefined;
  diagnostics: readonly Diagnostic[];
  /** What follows, with the days and what it amounts to then; `undefined` until it is known. */
  due?: readonly DueLine[];
}

/** The rows beside which a model is judged, and its own. */
export function rowsFor(version: Version, table: Table, row: number): number[] {
  return version.population ? Array.from({ length: table.length }, (_, at) => at) : new Neighbours(version, table).with([row]);
}

export class Answers {
  /** The last answer; it stays until there is a newer one. */
  now: Answer | undefined;
  working = false;
  readonly #app: App;
  readonly #changed: () => void;
  #newest = 0;
  #busy = false;
  /** Whole tables that were explained, for policies that compare models with one another. */
  #whole: { key: string; version: Version; table: unknown; lines: EvalLine[]; diagnostics: readonly Diagnostic[]; due?: Promise<DueLine[]> } | undefined;

  constructor(app: App, changed: () => void) {
    this.#app = app;
    this.#changed = changed;
  }

  /** Asks about the model that is opened, as things stand now. */
  ask(): void {
    this.#newest += 1;
    if (this.#busy) return;
    this.#busy = true;
    void this.#answer().finally(() => (this.#busy = false));
  }

  async #answer(): Promise<void> {
    for (let seen = -1; seen !== this.#newest; ) {
      seen = this.#newest;
      const { table, row } = this.#app;
      const side = this.#app.side();
      const version = side?.policy.version;
      if (!table || row === undefined || row >= table.length || !side || !version) {
        this.now = undefined;
        continue;
      }
      this.working = true;
      const rows = rowsFor(version, table, row);
      const document = table.document(rows);
      const place = rows.indexOf(row);
      const answered = version.population ? this.#explainWhole(side, version, document) : this.#explain(side, version, document);
      const { found, diagnostics } = await answered;
      const title = table.title(row);
      const line = found.length === rows.length ? found[place] : found.find((line) => line.profile === title);
      if (version.population && seen !== this.#newest) continue;
      const before = this.now;
      this.now = { version, document, title, place, line, diagnostics: diagnostics.map((found) => ({ ...found, message: table.said(found.message) })) };
      // Until the days are known anew, those of before stay, so that nothing flickers.
      if (before?.due && before.version === version && before.title === title) this.now.due = before.due;
      this.#changed();
      if (seen === this.#newest && line?.obligations.some(({ applies }) => applies !== "no")) void this.#date(this.now, side);
    }
    this.working = false;
    this.#changed();
  }

  async #explain(side: Side, version: Version, document: Document): Promise<{ found: EvalLine[]; diagnostics: readonly Diagnostic[] }> {
    const response = await version.live.eval({ ...side.movedQuestion, profiles: [document] });
    return { found: lines(response), diagnostics: response.diagnostics };
  }

  /** Finds the days of what follows, and what it amounts to on them. */
  async #date(answer: Answer, side: Side): Promise<void> {
    const { version, document, title } = answer;
    const whole = version.population ? this.#whole : undefined;
    const policies = whole ? await version.bulk : version.live;
    const ask = async () => lines(await policies.due({ ...side.movedQuestion, profiles: [document] }));
    const found = await (whole ? (whole.due ??= ask()) : ask()).catch(() => undefined);
    if (!found) return;
    answer.due = found.filter(({ profile }) => profile === title);
    this.#changed();
  }

  async #explainWhole(side: Side, version: Version, document: Document): Promise<{ found: EvalLine[]; diagnostics: readonly Diagnostic[] }> {
    const { table } = this.#app;
    const key = JSON.stringify(side.movedQuestion);
    const whole = this.#whole;
    if (whole && whole.key === key && whole.version === version && whole.table === table) return { found: whole.lines, diagnostics: whole.diagnostics };
    this.#changed();
    const policies = await version.bulk;
    const response = await policies.eval({ ...side.movedQuestion, profiles: [document] });
    this.#whole = { key, version, table, lines: lines(response), diagnostics: response.diagnostics };
    return { found: this.#whole.lines, diagnostics: response.diagnostics };
  }
}
