// The map and the line view as functions: scales, ticks, steps, labels, planes against the engine's grids, the text of files.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { brightline, DAY, rules } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "brightline-plots-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const PARTS = ["field", "from", "labels", "look", "numbers", "scale", "words", "german", "map-picture", "line-picture", "render", "scene"];
buildSync({
  stdin: {
    contents: PARTS.map((part) => `export * from "./${part}.js";`).join("\n"), loader: "ts",
    resolveDir: fileURLToPath(new URL("../src/calculator/plots", import.meta.url)),
  },
  outfile: join(folder, "parts.mjs"), bundle: true, format: "esm", target: "es2022", platform: "node", logLevel: "error", tsconfigRaw: {},
});
const plots = await import(pathToFileURL(join(folder, "parts.mjs")));
const { ENGLISH, GERMAN } = plots;

const COMPUTE = { name: "training_compute", title: "Training compute", unit: "FLOP", kind: "plain", scale: "log", from: 1e23, to: 1e28, least: 0, most: null };
const SHARE = { name: "cyber.cybench", title: "Cybench", unit: "%", kind: "percent", scale: "linear", from: 0, to: 100, least: 0, most: 100 };
const WHEN = { name: "release_date", title: "Release", unit: "", kind: "date", scale: "linear", from: 20_454, to: 21_184, least: null, most: null };
const exact = (at) => ({ kind: "exact", at, from: null, to: null });

test("exact texts are read, and values said and written as people do", () => {
  assert.deepEqual(["1e26", "100000000000000000000000000", "1/3", "1_000", "-2.5"].map(plots.numberOf), [1e26, 1e26, 1 / 3, 1000, -2.5]);
  assert.equal(plots.dayText(plots.dayOf("2026-08-01")), "2026-08-01");
  const said = (value, axis, words = ENGLISH) => plots.said(value, axis, words).replaceAll("\u00a0", " ");
  assert.equal(said(8.2e25, COMPUTE), "8.2e25 FLOP");
  assert.equal(said(1e26, COMPUTE), "1e26 FLOP");
  assert.equal(said(9.996e25, COMPUTE), "1e26 FLOP");
  assert.equal(said(5e8, { kind: "money", unit: "USD" }), "500 million USD");
  assert.equal(said(1.25e9, { kind: "money", unit: "USD" }, GERMAN), "1,25 Milliarden USD");
  assert.equal(said(83.14, SHARE), "83.1 %");
  assert.equal(said(83.14, SHARE, GERMAN), "83,1 %");
  assert.equal(said(12_345, { kind: "plain", unit: "" }), "12,345");
  assert.equal(said(0, COMPUTE), "0 FLOP");
  assert.equal(plots.written(8.2e25, COMPUTE), "8.2e25 FLOP");
  assert.equal(plots.written(20_454, WHEN), "2026-01-01");
});

test("scales go there and back, and ticks are round", () => {
  for (const axis of [COMPUTE, SHARE, WHEN]) {
    const scale = plots.scaleOf(axis, 40, 640);
    for (let at = 0; at <= 10; at += 1) assert.ok(Math.abs(scale.place(scale.value(40 + at * 60)) - 40 - at * 60) < 1e-9);
  }
  const labels = (axis, most) => plots.ticksOf(axis, most, ENGLISH).map(({ label }) => label.replaceAll("\u00a0", " ")).filter(Boolean);
  assert.deepEqual(labels(COMPUTE, 8), ["1e23", "1e24", "1e25", "1e26", "1e27", "1e28"]);
  assert.deepEqual(labels(COMPUTE, 3), ["1e24", "1e26", "1e28"]);
  assert.deepEqual(labels({ ...COMPUTE, unit: "USD", kind: "money", from: 1e6, to: 1e9 }, 5), ["1 million", "10 million", "100 million", "1 billion"]);
  assert.deepEqual(labels({ ...COMPUTE, from: 1e25, to: 1e27 }, 9), ["1e25", "2e25", "5e25", "1e26", "2e26", "5e26", "1e27"]);
  assert.deepEqual(labels(SHARE, 5), ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]);
  assert.deepEqual(labels({ ...SHARE, kind: "plain", unit: "", from: 120, to: 160 }, 4), ["120", "130", "140", "150", "160"]);
  assert.deepEqual(labels(WHEN, 4), ["Jan 2026", "Jul 2026", "Jan 2027", "Jul 2027", "Jan 2028"]);
  for (const most of [2, 3, 5, 9]) {
    for (const axis of [COMPUTE, SHARE, WHEN]) assert.ok(labels(axis, most).length <= 3 * most + 2);
  }
});

