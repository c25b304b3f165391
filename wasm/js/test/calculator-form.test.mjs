// Typing into the calculator as people do, in Chromium: texts on their way, both languages, steps back, and what stays in its place.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, needsChromium, serve } from "./page.mjs";
import { DAY, root } from "./support.mjs";

const SB53 = "rules/us/ca-sb-53.bright";
const FRONTIER = "profiles/planned/frontier.json";
const CYBER = `policy cyber "Cyber"; status proposed from 2026-01-01; fact share: % in 0 % .. 100 % "s"; fact out: date "o";
  designate d "Able" when share > 50 %; designate e "Late" when out > 2027-01-01;`;
const AXE = readFileSync(fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const made = new Map([["/cyber.bright", CYBER]]);
let server;
let browser;

before(async () => {
  server = await serve(root, made);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

async function open({ lang = "en", width = 1280, ...attributes }) {
  const written = Object.entries({ policy: SB53, profile: FRONTIER, "as-of": DAY, ...attributes }).map(([name, value]) => `${name}="${value}"`).join(" ");
  made.set("/heard.js", 'globalThis.heard = []; document.addEventListener("brightline-verdict", ({ detail }) => heard.push(detail.verdicts[0]?.verdict));');
  made.set("/page.html", `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Form</title><meta name="viewport" content="width=device-width">
<script type="module" src="/heard.js"></script><script type="module" src="/wasm/pkg/calculator.js"></script></head><body><main><brightline-calculator ${written}></brightline-calculator></main></body></html>`);
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.said = [];
  page.on("pageerror", (error) => page.said.push(String(error)));
  await page.goto(`${server.address}/page.html`);
  await page.waitForFunction(() => (document.querySelector("brightline-calculator")?.verdicts.length ?? 0) > 0, null, { timeout: 30_000 });
  page.done = async () => {
    assert.deepEqual(page.said, []);
    await page.close();
  };
  return page;
}

const row = (page, name) => page.locator(`brightline-calculator [data-name="${name}"]`).first();
const entry = (page, name) => row(page, name).locator("input.entry").first();
const fact = (page, name) => page.evaluate((one) => document.querySelector("brightline-calculator").facts[one], name);
const becomes = (page, name, text) => page.waitForFunction(([one, to]) => (document.querySelector("brightline-calculator").facts[one] ?? "") === to, [name, text], { timeout: 5000 });
const verdict = (page) => page.locator("brightline-calculator [part=verdict]").getAttribute("data-verdict");
const judged = (page, to) => page.locator(`brightline-calculator [part=verdict][data-verdict=${to}]:not([data-stale])`).waitFor({ timeout: 5000 });
const problem = (page, name, text) => row(page, name).locator(".problem").filter({ hasText: text }).waitFor({ timeout: 5000 });

/** What the page sets may move rows: waits until they stand. */
async function settled(page) {
  await page.waitForTimeout(100);
  await page.locator("brightline-calculator [part=flips]").waitFor();
}

/** Types key by key, from an emptied field. */
async function type(page, name, text, delay = 5) {
  await entry(page, name).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text, { delay });
}

const inChromium = (name, work) => test(name, { ...needsChromium, timeout: 60_000 }, work);

inChromium("a range is taken as it is typed, and becomes two fields once it is done", async () => {
  const page = await open({});
  for (const [text, value, end] of [["9e25 .. 2e26", "9e25 .. 2e26 FLOP", "Enter"], ["9e25 to 2e26 FLOP", "9e25 to 2e26 FLOP", "Tab"]]) {
    await page.evaluate(() => (document.querySelector("brightline-calculator").facts = { foundation_model: "true", pretraining_compute: "9.1e25 FLOP" }));
    await settled(page);
    await type(page, "pretraining_compute", text);
    assert.equal(await entry(page, "pretraining_compute").inputValue(), text);
    assert.equal(await row(page, "pretraining_compute").locator("input.entry").count(), 1);
    await becomes(page, "pretraining_compute", value);
    await judged(page, "undetermined");
    await page.keyboard.press(end);
    await page.waitForFunction(() => document.querySelector("brightline-calculator").shadowRoot.querySelectorAll('[data-name="pretraining_compute"] input.entry').length === 2);
    assert.deepEqual(await row(page, "pretraining_compute").locator("input.entry").evaluateAll((fields) => fields.map((field) => field.value)), ["9e25", "2e26"]);
  }
  // One end of two, too; and a whole range in one of two fields.
  await row(page, "pretraining_compute").locator("input.entry").nth(1).fill("3e26");
  await becomes(page, "pretraining_compute", "9e25 FLOP to 3e26 FLOP");
  await type(page, "pretraining_compute", "8e25 .. 1.5e26");
  await becomes(page, "pretraining_compute", "8e25 .. 1.5e26 FLOP");
  await page.done();
  const share = await open({ policy: "/cyber.bright", profile: "" });
  await share.evaluate(() => (document.querySelector("brightline-calculator").facts = { share: "20 %" }));
  await settled(share);
  await type(share, "share", "80 % .. 90 %");
  await becomes(share, "share", "80 % .. 90 %");
  assert.equal(await entry(share, "share").inputValue(), "80 % .. 90 %");
  await share.evaluate(() => (document.querySelector("brightline-calculator").facts = { share: "20 %" }));
  await settled(share);
  await type(share, "share", "83 percent");
  await becomes(share, "share", "83 %");
  await share.keyboard.press("Enter");
  await judged(share, "covered");
  await type(share, "share", "120 %", 60);
  await problem(share, "share", "the domain is `0 % .. 100 %`");
  assert.equal(await verdict(share), "covered");
  await share.done();
});

inChromium("while a field is in error, the answer is the one before it was changed", async () => {
  const page = await open({});
  await page.evaluate(() => (document.querySelector("brightline-calculator").facts = { foundation_model: "true", training_compute: "3e26 FLOP" }));
  await judged(page, "covered");
  const spoken = page.locator("brightline-calculator [role=status][aria-live]");
  await spoken.filter({ hasText: ": covered; " }).waitFor({ state: "attached" });
  for (const [text, message] of [["2,5e26", /comma before its decimals: write `2\.5`/], ["120 USD", /USD, not in FLOP/], ["1,500", /two ways: write `1500` or `1\.5`/]]) {
    // So slowly that there are verdicts of what is typed on the way.
    await type(page, "training_compute", text, 60);
    await problem(page, "training_compute", message);
    await problem(page, "training_compute", "last answer that could be given");
    assert.equal(await verdict(page), "covered");
    assert.notEqual(await page.locator("brightline-calculator [part=verdict]").getAttribute("data-stale"), null);
    assert.match(await page.locator("brightline-calculator [part=verdict]").innerText(), /3e26 FLOP/);
    assert.equal(await entry(page, "training_compute").getAttribute("aria-invalid"), "true");
    assert.equal(await entry(page, "training_compute").inputValue(), text);
    if (text === "2,5e26") {
      await page.waitForTimeout(900);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].failureSummary]), []);
    }
    assert.match(await spoken.textContent(), /: covered; .*3e26/);
    // Where a machine is so slow that a verdict on the way stood and was told, the one of before is told again.
    assert.equal(await page.evaluate(() => heard.at(-1)), "covered");
    await page.keyboard.press("Tab");
    // What was typed stays, and what is shown, too.
    assert.equal(await entry(page, "training_compute").inputValue(), text);
    assert.equal(await verdict(page), "covered");
  }
  await type(page, "training_compute", "2.5e25");
  await judged(page, "not_covered");
  for (const text of ["1.2×10^26", "1.2x10^26", "1.2*10^26", "1.2×10²⁶", "1.2 * 10**26"]) {
    await entry(page, "training_compute").fill(text);
    await becomes(page, "training_compute", "1.2e26 FLOP");
  }
  await page.done();
});

