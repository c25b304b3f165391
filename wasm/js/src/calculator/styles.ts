/** How the parts lie and look; colours and sizes come from the tokens of theme.ts. */

import { css } from "lit";

export const layout = css`
  :host { display: block; container-type: inline-size; color: var(--_ink); background: var(--_ground); font: var(--_size)/1.45 var(--_font); font-variant-numeric: tabular-nums; }
  :host([hidden]) { display: none; }
  * { box-sizing: border-box; }
  .calculator { padding: var(--_gap); max-width: 84rem; margin-inline: auto; }
  h2, h3, h4, p, ul, fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0; }
  h3 { font-size: 1.05em; margin-block: 0 .4rem; }
  h4 { font-size: .85em; font-weight: 600; color: var(--_soft); margin-block: 1.4rem .2rem; padding-block-end: .3rem; border-block-end: 1px solid var(--_rule); }
  section { margin-block-end: 1.75rem; }
  ul { list-style: none; }
  code { font: .82em/1.5 var(--_mono); overflow-wrap: anywhere; color: var(--_soft); }
  cite { font-style: normal; color: var(--_soft); font-size: .8em; white-space: nowrap; }
  .help { color: var(--_soft); font-size: .85em; overflow-wrap: anywhere; }
  .hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .plain li { margin-block: .3rem; overflow-wrap: anywhere; }
  a { color: inherit; text-underline-offset: .15em; }
  input, select, button, summary, a { scroll-margin-block: 7rem 1rem; }
  :focus-visible { outline: 2px solid var(--_covered); outline-offset: 2px; }

  .kicker { color: var(--_soft); font-size: .85em; }
  .status { border: 1px solid var(--_edge); border-radius: 99px; padding: 0 .55em; margin-inline-start: .4em; font-size: .92em; color: var(--_soft); white-space: nowrap; font-weight: 400; }
  .question { font-size: 1.1em; font-weight: 500; margin-block: .15rem; }
  .verdict { position: sticky; top: 0; z-index: 2; background: var(--_ground); padding-block: .35rem .6rem; font-size: clamp(1.2rem, 3.4cqi, 1.9rem); line-height: 1.25; text-wrap: pretty; overflow-wrap: anywhere; min-block-size: calc(3 * 1.25em + .95rem); }
  .verdict .sign { inline-size: .78em; block-size: .78em; margin-inline-end: .35em; vertical-align: -.03em; }
  .verdict strong { font-weight: 700; }
  .verdict.covered strong { color: var(--_covered); }
  .verdict[data-stale], .verdict[data-stale] strong { color: var(--_soft); }
  [data-stale] .answer { opacity: .87; filter: grayscale(1); }
  .caution { font-size: .85em; color: var(--_soft); border-inline-start: 3px solid var(--_edge); padding-inline-start: .6em; margin-block-start: .4rem; }
  .trouble { border: 1px solid var(--_wrong); border-inline-start-width: 4px; border-radius: var(--_round); padding: .6rem .8rem; margin-block-end: 1rem; overflow-wrap: anywhere; }

  .columns { margin-block-start: .6rem; padding-block-start: 1rem; border-block-start: 1px solid var(--_rule); display: grid; gap: calc(2 * var(--_gap)); grid-template-columns: minmax(0, 1fr); }
  @container (min-width: 52rem) { .columns { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: calc(3 * var(--_gap)); } .columns.one { grid-template-columns: minmax(0, 60rem); } .verdict { min-block-size: calc(2 * 1.25em + .95rem); } }
  @container (max-width: 30rem) { .verdict { min-block-size: calc(4 * 1.25em + .95rem); } }

  .sign { vertical-align: -.15em; flex: none; }
  .fill { fill: var(--_covered); }
  .ring { fill: none; stroke: var(--_edge); stroke-width: 1.5; }
  .undetermined .ring { stroke: var(--_open); }
  .hatch { fill: none; stroke: var(--_open); stroke-width: 1.3; }

  .start { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr)); gap: .6rem; margin-block: .4rem; align-items: end; }
  .start label { display: grid; gap: .15rem; font-size: .85em; color: var(--_soft); }
  input.entry, input[type=date], select { font: inherit; font-size: .95rem; color: var(--_ink); background: var(--_ground); border: 1px solid var(--_edge); border-radius: var(--_round); padding: .25rem .45rem; min-block-size: 2.1rem; max-inline-size: 100%; }
  input.entry { inline-size: auto; text-align: end; font-variant-numeric: tabular-nums; }
  .start label { min-inline-size: 0; }
  .start label > input, .start label > select { inline-size: 100%; text-align: start; }
  .row > input.entry { text-align: start; }
  input[aria-invalid=true] { border-color: var(--_wrong); border-width: 2px; }

  .row { padding-block: .7rem; border-block-end: 1px solid var(--_rule); }
  .row-head { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; justify-content: space-between; }
  .row-head > label { font-weight: 600; overflow-wrap: anywhere; margin-inline-end: auto; }
  .row-body { display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center; }
  .entries { display: flex; gap: .35rem; align-items: center; flex-wrap: wrap; }
  .row select.wide, .row > input.entry { margin-block-start: .3rem; min-inline-size: min(16rem, 100%); }
  .unit { color: var(--_soft); font-size: .9em; }
  .problem { color: var(--_wrong); font-size: .88em; margin-block-start: .3rem; animation: appear .01s .5s both; overflow-wrap: anywhere; }
  @keyframes appear { from { visibility: hidden; } to { visibility: visible; } }

  .switch { display: inline-flex; flex-wrap: wrap; border: 1px solid var(--_edge); border-radius: var(--_round); overflow: clip; }
  .switch.wide { margin-block-start: .3rem; }
  .switch label { position: relative; cursor: pointer; }
  .switch label + label { border-inline-start: 1px solid var(--_rule); }
  .switch input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
  .switch span { display: block; padding: .1rem .6rem; font-size: .8rem; line-height: 1.5rem; min-inline-size: 1.5rem; text-align: center; color: var(--_soft); }
  .switch input:checked + span { background: var(--_ink); color: var(--_ground); }
  .switch input:focus-visible + span { outline: 2px solid var(--_covered); outline-offset: -3px; }

  .slider { position: relative; flex: 1 1 12rem; block-size: 2.6rem; min-inline-size: min(11rem, 100%); }
  .track { position: absolute; inset-inline: 9px; top: 6px; inline-size: calc(100% - 18px); block-size: 20px; overflow: visible; }
  .groove { fill: var(--_raised); stroke: var(--_edge); stroke-width: 1; rx: 2px; }
  .part { fill: none; }
  .part.covered { fill: var(--_covered-tint); }
  .part.undetermined { fill: url(#hatching); }
  .turn { stroke: var(--_ink); stroke-width: 1.5; }
  .span { fill: var(--_ink); }
  .tick { font-size: 11px; fill: var(--_soft); }
  .thumb { position: absolute; inset-inline: 0; top: 0; inline-size: 100%; block-size: 2rem; margin: 0; background: none; appearance: none; pointer-events: none; }
  .thumb:only-of-type { pointer-events: auto; cursor: pointer; }
  .thumb::-webkit-slider-runnable-track { background: none; block-size: 100%; }
  .thumb::-moz-range-track { background: none; block-size: 100%; }
  .thumb::-webkit-slider-thumb { appearance: none; pointer-events: auto; inline-size: 18px; block-size: 24px; margin-block-start: 4px; border-radius: 5px; border: 2px solid var(--_ground); background: var(--_ink); cursor: grab; }
  .thumb::-moz-range-thumb { pointer-events: auto; inline-size: 14px; block-size: 20px; border-radius: 5px; border: 2px solid var(--_ground); background: var(--_ink); cursor: grab; }
  .thumb.empty::-webkit-slider-thumb { background: var(--_ground); border-color: var(--_edge); border-style: dashed; }
  .thumb.empty::-moz-range-thumb { background: var(--_ground); border-color: var(--_edge); border-style: dashed; }

  button { font: inherit; color: inherit; cursor: pointer; }
  .quiet, .action { font-size: .85em; background: var(--_ground); border: 1px solid var(--_edge); border-radius: var(--_round); padding: .25rem .7rem; min-block-size: 1.75rem; }
  .quiet:hover, .action:hover { background: var(--_raised); }
  details { margin-block-start: .9rem; }
  summary { cursor: pointer; font-size: .92em; font-weight: 600; padding-block: .25rem; }
  .count { color: var(--_soft); font-weight: 400; margin-inline-start: .3em; }

  .outcome { display: flex; gap: .55em; align-items: baseline; inline-size: 100%; text-align: start; background: none; border: 0; border-inline-start: 3px solid transparent; padding: .3rem .6rem; border-radius: 0 var(--_round) var(--_round) 0; }
  .outcome .sign { align-self: center; }
  .outcome .title { flex: 1; overflow-wrap: anywhere; }
  .many { max-block-size: 24rem; overflow-y: auto; border: 1px solid var(--_rule); border-radius: var(--_round); padding: .2rem .6rem .5rem; }
  .short { color: var(--_soft); font-size: .85em; }
  .outcome:hover { background: var(--_raised); }
  .outcome[aria-pressed=true] { border-inline-start-color: var(--_ink); background: var(--_raised); font-weight: 600; }
  .rule { font-size: .85em; font-weight: 600; margin-block: .7rem .1rem; }

  .clauses ul { margin-inline-start: 1.1rem; border-inline-start: 1px solid var(--_rule); padding-inline-start: .8rem; }
  .clause { padding-block: .35rem; display: grid; grid-template-columns: 2.2rem minmax(0, 1fr) auto; column-gap: .4rem; }
  .clause > * { grid-column: 2 / -1; }
  .clause > .truth { grid-column: 1; color: var(--_soft); font-size: .9em; }
  .clause.yes > .truth { color: var(--_ink); font-weight: 700; }
  .clause > .label { grid-column: 2; overflow-wrap: anywhere; }
  .clause > cite { grid-column: 3; }
  .clause[data-binding] > .label { font-weight: 600; }
  .binding { font-size: .75em; font-weight: 400; border: 1px solid var(--_edge); border-radius: 99px; padding: 0 .5em; color: var(--_soft); }
  .standing { font-size: .92em; overflow-wrap: anywhere; }
  .margin { inline-size: 100%; max-inline-size: 22rem; overflow: visible; margin-block: .15rem; }
  .margin .ground { stroke: var(--_rule); stroke-width: 1; }
  .margin .at { stroke: var(--_ink); stroke-width: 1.5; }
  .margin rect, .margin circle { fill: var(--_soft); }
  .clause.yes .margin rect, .clause.yes .margin circle { fill: var(--_covered); }
  .unless { font-size: .92em; color: var(--_soft); }

  .flip { background: none; border: 0; padding: .15rem .1rem; text-align: start; text-decoration: underline; text-decoration-color: var(--_edge); text-underline-offset: .2em; overflow-wrap: anywhere; min-block-size: 1.5rem; }
  .flip:hover { text-decoration-color: currentColor; background: var(--_raised); }
  .shares { inline-size: 100%; overflow: visible; margin-block-start: .4rem; }
  .frame { fill: none; stroke: var(--_edge); }
  .key { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .88em; }
  .due li { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: .6rem; padding-block: .35rem; border-block-end: 1px solid var(--_rule); }
  .due .day { font-size: .9em; color: var(--_soft); overflow-wrap: anywhere; }
  .due time { color: var(--_ink); font-weight: 600; }
  .due .help { display: block; }
  .due em { font-style: normal; color: var(--_soft); }
  @container (max-width: 26rem) { .due li { grid-template-columns: minmax(0, 1fr); gap: 0; } }

  .map, .scenarios { margin-block-start: 1.5rem; }
  .map { --brightline-ground: var(--_ground); --brightline-ink: var(--_ink); --brightline-soft: var(--_soft); --brightline-rule: var(--_rule); --brightline-hatch: var(--_hatch); --brightline-covered: var(--_covered); --brightline-covered-tint: var(--_covered-tint); --brightline-accent: var(--_ink); }
  brightline-map, brightline-line { margin-block: .6rem; }
  .wide-table { overflow-x: auto; margin-block: .4rem .8rem; }
  table { border-collapse: collapse; font-size: .9em; }
  th, td { text-align: start; font-weight: 400; padding: .35rem .9rem .35rem 0; border-block-end: 1px solid var(--_rule); vertical-align: baseline; }
  thead th { white-space: nowrap; }
  thead .outcome { display: inline; inline-size: auto; }
  .buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin-block-end: .6rem; }
  .tools { border-block-start: 1px solid var(--_rule); padding-block-start: .9rem; }
  .link { inline-size: 100%; font: .8rem var(--_mono); color: var(--_ink); background: var(--_raised); border: 1px solid var(--_edge); border-radius: var(--_round); padding: .4rem; margin-block: .3rem .6rem; }

  .paper { display: none; }
  @media print {
    :host { font-size: 8.5pt; }
    .calculator { padding: 0; }
    .verdict { position: static; font-size: 1.5em; }
    .form, .map, .screen, .buttons, .link, .outcome:not([aria-pressed]), .action, .quiet, .scenarios:not(:has(table)), details:not([open]) { display: none; }
    .many { max-block-size: none; border: 0; padding: 0; }
    .paper { display: block; }
    .paper dl { margin: 0; columns: 1; }
    .paper dl div { display: flex; gap: 1em; justify-content: space-between; border-block-end: 1px solid var(--_rule); break-inside: avoid; }
    .paper dd { margin: 0; text-align: end; }
    .columns { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 1.5em; }
    section { margin-block-end: .9em; }
    h3 { margin-block-end: .1rem; }
    .flip { text-decoration: none; }
    .plain li, .clause, .due li { margin-block: 0; padding-block: .1rem; }
    a[href]::after { content: " (" attr(href) ")"; font-size: .8em; overflow-wrap: anywhere; }
  }

  @media (max-height: 32rem) { .verdict { position: static; } }
  @media (forced-colors: active) { .switch input:checked + span { background: Highlight; color: HighlightText; } .groove { stroke: CanvasText; } }
`;
