/**
 * What the map and the line view are drawn from, and what they tell: plain data in, calls out.
 *
 * Use: `<brightline-map .data=${MapData} .actions=${MapActions}>` and `<brightline-line .data=${LineData} .actions=${LineActions}>`.
 * Keep an axis's ends while its model moves: while a pointer drags, the plot keeps them itself.
 * Numbers are in the axis's own unit; a day is the number of days since 1970-01-01. They are for drawing: what is exact stands in texts.
 */

import type { MapLine } from "../../lines.js";
import type { Verdict } from "../../types.js";
import type { Tone } from "./scene.js";
import type { PlotWords } from "./words.js";

export type { PlotWords } from "./words.js";

/** An axis; {@link axisOf} of scale.ts makes one from what `about` says of a fact or param. */
export interface Axis {
  /** The fact's or param's name, as the engine takes it. */
  readonly name: string;
  /** Its name for people. */
  readonly title: string;
  /** The unit of the numbers; empty for plain numbers and days. */
  readonly unit: string;
  readonly kind: "plain" | "percent" | "points" | "money" | "date";
  readonly scale: "log" | "linear";
  /** The ends that are drawn. */
  readonly from: number;
  readonly to: number;
  /** What it may be at least and at most; `null` where there is no end. */
  readonly least: number | null;
  readonly most: number | null;
}

/** What is known of a value along an axis. */
export interface Known {
  readonly kind: "exact" | "range" | "estimate" | "unknown";
  /** The value, or the middle of an estimate; `null` for a range and where it is unknown. */
  readonly at: number | null;
  /** The ends of a range or of an estimate's interval; `null` where there is no end. */
  readonly from: number | null;
  readonly to: number | null;
  /** The exact text, shown on hover; made from the numbers where it is left out. */
  readonly text?: string;
}

/** A clause whose line is drawn. */
export interface LineClause {
  readonly id: string;
  readonly cite: string | null;
  /** The condition as written. */
  readonly text: string;
}

/** A model that is known, for comparison. */
export interface KnownModel<Kind extends string = Verdict> {
  readonly id: string;
  readonly name: string;
  readonly x: Known;
  /** Along the other axis of a map; the line view does not ask for it. */
  readonly y?: Known;
  /** What the same policy says of it, where it was asked. */
  readonly verdict?: Kind;
  /** What is said of it, where that is more than its verdict. */
  readonly said?: readonly string[];
}

/** What stands in small type below: when, by what, with what. */
export interface PlotSource {
  /** The day that is judged on, as `2026-11-21`. */
  readonly as_of: string;
  /** Titles of policies. */
  readonly policies: readonly string[];
  /** The engine's version. */
  readonly version: string;
  /** Sentences that must stand by the picture, as that the real criteria are classified. */
  readonly notes?: readonly string[];
}

/** What is common to both views. */
export interface PlotData<Kind extends string = Verdict> {
  readonly title: string;
  readonly source: PlotSource;
  /** English where it is left out; german.ts has the German. */
  readonly words?: PlotWords;
  readonly models: readonly KnownModel<Kind>[];
  /** How many more models are known whose place along these axes is not. */
  readonly unplaced?: number;
  /** What the moved thing is called: the model's name, or `the line` for a param. */
  readonly subject: string;
}

/** The verdicts at points: one text for each of `ys`, a letter for each of `xs`, as `grid` gives them. */
export interface Grid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly rows: readonly string[];
}

/** A stretch of x of an answer of `map`, and where a clause's line lies. */
type VerdictStrip = MapLine["strips"][number];
export interface Strip<Kind extends string = Verdict> extends Omit<VerdictStrip, "bands"> {
  readonly bands: readonly (Omit<VerdictStrip["bands"][number], "verdict"> & { readonly verdict: Kind })[];
}
export type MapClauseLine = MapLine["lines"][number] & {
  /** Whose line it is, where it is not the only policy's, and the colour of its label. */
  readonly of?: string;
  readonly tone?: Tone;
};

/** A param that is a line on the map, parallel to an axis, and can be dragged. */
export interface MapParam {
  readonly name: string;
  readonly title: string;
  /** The axis whose values it is compared with. */
  readonly along: "x" | "y";
  readonly at: number;
  readonly least: number | null;
  readonly most: number | null;
}

/** The map of one designation over two numbers, or of whatever else cuts a plane into kinds. */
export interface MapData<Kind extends string = Verdict> extends PlotData<Kind> {
  readonly x: Axis;
  readonly y: Axis;
  /** Exact pieces, as `map` gives them; empty where there are none. */
  readonly strips: readonly Strip<Kind>[];
  readonly lines: readonly MapClauseLine[];
  /** Verdicts at points, drawn where there are no strips; {@link gridValues} of from.ts gives the points to ask for. */
  readonly grid?: Grid | null;
  /** The model. */
  readonly at: { readonly x: Known; readonly y: Known; readonly verdict: Kind };
  readonly params?: readonly MapParam[];
}

/** What both views tell. */
export interface PlotActions {
  /** The knob was let go of after moving. */
  readonly moved?: () => void;
  /** A known model is chosen. */
  readonly pick?: (id: string) => void;
}

export interface MapActions extends PlotActions {
  /** The model is moved: the values, rounded as people would; `null` is left as it is. A range or an estimate moves whole: see {@link shifted} of scale.ts. */
  readonly move: (x: number | null, y: number | null) => void;
  /** A param's line is moved. */
  readonly param?: (name: string, value: number) => void;
}

/** A stretch of an axis on which one verdict holds. */
export interface LinePart<Kind extends string = Verdict> {
  /** `null` where there is no end. */
  readonly from: number | null;
  readonly to: number | null;
  readonly verdict: Kind;
}

/** The line view: the verdicts of some designations along one fact or param. */
export interface LineData extends PlotData {
  readonly axis: Axis;
  /** One bar for each designation. */
  readonly rows: readonly { readonly id: string; readonly title: string; readonly parts: readonly LinePart[]; readonly verdict: Verdict }[];
  /** Ticks with the clauses that lie there. */
  readonly lines: readonly { readonly at: number; readonly clauses: readonly LineClause[] }[];
  /** Where the model, or the line of a param, is. */
  readonly at: Known;
  /** Of a param: `models` stand where the fact is that the line is compared with, each with its verdict as the line now lies; counted in words. */
  readonly param?: { readonly against: string };
}

export interface LineActions extends PlotActions {
  readonly move: (value: number) => void;
}
