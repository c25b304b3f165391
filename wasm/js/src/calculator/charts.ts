/** Which axes the map has, and what the engine said of them and of known models. */

import type { GridLine, MapLine } from "../lines.js";
import { CODES } from "../types.js";
import type { Verdict } from "../types.js";
import type { Order } from "./relevance.js";
import type { Questions } from "./scenario.js";

/** How many points each way where a plane cannot be cut exactly. */
const POINTS = [96, 64] as const;

/** The axes; without `y` it is the line view. */
export interface Plane {
  readonly x: string;
  readonly y: string;
}

export class Charts {
  /** The middles of so many cells along an axis as it is drawn; there once the map is looked at. */
  along: ((name: string, count: number) => readonly number[]) | undefined;
  mapLines: readonly MapLine[] = [];
  gridLines: readonly GridLine[] = [];
  values: { readonly xs: readonly number[]; readonly ys: readonly number[] } | undefined;
  #chosen: Plane | undefined;
  #codes = new Map<string, Verdict>();
  /** What the verdicts of known models are of. */
  #codesOf = "";

  /** Chooses the axes. */
  choose(x: string, y: string): void {
    this.#chosen = { x, y };
    this.forget();
  }

  /** Forgets what was of another policy or other axes. */
  forget(): void {
    this.mapLines = this.gridLines = [];
    this.values = undefined;
  }

  /** Every number or day that can be an axis, what could change the answer first. */
  names(questions: Questions, order: Order, policy: string | undefined): string[] {
    const used = [...questions.facts.values()].filter((fact) => fact.used).map((fact) => fact.name);
    const params = [...questions.params].filter(([name, param]) => param.used && name.startsWith(`${policy}.`)).map(([name]) => name);
    const names = new Set([...order.now, ...params, ...used]);
    return [...names].filter((name) => ["number", "date"].includes(questions.typed(name)?.type ?? ""));
  }

  /** The axes: those that were chosen, else the two numbers that matter most; `turning` are the facts that turn what is looked at. */
  plane(questions: Questions, order: Order, policy: string | undefined, turning: readonly string[]): Plane | undefined {
    const names = this.names(questions, order, policy);
    if (this.#chosen && names.includes(this.#chosen.x) && (this.#chosen.y === "" || names.includes(this.#chosen.y))) return this.#chosen;
    const numbers = names.filter((name) => questions.typed(name)?.type === "number");
    const first = numbers.filter((name) => turning.includes(name));
    const [x, ...others] = [...new Set([...first, ...numbers])];
    if (x === undefined) return names[0] === undefined ? undefined : { x: names[0], y: "" };
    // A plane of two kinds of quantity says more than one of two stages of the same, and that more than one with a line.
    const unit = (name: string) => questions.typed(name)?.unit;
    const facts = others.filter((name) => first.includes(name));
    const lines = others.filter((name) => questions.params.has(name));
    const y = facts.find((name) => unit(name) !== unit(x)) ?? facts[0] ?? lines.find((name) => unit(name) === unit(x)) ?? lines[0];
    return { x, y: y ?? "" };
  }

  /** The values at which the plane is asked where it cannot be cut. */
  sample(plane: Plane): { xs: readonly number[]; ys: readonly number[] } {
    const values = (name: string, count: number) => this.along?.(name, count) ?? [];
    const found = { xs: values(plane.x, POINTS[0]), ys: values(plane.y, POINTS[1]) };
    this.values = found;
    return found;
  }

  /** Whether verdicts of known models are of something else than `of`. */
  lacksModels(of: string): boolean {
    return this.#codesOf !== of;
  }

  /** Takes the codes of known models for one outcome. */
  take(of: string, names: readonly string[], outcomes: readonly string[], codes: Uint8Array): void {
    this.#codesOf = of;
    this.#codes = new Map();
    names.forEach((name, model) => outcomes.forEach((outcome, at) => {
      const code = CODES[codes[model * outcomes.length + at] ?? 3];
      if (code !== undefined && code !== "in_error") this.#codes.set(`${outcome}\n${name}`, code);
    }));
  }

  verdictOf(outcome: string, model: string): Verdict | undefined {
    return this.#codes.get(`${outcome}\n${model}`);
  }
}
