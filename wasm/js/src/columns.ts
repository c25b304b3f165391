/** Columns of numbers on their way to the engine. */

import { given } from "./refusal.js";

/** Columns as one, one after the other. */
export function joined(columns: readonly Float64Array[], count: number): Float64Array {
  const list: unknown = columns;
  if (!Array.isArray(list) || !list.every((column) => ArrayBuffer.isView(column))) throw new TypeError(`\`columns\` is ${given(columns)}: a list of \`Float64Array\`s is asked for`);
  const [first] = columns;
  const length = first?.length ?? 0;
  if (columns.length !== count || columns.some((column) => column.length !== length)) throw new TypeError(`${count} columns of one length are asked for`);
  if (first && count === 1) return first;
  const numbers = new Float64Array(columns.length * length);
  columns.forEach((column, at) => numbers.set(column, at * length));
  return numbers;
}
