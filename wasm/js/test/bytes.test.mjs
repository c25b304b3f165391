// The same bytes as the command line prints: shipped policies on shipped models, and random policies on random models.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, brightline, command, models, planned, random, rules, within } from "./support.mjs";

const engine = await brightline.load();
const every = engine.prepare(rules, ["rules"]);
const all = [models, ...planned];

test("the shipped policies are prepared without a word", () => {
  assert.deepEqual(every.response, { text: "", diagnostics: [], end: "done" });
});

for (const document of all) {
  test(`eval of every policy on ${document.name}`, () => {
    const native = command(["eval", "rules", "--profiles", document.name, "--as-of", DAY, "--format", "json"]);
    const answer = every.eval({ profiles: [document], as_of: DAY });
    assert.ok(native.length > 0);
    assert.equal(answer.text, native);
  });
}

for (const [question, options, more] of [
  ["flips", [], {}],
  ["chance", ["--samples", "2000", "--sensitivity"], { samples: 2000, sensitivity: true }],
  ["due", [], {}],
  ["whatif", ["--set", "training_compute=3e26 FLOP"], { set: { training_compute: "3e26 FLOP" } }],
]) {
  test(`${question} of every policy on the planned models`, () => {
    for (const document of planned) {
      const native = command([question, "rules", "--profiles", document.name, "--as-of", DAY, "--format", "json", ...options]);
      assert.equal(every.ask(question, { profiles: [document], as_of: DAY, ...more }).text, native, document.name);
    }
  });
}

test("facts, check and format", () => {
  for (const format of ["json", "template", "schema"]) {
    assert.equal(every.facts({ format }).text, command(["facts", "rules", "--format", format]), format);
  }
  assert.equal(engine.check(rules, ["rules"]).text, command(["check", "rules", "--format", "json"]));
  const wrong = 'policy p "é😀" status proposed;\nfact x: FLOPS in 0 .. "x";\ndesignate d "d" when x => 1 and y;\n';
  within({ "wrong.bright": wrong }, (folder) => {
    const native = command(["check", "wrong.bright", "--format", "json"], folder);
    assert.ok(native.includes("wrong.bright"));
    assert.equal(engine.check({ "wrong.bright": wrong }).text, native);
  });
  for (const [name, text] of Object.entries(rules)) assert.equal(engine.format(name, text).text, text, name);
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
  return [policy, JSON.stringify(Array.from({ length: 20 }, (_, at) => profile(at)))];
}

test("random policies on random models", () => {
  const dice = random(Number(process.env.BRIGHTLINE_SEED ?? 7));
  const rounds = Number(process.env.BRIGHTLINE_ROUNDS ?? 60);
  let used = 0;
  for (let round = 0; round < rounds; round += 1) {
    const [policy, profiles] = drawn(dice);
    const asked = { profiles: [{ name: "models.json", text: profiles }], as_of: DAY };
    within({ "drawn.bright": policy, "models.json": profiles }, (folder) => {
      const native = command(["eval", "drawn.bright", "--profiles", "models.json", "--as-of", DAY, "--format", "json"], folder);
      const prepared = engine.prepare({ "drawn.bright": policy });
      const answer = prepared.eval(asked);
      assert.equal(answer.text, native, policy);
      if (native === "") return;
      used += 1;
      // Verdicts alone are those of the whole answers.
      const rows = prepared.rows(asked);
      const codes = [...rows.verdicts()].map((code) => brightline.CODES[code]);
      const told = brightline.lines(answer).flatMap((line) => (line.error ? ["in_error", "in_error"] : line.designations.map((one) => one.verdict)));
      assert.deepEqual(codes, told, policy);
    });
  }
  assert.ok(used > rounds / 2, `only ${used} of ${rounds} policies were used`);
});
