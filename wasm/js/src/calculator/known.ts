/** What a text of the language says of a number, as the plots draw it. */

import type { Typed } from "../lines.js";
import type { Known } from "./plots/data.js";
import { extent, read } from "./value.js";

const NONE: Known = { kind: "unknown", at: null, from: null, to: null };

export function knownOf(text: string, typed: Typed): Known {
  const value = read(text, typed);
  const ends = extent(value);
  if (!ends) return NONE;
  if (value.kind === "exact") return { kind: "exact", at: ends[0], from: null, to: null };
  if (value.kind === "range") return { kind: "range", at: null, from: ends[0], to: ends[1] };
  const middle = ends[0] > 0 ? Math.sqrt(ends[0] * ends[1]) : (ends[0] + ends[1]) / 2;
  return value.kind === "estimate" ? { kind: "estimate", at: middle, from: ends[0], to: ends[1] } : NONE;
}
