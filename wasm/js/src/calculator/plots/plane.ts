/** Two numbers as a plane, cut by verdict or by another kind, with the model in it: what every map does. */

import { html, nothing, svg, type TemplateResult } from "lit";
import type { Known, MapActions, MapData } from "./data.js";
import type { Look } from "./look.js";
import { isNowhere, mapPicture, notesOf, type MapPicture } from "./map-picture.js";
import { saidKnown } from "./numbers.js";
import { Plot, type Drag, type Handle, type View } from "./plot.js";
import { middle, rounded, shifted, unshare } from "./scale.js";
import type { Picture } from "./scene.js";
import type { PlotWords } from "./words.js";

/** How far from the plot's edge the knob of a param's line is. */
const GRIP = 14;

export abstract class PlanePlot<Kind extends string> extends Plot<MapData<Kind>, MapActions> {
  #drawn: MapPicture<Kind> | null = null;

  /** How its regions look. */
  protected abstract look(data: MapData<Kind>): Look<Kind>;
  protected abstract tablesOf(data: MapData<Kind>, map: MapPicture<Kind>, words: PlotWords): TemplateResult;

  protected axes({ x, y }: MapData<Kind>): Partial<MapData<Kind>> {
    return { x, y };
  }

  protected help(words: PlotWords): string {
    return words.help;
  }

  protected view(data: MapData<Kind>, width: number, words: PlotWords): View {
    const shown = this.shown(data);
    const look = this.look(shown);
    const map = mapPicture(shown, look, width, false);
    this.#drawn = map;
    const model = ["x", "y"].map((name): Handle => {
      const along = name as "x" | "y";
      const axis = shown[along];
      return {
        key: along, along, axis, label: words.handle(data.subject, axis.title), other: along === "x" ? "y" : "x", ...map.handle,
        // What is unknown begins in the middle.
        value: middle(axis, shown.at[along]) ?? rounded(axis, unshare(axis, 0.5)),
        text: `${saidKnown(shown.at[along], axis, words)}; ${look.name(shown.at.verdict, words)}`,
        set: (value) => this.#moveTo(along === "x" ? value : null, along === "y" ? value : null),
      };
    });
    const params = this.actions?.param ? map.params.map(({ param, place }): Handle => {
      const axis = { ...shown[param.along], least: param.least, most: param.most };
      return {
        key: `param ${param.name}`, along: param.along, axis, label: param.title, value: param.at,
        text: `${saidKnown({ kind: "exact", at: param.at, from: null, to: null }, axis, words)}; ${look.name(shown.at.verdict, words)}`,
        x: param.along === "x" ? place : map.x.end - GRIP, y: param.along === "x" ? map.y.end + GRIP : place,
        set: (value) => this.actions?.param?.(param.name, value),
      };
    }) : [];
    const grips = svg`${params.map(({ along, x, y }) => svg`<path class="grip ${along === "x" ? "across" : "up"}"
        d=${along === "x" ? `M${x - 7} ${map.y.end}h14V${map.y.start}h-14Z` : `M${map.x.start} ${y - 7}H${map.x.end}v14H${map.x.start}Z`}></path>
      <circle class="f-ground s-accent grip-knob" cx=${x} cy=${y} r="5" stroke-width="2"></circle>`)}
      ${isNowhere(shown) ? nothing : svg`<circle class="grip" cx=${map.handle.x} cy=${map.handle.y} r="22"></circle>`}`;
    return { picture: map.picture, handles: [...model, ...params], models: map.models, lines: map.lines, grips };
  }

  protected grab(x: number, y: number, near: number, press: boolean): Drag | null {
    const map = this.#drawn;
    if (!map || !this.data) return null;
    const plane = x >= map.x.start && x <= map.x.end && y >= map.y.end && y <= map.y.start;
    const to = (across: number, up: number, free: boolean) => {
      const { at } = this.shown(this.data!);
      // What is unknown stays so while the knob is dragged; a press on the plane says where it is.
      const value = (known: Known, scale: MapPicture["x"], place: number) =>
        (known.kind === "unknown" && !free ? null : rounded(scale.axis, scale.value(place)));
      this.#moveTo(value(at.x, map.x, across), value(at.y, map.y, up));
    };
    if (press) return plane ? { focus: "x", move: (across, up) => to(across, up, true) } : null;
    if (!isNowhere(this.shown(this.data)) && Math.hypot(x - map.handle.x, y - map.handle.y) <= Math.max(near, 14)) {
      const [dx, dy] = [x - map.handle.x, y - map.handle.y];
      return { focus: "x", move: (across, up) => to(across - dx, up - dy, false) };
    }
    const held = this.actions?.param ? map.params.find(({ param, place }) => (plane || y > map.y.end - 8) && Math.abs((param.along === "x" ? x : y) - place) <= near / 2) : undefined;
    if (!held) return null;
    const { param } = held;
    const scale = param.along === "x" ? map.x : map.y;
    return {
      focus: `param ${param.name}`,
      move: (across, up) => this.actions?.param?.(param.name, rounded({ ...scale.axis, least: param.least, most: param.most }, scale.value(param.along === "x" ? across : up))),
    };
  }

  #moveTo(x: number | null, y: number | null): void {
    if (!this.data) return;
    const { at, x: across, y: up } = this.shown(this.data);
    const moved = { x: x === null ? at.x : shifted(across, at.x, x), y: y === null ? at.y : shifted(up, at.y, y) };
    this.hold((data) => ({ ...data, at: { ...data.at, ...moved } }));
    this.actions?.move(x, y);
  }

  protected below(data: MapData<Kind>, words: PlotWords): TemplateResult {
    return html`${notesOf(data, words).map((note) => html`<p class="note">${note}</p>`)}${this.unseen(this.#drawn)}`;
  }

  protected tables(data: MapData<Kind>, words: PlotWords): TemplateResult {
    return this.#drawn ? this.tablesOf(data, this.#drawn, words) : html``;
  }

  exportPicture(): Picture | null {
    return this.data ? mapPicture(this.data, this.look(this.data), Math.max(480, this.width), true).picture : null;
  }
}
