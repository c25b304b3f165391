/** A line that is dragged: which models stand on which side, found in what the engine said once of the whole line. */

import { compare, fraction } from "./decimal.js";
import { codeOf } from "./sweep.js";
import type { Track } from "./sweep.js";

type Ends = { from: string | null; from_closed: boolean; to: string | null; to_closed: boolean };

/** The codes that a model's outcomes have where the line stands at `value`; `undefined` where that is not known. */
export function codesAt(track: Track, value: string): number[] | undefined {
  const at = fraction(value);
  if (!at) return undefined;
  const codes: number[] = [];
  for (const parts of track) {
    const part = parts.find((part) => "from" in part && holds(part, at));
    if (!part) return undefined;
    codes.push(codeOf(part.verdict));
  }
  return codes;
}

function holds(part: Ends, at: [bigint, bigint]): boolean {
  if (part.from !== null) {
    const from = fraction(part.from);
    const side = from ? compare(at, from) : -1;
    if (side < 0 || (side === 0 && !part.from_closed)) return false;
  }
  if (part.to !== null) {
    const to = fraction(part.to);
    const side = to ? compare(at, to) : 1;
    if (side > 0 || (side === 0 && !part.to_closed)) return false;
  }
  return true;
}

/** Where along the line any of the model's verdicts turns. */
export function turns(track: Track): string[] {
  const found = new Set<string>();
  for (const parts of track) for (const part of parts.slice(1)) if ("from" in part && part.from !== null) found.add(part.from);
  return [...found];
}
