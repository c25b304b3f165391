// Prints what the package weighs: each file that a page loads, as it is and compressed.
import { readFileSync, readdirSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = new URL("../pkg/", import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name) && !name.startsWith("node")).sort();
let sum = [0, 0, 0];
const row = (name, sizes) => console.log(name.padEnd(26) + sizes.map((size) => (size / 1000).toFixed(1).padStart(10)).join(""));
console.log("kB".padEnd(26) + ["plain", "gzip", "brotli"].map((word) => word.padStart(10)).join(""));
for (const name of files) {
  const bytes = readFileSync(new URL(name, folder));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes, { params }).length];
  if (name !== "brightline_full_bg.wasm") sum = sum.map((total, at) => total + sizes[at]);
  row(name, sizes);
}
row("all but the full engine", sum);
