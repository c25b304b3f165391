// Two policies compared in Chromium: both texts side by side, the map of where they agree, and what stays of it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { random, rules } from "../../js/test/support.mjs";
import { SB_53, engine, inChromium, modelNamed, one, openPolicy, rich, settled, tabTo, visit } from "./support.mjs";

const EU = "rules/eu/eu-ai-act-51-2.bright";
const COMPUTE_ONLY = "rules/us/eo-14409/eo-14409-compute-only.bright";
const CONJUNCTIVE = "rules/us/eo-14409/eo-14409-conjunctive.bright";
const FILTER = "rules/us/eo-14409/eo-14409-compute-filter.bright";
const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const titleOf = (path) => /^policy\s+\w+\s+"([^"]*)"/m.exec(rules[path])[1];
const mapped = (page) => page.waitForFunction(() => {
  const map = document.querySelector("brightline-agreement");
  return map?.getAttribute("aria-busy") === "false" && map.shadowRoot.querySelector("path[data-verdict]");
}, undefined, { timeout: 60_000 });

/** Opens two policies and waits for their map. */
async function compared(a, b, options) {
  const page = await visit(options);
  await settled(page);
  if (options?.width < 700) await page.locator(".tabs button").nth(0).click();
  if (a !== SB_53) await openPolicy(page, titleOf(a));
  await openPolicy(page, titleOf(b), "Compare");
  if (options?.width < 700) await page.locator(".tabs button").nth(1).click();
  await mapped(page);
  await settled(page);
  return page;
}

/** What is drawn at some places of the map: their values, and the kinds of region there and right around them. */
const drawnAt = (page, places) => page.evaluate((shares) => {
  const map = document.querySelector("brightline-agreement");
  const { x, y } = map.data;
  const root = map.shadowRoot;
  const box = root.querySelector("clipPath rect");
  const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name)));
  const areas = [...root.querySelectorAll("path[data-verdict]")];
  const svg = root.querySelector("svg");
  const kindAt = (across, up) => {
    const point = Object.assign(svg.createSVGPoint(), { x: across, y: up });
    return areas.filter((area) => area.isPointInFill(point)).map((area) => area.dataset.verdict).join(" ");
  };
  const value = (axis, share) => (axis.scale === "log" ? axis.from * (axis.to / axis.from) ** share : axis.from + (axis.to - axis.from) * share);
  return shares.map(([across, up]) => {
    const [px, py] = [left + across * width, top + (1 - up) * height];
    const around = [[0, 0], [2, 0], [-2, 0], [0, 2], [0, -2]].map(([dx, dy]) => kindAt(px + dx, py + dy));
    return { x: value(x, across), y: value(y, up), axes: [x.name, y.name], units: [x.unit, y.unit], kind: around[0], plain: around.every((kind) => kind === around[0]) };
  });
}, places);

const WORDS = { covered: { covered: "both", not_covered: "onlyA" }, not_covered: { covered: "onlyB", not_covered: "neither" } };

/** Compares what is drawn with what the engine says of both policies at the same places. */
async function agrees(page, policies, model, texts = rules) {
  const { next } = random(5);
  const places = await drawnAt(page, Array.from({ length: 60 }, () => [0.02 + next() * 0.96, 0.02 + next() * 0.96]));
  const day = await page.inputValue(".head input[type=date]");
  const prepared = policies.map((path) => engine.prepare(texts, [path]));
  const kinds = new Set();
  let tried = 0;
  for (const { x, y, axes, units, kind, plain } of places) {
    if (!plain) continue;
    const set = [[axes[0], `${x} ${units[0]}`.replace("e+", "e")], [axes[1], `${y} ${units[1]}`.replace("e+", "e")]];
    const [a, b] = prepared.map((each) => JSON.parse(each.eval({ as_of: day, assume: true, profiles: [modelNamed(model)], set }).text.split("\n")[0]).designations[0].verdict);
    assert.equal(kind, WORDS[a]?.[b] ?? "open_", `${model} at ${set.join(", ")}: ${a}, ${b}`);
    kinds.add(kind);
    tried += 1;
  }
  assert.ok(tried > 40, `${tried} places`);
  return kinds;
}

inChromium("the regions drawn are what the engine says of both policies", async () => {
  for (const [a, b, least] of [[SB_53, EU, 3], [CONJUNCTIVE, EU, 3], [CONJUNCTIVE, COMPUTE_ONLY, 2], [CONJUNCTIVE, FILTER, 2]]) {
    const page = await compared(a, b);
    const kinds = await agrees(page, [a, b], "Grok 4");
    assert.ok(kinds.size >= least, `${a} and ${b}: ${[...kinds]}`);
    const sampled = await page.locator("brightline-agreement .note", { hasText: "Asked at" }).count();
    assert.equal(sampled, b === FILTER ? 1 : 0);
    assert.deepEqual(page.said, []);
    await page.context().close();
  }
});