test("keys go from one round value to the next, and back", () => {
  const walk = (axis, from, direction, times, large = false) => {
    const found = [];
    for (let at = 0, value = from; at < times; at += 1) found.push(value = plots.stepped(axis, value, direction, large));
    return found;
  };
  assert.deepEqual(walk(COMPUTE, 9.5e25, 1, 4), [1e26, 1.1e26, 1.2e26, 1.3e26]);
  assert.deepEqual(walk(COMPUTE, 1.2e26, -1, 4), [1.1e26, 1e26, 9.5e25, 9e25]);
  assert.deepEqual(walk(COMPUTE, 8.2e25, 1, 2), [8.5e25, 9e25]);
  assert.deepEqual(walk(COMPUTE, 8.2e25, 1, 3, true), [8.2e26, 8.2e27, 1e28]);
  assert.deepEqual(walk(SHARE, 83.1, -1, 2), [83, 82]);
  assert.deepEqual(walk(SHARE, 83.1, 1, 3, true), [90, 100, 100]);
  assert.deepEqual(walk(WHEN, 20_500, 1, 2), [20_501, 20_502]);
  for (const axis of [COMPUTE, SHARE, WHEN]) {
    assert.ok(walk(axis, plots.unshare(axis, 0.5), 1, 400).at(-1) === axis.to);
    assert.ok(walk(axis, plots.unshare(axis, 0.5), -1, 400).at(-1) === axis.from);
  }
  assert.equal(plots.rounded(COMPUTE, 8.23456e25), 8.23e25);
  assert.equal(plots.rounded({ ...COMPUTE, least: 1e24, most: 1e27 }, 3e27), 1e27);
});

test("what is vague moves whole", () => {
  const range = { kind: "range", at: null, from: 5e25, to: 2e26 };
  assert.equal(plots.middle(COMPUTE, range), 1e26);
  assert.deepEqual(plots.shifted(COMPUTE, range, 2e26), { kind: "range", at: null, from: 1e26, to: 4e26 });
  assert.deepEqual(plots.shifted(SHARE, { kind: "estimate", at: 90, from: 85, to: 95 }, 97), { kind: "estimate", at: 97, from: 92, to: 100 });
  assert.deepEqual(plots.shifted(COMPUTE, { kind: "unknown", at: null, from: null, to: null }, 1e25), exact(1e25));
});

test("an axis suits its fact", () => {
  const about = (more) => ({ name: "a", type: "number", unit: "FLOP", kind: "plain", interval_scale: false, domain: { from: "0", to: null }, ...more });
  const axis = (...rest) => { const { scale, from, to, kind } = plots.axisOf(...rest); return { scale, from, to, kind }; };
  assert.deepEqual(axis(about({}), "A", [1e26], [2e22, 1e15]), { scale: "log", from: 1e22, to: 1e27, kind: "plain" });
  assert.deepEqual(axis(about({ domain: { from: "1e24", to: "1e28" } }), "A", [1e26]), { scale: "log", from: 1e24, to: 1e28, kind: "plain" });
  assert.deepEqual(axis(about({ unit: "%", kind: "percent", domain: { from: "0", to: "100" } }), "A", [50]), { scale: "linear", from: 0, to: 100, kind: "percent" });
  assert.deepEqual(axis(about({ unit: "USD" }), "A", []), { scale: "log", from: 1e6, to: 1e12, kind: "money" });
  assert.equal(axis(about({ unit: "", interval_scale: true, domain: { from: null, to: null } }), "A", [130, 150]).scale, "linear");
});

test("labels keep apart", () => {
  const sizes = [{ at: 10, size: 17 }, { at: 12, size: 17 }, { at: 14, size: 17 }, { at: 80, size: 17 }, { at: 299, size: 17 }];
  const places = plots.spread(sizes, 0, 300);
  const sorted = [...places].sort((one, other) => one - other);
  sorted.slice(1).forEach((place, at) => assert.ok(place - sorted[at] >= 17 - 1e-6));
  assert.ok(places.every((place) => place >= 8.5 && place <= 291.5));
  assert.equal(places[3], 80);
  assert.deepEqual(plots.spread([{ at: 50, size: 20 }, { at: 50, size: 20 }], 0, 100), [40, 60]);
  assert.deepEqual(plots.rowsOf([{ from: 0, to: 50 }, { from: 40, to: 90 }, { from: 60, to: 90 }, { from: 45, to: 95 }], 5), [0, 1, 0, 2]);
  assert.equal(plots.fitted("a long label indeed", 60, 12).at(-1), "…");
  assert.ok(plots.wrapped("several words that do not fit on one line of a small picture", 120, 12).every((line) => plots.textWidth(line, 12) <= 120));
  assert.deepEqual(plots.largest([[..."aab"], [..."aab"], [..."bbb"]], "a"), { column: 0, row: 0, columns: 2, rows: 2 });
});

