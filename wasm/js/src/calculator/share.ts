/** Scenarios as the fragment of a link, and back. A fragment is never sent to a server; what is read from one is not trusted. */

import { MOST_SCENARIOS } from "./scenario.js";
import type { Scenario } from "./scenario.js";

/** The most characters of a fragment that are read. */
export const MOST_FRAGMENT = 65_536;
/** The most bytes that a fragment may stand for. */
const MOST_BYTES = 1_048_576;
/** Of the format; one that is not known is not read. */
const FORMAT = 1;

/** All that a link carries. */
export interface Shared {
  /** The version of the engine that made it. */
  readonly version: string;
  readonly asOf: string;
  readonly focus: readonly [string, string];
  readonly active: number;
  readonly scenarios: readonly Scenario[];
}

/** Why a link is not read. */
export class LinkError extends Error {
  constructor(readonly kind: "long" | "broken") {
    super(kind);
  }
}

/** Which calculator of a page is meant: its id, and where it has none its place among all of them. */
export type Whose = string | number;

/** Which one an element is. */
export function whose(element: HTMLElement): Whose {
  const root = element.getRootNode() as Document | ShadowRoot | Element;
  return element.id || Math.max(0, [...root.querySelectorAll(element.localName)].indexOf(element));
}

/** The name that an element's part of a fragment has. */
function keyOf(whose: Whose): string {
  if (typeof whose === "number") return `brightline-${FORMAT}${whose === 0 ? "" : `.${whose + 1}`}`;
  return `brightline-${FORMAT}-${encodeURIComponent(whose)}`;
}

/** The fragment for an element, without the `#`. */
export async function fragmentOf(shared: Shared, id: Whose): Promise<string> {
  const scenarios = shared.scenarios.map((one) => [one.name, [...one.facts], [...one.params], [...one.readings]]);
  const text = JSON.stringify([shared.version, shared.asOf, shared.focus, shared.active, scenarios]);
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `${keyOf(id)}=${btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** What a fragment says to an element; `undefined` where it says nothing to it. */
export async function readFragment(fragment: string, id: Whose): Promise<Shared | undefined> {
  const begin = `${keyOf(id)}=`;
  const text = fragment.replace(/^#/, "");
  if (!text.startsWith(begin) && !text.includes(`&${begin}`)) return undefined;
  if (text.length > MOST_FRAGMENT) throw new LinkError("long");
  const part = text.split("&").find((one) => one.startsWith(begin)) ?? "";
  let inflated: string;
  try {
    const binary = atob(part.slice(begin.length).replaceAll("-", "+").replaceAll("_", "/"));
    inflated = await inflate(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
  } catch (why) {
    throw why instanceof LinkError ? why : new LinkError("broken");
  }
  const shared = checked(inflated);
  if (!shared) throw new LinkError("broken");
  return shared;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      void reader.cancel();
      throw new LinkError("long");
    }
    pieces.push(value);
  }
  return new Blob(pieces).text();
}

function checked(text: string): Shared | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  const [version, asOf, focus, active, list] = parsed as unknown[];
  if (typeof version !== "string" || typeof asOf !== "string" || typeof active !== "number" || !Array.isArray(list)) return undefined;
  if (!Array.isArray(focus) || focus.length !== 2 || !focus.every((one) => typeof one === "string")) return undefined;
  const scenarios = list.slice(0, MOST_SCENARIOS).map(scenarioOf);
  if (scenarios.length === 0 || scenarios.some((one) => one === undefined)) return undefined;
  if (asOf !== "" && !/^\d{4}-\d{2}-\d{2}$/.test(asOf)) return undefined;
  return { version, asOf, focus: focus as [string, string], active, scenarios: scenarios as Scenario[] };
}

function scenarioOf(value: unknown): Scenario | undefined {
  if (!Array.isArray(value)) return undefined;
  const [name, ...maps] = value as unknown[];
  const [facts, params, readings] = maps.map(mapOf);
  return typeof name === "string" && facts && params && readings ? { name, facts, params, readings } : undefined;
}

function mapOf(value: unknown): Map<string, string> | undefined {
  if (!Array.isArray(value)) return undefined;
  const isPair = (pair: unknown): pair is [string, string] => Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === "string");
  return value.every(isPair) ? new Map(value) : undefined;
}
