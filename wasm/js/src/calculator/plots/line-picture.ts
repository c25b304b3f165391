/** The line view as a picture: bars of verdicts along one axis, clauses' lines, known models as dots, and what is moved. */

import type { Verdict } from "../../types.js";
import type { LineData, LinePart } from "./data.js";
import { fitted, rowsOf, textWidth, wrapped } from "./labels.js";
import { VERDICT_LOOK } from "./look.js";
import { said, saidKnown } from "./numbers.js";
import {
  bottomAxis, captions, clauseDetails, clauseNames, ends, knob, legend, modelDetails, modelPoint, SIZE, text, type Spot,
} from "./parts.js";
import { middle, scaleOf, type Scale } from "./scale.js";
import { rectangle, round, type Picture, type Shape } from "./scene.js";
import { ENGLISH, type PlotWords } from "./words.js";

export interface LinePicture {
  readonly picture: Picture;
  readonly axis: Scale;
  readonly handle: { readonly x: number; readonly y: number };
  readonly models: readonly Spot[];
  readonly lines: readonly Spot[];
}

const BAR = 20;
const TRACK = 34;

/** Draws the line view `width` wide; with title and source where it is to be exported. */
export function linePicture(data: LineData, width: number, exported: boolean): LinePicture {
  const words = data.words ?? ENGLISH;
  const caption = exported ? captions(data.title, data.source, data.param ? [countsOf(data, words)] : [], width, words) : null;
  const axis = scaleOf(data.axis, 14, width - 14);
  let y = caption?.top ?? 0;

  const labels = lineLabels(data, axis, width, y, words);
  y += labels.height;
  const dots = modelDots(data, axis, y, words);
  y += dots.height;
  const top = y;
  const bars: Shape[] = [];
  for (const row of data.rows) {
    for (const line of wrapped(`${row.title}: ${words.verdicts[row.verdict]}`, (axis.end - axis.start) / 1.1, SIZE.text)) {
      bars.push(text(axis.start, y + 18, line, { bold: true, halo: "ground" }));
      y += 17;
    }
    bars.push(...bar(row.parts, axis, y + 7, words));
    y += BAR + 11;
  }
  const bottom = y + 2;
  const track = bottom + TRACK / 2;
  const axisShapes = bottomAxis(axis, bottom + TRACK, words);
  y = bottom + TRACK + axisShapes.height;
  const key = legend(unnamed(data, axis, words), VERDICT_LOOK, words);
  const keys = key.shapes(axis.start, y);
  y += key.height;

  const known = ends(axis, data.at);
  const model: Shape[] = [];
  if (data.at.kind !== "exact") {
    model.push(
      { kind: "path", d: rectangle(known.from, top, known.to - known.from, track - top), fill: "accent", opacity: 0.14 },
      { kind: "path", d: `M${round(known.from)} ${track}H${round(known.to)}`, stroke: "accent", width: 6 },
    );
  }
  if (data.at.at !== null) model.push({ kind: "path", d: `M${round(known.at)} ${labels.bottom}V${track}`, stroke: "accent", width: 2 });
  const handle = { x: known.at, y: track };
  return {
    picture: {
      width, height: Math.ceil(y + (caption?.bottom ?? 4)), title: data.title, description: describeLine(data, words),
      shapes: [
        ...(caption?.head ?? []), ...bars,
        { kind: "path", d: labels.rules(bottom), stroke: "soft", width: 1, dash: "2 3" },
        ...labels.shapes,
        { kind: "path", d: `M${axis.start} ${track}H${axis.end}`, stroke: "rule", width: 4 },
        ...model, ...dots.shapes, ...axisShapes.shapes, ...keys, ...knob(handle.x, handle.y, data.at), ...(caption?.foot(y) ?? []),
      ],
    },
    axis, handle, models: dots.spots, lines: labels.spots,
  };
}

/** Labels above, in as many rows as they need; each rule begins below its label. */
function lineLabels(data: LineData, axis: Scale, width: number, top: number, words: PlotWords) {
  const shown = data.lines.filter(({ at }) => axis.place(at) >= axis.start - 1 && axis.place(at) <= axis.end + 1);
  const stretches = shown.map(({ at, clauses }) => {
    const names = clauseNames(clauses);
    const whole = names === "" ? said(at, data.axis, words) : `${names}: ${said(at, data.axis, words)}`;
    const label = fitted(whole, width - 16, SIZE.small);
    const half = textWidth(label, SIZE.small) / 2;
    const centre = Math.max(half + 2, Math.min(width - half - 2, axis.place(at)));
    return { label, whole, centre, place: axis.place(at), details: clauseDetails(clauses), from: centre - half, to: centre + half };
  });
  const rows = rowsOf(stretches, 10);
  const height = Math.max(0, ...rows.map((row) => row + 1)) * 17 + 6;
  const labels = stretches.map((stretch, at) => ({ ...stretch, key: `line ${at}`, y: top + height - 8 - rows[at]! * 17 }));
  return {
    height,
    bottom: top + height,
    shapes: labels.map(({ centre, y, label, key, whole, details }) => text(centre, y, label, {
      size: SIZE.small, anchor: "middle", target: { key, label: [whole, ...details].join("; ") },
    })),
    spots: labels.map(({ key, centre, y, whole, details }): Spot => ({ key, x: centre, y: y - 4, heading: whole, details })),
    rules: (bottom: number) => labels.map(({ place, y }) => `M${round(place)} ${y + 4}V${bottom}`).join(""),
  };
}

