/** The map as a picture: areas, edges, clauses' lines with their labels, known models, the model. */

import type { Verdict } from "../../types.js";
import type { MapClauseLine, MapData, MapParam } from "./data.js";
import { exactField, gridField, lineOf, NO_FIELD, traced, type Field } from "./field.js";
import { fitted, largest, overlap, rowsOf, spread, textWidth, wrapped, type Box } from "./labels.js";
import type { Look } from "./look.js";
import { numberOf, said } from "./numbers.js";
import {
  bottomAxis, captions, clauseDetails, clauseNames, free, knob, legend, modelDetails, modelPoint, modelShapes, SIZE, text, titleOf, type Spot,
} from "./parts.js";
import { middle, scaleOf, ticksOf, type Scale } from "./scale.js";
import { rectangle, round, type Picture, type Shape, type TextShape, type Tone } from "./scene.js";
import { ENGLISH, type PlotWords } from "./words.js";

/** The map's picture and where its things are. */
export interface MapPicture<Kind extends string = Verdict> {
  readonly picture: Picture;
  readonly x: Scale;
  readonly y: Scale;
  readonly field: Field<Kind>;
  readonly handle: { readonly x: number; readonly y: number };
  readonly models: readonly Spot[];
  readonly lines: readonly Spot[];
  readonly params: readonly { readonly param: MapParam; readonly place: number }[];
}

/** A line so near to the plot's edge is the domain's end, and parts nothing. */
const ON_EDGE = 0.5;

/** What lines are drawn from. */
type Plane = Pick<MapData<string>, "x" | "y" | "lines">;

/** A clause's line with its label, before it has its place. */
interface Drawn {
  readonly line: MapClauseLine;
  readonly label: string;
  readonly points: readonly (readonly [number, number])[];
  /** Where it is last seen, from left to right. */
  readonly end: readonly [number, number];
  /** Whether it leaves the plot at its top. */
  readonly top: boolean;
}

/** Draws the map `width` wide; with title and source where it is to be exported. */
export function mapPicture<Kind extends string>(data: MapData<Kind>, look: Look<Kind>, width: number, exported: boolean): MapPicture<Kind> {
  const words = data.words ?? ENGLISH;
  const caption = exported ? captions(data.title, data.source, notesOf(data, words), width, words) : null;
  const yTicks = ticksOf(data.y, width < 480 ? 6 : 9, words);
  const left = Math.ceil(Math.max(24, ...yTicks.map((tick) => textWidth(tick.label, SIZE.text))) + 12 + (exported ? 8 : 0));
  const height = Math.round(Math.max(260, Math.min(500, (width - left) * 0.55)));
  const yTitle = wrapped(titleOf(data.y), width - 16, SIZE.text, 2);
  // Labels beside and above the plot need to be known before its right end and its top are.
  const sketch = (end: number) => clauseLines(data, scaleOf(data.x, left, end), scaleOf(data.y, height, 0), words);
  const besides = width < 680 ? [] : sketch(width - 12).filter(({ top, end }) => !top && end[0] > width - 36);
  const wide = besides.length > 0;
  const right = wide ? Math.min(200, 22 + Math.max(...besides.map(({ label }) => textWidth(label, SIZE.small)))) : 12;
  const x = scaleOf(data.x, left, width - Math.ceil(right));
  const above = topLabels(sketch(x.end).filter(({ top }) => top), x, width);
  const plotTop = (caption?.top ?? 0) + yTitle.length * 17 + 8 + above.rows * 17;
  const y = scaleOf(data.y, plotTop + height, plotTop);
  const lines = clauseLines(data, x, y, words);
  const field: Field<Kind> = data.strips.length > 0 ? exactField(data.strips, x, y) : data.grid ? gridField(data.grid, look.letters, x, y) : NO_FIELD;

  const plot: Box = { x: x.start, y: plotTop, width: x.end - x.start, height };
  const model = modelShapes(data.at.x, data.at.y, x, y);
  const taken: Box[] = [{ x: model.x - 14, y: model.y - 14, width: 28, height: 28 }];
  const labels = lineLabels(lines, above, plot, wide, width, x, (place, height) => look.ground(field.verdictAt(x.value(place), y.value(height))), taken);
  const points = modelPoints(data, look, x, y, words);
  const names = regionNames(field, look, x, y, plot, taken, points.near, words);
  const key = legend(look.kinds.filter((kind) => field.areas.has(kind) && !names.some(({ text: name }) => name === look.name(kind, words))), look, words);
  const direct = directNames(points.near, plot, taken, Math.round(width / 150), field, look, x, y);
  const strip = points.below ? 22 : 0;
  const bottom = bottomAxis(x, plotTop + height + strip, words);

  const end = plotTop + height + strip + bottom.height + key.height;

  const inner: Shape[] = look.kinds.flatMap((kind): Shape[] => {
    const d = field.areas.get(kind);
    return d === undefined ? [] : [{ kind: "path", d, fill: look.fill(kind), verdict: kind }];
  });
  inner.push(...(look.over?.(field, x, y) ?? []));
  if (lines.length > 0) {
    const d = lines.map(({ points: each }) => pathOf(each)).join("");
    inner.push({ kind: "path", d, stroke: "soft", width: 1, dash: "2 3" });
  }
  inner.push(...look.edges(field, x, y), ...names, ...points.whiskers, ...points.inside, ...direct, ...model.shapes);

  const grid = yTicks.map((tick) => ({ ...tick, place: y.place(tick.at) }));
  const shapes: Shape[] = [
    ...(caption?.head ?? []),
    ...yTitle.map((line, at) => text(exported ? 12 : 0, (caption?.top ?? 0) + 14 + at * 17, line)),
    { kind: "clip", ...plot, shapes: inner },
    { kind: "path", d: rectangle(plot.x, plot.y, plot.width, plot.height), stroke: "rule", width: 1 },
    { kind: "path", d: grid.map(({ place, label }) => `M${x.start} ${round(place)}h${label === "" ? -3 : -6}`).join(""), stroke: "soft", width: 1 },
    ...grid.filter(({ label }) => label !== "").map(({ place, label }) => text(x.start - 9, place + 4.5, label, { anchor: "end", tone: "soft" })),
    ...labels.shapes,
    ...points.outside,
    ...bottom.shapes,
    ...key.shapes(x.start, end - key.height),
    ...knob(model.x, model.y, data.at.x, data.at.y),
  ];
  const foot = caption?.foot(end) ?? [];
  return {
    picture: {
      width, height: Math.ceil(end + (caption?.bottom ?? 4)), title: data.title, description: look.describe(data, words), shapes: [...shapes, ...foot],
    },
    x, y, field, handle: { x: model.x, y: model.y }, models: points.spots, lines: labels.spots,
    params: (data.params ?? []).map((param) => ({ param, place: (param.along === "x" ? x : y).place(param.at) })),
  };
}

