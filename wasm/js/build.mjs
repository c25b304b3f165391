// Bundles the calculator and the worker of the compiled package, and what the map needs apart from both.
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const pkg = fileURLToPath(new URL("../pkg/", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("./pkg.json", import.meta.url), "utf8"));

for (const name of readdirSync(pkg)) if (/^calculator-[\w-]{8}\.js$/.test(name)) rmSync(pkg + name);
for (const name of ["calculator", "worker"]) {
  const bundle = await rolldown({
    input: { [name]: `${pkg}${name}.js` }, cwd: pkg,
    // What only the map needs is a file of its own, loaded once there is a verdict. It takes what it shares from the
    // calculator's file: a page that begins waits for one file, not for two in turn.
    preserveEntrySignatures: "allow-extension",
    resolve: { modules: [fileURLToPath(new URL("../node_modules/", import.meta.url))], conditionNames: ["browser", "import"] },
    transform: { target: "es2022", define: { __BRIGHTLINE_VERSION__: JSON.stringify(version) } },
  });
  await bundle.write({ dir: pkg, format: "esm", minify: true, chunkFileNames: `${name}-[hash].js` });
  await bundle.close();
}
// What went into the bundle, and no page loads.
rmSync(`${pkg}calculator`, { recursive: true, force: true });
