/** Two planes that are each cut into parts, laid over one another: exactly, in fractions. */

import type { Curve, MapLine } from "brightline";
import { by, compare, fraction, minus, plus, text, times } from "../data/decimal.js";
import type { Fraction } from "../data/decimal.js";

/** A stretch of x with its bands from below upwards. */
export interface Strip<Kind> {
  from: string | null;
  to: string | null;
  bands: { below: Curve | null; above: Curve | null; verdict: Kind }[];
}

export type Plane = MapLine["strips"];
type Verdict = Plane[number]["bands"][number]["verdict"];

interface Line {
  readonly slope: Fraction;
  readonly offset: Fraction;
  readonly curve: Curve;
}

interface Band {
  readonly above: Line | undefined;
  readonly verdict: Verdict;
}

/** A strip in fractions; what has no end is left out. */
interface Slab {
  readonly from: Fraction | undefined;
  readonly to: Fraction | undefined;
  readonly bands: readonly Band[];
}

const ONE: Fraction = [1n, 1n];
const HALF: Fraction = [1n, 2n];

class NoNumber extends Error {}

function read(number: string): Fraction {
  const found = fraction(number);
  if (!found) throw new NoNumber(number);
  return found;
}

function slabsOf(plane: Plane): Slab[] {
  const line = (curve: Curve | null): Line | undefined => (curve ? { slope: read(curve.slope), offset: read(curve.offset), curve } : undefined);
  return plane.map(({ from, to, bands }) => ({
    from: from === null ? undefined : read(from), to: to === null ? undefined : read(to),
    bands: bands.map(({ above, verdict }) => ({ above: line(above), verdict })),
  }));
}

const at = (line: Line, x: Fraction): Fraction => plus(times(line.slope, x), line.offset);
const inside = (x: Fraction, { from, to }: Pick<Slab, "from" | "to">) => (!from || compare(from, x) < 0) && (!to || compare(x, to) < 0);

/** Where two lines cross; lines side by side never do. */
function crossing(one: Line, other: Line): Fraction | undefined {
  const slope = minus(one.slope, other.slope);
  return slope[0] === 0n ? undefined : by(minus(other.offset, one.offset), slope);
}

/** Something strictly between two ends. */
function between(from: Fraction | undefined, to: Fraction | undefined): Fraction {
  if (from && to) return times(plus(from, to), HALF);
  return from ? plus(from, ONE) : to ? minus(to, ONE) : [0n, 1n];
}

/** The stretch that both strips have in common, if there is one. */
function common(one: Slab, other: Slab): Pick<Slab, "from" | "to"> | undefined {
  const from = !one.from || (other.from && compare(one.from, other.from) < 0) ? other.from : one.from;
  const to = !one.to || (other.to && compare(other.to, one.to) < 0) ? other.to : one.to;
  return from && to && compare(from, to) >= 0 ? undefined : { from, to };
}

/** The bands of both at a place, in which no two of their lines cross. */
function merged<Kind extends string>(one: Slab, other: Slab, x: Fraction, kind: (one: Verdict, other: Verdict) => Kind): Strip<Kind>["bands"] {
  const bands: Strip<Kind>["bands"] = [];
  let below: Curve | null = null;
  for (let [first, second] = [0, 0]; ;) {
    const [a, b] = [one.bands[first], other.bands[second]];
    if (!a || !b) return bands;
    const order: number = !a.above ? (b.above ? 1 : 0) : !b.above ? -1 : compare(at(a.above, x), at(b.above, x));
    const above: Curve | null = (order <= 0 ? a.above : b.above)?.curve ?? null;
    const verdict = kind(a.verdict, b.verdict);
    const last = bands.at(-1);
    if (last?.verdict === verdict) last.above = above;
    else bands.push({ below, above, verdict });
    below = above;
    if (order <= 0) first += 1;
    if (order >= 0) second += 1;
  }
}

/** The plane cut by both; `undefined` where an end is no number. */
export function overlay<Kind extends string>(one: Plane, other: Plane, kind: (one: Verdict, other: Verdict) => Kind): Strip<Kind>[] | undefined {
  try {
    return [...laid(slabsOf(one), slabsOf(other), kind)];
  } catch (why) {
    if (why instanceof NoNumber) return undefined;
    throw why;
  }
}

function* laid<Kind extends string>(one: readonly Slab[], other: readonly Slab[], kind: (one: Verdict, other: Verdict) => Kind): Generator<Strip<Kind>> {
  for (let [first, second] = [0, 0]; ;) {
    const [a, b] = [one[first], other[second]];
    if (!a || !b) return;
    const stretch = common(a, b);
    if (stretch) {
      const cuts: Fraction[] = [];
      for (const { above } of a.bands) {
        for (const { above: against } of b.bands) {
          const cut = above && against && crossing(above, against);
          if (cut && inside(cut, stretch)) cuts.push(cut);
        }
      }
      cuts.sort(compare);
      const ends = [stretch.from, ...cuts.filter((cut, place) => place === 0 || compare(cut, cuts[place - 1] as Fraction) !== 0), stretch.to];
      for (let place = 1; place < ends.length; place += 1) {
        const [from, to] = [ends[place - 1], ends[place]];
        yield { from: from ? text(from) : null, to: to ? text(to) : null, bands: merged(a, b, between(from, to), kind) };
      }
    }
    // Whichever ends first is passed; both where they end together.
    const order = !a.to ? (b.to ? 1 : 0) : !b.to ? -1 : compare(a.to, b.to);
    if (order <= 0) first += 1;
    if (order >= 0) second += 1;
  }
}

/** The verdict at a place of a plane; on a line, what lies before or below it. */
export function verdictIn(plane: Plane, x: string, y: string): Verdict | undefined {
  const [across, up] = [fraction(x), fraction(y)];
  if (!across || !up) return undefined;
  const slab = slabsOf(plane).find(({ to }) => !to || compare(across, to) <= 0);
  return slab?.bands.find(({ above }) => !above || compare(up, at(above, across)) <= 0)?.verdict;
}
