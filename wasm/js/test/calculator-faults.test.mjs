// `<brightline-calculator>` when something is wrong: with a profile, a value, a file, the network, an address; and with lines moved.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, beforeEach, test } from "node:test";
import { launch, needsChromium, serve } from "./page.mjs";
import { DAY, pkg, root } from "./support.mjs";

const SB53 = "rules/us/ca-sb-53.bright";
const FRONTIER = "profiles/planned/frontier.json";
const made = new Map();
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

beforeEach(() => made.clear());

const element = (attributes) => `<brightline-calculator ${Object.entries({ "as-of": DAY, ...attributes }).map(([name, value]) => `${name}="${value}"`).join(" ")}></brightline-calculator>`;
const HEARD = `globalThis.heard = []; for (const name of ["brightline-verdict", "brightline-ready", "brightline-error"]) document.addEventListener(name, ({ type, detail }) => heard.push([type.slice(11), detail?.messages ?? detail?.verdicts ?? null]));`;

/** A page with this body, which keeps what it hears in `heard`, and what its browser says in `said`. */
async function open(body, { hash = "", lang = "en" } = {}) {
  made.set("/heard.js", HEARD);
  made.set("/page.html", `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Calculator</title><script type="module" src="/heard.js"></script>
    <script type="module" src="/wasm/pkg/calculator.js"></script></head><body>${body}</body></html>`);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.said = [];
  page.asked = [];
  page.on("pageerror", (error) => page.said.push(String(error)));
  page.on("request", (request) => page.asked.push(new URL(request.url()).pathname));
  await page.goto(`${server.address}/page.html${hash}`);
  return page;
}

const on = (page, work, argument) => page.evaluate(`(${work})(document.querySelector("brightline-calculator"), ${JSON.stringify(argument)})`);
const heard = (page, type) => page.evaluate((type) => globalThis.heard.filter(([one]) => one === type).map(([, detail]) => detail), type);
const part = (page, name, at = 0) => page.locator("brightline-calculator").nth(at).locator(`[part=${name}]`);
const trouble = async (page, pattern) => {
  await part(page, "trouble").filter({ hasText: pattern }).waitFor({ timeout: 15_000 });
  return part(page, "trouble").innerText();
};
const says = (page, pattern, at = 0) => part(page, "verdict", at).filter({ hasText: pattern }).waitFor({ timeout: 15_000 });
const verdicts = (page) => on(page, (calculator) => calculator.verdicts.map(({ verdict }) => verdict));
const inChromium = (name, work) => test(name, { ...needsChromium, timeout: 120_000 }, work);
const done = async (page) => {
  assert.deepEqual(page.said, []);
  await page.close();
};

inChromium("a model that is not in its file is named, with those that are near", async () => {
  made.set("/list.json", '[{"name":"Alpha 1"},{"name":"Beta 2"}]');
  for (const [profile, found] of [["profiles/models.csv#Grok4", /There is no model “Grok4” in profiles\/models\.csv; did you mean .*“Grok 4”[^.]*\?$/m], ["list.json#Alpha-1", /“Alpha-1” in list\.json; did you mean “Alpha 1”\?/], ["list.json#Gamma", /no model “Gamma” in list\.json\./]]) {
    const page = await open(element({ policy: SB53, profile }));
    await trouble(page, found);
    assert.match((await heard(page, "error"))[0][0], found.source.endsWith("\\.") ? /Gamma/ : found);
    assert.equal(await on(page, (calculator) => Object.keys(calculator.facts).length), 0);
    await done(page);
  }
  const page = await open(element({ policy: SB53, profile: FRONTIER }));
  await says(page, /Not covered/);
  await on(page, (calculator) => calculator.setAttribute("profile", "profiles/models.csv#Nobody"));
  await trouble(page, /no model “Nobody”/);
  assert.match(await part(page, "head").innerText(), /Northstar-2/);
  await on(page, (calculator) => calculator.setAttribute("profile", "profiles/models.csv#Grok 4"));
  await part(page, "head").filter({ hasText: "Grok 4" }).waitFor();
  await part(page, "trouble").waitFor({ state: "detached" });
  await done(page);
});

inChromium("what holds no model is an error, and a fact that is misspelt is a note", async () => {
  for (const text of ["[]", "null", '"x"', "5", "[1]", "<!doctype html><p>", ""]) {
    made.set("/odd.json", text);
    const page = await open(element({ policy: SB53, profile: "odd.json" }));
    await trouble(page, /odd\.json/);
    assert.equal((await heard(page, "error")).length, 1);
    await done(page);
  }
  made.set("/model.json", '{"name":"M","pretraning_compute":"1e27 FLOP","unheard_of":1}');
  const page = await open(element({ policy: SB53, profile: "model.json" }));
  await page.locator("brightline-calculator .caution").filter({ hasText: "`pretraning_compute`: did you mean `pretraining_compute`?" }).waitFor();
  assert.equal(await part(page, "trouble").count(), 0);
  assert.deepEqual(await heard(page, "error"), []);
  await done(page);
});

