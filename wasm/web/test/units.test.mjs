// The playground's own arithmetic, outside of a page: rows and cells, exact places, links.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";
import { brightline, models, random, rules } from "../../js/test/support.mjs";

const web = fileURLToPath(new URL("../", import.meta.url));
const SOURCE = `
export * from "./src/table/csv.js"; export * from "./src/table/json.js"; export * from "./src/table/table.js";
export * from "./src/data/decimal.js"; export * from "./src/data/params.js"; export * from "./src/data/share.js";
export * from "./src/data/tracks.js"; export * from "./src/data/sweep.js"; export * from "./src/data/library.js"; export * from "./src/words/words.js";
export * from "./src/agreement/overlay.js"; export { cut } from "./src/agreement/cut.js"; export { en } from "./src/words/en.js"; export { de } from "./src/words/de.js";
`;
let folder;
let own;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "brightline-play-"));
  await build({
    stdin: { contents: SOURCE, resolveDir: web, loader: "ts" }, bundle: true, format: "esm", platform: "node", outfile: join(folder, "own.mjs"),
    alias: { brightline: join(web, "../pkg/node.js") }, logLevel: "error", nodePaths: [join(web, "../node_modules")], external: ["node:*"],
  });
  own = await import(join(folder, "own.mjs"));
});

after(() => rmSync(folder, { recursive: true, force: true }));

const engine = brightline.loadSync();
const SMALL = 'policy p "p"; status proposed from 2026-01-01; fact x: number in 0 .. "x"; designate d "d" when x > 5;';

test("rows are cut where the engine cuts them", async () => {
  const policies = engine.prepare({ "p.bright": SMALL });
  const [about] = brightline.lines(policies.about());
  const { next, below, pick } = random(7);
  const pieces = ["1", "7", "a", '"', '""', '"6"', '"x\ny"', "\n", "\r\n", "\r", ",", ",", " ", "", '"a,b"', "\n\n"];
  for (let round = 0; round < 400; round += 1) {
    let text = "name,x\n";
    for (let at = below(24); at >= 0; at -= 1) text += pick(pieces);
    if (next() < 0.1) text = `\uFEFF${text}`;
    const table = await own.csvTable("t.csv", text, () => {});
    const rows = policies.rows({ profiles: [{ name: "t.csv", text }] });
    assert.equal(table.length, rows.models, JSON.stringify(text));
    // Each row with those it needs is what it is in the whole, and messages count the same.
    const codes = rows.verdicts();
    const neighbours = new own.Neighbours({ about }, table);
    for (let row = 0; row < table.length; row += 1) {
      const asked = neighbours.with([row]);
      const alone = policies.rows({ profiles: [table.document(asked)] });
      assert.equal(alone.verdicts()[asked.indexOf(row)], codes[row], JSON.stringify(text));
      const said = (response) => response.diagnostics.map(({ message }) => message).filter((message) => message.startsWith(`t.csv row ${table.number(row)} `));
      assert.deepEqual(said(alone.response), said(rows.response), JSON.stringify(text));
    }
  }
});

test("profiles in JSON keep every digit and their place", async () => {
  const policies = engine.prepare({ "p.bright": SMALL });
  const text = '[ {"name": "one", "x": 5.00000000000000000000001},\n {"name": "two\\"}", "x": 5}, {"x": "nine", "y": {"z": [1]}} ]';
  const table = await own.tableOf("m.json", text);
  assert.deepEqual([table.length, table.title(1), table.cell(2, "x")], [3, 'two"}', "nine"]);
  assert.deepEqual([...policies.rows({ profiles: [table.document([0, 1, 2])] }).verdicts()], [1, 0, 3]);
  assert.deepEqual([...policies.rows({ profiles: [table.document([0])] }).verdicts()], [1]);
  assert.equal((await own.tableOf("m.ndjson", '{"name":"a"}\n\nnot json\n{"name":"b"}\n')).length, 3);
  await assert.rejects(own.tableOf("m.json", '[{"name": "a"'));
  await assert.rejects(own.tableOf("m.csv", "name,x\n"));
});

test("the columns of the shipped models are read as the engine reads them", async () => {
  const table = await own.csvTable("models.csv", models.text, () => {});
  assert.equal(table.length, models.text.trim().split("\n").length - 1);
  assert.equal(table.title(0), "Grok 4");
  assert.equal(table.cell(0, "training_compute"), "5e26");
});

test("a dragged line finds exactly what the engine decides", () => {
  const policies = engine.prepare({ "p.bright": SMALL.replace("x > 5", "x >= line").replace("fact x", 'param line = 5 in 0 .. 10 "l"; fact x') });
  for (const given of ["5", "1/3", "4 .. 6", "0.1"]) {
    const [line] = brightline.lines(policies.regions({ set: { x: given }, axis: "line" }));
    const track = own.trackOf([line.parts]);
    for (const value of ["0", "0.1", "0.3333333333333333", "1/3", "0.34", "4", "5", "5.000000000000000000001", "6", "10"]) {
      const asked = policies.rows({ set: { x: given }, param: { line: value } }).verdicts();
      assert.deepEqual([...own.codesAt(track, own.fraction(value))], [...asked], `${given} at ${value}`);
    }
  }
});

