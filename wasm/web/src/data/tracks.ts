/** A line that is dragged: which models stand on which side, found in what the engine said once of the whole line. */

import { compare, fraction } from "./decimal.js";
import type { Fraction } from "./decimal.js";
import { codeOf } from "./sweep.js";
import type { Parts } from "./sweep.js";

/** A stretch of the line on which an outcome has one code; `undefined` where it has no end. */
interface Stretch {
  from: Fraction | undefined;
  fromClosed: boolean;
  to: Fraction | undefined;
  toClosed: boolean;
  code: number;
}

/** How a model fares along a line. */
export interface Track {
  /** One list for each outcome. */
  stretches: Stretch[][];
  /** Where any verdict turns. */
  turns: string[];
}

/** What the engine said, ready for many questions; `undefined` where it has ends that are no numbers. */
export function trackOf(outcomes: readonly Parts[]): Track | undefined {
  const turns = new Set<string>();
  const stretches: Stretch[][] = [];
  for (const parts of outcomes) {
    const own: Stretch[] = [];
    for (const part of parts) {
      if (!("from" in part)) return undefined;
      const [from, to] = [part.from, part.to].map((end) => (end === null ? undefined : fraction(end)));
      if ((part.from !== null && !from) || (part.to !== null && !to)) return undefined;
      if (own.length > 0 && part.from !== null) turns.add(part.from);
      own.push({ from, fromClosed: part.from_closed, to, toClosed: part.to_closed, code: codeOf(part.verdict) });
    }
    stretches.push(own);
  }
  return { stretches, turns: [...turns] };
}

/** The codes that a model's outcomes have where the line stands at a place; `undefined` where that is not known. */
export function codesAt(track: Track, at: Fraction): Uint8Array | undefined {
  const codes = new Uint8Array(track.stretches.length);
  for (const [outcome, own] of track.stretches.entries()) {
    const stretch = own.find((each) => holds(each, at));
    if (!stretch) return undefined;
    codes[outcome] = stretch.code;
  }
  return codes;
}

function holds({ from, fromClosed, to, toClosed }: Stretch, at: Fraction): boolean {
  const above = from ? compare(at, from) : 1;
  const below = to ? compare(to, at) : 1;
  return (above > 0 || (above === 0 && fromClosed)) && (below > 0 || (below === 0 && toClosed));
}
