// What the tests of the page share: the server, the browser, and what is read off the page.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brightline, models, rules } from "../../js/test/support.mjs";
import { serve } from "../serve.mjs";

const site = fileURLToPath(new URL("../../site/", import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const skip = !existsSync(CHROMIUM) ? `there is no ${CHROMIUM}` : !existsSync(site) ? "the playground is not built: cargo xtask web" : false;
export const inChromium = (name, work) => test(name, { skip }, work);
export const SB_53 = "rules/us/ca-sb-53.bright";

export let server;
export let browser;
let address;
export let folder;
export const engine = brightline.loadSync();

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
export async function visit({ fragment = "", width = 1280, height = 800, context, ...more } = {}) {
  const own = context ?? (await browser.newContext({ viewport: { width, height }, locale: "en-GB", permissions: ["clipboard-read", "clipboard-write"], ...more }));
  const page = await own.newPage();
  const said = [];
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  await page.goto(address + fragment);
  return Object.assign(page, { said });
}

export const settled = (page) => page.waitForFunction(
  () => document.querySelector(".outcome") && !document.querySelector(".progress") && !document.querySelector('[aria-busy="true"]'), undefined, { timeout: 120_000 },
);
export const rich = (page) => page.waitForSelector(".cm-content");
export const one = async (page, selector) => (await page.locator(selector).first().textContent()).replace(/\s+/g, " ").trim();

/** The counts that the page shows, outcome by outcome: covered, undetermined, not covered. */
export const shownCounts = (page) => page.evaluate(() => [...document.querySelectorAll(".outcome")].map((outcome) =>
  [...outcome.querySelectorAll(".chip")].slice(0, 3).map((chip) => Number(/^[\d,.]+/.exec(chip.textContent.trim())[0].replace(/\D/g, "")))));

/** The same by the engine itself. */
export function counts(path, request, texts = rules) {
  const rows = engine.prepare(texts, [path]).rows({ profiles: [models], assume: true, ...request });
  const codes = rows.verdicts();
  return rows.outcomes.map((_, at) => [1, 2, 0].map((code) => codes.filter((found, place) => place % rows.outcomes.length === at && found === code).length));
}

/** What is typed at the end of the policy. */
export async function typeAtEnd(page, text) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(text);
}

/** One of the shipped models as a document of its own. */
export function modelNamed(name) {
  const [header, ...rows] = models.text.split("\n");
  return { name: "one.csv", format: "csv", text: `${header}\n${rows.find((row) => row.startsWith(`${name},`))}\n` };
}

export async function openPolicy(page, title, button = "Library") {
  await page.click(`.tools button:has-text("${button}")`);
  await page.click(`#gallery .entry .link:text-is("${title}")`);
  await page.waitForFunction((wanted) => [...document.querySelectorAll(".title h3, .side")].some((element) => element.textContent.includes(wanted)), title);
  await settled(page);
}

/** Whether the focus is on an element that `selector` matches, within shadow trees too. */
export const isOn = (page, selector) => page.evaluate((wanted) => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return Boolean(element?.matches(wanted));
}, selector);

/** Presses Tab until the focus is there. */
export async function tabTo(page, selector) {
  for (let at = 0; at < 400; at += 1) {
    // In the editor Tab indents until Escape has been pressed.
    if (await isOn(page, ".cm-content")) await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    if (await isOn(page, selector)) return;
  }
  assert.fail(`no Tab leads to ${selector}`);
}