/** Whether nothing is known of where the model is. */
export function isNowhere<Kind extends string>({ at }: MapData<Kind>): boolean {
  return at.x.kind === "unknown" && at.y.kind === "unknown";
}

/** What has to be said of how it was drawn. */
export function notesOf<Kind extends string>(data: MapData<Kind>, words: PlotWords): string[] {
  return [
    ...(isNowhere(data) ? [words.nowhere(data.subject, data.x.title, data.y.title)] : []),
    ...(data.strips.length === 0 && data.grid ? [words.sampled(data.grid.xs.length, data.grid.ys.length)] : []),
  ];
}

const pathOf = (points: readonly (readonly [number, number])[]) => `M${points.map(([a, b]) => `${round(a)} ${round(b)}`).join("L")}`;

/** What a label says: the clauses, and the value where the line is parallel to an axis. */
function labelOf(line: MapClauseLine, data: Plane, words: PlotWords): string {
  const names = `${line.of === undefined ? "" : `${line.of} `}${clauseNames(line.clauses)}`;
  if (line.x !== null) return `${names}: ${said(numberOf(line.x), data.x, words)}`;
  return line.offset !== null && numberOf(line.slope ?? "0") === 0 ? `${names}: ${said(numberOf(line.offset), data.y, words)}` : names;
}

function clauseLines(data: Plane, x: Scale, y: Scale, words: PlotWords): Drawn[] {
  return data.lines.flatMap((line): Drawn[] => {
    const label = labelOf(line, data, words);
    if (line.x !== null) {
      const place = x.place(numberOf(line.x));
      return place <= x.start + ON_EDGE || place >= x.end - ON_EDGE ? [] : [{ line, label, points: [[place, y.end], [place, y.start]], end: [place, y.end], top: true }];
    }
    if (line.slope === null || line.offset === null) return [];
    const points = traced(lineOf({ slope: line.slope, offset: line.offset }), data.x.from, data.x.to, x, y)
      .filter(([, place]) => place > y.end - 39 && place < y.start + 39);
    const seen = points.filter(([, place]) => place >= y.end + ON_EDGE && place <= y.start - ON_EDGE);
    const last = seen.at(-1);
    if (!last || seen.length < 2) return [];
    // A line that leaves the plot at its top before its right end is labelled there.
    return [{ line, label, points, end: last, top: last[0] < x.end - 24 && last[1] < y.end + 24 }];
  });
}

