/** The shipped policies and models: their index, their texts, and which files a policy uses. */

export interface Entry {
  path: string;
  id: string;
  title: string;
  jurisdiction: string | null;
  statuses: { status: string; from: string }[];
  sources: { name: string; url: string | null }[];
  outcomes: string[];
}

export interface Index {
  version: string;
  policies: Entry[];
  /** Every file of the language, vocabularies too. */
  files: string[];
  /** The profiles of planned models. */
  planned: string[];
}

const texts = new Map<string, Promise<string>>();

async function fetched(path: string): Promise<string> {
  const answer = await fetch(new URL(path, document.baseURI));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

export async function index(): Promise<Index> {
  return JSON.parse(await fetched("library.json"));
}

/** The text of a shipped file. */
export function shipped(path: string): Promise<string> {
  let text = texts.get(path);
  if (!text) {
    text = fetched(path);
    texts.set(path, text);
    text.catch(() => texts.delete(path));
  }
  return text;
}

/** The latest status by a day. */
export function statusOn(statuses: Entry["statuses"], day: string): string | undefined {
  return statuses.filter(({ from }) => from <= day).at(-1)?.status;
}

/** A path that is written in a file, from the root. */
function resolved(from: string, path: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** A policy with the shipped files that it uses, and those that these use in turn. */
export async function withUsed(index: Index, path: string, text: string): Promise<Map<string, string>> {
  const files = new Map([[path, text]]);
  const waiting: [string, string][] = [[path, text]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [from, body] = next;
    for (const [, name = ""] of body.matchAll(/^\s*uses\s+"([^"\n]+)"/gm)) {
      const used = resolved(from, name);
      if (files.has(used) || !index.files.includes(used)) continue;
      const found = await shipped(used);
      files.set(used, found);
      waiting.push([used, found]);
    }
  }
  return files;
}

/** The text of the language without comments, texts and citations, all else where it was. */
export function bare(text: string): string {
  return text.replace(/#[^\n]*|"(?:\\.|[^"\\\n])*"?|\[[^\]\n]*\]/g, (found) => " ".repeat(found.length));
}

/** What a policy calls itself. */
export function titleOf(text: string): string | undefined {
  return /^\s*policy\s+\w+\s+"((?:\\.|[^"\\\n])*)"/m.exec(text)?.[1];
}

/** The path of a policy, which its id tells: what is typed may rename it. */
export function pathOf(text: string, before: string): string {
  const id = /^\s*policy\s+([A-Za-z_]\w*)/m.exec(bare(text))?.[1];
  return id ? `${before.slice(0, before.lastIndexOf("/") + 1)}${id.replaceAll("_", "-")}.bright` : before;
}

/** What a new policy begins as. */
export const NEW_PATH = "rules/my-policy.bright";
export const NEW_TEXT = `policy my_policy "My policy: large models";

jurisdiction "US";
status proposed from 2026-01-01;
source "Where the rule is written, and which section" "https://example.org/";

note "What is assumed, and what is left out.";

uses "facts/model.bright";

param compute_line = 1e26 FLOP in 1e24 FLOP .. 1e28 FLOP
    "Training compute above which a model is large" [s. 1];

designate large_model "Large model" [s. 1]
    when compute: total_compute > compute_line [s. 1(a)];

test "exactly at the line is not above it" {
    training_compute: 1e26 FLOP;
    expect not large_model;
}

test "just above the line" {
    training_compute: 1.000001e26 FLOP;
    expect large_model;
}

test "nothing known" {
    expect undetermined large_model;
}
`;
