// Input that was made to break the engine: it says what is wrong, and answers the next question rightly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, brightline, models, rules } from "./support.mjs";

const SMALL = `policy small "Small"; status proposed from 2026-01-01;
fact compute: FLOP in 0 FLOP .. "c"; fact score: % in 0 % .. 100 % "s";
designate large "Large" when any of { compute: compute > 1e25 FLOP; score: score >= 55 %; };`;
const engine = await brightline.load();
const small = engine.prepare({ "small.bright": SMALL });
const verdict = (request) => brightline.lines(small.eval({ as_of: DAY, ...request }))[0]?.designations[0].verdict;
const still = () => assert.equal(verdict({ set: { compute: "2e25 FLOP" } }), "covered");

test("200,000 parentheses are a mistake with a place", () => {
  const text = `policy p "p"; status proposed from 2026-01-01; fact x: number in 0 .. "x"; designate d "d" when ${"(".repeat(200_000)}`;
  const found = engine.prepare({ "deep.bright": text });
  assert.equal(found.ready, false);
  assert.equal(found.response.diagnostics[0].code, "limit");
  assert.ok(found.response.diagnostics[0].labels[0].utf16[0] > 100);
  assert.equal(found.eval({ as_of: DAY, set: { x: 1 } }).end, "in_error");
  still();
});

test("deep JSON and huge JSON", () => {
  for (const text of ["[".repeat(200_000), `{"a":`.repeat(100_000), `[${"1,".repeat(1_000_000)}1]`, `"${"x".repeat(20_000_000)}"`]) {
    const answer = small.eval({ as_of: DAY, profiles: [{ name: "deep.json", text }] });
    assert.equal(answer.end, "in_error");
    assert.ok(answer.diagnostics.length > 0);
  }
  still();
});

test("names that JavaScript knows are names", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const answer = small.eval({ as_of: DAY, set: [[name, "1"]] });
    assert.equal(answer.end, "in_error");
    assert.ok(answer.diagnostics[0].message.includes(name), name);
    const text = `{"name": "m", ${JSON.stringify(name)}: {"compute": "1 FLOP"}, "compute": "2e25 FLOP"}`;
    assert.equal(verdict({ profiles: [{ name: "m.json", text }] }), "covered");
    const policy = SMALL.replaceAll("compute", "proto").replace("fact proto", `fact ${name}`);
    assert.ok(engine.prepare({ [name]: policy, "p.bright": policy }, ["p.bright"]).response.diagnostics.length >= 0);
  }
  assert.equal({}.compute, undefined);
  still();
});

test("requests that are no requests", () => {
  for (const [request, field] of [
    [{ as_off: DAY }, "as_off"], [{ set: "x" }, "set"], [{ set: { compute: {} } }, "compute"], [{ profiles: {} }, "profiles"],
    [{ as_of: "soon" }, "as_of"], [{ only: ["nobody"] }, "only"], [{ invalid: "maybe" }, "invalid"], [{ assume: 3 }, "assume"],
    [{ profiles: [{ name: "a", text: "{}", format: "xml" }] }, "format"], [{ reference: { base: { name: "b" } } }, "reference"],
  ]) {
    const answer = small.eval({ as_of: DAY, set: { compute: 1 }, ...request });
    assert.equal(answer.end, "in_error");
    assert.ok(answer.diagnostics[0].message.includes(field), `${field}: ${answer.diagnostics[0].message}`);
  }
  assert.deepEqual(small.eval({ as_off: DAY }).diagnostics[0].help, ["did you mean `as_of`?"]);
  assert.equal(small.ask("evil", {}).end, "in_error");
  assert.equal(small.grid({ as_of: DAY, set: { compute: 1 }, x: "compute", y: "score", xs: Array(2000).fill(1), ys: Array(2000).fill(1) }).diagnostics[0].code, "limit");
  still();
});

test("half a character, a zero, and a file that is not there", () => {
  const found = engine.check({ "a.bright": 'policy a "\ud800\u0000"; uses "../../b.bright";' });
  assert.equal(found.end, "in_error");
  assert.equal(engine.prepare({ "a.bright": SMALL }, ["b.bright"]).response.diagnostics[0].help[0], "did you mean `a.bright`?");
  assert.equal(engine.prepare({}, []).ready, false);
  still();
});

test("what is freed says so, and may be freed again", () => {
  const freed = engine.prepare({ "small.bright": SMALL });
  freed.free();
  freed.free();
  assert.equal(freed.eval({ as_of: DAY }).end, "in_error");
  still();
});

test("a hundred thousand evaluations do not grow memory", () => {
  const before = engine.memory;
  let after = 0;
  for (let at = 0; at < 100_000; at += 1) {
    small.eval({ as_of: DAY, set: { compute: `${1 + (at % 50)}e24 FLOP` } });
    if (at === 1_000) after = engine.memory;
  }
  assert.equal(engine.memory, after, `${before} before, ${after} after a thousand, ${engine.memory} in the end`);
});

