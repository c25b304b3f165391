/** What a link holds: packed into the address's fragment, and read from it with suspicion. */

/** The two facts of the map. */
export interface Axes {
  readonly x: string;
  readonly y: string;
}

/** Where on the map the opened model was moved to, as the language writes it. */
export type Point = Partial<Axes>;

/** What is chosen. Everything may be missing. */
export interface Chosen {
  /** The version of the engine that made it. */
  version?: string;
  /** The path of the policy, and its text where that was edited. */
  policy?: string;
  text?: string;
  other?: string;
  otherText?: string;
  table?: "models" | "planned";
  day?: string;
  assume?: boolean;
  query?: string;
  filter?: string;
  sort?: string;
  row?: string;
  /** Lines that are dragged, by their names. */
  lines?: [string, string][];
  /** Readings that are picked, by their choices. */
  readings?: [string, string][];
  /** The same of the policy that is compared with. */
  otherLines?: [string, string][];
  otherReadings?: [string, string][];
  /** Which outcomes are compared, on which map. */
  compared?: [number, number];
  axes?: Axes;
  point?: Point;
}

export const MAX_INFLATED = 2 << 20;
const MAX_FRAGMENT = 3 << 20;

export type Fault = "long" | "inflates" | "garbled";

export class BadLink extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault);
    this.fault = fault;
  }
}

/** All bytes of a stream, if they are not more than `most`. */
async function collected(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > most) {
      await reader.cancel().catch(() => {});
      throw new BadLink("inflates");
    }
    parts.push(next.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The paths of the policies that an address names: one, or two that are compared. */
export function policiesIn(fragment: string): [string, string?] | undefined {
  const [, one, other] = /^#p=(rules\/[\w/-]{1,200}\.bright)(?:,(rules\/[\w/-]{1,200}\.bright))?$/.exec(fragment) ?? [];
  return one === undefined ? undefined : other === undefined ? [one] : [one, other];
}

const through = (bytes: Uint8Array<ArrayBuffer>, by: GenericTransformStream): ReadableStream<Uint8Array> =>
  new Blob([bytes]).stream().pipeThrough(by as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>);

/** A fragment that holds what is chosen; `undefined` where that is too much. */
export async function packed(chosen: Chosen): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify(chosen));
  if (bytes.length > MAX_INFLATED) return undefined;
  const small = await collected(through(bytes, new CompressionStream("deflate-raw")), MAX_INFLATED);
  let binary = "";
  for (let at = 0; at < small.length; at += 8192) binary += String.fromCharCode(...small.subarray(at, at + 8192));
  return `#p=${btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** What a fragment holds; `undefined` where it holds nothing of this page. Throws a {@link BadLink}. */
export async function unpacked(fragment: string): Promise<Chosen | undefined> {
  if (fragment.length > MAX_FRAGMENT) throw new BadLink("long");
  // What begins so is for the calculator.
  if (fragment.length < 2 || fragment.startsWith("#brightline-")) return undefined;
  const code = /^#p=([\w-]+)$/.exec(fragment)?.[1];
  if (code === undefined) throw new BadLink("garbled");
  let found: unknown;
  try {
    const binary = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    const text = await collected(through(bytes, new DecompressionStream("deflate-raw")), MAX_INFLATED);
    found = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch (why) {
    throw why instanceof BadLink ? why : new BadLink("garbled");
  }
  return chosenOf(found);
}

/** Of anything at all, what is fit to be chosen. */
export function chosenOf(found: unknown): Chosen {
  if (typeof found !== "object" || found === null || Array.isArray(found)) throw new BadLink("garbled");
  const own = new Map<string, unknown>(Object.entries(found));
  const chosen: Chosen = {};
  for (const name of ["version", "policy", "text", "other", "otherText", "day", "query", "filter", "sort", "row"] as const) {
    const value = own.get(name);
    if (typeof value === "string") chosen[name] = value;
  }
  const table = own.get("table");
  if (table === "models" || table === "planned") chosen.table = table;
  const assume = own.get("assume");
  if (typeof assume === "boolean") chosen.assume = assume;
  if (chosen.day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(chosen.day)) delete chosen.day;
  for (const name of ["policy", "other"] as const) {
    if (chosen[name] !== undefined && !/^rules\/[\w/-]{1,200}\.bright$/.test(chosen[name])) delete chosen[name];
  }
  const compared = own.get("compared");
  if (Array.isArray(compared) && compared.length === 2 && compared.every((at) => Number.isInteger(at) && at >= 0 && at < 1000)) chosen.compared = compared as [number, number];
  const [axes, point] = [pairOf(own.get("axes")), pairOf(own.get("point"))];
  if (axes.x !== undefined && axes.y !== undefined) chosen.axes = { x: axes.x, y: axes.y };
  if (axes.x !== undefined && (point.x !== undefined || point.y !== undefined)) chosen.point = point;
  for (const name of ["lines", "readings", "otherLines", "otherReadings"] as const) {
    const pairs = own.get(name);
    if (!Array.isArray(pairs)) continue;
    const isPair = (pair: unknown): pair is [string, string] =>
      Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string" && part.length < 200);
    chosen[name] = pairs.slice(0, 100).filter(isPair);
  }
  return chosen;
}

/** The short texts of a pair along two axes. */
function pairOf(found: unknown): Point {
  const own = new Map<string, unknown>(typeof found === "object" && found !== null ? Object.entries(found) : []);
  const pair: { x?: string; y?: string } = {};
  for (const name of ["x", "y"] as const) {
    const value = own.get(name);
    if (typeof value === "string" && value.length < 200) pair[name] = value;
  }
  return pair;
}
