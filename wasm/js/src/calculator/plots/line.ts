/** `<brightline-line>`: the verdicts of some designations along one fact, or along a param that is itself the line. */

import { html, nothing, svg, type TemplateResult } from "lit";
import type { LineActions, LineData } from "./data.js";
import { countsOf, linePicture, type LinePicture } from "./line-picture.js";
import { saidKnown } from "./numbers.js";
import { Plot, type Drag, type Handle, type View } from "./plot.js";
import { middle, rounded, shifted, unshare } from "./scale.js";
import type { Picture } from "./scene.js";
import { lineTables } from "./tables.js";
import type { PlotWords } from "./words.js";

export class BrightlineLine extends Plot<LineData, LineActions> {
  #drawn: LinePicture | null = null;

  protected axes({ axis }: LineData): Partial<LineData> {
    return { axis };
  }

  protected help(words: PlotWords): string {
    return words.lineHelp;
  }

  protected view(data: LineData, width: number, words: PlotWords): View {
    const shown = this.shown(data);
    const line = linePicture(shown, width, false);
    this.#drawn = line;
    const verdicts = data.param ? countsOf(data, words) : data.rows.map(({ title, verdict }) => `${title}: ${words.verdicts[verdict]}`).join("; ");
    const handle: Handle = {
      key: "x", along: "x", axis: shown.axis, label: words.handle(data.subject, shown.axis.title), ...line.handle,
      value: middle(shown.axis, shown.at) ?? rounded(shown.axis, unshare(shown.axis, 0.5)),
      text: `${saidKnown(shown.at, shown.axis, words)}; ${verdicts}`,
      set: (value) => this.#moveTo(value),
    };
    const grips = svg`<circle class="grip across" cx=${line.handle.x} cy=${line.handle.y} r="22"></circle>`;
    return { picture: line.picture, handles: [handle], models: line.models, lines: line.lines, grips };
  }

  protected grab(x: number, y: number, near: number, press: boolean): Drag | null {
    const line = this.#drawn;
    if (!line) return null;
    const to = (place: number) => this.#moveTo(rounded(line.axis.axis, line.axis.value(place)));
    if (press) return x >= line.axis.start && x <= line.axis.end && y <= line.handle.y + 24 ? { focus: "x", move: to } : null;
    const off = x - line.handle.x;
    const knob = Math.hypot(off, y - line.handle.y) <= Math.max(near, 14);
    return knob ? { focus: "x", move: (place) => to(place - off) } : null;
  }

  #moveTo(value: number): void {
    if (!this.data) return;
    const { at, axis } = this.shown(this.data);
    const moved = shifted(axis, at, value);
    this.hold((data) => ({ ...data, at: moved }));
    this.actions?.move(value);
  }

  protected below(data: LineData, words: PlotWords): TemplateResult {
    return html`${data.param ? html`<p class="counts">${countsOf(data, words)}</p>` : nothing}${this.unseen(this.#drawn)}`;
  }

  protected tables(data: LineData, words: PlotWords): TemplateResult {
    return lineTables(data, words);
  }

  exportPicture(): Picture | null {
    return this.data ? linePicture(this.data, Math.max(480, this.width), true).picture : null;
  }
}

if (!customElements.get("brightline-line")) customElements.define("brightline-line", BrightlineLine);

declare global {
  interface HTMLElementTagNameMap {
    "brightline-line": BrightlineLine;
  }
}
