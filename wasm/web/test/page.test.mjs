// The playground in Chromium, as it is served: what it shows, what it keeps, what it withstands.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { brightline, models, random, rules } from "../../js/test/support.mjs";
import { POLICY, serve } from "../serve.mjs";

const site = fileURLToPath(new URL("../../site/", import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const skip = !existsSync(CHROMIUM) ? `there is no ${CHROMIUM}` : !existsSync(site) ? "the playground is not built: cargo xtask web" : false;
const inChromium = (name, work) => test(name, { skip }, work);
const SB_53 = "rules/us/ca-sb-53.bright";

let server;
let browser;
let address;
let folder;
const engine = brightline.loadSync();
const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), "brightline-play-"));
  server = serve(site);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}/`;
  const { chromium } = await import("playwright-core");
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A page in a browser of its own; `said` collects what goes wrong in it. */
async function visit({ fragment = "", width = 1280, height = 800, context, ...more } = {}) {
  const own = context ?? (await browser.newContext({ viewport: { width, height }, locale: "en-GB", permissions: ["clipboard-read", "clipboard-write"], ...more }));
  const page = await own.newPage();
  const said = [];
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  await page.goto(address + fragment);
  return Object.assign(page, { said });
}

const settled = (page) => page.waitForFunction(
  () => document.querySelector(".outcome") && !document.querySelector(".progress") && !document.querySelector('[aria-busy="true"]'), undefined, { timeout: 120_000 },
);
const rich = (page) => page.waitForSelector(".cm-content");
const one = async (page, selector) => (await page.locator(selector).first().textContent()).replace(/\s+/g, " ").trim();

/** The counts that the page shows, outcome by outcome: covered, undetermined, not covered. */
const shownCounts = (page) => page.evaluate(() => [...document.querySelectorAll(".outcome")].map((outcome) =>
  [...outcome.querySelectorAll(".chip")].slice(0, 3).map((chip) => Number(/^[\d,.]+/.exec(chip.textContent.trim())[0].replace(/\D/g, "")))));

/** The same by the engine itself. */
function counts(path, request, texts = rules) {
  const rows = engine.prepare(texts, [path]).rows({ profiles: [models], assume: true, ...request });
  const codes = rows.verdicts();
  return rows.outcomes.map((_, at) => [1, 2, 0].map((code) => codes.filter((found, place) => place % rows.outcomes.length === at && found === code).length));
}

/** What is typed at the end of the policy. */
async function typeAtEnd(page, text) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(text);
}

async function openPolicy(page, title, button = "Library") {
  await page.click(`.tools button:has-text("${button}")`);
  await page.click(`#gallery .entry .link:text-is("${title}")`);
  await page.waitForFunction((wanted) => [...document.querySelectorAll(".title h3, .side")].some((element) => element.textContent.includes(wanted)), title);
  await settled(page);
}

