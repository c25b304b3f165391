/** How the kinds of a map's regions are named and drawn: verdicts here, and whatever else a plane may be cut by. */

import type { Verdict } from "../../types.js";
import type { MapData } from "./data.js";
import type { Field } from "./field.js";
import { said } from "./numbers.js";
import { middle, type Scale } from "./scale.js";
import type { CircleShape, PathShape, Shape, Tone } from "./scene.js";
import type { PlotWords } from "./words.js";

export interface Look<Kind extends string = Verdict> {
  /** Every kind, in the order in which they are drawn and named. */
  readonly kinds: readonly Kind[];
  /** The kind of each letter of a grid. */
  readonly letters: Readonly<Record<string, Kind>>;
  readonly name: (kind: Kind, words: PlotWords) => string;
  readonly fill: (kind: Kind) => NonNullable<PathShape["fill"]>;
  /** What lies behind a text there. */
  readonly ground: (kind: Kind | null) => Tone;
  /** The colour of its name. */
  readonly tone: (kind: Kind) => Tone;
  /** A known model of this kind. */
  readonly point: (kind: Kind | undefined) => Pick<CircleShape, "fill" | "stroke" | "dash">;
  /** What lies over the areas. */
  readonly over?: (field: Field<Kind>, x: Scale, y: Scale) => Shape[];
  /** Where the kinds meet. */
  readonly edges: (field: Field<Kind>, x: Scale, y: Scale) => Shape[];
  /** What lies over the area in a legend. */
  readonly swatch?: (kind: Kind, x: number, y: number, width: number, height: number) => Shape[];
  /** What the picture shows, in a sentence. */
  readonly describe: (data: MapData<Kind>, words: PlotWords) => string;
}

export const VERDICT_LOOK: Look = {
  kinds: ["covered", "undetermined", "not_covered"],
  letters: { c: "covered", n: "not_covered", u: "undetermined" },
  name: (verdict, words) => words.verdicts[verdict],
  fill: (verdict) => (verdict === "covered" ? "tint" : verdict === "undetermined" ? "hatched" : "ground"),
  ground: (verdict) => (verdict === "covered" ? "tint" : "ground"),
  tone: (verdict) => (verdict === "covered" ? "covered" : "soft"),
  // Filled where it is covered, hollow where not, dotted where that is undetermined.
  point: (verdict) => ({
    fill: verdict === "covered" ? "covered" : "ground",
    stroke: verdict === "covered" || verdict === "undetermined" ? "covered" : "soft",
    ...(verdict === "undetermined" ? { dash: "2 1.6" } : {}),
  }),
  edges: ({ edges }) => (edges === "" ? [] : [{ kind: "path", d: edges, stroke: "covered", width: 2 }]),
  describe: (data, words) => words.describe(data.subject, words.verdicts[data.at.verdict], ...placeOf(data, words)),
};

/** Where the model of a map is, in words: along the one axis and along the other. */
export function placeOf<Kind extends string>({ x, y, at }: MapData<Kind>, words: PlotWords): [string, string] {
  const value = (known: MapData["at"]["x"], axis: MapData["x"]) => {
    const place = middle(axis, known);
    return place === null ? words.valueUnknown(axis.title) : `${axis.title} ${known.text ?? said(place, axis, words)}`;
  };
  return [value(at.x, x), value(at.y, y)];
}
