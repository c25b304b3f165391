/**
 * The page on which the plots are tried: planes of the engine, exact or asked at points, and moves that it answers. It is bundled
 * by plots-page.test.mjs, with the shipped files beside it as data.json.
 */

import { lines, load } from "../../pkg/browser.js";
import type { AboutLine, Policies, RegionsLine, Verdict } from "../../pkg/index.js";
import type { KnownModel, LineData, MapData, PlotSource } from "../src/calculator/plots/data.js";
import { pngBlob, svgText } from "../src/calculator/plots/export.js";
import { gridOf, gridValues, knownOf, linesOf, partsOf, planeOf } from "../src/calculator/plots/from.js";
import { GERMAN } from "../src/calculator/plots/german.js";
import "../src/calculator/plots/line.js";
import "../src/calculator/plots/map.js";
import { written } from "../src/calculator/plots/numbers.js";
import { axisOf } from "../src/calculator/plots/scale.js";

const { rules, table, day } = await (await fetch("./data.json")).json() as { rules: Record<string, string>; table: Record<string, string>[]; day: string };
const engine = await load();
const search = new URLSearchParams(location.search);
if (search.has("dark")) document.documentElement.classList.add("dark");
const words = search.has("de") ? { words: GERMAN } : {};

type Facts = Record<string, string | boolean>;
const source = (...policies: string[]): PlotSource => ({ as_of: day, policies, version: engine.version });
const typed = (about: AboutLine, name: string) => [...about.facts, ...about.params].find((each) => each.name === name)!;
const number = (text: string | undefined) => Number((text ?? "").replace(/ (FLOP|USD)$/, ""));

/** What a table says of a model. */
function known(text: string | undefined): KnownModel["x"] {
  if (text === undefined || text === "") return { kind: "unknown", at: null, from: null, to: null };
  const [from = "", to] = text.split(" to ");
  return to === undefined ? { kind: "exact", at: number(from), from: null, to: null } : { kind: "range", at: null, from: number(from), to: number(to), text };
}

function verdictOf(policies: Policies, designation: string, set: Facts): Verdict {
  const [line] = lines(policies.eval({ as_of: day, set }));
  return line!.designations.find(({ id }) => id === designation)!.verdict;
}

const SLANTED = `policy slanted "Slanted lines"; status proposed from 2026-01-01;
fact first: number in 0 .. "The first number"; fact second: number in 0 .. "The second number"; fact special: bool "Whether it is special";
designate held "Held" when all of { sum: first + second > 1000 [art. 1]; ratio: any of { more: first > second / 3 [art. 2]; apart: special; }; };`;

const california = engine.prepare(rules, ["rules/us/ca-sb-53.bright"]);
const earlier = engine.prepare(rules, ["rules/us/ca-sb-1047.bright"]);
const angles = engine.prepare({ "slanted.bright": SLANTED });

/** The plane of a designation, of the engine. */
function plane(policies: Policies, designation: string, set: Facts, x: string, y: string, param = {}): Pick<MapData, "strips" | "lines"> {
  return planeOf(lines(policies.map({ as_of: day, set, x, y, param })).find((line) => line.designation === designation)!);
}

/** The verdicts at points, of the engine. */
function asked(policies: Policies, designation: string, set: Facts, x: string, y: string, xs: number[], ys: number[], param = {}): string[] {
  const answer = policies.grid({ as_of: day, set, x, y, xs, ys, param });
  return lines(answer).find((line) => line.designation === designation)?.rows ?? [];
}

const moves: unknown[] = [];
const plots: Record<string, { ask: (xs: number[], ys: number[]) => string[] }> = {};
Object.assign(globalThis, { plots, moves, svgText, pngBlob });

/** A map whose model and lines can be moved. */
function show(id: string, policies: Policies, designation: string, facts: Facts, make: (set: Facts, params: Record<string, string>) => MapData): void {
  const element = document.getElementById(id) as HTMLElementTagNameMap["brightline-map"];
  const set = { ...facts };
  const params: Record<string, string> = {};
  const draw = () => {
    const data = make(set, params);
    element.data = { ...data, ...words };
    plots[id] = { ask: (xs, ys) => asked(policies, designation, set, data.x.name, data.y.name, xs, ys, params) };
  };
  draw();
  element.actions = {
    move: (x, y) => {
      const { data } = element;
      moves.push([id, x, y]);
      if (x !== null) set[data!.x.name] = written(x, data!.x);
      if (y !== null) set[data!.y.name] = written(y, data!.y);
      draw();
    },
    param: (name, value) => {
      moves.push([id, name, value]);
      params[name] = written(value, element.data!.params!.find((param) => param.name === name)!.along === "x" ? element.data!.x : element.data!.y);
      draw();
    },
    pick: (model) => moves.push([id, "pick", model]),
  };
}

const models = (x: string, y?: string): KnownModel[] => table.map((row) => ({
  id: row["name"] ?? "", name: row["name"] ?? "", x: known(row[x]), ...(y ? { y: known(row[y]) } : {}),
}));

const [about] = lines(california.about());
const [aboutEarlier] = lines(earlier.about());
const [aboutAngles] = lines(angles.about());

