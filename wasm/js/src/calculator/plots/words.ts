/** The plots' words in English, and what a catalogue of another language has to give. */

import type { Verdict } from "../../types.js";

export interface PlotWords {
  /** The language, as in `Intl`. */
  readonly language: string;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly million: string;
  readonly billion: string;
  readonly trillion: string;
  readonly unknown: string;
  /** The slider of an axis: what moves, and along what. */
  readonly handle: (subject: string, axis: string) => string;
  readonly help: string;
  readonly lineHelp: string;
  readonly range: (from: string, to: string) => string;
  readonly atLeast: (from: string) => string;
  readonly atMost: (to: string) => string;
  readonly about: (at: string, from: string, to: string) => string;
  readonly valueUnknown: (axis: string) => string;
  readonly table: string;
  readonly lines: string;
  readonly models: string;
  readonly clause: string;
  readonly condition: string;
  readonly citation: string;
  readonly where: string;
  readonly from: string;
  readonly to: string;
  readonly verdict: string;
  readonly name: string;
  readonly along: (axis: string, other: string, at: string) => string;
  readonly sampled: (columns: number, rows: number) => string;
  readonly source: (policies: string, day: string, version: string) => string;
  readonly counts: (covered: number, undetermined: number, all: number) => string;
  readonly describe: (subject: string, verdict: string, x: string, y: string) => string;
  /** How many of all known models are not drawn: as their values are not known, and as they lie off the axes. */
  readonly unseen: (unplaced: number, off: number, all: number) => string;
  /** The model is nowhere: neither value is known. */
  readonly nowhere: (subject: string, x: string, y: string) => string;
  readonly domainEnd: string;
}

export const ENGLISH: PlotWords = {
  language: "en",
  verdicts: { covered: "covered", not_covered: "not covered", undetermined: "undetermined" },
  million: "million",
  billion: "billion",
  trillion: "trillion",
  unknown: "unknown",
  handle: (subject, axis) => `${subject}: ${axis}`,
  help: "Arrow keys move it along both axes; with Shift, or Page Up and Page Down, by ten times as much.",
  lineHelp: "Arrow keys move it; with Shift, or Page Up and Page Down, by ten times as much.",
  range: (from, to) => `${from} to ${to}`,
  atLeast: (from) => `${from} or more`,
  atMost: (to) => `${to} or less`,
  about: (at, from, to) => `about ${at}, ${from} to ${to}`,
  valueUnknown: (axis) => `${axis} unknown`,
  table: "As a table",
  lines: "Lines",
  models: "Known models",
  clause: "Clause",
  condition: "Condition",
  citation: "Citation",
  where: "Where",
  from: "From",
  to: "To",
  verdict: "Verdict",
  name: "Name",
  along: (axis, other, at) => `Along ${axis}, where ${other} is ${at}`,
  sampled: (columns, rows) => `Asked at ${columns} by ${rows} points: each edge lies within one cell.`,
  source: (policies, day, version) => `${policies}, judged on ${day}. Brightline ${version}.`,
  counts: (covered, undetermined, all) => `${covered} covered, ${undetermined} undetermined of ${all}`,
  describe: (subject, verdict, x, y) => `${subject} is ${verdict} at ${y === "" ? x : `${x} and ${y}`}.`,
  unseen: (unplaced, off, all) => {
    const why = off === 0 ? "the table does not give their values here" : unplaced === 0 ? "they lie off the axes" : `the table does not give the values of ${unplaced} here, and ${off} lie off the axes`;
    return `${unplaced + off === all ? `None of the ${all} known models is drawn` : `${unplaced + off} of ${all} known models are not drawn`}: ${why}.`;
  },
  nowhere: (subject, x, y) => `Neither ${x} nor ${y} of ${subject} is known, so it is not drawn. Press a place to put it there.`,
  domainEnd: "no end",
};
