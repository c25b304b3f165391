// What the tests share: the shipped files, the package, the native command.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const pkg = fileURLToPath(new URL("../../pkg/", import.meta.url));
export const brightline = await import(new URL("../../pkg/node.js", import.meta.url));
export const DAY = "2026-11-21";

/** Every file below a folder whose name ends so, by its path from the root of the repository. */
export function texts(folder, ending) {
  const found = {};
  const walk = (path) => {
    for (const name of readdirSync(join(root, path)).sort()) {
      const inner = `${path}/${name}`;
      if (statSync(join(root, inner)).isDirectory()) walk(inner);
      else if (name.endsWith(ending)) found[inner] = readFileSync(join(root, inner), "utf8");
    }
  };
  walk(folder);
  return found;
}

export const rules = texts("rules", ".bright");
export const models = { name: "profiles/models.csv", text: readFileSync(join(root, "profiles/models.csv"), "utf8") };
export const planned = Object.entries(texts("profiles/planned", ".json")).map(([name, text]) => ({ name, text }));

/** The native command: whichever build is newest. */
const native = [process.env.BRIGHTLINE, "target/release/brightline", "target/debug/brightline"]
  .filter(Boolean).map((path) => resolve(root, path)).filter(existsSync)
  .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];

/** What the command prints on standard output, from the root of the repository, whatever its exit code. */
export function command(args, cwd = root) {
  if (!native) throw new Error("there is no native command: cargo build");
  try {
    return execFileSync(native, args, { cwd, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (typeof error.stdout === "string") return error.stdout;
    throw error;
  }
}

/** Fails where two texts differ, with the place where they part. */
export function same(found, expected, what = "") {
  if (found === expected) return;
  let at = 0;
  while (found[at] === expected[at]) at += 1;
  const near = (text) => JSON.stringify(text.slice(Math.max(0, at - 100), at + 100));
  throw new Error(`${what} differs at ${at}:\n${near(found)}\nrather than\n${near(expected)}`);
}

/** A folder with these files, for as long as `work` runs. */
export function within(files, work) {
  const folder = mkdtempSync(join(tmpdir(), "brightline-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Random numbers that are the same each time. */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (most) => Math.floor(next() * most), pick: (list) => list[Math.floor(next() * list.length)] };
}
