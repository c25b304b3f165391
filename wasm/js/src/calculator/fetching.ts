/** The texts that a calculator is made from: policies with the files that they use, and what else a page names. */

import type { Files } from "../types.js";

const MOST_FILES = 256;
const MOST_CHARACTERS = 8_000_000;
const USES = /(?:^|[;{}\s])uses\s+"([^"\n]+)"/g;

/** Policies and what they use. */
export interface Gathered {
  readonly files: ReadonlyMap<string, string>;
  /** Which of the files are asked. */
  readonly paths: readonly string[];
  /** What could not be fetched. */
  readonly missing: readonly string[];
}

/** A text without its comments. */
export function uncommented(text: string): string {
  return text.replace(/("(?:[^"\\\n]|\\.)*")|#.*$/gm, (_, quoted: string | undefined) => quoted ?? "");
}

/** The files that a text uses; where a quoted text looks like one, a file too many is fetched for nothing. */
export function usedBy(text: string): string[] {
  const code = uncommented(text);
  // An address elsewhere is no file of this policy: the engine will say that it is not there.
  return [...code.matchAll(USES)].flatMap((match) => (match[1] && !/^(?:[a-z][a-z\d+.-]*:|[/\\])/i.test(match[1]) ? [match[1]] : []));
}

/** Splits an attribute of addresses. */
export function addresses(list: string): string[] {
  return list.split(/[\s,]+/).filter((address) => address !== "");
}

/** The text at an address. */
export async function textAt(url: URL, signal: AbortSignal): Promise<string> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`.trim());
  const text = await answer.text();
  if (text.length > MOST_CHARACTERS) throw new Error(`${text.length} > ${MOST_CHARACTERS}`);
  return text;
}

/** The name of a file for the engine: its path, so that `../` leads where it does on the server. */
function nameOf(url: URL): string {
  return decodeURIComponent(url.pathname).replace(/^\/+/, "");
}

/** Fetches policies and, beside them, the files that they use. */
export async function gather(list: readonly string[], base: string, signal: AbortSignal): Promise<Gathered> {
  const files = new Map<string, string>();
  const missing: string[] = [];
  const asked = new Set<string>();
  const visit = async (url: URL): Promise<void> => {
    const name = nameOf(url);
    if (asked.has(name) || asked.size >= MOST_FILES) return;
    asked.add(name);
    try {
      const text = await textAt(url, signal);
      files.set(name, text);
      await Promise.all(usedBy(text).map((path) => visit(new URL(path, url))));
    } catch (why) {
      if (signal.aborted) throw why;
      missing.push(`${name}: ${why instanceof Error ? why.message : String(why)}`);
    }
  };
  const roots = list.map((address) => new URL(address, base));
  await Promise.all(roots.map(visit));
  return { files, paths: roots.map(nameOf).filter((name) => files.has(name)), missing };
}

/** Files by their names. */
export function entriesOf(files: Files): Iterable<readonly [string, string]> {
  return Symbol.iterator in files ? (files as Iterable<readonly [string, string]>) : Object.entries(files as Record<string, string>);
}

/** Which files declare a policy. */
export function declared(files: ReadonlyMap<string, string>): string[] {
  return [...files].filter(([name, text]) => name.endsWith(".bright") && /(?:^|[;\s])policy\s+\w+\s+"/.test(text)).map(([name]) => name);
}
