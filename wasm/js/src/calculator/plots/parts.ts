/** What both views draw alike: axes, known models, what is known of the model, captions of exported pictures. */

import type { Axis, Known, KnownModel, LineClause, PlotSource, PlotWords } from "./data.js";
import { overlap, textWidth, wrapped, type Box } from "./labels.js";
import type { Look } from "./look.js";
import { said, saidKnown } from "./numbers.js";
import { middle, ticksOf, type Scale } from "./scale.js";
import { rectangle, round, type CircleShape, type Shape, type TextShape } from "./scene.js";

export const SIZE = { text: 13, small: 12, title: 16 } as const;

/** What can be pointed at: where it is, and what is said of it. */
export interface Spot {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly heading: string;
  readonly details: readonly string[];
}

/** A text of a picture. */
export function text(x: number, y: number, content: string, more: Partial<TextShape> = {}): TextShape {
  return { kind: "text", x, y, text: content, size: SIZE.text, anchor: "start", tone: "ink", ...more };
}

/** The ticks of a horizontal axis below `top`, and its title. */
export function bottomAxis(scale: Scale, top: number, words: PlotWords): { shapes: Shape[]; height: number } {
  const { axis, start, end } = scale;
  const each = Math.max(...[axis.from, axis.to].map((value) => textWidth(said(value, { ...axis, unit: "" }, words), SIZE.text))) + 14;
  const shapes: Shape[] = [];
  let marks = "";
  let taken = -Infinity;
  for (const tick of ticksOf(axis, Math.max(2, Math.floor((end - start) / each)), words)) {
    const place = scale.place(tick.at);
    marks += `M${round(place)} ${top}v${tick.label === "" ? 3 : 6}`;
    const half = textWidth(tick.label, SIZE.text) / 2;
    const at = Math.max(start - 8 + half, Math.min(end + 8 - half, place));
    if (tick.label === "" || at - half < taken) continue;
    taken = at + half + 6;
    shapes.push(text(at, top + 19, tick.label, { tone: "soft", anchor: "middle" }));
  }
  const title = wrapped(titleOf(axis), end - start, SIZE.text, 2);
  title.forEach((line, at) => shapes.push(text(end, top + 38 + at * 16, line, { anchor: "end" })));
  return { shapes: [{ kind: "path", d: `M${start} ${top}H${end}${marks}`, stroke: "soft", width: 1 }, ...shapes], height: 26 + title.length * 16 };
}

/** An axis's title with its unit. */
export function titleOf(axis: Axis): string {
  return axis.unit === "" || axis.kind === "date" ? axis.title : `${axis.title} (${axis.unit})`;
}

/** The ends of what is known along a scale, in places, kept within the plot. */
export function ends(scale: Scale, known: Known): { from: number; to: number; at: number } {
  const [least, most] = [Math.min(scale.start, scale.end), Math.max(scale.start, scale.end)];
  const kept = (place: number) => Math.max(least, Math.min(most, place));
  const at = middle(scale.axis, known);
  // What is unknown is nowhere: its handle is at the edge.
  const centre = at === null ? scale.start : kept(scale.place(at));
  if (known.kind === "exact") return { from: centre, to: centre, at: centre };
  return {
    from: known.from === null ? scale.start : kept(scale.place(known.from)),
    to: known.to === null ? scale.end : kept(scale.place(known.to)),
    at: centre,
  };
}

/** The model with all that it may be: a segment, a box, an ellipse, whiskers. */
export function modelShapes(x: Known, y: Known, across: Scale, up: Scale): { shapes: Shape[]; x: number; y: number } {
  const h = ends(across, x);
  const v = ends(up, y);
  const shapes: Shape[] = [];
  if (x.kind === "unknown" && y.kind === "unknown") return { shapes, x: (across.start + across.end) / 2, y: (up.start + up.end) / 2 };
  const vague = (known: Known) => known.kind === "range" || known.kind === "unknown";
  const [left, width, top, height] = [Math.min(h.from, h.to), Math.abs(h.to - h.from), Math.min(v.from, v.to), Math.abs(v.to - v.from)];
  if (x.kind === "estimate" && y.kind === "estimate") {
    const [rx, ry] = [width / 2, height / 2];
    const d = `M${round(left)} ${round(top + ry)}a${round(rx)} ${round(ry)} 0 1 0 ${round(width)} 0a${round(rx)} ${round(ry)} 0 1 0 ${round(-width)} 0Z`;
    shapes.push({ kind: "path", d, fill: "accent", opacity: 0.14, stroke: "accent", width: 1.5, dash: "5 3" });
  } else if (x.kind !== "exact" && y.kind !== "exact") {
    shapes.push({ kind: "path", d: rectangle(left, top, width, height), fill: "accent", opacity: 0.14, stroke: "accent", width: 1.5 });
  }
  const whisker = (d: string, caps: string, estimate: boolean) => shapes.push(
    { kind: "path", d: d + (estimate ? caps : ""), stroke: "ground", width: estimate ? 4 : 9, opacity: 1 },
    { kind: "path", d: d + (estimate ? caps : ""), stroke: "accent", width: estimate ? 2 : 6 },
  );
  if (x.kind !== "exact" && (!vague(x) || y.kind === "exact")) {
    whisker(`M${round(h.from)} ${round(v.at)}H${round(h.to)}`, `M${round(h.from)} ${round(v.at - 6)}v12M${round(h.to)} ${round(v.at - 6)}v12`, x.kind === "estimate");
  }
  if (y.kind !== "exact" && (!vague(y) || x.kind === "exact")) {
    whisker(`M${round(h.at)} ${round(v.from)}V${round(v.to)}`, `M${round(h.at - 6)} ${round(v.from)}h12M${round(h.at - 6)} ${round(v.to)}h12`, y.kind === "estimate");
  }
  return { shapes, x: h.at, y: v.at };
}

