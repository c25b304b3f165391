/** The verdict in words: one sentence, and the one reason that decides it. */

import type { AboutLine, ClauseAnswer, DesignationAnswer } from "../lines.js";
import { readNumber } from "./number.js";
import { missing } from "./relevance.js";
import { nameOf } from "./view.js";
import type { View } from "./view.js";

/** A clause of that id, wherever it stands. */
export function clauseOf(designation: DesignationAnswer, id: string | undefined): ClauseAnswer | undefined {
  const all = [...designation.clauses, ...(designation.unless ? [designation.unless] : [])];
  const find = (clauses: readonly ClauseAnswer[]): ClauseAnswer | undefined => {
    for (const clause of clauses) {
      const found = clause.id === id ? clause : clause.clauses && find(clause.clauses);
      if (found) return found;
    }
    return undefined;
  };
  return id === undefined ? undefined : find(all);
}

/** What a clause is called: its label, or what it says where it has only a place. */
export function called(clause: ClauseAnswer): string {
  const last = clause.id.split(".").at(-1) ?? "";
  return /^\d*$/.test(last) || clause.id === "unless" ? clause.text : last.replaceAll("_", " ");
}

/** How a value stands to its line: `9.1e25 FLOP is 91 % of the line of 1e26 FLOP`. */
export function standing(view: View, clause: ClauseAnswer): string {
  const { words, show } = view;
  if (clause.value === null || clause.line === null) return words.condition(clause.text, clause.truth);
  const [value, line] = show.beside(clause.value, clause.line);
  const ratio = clause.margin?.ratio;
  if (clause.value === clause.line) return words.atTheLine(value);
  if (!ratio || ratio.includes("..") || ratio === "0") return words.against(value, line);
  return words.ofTheLine(value, show.ratio(ratio, words.times), line);
}

/** Of the clauses that decide, the one that says most: a number beside its line, the nearest to it, before a plain condition. */
function tellingOf(clauses: readonly ClauseAnswer[]): ClauseAnswer | undefined {
  const far = (clause: ClauseAnswer) => {
    if (clause.value === null || clause.line === null) return Infinity;
    const ratios = (clause.margin?.ratio ?? "").split("..").map((end) => Math.abs(Math.log(readNumber(end) ?? NaN)));
    const least = Math.min(...ratios.filter((ratio) => !Number.isNaN(ratio)));
    return (clause.binding ? 0 : 1e3) + Math.min(least, 999);
  };
  return clauses.reduce<ClauseAnswer | undefined>((best, clause) => (best === undefined || far(clause) < far(best) ? clause : best), undefined);
}

/** The reason for a verdict, without a full stop. */
export function reason(view: View, designation: DesignationAnswer): string {
  const { words } = view;
  if (designation.verdict === "undetermined") {
    const sets = missing(designation.needs).slice(0, 3).map((set) => words.and(set.map((name) => needed(view, name))));
    if (sets.length > 0) return words.hangsOn(words.or(sets), designation.needs.sets.length > sets.length);
  }
  const clause = tellingOf(designation.because.flatMap((id) => clauseOf(designation, id) ?? []));
  return clause ? `${called(clause)}: ${standing(view, clause)}` : "";
}

/** What is missing, by its name in the form. */
export function needed(view: View, name: string): string {
  const [kind, rest] = name.split(" ", 2);
  if (name === "other models") return view.words.otherModels;
  if (kind === "param" && rest) return view.words.lineNamed(nameOf(rest).toLowerCase());
  if (kind === "choice" && rest) return view.words.readingOf(nameOf(rest).toLowerCase());
  return nameOf(name).replace(/^./, (letter) => letter.toLowerCase());
}

/** Whether an outcome binds today: else it only would be covered. */
export function isHypothetical(status: string | null): boolean {
  return status !== "in_force";
}

/** The notes that must stand beside a verdict: what is assumed, and that nothing is owed. */
export function standingNotes(policy: AboutLine, status: string | null): string[] {
  if (status !== "hypothetical") return [];
  return policy.notes.filter((note) => /classified|voluntary/i.test(note)).slice(0, 2);
}

/** The whole verdict, as it is read aloud. */
export function spoken(view: View): string {
  const { state, words } = view;
  const { designation, line, policy } = state;
  if (!designation || !policy) return "";
  const title = policy.designations.find((one) => one.id === designation.id)?.title ?? designation.id;
  return `${title}, ${policy.title}: ${words.verdictOf(designation.verdict, isHypothetical(line?.status ?? null))}; ${reason(view, designation)}.`;
}
