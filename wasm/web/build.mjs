// Builds the playground into wasm/site: the page, the engine, the rules and models with their index, the service worker.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";

const web = fileURLToPath(new URL("./", import.meta.url));
const root = join(web, "../..");
const site = join(web, "../site");
const pkg = join(web, "../pkg");

/** The paths of all files below a folder, in order, relative to `base`. */
function below(folder, base = folder) {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? below(path, base) : [relative(base, path)];
  });
}

function put(path, bytes) {
  const to = join(site, path);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, bytes);
}

/** What the gallery shows of each policy, as the engine tells it. */
async function indexOf(texts) {
  const { lines, loadSync } = await import(new URL("../pkg/node.js", import.meta.url));
  const engine = loadSync();
  const policies = [];
  for (const [path, text] of Object.entries(texts)) {
    if (!/^policy\s/m.test(text)) continue;
    const prepared = engine.prepare(texts, [path]);
    const [about] = lines(prepared.about());
    if (!about) throw new Error(`${path}: ${prepared.response.diagnostics.map(({ message }) => message).join("; ")}`);
    const { id, title, jurisdiction, statuses, sources, designations } = about;
    policies.push({ path, id, title, jurisdiction, statuses, sources, outcomes: designations.map((outcome) => outcome.title) });
    prepared.free();
  }
  return { version: engine.version, policies };
}

execFileSync("node", [join(web, "../node_modules/typescript/bin/tsc"), "--project", join(web, "tsconfig.json")], { stdio: "inherit" });
rmSync(site, { recursive: true, force: true });
mkdirSync(site, { recursive: true });

const texts = {};
for (const path of below(join(root, "rules")).filter((path) => path.endsWith(".bright"))) {
  texts[`rules/${path}`] = readFileSync(join(root, "rules", path), "utf8");
  put(`rules/${path}`, texts[`rules/${path}`]);
}
const planned = below(join(root, "profiles/planned")).filter((path) => path.endsWith(".json")).map((path) => `profiles/planned/${path}`);
for (const path of ["profiles/models.csv", ...planned]) put(path, readFileSync(join(root, path)));
put("library.json", JSON.stringify({ ...(await indexOf(texts)), files: Object.keys(texts), planned }));

for (const name of readdirSync(join(web, "static"))) copyFileSync(join(web, "static", name), join(site, name));
for (const name of ["brightline_bg.wasm", "brightline_full_bg.wasm"]) copyFileSync(join(pkg, name), join(site, name));
const common = {
  bundle: true, format: "esm", target: "es2022", minify: true, legalComments: "none", logLevel: "warning", charset: "utf8", outdir: site,
  nodePaths: [join(web, "../node_modules")],
};
await build({
  ...common, entryPoints: [join(web, "src/main.ts")], splitting: true, chunkNames: "[name]-[hash]",
  alias: { "brightline/calculator": join(pkg, "calculator.js"), brightline: join(pkg, "browser.js") },
});
await build({ ...common, entryPoints: [join(pkg, "worker.js")] });

// What the service worker keeps, under a name that changes with any byte of it.
const kept = below(site);
const hash = createHash("sha256");
for (const path of kept) hash.update(path).update("\0").update(readFileSync(join(site, path)));
const define = { VERSION: JSON.stringify(hash.digest("hex").slice(0, 16)), FILES: JSON.stringify(["./", ...kept.filter((path) => path !== "index.html")]) };
await build({ ...common, format: "iife", entryPoints: [join(web, "src/sw.ts")], define });

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const row = (name, sizes) => console.log(name.padEnd(28) + sizes.map((size) => (size / 1000).toFixed(1).padStart(9)).join(""));
const groups = new Map([["rules", [0, 0]], ["profiles", [0, 0]], ["all", [0, 0]]]);
console.log("kB".padEnd(28) + ["plain", "brotli"].map((word) => word.padStart(9)).join(""));
for (const path of below(site)) {
  const bytes = readFileSync(join(site, path));
  const sizes = [bytes.length, brotli(bytes)];
  const group = groups.get(path.split("/")[0]);
  for (const sum of [group, groups.get("all")]) if (sum) sizes.forEach((size, at) => (sum[at] += size));
  if (!group) row(path, sizes);
}
for (const [name, sizes] of groups) row(name, sizes);
if (!existsSync(join(site, "index.html"))) throw new Error("the page has no index.html");
