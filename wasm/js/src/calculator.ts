/** The custom element `<brightline-calculator>`: importing this module defines it. */

import type { CalculatorElement } from "./calculator-types.js";
import { Calculator } from "./calculator/element.js";
import { warm } from "./calculator/engine-room.js";

export type { CalculatorElement, ErrorDetail, OutcomeVerdict, VerdictDetail } from "./calculator-types.js";

/** The class behind the tag. */
export const BrightlineCalculator: new () => CalculatorElement = Calculator;

const TAG = "brightline-calculator";
if (!customElements.get(TAG)) {
  warm();
  customElements.define(TAG, Calculator);
}
