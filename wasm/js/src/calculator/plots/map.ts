/** `<brightline-map>`: two numbers as a plane, cut by verdict, with the model in it. */

import type { TemplateResult } from "lit";
import type { Verdict } from "../../types.js";
import type { MapData } from "./data.js";
import { VERDICT_LOOK, type Look } from "./look.js";
import type { MapPicture } from "./map-picture.js";
import { PlanePlot } from "./plane.js";
import { mapTables } from "./tables.js";
import type { PlotWords } from "./words.js";

export class BrightlineMap extends PlanePlot<Verdict> {
  protected look(): Look {
    return VERDICT_LOOK;
  }

  protected tablesOf(data: MapData, map: MapPicture, words: PlotWords): TemplateResult {
    return mapTables(data, map, words);
  }
}

if (!customElements.get("brightline-map")) customElements.define("brightline-map", BrightlineMap);

declare global {
  interface HTMLElementTagNameMap {
    "brightline-map": BrightlineMap;
  }
}
