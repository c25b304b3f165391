// What people come for, from the first key to the last: a developer finds out what is missing and how much headroom is left, an
// analyst moves a line and sees which models move across, a page embeds two calculators. By keyboard alone, wide and narrow.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import * as pages from "../../js/test/page.mjs";
import { DAY, root } from "../../js/test/support.mjs";
import { SB_53, counts, inChromium, settled, shownCounts, tabTo, visit } from "./support.mjs";

const WIDTHS = [1280, 390];
const PLANNED = {
  name: "Northstar-3 (planned)", base: "none", teacher: "none", foundation_model: true, pretraining_compute: "9e25 FLOP",
  reinforcement_learning_compute: "1e24 FLOP", developer: { name: "Northstar (invented)", annual_revenue: "700 million USD" },
};
const page = (body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Story</title><meta name="viewport" content="width=device-width">
<script type="module" src="/wasm/pkg/calculator.js"></script></head><body><main><h1>Story</h1>${body}</main></body></html>`;
const calculator = (policy, profile) => `<brightline-calculator policy="${policy}" profile="${profile}" as-of="${DAY}"></brightline-calculator>`;
let server;
let browser;

before(async () => {
  server = await pages.serve(root, new Map([
    ["/planned.json", JSON.stringify(PLANNED)],
    ["/one.html", page(calculator(`/${SB_53}`, "/planned.json"))],
    ["/two.html", page(calculator(`/${SB_53}`, "/planned.json") + calculator("/rules/eu/eu-ai-act-51-2.bright", "/profiles/planned/frontier.json"))],
  ]));
  browser = await pages.launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

const verdict = (page, at = 0) => page.locator("brightline-calculator").nth(at).locator("[part=verdict]");

for (const width of WIDTHS) {
  inChromium(`a developer finds out what is missing and how much headroom is left, ${width} px wide`, async () => {
    const { page, said } = await pages.open(browser, `${server.address}/one.html`, { viewport: { width, height: 844 } });
    await verdict(page).filter({ hasText: /Undetermined/i }).waitFor();
    const answer = page.locator("brightline-calculator [part=answer]");
    await answer.filter({ hasText: "Fine tuning compute" }).waitFor();
    await tabTo(page, '[data-name="fine_tuning_compute"] input.entry');
    await page.keyboard.type("4e24 FLOP");
    await verdict(page).filter({ hasText: /Not covered/i }).waitFor();
    await verdict(page).filter({ hasText: "9.5e25 FLOP" }).waitFor();
    const flip = page.locator("brightline-calculator [part=flips] .flip").filter({ hasText: "Pretraining compute above 1e26 FLOP" });
    await flip.waitFor();
    await tabTo(page, ".flip");
    await page.keyboard.press("Enter");
    await verdict(page).filter({ hasText: /^\s*\S?\s*Covered/ }).waitFor();
    await page.locator("brightline-calculator [part=due]").waitFor();
    assert.deepEqual(said, []);
    await page.close();
  });

  inChromium(`an analyst moves a line and sees which models move across, ${width} px wide`, async () => {
    const page = await visit({ width });
    await settled(page);
    const before = await shownCounts(page);
    await tabTo(page, "#line-compute_line");
    for (let at = 0; at < 40; at += 1) await page.keyboard.press("ArrowLeft");
    await page.locator(".movement").filter({ hasText: "models move across" }).waitFor();
    const line = await page.inputValue(".line.dragged .exact");
    await page.waitForTimeout(500);
    await settled(page);
    const expected = counts(SB_53, { param: { compute_line: line } });
    await page.waitForFunction((wanted) => document.querySelector(".outcome .chip").textContent.includes(String(wanted)), expected[0][0]);
    assert.notDeepEqual(expected, before);
    await page.waitForFunction((wanted) => JSON.stringify([...document.querySelectorAll(".outcome")].map((outcome) =>
      [...outcome.querySelectorAll(".chip")].slice(0, 3).map((chip) => Number(/^[\d,.]+/.exec(chip.textContent.trim())[0].replace(/\D/g, ""))))) === wanted, JSON.stringify(expected));
    assert.ok(await page.locator("tbody tr[data-row]").filter({ hasText: /was (not covered|undetermined)/ }).count() > 0);
    assert.deepEqual(page.said, []);
    await page.context().close();
  });

  inChromium(`a page embeds two calculators that know nothing of each other, ${width} px wide`, async () => {
    const { page, said } = await pages.open(browser, `${server.address}/two.html`, { viewport: { width, height: 844 } });
    await verdict(page, 0).filter({ hasText: /Undetermined/i }).waitFor();
    await verdict(page, 1).filter({ hasText: /Covered/ }).waitFor();
    const second = await verdict(page, 1).innerText();
    await tabTo(page, '[data-name="fine_tuning_compute"] input.entry');
    await page.keyboard.type("4e24 FLOP");
    await verdict(page, 0).filter({ hasText: /Not covered/i }).waitFor();
    assert.equal(await verdict(page, 1).innerText(), second);
    assert.deepEqual(said, []);
    await page.close();
  });
}
