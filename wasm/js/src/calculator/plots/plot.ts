/**
 * What both plots do alike: they fit their width, are pointed at, dragged and moved with keys, and show what is pointed at.
 *
 * What moves has native sliders over its knob, invisible and without a pointer of their own: each number is a slider of its
 * own to a screen reader and to touch gestures, with its value in words, while all four arrow keys move the knob in the plane.
 * Known models and labels are one tab stop each; the arrow keys go from one to the next.
 */

import { html, LitElement, nothing, svg, type CSSResultGroup, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Axis, PlotActions, PlotData } from "./data.js";
import type { Spot } from "./parts.js";
import { sourceLines } from "./parts.js";
import { drawn } from "./render.js";
import { bounded, rounded, share, stepped, unshare } from "./scale.js";
import type { Picture } from "./scene.js";
import { plotStyle } from "./style.js";
import { ENGLISH, type PlotWords } from "./words.js";

/** One number that can be moved. */
export interface Handle {
  readonly key: string;
  readonly label: string;
  readonly axis: Axis;
  readonly along: "x" | "y";
  /** Where it stands; where it is unknown, where its knob is. */
  readonly value: number;
  /** The value in words. */
  readonly text: string;
  /** The place of its knob. */
  readonly x: number;
  readonly y: number;
  readonly set: (value: number) => void;
  /** The handle that the other arrow keys move. */
  readonly other?: string;
}

/** What a pointer has taken hold of. */
export interface Drag {
  /** The handle that has the focus meanwhile. */
  readonly focus: string;
  readonly move: (x: number, y: number) => void;
}

/** What is drawn, with what can be pointed at. */
export interface View {
  readonly picture: Picture;
  readonly handles: readonly Handle[];
  readonly models: readonly Spot[];
  readonly lines: readonly Spot[];
  /** What takes the pointer, over everything. */
  readonly grips: SVGTemplateResult;
}

const NEAR = 12;
/** How long a move is shown before its answer must have come, in milliseconds. */
const PATIENCE = 400;
let count = 0;

export abstract class Plot<Data extends PlotData<string>, Actions extends PlotActions> extends LitElement {
  static override styles: CSSResultGroup = plotStyle;
  static override properties = { data: { attribute: false }, actions: { attribute: false }, width: { state: true }, tip: { state: true }, open: { state: true }, drag: { state: true } };

  declare data: Data | null;
  declare actions: Actions | null;
  protected declare width: number;
  protected declare tip: Spot | null;
  protected declare open: boolean;
  protected declare drag: Drag | null;
  readonly #prefix = `plot${(count += 1)}-`;
  readonly #current = { model: "", line: "" };
  #view: View | null = null;
  #observer: ResizeObserver | null = null;
  #pending: { x: number; y: number; frame: number } | null = null;
  #hiding = 0;
  /** The press that began a drag ends in a click that means nothing. */
  #dragged = false;
  #moved: ((data: Data) => Data) | null = null;
  #forget = 0;
  #axes: Partial<Data> | null = null;

  constructor() {
    super();
    this.data = null;
    this.actions = null;
    this.width = 640;
    this.tip = null;
    this.open = false;
    this.drag = null;
  }

  /** What is drawn of the data. */
  protected abstract view(data: Data, width: number, words: PlotWords): View;
  /** What a pointer takes hold of at a place; `near` is how far it may be off. */
  protected abstract grab(x: number, y: number, near: number, press: boolean): Drag | null;
  /** Sentences and tables below. */
  protected abstract below(data: Data, words: PlotWords): TemplateResult;
  protected abstract tables(data: Data, words: PlotWords): TemplateResult;
  /** How it is moved with keys, in words. */
  protected abstract help(words: PlotWords): string;
  /** The axes, which stay while a pointer drags. */
  protected abstract axes(data: Data): Partial<Data>;
  abstract exportPicture(): Picture | null;

