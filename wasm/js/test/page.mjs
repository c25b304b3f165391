// What tests of pages share: a server of files under the policy that pages are written for, and a browser.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

/** The Content-Security-Policy under which everything has to work. */
export const CSP = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** What `test` is told where there is no browser. */
export const needsChromium = { skip: existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}` };

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml",
  ".wasm": "application/wasm", ".json": "application/json",
};

/**
 * Serves a folder, and before it texts by their path; what is a function is asked each time for a text, for a status, or for
 * nothing, where the folder answers. Gives the address and what closes it.
 */
export async function serve(folder, texts = new Map()) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (path === "/favicon.ico") return response.writeHead(204).end();
    const file = join(folder, path);
    const given = texts.get(path);
    const told = typeof given === "function" ? given() : given;
    if (typeof told === "number") return response.writeHead(told).end();
    const text = told ?? (existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined);
    if (text === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain; charset=utf-8", "content-security-policy": CSP });
    response.end(text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Debian's Chromium, without anything of its own on the network; `undefined` where there is none. */
export async function launch() {
  if (needsChromium.skip) return undefined;
  const { chromium } = await import("playwright-core");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

/** A page that keeps what it says of mistakes in `said`. */
export async function open(browser, address, options) {
  const page = await browser.newPage(options);
  const said = [];
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  if (address) await page.goto(address);
  return { page, said };
}
