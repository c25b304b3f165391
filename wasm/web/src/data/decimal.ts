/** Exact numbers as the engine writes them: compared without rounding. */

/** A number as a fraction. */
export type Fraction = [bigint, bigint];

const POWER_LIMIT = 400;

/** `1.5e26`, `-3`, `1/3`; `undefined` for anything else. */
export function fraction(text: string): Fraction | undefined {
  const found = /^([+-]?)([0-9_]+)(?:\.([0-9_]+))?(?:e([+-]?\d{1,4}))?(?:\/(\d+))?$/i.exec(text.trim());
  if (!found) return undefined;
  const [, sign, whole = "", part = "", power = "0", below] = found;
  const digits = (part ?? "").replaceAll("_", "");
  const exponent = Number(power) - digits.length;
  if (Math.abs(exponent) > POWER_LIMIT) return undefined;
  const number = BigInt(whole.replaceAll("_", "") + digits) * (sign === "-" ? -1n : 1n);
  const scale = 10n ** BigInt(Math.abs(exponent));
  const under = below ? BigInt(below) : 1n;
  if (under === 0n) return undefined;
  return exponent < 0 ? [number, scale * under] : [number * scale, under];
}

/** Below zero where `one` is less, above where it is more. */
export function compare(one: Fraction, other: Fraction): number {
  if (one[1] === other[1]) return one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0;
  const [left, right] = [one[0] * other[1], other[0] * one[1]];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The double nearest to what a text writes; `NaN` where it writes no number. */
export function double(text: string): number {
  const [above, below, more] = text.split("/");
  if (more !== undefined || above === undefined) return NaN;
  const number = above.trim() === "" ? NaN : Number(above.replaceAll("_", ""));
  return below === undefined ? number : number / Number(below);
}

/** In lowest terms, so that what is computed further stays short. */
function lowest([above, below]: Fraction): Fraction {
  let [one, other] = [above < 0n ? -above : above, below];
  while (other !== 0n) [one, other] = [other, one % other];
  return one > 1n ? [above / one, below / one] : [above, below];
}

export function plus(one: Fraction, other: Fraction): Fraction {
  return lowest([one[0] * other[1] + other[0] * one[1], one[1] * other[1]]);
}

export function minus(one: Fraction, other: Fraction): Fraction {
  return plus(one, [-other[0], other[1]]);
}

export function times(one: Fraction, other: Fraction): Fraction {
  return lowest([one[0] * other[0], one[1] * other[1]]);
}

/** `one` by `other`, which is not zero. */
export function by(one: Fraction, other: Fraction): Fraction {
  return other[0] < 0n ? times(one, [-other[1], -other[0]]) : times(one, [other[1], other[0]]);
}

/** The fraction as the engine writes it: `3`, `-1/3`. */
export function text([above, below]: Fraction): string {
  return below === 1n ? String(above) : `${above}/${below}`;
}