inChromium("German is read as it is written; what can be read in two ways is refused", async () => {
  const page = await open({ lang: "de" });
  for (const [text, value] of [["2,5e26", "2.5e26 FLOP"], ["1.000.000", "1000000 FLOP"], ["9,1e25", "9.1e25 FLOP"], ["10²⁶", "1e26 FLOP"], ["2,5·10^26", "2.5e26 FLOP"]]) {
    await entry(page, "pretraining_compute").fill(text);
    await becomes(page, "pretraining_compute", value);
  }
  await page.keyboard.press("Tab");
  await entry(page, "pretraining_compute").fill("2,5e26");
  await page.keyboard.press("Tab");
  await type(page, "pretraining_compute", "1.500");
  await problem(page, "pretraining_compute", "schreiben Sie `1500` oder `1,5`.");
  assert.equal(await fact(page, "pretraining_compute"), "2.5e26 FLOP");
  await page.keyboard.press("Tab");
  assert.equal(await entry(page, "pretraining_compute").inputValue(), "1.500");
  await page.done();
  const other = await open({ lang: "de", policy: "/cyber.bright", profile: "" });
  await other.evaluate(() => (document.querySelector("brightline-calculator").facts = { out: "31.02.2027", share: "20 %" }));
  await problem(other, "out", "ist kein lesbares Datum: schreiben Sie `28.02.2027`");
  await entry(other, "out").fill("28.02.2027");
  await becomes(other, "out", "2027-02-28");
  await entry(other, "out").press("Enter");
  await row(other, "out").locator("input[type=date]").waitFor();
  await other.evaluate(() => (document.querySelector("brightline-calculator").facts = { out: "1.3.2027" }));
  assert.equal(await fact(other, "out"), "2027-03-01");
  await other.done();
});

