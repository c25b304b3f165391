/** The engine, three times: what a reader waits for never stands behind the work on a whole table, nor behind tests. */

import { connect } from "brightline";

/** Answers about one policy or one model. */
export const live = connect();

/** Answers about tables. */
export const bulk = connect({ deadline: Infinity });

/** The tests of policies. */
export const proof = connect();

/** Today, where the computer is. */
export function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
