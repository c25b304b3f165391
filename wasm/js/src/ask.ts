/** Requests on their way to the engine, and answers on their way back: what both the engine and its clients share. */

import type {
  AboutLine, ChanceLine, DueLine, EdgeLine, EvalLine, FactLine, FlipsLine, GridLine, MapLine, MeasureLine, RegionsLine, TestLine,
  WhatifLine,
} from "./lines.js";
import type {
  ChanceRequest, Code, Diagnostic, DueRequest, EdgesRequest, FactsRequest, Files, FlipsRequest, GridRequest, MapRequest,
  RegionsRequest, Request, Response, TestRequest, WhatifRequest,
} from "./types.js";

/** Each question, what it is asked with, and what a line of its answer is. */
export interface Questions {
  eval: [Request, EvalLine];
  flips: [FlipsRequest, FlipsLine];
  chance: [ChanceRequest, ChanceLine];
  due: [DueRequest, DueLine];
  whatif: [WhatifRequest, WhatifLine];
  measure: [Request, MeasureLine];
  edges: [EdgesRequest, EdgeLine];
  facts: [FactsRequest, FactLine];
  about: [Record<string, never>, AboutLine];
  regions: [RegionsRequest, RegionsLine];
  grid: [GridRequest, GridLine];
  map: [MapRequest, MapLine];
  test: [TestRequest, TestLine];
}

export type Question = keyof Questions;
export type RequestOf<Q extends Question> = Questions[Q][0];
export type LineOf<Q extends Question> = Questions[Q][1];

/** The lines of an answer. */
export function lines<Line>(response: Response<Line>): Line[] {
  const text = response.text.trimEnd();
  if (text === "") return [];
  // The list of facts is one array over several lines.
  return text.startsWith("[") ? JSON.parse(text) : text.split("\n").map((line) => JSON.parse(line));
}

/** Today, where the computer is. */
function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** A request as the engine takes it. */
export function written(question: Question | "rows", request: object): string {
  if (question === "facts" || question === "about" || question === "test") return JSON.stringify(request);
  // Tests have a usual day of their own.
  if (question === "edges" && "as_tests" in request && request.as_tests) return JSON.stringify(request);
  return JSON.stringify("as_of" in request && request.as_of !== undefined ? request : { ...request, as_of: today() });
}

/** Files as the engine takes them. */
export function listed(files: Files): string {
  const list: Iterable<readonly [string, string]> = Symbol.iterator in files
    ? (files as Iterable<readonly [string, string]>)
    : Object.entries(files as Record<string, string>);
  return JSON.stringify([...list].map(([name, text]) => [String(name), String(text)]));
}

/** An answer that is only an error. */
export function failed(code: Code, message: string, help: string): Response<never> {
  const diagnostic: Diagnostic = { severity: "error", code, message, labels: [], help: [help] };
  return { text: "", diagnostics: [diagnostic], end: "in_error" };
}
