/** What each line of an answer's text parses to. Exact numbers are strings with their units. */

import type { Verdict } from "./types.js";

export interface Margin {
  /** Value less line, in the line's unit; a range where the value is one. */
  difference: string;
  /** Value over line; `null` where it has no meaning. */
  ratio: string | null;
  /** The decimal logarithm of the ratio to two places, for show only. */
  orders: string | null;
}

export interface ClauseAnswer {
  id: string;
  /** `null` is unknown. */
  truth: boolean | null;
  /** The condition as written. */
  text: string;
  cite: string | null;
  /** Whether it decides, nearest of all. */
  binding: boolean;
  value: string | null;
  line: string | null;
  margin: Margin | null;
  note?: string;
  clauses?: ClauseAnswer[];
}

export interface Needs {
  /** The smallest sets of unknowns that could settle it; `param NAME` and `choice NAME` are marked. */
  sets: string[][];
  /** Whether that is all. */
  complete: boolean;
}

export interface Rest {
  kind: string;
  name: string;
  text: string;
}

export interface ReadingsSummary {
  covered: number;
  not_covered: number;
  undetermined: number;
  of: number;
  /** The choices that decide. */
  deciding: string[];
  alone: boolean;
}

export type OutcomeKind = "designate" | "presume" | "indicate";

export interface DesignationAnswer {
  id: string;
  kind: OutcomeKind;
  verdict: Verdict;
  /** The clauses that decide it, the binding one first. */
  because: string[];
  needs: Needs;
  rests_on: Rest[];
  /** The verdict under each reading: each choice with the reading taken, and `verdict`. */
  readings: Record<string, string>[];
  readings_summary?: ReadingsSummary;
  notes: string[];
  clauses: ClauseAnswer[];
  unless?: ClauseAnswer;
}

export interface ObligationAnswer {
  id: string;
  binding: boolean;
  applies: "yes" | "no" | "undetermined";
  /** The day, or the days it may be. */
  due: string | null;
}

/** A line of `eval`: what one policy says of one model. */
export interface EvalLine {
  policy: string;
  profile: string;
  as_of: string;
  status: string | null;
  designations: DesignationAnswer[];
  obligations: ObligationAnswer[];
  warnings: string[];
  error: string | null;
}

/** A change of one fact that, alone or with others, turns a verdict. */
export interface Change {
  fact: string;
  from: string | null;
  bound: "more_than" | "at_least" | "less_than" | "at_most" | "is" | "between";
  to: string;
  inclusive: boolean;
  ratio: string | null;
  difference: string | null;
}

export interface OpenFact {
  fact: string;
  covered: string[];
  not_covered: string[];
  undetermined: string[];
}

/** A line of `flips`. */
export interface FlipsLine {
  policy: string;
  profile: string;
  as_of: string;
  designations: {
    id: string;
    verdict: Verdict;
    single: Change[];
    joint: Change[][];
    /** Whether it is proven that nothing within the domains turns it. */
    impossible: boolean;
    open: OpenFact[];
    complete: boolean;
    readings_summary?: ReadingsSummary;
  }[];
}

export interface Part {
  /** From 0 to 1, exact; the three of an outcome sum to one. */
  probability: string;
  /** 0 where it is exact. */
  standard_error: number;
  /** Its 95 % interval; both ends are the probability where it is exact. */
  interval: [number, number];
  /** How many samples it counts; `null` where it is exact. */
  count: number | null;
}

export type Method = "certain" | "closed form" | "samples";

