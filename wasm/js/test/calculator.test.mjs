// `<brightline-calculator>` in Chromium, under the policy that pages have: what it asks and says, against the engine itself;
// keys, links, files, hostile input, axe, and how fast it is.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { launch, needsChromium, serve } from "./page.mjs";
import { DAY, brightline, planned, root, rules } from "./support.mjs";

const AXE = readFileSync(fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const SB53 = "rules/us/ca-sb-53.bright";
const FRONTIER = "profiles/planned/frontier.json";
const made = new Map();
let server;
let browser;

/** An element as a page writes it. */
const element = (attributes) => `<brightline-calculator ${Object.entries({ "as-of": DAY, ...attributes }).map(([name, value]) => `${name}="${value}"`).join(" ")}></brightline-calculator>`;
const html = (body, { lang = "en", script = "" } = {}) => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Calculator</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<script type="module" src="/wasm/pkg/calculator.js"></script>${script && `<script type="module" src="${script}"></script>`}</head><body><main><h1>Calculator</h1>${body}</main></body></html>`;

before(async () => {
  server = await serve(root, made);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens a page with this body, and waits for verdicts. */
async function open(body, { width = 1280, scheme = "light", hash = "", settle = true, expect = [], ...options } = {}) {
  made.set("/page.html", html(body, options));
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme, acceptDownloads: true });
  page.said = [];
  page.asked = [];
  page.on("pageerror", (error) => page.said.push(String(error)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && page.said.push(message.text()));
  page.on("request", (request) => page.asked.push(request.url()));
  await page.goto(`${server.address}/page.html${hash}`);
  if (settle) await verdicts(page);
  page.done = async () => {
    assert.deepEqual(page.said.filter((text) => !expect.some((known) => text.includes(known))), []);
    assert.deepEqual(page.asked.filter((url) => !url.startsWith(`${server.address}/`) && !url.startsWith("blob:")), []);
    await page.close();
  };
  return page;
}

async function verdicts(page, index = 0) {
  await page.waitForFunction((at) => (document.querySelectorAll("brightline-calculator")[at]?.verdicts.length ?? 0) > 0, index, { timeout: 30_000 });
}

const sentence = (page) => page.locator("brightline-calculator [part=verdict]").first().innerText();
const says = (page, pattern) => page.waitForFunction((text) => new RegExp(text, "i").test(document.querySelector("brightline-calculator").shadowRoot.querySelector("[part=verdict]")?.textContent ?? ""), pattern.source, { timeout: 15_000 });
const row = (page, name) => page.locator(`brightline-calculator [data-name="${name}"]`).first();
const facts = (page) => page.evaluate(() => document.querySelector("brightline-calculator").facts);

async function axe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  assert.deepEqual(found.violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.failureSummary}`)]), []);
}

const inChromium = (name, work) => test(name, { ...needsChromium, timeout: 120_000 }, work);

inChromium("two attributes are all that a page writes, and its answers are the engine's", async () => {
  const page = await open(element({ policy: SB53, profile: FRONTIER }));
  await says(page, /Not covered/);
  const found = await page.evaluate(() => document.querySelector("brightline-calculator").answer);
  const policies = brightline.loadSync().prepare(rules, [SB53]);
  const [own] = brightline.lines(policies.eval({ profiles: [planned.find(({ name }) => name === FRONTIER)], as_of: DAY }));
  assert.deepEqual(found, [own]);
  assert.match(await sentence(page), /9\.9e25 FLOP or 9\.1e25 FLOP.*1e26 FLOP/);
  await page.locator("brightline-calculator [part=flips] .flip").first().waitFor();
  const files = page.asked.map((url) => new URL(url).pathname).filter((path) => path.endsWith(".bright")).sort();
  assert.deepEqual(files, ["/rules/facts/frontier-acts.bright", "/rules/facts/model.bright", "/rules/us/ca-sb-53.bright"]);
  await page.done();
});

