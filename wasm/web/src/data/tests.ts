/** The tests in a policy, run whenever it is new; the newest run wins. */

import { lines } from "brightline";
import type { Diagnostic } from "brightline";
import { proof } from "./engine.js";
import type { Version } from "./policy.js";

/** Milliseconds of rest before tests are run. */
const REST = 250;

/** What the tests gave. */
export interface Result {
  version: Version;
  of: number;
  failed: number;
  /** How many clauses no test saw whole. */
  unseen: number;
  diagnostics: readonly Diagnostic[];
}

export class TestRun {
  result: Result | undefined;
  #running: Version | undefined;
  #stop = new AbortController();
  #rest: ReturnType<typeof setTimeout> | undefined;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  start(version: Version): void {
    if (version === this.#running) return;
    this.#running = version;
    this.#stop.abort();
    this.#stop = new AbortController();
    clearTimeout(this.#rest);
    const { signal } = this.#stop;
    this.#rest = setTimeout(() => void this.#run(version, signal).catch((why: unknown) => {
      if (!signal.aborted) throw why;
    }), REST);
  }

  async #run(version: Version, signal: AbortSignal): Promise<void> {
    const policies = await proof.prepare(version.files, [version.path], { signal });
    const response = await policies.test({}, { signal });
    policies.free();
    const tests = lines(response).filter((line) => line.policy === version.about.id);
    const all = tests.flatMap((line) => line.tests);
    this.result = {
      version, of: all.length, failed: all.filter(({ passes }) => !passes).length,
      unseen: tests.reduce((sum, line) => sum + line.unseen.length, 0), diagnostics: response.diagnostics,
    };
    this.#changed();
  }
}