inChromium("a value that cannot be read has no verdict, is named with how to write it, and can be mended", async () => {
  for (const [fact, value, found] of [["release_date", "2026-13-45", /no calendar has the day `2026-13-45`\. A date is year, month and day/], ["training_compute", "9e25 dollars", /there is no unit `dollars`/], ["training_compute", "lots", /write a number such as `12 FLOP`/i]]) {
    made.set("/bad.json", JSON.stringify({ name: "Bad", foundation_model: "true", [fact]: value }));
    const page = await open(element({ policy: SB53, profile: "bad.json" }));
    const said = await trouble(page, found);
    assert.match(said, new RegExp(`\`${fact}\` is \`${value}\``));
    await says(page, /It cannot be answered until this is mended/);
    await page.waitForFunction(() => globalThis.heard.some(([type]) => type === "ready"));
    assert.deepEqual([await verdicts(page), (await heard(page, "error")).length, await heard(page, "verdict")], [[], 1, []]);
    assert.deepEqual(await on(page, (calculator) => calculator.facts), { foundation_model: "true", [fact]: value });
    assert.equal(await page.locator(`brightline-calculator [data-name=${fact}]`).first().isVisible(), true);
    await on(page, (calculator, fact) => (calculator.facts = { ...calculator.facts, [fact]: "" }), fact);
    await page.waitForFunction(() => document.querySelector("brightline-calculator").verdicts.length > 0);
    assert.equal(await part(page, "trouble").count(), 0);
    await done(page);
  }
});

inChromium("no verdict of one model stands under the name of another", async () => {
  made.set("/bad.json", '{"name":"Bad","training_compute":"lots"}');
  const page = await open(element({ policy: `${SB53} rules/eu/eu-ai-act-51-2.bright`, profile: FRONTIER }));
  await says(page, /Not covered/);
  await on(page, (calculator) => calculator.setAttribute("profile", "bad.json"));
  await trouble(page, /`training_compute` is `lots`/);
  assert.match(await part(page, "head").innerText(), /Would Bad be covered/);
  assert.doesNotMatch(await part(page, "verdict").innerText(), /covered/);
  assert.deepEqual([await verdicts(page), (await heard(page, "verdict")).at(-1)], [[], []]);
  assert.equal(await part(page, "flips").count() + await part(page, "due").count(), 0);
  await on(page, (calculator) => calculator.setAttribute("profile", "profiles/planned/frontier.json"));
  await says(page, /Not covered/);
  await on(page, (calculator) => (calculator.facts = { training_compute: "1e26 apples" }));
  assert.deepEqual(await verdicts(page), []);
  await trouble(page, /`training_compute` is `1e26 apples`/);
  assert.deepEqual(await verdicts(page), []);
  await on(page, (calculator) => (calculator.facts = { training_compute: 2e26, foundation_model: true, release_date: null }));
  await says(page, /^\s*Covered/);
  await done(page);
});

inChromium("what cannot be read, fetched or asked is said and told", async () => {
  made.set("/syntax.bright", "policy p \"P\"; status proposed from 2026-01-01; designate");
  made.set("/web.bright", "<!doctype html><html lang=en><title>Not found</title></html>");
  for (const [attributes, found] of [
    [{ policy: "syntax.bright" }, /syntax\.bright:1/], [{ policy: "web.bright" }, /web\.bright:1:1/], [{ policy: "rules/facts/model.bright" }, /is a vocabulary/],
    [{ policy: "nowhere.bright" }, /could not be fetched: nowhere\.bright: 404 Not Found/], [{ policy: SB53, "as-of": "tomorrow" }, /`tomorrow`: write a day/],
    [{ policy: SB53, "as-of": "2026-02-31" }, /2026-02-31/], [{ policy: SB53, profile: "nowhere.json" }, /could not be fetched: nowhere\.json: 404 Not Found/],
    [{ policy: SB53, models: "models/nope.json" }, /could not be fetched: models\/nope\.json: 404 Not Found/], [{ policy: SB53, models: "web.bright" }, /no model in web\.bright/],
    [{ policy: "" }, /no policy to ask/],
  ]) {
    const page = await open(element(attributes));
    await trouble(page, found);
    await page.waitForTimeout(200);
    await trouble(page, found);
    const told = await heard(page, "error");
    assert.equal(told.length, 1, JSON.stringify(told));
    assert.match(told[0][0], found);
    await done(page);
  }
});

