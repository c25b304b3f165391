/** The two workers that all calculators of a page share: one for what is shown at once, one for what may take a while. */

import { connect } from "../browser.js";
import type { Client } from "../client.js";

/** Milliseconds after which what is to be shown at once is given up. */
const QUICK_DEADLINE = 5000;
/** Milliseconds after which a deeper question is given up. */
const DEEP_DEADLINE = 20_000;

let quick: Client | undefined;
let deep: Client | undefined;

/** The worker for verdicts. */
export function quickly(): Client {
  return (quick ??= connect({ deadline: QUICK_DEADLINE }));
}

/** Starts the worker for verdicts before there is anything to ask. */
export function warm(): void {
  void quickly().check({}).catch(() => {});
}

/** The worker for all that comes after. */
export function deeply(): Client {
  return (deep ??= connect({ deadline: DEEP_DEADLINE }));
}