inChromium("opens on a real policy with real models and something to be seen", async () => {
  const page = await visit();
  await settled(page);
  assert.equal(await one(page, "#policy h3"), "California SB 53");
  assert.deepEqual(await shownCounts(page), counts(SB_53));
  assert.equal(await one(page, "#answer h3"), "Grok 4");
  assert.match(await one(page, ".designation"), /Frontier model covered/);
  await rich(page);
  await page.waitForFunction(() => /all \d+ tests pass/.test(document.querySelector(".problems .state").textContent));
  assert.equal(await page.locator("textarea.plain").count(), 0);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("the text is there before the editor is, and stays where that cannot be loaded", async () => {
  const context = await browser.newContext({ serviceWorkers: "block" });
  await context.route(/codemirror-/, (route) => route.abort());
  const page = await visit({ context });
  await settled(page);
  assert.match(await page.inputValue("textarea.plain"), /^# California SB 53/);
  await page.waitForSelector("text=this is a plain text field");
  await page.evaluate(() => {
    const area = document.querySelector("textarea.plain");
    area.value = area.value.replace("= 1e26 FLOP", "= 1e25 FLOP");
    area.dispatchEvent(new Event("input"));
  });
  const edited = rules[SB_53].replace("= 1e26 FLOP", "= 1e25 FLOP");
  await page.waitForTimeout(300);
  await settled(page);
  assert.deepEqual(await shownCounts(page), counts(SB_53, {}, { ...rules, [SB_53]: edited }));
  await context.close();
});

inChromium("a mistake stands where it is, and the last good answer stays", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  const before = await shownCounts(page);
  await typeAtEnd(page, '\ndesignate x "X" when training_compute > 1e26 FLOPS;\n');
  await page.waitForSelector(".problems li.error");
  assert.match(await one(page, ".problems"), /1 mistake.*`FLOPS` is ambiguous.*write `FLOP`/);
  assert.equal(await one(page, ".cm-lintRange-error"), "FLOPS");
  assert.equal(await page.locator(".caution", { hasText: "last text without mistakes" }).count(), 1);
  assert.equal(await page.locator("#answer .dimmed").count(), 1);
  assert.deepEqual(await shownCounts(page), before);
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => !document.querySelector(".problems li"));
  assert.equal(await page.locator("#answer .dimmed").count(), 0);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("tests that fail are marked in the text", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  await typeAtEnd(page, '\ntest "wrong" {\n    training_compute: 1e27 FLOP;\n    foundation_model: true;\n    expect not frontier_model;\n}\n');
  await page.waitForFunction(() => /1 of \d+ tests fails/.test(document.querySelector(".problems .state").textContent));
  assert.match(await one(page, ".problems ul"), /the test `wrong` fails: `frontier_model` was expected to be not covered, and is covered/);
  assert.equal(await one(page, ".cm-lintRange-error"), "expect not frontier_model");
  await page.context().close();
});

inChromium("the editor completes, finds, formats, and lets the keyboard go", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  await typeAtEnd(page, "\nlet a = training_co");
  await page.keyboard.press("Control+Space");
  await page.waitForSelector(".cm-tooltip-autocomplete li");
  assert.match(await one(page, ".cm-tooltip-autocomplete"), /training_compute/);
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  await page.keyboard.insertText("   ;");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector(".problems .state").textContent.includes("no mistakes"));
  await page.keyboard.press("Control+Shift+F");
  await page.waitForSelector("text=in the canonical form");
  await page.waitForFunction(() => {
    const text = document.querySelector(".frame").shadowRoot.querySelector(".cm-content").innerText;
    return text.includes("let a = training_compute;");
  });
  await page.click(".cm-content");
  await page.keyboard.press("Control+f");
  await page.waitForSelector(".cm-search input");
  await page.keyboard.press("Escape");
  await page.click('.tools button:has-text("Revert")');
  await page.waitForFunction(() => !document.querySelector(".tag.edited"));
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.querySelector(".frame").shadowRoot.activeElement), null);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("what a name means is said under the pointer", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  await page.locator(".cm-line .t-definition", { hasText: "compute_line" }).first().hover();
  await page.waitForSelector(".cm-tooltip .about");
  assert.match(await one(page, ".cm-tooltip .about"), /compute_line = 1e26 FLOP.*above which a model is a frontier model \[22757/);
  await page.context().close();
});