/** A line of `chance`. */
export interface ChanceLine {
  policy: string;
  profile: string;
  as_of: string;
  status: string | null;
  seed: string;
  samples: number;
  inputs: {
    name: string;
    kind: "fact" | "param" | "choice";
    distribution: string;
    p5?: string;
    median?: string;
    p95?: string;
    weights?: { value: string; weight: string }[];
  }[];
  designations: {
    id: string;
    method: Method;
    /** The input that decides, and the values at which the verdict turns. */
    turns?: [string, string[]];
    covered: Part;
    not_covered: Part;
    undetermined: Part;
    by_reading?: {
      readings: { choices: Record<string, string>; method: Method; covered: Part; not_covered: Part; undetermined: Part }[];
      deciding: string[];
      alone: boolean;
    };
    swings?: Swing[];
  }[];
  line?: {
    param: string;
    designations: {
      id: string;
      turns: string[];
      even_chance: string | null;
      points: { line: string; parts: [Part, Part, Part] }[];
    }[];
  };
  error: string | null;
}

/** How the probability of covered moves with one input alone. */
export interface Swing {
  input: string;
  low: string;
  at_low: Part;
  high: string;
  at_high: Part;
}

/** A line of `due`: an obligation or an option that applies or may apply. */
export interface DueLine {
  profile: string;
  policy: string;
  policy_title: string;
  obligation: string;
  title: string;
  cite: string | null;
  as_of: string;
  /** Whether it is an obligation; else it is an option. */
  binding: boolean;
  /** What it amounts to on the day it is due. */
  force: string;
  applies: "yes" | "undetermined";
  needs: Needs;
  /** The day, or the days it may be. */
  due: string | null;
  from: string | null;
  until: string | null;
  day: string;
  /** The facts that would give the day. */
  day_needs: string[];
  status_on_day: string | null;
  in_force_from: string | null;
  tentative: boolean;
  rests_on: Rest[];
}

/** Something before a change and after it. */
export interface Sides<T> {
  before: T;
  after: T;
}

/** A line of `whatif`: an outcome, obligation or option. */
export interface WhatifLine {
  profile: string;
  policy: string;
  as_of: string;
  status: string | null;
  kind: OutcomeKind | "obligation" | "option" | null;
  designation?: string;
  obligation?: string;
  before: string | null;
  after: string | null;
  moved: boolean;
  clauses?: ({ clause: string } & Sides<{
    truth: boolean | null;
    value: string | null;
    line: string | null;
    margin: Margin | null;
  }>)[];
  needs?: { new: string[][]; gone: string[][] };
  due?: Sides<string | null>;
  error?: Sides<string | null>;
}

/** What a likelihood of `measure` rests on. */
export interface Basis {
  assumed: boolean;
  distribution: string | null;
  over: string | null;
  text: string;
}

/** A line of `measure`: for each undetermined outcome what would settle it. */
export interface MeasureLine {
  policy: string;
  profile: string;
  as_of: string;
  status: string | null;
  designations: {
    id: string;
    verdict: Verdict;
    needs: Needs;
    facts: {
      fact: string;
      /** How likely it is that measuring it settles the verdict; `null` where no likelihood is known. */
      settles: string | null;
      covered: string | null;
      not_covered: string | null;
      undetermined: string | null;
      at_least: boolean;
      basis: Basis;
      where: { covered: string[]; not_covered: string[]; undetermined: string[] };
    }[];
    readings: { choice: string; reading: string; verdict: Verdict }[];
    others: unknown;
    notes: string[];
    pair: {
      facts: [string, string];
      settles: string | null;
      covered: string | null;
      not_covered: string | null;
      undetermined: string | null;
      basis: [Basis, Basis];
      boxes: { where: [string, string]; verdict: Verdict }[];
    } | null;
    settle_nothing_alone: string[];
  }[];
  error: string | null;
}

/** An entry of `edges`: a profile just beside a clause's line, with a name that says where. */
export type EdgeLine = Record<string, unknown>;

/** An entry of `facts`. */
export interface FactLine {
  name: string;
  type: string;
  domain: string | null;
  text: string;
  also: string[];
  policies: string[];
}

/** Bounds: exact texts in the unit of the thing, or days; `null` where there is no end. */
export interface Bounds {
  from: string | null;
  from_closed: boolean;
  to: string | null;
  to_closed: boolean;
}

