// What the playground never loses, never claims and always says: lines that are refused, two tabs, steps back, files of any kind.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SB_53, counts, folder, inChromium, one, openPolicy, rich, settled, shownCounts, typeAtEnd, visit } from "./support.mjs";

const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const LINE = '[aria-label="Value of compute_line"]';
const stored = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, sessionStorage.getItem("brightline-playground")]));
const endOfText = async (page) => {
  await rich(page);
  await page.click(".cm-content");
  await page.keyboard.press("Control+End");
  await page.waitForTimeout(100);
  return page.evaluate(() => document.querySelector(".frame").shadowRoot.querySelector(".cm-content").innerText.trim().split("\n").at(-1));
};
const setLine = async (page, value) => {
  await page.fill(LINE, value);
  await page.keyboard.press("Enter");
};
const countsAre = (page, expected) => page.waitForFunction((wanted) => JSON.stringify([...document.querySelectorAll(".outcome")].map((outcome) =>
  [...outcome.querySelectorAll(".chip")].slice(0, 3).map((chip) => Number(/^[\d,.]+/.exec(chip.textContent.trim())[0].replace(/\D/g, ""))))) === wanted, JSON.stringify(expected), { timeout: 60_000 });

inChromium("a line that the policy refuses stays to be mended, and the answers stay those of the last good one", async () => {
  const page = await visit();
  await settled(page);
  await setLine(page, "1e25");
  const good = counts(SB_53, { param: { compute_line: "1e25 FLOP" } });
  await countsAre(page, good);
  assert.equal(await page.inputValue(LINE), "1e25 FLOP");
  await page.waitForFunction(() => !document.querySelector(".dimmed"));
  for (const [typed, why] of [
    ["1e30 FLOP", /outside the bounds.*1e24 FLOP \.\. 1e28 FLOP/], ["abc", /a word stands where.*1e24 FLOP \.\. 1e28 FLOP/], ["5 bn FLOP", /not a quantity in FLOP/],
    ["-1 FLOP", /outside the bounds/], ["5e25 USD", /in USD, not in FLOP/],
  ]) {
    await setLine(page, typed);
    await page.waitForFunction((text) => document.querySelector(".line-wrong")?.textContent.includes(`${text} is not taken`), typed);
    assert.equal(await page.inputValue(LINE), typed);
    assert.equal(await page.getAttribute(LINE, "aria-invalid"), "true");
    assert.match(await one(page, `#${await page.getAttribute(LINE, "aria-describedby")}`), why);
    assert.match(await one(page, ".line-wrong"), /The line stays at 1e25 FLOP/);
    assert.deepEqual(await shownCounts(page), good);
    assert.equal(await page.locator(".scroll.dimmed, .answer.dimmed").count(), 2);
    assert.match(await one(page, "#answer .title"), /in force.*compute_line = 1e25 FLOP/);
  }
  await setLine(page, "1e30 FLOP");
  await page.waitForTimeout(500);
  assert.doesNotMatch(await stored(page), /1e30/);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`), []);
  await page.reload();
  await settled(page);
  await countsAre(page, good);
  assert.equal(await page.inputValue(LINE), "1e25 FLOP");
  await setLine(page, "abc");
  await page.waitForSelector(".line-wrong");
  await page.click('.line-acts button:has-text("Back")');
  await countsAre(page, counts(SB_53));
  assert.equal(await page.inputValue(LINE), "1e26 FLOP");
  await page.waitForFunction(() => !document.querySelector(".dimmed, .line-wrong"));
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("a line that was moved is said wherever its answers go", async () => {
  const page = await visit();
  await settled(page);
  const csv = async () => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click('button[aria-label="Export CSV"]')]);
    return readFileSync(await file.path(), "utf8").split("\r\n");
  };
  assert.doesNotMatch((await csv())[0], /line\./);
  await setLine(page, "3e25 FLOP");
  await page.waitForSelector("thead .own-line");
  assert.equal(await one(page, "#models p.own-line"), "* With a line of your own: compute_line = 3e25 FLOP");
  assert.match(await page.getAttribute(".scroll table", "aria-label"), /With a line of your own/);
  assert.equal(await one(page, "#answer .own-line"), "With a line of your own: compute_line = 3e25 FLOP");
  const [head, ...rows] = await csv();
  assert.match(head, /,as_of,engine,line\.compute_line$/);
  assert.equal(rows.length, 195);
  for (const row of rows) assert.match(row, /,3e25 FLOP$/);
  await page.context().close();
});

inChromium("a duty whose day lies before the law is in force does not apply", async () => {
  const page = await visit();
  await settled(page);
  const report = page.locator(".duties li", { hasText: "transparency report" });
  await report.filter({ hasText: "not in force then" }).waitFor();
  const said = (await report.textContent()).replace(/\s+/g, " ");
  assert.match(said, /due .*2025, not in force then, only from .*2026/);
  assert.doesNotMatch(said, /applies/);
  assert.match(await one(page, ".duties li:has-text('critical safety incident')"), /applies/);
  await page.context().close();
});

inChromium("two tabs keep both texts, and each says what the other has", async () => {
  const first = await visit();
  await settled(first);
  await rich(first);
  const second = await visit({ context: first.context() });
  await settled(second);
  await rich(second);
  await typeAtEnd(first, "\n# of the first");
  await first.waitForTimeout(500);
  await typeAtEnd(second, "\n# of the second");
  await second.waitForTimeout(500);
  for (const page of [first, second]) await page.waitForSelector(".notice:has-text('Another tab has changed California SB 53 too')");
  await first.reload();
  await second.reload();
  await Promise.all([settled(first), settled(second)]);
  assert.equal(await endOfText(first), "# of the first");
  assert.equal(await endOfText(second), "# of the second");
  await first.click('.tools button:has-text("Other text")');
  await first.waitForSelector('.tools button:has-text("My text")');
  assert.equal(await endOfText(first), "# of the second");
  await first.click('.tools button:has-text("My text")');
  assert.equal(await endOfText(first), "# of the first");
  await first.waitForTimeout(500);
  // When both are closed, a new one has the newest and offers the other.
  await Promise.all([first.close(), second.close()]);
  const third = await visit({ context: first.context() });
  await settled(third);
  assert.equal(await endOfText(third), "# of the first");
  await third.click('.tools button:has-text("Other text")');
  await third.waitForSelector('.tools button:has-text("My text")');
  assert.equal(await endOfText(third), "# of the second");
  assert.deepEqual([...first.said, ...second.said, ...third.said], []);
  await third.context().close();
});

inChromium("what is changed under What if stays with its model until it is taken back", async () => {
  const page = await visit();
  await settled(page);
  const face = (name) => page.click(`.faces button:has-text("${name}")`);
  const fact = () => page.evaluate(() => document.querySelector("brightline-calculator").facts.training_compute);
  const heading = (text) => page.waitForFunction((wanted) => document.querySelector("brightline-calculator")?.shadowRoot.querySelector("h2")?.textContent.includes(wanted), text);
  const row = (name) => page.click(`tbody tr[data-row] button:text-is("${name}")`);
  await face("What if");
  await heading("Grok 4");
  await page.locator('brightline-calculator [data-name="training_compute"] input.entry').first().fill("2e24 FLOP");
  await page.waitForSelector(".what-if:has-text('training_compute')");
  await face("Why");
  await face("What if");
  assert.equal(await fact(), "2e24 FLOP");
  await row("GPT-4.5");
  await heading("GPT-4.5");
  assert.notEqual(await fact(), "2e24 FLOP");
  assert.equal(await page.locator(".what-if").count(), 0);
  await row("Grok 4");
  await heading("Grok 4");
  assert.equal(await fact(), "2e24 FLOP");
  await page.reload();
  await settled(page);
  await face("What if");
  await heading("Grok 4");
  assert.equal(await fact(), "2e24 FLOP");
  await page.click('button:has-text("Back to Grok 4 as it is")');
  await page.waitForFunction(() => document.querySelector("brightline-calculator").facts.training_compute === "5e26");
  assert.equal(await page.locator(".what-if").count(), 0);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("nothing moves by itself where the reader wants no motion", async () => {
  const page = await visit({ reducedMotion: "reduce" });
  await settled(page);
  await rich(page);
  await page.click(".cm-content");
  const still = await page.evaluate(() => [
    getComputedStyle(document.querySelector(".bar .v")).transitionDuration,
    getComputedStyle(document.querySelector(".frame").shadowRoot.querySelector(".cm-cursorLayer")).animationDuration,
  ]);
  assert.deepEqual(still, ["0s", "0s"]);
  await page.context().close();
});

inChromium("the line that is written stays in sight, and the text does not jump when mistakes are listed", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  await typeAtEnd(page, "\n".repeat(3));
  await page.waitForSelector(".tag.edited");
  const places = () => page.evaluate(() => {
    const root = document.querySelector(".frame").shadowRoot;
    const box = (selector) => root.querySelector(selector).getBoundingClientRect();
    return { height: box(".cm-scroller").height, bottom: box(".cm-scroller").bottom, caret: box(".cm-cursor-primary").bottom };
  });
  const before = await places();
  await page.keyboard.insertText("let a = nobody;\nlet b = noone;\nlet c = 5 FLOP + 3 USD;\nx");
  await page.waitForSelector(".problems li.error");
  const after = await places();
  assert.equal(after.height, before.height);
  assert.ok(after.caret <= after.bottom, JSON.stringify(after));
  // Where the place shrinks none the less, the text follows.
  await page.setViewportSize({ width: 1280, height: 620 });
  await page.waitForTimeout(200);
  const small = await places();
  assert.ok(small.caret <= small.bottom, JSON.stringify(small));
  await page.context().close();
});

inChromium("each file that is brought has one clear message, and nothing is lost by it", async () => {
  const page = await visit();
  await settled(page);
  const bring = async (name, content) => {
    writeFileSync(join(folder, name), content);
    await page.setInputFiles("input[type=file]", join(folder, name));
    await page.waitForTimeout(150);
    await settled(page);
    return (await page.locator(".notice").allTextContents()).join(" ").replace(/\s+/g, " ");
  };
  const names = () => page.locator("tbody th").allTextContents().then((all) => all.map((name) => name.trim()));
  const csv = "name,training_compute\n";
  assert.equal(await bring("good.csv", `${csv}Alpha,5e26\n`), "");
  for (const [name, content, why] of [
    ["empty.csv", "", /empty\.csv cannot be read: it is empty\. A table begins with a row of names/],
    ["header.csv", csv, /names of columns \(name, training_compute\) and no row below them/],
    ["shot.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0]), /shot\.png is a picture/],
    ["sheet.xlsx", Buffer.from("PK\x03\x04\0\0"), /save its table as CSV/],
    ["cut.json", '[{"name": "cut off"', /cut\.json cannot be read: it is no JSON \(.*line 1 column 20/],
    ["five.json", "5", /there is no model in it\. Expected is a list of objects/],
  ]) {
    const said = await bring(name, content);
    assert.match(said, why);
    assert.match(said, /What was there before stays/);
    assert.deepEqual(await names(), ["Alpha"], name);
  }
  assert.equal(await bring("again.csv", `${csv}Beta,5e26\n`), "", "what was said before is gone");
  assert.match(await bring("latin.csv", Buffer.from(`${csv}M\xfcller,5e26\n`, "latin1")), /not in UTF-8 and was read as Windows-1252/);
  assert.deepEqual(await names(), ["Müller"]);
  assert.match(await bring("within.json", '{"models":[{"name":"A","training_compute":5e26},{"name":"B"}],"version":1}'), /The models in “models” of within\.json were read/);
  assert.deepEqual(await names(), ["A", "B"]);
  await bring("mixed.json", '[{"name":"A","training_compute":"xyz"},5,null]');
  assert.deepEqual(await names(), ["A", "row 2", "row 3"]);
  assert.equal(await one(page, ".row-problems summary"), "3 rows with mistakes");
  assert.match(await one(page, ".row-problems"), /mixed\.json profile 1 \(A\): `training_compute` is `xyz`.*profile 2 is a number.*profile 3 is null/);
  await bring("two.csv", "name,training_compute,fine_tuning_compute\nA,xyz,abc\n");
  assert.equal(await one(page, ".row-problems summary"), "2 mistakes in 1 row");
  await bring("foreign.csv", "name,foo,bar\nAlpha,1,2\n");
  assert.match(await one(page, "#models .caution"), /No column of this table \(name, foo, bar\) is one that the policy asks for.*training_compute/);
  const mine = 'policy mine "Mine"; status proposed from 2026-01-01; fact c: FLOP in 0 FLOP .. "x"; designate l "L" when c > 1e25 FLOP;';
  assert.match(await bring("mine.bright", mine), /mine\.bright is a policy: it is open in the editor/);
  assert.equal(await one(page, "#policy h3"), "Mine");
  await openPolicy(page, "California SB 53");
  await openPolicy(page, "Mine");
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("each policy that is opened is a step back, a place of its own, and stays over a reload", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  const at = async (path, title) => {
    await page.waitForFunction(([hash, wanted]) => location.hash === hash && document.querySelector("#policy h3").textContent === wanted && document.title.startsWith(wanted), [`#p=${path}`, title]);
  };
  const [KOREA, EU] = ["rules/kr/kr-ai-basic-act.bright", "rules/eu/eu-ai-act-51-2.bright"];
  await at(SB_53, "California SB 53");
  await typeAtEnd(page, "\n# mine");
  await openPolicy(page, "Korea AI Basic Act: safety duties");
  await at(KOREA, "Korea AI Basic Act: safety duties");
  await openPolicy(page, "EU AI Act: systemic risk");
  await at(EU, "EU AI Act: systemic risk");
  await page.goBack();
  await at(KOREA, "Korea AI Basic Act: safety duties");
  await page.goBack();
  await at(SB_53, "California SB 53");
  assert.equal(await endOfText(page), "# mine");
  await page.goForward();
  await at(KOREA, "Korea AI Basic Act: safety duties");
  await page.reload();
  await settled(page);
  await at(KOREA, "Korea AI Basic Act: safety duties");
  // A comparison is a step too.
  await openPolicy(page, "EU AI Act: systemic risk", "Compare");
  await page.waitForFunction((hash) => location.hash === hash, `#p=${KOREA},${EU}`);
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll(".column").length === 1);
  // And an address leads to a policy in a new tab.
  const other = await visit({ context: page.context(), fragment: `#p=${EU}` });
  await settled(other);
  assert.equal(await one(other, "#policy h3"), "EU AI Act: systemic risk");
  assert.deepEqual([...page.said, ...other.said], []);
  await page.context().close();
});
