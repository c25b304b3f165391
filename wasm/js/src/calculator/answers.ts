/** What is shown of the engine's answers, which can be kept and shown again. */

import type { ChanceLine, DueLine, EvalLine, FlipsLine, MeasureLine, RegionsLine } from "../lines.js";
import { Charts } from "./charts.js";

/** Answers that belong together. */
export interface Shown {
  readonly verdictLines: ReadonlyMap<string, EvalLine>;
  readonly flipsLine: FlipsLine | undefined;
  readonly regionLines: ReadonlyMap<string, readonly RegionsLine[]>;
  readonly dueLines: readonly DueLine[];
  readonly chanceLine: ChanceLine | undefined;
  readonly measureLine: MeasureLine | undefined;
}

export class Answers {
  verdictLines: Shown["verdictLines"] = new Map();
  flipsLine: Shown["flipsLine"];
  regionLines: Shown["regionLines"] = new Map();
  dueLines: Shown["dueLines"] = [];
  chanceLine: Shown["chanceLine"];
  measureLine: Shown["measureLine"];
  readonly charts = new Charts();

  /** Keeps what is shown; what comes back shows it again. */
  protected keepShown(): () => void {
    const { verdictLines, flipsLine, regionLines, dueLines, chanceLine, measureLine, charts } = this;
    const { mapLines, gridLines, values } = charts;
    return () => {
      Object.assign(this, { verdictLines, flipsLine, regionLines, dueLines, chanceLine, measureLine } satisfies Shown);
      Object.assign(charts, { mapLines, gridLines, values });
    };
  }

  /** Forgets all but the verdicts. */
  protected forgetDeeper(): void {
    this.flipsLine = this.chanceLine = this.measureLine = undefined;
    this.regionLines = new Map();
    this.dueLines = [];
    this.charts.forget();
  }
}
