/** Requests on their way to the engine, and answers on their way back: what both the engine and its clients share. */

import type {
  AboutLine, ChanceLine, DueLine, EdgeLine, EvalLine, FactLine, FlipsLine, GridLine, MapLine, MeasureLine, RegionsLine, TestLine,
  WhatifLine,
} from "./lines.js";
import { given, Refusal, request as asJson, text } from "./refusal.js";
import type {
  ChanceRequest, DueRequest, EdgesRequest, FactsRequest, Files, FlipsRequest, GridRequest, MapRequest,
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
  if (typeof response?.text !== "string") throw new TypeError(`\`lines\` takes an answer, not ${given(response)}: what a worker gives is awaited first`);
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
  text(question, "the question");
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    throw new Refusal(`the request is ${given(request)}`, "give an object, as `{ set: { training_compute: \"1e26 FLOP\" } }`");
  }
  if (question === "facts" || question === "about" || question === "test") return asJson(request);
  // Tests have a usual day of their own.
  if (question === "edges" && "as_tests" in request && request.as_tests) return asJson(request);
  return asJson("as_of" in request && request.as_of !== undefined ? request : { ...request, as_of: today() });
}

/** Files as the engine takes them. */
export function listed(files: Files): string {
  const refuse = (what: string) => new Refusal(`the files are ${what}`, "give texts by their names: an object, a `Map` or a list of pairs");
  if (typeof files !== "object" || files === null) throw refuse(given(files));
  const list: unknown[] = Symbol.iterator in files ? [...(files as Iterable<unknown>)] : Object.entries(files);
  return JSON.stringify(list.map((entry) => {
    if (!Array.isArray(entry)) throw refuse("no texts by their names");
    return [text(entry[0], "the name of a file"), text(entry[1], `the file \`${entry[0]}\``)];
  }));
}
