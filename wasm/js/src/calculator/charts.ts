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

  /**
   * The axes: those that were chosen, else two facts that matter; `turning` turn what is looked at, `given` are known. A line of the
   * policy moves only where there is no second fact, or it is chosen.
   */
  plane(questions: Questions, order: Order, policy: string | undefined, turning: readonly string[], given: ReadonlyMap<string, string>): Plane | undefined {
    const names = this.names(questions, order, policy);
    if (this.#chosen && names.includes(this.#chosen.x) && (this.#chosen.y === "" || names.includes(this.#chosen.y))) return this.#chosen;
    const numbers = names.filter((name) => questions.typed(name)?.type === "number");
    const isLine = (name: string) => questions.params.has(name);
    const asked = new Set(questions.policies.find((one) => one.id === policy)?.facts.filter((fact) => fact.used).map((fact) => fact.name));
    const facts = numbers.filter((name) => !isLine(name) && (turning.includes(name) || order.now.includes(name) || asked.has(name)));
    const x = facts.find((name) => turning.includes(name)) ?? facts[0] ?? numbers[0];
    if (x === undefined) return names[0] === undefined ? undefined : { x: names[0], y: "" };
    // A plane of two kinds of quantity says more than one of two stages of the same.
    const alike = (name: string) => questions.typed(name)?.unit === questions.typed(x)?.unit;
    const [others, lines] = [facts.filter((name) => name !== x), numbers.filter((name) => isLine(name) && name !== x)];
    const turns = others.filter((name) => turning.includes(name));
    const y = turns.find((name) => !alike(name)) ?? turns[0] ?? others.find((name) => given.has(name) && alike(name)) ?? others[0] ?? lines.find(alike) ?? lines[0];
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
