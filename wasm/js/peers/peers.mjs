// One policy of five clauses on 65,536 models in Brightline and in the engines that a page would otherwise load: nanoseconds a
// verdict and bytes to download, in one run. Figures move with the machine: read them as ratios.
//   npm install --prefix js/peers && node js/peers/peers.mjs
// Every value is known, since the peers read a missing one as false; every engine has to agree with plain JavaScript on each model.
import { build } from "esbuild";
import { existsSync, readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { fileURLToPath } from "node:url";
import { random } from "../test/support.mjs";

const here = (path) => new URL(path, import.meta.url);
if (!existsSync(here("node_modules"))) {
  console.error("error: the peers are not installed\nhelp: npm install --prefix js/peers");
  process.exit(2);
}

const COUNT = 65_536;
const dice = random(77);
const models = Array.from({ length: COUNT }, () => ({
  compute: Number(`${1 + dice.below(9)}.${dice.below(100)}e${22 + dice.below(5)}`),
  score: dice.below(1000) / 10, horizon: dice.below(600), steps: dice.below(40), biological: dice.below(2) === 0,
}));

const plain = (m) => m.compute >= 1e26 || (m.compute >= 1e25 && m.score >= 55) || m.horizon >= 480
  || (m.steps >= 20 && m.score >= 30) || (m.biological && m.compute >= 1e23);
const POLICY = `policy five "five clauses"; status proposed from 2026-01-01;
fact compute: FLOP in 0 FLOP .. "c"; fact score: % in 0 % .. 100 % "s"; fact horizon: minutes in 0 minutes .. "h";
fact steps: number in 0 .. "n"; fact biological: bool "b";
designate covered "Covered" when any of {
    compute: compute >= 1e26 FLOP; capable: all of { floor: compute >= 1e25 FLOP; score: score >= 55 %; };
    horizon: horizon >= 480 minutes; range: all of { steps: steps >= 20; score: score >= 30 %; };
    biology: all of { data: biological; compute: compute >= 1e23 FLOP; };
};`;

/** Each engine: how it decides the model at a place, and what a page loads of it. */
const engines = {
  "plain JavaScript": async () => ({ decide: (at) => plain(models[at]) }),
  "json-logic-js": async () => {
    const { default: logic } = await import("json-logic-js");
    const at = (name, line) => ({ ">=": [{ var: name }, line] });
    const rule = { or: [
      at("compute", 1e26), { and: [at("compute", 1e25), at("score", 55)] }, at("horizon", 480),
      { and: [at("steps", 20), at("score", 30)] }, { and: [{ var: "biological" }, at("compute", 1e23)] },
    ] };
    return { decide: (place) => logic.apply(rule, models[place]), page: "export { default } from 'json-logic-js'" };
  },
  "@marcbachmann/cel-js": async () => {
    const { parse } = await import("@marcbachmann/cel-js");
    const rule = parse("m.compute >= 1e26 || (m.compute >= 1e25 && m.score >= 55.0) || m.horizon >= 480.0 || (m.steps >= 20.0 && m.score >= 30.0) || (m.biological && m.compute >= 1e23)");
    return { decide: (at) => rule({ m: models[at] }), page: "export { parse } from '@marcbachmann/cel-js'" };
  },
  "@gorules/zen-engine-wasm": async () => {
    const zen = await import("@gorules/zen-engine-wasm/dist/zen_engine_wasm.js");
    const wasm = "node_modules/@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm";
    zen.initSync({ module: readFileSync(here(wasm)) });
    const held = models.map((model) => new zen.Variable(model));
    const digits = (value) => value.toLocaleString("en", { useGrouping: false });
    const rule = `compute >= ${digits(1e26)} or (compute >= ${digits(1e25)} and score >= 55) or horizon >= 480 or (steps >= 20 and score >= 30) or (biological and compute >= ${digits(1e23)})`;
    return { decide: (at) => held[at].evaluateExpression(rule), page: "export * from '@gorules/zen-engine-wasm/dist/zen_engine_wasm.js'", wasm };
  },
  "Brightline, a call a model": async () => {
    const names = Object.keys(models[0]);
    const text = [names.join(","), ...models.map((m) => names.map((name) => String(m[name]).replace("e+", "e")).join(","))].join("\n");
    const { loadSync } = await import("../../pkg/node.js");
    const rows = loadSync().prepare({ "five.bright": POLICY }).rows({ profiles: [{ name: "models.csv", text }] });
    return { decide: (at) => rows.code(at, 0) === 1, page: "export { load } from '../../pkg/browser.js'", wasm: "../../pkg/brightline_bg.wasm" };
  },
  "Brightline, columns of numbers": async () => {
    const { loadSync } = await import("../../pkg/node.js");
    const facts = ["compute", "score", "horizon", "steps"];
    const columns = facts.map((fact) => Float64Array.from(models, (model) => model[fact]));
    const policies = loadSync().prepare({ "five.bright": POLICY });
    // Truth values are no column: one table with them true, one with them false.
    const tables = [false, true].map((biological) => policies.columns({ columns: facts, set: { biological } }));
    const split = [false, true].map((truth) => models.flatMap((model, at) => (model.biological === truth ? [at] : [])));
    const parts = split.map((places) => columns.map((column) => Float64Array.from(places, (at) => column[at])));
    const all = () => parts.map((part, at) => tables[at].verdicts(part));
    return {
      all, decide: (() => {
        const codes = new Uint8Array(COUNT);
        all().forEach((found, at) => found.forEach((code, place) => { codes[split[at][place]] = code; }));
        return (at) => codes[at] === 1;
      })(),
    };
  },
  // Last, since some versions of Node break down in it.
  "@cedar-policy/cedar-wasm": async () => {
    const found = await import("@cedar-policy/cedar-wasm/nodejs");
    const cedar = found.default ?? found;
    // It has whole numbers alone: compute in units of 1e20 FLOP, scores in tenths.
    const rule = "permit(principal, action, resource) when { context.compute >= 1000000 || (context.compute >= 100000 && context.score >= 550) || context.horizon >= 480 || (context.steps >= 20 && context.score >= 300) || (context.biological && context.compute >= 1000) };";
    cedar.preparsePolicySet("five", { staticPolicies: rule, templates: {}, templateLinks: [] });
    const base = {
      principal: { type: "U", id: "u" }, action: { type: "Action", id: "a" }, resource: { type: "M", id: "m" },
      entities: [], preparsedPolicySetId: "five", validateRequest: false,
    };
    const contexts = models.map((m) => ({ ...m, compute: Math.round(m.compute / 1e20), score: Math.round(m.score * 10) }));
    return {
      decide: (at) => cedar.statefulIsAuthorized({ ...base, context: contexts[at] }).response.decision === "allow",
      page: "export * from '@cedar-policy/cedar-wasm/web'", wasm: "node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm",
    };
  },
};

const compressed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

async function weight({ page, wasm }) {
  if (!page) return undefined;
  const folder = fileURLToPath(here("."));
  const bundled = await build({
    stdin: { contents: page, resolveDir: folder }, bundle: true, minify: true, format: "esm", platform: "browser", write: false, logLevel: "silent",
  });
  return compressed(bundled.outputFiles[0].contents) + (wasm ? compressed(readFileSync(here(wasm))) : 0);
}

function nanoseconds(engine) {
  const pass = engine.all ?? (() => {
    for (let at = 0; at < COUNT; at += 1) engine.decide(at);
  });
  const took = [];
  const begin = performance.now();
  while (took.length < 5 || (performance.now() - begin < 1_000 && took.length < 50)) {
    const from = performance.now();
    pass();
    took.push(((performance.now() - from) * 1e6) / COUNT);
  }
  return took.sort((a, b) => a - b)[took.length >> 1];
}

console.log("engine".padEnd(34) + "ns a verdict".padStart(14) + "kB, brotli".padStart(14));
for (const [name, make] of Object.entries(engines)) {
  const engine = await make();
  const wrong = models.findIndex((model, at) => Boolean(engine.decide(at)) !== plain(model));
  if (wrong >= 0) throw new Error(`${name} decides otherwise: ${JSON.stringify(models[wrong])}`);
  const bytes = await weight(engine);
  console.log(name.padEnd(34) + nanoseconds(engine).toFixed(0).padStart(14) + (bytes ? (bytes / 1000).toFixed(0) : "").padStart(14));
}
