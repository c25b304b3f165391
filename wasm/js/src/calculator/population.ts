/** The other models that a policy looks over with `largest` and `smallest`. */

import type { Document } from "../types.js";
import { writeJson } from "./profiles.js";
import type { Model } from "./profiles.js";
import type { Questions } from "./scenario.js";

/**
 * What gives the other models as documents, leaving one out by its name; `undefined` where no policy looks at others. Where only
 * models are looked at that give a fact (`largest known FACT`), those without it are left out, which changes no answer.
 */
export function population(models: readonly Model[], texts: readonly string[], questions: Questions): ((but: string) => Document[]) | undefined {
  const sought: (string | undefined)[] = [];
  for (const text of texts) {
    for (const match of text.replace(/#.*$/gm, "").matchAll(/\b(?:largest|smallest)\s+(?:(known)\s+)?([\w.]+)/g)) {
      sought.push(match[1] && questions.facts.has(match[2] ?? "") ? match[2] : undefined);
    }
  }
  if (sought.length === 0 || models.length === 0) return undefined;
  const kept = sought.includes(undefined) ? models : models.filter((model) => sought.some((fact) => fact !== undefined && model.facts.has(fact)));
  const written = new Map(kept.map((model) => [model.name, writeJson(model, questions.keeps).text]));
  return (but) => [{ name: "others.json", text: `[${[...written].filter(([name]) => name !== but).map(([, text]) => text).join(",")}]`, format: "json" }];
}
