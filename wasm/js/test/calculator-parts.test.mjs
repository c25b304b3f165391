// The calculator's functions: values read and written, numbers shown, axes, changes that are tried, what a policy uses.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "brightline-calculator-"));
const PARTS = ["nearest", "number", "units", "value", "show", "axis", "profiles", "fetching", "share", "words/index", "flips", "relevance", "typing", "history", "view"];
buildSync({
  stdin: { contents: PARTS.map((part) => `export * from "./${part}.js";`).join("\n"), resolveDir: fileURLToPath(new URL("../src/calculator", import.meta.url)), loader: "ts" },
  outfile: join(folder, "parts.mjs"), platform: "node", bundle: true, format: "esm", target: "es2022", logLevel: "error", tsconfigRaw: {},
});
const parts = await import(pathToFileURL(join(folder, "parts.mjs")));
after(() => rmSync(folder, { recursive: true, force: true }));

const bounds = (from, to) => ({ from, from_closed: true, to, to_closed: true });
const FLOP = { type: "number", unit: "FLOP", dimension: "FLOP", kind: "plain", domain: bounds("0", null) };
const USD = { type: "number", unit: "USD", dimension: "USD", kind: "plain", domain: bounds("0", null) };
const SHARE = { type: "number", unit: "%", dimension: "number", kind: "percent", domain: bounds("0", "100") };
const DATE = { type: "date" };
const MINUTES = { type: "number", unit: "minutes", dimension: "s", kind: "plain", domain: bounds("0", null) };

test("numbers are read as the language writes them", () => {
  for (const [text, number] of [["1.2e26", 1.2e26], ["10^26", 1e26], ["1/3", 1 / 3], ["10x", 10], ["500 million", 5e8], ["1_000", 1000], ["-2.5", -2.5]]) {
    assert.equal(parts.readNumber(text), number, text);
  }
  // What a double cannot hold is no number either: it is never shown as infinity or nought.
  for (const text of ["", "1e", "e26", "5 USD", "1,5", "1e26 FLOP", "1 2", "--1", "1e400", "-1e309", "1e-400", "9e307 million"]) assert.equal(parts.readNumber(text), undefined, text);
  assert.deepEqual([9.12e25, 0, 1e6, 123_456, 0.00001234, 55].map((number) => parts.writeNumber(number)), ["9.12e25", "0", "1e6", "123000", "1.23e-5", "55"]);
});

