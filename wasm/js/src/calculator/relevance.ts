/** Which facts could still change the answer, as far as single changes and what is missing tell. */

import type { EvalLine, FlipsLine, Needs } from "../lines.js";

/** Names in the order of the form. */
export interface Order {
  /** Could change an answer, the nearest first. */
  readonly now: readonly string[];
  /** Only a day hangs on it. */
  readonly days: readonly string[];
  /** Changes nothing here. */
  readonly rest: readonly string[];
}

/** What is asked of the order. */
export interface Asks {
  /** Every fact that an outcome hangs on, in the order of the policies. */
  readonly facts: readonly string[];
  readonly isDay: (fact: string) => boolean;
  /** Facts that have to be mended first. */
  readonly wrong: readonly string[];
}

/** Orders facts by how soon they could change an answer. */
export function orderOf(asks: Asks, answer: EvalLine | undefined, flips: FlipsLine | undefined): Order {
  const scores = new Map<string, number>();
  const score = (name: string, points: number) => scores.set(name, Math.max(points, scores.get(name) ?? 0));
  for (const name of asks.wrong) score(name, 100);
  for (const designation of answer?.designations ?? []) {
    designation.needs.sets.forEach((set, at) => set.forEach((name) => score(name, (set.length === 1 ? 90 : 60) - Math.min(at, 20))));
  }
  for (const designation of flips?.designations ?? []) {
    designation.single.forEach((change, at) => score(change.fact, 80 - Math.min(at, 20)));
    designation.open.forEach((open, at) => score(open.fact, 80 - Math.min(at, 20)));
    designation.joint.flat().forEach((change) => score(change.fact, 50));
  }
  const names = [...new Set([...asks.facts, ...[...scores.keys()].filter((name) => !name.includes(" "))])];
  const now = names.filter((name) => scores.has(name)).sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
  const rest = names.filter((name) => !scores.has(name));
  return { now, days: rest.filter(asks.isDay), rest: rest.filter((name) => !asks.isDay(name)) };
}

/** Whether two orders have the same facts in the same groups. */
export function agree(a: Order, b: Order): boolean {
  const inside = new Set(a.now);
  return a.now.length === b.now.length && b.now.every((name) => inside.has(name));
}

/** The names of what is missing, each once: facts as they are, params and choices marked. */
export function missing(needs: Needs): string[][] {
  return needs.sets.filter((set, at) => needs.sets.findIndex((other) => other.join() === set.join()) === at);
}
