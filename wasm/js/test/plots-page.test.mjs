// The map and the line view in Chromium, under the policy that pages have: what is drawn against what the engine says, moves by
// pointer, finger and keys, tables, axe, and exported pictures.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { launch, needsChromium, open, serve } from "./page.mjs";
import { DAY, models, pkg, rules } from "./support.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "brightline-plots-"));
const axe = readFileSync(here("../../node_modules/axe-core/axe.min.js"), "utf8");
const MAPS = ["parallel", "slanted", "straight", "asked"];
const LINES = ["bars", "itself"];
/** A folder for pictures to look at. */
const pictures = process.env.PICTURES;

let server;
let browser;

before(async () => {
  if (needsChromium.skip) return;
  const [heads, ...rows] = models.text.trimEnd().split("\n").map(cells);
  const table = rows.map((row) => Object.fromEntries(heads.map((head, at) => [head, row[at]])));
  writeFileSync(join(folder, "data.json"), JSON.stringify({ rules, table, day: DAY }));
  buildSync({ entryPoints: [here("plots-page.ts")], outfile: join(folder, "page.js"), bundle: true, format: "esm", target: "es2022", logLevel: "error", tsconfigRaw: {} });
  copyFileSync(join(pkg, "brightline_full_bg.wasm"), join(folder, "brightline_full_bg.wasm"));
  writeFileSync(join(folder, "style.css"), `:root { color-scheme: light; background: #fff; font-family: system-ui, sans-serif; } :root.dark { color-scheme: dark; background: #14181d; }
    body { margin: 1rem; } h1 { font-size: 1rem; color: CanvasText; } brightline-map, brightline-line { margin-block-end: 2.5rem; }`);
  const elements = [...MAPS.map((id) => `<brightline-map id="${id}"></brightline-map>`), ...LINES.map((id) => `<brightline-line id="${id}"></brightline-line>`)];
  writeFileSync(join(folder, "index.html"), `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Plots</title>
    <link rel="stylesheet" href="style.css"><script type="module" src="page.js"></script></head><body><main><h1>Plots</h1>${elements.join("")}</main></body></html>`);
  server = await serve(folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The cells of a line of a table. */
function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

const inChromium = (name, work) => test(name, needsChromium, work);

/** The page, `width` wide; nothing may have been said of mistakes when it is closed. */
async function visit(width, work, { query = "", ...options } = {}) {
  const { page, said } = await open(browser, `${server.address}/index.html${query}`, { viewport: { width, height: 900 }, ...options });
  await page.waitForFunction(() => globalThis.ready, undefined, { timeout: 20_000 }).catch((error) => assert.fail(`${error.message}\n${said.join("\n")}`));
  await page.waitForTimeout(100);
  await work(page);
  assert.deepEqual(said, []);
  await page.close();
}

/** Points over the plane of a map: what is drawn there, and where it is in the axes' units. */
const sample = (page, id, count, near = 2) => page.evaluate(([name, most, far]) => {
  const root = document.getElementById(name).shadowRoot;
  const areas = [...root.querySelectorAll("path[data-verdict]")];
  const clip = root.querySelector("clipPath rect");
  const at = (attribute) => Number(clip.getAttribute(attribute));
  const [x, y, width, height] = ["x", "y", "width", "height"].map(at);
  const svg = root.querySelector("svg");
  svg.scrollIntoView({ block: "center" });
  const box = svg.getBoundingClientRect();
  const inside = areas.map((area) => area.dataset.verdict);
  let state = 7;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const verdictAt = (across, up) => {
    const found = root.elementsFromPoint(box.left + across, box.top + up).find((element) => element.dataset?.verdict);
    return found?.dataset.verdict ?? null;
  };
  const points = [];
  while (points.length < most) {
    const [across, up] = [x + 2 + random() * (width - 4), y + 2 + random() * (height - 4)];
    const around = [[0, 0], [far, 0], [-far, 0], [0, far], [0, -far]].map(([dx, dy]) => verdictAt(across + dx, up + dy) ?? verdictAt(across, up));
    // Beside an edge a pixel, and a cell of a grid, is of either side.
    points.push({ x: (across - x) / width, y: 1 - (up - y) / height, verdict: around[0], edge: new Set(around).size > 1 });
  }
  return { points, inside };
}, [id, count, near]);

const VERDICT = { c: "covered", n: "not_covered", u: "undetermined" };

for (const id of MAPS) {
  inChromium(`what is drawn is what the engine says: ${id}`, () => visit(1280, async (page) => {
    const { points, inside } = await sample(page, id, 200, id === "asked" ? 22 : 2);
    const answers = await page.evaluate(([name, list]) => {
      const { x, y } = document.getElementById(name).data;
      const value = (axis, share) => (axis.scale === "log" ? axis.from * (axis.to / axis.from) ** share : axis.from + share * (axis.to - axis.from));
      return list.map((point) => plots[name].ask([value(x, point.x)], [value(y, point.y)])[0]);
    }, [id, points]);
    const clear = points.filter(({ edge }) => !edge);
    assert.ok(clear.length > 140, `${clear.length} of 200 points are clear of edges`);
    const wrong = points.flatMap((point, at) => (point.edge || VERDICT[answers[at]] === point.verdict ? [] : [{ ...point, said: answers[at] }]));
    assert.deepEqual(wrong, []);
    assert.ok(inside.length >= 2);
  }));
}

const slider = (page, id, key) => page.locator(`#${id} input[data-handle="${key}"]`);
const told = (page) => page.evaluate(() => globalThis.moves.splice(0));

inChromium("keys move the model: a step, a decade, along both axes", () => visit(1280, async (page) => {
  await slider(page, "parallel", "x").focus();
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await told(page), [["parallel", 8.5e25, null]]);
  assert.equal(await slider(page, "parallel", "x").getAttribute("aria-valuetext"), "8.5e25 FLOP; not covered".replaceAll(" F", "\u00a0F"));
  await page.keyboard.press("Shift+ArrowRight");
  assert.deepEqual(await told(page), [["parallel", 8.5e26, null]]);
  assert.match(await slider(page, "parallel", "x").getAttribute("aria-valuetext"), /; covered$/);
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await told(page), [["parallel", null, 6e8]]);
  assert.equal(await page.evaluate(() => document.getElementById("parallel").shadowRoot.activeElement.dataset.handle), "y");
  await page.keyboard.press("PageDown");
  assert.deepEqual(await told(page), [["parallel", null, 6e7]]);
  assert.match(await slider(page, "parallel", "y").getAttribute("aria-valuetext"), /^60.million.USD; not covered$/);
  for (let press = 0; press < 5; press += 1) await page.keyboard.press("ArrowLeft");
  assert.deepEqual((await told(page)).map(([, x]) => x), [8e26, 7.5e26, 7e26, 6.5e26, 6e26]);
  await slider(page, "itself", "x").focus();
  await page.keyboard.press("ArrowLeft");
  assert.match(await slider(page, "itself", "x").getAttribute("aria-valuetext"), /^9.5e25.FLOP; \d+ covered, \d+ undetermined of 195$/);
}));

const centre = (page, id, selector) => page.evaluate(([name, what]) => {
  const element = document.getElementById(name).shadowRoot.querySelector(what);
  element.scrollIntoView({ block: "center" });
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}, [id, selector]);

inChromium("a pointer drags the model and the lines, and a press puts it there", () => visit(1280, async (page) => {
  const from = await centre(page, "parallel", "circle.grip");
  await page.mouse.move(from.x + 4, from.y + 3);
  await page.mouse.down();
  await page.mouse.move(from.x + 104, from.y + 3, { steps: 8 });
  await page.mouse.move(from.x + 104, from.y + 63, { steps: 8 });
  const to = await centre(page, "parallel", "circle.grip");
  assert.ok(Math.abs(to.x - from.x - 100) < 2 && Math.abs(to.y - from.y - 60) < 2, JSON.stringify([from, to]));
  await page.mouse.up();
  const moved = await told(page);
  assert.ok(moved.length >= 4 && moved.every(([, x, y]) => x > 8.1e25 && y < 6.3e8));
  assert.ok(String(moved.at(-1)[1]).length < 9);

  await page.mouse.click(from.x - 60, from.y - 40);
  const [[, x, y]] = await told(page);
  assert.ok(x < 8.2e25 && y > 6.2e8);

  const line = await centre(page, "parallel", "path.grip.across");
  await page.mouse.move(line.x, line.y + 60);
  await page.mouse.down();
  await page.mouse.move(line.x + 80, line.y + 60, { steps: 4 });
  await page.mouse.up();
  const params = await told(page);
  assert.ok(params.length > 0 && params.every(([, name]) => name === "compute_line") && params.at(-1)[2] > 1e26);
  const { points } = await sample(page, "parallel", 60);
  const answers = await page.evaluate((list) => {
    const { x: across, y: up } = document.getElementById("parallel").data;
    return list.map((point) => plots.parallel.ask([across.from * (across.to / across.from) ** point.x], [up.from * (up.to / up.from) ** point.y])[0]);
  }, points);
  assert.deepEqual(points.filter((point, at) => !point.edge && VERDICT[answers[at]] !== point.verdict), []);
}));

inChromium("a finger drags the knob, taps, and scrolls elsewhere", () => visit(390, async (page) => {
  const knob = await centre(page, "parallel", "circle.grip");
  const fingers = await page.context().newCDPSession(page);
  const touch = (type, x, y) => fingers.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  await touch("touchStart", knob.x + 10, knob.y - 8);
  for (let at = 1; at <= 6; at += 1) await touch("touchMove", knob.x + 10, knob.y - 8 + at * 8);
  await touch("touchEnd");
  const dragged = await told(page);
  assert.ok(dragged.length > 0 && dragged.at(-1)[2] < 5e8 && Math.abs(dragged.at(-1)[1] / 8.2e25 - 1) < 0.02, JSON.stringify(dragged));
  const from = await centre(page, "bars", "circle.grip");
  await page.touchscreen.tap(from.x + 60, from.y - 60);
  const [[, value]] = await told(page);
  assert.ok(value > 1e26);
  assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById("bars").shadowRoot.querySelector("svg")).touchAction), "pan-y pinch-zoom");
}, { hasTouch: true, isMobile: true }));