inChromium("events tell verdicts, and the first that is painted", async () => {
  made.set("/heard.js", `globalThis.heard = []; for (const name of ["brightline-verdict", "brightline-ready", "brightline-error"]) document.addEventListener(name, ({ type, detail }) => {
    heard.push([type, detail]);
  });`);
  const page = await open(element({ policy: SB53, profile: FRONTIER }), { script: "/heard.js" });
  await page.waitForFunction(() => globalThis.heard.some(([, detail]) => detail?.profile === "Northstar-2 (planned)"));
  await page.evaluate(() => (document.querySelector("brightline-calculator").facts = { training_compute: "2e26 FLOP", foundation_model: "true" }));
  await says(page, /^\s*covered/);
  const heard = await page.evaluate(() => globalThis.heard);
  assert.deepEqual(heard.filter(([type]) => type === "brightline-ready").length, 1);
  const [, last] = heard.findLast(([type]) => type === "brightline-verdict");
  assert.deepEqual(last.verdicts.map(({ designation, verdict, status }) => [designation, verdict, status]), [
    ["frontier_model", "covered", "in_force"], ["frontier_developer", "covered", "in_force"], ["large_frontier_developer", "undetermined", "in_force"],
  ]);
  await page.done();
});

inChromium("keys move a slider, its value is said in words, and the answer follows", async () => {
  const page = await open(element({ policy: SB53, profile: FRONTIER }));
  const slider = row(page, "pretraining_compute").locator("input[type=range]");
  await page.locator("brightline-calculator .turn").first().waitFor({ state: "attached" });
  await slider.focus();
  assert.match(await slider.getAttribute("aria-valuetext"), /^9\.1e25 FLOP, not covered$/);
  for (let at = 0; at < 12; at += 1) await page.keyboard.press("ArrowRight");
  await says(page, /^\s*covered/);
  assert.match(await slider.getAttribute("aria-valuetext"), /^1\.\d+e26 FLOP, covered$/);
  assert.equal(await page.evaluate(() => document.querySelector("brightline-calculator").shadowRoot.activeElement.type), "range");
  await page.locator("brightline-calculator [role=status][aria-live]").filter({ hasText: "Frontier model, California SB 53: covered" }).waitFor({ state: "attached" });
  await page.done();
});

inChromium("values are typed as the language writes them; what is wrong stands at its input, and the last answer stays", async () => {
  const page = await open(element({ policy: SB53, profile: FRONTIER }));
  const entry = row(page, "pretraining_compute").locator("input.entry").first();
  await entry.fill("5 USD");
  await row(page, "pretraining_compute").locator(".problem").filter({ hasText: "USD, not in FLOP" }).waitFor();
  assert.match(await sentence(page), /Not covered/);
  assert.equal(await entry.inputValue(), "5 USD");
  assert.equal(await entry.getAttribute("aria-invalid"), "true");
  await entry.fill("8e25 .. 2e26 FLOP");
  await says(page, /Undetermined/);
  assert.equal((await facts(page)).pretraining_compute, "8e25 .. 2e26 FLOP");
  await page.locator("brightline-calculator [part=chance]").filter({ hasText: "Covered with a probability of" }).waitFor();
  assert.equal(await row(page, "pretraining_compute").locator("input[type=range]").count(), 2);
  await page.done();
});

inChromium("unknown, exact, range and estimate are a switch", async () => {
  const page = await open(element({ policy: SB53, profile: FRONTIER }));
  const pick = (label) => row(page, "pretraining_compute").getByRole("radio", { name: label, exact: true }).check({ force: true });
  await pick("unknown");
  await says(page, /Undetermined/);
  await pick("90 %");
  await page.waitForFunction(() => / to /.test(document.querySelector("brightline-calculator").facts.pretraining_compute ?? ""));
  await pick("range");
  await page.waitForFunction(() => / \.\. /.test(document.querySelector("brightline-calculator").facts.pretraining_compute ?? ""));
  await pick("exact");
  await page.waitForFunction(() => /^[\de.]+ FLOP$/.test(document.querySelector("brightline-calculator").facts.pretraining_compute ?? ""));
  await page.done();
});

