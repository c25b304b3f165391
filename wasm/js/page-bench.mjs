// How long a page waits, in Chromium: from the start of the calculator's script to its first verdict, and from each move of a
// slider to the verdict it gives, with a policy of fifty clauses. Figures move with the machine.
//   node js/page-bench.mjs
import { fileURLToPath } from "node:url";
import { launch, needsChromium, serve } from "./test/page.mjs";

if (needsChromium.skip) {
  console.error(`error: ${needsChromium.skip}\nhelp: apt-get install chromium, or set CHROMIUM`);
  process.exit(2);
}
const VISITS = 9;
const MOVES = 300;
const FIFTY = `policy fifty "Fifty clauses"; status proposed from 2026-01-01;
fact x: FLOP in 1e20 FLOP .. 1e30 FLOP "Compute"; fact y: FLOP in 1e20 FLOP .. 1e30 FLOP "Plan";
designate d "Large" when any of {
${Array.from({ length: 25 }, (_, at) => `c${at}: all of { a: x >= ${at + 1}e25 FLOP; b: y >= ${26 - at}e24 FLOP; };`).join("\n")}
};`;
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title>
<script type="module" src="/bench.js"></script><script type="module" src="/calculator.js"></script>
<brightline-calculator policy="/fifty.bright" profile="/model.json"></brightline-calculator></html>`;
const BENCH = `addEventListener("brightline-ready", () => { globalThis.ready ??= performance.now(); });`;

const server = await serve(fileURLToPath(new URL("../pkg/", import.meta.url)), new Map([
  ["/page.html", PAGE], ["/bench.js", BENCH], ["/fifty.bright", FIFTY], ["/model.json", '{ "name": "Model", "x": "1.3e26 FLOP", "y": "1e25 FLOP" }'],
]));
const browser = await launch();
const context = await browser.newContext();
const tab = await context.newPage();
const first = [];
for (let visit = 0; visit < VISITS; visit += 1) {
  await tab.goto(`${server.address}/page.html`);
  await tab.waitForFunction(() => globalThis.ready);
  first.push(await tab.evaluate(() => {
    const [script] = performance.getEntriesByName(new URL("/calculator.js", location.href).href);
    return globalThis.ready - script.responseEnd;
  }));
}

const moves = await tab.evaluate(async (count) => {
  const root = document.querySelector("brightline-calculator").shadowRoot;
  const slider = [...root.querySelectorAll("input[type=range]")][0];
  const verdict = () => root.querySelector("[part=verdict]").textContent;
  const [low, high] = [Number(slider.min), Number(slider.max)];
  const told = [];
  const frames = [];
  for (let at = 0; at < count; at += 1) {
    const before = verdict();
    const begin = performance.now();
    slider.value = String(low + ((high - low) * (1 + ((at * 7) % 97))) / 99);
    slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    let now = verdict();
    for (let turn = 0; now === before && turn < 2_000; turn += 1) {
      await new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });
      now = verdict();
    }
    if (now === before) continue;
    told.push(performance.now() - begin);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    frames.push(performance.now() - begin);
  }
  return { told, frames };
}, MOVES);
await browser.close();
server.close();

const share = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))];
const say = (what, list, goal) => console.log(what.padEnd(52) + `${share(list, 0.5).toFixed(1)} ms`.padStart(10) + `${share(list, 0.95).toFixed(1)} ms`.padStart(10) + `   ${goal}`);
console.log("".padEnd(52) + "median".padStart(10) + "95 %".padStart(10));
say("script start to first verdict, fifty clauses", first, "goal 50 ms");
say(`slider to verdict in the page, ${moves.told.length} moves`, moves.told, "goal 16 ms");
say("slider to after the frame that shows it", moves.frames, "");
