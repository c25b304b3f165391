// The playground in Chromium: what it shows, and what can be done with it.
import assert from "node:assert/strict";
import { models, rules } from "../../js/test/support.mjs";
import { SB_53, browser, counts, engine, inChromium, one, openPolicy, rich, settled, shownCounts, typeAtEnd, visit } from "./support.mjs";

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
  assert.equal(await page.locator(".caution", { hasText: "last text without mistakes" }).count(), 2);
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
  assert.deepEqual(await page.locator("#policy .title h3").allInnerTexts(), ["A California SB 53", "B EU AI Act: systemic risk"]);
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