inChromium("a sentence that turns the answer is pressed, and a line is moved", async () => {
  const page = await open(element({ policy: SB53, profile: FRONTIER }));
  await page.locator("brightline-calculator .flip").first().click();
  await says(page, /^\s*covered/);
  assert.equal((await facts(page)).pretraining_compute, "1.01e26 FLOP");
  const line = row(page, "ca_sb_53.compute_line");
  await line.locator("input.entry").fill("2e26");
  await says(page, /Not covered/);
  assert.deepEqual(await page.evaluate(() => document.querySelector("brightline-calculator").params), { "ca_sb_53.compute_line": "2e26 FLOP" });
  await line.getByText("Back to 1e26 FLOP").click();
  await says(page, /^\s*covered/);
  await page.done();
});

inChromium("a known model is begun with, put behind a reference, and counted among the others", async () => {
  const page = await open(element({ policy: "rules/us/eo-14409/eo-14409-near-best.bright", profile: FRONTIER, models: "profiles/models.csv" }));
  await page.locator("brightline-calculator .start select option", { hasText: "Grok 4" }).first().waitFor({ state: "attached" });
  await page.locator("brightline-calculator .start select").first().selectOption("Grok 4");
  await page.waitForFunction(() => document.querySelector("brightline-calculator").answer[0]?.profile === "Grok 4");
  const answer = await page.evaluate(() => document.querySelector("brightline-calculator").answer);
  const policies = brightline.loadSync().prepare(rules, ["rules/us/eo-14409/eo-14409-near-best.bright"]);
  const models = { name: "models.csv", text: readFileSync(join(root, "profiles/models.csv"), "utf8") };
  const own = brightline.lines(policies.eval({ profiles: [models], as_of: DAY })).find((line) => line.profile === "Grok 4");
  assert.equal(answer[0].designations[0].verdict, own.designations[0].verdict);
  assert.match(await page.locator("brightline-calculator .caution").first().innerText(), /classified/);
  await page.done();
});

inChromium("a link carries all, and what is no link of ours is refused with a sentence", async () => {
  const first = await open(element({ policy: SB53, profile: FRONTIER }));
  await first.evaluate(() => Object.assign(document.querySelector("brightline-calculator"), { facts: { training_compute: "3e26 FLOP", foundation_model: "true", "__proto__x": "1" }, params: { "ca_sb_53.compute_line": "2e26 FLOP" } }));
  await says(first, /^\s*Covered/);
  await first.getByText("Share by link").click();
  const url = await first.locator("brightline-calculator .link").inputValue();
  await first.done();
  const second = await open(element({ policy: SB53, profile: FRONTIER }), { hash: new URL(url).hash });
  await says(second, /^\s*Covered/);
  await second.waitForTimeout(300);
  assert.equal((await facts(second)).training_compute, "3e26 FLOP");
  assert.deepEqual(await second.evaluate(() => document.querySelector("brightline-calculator").params), { "ca_sb_53.compute_line": "2e26 FLOP" });
  await second.done();
  const bomb = deflateRawSync(Buffer.alloc(40_000_000, 32), { level: 9 }).toString("base64url");
  for (const [hash, message] of [
    [`#brightline-1=${"A".repeat(1_500_000)}`, /too long/], [`#brightline-1=${bomb}`, /too long/], ["#brightline-1=%%%", /cannot be read/],
    [`#brightline-1=${deflateRawSync('{"__proto__":1}').toString("base64url")}`, /cannot be read/],
    [`#brightline-1=${deflateRawSync('["9.9","",["a","b"],0,[["Other",[["training_compute","1e27 FLOP"]],[],[]]]]').toString("base64url")}`, /version 9\.9/],
  ]) {
    const page = await open(element({ policy: SB53, profile: FRONTIER }), { hash });
    await page.locator("brightline-calculator .caution").filter({ hasText: message }).waitFor();
    await page.locator("brightline-calculator [part=verdict]").waitFor();
    await page.done();
  }
});

