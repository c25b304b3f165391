// Bundles the calculator and the worker of the compiled package, and what the map needs apart from both.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const pkg = fileURLToPath(new URL("../pkg/", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("./pkg.json", import.meta.url), "utf8"));

const { outputFiles } = await build({
  entryPoints: ["calculator", "worker"].map((name) => `${pkg}${name}.js`), outdir: pkg, absWorkingDir: pkg,
  nodePaths: [fileURLToPath(new URL("../node_modules/", import.meta.url))],
  // What only the map needs is a file of its own, loaded once there is a verdict.
  splitting: true, chunkNames: "calculator-[hash]",
  bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "eof", charset: "utf8", write: false,
  define: { __BRIGHTLINE_VERSION__: JSON.stringify(version) },
});
for (const name of readdirSync(pkg)) if (/^calculator-[A-Z0-9]+\.js$/.test(name)) rmSync(pkg + name);
for (const { path, contents } of outputFiles) writeFileSync(path, contents);
// What went into the bundle, and no page loads.
rmSync(`${pkg}calculator`, { recursive: true, force: true });