/** The knob by which the model is moved; along an edge of the plot where the other value is unknown, and none where both are. */
export function knob(x: number, y: number, across?: Known, up?: Known): Shape[] {
  const [nowhere, nohow] = [across?.kind === "unknown", up?.kind === "unknown"];
  if (nowhere && nohow) return [];
  if (nowhere || nohow) return [{ kind: "path", d: nowhere ? rectangle(x - 5, y - 11, 10, 22) : rectangle(x - 11, y - 5, 22, 10), fill: "accent", stroke: "ground", width: 2.5 }];
  return [
    { kind: "circle", x, y, radius: 9, fill: "accent", stroke: "ground", width: 2.5 },
    { kind: "circle", x, y, radius: 2.5, fill: "ground", stroke: "ground", width: 0 },
  ];
}

/** A known model. */
export function modelPoint<Kind extends string>(model: KnownModel<Kind>, x: number, y: number, radius: number, label: string, look: Look<Kind>): CircleShape {
  return {
    kind: "circle", x, y, radius, width: 1.4, ...look.point(model.verdict),
    target: { key: `model ${model.id}`, label },
  };
}

/** What is said of a known model. */
export function modelDetails<Kind extends string>(model: KnownModel<Kind>, axes: readonly [Axis, Known | undefined][], words: PlotWords, look: Look<Kind>): string[] {
  const values = axes.flatMap(([axis, known]) => (known ? [known.kind === "unknown" ? words.valueUnknown(axis.title) : saidKnown(known, axis, words)] : []));
  return [values.join(", "), ...(model.said ?? (model.verdict ? [look.name(model.verdict, words)] : []))];
}

/** The names of clauses, each once. */
export function clauseNames(clauses: readonly LineClause[]): string {
  return [...new Set(clauses.map(({ id }) => id))].join(", ");
}

/** What is said of a clause: the condition and where it stands. */
export function clauseDetails(clauses: readonly LineClause[]): string[] {
  return [...new Set(clauses.map(({ text: condition, cite }) => (cite === null ? condition : `${condition} [${cite}]`)))];
}

/** The first of some places at which a label lies on nothing that is taken; it is then taken too. */
export function free(taken: Box[], candidates: readonly Box[], within: Box): Box | null {
  const found = candidates.find((box) => box.x >= within.x && box.y >= within.y && box.x + box.width <= within.x + within.width
    && box.y + box.height <= within.y + within.height && !taken.some((other) => overlap(box, other)));
  if (found) taken.push(found);
  return found ?? null;
}

/** What areas too small for a name mean. */
export function legend<Kind extends string>(kinds: readonly Kind[], look: Look<Kind>, words: PlotWords): { height: number; shapes: (x: number, y: number) => Shape[] } {
  return {
    height: kinds.length === 0 ? 0 : 24,
    shapes: (x, y) => {
      let at = x;
      return kinds.flatMap((kind): Shape[] => {
        const [from, name] = [at, look.name(kind, words)];
        at += textWidth(name, SIZE.small) + 44;
        return [
          { kind: "path", d: rectangle(from, y + 6, 20, 12), fill: look.fill(kind), stroke: "soft", width: 1 },
          ...(look.swatch?.(kind, from, y + 6, 20, 12) ?? []),
          text(from + 26, y + 16, name, { size: SIZE.small }),
        ];
      });
    },
  };
}

/** Lines in small type below: who judged what when, and what must be said with it. */
export function sourceLines(source: PlotSource, words: PlotWords): string[] {
  return [words.source(source.policies.join(", "), source.as_of, source.version), ...(source.notes ?? [])];
}

/** The title above and the source below an exported picture. */
export function captions(title: string, source: PlotSource, notes: readonly string[], width: number, words: PlotWords): { head: Shape[]; top: number; foot: (y: number) => Shape[]; bottom: number } {
  const above = wrapped(title, width - 24, SIZE.title, 3);
  const below = [...notes, ...sourceLines(source, words)].flatMap((line) => wrapped(line, width - 24, SIZE.small, 4));
  return {
    head: above.map((line, at) => text(12, 26 + at * 21, line, { size: SIZE.title, bold: true })),
    top: 16 + above.length * 21,
    foot: (y) => below.map((line, at) => text(12, y + 16 + at * 16, line, { size: SIZE.small, tone: "soft" })),
    bottom: 14 + below.length * 16,
  };
}