  /** The data with what was moved and is not answered yet. */
  protected shown(data: Data): Data {
    this.#axes = this.drag ? this.#axes ?? this.axes(data) : null;
    const there = { ...data, ...this.#axes };
    return this.#moved ? this.#moved(there) : there;
  }

  /** Shows a move at once, until its answer must have come. */
  protected hold(moved: (data: Data) => Data): void {
    this.#moved = moved;
    this.#settle();
    this.requestUpdate();
  }

  protected released(): void {
    this.actions?.moved?.();
    this.#settle();
  }

  #settle(): void {
    clearTimeout(this.#forget);
    this.#forget = window.setTimeout(() => {
      if (this.drag) return;
      this.#moved = null;
      this.requestUpdate();
    }, PATIENCE);
  }

  protected get words(): PlotWords {
    return this.data?.words ?? ENGLISH;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry?.contentRect.width ?? 0);
      if (width > 0) this.width = Math.max(280, width);
    });
    this.#observer.observe(this);
    document.addEventListener("keydown", this.#dismiss);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    document.removeEventListener("keydown", this.#dismiss);
    this.#endDrag();
  }

  readonly #dismiss = (event: KeyboardEvent) => {
    if (event.key === "Escape" && this.tip) this.tip = null;
  };

  protected override render(): TemplateResult | typeof nothing {
    const { data, words } = this;
    if (!data) return nothing;
    const view = this.view(data, this.width, words);
    this.#view = view;
    const { picture } = view;
    const ring = this.tip?.key.startsWith("model ") ? this.tip : null;
    return html`<figure part="figure">
      <figcaption part="title" id="title">${data.title}</figcaption>
      <p class="away" id="about">${picture.description} ${this.help(words)}</p>
      <div class=${this.drag ? "stage dragging" : "stage"} part="stage"
        @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up} @pointerleave=${this.#leave} @click=${this.#click}
        @keydown=${this.#keyOnSpot} @focusin=${this.#focusOnSpot} @focusout=${this.#hide}>
        ${view.handles.map((handle) => this.#slider(handle))}
        <svg class="plane" role="group" aria-labelledby="title" aria-describedby="about" viewBox="0 0 ${picture.width} ${picture.height}">
          ${drawn(picture, { prefix: this.#prefix, tabindex: (key) => (this.#currentOf(key) === key ? 0 : -1), pressed: (key) => key.startsWith("model ") && this.actions?.pick !== undefined })}
          ${ring ? svg`<circle class="f-none s-accent" cx=${ring.x} cy=${ring.y} r="7" stroke-width="2"></circle>` : nothing}
          ${view.grips}
        </svg>
        ${this.#tipBox()}
      </div>
      ${this.below(data, words)}
      ${sourceLines(data.source, words).map((line) => html`<p class="source" part="source">${line}</p>`)}
      <details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
        <summary>${words.table}</summary>${this.open ? this.tables(data, words) : nothing}
      </details>
    </figure>`;
  }

  /** How many known models are not drawn. */
  protected unseen(view: Pick<View, "models"> | null): TemplateResult | typeof nothing {
    const placed = this.data?.models.length ?? 0;
    const unplaced = this.data?.unplaced ?? 0;
    const off = placed - (view?.models.length ?? placed);
    return unplaced + off > 0 ? html`<p class="note">${this.words.unseen(unplaced, off, placed + unplaced)}</p>` : nothing;
  }

  #slider(handle: Handle): TemplateResult {
    const at = Math.round(Math.max(0, Math.min(1, share(handle.axis, handle.value))) * 1000);
    // As a property: the style goes through the object model, which a content security policy lets pass.
    const place = `left: ${(handle.x / this.width) * 100}%; top: ${handle.y}px; transform: translate(-50%, -50%)`;
    return html`<input type="range" min="0" max="1000" aria-orientation=${handle.along === "x" ? "horizontal" : "vertical"} data-handle=${handle.key}
        aria-label=${handle.label} aria-valuetext=${handle.text} .value=${String(at)} .style=${place}
        @keydown=${(event: KeyboardEvent) => this.#keyOnHandle(event, handle)}
        @input=${(event: Event) => handle.set(rounded(handle.axis, unshare(handle.axis, Number((event.target as HTMLInputElement).value) / 1000)))}
        @change=${() => this.released()}><span class="ring" .style=${place}></span>`;
  }

  #tipBox(): TemplateResult {
    const { tip } = this;
    if (!tip) return html`<div class="tip" hidden></div>`;
    const across = tip.x > this.width / 2 ? "calc(-100% - 8px)" : "8px";
    const up = tip.y > 110 ? "calc(-100% - 10px)" : "14px";
    const place = `transform: translate(${tip.x}px, ${tip.y}px) translate(${across}, ${up})`;
    return html`<div class="tip" part="tip" .style=${place}>
      <p><strong>${tip.heading}</strong></p>${tip.details.map((line) => html`<p>${line}</p>`)}
    </div>`;
  }

  #currentOf(key: string): string {
    const group = key.startsWith("model ") ? "model" : "line";
    const spots = (group === "model" ? this.#view?.models : this.#view?.lines) ?? [];
    return spots.some((spot) => spot.key === this.#current[group]) ? this.#current[group] : spots[0]?.key ?? "";
  }

  #spot(key: string | null): Spot | null {
    return key === null ? null : [...(this.#view?.models ?? []), ...(this.#view?.lines ?? [])].find((spot) => spot.key === key) ?? null;
  }

  #place(event: PointerEvent | MouseEvent): { x: number; y: number } {
    const box = this.renderRoot.querySelector("svg")!.getBoundingClientRect();
    const { picture } = this.#view!;
    return { x: ((event.clientX - box.left) / box.width) * picture.width, y: ((event.clientY - box.top) / box.height) * picture.height };
  }

  /** The label under the pointer, or the known model nearest to it. */
  #pointed(event: PointerEvent | MouseEvent): Spot | null {
    const named = (event.composedPath()[0] as Element | undefined)?.closest?.("[data-key]")?.getAttribute("data-key") ?? null;
    if (named !== null) return this.#spot(named);
    const { x, y } = this.#place(event);
    let [best, least]: [Spot | null, number] = [null, NEAR];
    for (const spot of this.#view?.models ?? []) {
      const far = Math.hypot(spot.x - x, spot.y - y);
      if (far < least) [best, least] = [spot, far];
    }
    return best;
  }

  readonly #down = (event: PointerEvent) => {
    if (!this.#view || event.button !== 0 || (event.target as Element).closest(".tip")) return;
    this.#dragged = false;
    const { x, y } = this.#place(event);
    const touch = event.pointerType === "touch";
    const held = this.grab(x, y, touch ? 24 : 14, false);
    const drag = held ?? (touch || this.#pointed(event) ? null : this.grab(x, y, 0, true));
    if (!drag) return;
    event.preventDefault();
    this.drag = drag;
    this.#dragged = true;
    this.tip = null;
    this.renderRoot.querySelector(".stage")?.setPointerCapture(event.pointerId);
    this.#focus(`[data-handle="${CSS.escape(drag.focus)}"]`);
    if (!held) drag.move(x, y);
  };

  readonly #move = (event: PointerEvent) => {
    if (this.drag) {
      const { x, y } = this.#place(event);
      if (this.#pending) Object.assign(this.#pending, { x, y });
      else this.#pending = { x, y, frame: requestAnimationFrame(this.#follow) };
    } else if (event.pointerType !== "touch" && !(event.target as Element).closest(".tip")) {
      const spot = this.#pointed(event);
      if (spot) this.#show(spot);
      else this.#leave();
    }
  };

  /** At most once a frame. */
  readonly #follow = () => {
    const pending = this.#pending;
    this.#pending = null;
    if (pending) this.drag?.move(pending.x, pending.y);
  };

  readonly #up = () => {
    if (!this.drag) return;
    if (this.#pending) {
      cancelAnimationFrame(this.#pending.frame);
      this.#follow();
    }
    this.#endDrag();
    this.released();
  };

  #endDrag(): void {
    if (this.#pending) cancelAnimationFrame(this.#pending.frame);
    this.#pending = null;
    this.drag = null;
  }

  readonly #click = (event: MouseEvent) => {
    const dragged = this.#dragged;
    this.#dragged = false;
    if (dragged || !this.#view || (event.target as Element).closest(".tip")) return;
    const spot = this.#pointed(event);
    if (spot) {
      this.#show(spot);
      if ((event as PointerEvent).pointerType !== "touch") this.#picked(spot.key);
    } else if ((event as PointerEvent).pointerType === "touch") {
      const { x, y } = this.#place(event);
      this.tip = null;
      if (this.grab(x, y, 24, false)) return;
      this.grab(x, y, 0, true)?.move(x, y);
      this.released();
    }
  };

  #picked(key: string): void {
    if (key.startsWith("model ")) this.actions?.pick?.(key.slice("model ".length));
  }

  #show(spot: Spot): void {
    clearTimeout(this.#hiding);
    this.#hiding = 0;
    this.tip = spot;
  }

  /** After a while, so that the pointer can go to what is shown. */
  readonly #leave = () => {
    if (!this.tip || this.#hiding !== 0 || this.renderRoot.querySelector("[data-key]:focus-visible")) return;
    this.#hiding = window.setTimeout(() => {
      this.#hiding = 0;
      if (!this.renderRoot.querySelector(".tip:hover")) this.tip = null;
    }, 250);
  };

  readonly #hide = () => {
    this.tip = null;
  };

  readonly #focusOnSpot = (event: FocusEvent) => {
    const spot = this.#spot((event.target as Element).getAttribute("data-key"));
    if (!spot) return;
    this.#current[spot.key.startsWith("model ") ? "model" : "line"] = spot.key;
    this.#show(spot);
  };

  readonly #keyOnSpot = (event: KeyboardEvent) => {
    const key = (event.target as Element).getAttribute("data-key");
    if (key === null || !this.#view) return;
    const spots = key.startsWith("model ") ? this.#view.models : this.#view.lines;
    const at = spots.findIndex((spot) => spot.key === key);
    const next = ({ ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: spots.length - 1 } as Record<string, number>)[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const spot = spots[Math.max(0, Math.min(spots.length - 1, next))];
      if (spot) this.#focus(`[data-key="${CSS.escape(spot.key)}"]`);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#picked(key);
    }
  };

  readonly #keyOnHandle = (event: KeyboardEvent, handle: Handle) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const direction = { ArrowRight: 1, ArrowUp: 1, PageUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: -1 }[event.key] as 1 | -1 | undefined;
    const end = event.key === "Home" ? handle.axis.from : event.key === "End" ? handle.axis.to : null;
    if (direction === undefined && end === null) return;
    event.preventDefault();
    const along = /Left|Right/.test(event.key) ? "x" : /Up$|Down$/.test(event.key) && event.key.startsWith("Arrow") ? "y" : handle.along;
    const moved = (along !== handle.along && this.#view?.handles.find(({ key }) => key === handle.other)) || handle;
    if (direction === undefined) moved.set(bounded(moved.axis, end!));
    else moved.set(stepped(moved.axis, moved.value, direction, event.shiftKey || event.key.startsWith("Page")));
    this.released();
    // The slider that moved has the focus, so that its value is read out.
    if (moved !== handle) this.#focus(`[data-handle="${CSS.escape(moved.key)}"]`);
  };

  #focus(selector: string): void {
    this.renderRoot.querySelector<HTMLElement | SVGElement>(selector)?.focus({ preventScroll: true });
  }
}
