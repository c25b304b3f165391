/** The other models that a policy looks over with `largest` and `smallest`. */

import type { Document } from "../types.js";
import { uncommented } from "./fetching.js";
import { writeJson } from "./profiles.js";
import type { Model } from "./profiles.js";
import type { Questions } from "./scenario.js";

/** Who looks at other models, and which. */
export class Population {
  /** The policies that look at others. */
  readonly looking: ReadonlySet<string>;
  readonly #written: ReadonlyMap<string, string>;

  constructor(models: readonly Model[], files: ReadonlyMap<string, string>, questions: Questions) {
    const sought = new Map([...files].map(([name, text]) => [name, soughtBy(text)] as const).filter(([, facts]) => facts.length > 0));
    const own = new Set(questions.policies.map((policy) => policy.file));
    // What a shared vocabulary looks at, every policy may look at.
    const shared = [...sought.keys()].some((name) => !own.has(name));
    const looking = questions.policies.filter((policy) => shared || sought.has(policy.file ?? ""));
    this.looking = new Set(models.length === 0 ? [] : looking.map((policy) => policy.id));
    // Where only models are looked at that give a fact, those without it are left out, which changes no answer.
    const facts = [...sought.values()].flat().map((fact) => (fact !== undefined && questions.facts.has(fact) ? fact : undefined));
    const kept = facts.includes(undefined) ? models : models.filter((model) => facts.some((fact) => fact !== undefined && model.facts.has(fact)));
    this.#written = new Map(this.looking.size === 0 ? [] : kept.map((model) => [model.name, writeJson(model, questions.keeps).text]));
  }

  /** The others, one left out by its name. */
  but(name: string): Document[] {
    const texts = [...this.#written].filter(([other]) => other !== name).map(([, text]) => text);
    return texts.length === 0 ? [] : [{ name: "others.json", text: `[${texts.join(",")}]`, format: "json" }];
  }
}

/** The facts that are sought with `largest known FACT`; `undefined` for what is sought otherwise. */
function soughtBy(text: string): (string | undefined)[] {
  const code = uncommented(text).replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  return [...code.matchAll(/\b(?:largest|smallest)\s+(?:(known)\s+)?([\w.]+)/g)].map((match) => (match[1] ? match[2] : undefined));
}