test("pages that forget to free do not grow memory", { skip: !globalThis.gc }, async () => {
  const round = async () => {
    for (let at = 0; at < 50; at += 1) engine.prepare(rules, ["rules/us/ca-sb-53.bright"]);
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  for (let at = 0; at < 4; at += 1) await round();
  const settled = engine.memory;
  for (let at = 0; at < 12; at += 1) await round();
  assert.ok(engine.memory <= settled, `${settled} bytes became ${engine.memory}`);
});

test("a client answers, gives up, and answers again", async () => {
  const client = brightline.connect({ deadline: 30_000 });
  const policies = await client.prepare(rules, ["rules"]);
  assert.equal(policies.ready, true);
  const long = { profiles: [models], as_of: DAY };
  const short = { set: { training_compute: "2e26 FLOP" }, as_of: DAY };
  const right = (await policies.eval(short)).text;

  const late = await policies.flips(long, { deadline: 100 });
  assert.equal(late.end, "in_error");
  assert.deepEqual([late.diagnostics[0].code, late.diagnostics[0].message], ["limit", "there is no answer after 0.1 s"]);
  assert.equal((await policies.eval(short)).text, right);

  const stop = new AbortController();
  const running = policies.flips(long, { signal: stop.signal });
  const waiting = policies.eval(short);
  const never = policies.eval(short, { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await assert.rejects(running, { name: "AbortError" });
  await assert.rejects(never, { name: "AbortError" });
  assert.equal((await waiting).text, right);

  const told = [];
  await policies.chance({ ...short, samples: 1000 }, { progress: (done) => told.push(done) });
  assert.equal(told.at(-1), 1);
  const codes = await policies.rows(long);
  assert.equal(codes.codes.length, codes.outcomes.length * 195);
  policies.free();
  client.close();
  await assert.rejects(policies.eval(short), { name: "AbortError" });
});

test("arguments of the wrong type are answered with what is wrong, in this thread and in a worker", async () => {
  const client = brightline.connect();
  const remote = await client.prepare({ "small.bright": SMALL });
  const REQUESTS = [
    [undefined, /the request is undefined/], [null, /the request is null/], ["x", /the request is a string/], [[], /the request is a list/],
    [{ set: { compute: 1n } }, /`set\.compute` is a bigint/], [{ set: { compute: NaN } }, /`set\.compute` is NaN/],
    [{ set: [["compute", Infinity]] }, /`set\[0\]\[1\]` is Infinity/], [{ set: new Map([["compute", 1]]) }, /`set` is a Map/], [{ set: { compute: () => 1 } }, /`set\.compute` is a function/],
  ];
  for (const [request, message] of REQUESTS) {
    for (const answer of [small.eval(request), await remote.eval(request), small.rows(request).response, (await remote.rows(request)).response]) {
      assert.equal(answer.end, "in_error");
      assert.match(answer.diagnostics[0].message, message);
      assert.ok(answer.diagnostics[0].help[0]);
    }
  }
  assert.match(small.ask(undefined, {}).diagnostics[0].message, /the question is undefined/);
  assert.match((await remote.ask(5, {})).diagnostics[0].message, /the question is 5/);
  for (const [files, message] of [[undefined, /the files are undefined/], ["x", /the files are a string/], [[5], /no texts by their names/], [{ a: 5 }, /the file `a` is 5/], [new Map([["a", null]]), /the file `a` is null/]]) {
    for (const { ready, response } of [engine.prepare(files), await client.prepare(files)]) {
      assert.equal(ready, false);
      assert.match(response.diagnostics[0].message, message);
    }
    assert.match(engine.check(files).diagnostics[0].message, message);
    assert.match((await client.check(files)).diagnostics[0].message, message);
  }
  assert.match(engine.prepare({ "small.bright": SMALL }, "small.bright").response.diagnostics[0].message, /`paths` is a string/);
  assert.match(engine.format("a.bright").diagnostics[0].message, /the text is undefined/);
  assert.match((await client.format()).diagnostics[0].message, /the name is undefined/);
  const columns = small.columns({ as_of: DAY, columns: ["compute"] });
  for (const wrong of [undefined, [[1]], [], [new Float64Array(1), new Float64Array(1)]]) {
    assert.throws(() => columns.verdicts(wrong), /columns|`Float64Array`s/);
    await assert.rejects(remote.columns({ columns: ["compute"] }, wrong), TypeError);
  }
  assert.deepEqual([...columns.verdicts([Float64Array.of(NaN, 2e25)])], [2, 1]);
  assert.throws(() => brightline.lines(Promise.resolve()), /awaited first/);
  assert.equal(small.eval({ as_of: DAY, set: { compute: undefined, score: null } }).end, "done");
  client.close();
  still();
});

test("what is freed in a worker says so, as it does in this thread", async () => {
  const client = brightline.connect();
  const [open, never] = [await client.prepare({ "small.bright": SMALL }), await client.prepare({ "small.bright": "policy" })];
  const waiting = [open.eval({ as_of: DAY, set: { compute: 1 } }), open.eval({ as_of: DAY, set: { compute: 2 } })];
  for (const policies of [open, never]) {
    policies.free();
    policies.free();
    for (const answer of [await policies.eval({ as_of: DAY }), await policies.about(), (await policies.rows({ as_of: DAY })).response]) {
      assert.deepEqual(answer.diagnostics.map(({ message, help }) => [message, ...help]), [["these policies were freed", "prepare the policies again"]]);
    }
  }
  assert.deepEqual((await Promise.all(waiting)).map(({ end, diagnostics }) => (end === "done" ? "" : diagnostics[0].message)), ["", "these policies were freed"]);
  client.close();
});
