// How the playground looks to those who see it otherwise: axe, little room, the keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inChromium, openPolicy, rich, settled, typeAtEnd, visit } from "./support.mjs";

const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

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