interface Above {
  readonly rows: number;
  readonly at: (drawn: Drawn) => { x: number; row: number; label: string };
}

/** Labels above the plot, in as many rows as they need. */
function topLabels(drawn: readonly Drawn[], x: Scale, width: number): Above {
  const placed = new Map<string, { x: number; row: number; label: string }>();
  const stretches = drawn.map(({ label, end }) => {
    const cut = fitted(label, width - 24, SIZE.small);
    const half = textWidth(cut, SIZE.small) / 2;
    const centre = Math.max(half, Math.min(width - 4 - half, Math.min(x.end, end[0])));
    return { label: cut, centre, from: centre - half, to: centre + half };
  });
  const rows = rowsOf(stretches, 10);
  stretches.forEach((stretch, at) => placed.set(drawn[at]!.label, { x: stretch.centre, row: rows[at]!, label: stretch.label }));
  return { rows: Math.max(0, ...rows.map((row) => row + 1)), at: (one) => placed.get(one.label) ?? { x: x.start, row: 0, label: one.label } };
}

function lineLabels(
  lines: readonly Drawn[], above: Above, plot: Box, wide: boolean, width: number, x: Scale, ground: (x: number, y: number) => Tone, taken: Box[],
): { shapes: Shape[]; spots: Spot[] } {
  const shapes: Shape[] = [];
  const spots: Spot[] = [];
  const put = (drawn: Drawn, label: string, at: number, height: number, more: object) => {
    const key = `line ${lines.indexOf(drawn)}`;
    const details = clauseDetails(drawn.line.clauses);
    shapes.push(text(at, height, label, { size: SIZE.small, ...(drawn.line.tone ? { tone: drawn.line.tone } : {}), ...more, target: { key, label: [drawn.label, ...details].join("; ") } }));
    const half = textWidth(label, SIZE.small) / 2;
    const anchor = (more as { anchor?: string }).anchor ?? "start";
    spots.push({ key, x: anchor === "middle" ? at : anchor === "end" ? at - half : at + half, y: height - 4, heading: drawn.label, details });
  };
  for (const drawn of lines.filter(({ top }) => top)) {
    const place = above.at(drawn);
    const height = plot.y - 6 - place.row * 17;
    put(drawn, place.label, place.x, height, { anchor: "middle" });
    if (place.row > 0) shapes.unshift({ kind: "path", d: `M${round(place.x)} ${height + 3}V${plot.y}`, stroke: "rule", width: 1 });
  }
  // What reaches the right end is labelled beside it where there is room, all else within the plot.
  const aside = lines.filter(({ top, end }) => !top && wide && end[0] > x.end - 24);
  const places = spread(aside.map(({ end }) => ({ at: end[1], size: 17 })), plot.y, plot.y + plot.height);
  aside.forEach((drawn, at) => {
    shapes.push({ kind: "path", d: `M${x.end} ${round(drawn.end[1])}L${x.end + 8} ${round(places[at]!)}`, stroke: "rule", width: 1 });
    put(drawn, fitted(drawn.label, width - x.end - 14, SIZE.small), x.end + 11, places[at]! + 4, {});
  });
  for (const drawn of lines) {
    if (drawn.top || aside.includes(drawn)) continue;
    const [from, end] = drawn.end;
    const label = fitted(drawn.label, plot.width - 16, SIZE.small);
    const size = textWidth(label, SIZE.small);
    const before = [-17, 3, -34, 20].map((down): Box => ({ x: Math.min(from, x.end) - size - 6, y: end + down, width: size, height: 15 }));
    // A line that ends at the bottom falls, so there is room to its right.
    const boxes = end > plot.y + plot.height - 20 ? [{ ...before[0]!, x: from + 6 }, ...before] : before;
    const box = free(taken, boxes, plot) ?? boxes[0]!;
    const halo = ground(box.x + size / 2, box.y + 8);
    put(drawn, label, box.x, box.y + 12, { halo });
  }
  return { shapes, spots };
}