inChromium("by keyboard: a second policy stands beside the first, its line is edited, and the regions move", async () => {
  const page = await visit();
  await settled(page);
  await rich(page);
  await tabTo(page, '.tools button[title^="Choose a second policy"]');
  await page.keyboard.press("Enter");
  await tabTo(page, "#gallery input");
  await page.keyboard.type(titleOf(EU));
  await tabTo(page, "#gallery .entry .link");
  await page.keyboard.press("Enter");
  await settled(page);
  await mapped(page);
  const editors = page.locator(".editor");
  assert.equal(await editors.count(), 2);
  const [left, right] = [await editors.nth(0).boundingBox(), await editors.nth(1).boundingBox()];
  assert.ok(left.x + left.width <= right.x && left.y === right.y && left.width > 250 && right.height === left.height);
  const labels = page.locator(".cm-content");
  await page.waitForFunction(() => [...document.querySelectorAll(".frame")].filter((frame) => frame.shadowRoot.querySelector(".cm-content")).length === 2);
  assert.equal(await labels.nth(0).getAttribute("aria-label"), "Text of A: California SB 53");
  assert.equal(await labels.nth(1).getAttribute("aria-label"), "Text of B: EU AI Act: systemic risk");
  await page.waitForFunction(() => [...document.querySelectorAll(".problems .state")].every((state) => /all \d+ tests pass/.test(state.textContent)));
  const before = await agrees(page, [SB_53, EU], "Grok 4");
  assert.ok(before.has("onlyB") && before.has("neither") && !before.has("onlyA"));

  // Into the text of B, and to its line.
  await tabTo(page, '[aria-label="Library: B"]');
  await tabTo(page, '.cm-content[aria-label^="Text of B"]');
  const text = rules[EU];
  const edited = text.replace("param compute_line = 1e25 FLOP", "param compute_line = 1e27 FLOP");
  await page.keyboard.press("Control+Home");
  for (let line = text.slice(0, text.indexOf("param compute_line")).split("\n").length - 1; line > 0; line -= 1) await page.keyboard.press("ArrowDown");
  for (let step = "param compute_line = 1e25".length; step > 0; step -= 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("7");
  await page.waitForFunction(() => document.querySelector("brightline-agreement").data.lines.some((line) => line.of === "B" && line.x === "1e27"));
  await mapped(page);
  await settled(page);
  const after = await agrees(page, [SB_53, EU], "Grok 4", { ...rules, [EU]: edited });
  assert.ok(after.has("onlyA") && !after.has("onlyB"));
  assert.match(await one(page, ".stands"), /^Grok 4: A: covered, B: not covered$/);
  assert.match(await page.locator("brightline-agreement").evaluate((map) => [...map.shadowRoot.querySelectorAll("text")].map((each) => each.textContent).join("; ")), /A compute: 1e26\sFLOP; B compute: 1e27\sFLOP|B compute: 1e27\sFLOP; A compute: 1e26\sFLOP/);

  // A mistake in B stands under B, and the last map stays, dimmed.
  await page.keyboard.type("x");
  await page.waitForSelector(".column:nth-child(2) .problems li.error");
  assert.equal(await page.locator(".column:nth-child(1) .problems li").count(), 0);
  await page.waitForSelector("#models .dimmed brightline-agreement");
  assert.ok((await agrees(page, [SB_53, EU], "Grok 4", { ...rules, [EU]: edited })).has("onlyA"));
  await page.keyboard.press("Backspace");
  await page.waitForFunction(() => !document.querySelector("#models .dimmed"));

  // The line is a slider on the map, and the model can be moved there.
  await tabTo(page, 'input[data-handle="param b:compute_line"]');
  await page.keyboard.press("PageDown");
  await page.waitForFunction(() => document.querySelector("#line-b-compute_line").closest(".line").classList.contains("dragged"));
  await page.waitForFunction(() => document.querySelector("brightline-agreement").data.lines.some((line) => line.of === "B" && line.x === "1e26"));
  await page.locator('brightline-agreement input[data-handle="x"]').focus();
  await page.keyboard.press("Home");
  await page.waitForFunction(() => /^Grok 4, moved: A: not covered, B: not covered$/.test(document.querySelector(".stands").textContent));
  await tabTo(page, ".agreement .tools button:first-child");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /^Grok 4: A: covered/.test(document.querySelector(".stands").textContent));
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("where there is little room the two texts are tabs, and the map fits", async () => {
  const page = await compared(SB_53, EU, { width: 390, height: 844 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.ok((await agrees(page, [SB_53, EU], "Grok 4")).has("onlyB"));
  await page.locator(".tabs button").nth(0).click();
  assert.deepEqual(await Promise.all([0, 1].map((at) => page.locator(".editor").nth(at).isVisible())), [false, true]);
  await tabTo(page, ".side");
  await page.keyboard.press("Enter");
  assert.deepEqual(await Promise.all([0, 1].map((at) => page.locator(".editor").nth(at).isVisible())), [true, false]);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("what is compared stays over a reload and in a link", async () => {
  const page = await compared(SB_53, EU);
  await page.locator(".agreement select").nth(0).selectOption({ label: "Large frontier developer" });
  await page.waitForFunction(() => document.querySelector("brightline-agreement").data.y.name === "developer.annual_revenue");
  await page.locator(".agreement select").nth(2).selectOption("developer.annual_revenue");
  await page.waitForFunction(() => document.querySelector("brightline-agreement").data.x.name === "developer.annual_revenue");
  assert.equal(await page.evaluate(() => document.querySelector("brightline-agreement").data.y.name), "training_compute");
  await page.fill("[aria-label='Value of B: compute_line']", "3e25 FLOP");
  await page.keyboard.press("Enter");
  await mapped(page);
  await page.locator('brightline-agreement input[data-handle="x"]').focus();
  await page.keyboard.press("End");
  const look = () => page.evaluate(() => {
    const { x, y, at, lines, sides } = document.querySelector("brightline-agreement").data;
    return JSON.stringify([x.name, y.name, at.x, lines.map((line) => [line.of, line.x, line.offset]), sides.map(({ title, verdict }) => [title, verdict])]);
  });
  await page.waitForFunction(() => /^Grok 4, moved: A: covered, B: covered$/.test(document.querySelector(".stands").textContent));
  await mapped(page);
  const before = await look();
  assert.match(before, /3e25/);
  await page.click('button:has-text("Share")');
  await page.waitForFunction(() => /^#p=[\w-]{20,}$/.test(location.hash));
  const link = await page.evaluate(() => location.href);
  await page.waitForTimeout(500);
  const same = async (where) => {
    await settled(page);
    await mapped(page);
    await page.waitForFunction((wanted) => document.querySelector(".stands")?.textContent === wanted, "Grok 4, moved: A: covered, B: covered");
    assert.equal(await look(), before, where);
  };
  await page.goto(link.replace(/#.*/, ""));
  await page.reload();
  await same("after a reload");
  await page.evaluate(() => localStorage.clear());
  await page.goto("about:blank");
  await page.goto(link);
  await same("from the link");
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("policies change sides and are let go of; a policy that looks over all models is mapped too", async () => {
  const page = await compared(SB_53, EU);
  const texts = () => page.locator(".cm-content").evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
  await page.waitForFunction(() => [...document.querySelectorAll(".frame")].filter((frame) => frame.shadowRoot.querySelector(".cm-content")).length === 2);
  await page.click('button[aria-label="Swap A and B"]');
  await page.waitForFunction(() => document.querySelector(".column h3").textContent.includes("EU AI Act"));
  assert.deepEqual(await texts(), ["Text of A: EU AI Act: systemic risk", "Text of B: California SB 53"]);
  await mapped(page);
  await settled(page);
  await page.waitForFunction(() => document.querySelector("brightline-agreement").data.sides[0].title.startsWith("EU AI Act"));
  assert.ok((await agrees(page, [EU, SB_53], "Grok 4")).has("onlyA"));
  // What is typed goes to the policy that it stands in.
  await page.locator(".cm-content").first().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("\n# mine\n");
  await page.waitForSelector(".column:nth-child(1) .tag.edited");
  assert.equal(await page.locator(".column:nth-child(2) .tag.edited").count(), 0);
  await page.click('button[aria-label="Library: B"]');
  await page.click(`#gallery .entry .link:text-is("EO 14409, hypothetical: near the best known")`);
  await page.waitForFunction(() => document.querySelector("brightline-agreement")?.data.sides[1].title.includes("near the best"), undefined, { timeout: 60_000 });
  assert.match(await page.locator("brightline-agreement").evaluate((map) => map.shadowRoot.textContent), /criteria are classified/);
  await page.click('button[aria-label="Stop comparing"]');
  assert.equal(await page.locator("brightline-agreement").count(), 0);
  assert.equal(await page.locator(".editor").count(), 1);
  assert.deepEqual(page.said, []);
  await page.context().close();
});

inChromium("axe finds nothing where two policies are compared, and everything is also a table", async () => {
  for (const options of [{}, { colorScheme: "dark" }, { width: 390, height: 844 }, { width: 390, height: 844, colorScheme: "dark" }]) {
    const page = await compared(SB_53, EU, options);
    await page.evaluate(axe);
    const look = async (where) => {
      await page.waitForTimeout(200);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(" | ")}`);
      assert.deepEqual(told, [], `${JSON.stringify(options)} ${where}`);
    };
    await look("map");
    await page.locator("brightline-agreement summary").click();
    await page.waitForFunction(() => document.querySelector("brightline-agreement").shadowRoot.querySelectorAll("table").length >= 2);
    await look("tables");
    const rows = await page.evaluate(() => [...document.querySelector("brightline-agreement").shadowRoot.querySelector("table").rows].map((row) => [...row.cells].map((cell) => cell.textContent)));
    assert.deepEqual(rows[0].slice(-2), ["A says", "B says"]);
    assert.ok(rows.length > 20);
    for (const row of rows.slice(1)) assert.match(row.slice(-2).join(), /^(covered|not covered|undetermined),(covered|not covered|undetermined)$/, row.join());
    const point = page.locator("brightline-agreement circle[role=button]").first();
    await point.focus();
    assert.match(await page.locator("brightline-agreement .tip").innerText(), /A: [\s\S]*B: /);
    if (options.width) {
      await page.locator(".tabs button").nth(0).click();
      await look("texts");
    }
    await page.context().close();
  }
});
