// Prints what the package weighs: each file that a page loads, as it is and compressed.
import { readFileSync, readdirSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = new URL("../pkg/", import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name) && !name.startsWith("node")).sort();
const weights = new Map();
const row = (name, sizes) => console.log(name.padEnd(32) + sizes.map((size) => (size / 1000).toFixed(1).padStart(10)).join(""));
console.log("kB".padEnd(32) + ["plain", "gzip", "brotli"].map((word) => word.padStart(10)).join(""));
for (const name of files) {
  const bytes = readFileSync(new URL(name, folder));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  weights.set(name, [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes, { params }).length]);
  row(name, weights.get(name));
}
const page = ["calculator.js", "worker.js", "brightline_bg.wasm"].map((name) => weights.get(name));
row("a page with a calculator", [0, 1, 2].map((at) => page.reduce((sum, sizes) => sum + sizes[at], 0)));
