// What the READMEs show is run: pages in Chromium, programs in Node.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, needsChromium, open, serve } from "./page.mjs";
import { pkg, root } from "./support.mjs";

const READMES = ["README.md", "wasm/js/README.md"];
const blocks = (path, language) =>
  [...readFileSync(join(root, path), "utf8").matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, text]) => text);
/** What is asked of the element in a page, rather than of the package. */
const isOfPage = (text) => text.includes("document.");
let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "brightline-readme-"));
  mkdirSync(join(folder, "node_modules"));
  cpSync(pkg, join(folder, "node_modules/brightline"), { recursive: true });
  for (const name of ["rules", "profiles"]) symlinkSync(join(root, name), join(folder, name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }');
});

after(() => rmSync(folder, { recursive: true, force: true }));

for (const path of READMES) {
  for (const [at, text] of blocks(path, "js").filter((text) => !isOfPage(text)).entries()) {
    test(`program ${at + 1} of ${path} prints what is said`, () => {
      writeFileSync(join(folder, "program.js"), text);
      const told = [...text.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, told]) => told);
      assert.ok(told.length > 0);
      assert.deepEqual(execFileSync("node", ["program.js"], { cwd: folder, encoding: "utf8" }).trimEnd().split("\n"), told);
    });
  }
  for (const [at, text] of blocks(path, "html").entries()) {
    test(`page ${at + 1} of ${path} shows a verdict`, needsChromium, async () => {
      const script = blocks(path, "js").filter(isOfPage).join("\n");
      const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title>${text}<script type="module" src="/script.js"></script></html>`;
      const server = await serve(folder, new Map([["/page.html", page], ["/script.js", script]]));
      const browser = await launch();
      try {
        const { page, said } = await open(browser, `${server.address}/page.html`);
        await page.waitForFunction(() => document.querySelector("brightline-calculator").verdicts.length > 0);
        assert.match(await page.locator("brightline-calculator [part=verdict]").first().innerText(), /covered|undetermined/i);
        assert.deepEqual(said, []);
      } finally {
        await browser.close();
        server.close();
      }
    });
  }
}

test("the pictures are there", () => {
  for (const path of READMES) {
    for (const [, file] of readFileSync(join(root, path), "utf8").matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) assert.ok(existsSync(join(root, file)), file);
  }
});
