// The same bytes as the command line prints, in Node and in Chromium: shipped policies on shipped models, and random policies on
// random models.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { launch, needsChromium, open, serve } from "./page.mjs";
import { DAY, brightline, command, models, pkg, planned, random, rules, same, within } from "./support.mjs";

const engine = await brightline.load();
const every = engine.prepare(rules, ["rules"]);

test("the shipped policies are prepared without a word", () => {
  assert.deepEqual(every.response, { text: "", diagnostics: [], end: "done" });
});

const native = (args, folder) => command([...args, "--as-of", DAY, "--format", "json"], folder);
const hash = (text) => createHash("sha256").update(text).digest("hex");

// What Chromium has to give too: for each document what every policy says, for each pair of texts what one does.
const shipped = [models, ...planned].map((document) => ({
  document, text: native(["eval", "rules", "--profiles", document.name]),
}));
const pairs = [];

for (const { document, text } of shipped) {
  test(`eval of every policy on ${document.name}`, () => {
    assert.ok(text.length > 0);
    same(every.eval({ profiles: [document], as_of: DAY }).text, text);
  });
}

for (const [question, options, more] of [
  ["flips", [], {}],
  ["chance", ["--samples", "2000", "--sensitivity"], { samples: 2000, sensitivity: true }],
  ["due", [], {}],
  ["measure", [], {}],
  ["whatif", ["--set", "training_compute=3e26 FLOP"], { set: { training_compute: "3e26 FLOP" } }],
]) {
  test(`${question} of every policy on the planned models`, () => {
    for (const document of planned) {
      const text = native([question, "rules", "--profiles", document.name, ...options]);
      same(every.ask(question, { profiles: [document], as_of: DAY, ...more }).text, text, document.name);
    }
  });
}

test("facts, check and format", () => {
  for (const format of ["json", "template", "schema"]) {
    same(every.facts({ format }).text, command(["facts", "rules", "--format", format]), format);
  }
  const one = engine.prepare(rules, ["rules/us/ca-sb-53.bright"]);
  const edges = ["edges", "rules/us/ca-sb-53.bright"];
  same(one.edges({ as_of: DAY }).text, command([...edges, "--as-of", DAY]));
  same(one.edges({ as_tests: true }).text, command([...edges, "--as-tests"]));
  same(engine.check(rules, ["rules"]).text, command(["check", "rules", "--format", "json"]));
  same(every.ask("test", {}).text, command(["test", "rules", "--format", "json"]));
  const wrong = 'policy p "é😀" status proposed;\nfact x: FLOPS in 0 .. "x";\ndesignate d "d" when x => 1 and y;\n';
  within({ "wrong.bright": wrong }, (folder) => {
    const text = command(["check", "wrong.bright", "--format", "json"], folder);
    assert.ok(text.includes("wrong.bright"));
    same(engine.check({ "wrong.bright": wrong }).text, text);
  });
  for (const [name, text] of Object.entries(rules)) same(engine.format(name, text).text, text, name);
});

/** A policy out of parts that the language has, and a document of models for it. */
function drawn(dice) {
  const number = () => `${1 + dice.below(9)}.${dice.below(100)}e${20 + dice.below(8)}`;
  const share = () => `${dice.below(100)}.${dice.below(10)} %`;
  const clause = (depth) => {
    const kind = dice.below(depth > 2 ? 6 : 9);
    if (kind === 0) return `compute ${dice.pick([">", ">=", "<", "<="])} ${dice.pick([number(), "line", "2 * line"].map((x) => (x.includes("e") && !x.includes("line") ? `${x} FLOP` : x)))}`;
    if (kind === 1) return `score ${dice.pick([">", ">="])} ${share()}`;
    if (kind === 2) return "open_weights";
    if (kind === 3) return `released ${dice.pick([">=", "<"])} 2026-0${1 + dice.below(9)}-15`;
    if (kind === 4) return `base.compute > ${number()} FLOP`;
    if (kind === 5) return `min(compute, 10 * line) + base.compute >= ${number()} FLOP`;
    if (kind === 6) return `not (${clause(depth + 1)})`;
    const parts = Array.from({ length: 2 + dice.below(3) }, () => `${clause(depth + 1)};`).join(" ");
    return `${dice.pick(["all of", "any of", "at least 2 of"])} { ${parts} }`;
  };
  const policy = `policy drawn "drawn"; status proposed from 2026-01-01;
fact compute: FLOP in 0 FLOP .. "c"; fact score: % in 0 % .. 100 % "s"; fact open_weights: bool "o"; fact released: date "r";
reference base or none "b";
param line = ${number()} FLOP in 1e19 FLOP .. 1e29 FLOP "l";
designate first "First" when ${clause(0)}; designate second "Second" when ${clause(0)};
obligation report "Report" when first due within 30 days after released;`;
  const value = (of) => {
    const kind = dice.below(5);
    if (kind === 0) return undefined;
    if (kind > 2) return of();
    // Now and then the wrong way round.
    const ends = [of(), of()].sort((a, b) => (dice.below(20) === 0 ? -1 : 1) * (parseFloat(a) - parseFloat(b)));
    return ends.join(kind === 1 ? " .. " : " to ");
  };
  const profile = (at) => ({
    name: `m${at}`, compute: value(() => `${number()} FLOP`), score: value(share), open_weights: dice.pick([true, false, null, undefined]),
    released: dice.pick(["2026-03-01", "2026-07", undefined]), base: dice.pick(["none", "m0", { compute: `${number()} FLOP` }, undefined, "nobody"]),
  });
  return [policy, JSON.stringify(Array.from({ length: MODELS }, (_, at) => profile(at)))];
}