/** The kinds' names, each in the largest rectangle where it holds; rather not on a known model. */
function regionNames<Kind extends string>(field: Field<Kind>, look: Look<Kind>, x: Scale, y: Scale, plot: Box, taken: Box[], near: Points["near"], words: PlotWords): TextShape[] {
  const [columns, rows] = [36, 26];
  const [width, height] = [plot.width / columns, plot.height / rows];
  const cells = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column): Kind | null => {
    const box = { x: plot.x + column * width, y: plot.y + row * height, width, height };
    return taken.some((other) => overlap(box, other)) ? null : field.verdictAt(x.value(box.x + width / 2), y.value(box.y + height / 2));
  }));
  const clear = cells.map((line) => [...line]);
  for (const point of near) {
    const cell = clear[Math.floor((point.y - plot.y) / height)];
    if (cell) cell[Math.floor((point.x - plot.x) / width)] = null;
  }
  return look.kinds.flatMap((kind): TextShape[] => {
    const name = look.name(kind, words);
    const size = textWidth(name, 15);
    const best = [clear, cells].map((of) => largest(of, kind)).find((found) => found && found.columns * width >= size + 8 && found.rows * height >= 24);
    if (!best) return [];
    const [centre, middleHeight] = [plot.x + (best.column + best.columns / 2) * width, plot.y + (best.row + best.rows / 2) * height];
    taken.push({ x: centre - size / 2 - 4, y: middleHeight - 12, width: size + 8, height: 24 });
    return [text(centre, middleHeight + 5, name, { size: 15, anchor: "middle", bold: true, tone: look.tone(kind), halo: look.ground(kind) })];
  });
}

interface Points {
  readonly inside: Shape[];
  readonly outside: Shape[];
  readonly whiskers: Shape[];
  readonly spots: Spot[];
  readonly near: { x: number; y: number; name: string }[];
  /** Whether some stand below the plot, as their height is not known. */
  readonly below: boolean;
}

function modelPoints<Kind extends string>(data: MapData<Kind>, look: Look<Kind>, x: Scale, y: Scale, words: PlotWords): Points {
  const inside: Shape[] = [];
  const outside: Shape[] = [];
  const spots: Spot[] = [];
  const near: Points["near"] = [];
  let whiskers = "";
  for (const model of data.models) {
    const across = middle(data.x, model.x);
    const up = model.y ? middle(data.y, model.y) : null;
    if (across === null) continue;
    const place = x.place(across);
    const height = up === null ? y.start + 12 : y.place(up);
    if (place < x.start - 1 || place > x.end + 1 || (up !== null && (height > y.start + 1 || height < y.end - 1))) continue;
    const details = modelDetails(model, [[data.x, model.x], [data.y, model.y ?? { kind: "unknown", at: null, from: null, to: null }]], words, look);
    (up === null ? outside : inside).push(modelPoint(model, place, height, up === null ? 3.2 : 4.2, [model.name, ...details].join(", "), look));
    spots.push({ key: `model ${model.id}`, x: place, y: height, heading: model.name, details });
    if (up === null) continue;
    near.push({ x: place, y: height, name: model.name });
    const { from: xFrom, to: xTo } = model.x;
    if (xFrom !== null && xTo !== null) whiskers += `M${round(x.place(xFrom))} ${round(height)}H${round(x.place(xTo))}`;
    const { from: yFrom = null, to: yTo = null } = model.y ?? {};
    if (yFrom !== null && yTo !== null) whiskers += `M${round(place)} ${round(y.place(yFrom))}V${round(y.place(yTo))}`;
  }
  spots.sort((one, other) => one.x - other.x || one.y - other.y);
  return {
    inside, outside, spots, near, below: outside.length > 0,
    whiskers: whiskers === "" ? [] : [{ kind: "path", d: whiskers, stroke: "soft", width: 1, opacity: 0.6 }],
  };
}

/** The names of a few known models beside their points, where there is room. */
function directNames<Kind extends string>(near: Points["near"], plot: Box, taken: Box[], most: number, field: Field<Kind>, look: Look<Kind>, x: Scale, y: Scale): Shape[] {
  const shapes: Shape[] = [];
  const all = [...taken, ...near.map((one) => ({ x: one.x - 5, y: one.y - 5, width: 10, height: 10 }))];
  for (const one of near) {
    if (shapes.length >= most) break;
    const size = textWidth(one.name, SIZE.small);
    if (size > plot.width / 2.5) continue;
    const verdictAt = (box: Box, along: number) => field.verdictAt(x.value(box.x + along), y.value(box.y + 8));
    const boxes = [[8, -8], [-8 - size, -8], [-size / 2, -24], [-size / 2, 8]].map(([dx, dy]) => ({ x: one.x + dx!, y: one.y + dy!, width: size, height: 16 }));
    // Rather not across an edge.
    const clear = boxes.filter((box) => verdictAt(box, 0) === verdictAt(box, size));
    const box = free(all, [...clear, ...boxes], plot);
    if (!box) continue;
    const halo = look.ground(verdictAt(box, size / 2));
    const place = box.x + size < one.x ? { at: box.x + size, anchor: "end" as const } : { at: box.x, anchor: "start" as const };
    shapes.push(text(place.at, box.y + 12, one.name, { size: SIZE.small, anchor: place.anchor, halo }));
  }
  return shapes;
}
