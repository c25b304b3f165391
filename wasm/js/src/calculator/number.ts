/**
 * Numbers as texts: read from the language's own spellings, which answers and facts have, and written back with few digits.
 * What people type is brought into these spellings by typing.ts.
 */

const SCALES: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };
const PLAIN = /^[-+]?\d[\d_]*(?:\.[\d_]+)?(?:e[-+]?\d+)?$/i;

/** The number that a text such as `1.2e26`, `10^26`, `1/3`, `10x` or `500 million` stands for; not one beyond doubles as `1e400`. */
export function readNumber(text: string): number | undefined {
  const [digits = "", word, more] = text.trim().split(/\s+/);
  if (more !== undefined) return undefined;
  const scale = word === undefined ? 1 : SCALES[word];
  if (scale === undefined) return undefined;
  const number = readPlain(digits);
  // What a double cannot hold is no number here: it is shown as it is written.
  if (number === undefined || !Number.isFinite(number * scale)) return undefined;
  return number === 0 && /^[-+]?[0_.]*[1-9]/.test(digits) ? undefined : number * scale;
}

function readPlain(digits: string): number | undefined {
  const text = digits.endsWith("x") ? digits.slice(0, -1) : digits;
  if (PLAIN.test(text)) return Number(text.replaceAll("_", ""));
  const [, left, sign, right] = /^([-+]?[\d_.e]+)([/^])([-\d_]+)$/i.exec(text) ?? [];
  if (left === undefined || right === undefined || !PLAIN.test(left) || !PLAIN.test(right)) return undefined;
  const [a, b] = [Number(left.replaceAll("_", "")), Number(right.replaceAll("_", ""))];
  // A power of ten is read as one, since powers are not exact.
  const number = sign === "/" ? a / b : a === 10 ? Number(`1e${b}`) : a ** b;
  return Number.isFinite(number) ? number : undefined;
}

/** A number as the language writes it, to so many significant digits. */
export function writeNumber(number: number, digits = 3): string {
  const rounded = Number(number.toPrecision(digits));
  if (rounded === 0) return "0";
  const size = Math.abs(rounded);
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa = "", power = "0"] = rounded.toExponential().split("e");
    return `${mantissa}e${Number(power)}`;
  }
  return String(rounded);
}

/** A decimal with its point moved, exactly: `1.25` by 3 is `1250`; `undefined` for what is no decimal. */
export function shifted(text: string, by: number): string | undefined {
  const [, sign, whole, part = "", power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e(-?\d+))?$/i.exec(text.replaceAll("_", "")) ?? [];
  if (whole === undefined) return undefined;
  const digits = (whole + part).replace(/^0+(?=\d)/, "");
  const point = Number(power) + by - part.length;
  if (Math.abs(point) + digits.length > 21) {
    const trimmed = digits.replace(/0+$/, "") || "0";
    const exponent = point + digits.length - 1;
    return `${sign}${trimmed[0]}${trimmed.length > 1 ? `.${trimmed.slice(1)}` : ""}e${exponent}`;
  }
  if (point >= 0) return `${sign}${digits === "0" ? "0" : digits + "0".repeat(point)}`;
  const padded = digits.padStart(1 - point, "0");
  const cut = padded.length + point;
  const rest = padded.slice(cut).replace(/0+$/, "");
  return `${sign}${padded.slice(0, cut)}${rest ? `.${rest}` : ""}`;
}

/** Days since 1970 of a day as `2026-11-21`. */
export function readDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : Math.round(time / 86_400_000);
}

/** A day as the language writes it. */
export function writeDay(days: number): string {
  return new Date(Math.round(days) * 86_400_000).toISOString().slice(0, 10);
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  const days = readDay(text);
  return days !== undefined && writeDay(days) === text;
}

/** Today, where the computer is. */
export function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
