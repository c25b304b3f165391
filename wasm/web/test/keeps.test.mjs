// What the playground takes in, keeps and withstands.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { random, rules } from "../../js/test/support.mjs";
import { POLICY } from "../serve.mjs";
import { SB_53, engine, folder, inChromium, one, openPolicy, rich, server, settled, shownCounts, skip, typeAtEnd, visit } from "./support.mjs";

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
  assert.equal(new URL(third.url()).hash, `#p=${SB_53}`);
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
