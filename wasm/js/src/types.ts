/** What goes into the engine and what comes out of it. Exact numbers are strings. */

/** Texts by their names, with `/` between folders. */
export type Files = Readonly<Record<string, string>> | ReadonlyMap<string, string> | Iterable<readonly [string, string]>;

/** A value in a request: text as the language writes it, a number in the fact's own unit, a truth value; `null` is unknown. */
export type Scalar = string | number | boolean | null;

/** Values by their names; a list of pairs keeps any name, `__proto__` too. */
export type Named<T> = Readonly<Record<string, T>> | readonly (readonly [string, T])[];

/** A document of profiles. */
export interface Document {
  /** Its name, as in messages; its ending tells the format. */
  readonly name: string;
  /** What it says. */
  readonly text: string;
  /** Its format, where the name does not tell. */
  readonly format?: "json" | "ndjson" | "toml" | "csv";
}

/** What every question about models is asked with. */
export interface Request {
  /** The models. */
  readonly profiles?: readonly Document[];
  /** The day to judge on, as `2026-08-01`, or `unknown`; today where it is left out. */
  readonly as_of?: string;
  /** Facts set in every model, as `8e25 .. 2e26 FLOP`; `*3` multiplies what each gives. */
  readonly set?: Named<Scalar>;
  /** Params supplied, as `name` or `policy.name`. */
  readonly param?: Named<Scalar>;
  /** Readings picked; of several, each with its weight, as `a 60 %, b 40 %`. */
  readonly reading?: Named<Scalar>;
  /** The models that references lead to. */
  readonly reference?: Named<Document>;
  /** Whether the vocabulary's assumptions are made. */
  readonly assume?: boolean;
  /** Only these policies, designations or obligations. */
  readonly only?: readonly string[];
  /** What to do with a value that cannot be used. */
  readonly invalid?: "error" | "unknown";
}

export interface FlipsRequest extends Request {
  /** Facts that stay as they are. */
  readonly hold?: readonly string[];
}

export interface ChanceRequest extends Request {
  /** How many samples are drawn where a probability has no closed form; 100,000 where it is left out. */
  readonly samples?: number;
  /** What they come from: the same seed, the same samples. */
  readonly seed?: number;
  /** A param that moves, as `floor` or `floor = 1e25 FLOP .. 1e26 FLOP`. */
  readonly line?: string;
  /** Whether each uncertain input is moved alone. */
  readonly sensitivity?: boolean;
}

export interface DueRequest extends Request {
  /** Leave out what is due before this day. */
  readonly from?: string;
  /** Leave out what is due after this day. */
  readonly until?: string;
}

export interface WhatifRequest extends Request {
  /** What of `set`, `param`, `reading` and `reference` holds before the change, too. */
  readonly both?: readonly string[];
}

export interface EdgesRequest {
  /** The policies and outcomes that are kept. */
  readonly only?: readonly string[];
  /** Test blocks in the language rather than profiles. */
  readonly as_tests?: boolean;
  /** The day to judge on; today where it is left out, and for tests the usual day of each policy. */
  readonly as_of?: string;
  readonly param?: Named<Scalar>;
  readonly reading?: Named<Scalar>;
}

export interface FactsRequest {
  /** A list, a profile to fill in, or a JSON Schema. */
  readonly format?: "json" | "template" | "schema";
}

export interface TestRequest {
  /** Whether it fails where a clause was not seen whole. */
  readonly require_full?: boolean;
}

export interface RegionsRequest extends Request {
  /** The fact or param that moves. */
  readonly axis: string;
  /** Its bounds, as `1e24 FLOP .. 1e28 FLOP`; its whole domain where they are left out. */
  readonly range?: string;
}

export interface GridRequest extends Request {
  /** The fact or param along the rows. */
  readonly x: string;
  /** The fact or param along the columns. */
  readonly y: string;
  /** Its values, in its own unit. */
  readonly xs: readonly number[];
  /** Its values, in its own unit. */
  readonly ys: readonly number[];
}

export interface MapRequest extends Request {
  /** The fact or param, a number, from left to right. */
  readonly x: string;
  /** The fact or param, a number, from below upwards. */
  readonly y: string;
}

export interface ColumnsRequest extends Request {
  /** Facts, each a number, that have a column. */
  readonly columns: readonly string[];
}

/** A place in a file. */
export interface Label {
  readonly file: string;
  /** One-based; columns count characters; `null` where the file is not known. */
  readonly line: number | null;
  readonly column: number | null;
  readonly end_line: number | null;
  readonly end_column: number | null;
  /** What stands there; may be empty. */
  readonly text: string;
  /** Offsets from zero in UTF-8 bytes. */
  readonly span: readonly [number, number];
  /** Offsets from zero in the units of a JavaScript string; `null` where the file is not known. */
  readonly utf16: readonly [number, number] | null;
}

export type Code =
  | "syntax" | "spelling" | "literal" | "limit" | "name" | "duplicate" | "type" | "units" | "scale" | "domain" | "cycle"
  | "import" | "policy" | "test" | "profile" | "value" | "contradiction" | "unused" | "reference" | "option" | "engine" | "internal";

/** One finding about an input. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: Code;
  readonly message: string;
  /** Where; the first is the main place. */
  readonly labels: readonly Label[];
  /** How to mend it. */
  readonly help: readonly string[];
}

/** The answer to a question. `Line` is what a line of `text` parses to. */
export interface Response<Line = unknown> {
  /** Exactly what the command line prints with `--format json`. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The command line's exit code in a word: 0, 1, 2. */
  readonly end: "done" | "failed" | "in_error";
  /** Never there: it carries the type of the lines. */
  readonly line?: Line;
}

export type Verdict = "covered" | "not_covered" | "undetermined";

/** The codes of {@link Rows} and {@link Columns}. */
export const CODES = ["not_covered", "covered", "undetermined", "in_error"] as const;