inChromium("a switch gives the very text back, and steps are undone and done again", async () => {
  const page = await open({});
  const pick = (label) => row(page, "pretraining_compute").getByRole("radio", { name: label, exact: true }).check({ force: true });
  const original = await fact(page, "pretraining_compute");
  for (const [first, second] of [["range", "exact"], ["unknown", "exact"]]) {
    await pick(first);
    assert.notEqual(await fact(page, "pretraining_compute") ?? "", original);
    await pick(second);
    assert.equal(await fact(page, "pretraining_compute"), original);
  }
  const [undo, redo] = ["Undo", "Redo"].map((name) => page.getByRole("button", { name, exact: true }));
  for (let at = 0; at < 4; at += 1) await undo.click();
  await page.locator("brightline-calculator button:disabled", { hasText: "Undo" }).waitFor();
  assert.equal(await fact(page, "pretraining_compute"), original);
  await redo.click();
  assert.match(await fact(page, "pretraining_compute"), / \.\. /);
  await undo.click();
  // A drag is one step.
  const range = row(page, "pretraining_compute").locator("input[type=range]");
  await page.waitForFunction(() => document.querySelector("brightline-calculator").shadowRoot.querySelectorAll('[data-name="pretraining_compute"] input[type=range]').length === 1);
  await range.scrollIntoViewIfNeeded();
  const slider = await range.boundingBox();
  await page.mouse.move(slider.x + slider.width / 2, slider.y + slider.height / 2);
  await page.mouse.down();
  for (let at = 0; at < 8; at += 1) await page.mouse.move(slider.x + slider.width / 2 + at * 10, slider.y + slider.height / 2);
  await page.mouse.up();
  assert.notEqual(await fact(page, "pretraining_compute"), original);
  await page.keyboard.press("Control+z");
  await becomes(page, "pretraining_compute", original);
  await page.locator("brightline-calculator button:disabled", { hasText: "Undo" }).waitFor();
  await page.keyboard.press("Control+Shift+Z");
  assert.notEqual(await fact(page, "pretraining_compute"), original);
  await page.keyboard.press("Control+z");
  // So is a drag on the map, which moves a fact and a line.
  await page.locator("brightline-calculator [part=map] select").last().selectOption("ca_sb_53.compute_line");
  await page.waitForFunction(() => document.querySelector("brightline-calculator").shadowRoot.querySelector("brightline-map")?.data?.y.name === "ca_sb_53.compute_line");
  const map = page.locator("brightline-map svg").first();
  await map.waitFor();
  await map.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await map.boundingBox();
  await page.mouse.move(x + width * 0.3, y + height * 0.4);
  await page.mouse.down();
  for (let at = 0; at < 5; at += 1) await page.mouse.move(x + width * 0.3 + at * 8, y + height * 0.4 - at * 4);
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelector("brightline-calculator").params["ca_sb_53.compute_line"] !== undefined);
  assert.notEqual(await fact(page, "pretraining_compute"), original);
  await undo.click();
  assert.deepEqual(await page.evaluate(() => document.querySelector("brightline-calculator").params), {});
  assert.equal(await fact(page, "pretraining_compute"), original);
  await page.locator("brightline-calculator button:disabled", { hasText: "Undo" }).waitFor();
  // A field undoes its own text while it is changed; once it is left, the text is one step.
  await type(page, "pretraining_compute", "3e26");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+z");
  await becomes(page, "pretraining_compute", original);
  await page.keyboard.press("Control+y");
  await becomes(page, "pretraining_compute", "3e26 FLOP");
  // Params and scenarios, too; what was refused is no step.
  await entry(page, "ca_sb_53.compute_line").fill("2e26");
  await page.getByText("Keep a copy beside it").click();
  await entry(page, "pretraining_compute").fill("1,500");
  await problem(page, "pretraining_compute", "two ways");
  await undo.click();
  assert.equal(await page.locator("brightline-calculator [part=scenarios] table").count(), 0);
  assert.equal(await entry(page, "pretraining_compute").inputValue(), "3e26");
  await undo.click();
  assert.deepEqual(await page.evaluate(() => document.querySelector("brightline-calculator").params), {});
  await page.done();
});

