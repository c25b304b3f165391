/**
 * The tokens that all colours and sizes come from. A page sets the custom properties `--brightline-*`; light and dark follow
 * the `color-scheme` of the page. Covered is blue, undetermined is hatched, not covered is an outline: the only colour of its own
 * marks a verdict, and never alone.
 */

import { css } from "lit";

export const theme = css`
  :host {
    --_ground: var(--brightline-ground, light-dark(#fff, #16181c));
    --_raised: var(--brightline-raised, light-dark(#f5f6f8, #1f2228));
    --_ink: var(--brightline-ink, light-dark(#16181c, #eceef2));
    --_soft: var(--brightline-soft, light-dark(#555b66, #a9b0bc));
    --_rule: var(--brightline-rule, light-dark(#d9dce2, #383d47));
    --_edge: var(--brightline-edge, light-dark(#868c98, #7c8492));
    --_covered: var(--brightline-covered, light-dark(#1859b8, #7db1ff));
    --_covered-tint: var(--brightline-covered-tint, light-dark(#bcd5fa, #28487a));
    --_hatch: var(--brightline-hatch, light-dark(#aab1bd, #565d6a));
    --_open: var(--brightline-undetermined, light-dark(#4f5663, #b4bbc8));
    --_wrong: var(--brightline-wrong, light-dark(#a1260d, #ffab94));
    --_font: var(--brightline-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
    --_mono: var(--brightline-mono, ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Noto Sans Mono", monospace);
    --_size: var(--brightline-size, 1rem);
    --_gap: var(--brightline-gap, 1rem);
    --_round: var(--brightline-round, 6px);
  }

  @media (forced-colors: active) {
    :host {
      --_covered: Highlight;
      --_covered-tint: Highlight;
      --_edge: CanvasText;
      --_rule: CanvasText;
      --_open: CanvasText;
    }
  }

  @media print {
    :host {
      color-scheme: light;
    }
  }
`;
