// Bundles the calculator and the worker of the compiled package, each into one file.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const pkg = fileURLToPath(new URL("../pkg/", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("./pkg.json", import.meta.url), "utf8"));

for (const name of ["calculator", "worker"]) {
  const { outputFiles } = await build({
    entryPoints: [`${pkg}${name}.js`], absWorkingDir: pkg, nodePaths: [fileURLToPath(new URL("../node_modules/", import.meta.url))],
    bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "eof", charset: "utf8", write: false,
    define: { __BRIGHTLINE_VERSION__: JSON.stringify(version) },
  });
  writeFileSync(`${pkg}${name}.js`, outputFiles[0].contents);
}
// What went into the bundle, and no page loads.
rmSync(`${pkg}calculator`, { recursive: true, force: true });
