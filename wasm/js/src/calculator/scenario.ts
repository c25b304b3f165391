/** What is asked: a model, with the lines and readings that it is asked under. */

import type { AboutLine, EvalLine, Typed } from "../lines.js";
import type { Diagnostic, Request } from "../types.js";
import { writeJson } from "./profiles.js";
import type { Model } from "./profiles.js";
import { isUncertain, read } from "./value.js";

/** The most scenarios that are kept. */
export const MOST_SCENARIOS = 8;

/** One case, to be changed and compared. */
export interface Scenario {
  readonly name: string;
  /** Facts by their names, as the language writes values; facts of references as `base.FACT`. */
  readonly facts: ReadonlyMap<string, string>;
  /** Params that are moved, by `policy.param`. */
  readonly params: ReadonlyMap<string, string>;
  /** Readings that are picked, by `policy.choice`. */
  readonly readings: ReadonlyMap<string, string>;
}

export type Settable = "facts" | "params" | "readings";

/** The scenario with other facts, params or readings; an empty text takes one away. */
export function changedBy(scenario: Scenario, kind: Settable, changes: Iterable<readonly [string, string]>): Scenario {
  const map = new Map(scenario[kind]);
  for (const [name, text] of changes) {
    if (text === "") map.delete(name);
    else map.set(name, text);
  }
  return { ...scenario, [kind]: map };
}

/** The scenario with a known model, none or nothing behind a reference. */
export function referring(scenario: Scenario, reference: string, model: Model | "none" | undefined, keeps: (fact: string) => boolean): Scenario {
  const facts = new Map([...scenario.facts].filter(([name]) => name !== reference && !name.startsWith(`${reference}.`)));
  if (model === "none") facts.set(reference, "none");
  else if (model) {
    facts.set(`${reference}.name`, model.name);
    for (const [name, text] of model.facts) if (keeps(name)) facts.set(`${reference}.${name}`, text);
  }
  return { ...scenario, facts };
}

/** What the policies ask, by its name in a scenario. */
export class Questions {
  readonly facts = new Map<string, Typed>();
  readonly references = new Map<string, AboutLine["references"][number]>();
  readonly params = new Map<string, AboutLine["params"][number]>();
  readonly choices = new Map<string, AboutLine["choices"][number]>();
  readonly #columns = new Map<string, { fact: string; unit: string | null }>();

  constructor(readonly policies: readonly AboutLine[]) {
    for (const policy of policies) {
      for (const fact of policy.facts) {
        const known = this.facts.get(fact.name);
        if (!known || (fact.used && !known.used)) this.facts.set(fact.name, fact);
        for (const also of fact.also) if (!this.#columns.has(also.name)) this.#columns.set(also.name, { fact: fact.name, unit: also.unit });
      }
      for (const reference of policy.references) {
        if (reference.used || !this.references.has(reference.name)) this.references.set(reference.name, reference);
        for (const also of reference.also) this.#columns.set(also.name, { fact: reference.name, unit: null });
      }
      for (const param of policy.params) this.params.set(`${policy.id}.${param.name}`, param);
      for (const choice of policy.choices) this.choices.set(`${policy.id}.${choice.name}`, choice);
    }
  }

  /** The fact behind a column of a table. */
  readonly column = (name: string): { fact: string; unit: string | null } | undefined => this.#columns.get(name);

  /** The type of a fact, also of one that a reference leads to. */
  typed(name: string): Typed | undefined {
    const direct = this.facts.get(name) ?? this.params.get(name);
    if (direct) return direct;
    const reference = this.referenceOf(name);
    return reference === undefined ? undefined : this.typed(name.slice(reference.length + 1));
  }

  /** The reference through which a fact is reached: `base` of `base.training_compute`. */
  referenceOf(name: string): string | undefined {
    if (this.facts.has(name)) return undefined;
    const [first = "", ...rest] = name.split(".");
    return rest.length > 0 && this.references.has(first) ? first : undefined;
  }

  /** Whether the engine is told of it. */
  readonly keeps = (name: string): boolean => {
    if (this.facts.has(name) || this.references.has(name)) return true;
    const reference = this.referenceOf(name);
    const inner = reference === undefined ? "" : name.slice(reference.length + 1);
    return inner === "name" || (inner !== "" && this.keeps(inner));
  };
}

/** The name of the document in which the model stands. */
export const DOCUMENT = "model.json";

/** A request, and where in its document each fact stands. */
export interface Asked {
  readonly request: Request;
  readonly places: readonly [string, number, number][];
}

/** The request that asks about a scenario. */
export function requestOf(scenario: Scenario, questions: Questions, asOf: string): Asked {
  const { text, places } = writeJson(scenario, questions.keeps);
  const given = (map: ReadonlyMap<string, string>, known: ReadonlyMap<string, unknown>) =>
    [...map].filter(([name, value]) => value.trim() !== "" && known.has(name));
  const request: Request = {
    profiles: [{ name: DOCUMENT, text, format: "json" }],
    as_of: asOf,
    param: given(scenario.params, questions.params),
    reading: given(scenario.readings, questions.choices),
  };
  return { request, places };
}

/** What is wrong with one input, and how to mend it. */
export interface Problem {
  readonly message: string;
  readonly help: readonly string[];
  /** Whether the calculator itself says it, in the page's language. */
  readonly own?: boolean;
}

/** Sorts what is wrong: by the input it stands at, under the empty name what stands at none. */
export function problemsOf(diagnostics: readonly Diagnostic[], asked: Asked): Map<string, Problem> {
  const found = new Map<string, Problem>();
  const names = [...(asked.request.param as [string, string][]), ...(asked.request.reading as [string, string][])];
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== "error") continue;
    const at = diagnostic.labels.find((label) => label.file === DOCUMENT)?.utf16?.[0];
    const fact = at === undefined ? undefined : asked.places.find(([, begin, end]) => at >= begin && at <= end)?.[0];
    // Params and readings have no place in a file: the message names them.
    const named = names.find(([name, value]) => diagnostic.message.includes(`\`${name}\``) || diagnostic.message.includes(`\`${value}\` is no reading`));
    const message = diagnostic.message.replace(/^model\.json \([^]*?\): /, "");
    found.set(fact ?? named?.[0] ?? "", { message, help: diagnostic.help });
  }
  return found;
}

/** Whether anything of it is left to chance. */
export function isChancy(scenario: Scenario, questions: Questions): boolean {
  const uncertain = ([name, text]: readonly [string, string]) => {
    const typed = questions.typed(name);
    return typed !== undefined && isUncertain(read(text, typed));
  };
  return [...scenario.facts, ...scenario.params].some(uncertain) || [...scenario.readings.values()].some((text) => text.includes("%"));
}

/** Nothing known. */
export function emptyScenario(name: string): Scenario {
  return { name, facts: new Map(), params: new Map(), readings: new Map() };
}

/** The line of each policy about the model itself, which comes before other models. */
export function firsts(found: readonly EvalLine[]): Map<string, EvalLine> {
  const lines = new Map<string, EvalLine>();
  for (const line of found) if (!lines.has(line.policy)) lines.set(line.policy, line);
  return lines;
}

/** What is wrong with policies, with its place. */
export function troubleOf(diagnostic: Diagnostic): Problem {
  const place = diagnostic.labels[0];
  const where = place ? `${place.file}${place.line === null ? "" : `:${place.line}:${place.column}`}: ` : "";
  return { message: where + diagnostic.message, help: diagnostic.help };
}