inChromium("scenarios stand side by side, and are saved as CSV and JSON", async () => {
  const page = await open(element({ policy: SB53, profile: FRONTIER }));
  await page.getByText("Keep a copy beside it").click();
  await row(page, "pretraining_compute").locator("input.entry").first().fill("3e26");
  await says(page, /^\s*covered/);
  const table = page.locator("brightline-calculator [part=scenarios] table");
  await table.getByText("9.1e25 FLOP").waitFor();
  assert.match(await table.innerText(), /Frontier model\s+not covered\s+covered/);
  const file = async (button) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByText(button).click()]);
    return readFileSync(await download.path(), "utf8");
  };
  const json = JSON.parse(await file("Save as JSON"));
  assert.deepEqual(json.scenarios.map((one) => one.answers[0].designations[0].verdict), ["not_covered", "covered"]);
  assert.match(await file("Save as CSV"), /verdict,frontier_model,covered,compute general,in_force,2026-11-21/);
  assert.match(await file("Save as SVG"), /^<svg|^<\?xml/);
  await page.done();
});

inChromium("German, and a day of one's own", async () => {
  const page = await open(element({ policy: "rules/eu/eu-ai-act-51-2.bright", profile: "profiles/planned/mixture-of-experts.json" }), { lang: "de" });
  await says(page, /Nicht erfasst/);
  assert.match(await sentence(page), /9,35e24 FLOP ist 93,5\s%/);
  await row(page, "active_parameters").locator("input.entry").fill("4,2e10");
  await page.waitForFunction(() => document.querySelector("brightline-calculator").facts.active_parameters?.startsWith("4.2e10"));
  await says(page, /^\s*Erfasst/);
  await page.done();
});

inChromium("several on a page share one engine, and all rules at once work", async () => {
  const all = Object.keys(rules).filter((name) => !name.includes("/facts/")).join(" ");
  const page = await open(element({ policy: SB53, profile: FRONTIER }) + element({ policy: all, profile: FRONTIER, view: "answer" }) + element({ policy: "rules/kr/kr-ai-basic-act.bright", view: "form" }));
  for (const at of [1, 2]) await verdicts(page, at);
  await page.waitForFunction(() => document.querySelectorAll("brightline-calculator")[1].verdicts.length > 40);
  // Each part of the engine once, the second only where something asks for it.
  const engines = page.asked.filter((url) => url.endsWith(".wasm"));
  assert.equal(new Set(engines).size, engines.length);
  await page.locator("brightline-calculator").nth(1).locator(".outcome").last().click();
  await page.done();
});

for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [320, "light"]]) {
  inChromium(`axe finds nothing, and nothing is cut off, at ${width} px, ${scheme}`, async () => {
    for (const [policy, profile] of [[SB53, "ranges-and-gaps"], ["rules/us/eo-14409/eo-14409-conjunctive.bright", "cyber-fine-tune"]]) {
      const page = await open(element({ policy, profile: `profiles/planned/${profile}.json`, models: "profiles/models.csv" }), { width, scheme });
      await page.locator("brightline-calculator [part=flips]").waitFor();
      await page.locator("brightline-map, brightline-line").first().waitFor();
      await page.getByText("Keep a copy beside it").click();
      await page.evaluate(() => document.querySelector("brightline-calculator").shadowRoot.querySelectorAll("details").forEach((details) => (details.open = true)));
      await page.waitForTimeout(1500);
      await axe(page);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await page.done();
    }
  });
}

