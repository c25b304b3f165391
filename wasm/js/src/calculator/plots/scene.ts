/** The shapes that a picture is made of: drawn as SVG in a page, as SVG in a file, and on a canvas. */

/** Colours by what they mean; style.ts says what they are. */
export const TONES = ["ground", "ink", "soft", "rule", "hatch", "covered", "tint", "other", "otherTint", "bothTint", "accent"] as const;
export type Tone = (typeof TONES)[number];

/** What of a shape can be pointed at and focused. */
export interface Target {
  readonly key: string;
  /** What a screen reader says of it. */
  readonly label: string;
}

export interface PathShape {
  readonly kind: "path";
  readonly d: string;
  /** `hatched` is the pattern of what is undetermined. */
  readonly fill?: Tone | "hatched";
  readonly opacity?: number;
  readonly stroke?: Tone;
  readonly width?: number;
  readonly dash?: string;
  /** What the area is of: a verdict, or another kind. */
  readonly verdict?: string;
}

export interface CircleShape {
  readonly kind: "circle";
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill: Tone;
  readonly stroke: Tone;
  readonly width: number;
  readonly dash?: string;
  readonly target?: Target;
}

export interface TextShape {
  readonly kind: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly anchor: "start" | "middle" | "end";
  readonly tone: Tone;
  readonly bold?: boolean;
  /** A rim in this colour, where it lies on other things. */
  readonly halo?: Tone;
  readonly target?: Target;
}

/** Shapes of which only what is inside of a rectangle is seen. */
export interface ClipShape {
  readonly kind: "clip";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export type Shape = PathShape | CircleShape | TextShape | ClipShape;

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly shapes: readonly Shape[];
}

export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/** The distance of the lines of the hatching. */
export const HATCHING = 7;

/** The rectangle of a path. */
export function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`;
}

export function round(value: number): number {
  return Number(value.toFixed(2));
}