test("exact planes and their rows and columns", () => {
  const axis = { ...COMPUTE, scale: "linear", from: 0, to: 100 };
  const strips = [
    { from: "0", to: "30", bands: [{ below: null, above: { slope: "1/3", offset: "10" }, verdict: "not_covered" }, { below: { slope: "1/3", offset: "10" }, above: null, verdict: "covered" }] },
    { from: "30", to: null, bands: [{ below: null, above: null, verdict: "undetermined" }] },
  ];
  const [x, y] = [plots.scaleOf(axis, 0, 500), plots.scaleOf(axis, 400, 0)];
  const field = plots.exactField(strips, x, y);
  assert.deepEqual([[15, 14], [15, 16], [31, 50], [101, 50]].map(([a, b]) => field.verdictAt(a, b)), ["not_covered", "covered", "undetermined", null]);
  assert.deepEqual(field.row(15), [{ from: 0, to: 15, verdict: "covered" }, { from: 15, to: 30, verdict: "not_covered" }, { from: 30, to: 100, verdict: "undetermined" }]);
  assert.deepEqual(field.column(15), [{ from: 0, to: 15, verdict: "not_covered" }, { from: 15, to: 100, verdict: "covered" }]);
  assert.equal(field.areas.size, 3);
});

test("exact planes of shipped policies are what their grids say", () => {
  const engine = brightline.loadSync();
  const cases = [
    ["us/ca-sb-53", "training_compute", "developer.annual_revenue", { foundation_model: true }],
    ["us/ca-sb-53", "training_compute", "compute_line", {}],
    ["us/ny-raise-2026", "training_compute", "developer.annual_revenue", { foundation_model: true }],
    ["eu/eu-ai-act-51-1", "training_compute", "total_parameters", {}],
    ["kr/kr-ai-basic-act", "training_compute", "training_cost", {}],
  ];
  let exact = 0;
  for (const [policy, x, y, set] of cases) {
    const policies = engine.prepare(rules, [`rules/${policy}.bright`]);
    const [about] = brightline.lines(policies.about());
    const axis = (name) => plots.axisOf([...about.facts, ...about.params].find((each) => each.name === name), name, []);
    const [across, up] = [plots.scaleOf(axis(x), 0, 600), plots.scaleOf(axis(y), 400, 0)];
    const [xs, ys] = [plots.gridValues(across.axis, 7), plots.gridValues(up.axis, 5)];
    const grids = brightline.lines(policies.grid({ as_of: DAY, set, x, y, xs, ys }));
    for (const line of brightline.lines(policies.map({ as_of: DAY, set, x, y }))) {
      if (!line.exact) continue;
      exact += 1;
      const field = plots.exactField(line.strips, across, up);
      const { rows } = grids.find(({ designation }) => designation === line.designation);
      assert.deepEqual(ys.map((height) => xs.map((value) => field.verdictAt(value, height)?.[0] ?? "-").join("")), rows, `${policy} ${line.designation}`);
    }
  }
  assert.ok(exact >= 6, `${exact} planes are exact`);
});

test("a grid's cells are made few rectangles", () => {
  const axis = { ...SHARE };
  const [xs, ys] = [plots.gridValues(axis, 4), plots.gridValues(axis, 3)];
  assert.deepEqual(xs, [12.5, 37.5, 62.5, 87.5]);
  const field = plots.gridField({ xs, ys, rows: ["nncc", "nncc", "uu-c"] }, plots.VERDICT_LOOK.letters, plots.scaleOf(axis, 0, 400), plots.scaleOf(axis, 300, 0));
  assert.equal(field.areas.get("covered"), "M200 300L400 300L400 100L200 100ZM300 100L400 100L400 0L300 0Z");
  assert.equal(field.areas.get("undetermined"), "M0 100L200 100L200 0L0 0Z");
  assert.equal(field.verdictAt(60, 90), null);
  assert.deepEqual(field.row(10), [{ from: 0, to: 50, verdict: "not_covered" }, { from: 50, to: 100, verdict: "covered" }]);
});

test("pictures of hostile names are pictures, and the text of a file is well formed", () => {
  const evil = "</text><script>alert(1)</script> & \u0000 \"quoted\"";
  const data = {
    title: evil, source: { as_of: DAY, policies: [evil], version: "0", notes: [evil] }, subject: evil, x: { ...COMPUTE, title: evil }, y: { ...SHARE, title: evil }, strips: [],
    lines: [{ clauses: [{ id: evil, cite: evil, text: evil }], x: "1e26", slope: null, offset: null }, { clauses: [], x: "0", slope: null, offset: null }],
    models: [{ id: "__proto__", name: evil, x: exact(1e25), y: exact(50) }, { id: "0", name: "none", x: exact(0), y: exact(Infinity) }],
    at: { x: exact(1e26), y: { kind: "unknown", at: null, from: null, to: null }, verdict: "undetermined" },
  };
  const palette = Object.fromEntries(plots.TONES.map((tone) => [tone, "#123456"]));
  for (const width of [280, 320, 640, 1200]) {
    const text = plots.fileText(plots.mapPicture(data, plots.VERDICT_LOOK, width, true).picture, palette);
    assert.ok(!text.includes("<script") && !text.includes("\u0000") && !text.includes("NaN"));
  }
});
