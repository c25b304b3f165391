// The package as pages and programs load it: in Node, in a page without a bundler, through Vite and through webpack; and as
// its consumers' tools see it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, needsChromium, open, serve } from "./page.mjs";
import { DAY, command, models, pkg, planned, rules, root } from "./support.mjs";

const npm = fileURLToPath(new URL("../../", import.meta.url));
const tool = (path) => join(npm, "node_modules", path);

// What every page does: answers in its own thread and in a worker, tries to break both, and leaves what it found.
const PAGE = `
import { connect, lines, load } from "brightline";
const { rules, models, document, day } = await (await fetch("./data.json")).json();
const request = { profiles: [document], as_of: day };
const found = {};
const engine = await load();
const policies = engine.prepare(rules, ["rules/us/ca-sb-53.bright"]);
found.verdict = lines(policies.eval(request))[0].designations[0].verdict;
const every = engine.prepare(rules, ["rules"]);
found.text = every.eval(request).text;
const deep = "policy deep \\"d\\"; status proposed from 2026-01-01; fact x: number in 0 .. \\"x\\"; designate d \\"d\\" when " + "(".repeat(200000);
found.deep = engine.prepare({ "deep.bright": deep }).response.diagnostics[0]?.code;
const client = connect();
const remote = await client.prepare(rules, ["rules"]);
found.remote = (await remote.eval(request)).text === found.text;
const late = await remote.flips({ ...request, profiles: [models] }, { deadline: 100 });
found.late = late.diagnostics[0]?.message;
found.again = (await remote.eval(request)).text === found.text;
client.close();
globalThis.found = found;
`;
const HTML = (script) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title>
<script type="module" src="${script}"></script></head><body></body></html>`;

let folder;
let server;
let browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "brightline-pages-"));
  mkdirSync(join(folder, "node_modules"));
  cpSync(pkg, join(folder, "node_modules/brightline"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type":"module","private":true}');
  writeFileSync(join(folder, "page.js"), PAGE);
  writeFileSync(join(folder, "data.json"), JSON.stringify({ rules, models, document: planned[0], day: DAY }));
  server = await serve(folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function visit(path) {
  const { page, said } = await open(browser, `${server.address}/${path}`);
  await page.waitForFunction(() => globalThis.found, undefined, { timeout: 60_000 }).catch((error) => {
    throw new Error(`${error.message}\n${said.join("\n")}`);
  });
  const found = await page.evaluate(() => globalThis.found);
  await page.close();
  const native = command(["eval", "rules", "--profiles", planned[0].name, "--as-of", DAY, "--format", "json"]);
  assert.equal(found.text, native);
  assert.equal(found.deep, "limit");
  assert.deepEqual([found.remote, found.again], [true, true]);
  assert.equal(found.late, "there is no answer after 0.1 s");
  assert.deepEqual(said, []);
  return found;
}

const inChromium = (name, work) => test(name, needsChromium, work);

inChromium("a page without a bundler", async () => {
  writeFileSync(join(folder, "plain.js"), PAGE.replace('"brightline"', '"./node_modules/brightline/browser.js"'));
  writeFileSync(join(folder, "plain.html"), HTML("./plain.js"));
  await visit("plain.html");
});

inChromium("a page that Vite builds", async () => {
  writeFileSync(join(folder, "vite.html"), HTML("./page.js"));
  writeFileSync(join(folder, "vite.config.js"), `export default { base: "./", logLevel: "error", build: { target: "es2022", outDir: "vite", rolldownOptions: { input: "vite.html" } }, worker: { format: "es" } };`);
  execFileSync("node", [tool("vite/bin/vite.js"), "build"], { cwd: folder, stdio: "pipe" });
  cpSync(join(folder, "data.json"), join(folder, "vite/data.json"));
  await visit("vite/vite.html");
});

inChromium("a page that webpack builds", async () => {
  const { default: webpack } = await import("webpack");
  const options = {
    mode: "production", context: folder, entry: "./page.js", target: "web", performance: { hints: false },
    output: { path: join(folder, "webpack"), filename: "main.js", publicPath: "auto", module: true }, experiments: { outputModule: true },
  };
  const stats = await new Promise((resolve, reject) => webpack(options, (error, stats) => (error ? reject(error) : resolve(stats))));
  assert.deepEqual(stats.toJson({ errors: true }).errors, []);
  writeFileSync(join(folder, "webpack/index.html"), HTML("./main.js"));
  cpSync(join(folder, "data.json"), join(folder, "webpack/data.json"));
  await visit("webpack/index.html");
});

test("a program in Node finds the package by its name", () => {
  writeFileSync(join(folder, "program.js"), `import { loadSync, lines } from "brightline";
    const policies = loadSync().prepare({ "p.bright": 'policy p "p"; status proposed from 2026-01-01; fact x: number in 0 .. "x"; designate d "d" when x > 1;' });
    console.log(lines(policies.eval({ set: { x: 2 } }))[0].designations[0].verdict);`);
  assert.equal(execFileSync("node", ["program.js"], { cwd: folder, encoding: "utf8" }), "covered\n");
});

test("publint and attw find nothing", () => {
  execFileSync("node", [tool("publint/src/cli.js"), "--strict", "--pack", "npm"], { cwd: pkg, stdio: "pipe" });
  execFileSync("node", [tool("@arethetypeswrong/cli/dist/index.js"), "--pack", ".", "--profile", "esm-only", "--exclude-entrypoints", "./brightline.wasm", "./brightline_full.wasm", "./worker.js"], { cwd: pkg, stdio: "pipe" });
});

test("the declarations are those of the answers", () => {
  writeFileSync(join(folder, "typed.mts"), readFileSync(join(root, "wasm/js/test/typed.mts"), "utf8"));
  const questions = { eval: {}, flips: {}, chance: { samples: 500, sensitivity: true, line: "compute_line" }, due: {}, measure: {}, whatif: { set: { training_compute: "3e26 FLOP" } }, regions: { axis: "training_compute" }, grid: { x: "training_compute", y: "compute_line", xs: [1e25, 1e26], ys: [1e26] } };
  const out = execFileSync("node", ["--input-type=module", "-e", `import { loadSync } from "brightline"; import { readFileSync } from "node:fs";
    const { rules, document, day } = JSON.parse(readFileSync("data.json", "utf8")); const engine = loadSync(); const policies = engine.prepare(rules, ["rules"]);
    const questions = ${JSON.stringify(questions)}; const source = ["import type * as b from 'brightline';"];
    for (const [question, more] of Object.entries(questions)) { const answer = policies.ask(question, { profiles: [document], as_of: day, ...more });
      if (answer.text === "") throw new Error(question + JSON.stringify(answer.diagnostics));
      answer.text.trimEnd().split("\\n").forEach((line, at) => source.push("export const " + question + at + ": b.LineOf<'" + question + "'> = " + line + ";")); }
    policies.about().text.trimEnd().split("\\n").forEach((line, at) => source.push("export const about" + at + ": b.AboutLine = " + line + ";"));
    source.push("export const facts: b.FactLine[] = " + policies.facts().text + ";");
    source.push("export const response: b.Response = " + JSON.stringify(engine.prepare({ "a.bright": "policy" }).response) + ";");
    console.log(source.join("\\n"));`], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  writeFileSync(join(folder, "answers.mts"), out);
  const tsc = [tool("typescript/bin/tsc"), "--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,esnext.disposable,dom", "--module", "nodenext", "--types", "", "typed.mts", "answers.mts"];
  try {
    execFileSync("node", tsc, { cwd: folder, stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    assert.fail(error.stdout.slice(0, 3000));
  }
});