inChromium("attributes that are taken away are empty", async () => {
  const page = await open(element({ policy: SB53, profile: FRONTIER, models: "profiles/models.csv", view: "answer" }));
  await says(page, /Not covered/);
  for (const name of ["profile", "models", "as-of", "view"]) await on(page, (calculator, name) => calculator.removeAttribute(name), name);
  await part(page, "form").waitFor();
  await says(page, /Not covered/);
  await on(page, (calculator) => Object.assign(calculator, { view: undefined, profile: null, facts: undefined }));
  await says(page, /Undetermined/);
  await on(page, (calculator) => calculator.removeAttribute("policy"));
  await trouble(page, /no policy to ask/);
  assert.deepEqual(page.asked.filter((path) => /null|undefined/.test(path)), []);
  await done(page);
});

/** Answers with an error so many times, then with the file. */
const failing = (path, times) => {
  let left = times;
  made.set(path, () => ((left -= 1) >= 0 ? 500 : undefined));
};
const mapChunk = () => `/wasm/pkg/${readdirSync(pkg).find((name) => /^calculator-[\w-]{8}\.js$/.test(name))}`;

inChromium("a download that fails once is asked for again by itself", async () => {
  for (const path of ["/wasm/pkg/brightline_bg.wasm", "/wasm/pkg/worker.js", "/wasm/pkg/brightline_full_bg.wasm", mapChunk()]) failing(path, 1);
  const page = await open(element({ policy: SB53, profile: "profiles/planned/estimates.json" }));
  await says(page, /covered|Undetermined/);
  await on(page, (calculator) => (calculator.facts = { pretraining_compute: "8e25 .. 2e26 FLOP", foundation_model: "true" }));
  await part(page, "chance").waitFor({ timeout: 20_000 });
  await part(page, "map").waitFor();
  assert.deepEqual((await heard(page, "error")).flat().filter((text) => !/estimates/.test(text)), []);
  await page.close();
});

inChromium("what fails twice is said, and is asked for with the next question", async () => {
  for (const path of ["/wasm/pkg/brightline_full_bg.wasm", mapChunk()]) failing(path, 2);
  const page = await open(element({ policy: SB53, profile: FRONTIER }));
  await says(page, /Not covered/);
  await trouble(page, /could not be fetched: .*calculator-/);
  await trouble(page, /the engine cannot be loaded/i);
  await on(page, (calculator) => (calculator.facts = { pretraining_compute: "8e25 .. 3e26 FLOP", foundation_model: "true" }));
  await part(page, "map").waitFor();
  await part(page, "chance").waitFor({ timeout: 20_000 });
  await part(page, "trouble").waitFor({ state: "detached" });
  await done(page);
});

inChromium("an engine that could not be loaded is asked for by a second calculator, and by one that is put back", async () => {
  for (const again of [(calculator) => calculator.after(calculator.cloneNode()), (calculator) => document.body.append(calculator)]) {
    failing("/wasm/pkg/brightline_bg.wasm", 4);
    const page = await open(element({ policy: SB53, profile: FRONTIER }));
    await trouble(page, /the engine cannot be loaded/i);
    failing("/wasm/pkg/brightline_bg.wasm", 0);
    await on(page, again);
    await page.waitForFunction(() => [...document.querySelectorAll("brightline-calculator")].at(-1).verdicts.length > 0, undefined, { timeout: 15_000 });
    await done(page);
  }
});

inChromium("of two calculators without ids each takes its own link", async () => {
  const both = element({ policy: SB53, profile: FRONTIER }) + element({ policy: SB53, profile: FRONTIER });
  for (const at of [0, 1]) {
    const page = await open(both);
    for (const each of [0, 1]) await says(page, /Not covered/, each);
    await page.evaluate((at) => (document.querySelectorAll("brightline-calculator")[at].facts = { training_compute: "3e26 FLOP", foundation_model: "true" }), at);
    await says(page, /^\s*Covered/, at);
    await page.locator("brightline-calculator").nth(at).getByText("Share by link").click();
    const url = await page.locator("brightline-calculator").nth(at).locator(".link").inputValue();
    await done(page);
    const second = await open(both, { hash: new URL(url).hash });
    await says(second, /^\s*Covered/, at);
    await says(second, /Not covered/, 1 - at);
    await done(second);
  }
});

