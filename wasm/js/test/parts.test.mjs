// The engine in two parts: what a page loads first answers as the full engine does, or leaves the question to it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DAY, brightline, pkg, planned, rules } from "./support.mjs";

const QUESTIONS = ["eval", "flips", "due", "facts", "about", "regions", "grid", "map", "chance", "whatif", "measure", "edges", "test"];
const LEFT = ["chance", "whatif", "measure", "edges", "test"];
const first = readFileSync(join(pkg, "brightline_bg.wasm"));
const full = readFileSync(join(pkg, "brightline_full_bg.wasm"));
const paths = ["rules/us/ca-sb-53.bright"];
const whole = (await brightline.load()).prepare(rules, paths);

/** What a question is asked with. */
function request(question) {
  if (["facts", "about", "test"].includes(question)) return {};
  if (question === "edges") return { as_of: DAY };
  const [x, y] = ["training_compute", "compute_line"];
  const more = {
    regions: { axis: x }, grid: { x, y, xs: [1e25, 1e26], ys: [1e26] }, map: { x, y }, whatif: { set: { training_compute: "1e27 FLOP" } }, chance: { samples: 500 },
  };
  return { profiles: [planned[0]], as_of: DAY, ...more[question] };
}

test("the first part answers as the full engine does, or says that it does not", async () => {
  const client = brightline.connect({ source: first });
  const policies = await client.prepare(rules, paths);
  for (const question of QUESTIONS) {
    const answer = await policies.ask(question, request(question));
    if (LEFT.includes(question)) assert.equal(answer.diagnostics[0].code, "engine", question);
    else assert.deepEqual(answer, whole.ask(question, request(question)), question);
  }
  assert.equal((await client.format("x.bright", 'note "n";')).diagnostics[0].code, "engine");
  const toml = { name: "x.toml", text: 'training_compute = "1e27 FLOP"' };
  assert.equal((await policies.eval({ profiles: [toml], as_of: DAY })).diagnostics[0].code, "engine");
  client.close();
});

test("a client begins with the first part and goes on with the full engine", async () => {
  const client = brightline.connect({ source: first, full });
  const policies = await client.prepare(rules, paths);
  // All at once: what needs the full engine waits for it, the others do not wait for them.
  const answers = await Promise.all(QUESTIONS.map((question) => policies.ask(question, request(question))));
  QUESTIONS.forEach((question, at) => assert.deepEqual(answers[at], whole.ask(question, request(question)), question));
  const toml = { profiles: [{ name: "x.toml", text: 'training_compute = "1e27 FLOP"' }], as_of: DAY };
  assert.deepEqual(await policies.eval(toml), whole.eval(toml));
  assert.equal((await client.format("x.bright", "note   \"n\";")).text, 'note "n";\n');
  client.close();
});

test("what waits for a full engine that cannot be loaded is answered, and can be given up", async () => {
  const client = brightline.connect({ source: first, full: new URL("file:///nowhere.wasm") });
  const policies = await client.prepare(rules, paths);
  const answer = await policies.chance(request("chance"));
  assert.match(answer.diagnostics[0].message, /the engine cannot be loaded/);
  assert.deepEqual(await policies.eval(request("eval")), whole.eval(request("eval")));
  client.close();
});