/** What a fact or param may be. */
export interface Typed {
  name: string;
  type: "number" | "bool" | "date" | "text" | "member";
  /** The type in a word, as in a form. */
  word: string;
  /** The bounds as written; may be empty. */
  domain_text: string;
  /** Of a number: the unit that bare numbers are in; empty for plain numbers. */
  unit?: string;
  dimension?: string;
  kind?: "plain" | "percent" | "points";
  interval_scale?: boolean;
  /** Of a number or a date. */
  domain?: Bounds;
  /** Of a member. */
  members?: string[];
  text: string;
  /** Whether an outcome hangs on it. */
  used: boolean;
}

/** A line of `about`: a policy, what it asks and what it decides. */
export interface AboutLine {
  id: string;
  title: string;
  file: string | null;
  jurisdiction: string | null;
  statuses: { status: string; from: string }[];
  /** Untrusted: show as text, and link only to `https:`. */
  sources: { name: string; url: string | null }[];
  notes: string[];
  facts: (Typed & { also: { name: string; unit: string | null }[]; assumed: string | null })[];
  references: {
    name: string;
    text: string;
    or_none: boolean;
    has_default: boolean;
    also: { name: string; unit: string | null }[];
    used: boolean;
  }[];
  params: (Typed & { value: string | null; cite: string | null })[];
  choices: { name: string; text: string; members: string[]; cite: string | null }[];
  designations: {
    id: string;
    kind: OutcomeKind;
    title: string;
    cite: string | null;
    /** The condition on one line, with the values of params put in. */
    when: string;
    unless: string | null;
  }[];
  obligations: { id: string; title: string; binding: boolean; cite: string | null }[];
}

/** A part of an axis: ends of numbers or days, or values. */
export type AxisPart = Bounds | { values: (string | boolean)[] };

/** A line of `regions`: each part's verdict holds for every value of it. */
export interface RegionsLine {
  policy: string;
  profile: string;
  as_of: string;
  designation: string;
  axis: string;
  unit: string | null;
  /** What is known of it now. */
  now: AxisPart | null;
  parts: (AxisPart & { verdict: Verdict })[];
}

/** A line of `grid`. */
export interface GridLine {
  policy: string;
  profile: string;
  designation: string;
  x: string;
  y: string;
  /** One for each of `ys`; a letter for each of `xs`: `c` covered, `n` not covered, `u` undetermined, `-` outside of an axis's domain. */
  rows: string[];
}

/** A straight line in the plane: `y = slope * x + offset`, exact texts in the axes' units. */
export interface Curve {
  slope: string;
  offset: string;
}

/** A line of `map`: the plane of two numbers, cut into parts on each of which one verdict holds. */
export interface MapLine {
  policy: string;
  profile: string;
  as_of: string;
  designation: string;
  x: string;
  y: string;
  x_unit: string | null;
  y_unit: string | null;
  /** Whether it can be cut up exactly; where not, `lines` and `strips` are empty and `grid` tells of points. */
  exact: boolean;
  /** Where comparisons turn: upright at `x`, or along a curve. */
  lines: {
    clauses: { id: string; cite: string | null; text: string }[];
    x: string | null;
    slope: string | null;
    offset: string | null;
  }[];
  /** From left to right, with no ends where x has none; in each the bands from below upwards, with no curve at an end of y. */
  strips: { from: string | null; to: string | null; bands: { below: Curve | null; above: Curve | null; verdict: Verdict }[] }[];
}

/** A line of `test`: what the tests beside a policy gave. What was not as expected is in the diagnostics. */
export interface TestLine {
  policy: string;
  tests: { name: string; passes: boolean }[];
  /** How many clauses there are. */
  clauses: number;
  /** Those that no test saw whole, with what they were never seen as, in words. */
  unseen: { outcome: string; clause: string; never: string[] }[];
}

/** A line of `check`: a diagnostic without offsets. */
export interface CheckLine {
  severity: "error" | "warning";
  code: string;
  message: string;
  labels: {
    file: string;
    line: number | null;
    column: number | null;
    end_line: number | null;
    end_column: number | null;
    text: string;
  }[];
  help: string[];
}