/** The parts that are seen, each with its name where it has room for it. */
function placed(parts: readonly LinePart[], axis: Scale, words: PlotWords): { start: number; end: number; verdict: Verdict; name: string | null }[] {
  const place = (value: number | null, otherwise: number) =>
    (value === null ? otherwise : Math.max(axis.start, Math.min(axis.end, axis.place(value))));
  return parts.map(({ from, to, verdict }) => {
    const [start, end] = [place(from, axis.start), place(to, axis.end)];
    const name = words.verdicts[verdict];
    return { start, end, verdict, name: textWidth(name, SIZE.small) + 12 < end - start ? name : null };
  }).filter(({ start, end }) => end - start > 0.01);
}

/** The verdicts that are seen and named in no bar. */
function unnamed(data: LineData, axis: Scale, words: PlotWords): Verdict[] {
  const all = data.rows.flatMap(({ parts }) => placed(parts, axis, words));
  return [...new Set(all.map(({ verdict }) => verdict))].filter((verdict) => !all.some((part) => part.verdict === verdict && part.name !== null));
}

function bar(parts: readonly LinePart[], axis: Scale, top: number, words: PlotWords): Shape[] {
  const shapes: Shape[] = [];
  const names: Shape[] = [];
  let edges = "";
  for (const { start, end, verdict, name } of placed(parts, axis, words)) {
    shapes.push({ kind: "path", d: rectangle(start, top, end - start, BAR), fill: VERDICT_LOOK.fill(verdict), verdict });
    if (start > axis.start) edges += `M${round(start)} ${top}v${BAR}`;
    if (name !== null) {
      names.push(text((start + end) / 2, top + 14.5, name, {
        size: SIZE.small, anchor: "middle", tone: VERDICT_LOOK.tone(verdict), halo: VERDICT_LOOK.ground(verdict),
      }));
    }
  }
  shapes.push({ kind: "path", d: rectangle(axis.start, top, axis.end - axis.start, BAR), stroke: "rule", width: 1 });
  if (edges !== "") shapes.push({ kind: "path", d: edges, stroke: "covered", width: 2 });
  return [...shapes, ...names];
}

const DOT = 3.4;
const CELL = 2 * DOT + 0.8;
const TALLEST = 96;

/** How many models stand above each stretch as wide as a dot. */
function stacks(data: LineData, axis: Scale): Map<number, LineData["models"][number][]> {
  const found = new Map<number, LineData["models"][number][]>();
  for (const model of data.models) {
    const at = middle(data.axis, model.x);
    if (at === null) continue;
    const place = axis.place(at);
    if (place < axis.start - 1 || place > axis.end + 1) continue;
    const column = Math.round((place - axis.start) / CELL);
    found.set(column, [...(found.get(column) ?? []), model]);
  }
  return found;
}

function dotsHeight(data: LineData, axis: Scale): number {
  const most = Math.max(0, ...[...stacks(data, axis).values()].map((stack) => stack.length));
  return most === 0 ? 0 : Math.min(TALLEST, most * CELL) + 10;
}

function modelDots(data: LineData, axis: Scale, top: number, words: PlotWords): { shapes: Shape[]; spots: Spot[]; height: number } {
  const height = data.models.length > 0 ? dotsHeight(data, axis) : 0;
  const shapes: Shape[] = [];
  const spots: Spot[] = [];
  for (const [column, stack] of [...stacks(data, axis)].sort(([one], [other]) => one - other)) {
    const each = Math.min(CELL, TALLEST / stack.length);
    stack.forEach((model, at) => {
      const x = Math.min(axis.end, axis.start + column * CELL);
      const y = top + height - 4 - DOT - at * each;
      const details = modelDetails(model, [[data.axis, model.x]], words, VERDICT_LOOK);
      shapes.push(modelPoint(model, x, y, DOT, [model.name, ...details].join(", "), VERDICT_LOOK));
      spots.push({ key: `model ${model.id}`, x, y, heading: model.name, details });
    });
  }
  return { shapes, spots, height };
}

/** How many known models are covered and undetermined as the line lies. */
export function countsOf(data: LineData, words: PlotWords): string {
  const count = (verdict: string) => data.models.filter((model) => model.verdict === verdict).length;
  return words.counts(count("covered"), count("undetermined"), data.models.length);
}

/** What the picture shows, in a sentence. */
export function describeLine(data: LineData, words: PlotWords): string {
  const where = data.at.kind === "unknown" ? words.valueUnknown(data.axis.title) : `${data.axis.title} ${saidKnown(data.at, data.axis, words)}`;
  const verdicts = data.rows.map((row) => `${row.title}: ${words.verdicts[row.verdict]}`).join("; ");
  return [`${data.subject}, ${where}.`, verdicts === "" ? "" : `${verdicts}.`, data.param ? `${countsOf(data, words)}.` : ""].filter(Boolean).join(" ");
}
