// What the package weighs and how fast it is, as a table. Figures move with the machine: compare within one run.
//   node bench.mjs
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { connect, loadSync } from "../pkg/node.js";
import { DAY, models, planned, random, rules } from "./test/support.mjs";

const FIVE = `policy five "five clauses"; status proposed from 2026-01-01;
fact compute: FLOP in 0 FLOP .. "c"; fact score: % in 0 % .. 100 % "s"; fact horizon: minutes in 0 minutes .. "h";
fact steps: number in 0 .. "n"; fact biological: bool "b";
designate covered "Covered" when any of {
    compute: compute >= 1e26 FLOP;
    capable: all of { floor: compute >= 1e25 FLOP; score: score >= 55 %; };
    horizon: horizon >= 480 minutes;
    range: all of { steps: steps >= 20; score: score >= 30 %; };
    biology: all of { data: biological; compute: compute >= 1e23 FLOP; };
};`;
const MANY = `policy many "fifty clauses"; status proposed from 2026-01-01; fact x: FLOP in 0 FLOP .. "x"; fact y: FLOP in 0 FLOP .. "y";
designate d "D" when any of {\n${Array.from({ length: 25 }, (_, at) => `c${at}: all of { a: x >= ${at + 1}e25 FLOP; b: y >= ${26 - at}e24 FLOP; };`).join("\n")}\n};`;
const COUNT = 65_536;
const rows = [];

function median(work, times) {
  const took = [];
  for (let at = 0; at < times; at += 1) {
    const begin = performance.now();
    work();
    took.push(performance.now() - begin);
  }
  return took.sort((a, b) => a - b)[times >> 1];
}

const say = (what, figure, unit, goal = "") => rows.push([what, `${figure} ${unit}`, goal]);
for (const [what, file, goal] of [["engine, first part", "brightline_bg.wasm", "200 kB"], ["engine, full", "brightline_full_bg.wasm", ""]]) {
  const bytes = readFileSync(new URL(`../pkg/${file}`, import.meta.url));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  say(`${what}, brotli`, (brotliCompressSync(bytes, { params }).length / 1000).toFixed(0), "kB", goal);
}

const begin = performance.now();
const engine = loadSync();
const five = engine.prepare({ "five.bright": FIVE });
five.eval({ as_of: DAY, set: { compute: "2e25 FLOP" } });
say("load, prepare five clauses, first answer", (performance.now() - begin).toFixed(1), "ms", "50 ms in a page");

const dice = random(77);
const gap = (value) => (dice.below(8) === 0 ? NaN : value);
const column = (draw) => Float64Array.from({ length: COUNT }, () => gap(draw()));
const columns = [
  column(() => Number(`${1 + dice.below(9)}.${dice.below(100)}e${22 + dice.below(5)}`)),
  column(() => dice.below(1000) / 10), column(() => dice.below(600)), column(() => dice.below(40)),
];
const names = ["compute", "score", "horizon", "steps"];
const prepared = five.columns({ columns: names, as_of: DAY });
const all = median(() => prepared.verdicts(columns), 15);
say("columns: five clauses, a profile", ((all / COUNT) * 1e6).toFixed(0), "ns", "100 ns");

const csv = [names.join(","), ...Array.from({ length: COUNT }, (_, at) => columns.map((one) => (Number.isNaN(one[at]) ? "" : String(one[at]).replace("e+", "e"))).join(","))].join("\n");
const decoded = five.rows({ as_of: DAY, profiles: [{ name: "drawn.csv", text: csv }] });
say("rows: five clauses, a profile", ((median(() => decoded.verdicts(), 15) / COUNT) * 1e6).toFixed(0), "ns");
let at = 0;
const each = median(() => {
  for (let step = 0; step < 10_000; step += 1) decoded.code((at = (at + 1) % COUNT), 0);
}, 15);
say("rows: one verdict a call", ((each / 10_000) * 1e6).toFixed(0), "ns", "1,000 ns");

const answer = median(() => five.eval({ as_of: DAY, set: { compute: "2e25 FLOP", score: "50 %" } }), 200);
say("eval: five clauses, explained, as JSON", (answer * 1000).toFixed(0), "µs");
const many = engine.prepare({ "many.bright": MANY });
say("eval: fifty clauses, explained, as JSON", median(() => many.eval({ as_of: DAY, set: { x: "1.3e26 FLOP", y: "1 FLOP .. 1e25 FLOP" } }), 100).toFixed(2), "ms", "16 ms with painting");
say("regions: fifty clauses", median(() => many.regions({ as_of: DAY, set: { y: "1e25 FLOP" }, axis: "x" }), 30).toFixed(2), "ms");
const ticks = Array.from({ length: 100 }, (_, at) => (at + 1) * 3e24);
say("grid: fifty clauses, 100 x 100", median(() => many.grid({ as_of: DAY, set: { y: "1e25 FLOP" }, x: "x", y: "y", xs: ticks, ys: ticks }), 9).toFixed(1), "ms");
say("prepare every shipped policy", median(() => engine.prepare(rules, ["rules"]).free(), 3).toFixed(0), "ms");
const every = engine.prepare(rules, ["rules"]);
say("eval: every shipped policy, one model", median(() => every.eval({ as_of: DAY, profiles: [planned[1]] }), 5).toFixed(0), "ms");
const shipped = every.rows({ as_of: DAY, profiles: [models] });
say("rows: every shipped policy x models.csv, all", median(() => shipped.verdicts(), 5).toFixed(0), "ms");
const client = connect();
const remote = await client.prepare({ "five.bright": FIVE });
const trips = [];
for (let step = 0; step < 200; step += 1) {
  const from = performance.now();
  await remote.eval({ as_of: DAY, set: { compute: "2e25 FLOP" } });
  trips.push(performance.now() - from);
}
client.close();
say("eval: five clauses, through a worker", (trips.sort((a, b) => a - b)[100] * 1000).toFixed(0), "µs");
for (const [what, figure, goal] of rows) console.log(what.padEnd(48) + figure.padStart(12) + (goal && `   goal ${goal}`));
