/** How the map of two policies looks: one side in upright lines, the other in level ones, both crossed, the undetermined hatched. */

import { exactField, gridField } from "../../../js/src/calculator/plots/field.js";
import type { Field } from "../../../js/src/calculator/plots/field.js";
import { placeOf } from "../../../js/src/calculator/plots/look.js";
import type { Look } from "../../../js/src/calculator/plots/look.js";
import type { Grid, KnownModel, LinePart, MapData, Strip } from "../../../js/src/calculator/plots/data.js";
import type { Scale } from "../../../js/src/calculator/plots/scale.js";
import { round } from "../../../js/src/calculator/plots/scene.js";
import type { Shape, Tone } from "../../../js/src/calculator/plots/scene.js";
import type { Verdict } from "brightline";
import type { Agreement } from "../rows.js";
import { words } from "../words/words.js";

/** One of the two policies on the map. */
export interface SideData {
  /** `A` or `B`. */
  readonly mark: string;
  readonly title: string;
  readonly strips: readonly Strip[];
  readonly grid: Grid | null;
  /** What it says of the model where that stands. */
  readonly verdict: Verdict | undefined;
  /** What it says of each known model, by its id. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

export interface AgreementData extends MapData<Agreement> {
  readonly sides: readonly [SideData, SideData];
  /** Every model in sight, those too whose place is not known. */
  readonly listed: readonly KnownModel<Agreement>[];
}

/** What both say, in one word. */
export function agreementOf(one: Verdict, other: Verdict): Agreement {
  if (one === "undetermined" || other === "undetermined") return "open_";
  if (one === "covered") return other === "covered" ? "both" : "onlyA";
  return other === "covered" ? "onlyB" : "neither";
}

/** The letter of a grid for each; what lies outside of a domain has none. */
const LETTERS: Readonly<Record<string, Agreement>> = { c: "both", a: "onlyA", b: "onlyB", n: "neither", u: "open_" };
const VERDICTS: Readonly<Record<string, Verdict>> = { c: "covered", n: "not_covered", u: "undetermined" };

/** The letters of two grids at the same points, as one. */
export function joined(one: readonly string[], other: readonly string[]): string[] {
  const letters = Object.entries(LETTERS);
  return one.map((row, at) => Array.from(row, (letter, column) => {
    const [a, b] = [VERDICTS[letter], VERDICTS[other[at]?.[column] ?? ""]];
    return a && b ? letters.find(([, kind]) => kind === agreementOf(a, b))?.[0] ?? "-" : "-";
  }).join(""));
}

/** The plane of one of the two alone. */
export function fieldOf({ strips, grid }: SideData, x: Scale, y: Scale): Field | undefined {
  return strips.length > 0 ? exactField(strips, x, y) : grid ? gridField(grid, VERDICTS, x, y) : undefined;
}

const FILLS: Readonly<Record<Agreement, Tone | "hatched">> = { both: "bothTint", onlyA: "tint", onlyB: "otherTint", neither: "ground", open_: "hatched" };
const TONES: Readonly<Record<Agreement, Tone>> = { both: "ink", onlyA: "covered", onlyB: "other", neither: "soft", open_: "soft" };
const COVERS: Readonly<Record<"A" | "B", readonly Agreement[]>> = { A: ["both", "onlyA"], B: ["both", "onlyB"] };
export const SIDE_TONES: readonly [Tone, Tone] = ["covered", "other"];
/** Between two lines of a side's pattern. */
const GAP = 9;
const FINE = 0.6;

/** Lines over the parts that a policy covers: upright ones for A, level ones for B, so that where both do they cross. */
function pattern(field: Field<Agreement>, x: Scale, y: Scale): Shape[] {
  const within = (parts: readonly LinePart<Agreement>[], side: "A" | "B", scale: Scale, line: (from: number, to: number) => string) =>
    parts.flatMap(({ from, to, verdict }) => (COVERS[side].includes(verdict)
      ? [line(from === null ? scale.start : scale.place(from), to === null ? scale.end : scale.place(to))] : [])).join("");
  let [upright, level] = ["", ""];
  for (let at = x.start + GAP / 2; at < x.end; at += GAP) {
    upright += within(field.column(x.value(at)), "A", y, (from, to) => `M${round(at)} ${round(Math.min(from, y.start))}V${round(Math.max(to, y.end))}`);
  }
  for (let at = y.end + GAP / 2; at < y.start; at += GAP) {
    level += within(field.row(y.value(at)), "B", x, (from, to) => `M${round(from)} ${round(at)}H${round(to)}`);
  }
  return [{ kind: "path", d: upright, stroke: "covered", width: FINE }, { kind: "path", d: level, stroke: "other", width: FINE }];
}

/** The look of one picture: its edges are those of its two policies. */
export function lookOf(data: AgreementData): Look<Agreement> {
  return {
    kinds: ["both", "onlyA", "onlyB", "open_", "neither"],
    letters: LETTERS,
    name: (kind) => words.regions[kind],
    fill: (kind) => FILLS[kind],
    ground: (kind) => (kind === null || kind === "open_" ? "ground" : FILLS[kind] as Tone),
    tone: (kind) => TONES[kind],
    point: (kind) => ({
      fill: kind === "both" ? "ink" : kind === "onlyA" ? "covered" : kind === "onlyB" ? "other" : "ground",
      stroke: kind === undefined ? "soft" : kind === "both" || kind === "neither" ? "ink" : TONES[kind],
      ...(kind === "open_" ? { dash: "2 1.6" } : {}),
    }),
    over: pattern,
    edges: (_, x, y) => data.sides.flatMap((side, at): Shape[] => {
      const d = fieldOf(side, x, y)?.edges ?? "";
      // B's line is broken, so that A's is seen beneath where they are one.
      return d === "" ? [] : [{ kind: "path", d, stroke: SIDE_TONES[at] ?? "ink", width: 2.5, ...(at === 1 ? { dash: "7 5" } : {}) }];
    }),
    swatch: (kind, x, y, width, height) => [
      ...(COVERS.A.includes(kind) ? [{ kind: "path", d: [5, 10, 15].map((at) => `M${x + at} ${y}v${height}`).join(""), stroke: "covered", width: FINE } as const] : []),
      ...(COVERS.B.includes(kind) ? [{ kind: "path", d: [4, 8].map((at) => `M${x} ${y + at}h${width}`).join(""), stroke: "other", width: FINE } as const] : []),
    ],
    describe: (all, plotWords) => words.standsAt(all.subject, spoken(data), ...placeOf(all, plotWords)),
  };
}

/** What both say where the model stands: `A: covered, B: not covered`. */
export function spoken({ sides }: Pick<AgreementData, "sides">): string {
  return sides.map(({ mark, verdict }) => `${mark}: ${words[verdict ?? "unknown"]}`).join(", ");
}
