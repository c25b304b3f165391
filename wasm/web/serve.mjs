// Serves a folder on 127.0.0.1 as a careful static host would: `node serve.mjs [PORT]`, 8000 where nothing is said.
import { createReadStream, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".bright": "text/plain; charset=utf-8",
  ".wasm": "application/wasm", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json",
};

/** The file that an address names; `undefined` where there is none in the folder. */
function found(folder, url) {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    if (path.includes("\0")) return undefined;
    const file = realpathSync(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    return file.startsWith(folder + sep) && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

/** A server of a folder. */
export function serve(folder) {
  const real = realpathSync(folder);
  return createServer((request, response) => {
    const headers = { "content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-cache" };
    if (request.method !== "GET" && request.method !== "HEAD") return response.writeHead(405, { ...headers, allow: "GET, HEAD" }).end();
    const file = found(real, request.url ?? "/");
    if (!file) return response.writeHead(404, { ...headers, "content-type": "text/plain; charset=utf-8" }).end("not found\n");
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "content-type": type, "content-length": statSync(file).size });
    if (request.method === "HEAD") return response.end();
    createReadStream(file).on("error", () => response.destroy()).pipe(response);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.argv[2] ?? 8000);
  const server = serve(fileURLToPath(new URL("../site/", import.meta.url)));
  server.on("error", (error) => {
    console.error(`error: port ${port} cannot be served: ${error.message}`);
    process.exit(1);
  });
  server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
}