test("values are spelled so that the language reads them", () => {
  const cases = [[1e26, "FLOP", "1e26 FLOP"], [4e24, "FLOP", "4e24 FLOP"], [5e8, "USD", "500 million USD"], [2.5e9, "USD", "2.5 billion USD"], [44.5, "%", "44.5 %"], [0.9, "", "0.9"]];
  for (const [value, unit, spelled] of cases) {
    assert.equal(own.spelled(value, unit), spelled);
    assert.equal(own.numberIn(spelled, unit), value);
  }
  for (const [path, text] of Object.entries(rules)) {
    if (!/^policy\s/m.test(text)) continue;
    const [about] = brightline.lines(engine.prepare(rules, [path]).about());
    for (const line of own.linesOf(about)) {
      for (const place of [0, 0.123, 0.5, 0.987, 1]) {
        const span = own.valueSpan(text, line.param.name);
        if (!span) continue;
        const value = own.spelled(own.valueAt(line, place), line.unit);
        const written = text.slice(0, span[0]) + value + text.slice(span[1]);
        const { ready, response } = engine.prepare({ ...rules, [path]: written }, [path]);
        assert.ok(ready, `${path} ${line.param.name} = ${value}: ${response.diagnostics[0]?.message}`);
      }
    }
  }
});

test("a value is written only where it stands plainly", () => {
  assert.equal(own.valueSpan('# param x = 1\nnote "param x = 2"; param x = 3 FLOP in 1 .. 2 "t";', "x")?.[0], 44);
  for (const text of ['param x = { from 2026-01-01: 1; } "t";', "param x = if a then 1 else 2;", 'param x in 1 .. 2 "t";', "let x = 1;", "param x = y + 1;"]) {
    assert.equal(own.valueSpan(text, "x"), undefined, text);
  }
});

test("a link comes back as it went, and nothing else comes with it", async () => {
  const chosen = { version: "0.1.0", policy: "rules/us/ca-sb-53.bright", text: "policy ä \u{1F600}", table: "models", assume: false, lines: [["compute_line", "4e24 FLOP"]] };
  assert.deepEqual(await own.unpacked(await own.packed(chosen)), chosen);
  const two = { ...chosen, other: "rules/eu/eu-ai-act-51-2.bright", otherLines: [["compute_line", "2e25 FLOP"]], compared: [2, 0], axes: { x: "a", y: "b" }, point: { y: "1 USD" } };
  assert.deepEqual(await own.unpacked(await own.packed(two)), two);
  assert.equal(await own.unpacked(""), undefined);
  const code = (text) => `#p=${deflateRawSync(text).toString("base64url")}`;
  const hostile = await own.unpacked(code('{"__proto__":{"day":"2020-01-01"},"constructor":1,"policy":"rules/../../x.bright","day":"<b>","lines":[["a"],[1,2],["__proto__","1"]],"table":"own","compared":[-1,"x"],"axes":{"x":1,"y":"b"},"point":{"x":"1"},"otherLines":"x"}'));
  assert.deepEqual(hostile, { lines: [["__proto__", "1"]] });
  assert.equal({}.day, undefined);
  for (const [fragment, fault] of [
    [`#p=${"A".repeat(5e6)}`, "long"], [code(Buffer.alloc(3e7)), "inflates"], ["#p=%%%", "garbled"], ["#p=AAAA", "garbled"], ["#else", "garbled"],
    [code("[1]"), "garbled"], [code("null"), "garbled"], [code(Buffer.from([0xff, 0xfe])), "garbled"],
  ]) await assert.rejects(own.unpacked(fragment), (error) => error.fault === fault, fragment.slice(0, 40));
  assert.equal(await own.packed({ text: "x".repeat(3e6) }), undefined);
});

test("every word is there in both languages, and means the same kind of thing", () => {
  assert.deepEqual(Object.keys(own.de).sort(), Object.keys(own.en).sort());
  for (const [key, value] of Object.entries(own.en)) {
    assert.equal(typeof own.de[key], typeof value, key);
    if (typeof value === "function") assert.equal(own.de[key].length, value.length, key);
  }
  for (const catalogue of [own.en, own.de]) assert.doesNotMatch(JSON.stringify(catalogue), /complian|illegal|konform|licen[cs]e|mandatory/i);
});

test("a link to follow is of https alone", () => {
  assert.equal(own.safeLink("https://example.org/"), "https://example.org/");
  for (const url of ["javascript:alert(1)", "http://example.org/", "https://", "data:text/html,x", " https://x", null]) assert.equal(own.safeLink(url), undefined, String(url));
});