inChromium("known models and labels are one stop each, and say what they are", () => visit(1280, async (page) => {
  const active = () => page.evaluate(() => {
    const element = document.getElementById("asked").shadowRoot.activeElement;
    return element && { key: element.dataset.key ?? element.dataset.handle, label: element.getAttribute("aria-label") };
  });
  await slider(page, "asked", "y").focus();
  await page.keyboard.press("Tab");
  const first = await active();
  assert.match(first.key, /^model /);
  await page.keyboard.press("ArrowRight");
  const second = await active();
  assert.notEqual(second.key, first.key);
  const tip = page.locator("#asked .tip");
  assert.ok((await tip.innerText()).includes(second.key.slice(6)));
  await page.keyboard.press("Escape");
  assert.equal(await tip.isVisible(), false);
  await page.keyboard.press("Enter");
  assert.deepEqual(await told(page), [["asked", "pick", second.key.slice(6)]]);
  const label = page.locator("#parallel text[data-key]").first();
  await label.hover();
  assert.match(await page.locator("#parallel .tip").innerText(), /22757\.11/);
}));

inChromium("the same is said as tables", () => visit(390, async (page) => {
  for (const id of ["parallel", "bars"]) {
    await page.locator(`#${id} summary`).click();
    await page.locator(`#${id} table`).first().waitFor();
    const said = (await page.locator(`#${id} details`).innerText()).replaceAll("\u00a0", " ");
    assert.match(said, /22757\.11/);
    assert.match(said, /not covered/);
    assert.match(said, /1e26 FLOP/);
    assert.match(said, /Grok 4/);
  }
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
}));

