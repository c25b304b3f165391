/** Three panes side by side, which fold and whose widths can be dragged; one at a time where there is little room. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { App } from "../app.js";
import type { Layout } from "../data/keep.js";
import { words } from "../words/words.js";

export interface Pane {
  name: string;
  id: string;
  content: TemplateResult;
}

const narrow = matchMedia("(max-width: 47.99em)");
const LEAST = 0.14;
const STEP = 0.02;
let tab = 1;
let watched = false;

/** How the panes lie: two policies need more room than one, and are not asked about one model alone. */
const layoutOf = (app: App): Layout => app.layouts[app.b ? 1 : 0];

function lay(app: App, layout: Layout): void {
  app.layouts = app.b ? [app.layouts[0], layout] : [layout, app.layouts[1]];
  app.changed();
}

/** Gives some of the width of one pane to its neighbour. */
function shift(app: App, at: number, by: number): void {
  const { widths, folded } = layoutOf(app);
  const [left, right] = [widths[at] ?? 0, widths[at + 1] ?? 0];
  const room = Math.max(LEAST - left, Math.min(right - LEAST, by));
  lay(app, { folded, widths: widths.map((width, place) => (place === at ? left + room : place === at + 1 ? right - room : width)) });
}

function splitter(app: App, panes: readonly Pane[], at: number): TemplateResult {
  const drag = (event: PointerEvent) => {
    const bar = event.currentTarget as HTMLElement;
    const whole = bar.parentElement?.clientWidth ?? 1;
    const { widths, folded } = layoutOf(app);
    const open = widths.reduce((sum, width, place) => sum + (folded[place] ? 0 : width), 0);
    bar.setPointerCapture(event.pointerId);
    let last = event.clientX;
    const move = (moved: PointerEvent) => {
      shift(app, at, ((moved.clientX - last) / whole) * open);
      last = moved.clientX;
    };
    bar.addEventListener("pointermove", move);
    bar.addEventListener("lostpointercapture", () => bar.removeEventListener("pointermove", move), { once: true });
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -1, End: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    shift(app, at, by);
  };
  const { widths } = layoutOf(app);
  const pair = (widths[at] ?? 0) + (widths[at + 1] ?? 0);
  return html`<div class="splitter" role="separator" tabindex="0" aria-orientation="vertical" aria-controls=${panes[at]?.id ?? ""}
    aria-label=${words.resize(panes[at]?.name ?? "", panes[at + 1]?.name ?? "")}
    aria-valuemin=${Math.round((100 * LEAST) / pair)} aria-valuemax=${Math.round(100 - (100 * LEAST) / pair)}
    aria-valuenow=${Math.round((100 * (widths[at] ?? 0)) / pair)} @pointerdown=${drag} @keydown=${key}></div>`;
}

function pane(app: App, { name, id, content }: Pane, at: number): TemplateResult {
  const layout = layoutOf(app);
  const folded = !narrow.matches && layout.folded[at] === true;
  const fold = () => {
    const others = layout.folded.filter((other, place) => place !== at && !other).length;
    // One pane stays open.
    if (folded || others > 0) lay(app, { ...layout, folded: layout.folded.map((each, place) => (place === at ? !each : each)) });
  };
  return html`
    <section class="pane ${folded ? "folded" : ""}" id=${id} tabindex="-1" aria-labelledby="${id}-name" ?hidden=${narrow.matches && tab !== at}>
      <div class="pane-head">
        <h2 id="${id}-name">${name}</h2>
        ${narrow.matches ? nothing : html`<button type="button" class="fold" aria-expanded=${!folded} aria-controls="${id}-body"
          aria-label=${folded ? words.unfold(name) : words.fold(name)} title=${folded ? words.unfold(name) : words.fold(name)} @click=${fold}></button>`}
      </div>
      <div class="pane-body" id="${id}-body" ?hidden=${folded}>${content}</div>
    </section>`;
}

/** Goes to a pane where only one is shown. */
export function goTo(app: App, at: number): void {
  tab = at;
  app.changed();
}

export function panes(app: App, all: readonly Pane[]): TemplateResult {
  if (!watched) narrow.addEventListener("change", () => app.changed());
  watched = true;
  if (narrow.matches) {
    return html`
      <nav class="tabs" aria-label=${words.panes}>
        ${all.map(({ name }, at) => html`<button type="button" aria-current=${tab === at ? "true" : "false"} @click=${() => goTo(app, at)}>${name}</button>`)}
      </nav>
      <main class="panes stacked" .style=${""}>${all.map((each, at) => pane(app, each, at))}</main>`;
  }
  const { widths, folded } = layoutOf(app);
  const columns = all.map((_, at) => (folded[at] ? "2.75rem" : `minmax(0, ${widths[at]}fr)`));
  const open = (at: number) => folded[at] !== true && folded[at + 1] !== true;
  return html`
    <main class="panes" .style=${`grid-template-columns: ${columns.join(" 0.5rem ")}`}>
      ${all.map((each, at) => html`${pane(app, each, at)}${at < 2 ? (open(at) ? splitter(app, all, at) : html`<div></div>`) : nothing}`)}
    </main>`;
}
