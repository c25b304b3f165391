/** The tests in a policy, asked of the engine one by one. */

import { lines } from "brightline";
import type { AboutLine, EvalLine, RemotePolicies, Request } from "brightline";
import { bare } from "./library.js";
import type { Version } from "./policy.js";

/** What a test expects, and where it says so. */
export interface Expectation {
  from: number;
  to: number;
  /** As written behind `expect`. */
  text: string;
}

export interface Test {
  name: string;
  /** What it says, to know it again. */
  text: string;
  fields: [string, string][];
  models: [string, string][][];
  day: string | undefined;
  assume: boolean;
  expectations: Expectation[];
}

/** What did not come as expected. */
export interface Failure {
  test: string;
  from: number;
  to: number;
  expected: string;
  /** What the engine answers: a verdict's name, a day, or nothing. */
  got: string;
}

/** How many tests are asked at once. */
const BATCH = 12;
/** What a code says. */
const NAMES = ["not_covered", "covered", "undetermined", "error"];

const unquoted = (text: string) => text.replace(/^"|"$/g, "").replace(/\\(["\\])/g, "$1");

/** Where the entries of a block begin and end, at last where it ends itself; `at` is behind its opening brace. */
function entries(plain: string, at: number): [number, number][] {
  const found: [number, number][] = [];
  let [depth, start] = [0, at];
  for (let place = at; place < plain.length; place += 1) {
    const letter = plain[place];
    if (letter === "{") depth += 1;
    if (letter === "}" && depth === 0) return [...found, [place, place]];
    if (letter === "}") depth -= 1;
    if (depth === 0 && (letter === ";" || letter === "}")) {
      found.push([start, letter === "}" ? place + 1 : place]);
      start = place + 1;
    }
  }
  return [...found, [plain.length, plain.length]];
}

/** A field with its value. */
function field(entry: string): [string, string] | undefined {
  const found = /^([A-Za-z_][\w.]*)\s*:\s*([^]+)$/.exec(entry);
  return found ? [found[1] ?? "", unquoted((found[2] ?? "").trim())] : undefined;
}

/** Every test of a text. */
export function testsOf(text: string): Test[] {
  // Comments are blanked, texts are not: their braces and semicolons are blanked in `plain` only.
  const plain = bare(text);
  const uncommented = text.replace(/"(?:\\.|[^"\\\n])*"|#[^\n]*/g, (found) => (found.startsWith("#") ? " ".repeat(found.length) : found));
  const tests: Test[] = [];
  for (const head of plain.matchAll(/(?<=^|[;}])\s*test\s+\{/gm)) {
    const open = head.index + head[0].length;
    const name = unquoted(/"(?:\\.|[^"\\\n])*"/.exec(uncommented.slice(head.index, open))?.[0] ?? "");
    const parts = entries(plain, open);
    const end = parts.at(-1)?.[1] ?? open;
    const test: Test = { name, text: uncommented.slice(head.index, end).trim(), fields: [], models: [], day: undefined, assume: false, expectations: [] };
    for (const [from, to] of parts.slice(0, -1)) {
      const raw = uncommented.slice(from, to);
      const entry = raw.trim();
      const start = from + (raw.length - raw.trimStart().length);
      const day = /^as\s+of\s+(\S+)$/.exec(entry)?.[1];
      const expected = /^expect\s+([^]+)$/.exec(entry)?.[1];
      const own = field(entry);
      if (day !== undefined) test.day = day;
      else if (entry === "assume") test.assume = true;
      else if (expected !== undefined) test.expectations.push({ from: start, to: start + entry.length, text: expected.replace(/\s+/g, " ") });
      else if (/^model\s+"/.test(entry)) test.models.push(modelOf(entry));
      else if (own) test.fields.push(own);
    }
    tests.push(test);
  }
  return tests;
}

function modelOf(entry: string): [string, string][] {
  const name = unquoted(/"(?:\\.|[^"\\\n])*"/.exec(entry)?.[0] ?? "");
  const plain = bare(entry);
  const open = plain.indexOf("{") + 1;
  const fields = entries(plain, open).slice(0, -1).map(([from, to]) => field(entry.slice(from, to).trim()));
  return [["name", name], ...fields.filter((each) => each !== undefined)];
}

/** A test as the engine is asked it. */
export function requestOf(test: Test, about: AboutLine): Request {
  const ofParams = test.fields.filter(([name]) => about.params.some((param) => param.name === name));
  const ofChoices = test.fields.filter(([name]) => about.choices.some((choice) => choice.name === name));
  const facts = test.fields.filter((field) => !ofParams.includes(field) && !ofChoices.includes(field));
  const profiles = [[["name", test.name] as [string, string], ...facts], ...test.models].map((fields) => JSON.stringify(Object.fromEntries(fields)));
  const day = test.day ?? about.statuses.at(-1)?.from;
  return {
    profiles: [{ name: "test", text: profiles.join("\n"), format: "ndjson" }], assume: test.assume, param: ofParams, reading: ofChoices,
    ...(day === undefined ? {} : { as_of: day }),
  };
}

/** Whether an answer is what is expected; if not, what it is. */
export function differs(expected: string, line: EvalLine | undefined, inError: boolean): string | undefined {
  if (expected === "error") return inError ? undefined : "";
  if (!line || inError) return "error";
  const [, word, id = "", day] = /^(?:(not|undetermined)\s+)?([\w.]+)(?:\s+due\s+(\S+))?$/.exec(expected) ?? [];
  const wanted = word === "not" ? "not_covered" : word === "undetermined" ? "undetermined" : "covered";
  const outcome = line.designations.find((each) => each.id === id);
  if (outcome) return outcome.verdict === wanted ? undefined : outcome.verdict;
  const duty = line.obligations.find((each) => each.id === id);
  if (!duty) return "";
  const applies = { yes: "covered", no: "not_covered", undetermined: "undetermined" }[duty.applies];
  if (applies !== wanted) return applies;
  return day === undefined || duty.due === day ? undefined : (duty.due ?? "");
}

/** What differs from each expectation. */
async function asked(policies: RemotePolicies, test: Test, about: AboutLine): Promise<(string | undefined)[]> {
  const request = requestOf(test, about);
  const outcomes = test.expectations.map(({ text }) => /^(?:(not|undetermined) )?(\w+)$/.exec(text))
    .map((found) => (found ? { wanted: found[1] ?? "", id: `${about.id}.${found[2]}` } : undefined));
  // Where verdicts alone are expected, they need no reasons.
  const codes = outcomes.every((each) => each !== undefined) ? await policies.rows(request, { deadline: 10_000 }) : undefined;
  if (codes && outcomes.every((each) => each && codes.outcomes.includes(each.id))) {
    return outcomes.map((each) => {
      const code = codes.codes[codes.outcomes.indexOf(each?.id ?? "")] ?? 3;
      return code === { "": 1, not: 0, undetermined: 2 }[each?.wanted ?? ""] ? undefined : NAMES[code];
    });
  }
  const response = await policies.eval(request, { deadline: 10_000 });
  const [line] = lines(response);
  const inError = line === undefined || line.error !== null;
  return test.expectations.map(({ text }) => differs(text, line, inError));
}

/** The tests of policies, run whenever a version is new; what has not changed is not run again. */
export class TestRun {
  of = 0;
  done = 0;
  failures: Failure[] = [];
  readonly #changed: () => void;
  #known = new Map<string, (string | undefined)[]>();
  #rest = "";
  #running: Version | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  async start(version: Version): Promise<void> {
    this.#running = version;
    const text = version.files.get(version.path) ?? "";
    const tests = testsOf(text);
    const rest = [...version.files].map(([path, body]) => (path === version.path ? tests.reduce((left, test) => left.replace(test.text, ""), body) : body)).join("\0");
    if (rest !== this.#rest) this.#known = new Map();
    [this.#rest, this.of, this.done] = [rest, tests.length, 0];
    const failures: Failure[] = [];
    const policies = await version.bulk;
    for (let at = 0; at < tests.length; at += BATCH) {
      const batch = tests.slice(at, at + BATCH);
      const found = await Promise.all(batch.map((test) => this.#known.get(test.text) ?? asked(policies, test, version.about)));
      if (this.#running !== version) return;
      batch.forEach((test, place) => {
        const own = found[place] ?? [];
        this.#known.set(test.text, own);
        test.expectations.forEach(({ from, to, text: expected }, which) => {
          const got = own[which];
          if (got !== undefined) failures.push({ test: test.name, from, to, expected, got });
        });
      });
      this.done += batch.length;
      this.#changed();
    }
    this.failures = failures;
    this.#changed();
  }
}
