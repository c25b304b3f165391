// Draws the picture of the playground that the README shows.
//   node web/picture.mjs
import { launch, open, serve } from "../js/test/page.mjs";
import { fileURLToPath } from "node:url";

const server = await serve(fileURLToPath(new URL("../site/", import.meta.url)));
const browser = await launch();
const { page } = await open(browser, `${server.address}/index.html`, { viewport: { width: 1440, height: 900 } });
await page.getByText("Grok 3", { exact: true }).first().click();
await page.getByText("What if", { exact: true }).first().click();
await page.waitForFunction(() => document.querySelector("brightline-calculator")?.verdicts.length > 0);
await page.waitForTimeout(1_000);
await page.screenshot({ path: fileURLToPath(new URL("playground.png", import.meta.url)) });
await browser.close();
server.close();