const compute = axisOf(typed(about!, "training_compute"), "Training compute", [1e26, 8.2e25], [1e23]);
const revenue = axisOf(typed(about!, "developer.annual_revenue"), "Annual revenue of the developer", [5e8]);
show("parallel", california, "large_frontier_developer",
  { training_compute: "8.2e25 FLOP", "developer.annual_revenue": "620 million USD", foundation_model: true },
  (set, params) => {
    const [line, level] = [params["compute_line"] ?? "1e26 FLOP", params["revenue_line"] ?? "500000000 USD"];
    const revenueNow = String(set["developer.annual_revenue"]).replace("620 million", "620000000");
    return {
      title: "California SB 53: large frontier developer", source: source("California SB 53"), subject: "Northstar-2 (planned)", x: compute, y: revenue,
      ...plane(california, "large_frontier_developer", set, "training_compute", "developer.annual_revenue", params), models: models("training_compute"),
      at: { x: known(String(set["training_compute"])), y: known(revenueNow), verdict: verdictOf(california, "large_frontier_developer", set) },
      params: [
        { name: "compute_line", title: "Training compute above which a model is a frontier model", along: "x", at: number(line), least: 1e24, most: 1e28 },
        { name: "revenue_line", title: "Gross revenue line", along: "y", at: number(level), least: 1e6, most: 1e12 },
      ],
    };
  });

for (const [id, scale] of [["slanted", "log"], ["straight", "linear"]] as const) {
  const axis = (name: string, title: string) => ({ ...axisOf(typed(aboutAngles!, name), title, [250, 1000]), scale, from: scale === "log" ? 10 : 0, to: scale === "log" ? 10_000 : 3000 });
  show(id, angles, "held", { first: "600", second: "900" }, (set) => ({
    title: `Slanted lines on ${scale} axes`, source: { ...source("Slanted lines"), notes: ["Made up, to try lines that slant."] }, subject: "The model",
    x: axis("first", "The first number"), y: axis("second", "The second number"), ...plane(angles, "held", set, "first", "second"), models: [],
    at: { x: known(String(set["first"])), y: { kind: "estimate", at: number(String(set["second"])), from: number(String(set["second"])) * 0.7, to: number(String(set["second"])) * 1.4 }, verdict: verdictOf(angles, "held", set) },
  }));
}

const cost = axisOf(typed(aboutEarlier!, "training_cloud_cost"), "Cost of training at cloud prices", [1e8], [1e6]);
show("asked", earlier, "covered_model", { training_compute: "6e25 FLOP", training_cloud_cost: "90000000 USD", foundation_model: true }, (set, params) => {
  const [xs, ys] = [gridValues(compute, 26), gridValues(cost, 26)];
  const at = number(String(set["training_compute"]));
  return {
    title: "California SB 1047 (vetoed): covered model", source: source("California SB 1047 (vetoed)"), subject: "Northstar-2 (planned)", x: compute, y: cost, strips: [], lines: [],
    grid: { xs, ys, rows: asked(earlier, "covered_model", set, "training_compute", "training_cloud_cost", xs, ys, params) },
    models: models("training_compute", "training_cloud_cost"),
    at: { x: { kind: "range", at: null, from: at / 2, to: at * 2 }, y: { kind: "range", at: null, from: number(String(set["training_cloud_cost"])) / 1.5, to: number(String(set["training_cloud_cost"])) * 1.5 }, verdict: "undetermined" },
  };
});

/** A line view along a fact. */
function bars(): void {
  const element = document.getElementById("bars") as HTMLElementTagNameMap["brightline-line"];
  const set: Facts = { training_compute: "5e25 .. 2e26 FLOP", foundation_model: true };
  const draw = (data: Partial<LineData> = {}) => {
    const request = { as_of: day, set };
    const [answer] = lines(california.eval(request));
    const regions: RegionsLine[] = lines(california.regions({ ...request, axis: "training_compute" }));
    const rows = regions.map((line) => {
      const { title, verdict } = { ...about!.designations.find(({ id }) => id === line.designation)!, ...answer!.designations.find(({ id }) => id === line.designation)! };
      return { id: line.designation, title, verdict, parts: partsOf(line, compute) };
    });
    element.data = {
      title: "California SB 53 along training compute", source: source("California SB 53"), subject: "Northstar-2 (planned)", axis: compute, rows,
      lines: linesOf(answer!.designations, rows, compute), models: models("training_compute"), at: knownOf(regions[0]!.now, compute), ...words, ...data,
    };
  };
  draw();
  element.actions = { move: (value) => { moves.push(["bars", value]); set["training_compute"] = `${value / 2} .. ${value * 2} FLOP`.replaceAll("e+", "e"); draw(); } };
}
bars();

/** The line itself, with the models that it parts. */
function itself(): void {
  const element = document.getElementById("itself") as HTMLElementTagNameMap["brightline-line"];
  const line = axisOf(typed(about!, "compute_line"), "The line for frontier models", [1e26]);
  const all = models("training_compute");
  const draw = (at: number) => {
    const verdict = (x: KnownModel["x"]): Verdict => {
      const [from, to] = x.kind === "exact" ? [x.at!, x.at!] : [x.from ?? 0, x.to ?? Infinity];
      return from > at ? "covered" : to <= at ? "not_covered" : "undetermined";
    };
    const regions = lines(california.regions({ as_of: day, set: { training_compute: "8.2e25 FLOP", foundation_model: true }, axis: "compute_line" })).slice(0, 1);
    element.data = {
      title: "Where the line of California SB 53 could be", source: source("California SB 53"), subject: "The line", axis: line,
      rows: regions.map((each) => ({ id: "frontier_model", title: "Northstar-2 (planned) as a frontier model", parts: partsOf(each, line), verdict: verdict({ kind: "exact", at: 8.2e25, from: null, to: null }) })),
      lines: [{ at: 1e26, clauses: [{ id: "as enacted", cite: "22757.11(i)(1)", text: "counted_compute > compute_line" }] }],
      models: all.map((model) => ({ ...model, verdict: verdict(model.x) })), at: { kind: "exact", at, from: null, to: null }, param: { against: "training compute" }, ...words,
    };
  };
  draw(1e26);
  element.actions = { move: (value) => { moves.push(["itself", value]); draw(value); } };
}
itself();
Object.assign(globalThis, { ready: true });