inChromium("hostile policies and profiles are shown as text, or refused, and the page stays usable", async () => {
  const page = await open('<brightline-calculator as-of="2026-11-21"></brightline-calculator>', { settle: false });
  const give = (files) => page.evaluate((given) => (document.querySelector("brightline-calculator").files = given), files);
  const policy = (body, title = "p") => `policy p "${title}"; status proposed from 2026-01-01; fact x: number in 0 .. 10 "the x"; ${body}`;
  await give({ "p.bright": policy('source "</script><img src=x onerror=alert(1)>" "javascript:alert(1)"; source "Plain" "http://example.org/"; source "Safe" "https://example.org/"; fact __proto__: number in 0 .. "proto"; fact constructor.name: number in 0 .. "c"; designate d "<b>bold</b>" when x + __proto__ + constructor.name > 5;', "<script>alert(2)</script>") });
  await verdicts(page);
  const hrefs = await page.evaluate(() => [...document.querySelector("brightline-calculator").shadowRoot.querySelectorAll("a")].map((link) => link.href));
  assert.deepEqual(hrefs, ["https://example.org/"]);
  assert.match(await page.locator("brightline-calculator .question").innerText(), /<b>bold<\/b>/);
  assert.equal(await page.evaluate(() => document.querySelector("brightline-calculator").shadowRoot.querySelectorAll("img, script, b").length), 0);
  await row(page, "__proto__").locator("input.entry").fill("7");
  await says(page, /would be covered/i);
  for (const [files, message] of [
    [{ "p.bright": policy(`designate d "d" when ${"(".repeat(200_000)}`) }, /nest|bracket|limit|closed/i],
    [{ "p.bright": 'policy p "p"; uses "../../../etc/passwd"; status proposed from 2026-01-01;' }, /passwd/],
    [{ "p.bright": 'policy p "p"; uses "https://example.com/x.bright"; status proposed from 2026-01-01;' }, /example\.com/],
  ]) {
    await give(files);
    await page.locator("brightline-calculator [part=trouble]").filter({ hasText: message }).waitFor();
    assert.equal(await page.evaluate(() => Object.entries(document.querySelector("brightline-calculator").facts).find(([name]) => name === "__proto__")?.[1]), "7");
  }
  await give({ "p.bright": policy('designate d "d" when x > 5;') });
  await says(page, /covered|Undetermined/i);
  await page.done();
  const none = await open(element({ policy: "rules/none.bright", profile: "profiles/none.json" }), { settle: false, expect: ["404"] });
  await none.locator("brightline-calculator [part=trouble]").waitFor();
  await none.done();
});

inChromium("each move of a slider has the verdict of its value, with fifty clauses", async () => {
  const clauses = Array.from({ length: 50 }, (_, at) => `c${at}: compute * ${at + 1} > ${at + 1}e25 FLOP;`).join(" ");
  made.set("/many.bright", `policy many "Fifty clauses"; status proposed from 2026-01-01; fact compute: FLOP in 0 FLOP .. "c"; designate d "Fifty" when all of { ${clauses} };`);
  const page = await open(element({ policy: "/many.bright" }));
  await page.evaluate(() => (document.querySelector("brightline-calculator").facts = { compute: "2e25 FLOP" }));
  await says(page, /would be covered/i);
  const moves = await page.evaluate(async () => {
    const element = document.querySelector("brightline-calculator");
    const slider = element.shadowRoot.querySelector("[data-name=compute] input[type=range]");
    const found = [];
    for (let at = 0; at < 100; at += 1) {
      slider.value = String(Number(slider.min) + ((Number(slider.max) - Number(slider.min)) * ((at * 37) % 100)) / 100);
      const before = element.answer[0];
      slider.dispatchEvent(new Event("input"));
      while (element.answer[0] === before) await new Promise((resolve) => setTimeout(resolve));
      found.push([element.facts.compute, element.verdicts[0].verdict]);
    }
    return found;
  });
  for (const [compute, verdict] of moves) assert.equal(verdict, parseFloat(compute) > 1e25 ? "covered" : "not_covered", compute);
  assert.equal(new Set(moves.map(([, verdict]) => verdict)).size, 2);
  await page.done();
});
