/** What is typed into the fields of a policy's lines: it moves a line where the engine takes it, and stays to be mended where it does not. */

import { lines } from "brightline";
import { numberIn, spelled } from "./data/params.js";
import type { Param } from "./data/params.js";
import type { Policy, Version } from "./data/policy.js";

/** A value that the policy does not take. */
export interface Refused {
  readonly text: string;
  /** Why, and how to mend it, in the engine's words. */
  readonly why: string;
}

/** A model of which nothing is known, asked of only to see whether a line is taken. */
const NOBODY = { name: "line.json", text: '{"name":"line"}', format: "json" } as const;

const declared = ({ type, unit, kind, domain }: Param) => JSON.stringify([type, unit, kind, domain]);
const paramOf = (version: Version | undefined, name: string) => version?.about.params.find((param) => param.name === name);

/** Why a policy does not take a value; `undefined` where it does. */
async function reasonAgainst(version: Version, name: string, text: string): Promise<string | undefined> {
  try {
    const answer = await version.live.eval({ param: [[name, text]], profiles: [NOBODY] });
    const fault = lines(answer).length === 0 ? answer.diagnostics.find(({ severity }) => severity === "error") : undefined;
    return fault && [fault.message.replace(/^`[^`]*` cannot be `[^`]*`: /, ""), ...fault.help].join("; ");
  } catch (why) {
    return why instanceof Error ? why.message : String(why);
  }
}

export class TypedLines {
  readonly refused = new Map<string, Refused>();
  /** Values that are to be tried as soon as the policy answers. */
  readonly waiting = new Map<string, string>();
  readonly #policy: Policy;
  readonly #take: (name: string, value: string | undefined) => void;
  readonly #changed: () => void;
  readonly #turns = new Map<string, number>();
  /** How a line was declared when its value was taken. */
  readonly #declared = new Map<string, string>();
  #reviewed: Version | undefined;

  /** `take` is told of each value that the policy takes; `undefined` is the one in the text. */
  constructor(policy: Policy, take: (name: string, value: string | undefined) => void, changed: () => void) {
    [this.#policy, this.#take, this.#changed] = [policy, take, changed];
  }

  /** Tries a value; an empty one is that of the text. */
  async propose(name: string, typed: string): Promise<void> {
    const text = typed.trim();
    const { version } = this.#policy;
    const param = paramOf(version, name);
    const turn = this.#turn(name);
    if (!version) return void this.waiting.set(name, text);
    const why = text === "" || !param ? undefined : await reasonAgainst(version, name, text);
    if (this.#turns.get(name) !== turn) return;
    this.waiting.delete(name);
    if (why !== undefined) {
      this.refused.set(name, { text, why });
      return this.#changed();
    }
    const unit = param?.unit ?? "";
    const number = numberIn(text, unit);
    const isOwn = text === "" || (number !== undefined && number === numberIn(param?.value ?? "", unit));
    if (param) this.#take(name, isOwn ? undefined : number === undefined ? text : spelled(number, unit));
  }

  #turn(name: string): number {
    const turn = (this.#turns.get(name) ?? 0) + 1;
    this.#turns.set(name, turn);
    return turn;
  }

  /** A line stands somewhere now: what was typed before no longer counts. */
  settle(name: string): void {
    this.#turn(name);
    this.refused.delete(name);
    this.waiting.delete(name);
    const param = paramOf(this.#policy.version, name);
    if (param) this.#declared.set(name, declared(param));
  }

  /** Tries again what waits, and what a new text of the policy may no longer take. */
  review(version: Version, placed: Map<string, string>): void {
    for (const [name, value] of placed) {
      const param = paramOf(version, name);
      if (!param || this.#declared.get(name) === declared(param)) continue;
      placed.delete(name);
      this.waiting.set(name, value);
    }
    for (const [name, value] of this.waiting) void this.propose(name, value);
    if (version === this.#reviewed) return;
    this.#reviewed = version;
    for (const [name, { text }] of this.refused) {
      if (paramOf(version, name)) void this.propose(name, text);
      else this.refused.delete(name);
    }
  }
}