inChromium("the field under the cursor stays where it is, and one column takes the width", async () => {
  for (const width of [1280, 390]) {
    const page = await open({ width });
    const places = new Set();
    await settled(page);
    await entry(page, "pretraining_compute").focus();
    await page.keyboard.press("Control+a");
    for (const key of "5e24") {
      await page.keyboard.type(key);
      await page.waitForTimeout(80);
      places.add(Math.round(await entry(page, "pretraining_compute").evaluate((field) => field.getBoundingClientRect().y)));
    }
    assert.equal(places.size, 1, [...places].join());
    await page.done();
  }
  const page = await open({ view: "answer" });
  assert.ok((await page.locator("brightline-calculator [part=answer]").boundingBox()).width > 900);
  await page.done();
});

inChromium("a number beyond doubles is shown as it is; the reason is the number that decides", async () => {
  const page = await open({});
  await entry(page, "pretraining_compute").fill("1e400");
  await becomes(page, "pretraining_compute", "1e400 FLOP");
  await judged(page, "covered");
  await page.keyboard.press("Tab");
  assert.match(await page.locator("brightline-calculator [part=verdict]").innerText(), /1e400 FLOP/);
  assert.doesNotMatch(await page.locator("brightline-calculator .calculator").innerText(), /∞|Infinity|NaN/);
  await page.evaluate(() => (document.querySelector("brightline-calculator").facts = { foundation_model: "true", training_compute: "2.7e26 to 5.4e26 FLOP" }));
  await page.locator("brightline-calculator [part=verdict]").filter({ hasText: "2.7e26 – 5.4e26 FLOP against the line of 1e26 FLOP" }).waitFor({ timeout: 5000 });
  await page.done();
});
