/** What is refused before the engine is asked: arguments of the wrong type, and values that JSON would lose. */

import type { Code, Diagnostic, Response } from "./types.js";

/** An answer that is only an error. */
export function failed(code: Code, message: string, help: string): Response<never> {
  const diagnostic: Diagnostic = { severity: "error", code, message, labels: [], help: [help] };
  return { text: "", diagnostics: [diagnostic], end: "in_error" };
}

/** Why a call is refused, with how to mend it: told in its answer, never thrown at the caller. */
export class Refusal extends Error {
  constructor(message: string, readonly help: string) {
    super(message);
  }

  get response(): Response<never> {
    return failed("option", this.message, this.help);
  }
}

/** What is said of policies that were freed. */
export const FREED = new Refusal("these policies were freed", "prepare the policies again");

/** What was given, in a word or two. */
export function given(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "a list";
  const name = typeof value === "object" ? value.constructor?.name : undefined;
  return `a ${name === "Map" || name === "Set" || name === "Promise" ? name : typeof value}`;
}

/** A text, else a refusal. */
export function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new Refusal(`${what} is ${given(value)}`, "give a text");
}

/** A list of texts as JSON. */
export function texts(list: unknown, what: string): string {
  if (!Array.isArray(list)) throw new Refusal(`${what} is ${given(list)}`, "give a list of texts");
  return JSON.stringify(list.map((one, at) => text(one, `${what}[${at}]`)));
}

/** A request as JSON. What JSON would leave out or turn into `null`, and so into unknown, is refused by its name. */
export function request(value: object): string {
  const paths = new WeakMap<object, string>();
  const checked = function (this: object, key: string, inner: unknown): unknown {
    const kind = typeof inner;
    if (kind === "string" || kind === "boolean" || inner === null || inner === undefined) return inner;
    const before = paths.get(this) ?? "";
    const path = Array.isArray(this) ? `${before}[${key}]` : before === "" ? key : `${before}.${key}`;
    if (kind === "object" ? inner instanceof Map || inner instanceof Set : !Number.isFinite(inner)) {
      throw new Refusal(`\`${path}\` is ${given(inner)}`, "give a text, a number, `true` or `false`, `null` where it is unknown, or an object or a list of such");
    }
    if (kind === "object") paths.set(inner, path);
    return inner;
  };
  try {
    return JSON.stringify(value, checked);
  } catch (why) {
    throw why instanceof Refusal ? why : new Refusal(String(why), "give plain values");
  }
}