test("the template for a new policy has no mistakes and passes its tests", () => {
  const { ready, response } = engine.prepare({ ...rules, [own.NEW_PATH]: own.NEW_TEXT }, [own.NEW_PATH]);
  assert.ok(ready, JSON.stringify(response));
  assert.equal(own.pathOf(own.NEW_TEXT.replace("my_policy", "eu_other_one"), own.NEW_PATH), "rules/eu-other-one.bright");
  assert.equal(readFileSync(join(web, "static/index.html"), "utf8").includes("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"), true);
});

test("two planes are laid over one another exactly", () => {
  const { below, pick } = random(11);
  const verdicts = ["covered", "not_covered", "undetermined"];
  const fraction = () => `${below(41) - 20}${pick(["", "/3", "/7", "e2"])}`;
  const less = (one, other) => own.compare(own.fraction(one), own.fraction(other));
  /** A plane whose strips have a few lines each, those that do not cross within it. */
  const plane = () => {
    const ends = [...new Set(Array.from({ length: below(4) }, fraction))].sort(less).filter((end, at, all) => at === 0 || less(all[at - 1], end) < 0);
    return [null, ...ends].map((from, at) => {
      const slope = fraction();
      const offsets = Array.from({ length: below(4) }, fraction).sort(less).filter((end, place, all) => place === 0 || less(all[place - 1], end) < 0);
      const curves = offsets.map((offset) => ({ slope, offset }));
      return { from, to: ends[at] ?? null, bands: [null, ...curves].map((under, place) => ({ below: under, above: curves[place] ?? null, verdict: pick(verdicts) })) };
    });
  };
  let tried = 0;
  for (let round = 0; round < 200; round += 1) {
    const [one, other] = [plane(), plane()];
    const both = own.overlay(one, other, (a, b) => `${a} ${b}`);
    assert.equal(both[0].from, null);
    assert.equal(both.at(-1).to, null);
    both.slice(1).forEach(({ from }, at) => assert.equal(from, both[at].to));
    for (const { bands } of both) bands.slice(1).forEach((band, at) => {
      assert.deepEqual(band.below, bands[at].above);
      assert.notEqual(band.verdict, bands[at].verdict);
    });
    for (let point = 0; point < 40; point += 1) {
      // Places that lie on no line.
      const [x, y] = [`${below(400001) - 200000}/9973`, `${below(4000001) - 2000000}/99991`];
      assert.equal(own.verdictIn(both, x, y), `${own.verdictIn(one, x, y)} ${own.verdictIn(other, x, y)}`, `${JSON.stringify([one, other])} at ${x}, ${y}`);
      tried += 1;
    }
  }
  assert.equal(tried, 8000);
  assert.equal(own.overlay([{ from: "?", to: null, bands: [] }], plane(), (a) => a), undefined);
});

test("a policy that does not know a fact of the map is cut by the other one, or not at all", async () => {
  const head = (id) => `policy ${id} "${id}"; status proposed from 2026-01-01;`;
  const policies = engine.prepare({ "p.bright": `${head("p")} fact x: number in 0 .. "x"; fact y: number in 0 .. "y"; fact z: bool "z"; designate d "d" when x > 5 and y >= 7 and z;` }, ["p.bright"]);
  const [about] = brightline.lines(policies.about());
  const profile = { name: "m.json", text: '{"name": "m", "x": 6, "y": 8, "z": true}' };
  const planeOf = (axes, known) => own.cut(
    { policies, request: { profiles: [profile] }, about: { ...about, facts: known.map((name) => ({ name })) }, options: {} }, axes, 0, 1,
  );
  const says = (plane, x, y) => own.verdictIn(plane.strips, String(x), String(y));
  const both = await planeOf({ x: "x", y: "y" }, ["x", "y"]);
  assert.deepEqual([says(both, 6, 8), says(both, 4, 8), says(both, 6, 6)], ["covered", "not_covered", "not_covered"]);
  const across = await planeOf({ x: "x", y: "other" }, ["x", "y"]);
  assert.deepEqual([says(across, 6, 1), says(across, 4, 1), across.exact, across.strips.length], ["covered", "not_covered", true, 2]);
  const up = await planeOf({ x: "other", y: "y" }, ["x", "y"]);
  assert.deepEqual([says(up, 1, 8), says(up, 1, 6), up.strips.length, up.strips[0].bands.length], ["covered", "not_covered", 1, 2]);
  const none = await planeOf({ x: "other", y: "another" }, ["x", "y"]);
  assert.deepEqual(none.strips, [{ from: null, to: null, bands: [{ below: null, above: null, verdict: "covered" }] }]);
  await assert.rejects(planeOf({ x: "x", y: "nobody" }, ["x", "nobody"]), /nobody/);
});