inChromium("a line of one's own is named wherever its answer stands", async () => {
  const own = /with a line of your own: compute_line 4\.33e26 FLOP instead of 1e26 FLOP/i;
  const page = await open(element({ policy: SB53, profile: FRONTIER }));
  await says(page, /Not covered/);
  await on(page, (calculator) => (calculator.params = { "ca_sb_53.compute_line": "4.33e26 FLOP" }));
  await says(page, own);
  await part(page, "clauses").filter({ hasText: own }).waitFor();
  await page.locator("brightline-calculator [role=status][aria-live]").filter({ hasText: own }).waitFor({ state: "attached" });
  await part(page, "map").filter({ hasText: own }).waitFor();
  const file = async (button) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByText(button).click()]);
    return readFileSync(await download.path(), "utf8");
  };
  for (const button of ["Save as CSV", "Save as JSON", "Save as SVG"]) assert.match((await file(button)).replace(/<[^>]*>|\s+/g, " "), /compute_line 4\.33e26 FLOP\s+instead of 1e26 FLOP/);
  await page.emulateMedia({ media: "print" });
  const paper = await page.evaluate(() => document.querySelector("brightline-calculator").shadowRoot.querySelector(".calculator").innerText);
  assert.match(paper, own);
  assert.match(paper, /4\.33e26 FLOP instead of 1e26 FLOP/);
  assert.match(paper, /Rests on[^]*is not given/i);
  assert.match(paper, /Disputed readings/);
  assert.doesNotMatch(paper, /Press one/);
  await page.emulateMedia({ media: "screen" });
  await on(page, (calculator) => (calculator.params = { "ca_sb_53.compute_line": "1e26 FLOP" }));
  await page.waitForFunction(() => !/your own/.test(document.querySelector("brightline-calculator").shadowRoot.querySelector("[part=verdict]").textContent));
  await done(page);
  const german = await open(element({ policy: SB53, profile: FRONTIER }), { lang: "de" });
  await says(german, /Nicht erfasst/);
  await on(german, (calculator) => (calculator.params = { "ca_sb_53.compute_line": "4.33e26 FLOP" }));
  await says(german, /mit einer eigenen Schwelle: compute_line 4,33e26 FLOP statt 1e26 FLOP/);
  await done(german);
});

/** Chooses the axes of the map. */
async function axes(page, x, y) {
  const [across, upwards] = [0, 1].map((at) => part(page, "map").locator("select").nth(at));
  await across.waitFor();
  await across.selectOption(x);
  await upwards.selectOption(y);
}

/** What the map has in its picture: marks of the model by their kind, its notes, and whether a line can be dragged. */
const pictured = (page) => page.evaluate(() => {
  const map = document.querySelector("brightline-calculator").shadowRoot.querySelector("brightline-map");
  const plane = map.shadowRoot.querySelector("svg.plane");
  const box = plane.querySelector("clipPath rect") ?? plane;
  const bands = [...plane.querySelectorAll(".s-accent:not(.grip-knob)")].map((shape) => shape.getBBox()).map(({ width, height }) => Math.round(Math.max(width, height)));
  return { knobs: plane.querySelectorAll("circle.f-accent").length, bands, wide: Math.round(box.getBBox().width), notes: [...map.shadowRoot.querySelectorAll(".note")].map((note) => note.textContent) };
});

inChromium("what is not known is a band across the map, or nowhere, and never a point", async () => {
  made.set("/m.json", '{"name":"M","foundation_model":"true","active_parameters":"2e12","training_tokens":"1e14"}');
  const page = await open(element({ policy: SB53, profile: "m.json", models: "profiles/models.csv" }));
  await says(page, /^\s*Covered/);
  await axes(page, "training_compute", "active_parameters");
  await part(page, "map").getByText("105 of 195 known models are not drawn: the table does not give their values here.").waitFor();
  const one = await pictured(page);
  assert.equal(one.knobs, 0);
  assert.ok(one.bands.some((length) => length > one.wide * 0.8), JSON.stringify(one));
  await axes(page, "training_compute", "developer.annual_revenue");
  await part(page, "map").getByText("Neither Training compute nor Developer: annual revenue of M is known, so it is not drawn").waitFor();
  await part(page, "map").getByText("None of the 195 known models is drawn").waitFor();
  assert.deepEqual((await pictured(page)).bands, []);
  // A press says where it is.
  await part(page, "map").locator("svg.plane").click({ force: true });
  await page.waitForFunction(() => "training_compute" in document.querySelector("brightline-calculator").facts);
  assert.equal((await pictured(page)).knobs, 1);
  await done(page);
});

inChromium("a map of two facts is what one begins with, and it comes for a model without a name, too", async () => {
  for (const [policy, profile] of [[SB53, FRONTIER], ["rules/eu/eu-ai-act-51-2.bright", "profiles/planned/mixture-of-experts.json"], [SB53, ""]]) {
    const page = await open(element({ policy, profile }));
    await part(page, "map").locator("brightline-map").waitFor({ timeout: 20_000 });
    const names = await part(page, "map").locator("select").evaluateAll((selects) => selects.map((select) => select.value));
    assert.ok(names.every((name) => name !== "" && !/_line$|^ca_sb_53|^eu_/.test(name)), names.join());
    await done(page);
  }
});
