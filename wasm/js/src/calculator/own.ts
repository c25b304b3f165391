/** Lines that a reader moved away from what a policy says: they are named wherever an answer stands. */

import type { AboutLine } from "../lines.js";
import type { Scenario } from "./scenario.js";
import type { State } from "./state.js";
import { extent, read } from "./value.js";
import type { View } from "./view.js";
import { ENGLISH } from "./words/en.js";

/** A line of a reader's own. */
export interface OwnLine {
  readonly name: string;
  readonly now: string;
  /** What the policy says; `null` where it does not say it. */
  readonly usual: string | null;
}

/** The lines of a policy that are not as it has them. */
export function ownLines(policy: AboutLine | undefined, scenario: Scenario): OwnLine[] {
  return (policy?.params ?? []).flatMap((param) => {
    const now = scenario.params.get(`${policy?.id}.${param.name}`)?.trim() ?? "";
    if (now === "" || now === param.value || !param.used) return [];
    const [moved, usual] = [extent(read(now, param)), param.value === null ? undefined : extent(read(param.value, param))];
    const same = moved && usual && moved[0] === usual[0] && moved[1] === usual[1];
    return same ? [] : [{ name: param.name, now, usual: param.value }];
  });
}

/** What is said of the lines that were moved; empty where none was. */
export function saidOwn(view: View, policy = view.state.policy): string {
  const { state, words, show } = view;
  const own = ownLines(policy, state.scenario).map(({ name, now, usual }) => words.instead(name, ...(usual === null ? [show.text(now), words.unknownValue] as const : show.beside(now, usual))));
  return own.length === 0 ? "" : words.ownLines(words.and(own), own.length);
}

/** The same for files, in the language's own writing. */
export function writtenOwn(state: State, policy: string, scenario: Scenario): string {
  const about = state.questions.policies.find((one) => one.id === policy);
  const own = ownLines(about, scenario).map(({ name, now, usual }) => ENGLISH.instead(name, now, usual ?? ENGLISH.unknownValue));
  return own.length === 0 ? "" : ENGLISH.ownLines(own.join(", "), own.length);
}