// A pair is a policy that is in order and a model; what is wrong with the others has to be said alike too.
const PAIRS = 10_000;
const MODELS = 20;

test("ten thousand random pairs of a policy and a model", () => {
  const dice = random(7);
  let used = 0;
  while (used < PAIRS && pairs.length < (2 * PAIRS) / MODELS) {
    const [policy, profiles] = drawn(dice);
    const request = { profiles: [{ name: "models.json", text: profiles }], as_of: DAY };
    const text = within({ "drawn.bright": policy, "models.json": profiles }, (folder) =>
      native(["eval", "drawn.bright", "--profiles", "models.json"], folder));
    pairs.push({ policy, request, hash: hash(text) });
    const prepared = engine.prepare({ "drawn.bright": policy });
    const answer = prepared.eval(request);
    same(answer.text, text, policy);
    if (text !== "") {
      used += brightline.lines(answer).length;
      // Verdicts alone are those of the whole answers.
      const codes = [...prepared.rows(request).verdicts()].map((code) => brightline.CODES[code]);
      const told = brightline.lines(answer).flatMap((line) => (line.error ? ["in_error", "in_error"] : line.designations.map((one) => one.verdict)));
      assert.deepEqual(codes, told, policy);
    }
    prepared.free();
  }
  assert.ok(used >= PAIRS, `only ${used} pairs of ${pairs.length} policies`);
});

const PAGE = `
import { load } from "/browser.js";
const { rules, shipped, pairs, day } = await (await fetch("/data.json")).json();
const hash = async (text) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");
const engine = await load();
const every = engine.prepare(rules, ["rules"]);
const wrong = [];
for (const { document, hash: expected } of shipped) {
  if (await hash(every.eval({ profiles: [document], as_of: day }).text) !== expected) wrong.push(document.name);
}
for (const { policy, request, hash: expected } of pairs) {
  const prepared = engine.prepare({ "drawn.bright": policy });
  if (await hash(prepared.eval(request).text) !== expected) wrong.push(policy);
  prepared.free();
}
globalThis.found = { wrong, shipped: shipped.length, pairs: pairs.length };`;

test("the same in Chromium", needsChromium, async () => {
  const hashed = shipped.map(({ document, text }) => ({ document, hash: hash(text) }));
  const server = await serve(pkg, new Map([
    ["/data.json", JSON.stringify({ rules, shipped: hashed, pairs, day: DAY })], ["/page.js", PAGE],
    ["/page.html", '<!doctype html><html lang="en"><title>t</title><script type="module" src="/page.js"></script></html>'],
  ]));
  const browser = await launch();
  try {
    const { page, said } = await open(browser, `${server.address}/page.html`);
    await page.waitForFunction(() => globalThis.found, undefined, { timeout: 300_000 });
    assert.deepEqual(await page.evaluate(() => globalThis.found), { wrong: [], shipped: planned.length + 1, pairs: pairs.length });
    assert.deepEqual(said, []);
  } finally {
    await browser.close();
    server.close();
  }
});