test("what people type becomes what the language writes, and what reads in two ways is refused", () => {
  const said = (lang, text, typed = FLOP) => {
    const found = parts.asWritten(text, typed, parts.speak(lang).words);
    return typeof found === "string" ? found : [found.message.match(/`[^`]+`/g).slice(1).join(" "), found.own];
  };
  for (const [text, en, de = en] of [
    ["1.2×10^26", "1.2e26"], ["1.2x10^26", "1.2e26"], ["1.2*10^26", "1.2e26"], ["1.2 · 10**26", "1.2e26"], ["10^26", "1e26"], ["10**26 FLOP", "1e26 FLOP"],
    ["10²⁶", "1e26"], ["10⁻³", "1e-3"], ["−5", "-5"], ["1,2×10²⁶", ["`1.2`", true], "1.2e26"], ["2,5e26", ["`2.5`", true], "2.5e26"], ["2,5", ["`2.5`", true], "2.5"],
    ["1.500", "1.500", ["`1500` `1,5`", true]], ["1,500", ["`1500` `1.5`", true], ["`1500` `1,5`", true]], ["62.126", "62.126", ["`62126` `62,126`", true]],
    ["62,126", ["`62126` `62.126`", true], "62.126"], ["0,125", ["`0.125`", true], "0.125"], ["0.125", "0.125"], ["1.125e26", "1.125e26"],
    ["1.000.000", "1000000"], ["1,000,000", "1000000"], ["1.234,5", "1234.5"], ["1,234.5", "1234.5"], ["1 000 000", "1000000"], ["12\u00a0000,5", "12000.5"],
    ["8e25 .. 2,5e26", ["`2.5`", true], "8e25 .. 2.5e26"], ["8e25..2,5e26", ["`2.5`", true], "8e25..2.5e26"], ["8e25 – 2e26 FLOP", "8e25 .. 2e26 FLOP"],
    ["450 Mio. USD", "450 Mio. USD", "450 million USD"], ["5 constructor", "5 constructor"], ["83 percent", "83 %"], ["83 Prozent", "83 %"],
    ["2e24 FLOP +/- 30 %", "2e24 FLOP +/- 30 %"], ["1/3", "1/3"], ["1e26", "1e26"], ["1.2E+26", "1.2E+26"], ["", ""], ["1..", "1.."],
  ]) assert.deepEqual([said("en", text), said("de", text)], [en, de], text);
  for (const [text, en, de = en] of [
    ["28.02.2027", ["`2027-02-28` `2027-02`", true], "2027-02-28"], ["1.3.2027 .. 28.02.2028", ["`2027-02-28` `2027-02`", true], "2027-03-01 .. 2028-02-28"],
    ["31.02.2027", ["`2027-02-28` `2027-02`", true], ["`28.02.2027` `2027-02-28` `2027-02`", true]], ["2027-02-28", "2027-02-28"], ["soon", "soon"],
  ]) assert.deepEqual([said("en", text, DATE), said("de", text, DATE)], [en, de], text);
  assert.equal(said("de", "true 1.500 %, false", { type: "bool" }), "true 1.500 %, false");
  const units = parts.unitsOf(USD);
  assert.deepEqual(["5", "5 .. 7", "5 to 7 USD", "1e400", "5 %", "1/3", "10^26"].map((text) => parts.withUnit(text, units[0])),
    ["5 USD", "5 .. 7 USD", "5 to 7 USD", "1e400 USD", "5 %", "1/3 USD", "10^26 USD"]);
  assert.equal(parts.withUnit("5 .. 7", units[2]), "5 million USD .. 7 million USD");
});

test("sentences end once, and names of files and code keep their letters", () => {
  for (const [text, whole] of [
    ["policies/syn.bright:4:45: no fact `a`", "policies/syn.bright:4:45: no fact `a`."], ["did you mean `FLOP`?", "Did you mean `FLOP`?"], ["there is no `policy`.", "There is no `policy`."],
    ["write `1.`", "Write `1.`."], ["`x` is unknown", "`x` is unknown."], ["training_compute is unknown", "training_compute is unknown."], ["it says “no.”", "It says “no.”"],
  ]) assert.equal(parts.ended(text), whole);
});

test("steps are undone and done again, a drag as one, the oldest forgotten", () => {
  const history = new parts.History();
  let now = 0;
  const go = (to, name = "") => {
    history.step(now, name);
    now = to;
  };
  go(1);
  for (const to of [2, 3, 4]) go(to, "drag");
  history.settle();
  go(5, "drag");
  assert.deepEqual([(now = history.undo(now)), (now = history.undo(now)), (now = history.redo(now)), (now = history.undo(now)), (now = history.undo(now))], [4, 1, 4, 1, 0]);
  assert.deepEqual([history.canUndo, history.canRedo, history.undo(now)], [false, true, undefined]);
  go(9);
  assert.equal(history.canRedo, false);
  for (let to = 10; to < 500; to += 1) go(to);
  let steps = 0;
  while (history.undo(0) !== undefined) steps += 1;
  assert.equal(steps, 100);
});

test("points of decimals move exactly", () => {
  for (const [text, by, moved] of [["1.25", 3, "1250"], ["500", -6, "0.0005"], ["9.1e25", -24, "91"], ["0.1", 1, "1"], ["-1.50", 1, "-15"], ["123456789", -6, "123.456789"], ["0", 5, "0"], ["1e26", 3, "1e29"]]) {
    assert.equal(parts.shifted(text, by), moved, text);
  }
  assert.equal(parts.shifted("1/3", 1), undefined);
});

test("values are read for controls and written back", () => {
  const kinds = (text, typed) => {
    const value = parts.read(text, typed);
    return [value.kind, parts.write(value)];
  };
  for (const [text, typed, kind, written = text] of [
    ["9.1e25 FLOP", FLOP, "exact"], ["9.1e25", FLOP, "exact", "9.1e25 FLOP"], ["8e25 .. 2e26 FLOP", FLOP, "range", "8e25 FLOP .. 2e26 FLOP"],
    ["8e25 to 2e26 FLOP", FLOP, "estimate", "8e25 FLOP to 2e26 FLOP"], ["450 million .. 650 million USD", USD, "range", "450 million USD .. 650 million USD"],
    ["100 .. 5 million USD", USD, "range", "100 USD .. 5 million USD"], ["", FLOP, "unknown"], ["unknown", FLOP, "unknown", ""], ["n/a", USD, "unknown", ""],
    ["2e24 FLOP +/- 30 %", FLOP, "other"], ["5 USD", FLOP, "other"], ["55 %", SHARE, "exact"], ["40 % .. 60 %", SHARE, "range"], ["2 hours", MINUTES, "exact"],
    ["2026-08-01", DATE, "exact"], ["2026-02", DATE, "range", "2026-02-01 .. 2026-02-28"], ["2026-13", DATE, "other"],
    ["yes", { type: "bool" }, "word", "true"], ["true 70 %, false 30 %", { type: "bool" }, "other"], ["b", { type: "member", members: ["a", "b"] }, "word"],
  ]) assert.deepEqual(kinds(text, typed), [kind, written], text);
  assert.deepEqual(parts.extent(parts.read("2 hours", MINUTES)), [120, 120]);
  assert.ok(parts.isUncertain(parts.read("true 70 %, false 30 %", { type: "bool" })));
  assert.ok(!parts.isUncertain(parts.read("55 %", SHARE)));
});

test("units change and the quantity stays", () => {
  const units = parts.unitsOf(USD);
  assert.deepEqual(units.map((unit) => unit.suffix), ["USD", "thousand USD", "million USD", "billion USD", "trillion USD"]);
  assert.equal(parts.converted("500000000", units[0], units[2]), "500");
  assert.equal(parts.converted("0.5", units[3], units[2]), "500");
  assert.equal(parts.fitting(7.4e8, units).suffix, "million USD");
  const [minutes, , hours] = parts.unitsOf(MINUTES);
  assert.equal(parts.converted("90", minutes, hours), "1.5");
});

test("numbers and days show in the reader's language, and never as the line beside them", () => {
  const [en, de] = [parts.speak("en").show, parts.speak("de-AT").show];
  assert.equal(en.text("450000000 .. 650000000 USD"), "450 million – 650 million USD");
  assert.equal(de.text("1250000000 USD"), "1,25 Mrd. USD");
  assert.equal(en.text("6.14e25 FLOP .. or 6e25 .. 1.3e26 FLOP"), "6.14e25 FLOP or more or 6e25 – 1.3e26 FLOP");
  assert.equal(de.text("9.35e24 FLOP"), "9,35e24 FLOP");
  assert.equal(en.text("2026-08-01"), "Aug 1, 2026");
  assert.equal(en.text("2027-04"), "Apr 2027");
  assert.equal(en.text("121000000000000000000000000/3 FLOP"), "4.03e25 FLOP");
  assert.equal(en.text("1e400 FLOP .. 2e400 FLOP or 1e-400"), "1e400 FLOP – 2e400 FLOP or 1e-400");
  assert.deepEqual(en.beside("9.9999e25 FLOP", "1e26 FLOP"), ["9.9999e25 FLOP", "1e26 FLOP"]);
  assert.deepEqual(en.beside("1.0000000000001e26 FLOP", "1e26 FLOP"), ["1.0000000000001e26 FLOP", "1e26 FLOP"]);
  assert.deepEqual(["0.82", "0.9999", "1", "1.0001", "12.3"].map((ratio) => en.ratio(ratio, (number) => `${number} times`).replaceAll("\u00a0", " ")), ["82 %", "99.99 %", "100 %", "100.01 %", "12.3 times"]);
  assert.equal(parts.speak("fr").words.lang, "en");
  assert.equal(parts.speak("en-x_y").show.number(1), "1");
});

test("a change that is tried lies on the other side of the line", () => {
  const tried = (bound, to) => parts.tried({ bound, to });
  assert.deepEqual([["more_than", "1e26 FLOP"], ["less_than", "1e26 FLOP"], ["at_most", "1e25 FLOP"], ["more_than", "500 million USD".replace("500 million", "500000000")], ["less_than", "1"], ["more_than", "2026-05-21"], ["more_than", "0 FLOP"], ["more_than", "121000000000000000000000000/3 FLOP"]]
    .map(([bound, to]) => tried(bound, to)), ["1.01e26 FLOP", "9.99e25 FLOP", "1e25 FLOP", "5.01e8 USD", "0.999", "2026-05-22", "1 FLOP", "4.04e25 FLOP"]);
  assert.deepEqual(["above 1e26 FLOP", "1e26 FLOP or less", "below 50 %", "exactly 100 %", "2026-05-22 or later", "false", "above 1e23 .. 1e26 FLOP"].map(parts.inside),
    ["1.01e26 FLOP", "1e26 FLOP", "49.9 %", "100 %", "2026-05-22", "false", "1.01e23 FLOP"]);
});

test("axes reach what they show, and places go there and back", () => {
  const today = parts.readDay("2026-11-21");
  for (const [typed, marks] of [[FLOP, [9.1e25]], [FLOP, [1e19]], [FLOP, [3e31]], [USD, [5e8]], [SHARE, [40]], [DATE, [today + 300]], [MINUTES, [0]]]) {
    const axis = parts.axisFor(typed, marks, today);
    for (const mark of marks) assert.ok(mark === 0 || (mark >= axis.low && mark <= axis.high), JSON.stringify([typed, axis]));
    for (const place of [0.1, 0.5, 0.9]) assert.ok(Math.abs(parts.placeOf(axis, parts.numberAt(axis, place)) - place) < 0.01);
  }
  assert.equal(parts.numberAt(parts.axisFor(FLOP, [], today), 0), 0);
  const line = { parts: [{ ...bounds("0", "1e26"), verdict: "not_covered" }, { from: "1e26", from_closed: false, to: null, to_closed: false, verdict: "covered" }] };
  assert.deepEqual(parts.turns(line), ["1e26"]);
  assert.deepEqual(parts.partsOn(parts.axisFor(FLOP, [1e26], today), line).map((part) => part.verdict), ["not_covered", "covered"]);
});

test("profiles keep their digits, and tables are read by their columns", () => {
  const [model] = parts.readJson('{"name":"A","developer":{"name":"B","annual_revenue":"5 USD"},"x":0.10,"y":null,"base":{"name":"C","x":1e26}}');
  assert.deepEqual([model.name, ...model.facts], ["A", ["developer.name", "B"], ["developer.annual_revenue", "5 USD"], ["x", model.facts.get("x")], ["base.name", "C"], ["base.x", model.facts.get("base.x")]]);
  assert.equal(Number(model.facts.get("base.x")), 1e26);
  const rows = parts.readCsv('\uFEFFname,"a ""b""",score\r\n"X, Y",1e26,0.83\n\nZ,,\n', (column) => (column === "score" ? { fact: "cyber.cybench", unit: "fraction" } : undefined));
  assert.deepEqual(rows.map((row) => [row.name, ...row.facts]), [["X, Y", ['a "b"', "1e26"], ["cyber.cybench", "0.83 fraction"]], ["Z"]]);
  const { text, places } = parts.writeJson({ name: "N", facts: new Map([["__proto__", "1"], ["x", ""], ["y", 'a"b']]) }, () => true);
  assert.deepEqual(Object.entries(JSON.parse(text)), [["name", "N"], ["__proto__", "1"], ["y", 'a"b']]);
  for (const [fact, begin, end] of places) assert.ok(text.slice(begin, end).includes(JSON.stringify(fact)));
});

test("a profile that holds anything else than models holds none", () => {
  for (const text of ["[]", "null", "5", '"x"', "true", "[1]", '[{"name":"A"},2]']) assert.deepEqual(parts.readJson(text), [], text);
  assert.deepEqual(parts.readJson('[{"name":"A"},{"name":"B"}]').map((model) => model.name), ["A", "B"]);
});

test("names that may have been meant are found, and others are not", () => {
  const facts = ["pretraining_compute", "training_compute", "release_date", "cyber.cybench"];
  for (const [name, meant] of [["pretraning_compute", "pretraining_compute"], ["realese_date", "release_date"], ["Training-Compute", "training_compute"], ["cyber.cybnech", "cyber.cybench"]]) {
    assert.equal(parts.nearest(name, facts)[0], meant);
  }
  for (const name of ["source", "", "developer.name", "x"]) assert.deepEqual(parts.nearest(name, facts), []);
  assert.deepEqual(parts.nearest("opus", ["Claude 3 Opus", "Claude Opus 4", "GPT-4"], true), ["Claude 3 Opus", "Claude Opus 4"]);
});

test("what a policy uses is found, and nothing that lies elsewhere", () => {
  const text = 'policy p "p"; # uses "no.bright";\nuses "../facts/model.bright";uses "b.bright";\nuses "https://example.org/x"; uses "//evil/x"; uses "/etc/x"; uses "file:x";';
  assert.deepEqual(parts.usedBy(text), ["../facts/model.bright", "b.bright"]);
  assert.deepEqual(parts.declared(new Map([["a.bright", text], ["v.bright", 'vocabulary v "v";'], ["a.txt", text]])), ["a.bright"]);
});

test("a link goes there and back", async () => {
  const scenario = { name: "Ä <b>", facts: new Map([["__proto__", "1 FLOP"], ["x", "8e25 .. 2e26 FLOP"]]), params: new Map([["p.line", "1"]]), readings: new Map() };
  const shared = { version: "1.2.3", asOf: "2026-11-21", focus: ["p", "d"], active: 0, scenarios: [scenario] };
  const fragment = await parts.fragmentOf(shared, "one");
  assert.match(fragment, /^brightline-1-one=[\w-]+$/);
  assert.deepEqual(await parts.readFragment(`#${fragment}`, "one"), shared);
  assert.deepEqual(await parts.readFragment(`#other=1&${fragment}`, "one"), shared);
  assert.equal(await parts.readFragment(`#${fragment}`, "two"), undefined);
  assert.equal(await parts.readFragment("#top", 0), undefined);
  // Without an id it is known by its place.
  for (const [place, begin] of [[0, "brightline-1="], [1, "brightline-1.2="]]) {
    const own = await parts.fragmentOf(shared, place);
    assert.ok(own.startsWith(begin));
    for (const other of [0, 1, "1.2", "one"]) assert.deepEqual(await parts.readFragment(own, other), other === place ? shared : undefined);
  }
});
