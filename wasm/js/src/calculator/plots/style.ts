/**
 * How the plots look. The host sets the custom properties below; without them the values after the comma are taken, light or
 * dark by its `color-scheme`.
 */

import { css, unsafeCSS } from "lit";
import { TONES, type Tone } from "./scene.js";

/** The host's custom property for each tone, and what is taken without it. */
const COLOURS: Readonly<Record<Tone, readonly [name: string, light: string, dark: string]>> = {
  /** Behind everything, and where a model is not covered. */
  ground: ["--brightline-ground", "#ffffff", "#14181d"],
  ink: ["--brightline-ink", "#17202a", "#e9edf1"],
  /** Lesser text and ticks. */
  soft: ["--brightline-soft", "#55606c", "#a5b0bc"],
  rule: ["--brightline-rule", "#c5ccd3", "#3d4750"],
  /** The lines of the hatching where it is undetermined. */
  hatch: ["--brightline-hatch", "#aab3bc", "#56616c"],
  /** Lines and words of what is covered. */
  covered: ["--brightline-covered", "#1553a6", "#8cbcff"],
  /** Areas of what is covered. */
  tint: ["--brightline-covered-tint", "#cfe1f8", "#16365f"],
  /** The same of a second policy, and of both. */
  other: ["--brightline-other", "#9c3a06", "#ffb37c"],
  otherTint: ["--brightline-other-tint", "#fde2c8", "#4b2c12"],
  bothTint: ["--brightline-both-tint", "#cfc3ea", "#453a70"],
  /** What can be moved. */
  accent: ["--brightline-accent", "#b8430f", "#ff9d5c"],
};

const tokens = TONES.map((tone) => `--_${tone}: var(${COLOURS[tone][0]}, light-dark(${COLOURS[tone][1]}, ${COLOURS[tone][2]}));`).join("");
const classes = TONES.map((tone) => `.f-${tone} { fill: var(--_${tone}); } .s-${tone} { stroke: var(--_${tone}); }
  .h-${tone} { stroke: var(--_${tone}); stroke-width: 3px; stroke-linejoin: round; paint-order: stroke; }`).join("");
const paper = TONES.map((tone) => `--_${tone}: ${COLOURS[tone][1]};`).join("");

export const plotStyle = css`
  :host { ${unsafeCSS(tokens)} display: block; container-type: inline-size; color: var(--_ink); }
  :host([hidden]) { display: none; }
  figure { margin: 0; }
  figcaption { font-weight: 600; margin-block-end: 0.5rem; }
  .stage { position: relative; background: var(--_ground); }
  svg { display: block; inline-size: 100%; block-size: auto; overflow: visible; touch-action: pan-y pinch-zoom; user-select: none; -webkit-user-select: none;
    font-family: var(--brightline-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif); font-variant-numeric: tabular-nums; }
  svg.plane { cursor: crosshair; }
  .f-none { fill: none; }
  .bold { font-weight: 600; }
  ${unsafeCSS(classes)}
  .grip { fill: transparent; touch-action: none; cursor: grab; }
  .grip.across { cursor: ew-resize; }
  .grip.up { cursor: ns-resize; }
  .dragging, .dragging .grip { cursor: grabbing; }
  [data-key] { outline: none; cursor: pointer; }
  circle[data-key]:focus-visible, circle[data-key].pointed { stroke: var(--_accent); stroke-width: 3; }
  text[data-key]:focus-visible { text-decoration: underline; fill: var(--_accent); }
  text[data-key]:hover { text-decoration: underline; }
  input[type="range"] { position: absolute; margin: 0; inline-size: 30px; block-size: 30px; opacity: 0; pointer-events: none; }
  .ring { position: absolute; inline-size: 26px; block-size: 26px; border: 3px solid var(--_ink); border-radius: 50%; pointer-events: none; visibility: hidden; }
  input:focus-visible + .ring { visibility: visible; }
  .tip { position: absolute; inset-block-start: 0; inset-inline-start: 0; z-index: 1; inline-size: max-content; max-inline-size: min(20rem, 90%);
    padding: 0.4rem 0.6rem; border: 1px solid var(--_rule); border-radius: 0.3rem; background: var(--_ground); color: var(--_ink);
    font-size: 0.8125rem; line-height: 1.35; overflow-wrap: anywhere; box-shadow: 0 2px 8px rgb(0 0 0 / 0.18); }
  .tip[hidden] { display: none; }
  .tip p { margin: 0; }
  .tip p + p { color: var(--_soft); }
  .tip strong { font-weight: 600; }
  .note, .source { margin-block: 0.35rem 0; font-size: 0.8125rem; color: var(--_soft); }
  .source { font-size: 0.75rem; }
  .counts { margin-block: 0.25rem; font-variant-numeric: tabular-nums; }
  .away { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  details { margin-block-start: 0.5rem; font-size: 0.875rem; }
  summary { cursor: pointer; inline-size: fit-content; padding-block: 0.25rem; }
  summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
  .scroll { max-inline-size: 100%; max-block-size: 24rem; overflow: auto; margin-block: 0.5rem; }
  table { border-collapse: collapse; inline-size: 100%; font-variant-numeric: tabular-nums; }
  caption { text-align: start; font-weight: 600; padding-block: 0.35rem; }
  th, td { text-align: start; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-block-end: 1px solid var(--_rule); font-weight: 400; }
  thead th { color: var(--_soft); }
  @media print {
    :host { ${unsafeCSS(paper)} print-color-adjust: exact; -webkit-print-color-adjust: exact; break-inside: avoid; }
    details, .tip, .ring { display: none; }
  }
  @media (forced-colors: active) {
    :host { --_ground: Canvas; --_ink: CanvasText; --_soft: CanvasText; --_rule: GrayText; --_hatch: GrayText; --_covered: LinkText;
      --_tint: Canvas; --_other: LinkText; --_otherTint: Canvas; --_bothTint: Canvas; --_accent: Highlight; }
    path[data-verdict="covered"] { fill: LinkText; fill-opacity: 0.25; }
    svg { forced-color-adjust: none; }
  }
`;