for (const width of [1280, 390, 320]) {
  for (const dark of [false, true]) {
    inChromium(`axe finds nothing ${dark ? "dark" : "light"} at ${width}`, () => visit(width, async (page) => {
      if (width !== 320) await page.locator("#parallel summary").click();
      // Evaluated by the browser's own tools, which no policy of the page binds.
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] })).violations
        .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + failureSummary).join(" | ")}`));
      assert.deepEqual(found, []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      if (pictures) await page.screenshot({ path: join(pictures, `${width}-${dark ? "dark" : "light"}.png`), fullPage: true });
      for (const id of pictures && width !== 320 ? [...MAPS, ...LINES] : []) await page.locator(`#${id}`).screenshot({ path: join(pictures, `${id}-${width}-${dark ? "dark" : "light"}.png`) });
    }, { query: dark ? "?dark" : "" }));
  }
}

inChromium("pictures as files: SVG that stands alone, PNG of the same", () => visit(1280, async (page) => {
  for (const id of ["parallel", "asked", "bars", "itself"]) {
    const { text, png, valid } = await page.evaluate(async (name) => {
      const element = document.getElementById(name);
      const svg = svgText(element);
      const blob = await pngBlob(element, 2);
      const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
      const bitmap = await createImageBitmap(blob);
      return {
        text: svg, valid: parsed.querySelector("parsererror") === null && parsed.documentElement.localName === "svg",
        png: { type: blob.type, width: bitmap.width, height: bitmap.height, bytes: [...new Uint8Array(await blob.arrayBuffer())] },
      };
    }, id);
    assert.ok(valid);
    const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(text);
    assert.deepEqual([png.type, png.width, png.height], ["image/png", width * 2, height * 2]);
    assert.match(text, /<title id="title">[^<]*California/);
    assert.match(text, /judged on 2026-11-21\. Brightline 0\.1\.0/);
    assert.ok(!text.includes("var(") && !text.includes("class="));
    if (pictures) {
      writeFileSync(join(pictures, `${id}.svg`), text);
      writeFileSync(join(pictures, `${id}.png`), Buffer.from(png.bytes));
    }
  }
}));

inChromium("in German, with German numbers", () => visit(640, async (page) => {
  assert.match(await page.locator("#itself .counts").innerText(), /erfasst, \d+ offen von 195/);
  assert.match(await slider(page, "parallel", "y").getAttribute("aria-valuetext"), /^620.Millionen.USD; nicht erfasst$/);
}, { query: "?de" }));