inChromium("dragging a line moves models, and writing it edits the text", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  await page.waitForFunction(() => document.querySelectorAll(".strokes rect").length > 5, undefined, { timeout: 60_000 });
  const drag = (step) => page.evaluate((to) => {
    const slider = document.getElementById("line-compute_line");
    slider.value = to;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return new Promise(requestAnimationFrame);
  }, step);
  await drag(60);
  const value = await page.inputValue(".line.dragged .exact");
  assert.equal(value, "4e24 FLOP");
  await page.waitForTimeout(400);
  await settled(page);
  const expected = counts(SB_53, { param: { compute_line: value } });
  await page.waitForFunction((wanted) => document.querySelector(".outcome .chip").textContent.includes(String(wanted)), expected[0][0]);
  await page.waitForTimeout(3000);
  assert.deepEqual(await shownCounts(page), expected);
  assert.match(await one(page, ".movement"), /^\d+ models move across/);
  await page.click('.movement button:has-text("Only these")');
  assert.match(await one(page, ".find span"), /of 195 models/);
  assert.match(await one(page, "tbody tr[data-row]"), /was (not covered|undetermined)/);
  await page.click('button:has-text("Write into the text")');
  await page.waitForSelector(".tag.edited");
  assert.match(await page.evaluate(() => document.querySelector(".frame").shadowRoot.querySelector(".cm-content").innerText), /param compute_line = 4e24 FLOP in 1e24/);
  await page.click('button:has-text("Clear filters")');
  await page.waitForTimeout(500);
  await settled(page);
  assert.deepEqual(await shownCounts(page), expected);
  assert.equal(await page.locator(".line.dragged").count(), 0);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("the calculator is fetched when it is wanted, begins with the opened model, and shares its lines", async () => {
  const page = await visit();
  await settled(page);
  const fetched = await page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /calculator-/.test(name)).length);
  assert.equal(fetched, 0);
  await page.click('.faces button:has-text("What if")');
  const verdict = () => page.evaluate(() => document.querySelector("brightline-calculator").verdicts.map((each) => each.verdict).join());
  await page.waitForFunction(() => document.querySelector("brightline-calculator")?.verdicts?.length === 3, undefined, { timeout: 30_000 });
  assert.equal(await verdict(), "covered,covered,undetermined");
  await page.fill('[aria-label="Value of compute_line"]', "1e27 FLOP");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("brightline-calculator").verdicts[0]?.verdict === "not_covered");
  await page.click('.line-acts button:has-text("Back")');
  await page.waitForFunction(() => document.querySelector("brightline-calculator").verdicts[0]?.verdict === "covered");
  // A model that is made from another one is asked with that one.
  await page.fill(".find input", "Llama Nemotron Ultra");
  await page.click("tbody tr[data-row] button");
  await page.waitForFunction(() => document.querySelector("brightline-calculator").facts["base.name"] === "Llama 3.1-405B");
  await page.waitForFunction(() => document.querySelector("brightline-calculator").verdicts[0]?.verdict === "not_covered");
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("two policies are compared, and agreement is counted", async () => {
  const page = await visit();
  await settled(page);
  await openPolicy(page, "EU AI Act: systemic risk", "Compare");
  const codesOf = (path) => {
    const rows = engine.prepare(rules, [path]).rows({ profiles: [models], assume: true });
    return [...rows.verdicts()].filter((_, at) => at % rows.outcomes.length === 0);
  };
  const [a, b] = [codesOf(SB_53), codesOf("rules/eu/eu-ai-act-51-2.bright")];
  const expected = { both: 0, onlyA: 0, onlyB: 0, neither: 0, open_: 0 };
  a.forEach((code, at) => (expected[code > 1 || b[at] > 1 ? "open_" : code === 1 ? (b[at] === 1 ? "both" : "onlyA") : b[at] === 1 ? "onlyB" : "neither"] += 1));
  const shown = await page.evaluate(() => Object.fromEntries(["both", "onlyA", "onlyB", "neither", "open_"].map((key) => [key, parseInt(document.querySelector(`.agree-${key}`).textContent, 10)])));
  assert.deepEqual(shown, expected);
  await page.click(".agree-onlyB");
  assert.equal(await one(page, ".find span"), `${expected.onlyB} of 195 models`);
  await page.click('.side:has-text("California")');
  assert.equal(await one(page, "#policy .title h3"), "California SB 53");
  await page.click('button[aria-label="Stop comparing"]');
  assert.equal(await page.locator(".agreement").count(), 0);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("the library finds policies, and hypothetical ones say what they are", async () => {
  const page = await visit();
  await settled(page);
  await page.click('.tools button:has-text("Library")');
  assert.equal(await page.locator("#gallery .entry").count(), Object.values(rules).filter((text) => /^policy\s/m.test(text)).length);
  await page.fill("#gallery input", "14409");
  const entries = page.locator("#gallery .entry");
  for (const text of await entries.allTextContents()) assert.match(text, /hypothetical/i);
  assert.equal(await entries.locator(".caution").count(), await entries.count());
  assert.equal(await entries.locator("a:not([rel='noopener noreferrer'])").count(), 0);
  await page.click("#gallery .entry .link");
  await settled(page);
  assert.match(await one(page, "#policy .caution"), /criteria are classified.*voluntary/);
  assert.match(await one(page, "#answer .caution"), /criteria are classified/);
  await page.fill(".head input[type=date]", "2026-07-01");
  await page.keyboard.press("Tab");
  await page.waitForSelector("#policy .tag:has-text('not yet proposed')");
  await page.context().close();
});

inChromium("ten thousand models of one's own stay smooth, and no row is lost", async () => {
  const page = await visit();
  await settled(page);
  const { below } = random(3);
  let csv = "name,training_compute,release_date,note\n";
  for (let at = 0; at < 10_000; at += 1) {
    csv += at % 1000 === 7 ? `Bad ${at},xyz,2026-01-01,\n` : at % 1000 === 8 ? `Short ${at},1e26\n` : `Model ${at},${1 + below(90)}e${23 + below(5)},2026-01-0${1 + below(9)},"a, b"\n`;
  }
  writeFileSync(join(folder, "big.csv"), csv);
  await page.setInputFiles("input[type=file]", join(folder, "big.csv"));
  await page.waitForSelector("text=Yours: big.csv", { state: "attached" });
  await settled(page);
  assert.equal(await one(page, ".find span"), "10,000 models");
  assert.equal(await one(page, ".row-problems summary"), "20 rows with mistakes");
  assert.match(await one(page, ".row-problems"), /big\.csv row 9 \(Bad 7\): `training_compute` is `xyz`/);
  const expected = engine.prepare(rules, [SB_53]).rows({ profiles: [{ name: "big.csv", text: csv }], assume: true });
  const codes = expected.verdicts();
  assert.deepEqual(await shownCounts(page), expected.outcomes.map((_, at) => [1, 2, 0].map((code) => codes.filter((found, place) => place % 3 === at && found === code).length)));
  assert.ok((await page.locator("tbody tr").count()) < 100);
  await page.click('thead button:has-text("training_compute")');
  await page.click('thead button:has-text("training_compute")');
  assert.match(await one(page, "tbody tr[data-row]"), /e27/);
  await page.fill(".find input", "Model 999");
  assert.equal(await one(page, ".find span"), "11 of 10,000 models");
  await page.locator("tbody tr[data-row] button").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#answer h3").textContent.startsWith("Model 999"));
  await page.click('.chip:has-text("in error")');
  await page.fill(".find input", "");
  assert.equal(await one(page, ".find span"), "20 of 10,000 models");
  // And all is there again after a reload.
  await page.click('button:has-text("Clear filters")');
  await page.waitForTimeout(500);
  await page.reload();
  await settled(page);
  assert.equal(await one(page, ".find span"), "10,000 models");
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("models are pasted; names of any kind do no harm; what is shown is exported", async () => {
  const page = await visit();
  await settled(page);
  await page.click('summary:has-text("Add models")');
  const pasted = '[{"name":"</script><img src=x onerror=alert(1)>","training_compute":"5e26 FLOP"},{"name":"=1+1","training_compute":1e24,"__proto__":{"day":1}},{"training_compute":"nonsense"}]';
  await page.fill(".popover textarea", pasted);
  await page.click('button:has-text("Use this text")');
  await page.waitForSelector("text=Yours: pasted.json", { state: "attached" });
  await settled(page);
  await page.click('summary:has-text("Add models")');
  assert.equal(await one(page, "#answer h3"), "</script><img src=x onerror=alert(1)>");
  assert.equal(await page.locator("#app img").count(), 0);
  assert.equal(await page.evaluate(() => ({}).day), undefined);
  assert.match(await one(page, ".row-problems"), /1 row with a mistake/);
  const download = async (name) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(`button[aria-label="Export ${name}"]`)]);
    return readFileSync(await file.path(), "utf8");
  };
  const csv = await download("CSV");
  assert.match(csv, /^name,ca_sb_53\.frontier_model,.*\r\n<\/script><img src=x onerror=alert\(1\)>,covered,covered,undetermined,5e26 FLOP,.*\r\n'=1\+1,not_covered/);
  const json = JSON.parse(await download("JSON"));
  assert.deepEqual(json.models.map(({ verdicts }) => verdicts["ca_sb_53.frontier_model"]), ["covered", "not_covered", "in_error"]);
  await page.click('summary:has-text("Add models")');
  await page.fill(".popover textarea", '[{"name": "cut off"');
  await page.click('button:has-text("Use this text")');
  await page.waitForSelector(".notice.wrong");
  assert.equal(await page.inputValue(".popover textarea"), '[{"name": "cut off"');
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("a link shows what was seen; nobody's own text is lost by it", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  await typeAtEnd(page, "\n# shared words\n");
  await page.fill(".find input", "gpt");
  await page.click('button:has-text("Share")');
  await page.waitForSelector("text=The link is copied");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#p=[\w-]+$/);
  const other = await visit();
  await settled(other);
  await rich(other);
  await typeAtEnd(other, "\n# my own words\n");
  await other.waitForTimeout(600);
  const third = await visit({ context: other.context(), fragment: link.slice(link.indexOf("#")) });
  await settled(third);
  await rich(third);
  assert.equal(await third.inputValue(".find input"), "gpt");
  assert.equal(new URL(third.url()).hash, "");
  const text = () => third.evaluate(() => document.querySelector(".frame").shadowRoot.querySelector(".cm-content").innerText);
  await third.click(".cm-content");
  await third.keyboard.press("Control+End");
  assert.match(await text(), /# shared words/);
  await third.click('button:has-text("My text")');
  await third.click(".cm-content");
  await third.keyboard.press("Control+End");
  await third.waitForTimeout(100);
  assert.match(await text(), /# my own words/);
  assert.deepEqual([...page.said, ...other.said, ...third.said], []);
  for (const each of [page, other]) await each.context().close();
});

inChromium("hostile links give one message and a usable page", async () => {
  const code = (text) => `#p=${deflateRawSync(text, { level: 9 }).toString("base64url")}`;
  const cases = [
    [code(Buffer.alloc(5e8)), "more than 2 MB"], [`#p=${"A".repeat(1.9e6)}`, "damaged"], ["#p=%%%", "damaged"], ["#anything", "damaged"], [code("[1]"), "damaged"],
    [code('{"__proto__":{"day":"2020-01-01"},"policy":"rules/../../etc/passwd.bright","text":7}'), ""],
  ];
  for (const [fragment, why] of cases) {
    const page = await visit({ fragment });
    await settled(page);
    const notices = await page.locator(".notice").allTextContents();
    assert.equal(notices.length, why === "" ? 0 : 1);
    if (why !== "") assert.match(notices[0], new RegExp(why));
    assert.equal(await one(page, "#policy h3"), "California SB 53");
    assert.deepEqual(page.said, []);
    await page.context().close();
  }
});

inChromium("what is typed is there after a reload", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  await typeAtEnd(page, "\n# never lose this\n");
  await page.fill(".find input", "claude");
  await page.reload();
  await settled(page);
  await rich(page);
  await page.waitForSelector(".tag.edited");
  assert.equal(await page.inputValue(".find input"), "claude");
  await page.click(".cm-content");
  await page.keyboard.press("Control+End");
  assert.match(await page.evaluate(() => document.querySelector(".frame").shadowRoot.querySelector(".cm-content").innerText), /never lose this/);
  // A draft waits while another policy is looked at.
  await openPolicy(page, "EU AI Act: systemic risk");
  await openPolicy(page, "California SB 53");
  await page.waitForSelector(".tag.edited");
  await page.context().close();
});

inChromium("what is deep, long or slow leaves the page usable", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  await typeAtEnd(page, `\nlet deep = ${"(".repeat(200_000)}1;\n`);
  await page.waitForSelector(".problems li.error", { timeout: 60_000 });
  await page.click('.tools button:has-text("Revert")');
  await page.waitForFunction(() => document.querySelector(".problems .state").textContent.includes("no mistakes"), undefined, { timeout: 60_000 });
  await settled(page);
  assert.equal(await one(page, "#answer h3"), "Grok 4");
  await openPolicy(page, "EO 14409, hypothetical: near the best known").catch(() => {});
  await page.waitForFunction(() => document.querySelector("#answer h3")?.textContent === "Grok 4", undefined, { timeout: 60_000 });
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("the page works without a network after the first visit", async () => {
  const page = await visit();
  await settled(page);
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated", undefined, { timeout: 60_000 });
  await page.context().setOffline(true);
  await page.reload();
  await settled(page);
  await rich(page);
  await openPolicy(page, "Korea AI Basic Act: safety duties");
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("axe finds nothing, in either light, either language, wide and narrow", async () => {
  for (const [options, steps] of [
    [{}, []], [{ colorScheme: "dark" }, ["library"]], [{ locale: "de-DE", width: 390, height: 844 }, ["tabs"]], [{ colorScheme: "dark", width: 390, height: 844 }, ["tabs"]],
    [{}, ["whatif", "compare", "mistake"]],
  ]) {
    // axe is put into the page as a script of the page's own protocol, which its policy does not govern.
    const page = await visit(options);
    await settled(page);
    await page.evaluate(axe);
    const look = async (where) => {
      await page.waitForTimeout(200);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(" | ")}`);
      assert.deepEqual(told, [], `${JSON.stringify(options)} ${where}`);
    };
    if (!steps.includes("tabs")) await rich(page);
    await look("at first");
    if (steps.includes("library")) {
      await page.click('.tools button:has-text("Library")');
      await look("library");
    }
    if (steps.includes("tabs")) {
      for (const at of [0, 1, 2]) {
        await page.locator(".tabs button").nth(at).click();
        await look(`tab ${at}`);
      }
    }
    if (steps.includes("whatif")) {
      await page.click('.faces button:has-text("What if")');
      await page.waitForFunction(() => document.querySelector("brightline-calculator")?.verdicts?.length === 3);
      await look("what if");
      await page.click('.faces button:has-text("Why")');
    }
    if (steps.includes("compare")) {
      await openPolicy(page, "EU AI Act: systemic risk", "Compare");
      await look("compare");
    }
    if (steps.includes("mistake")) {
      await typeAtEnd(page, "\nlet a = nobody;\n");
      await page.waitForSelector(".problems li.error");
      await look("mistake");
    }
    assert.deepEqual(page.said, []);
    await page.context().close();
  }
});

inChromium("nothing is cut off at 320 pixels, nor at four times the size", async () => {
  const page = await visit({ width: 320, height: 640 });
  await settled(page);
  for (const at of [0, 1, 2]) {
    await page.locator(".tabs button").nth(at).click();
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, `tab ${at}`);
  }
  await page.context().close();
});

inChromium("panes fold and are resized by the keyboard", async () => {
  const page = await visit();
  await settled(page);
  const width = () => page.evaluate(() => document.getElementById("policy").offsetWidth);
  const before = await width();
  await page.locator('[role="separator"]').first().focus();
  for (let at = 0; at < 5; at += 1) await page.keyboard.press("ArrowRight");
  assert.ok((await width()) > before + 40);
  await page.click('button[aria-label="Fold Policy"]');
  assert.ok((await width()) < 60);
  assert.equal(await page.locator(".editor").isVisible(), false);
  await page.waitForTimeout(500);
  await page.reload();
  await settled(page);
  assert.ok((await width()) < 60);
  await page.click('button[aria-label="Unfold Policy"]');
  assert.ok((await width()) > before + 40);
  await page.context().close();
});

test("the server keeps to its folder, its policy and its types", { skip }, async () => {
  const { request } = await import("node:http");
  const ask = (path, method = "GET") => new Promise((resolve, reject) => {
    const { port } = server.address();
    request({ host: "127.0.0.1", port, path, method }, (response) => {
      response.resume();
      response.on("end", () => resolve(response));
    }).on("error", reject).end();
  });
  const home = await ask("/");
  assert.equal(home.statusCode, 200);
  assert.equal(home.headers["content-security-policy"], POLICY);
  assert.equal(home.headers["x-content-type-options"], "nosniff");
  assert.equal((await ask("/brightline_bg.wasm")).headers["content-type"], "application/wasm");
  for (const path of ["/../serve.mjs", "/..%2fserve.mjs", "/%2e%2e/web/serve.mjs", "/rules/..%2f..%2f..%2fpackage.json", "/rules", "/%00", "/%zz", "//etc/passwd", "/rules/../../package.json"]) {
    assert.equal((await ask(path)).statusCode, 404, path);
  }
  assert.equal((await ask("/", "POST")).statusCode, 405);
});
