/** What a page may ask of `<brightline-calculator>`, and what it hears from it. */

import type { EvalLine } from "./lines.js";
import type { Document, Files, Verdict } from "./types.js";

/** The verdict of one outcome. */
export interface OutcomeVerdict {
  readonly policy: string;
  readonly policyTitle: string;
  readonly designation: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** What the policy is on the day of the question, as `in_force` or `hypothetical`. */
  readonly status: string | null;
}

/** The detail of `brightline-verdict`. */
export interface VerdictDetail {
  /** The model's name. */
  readonly profile: string;
  readonly asOf: string;
  readonly verdicts: readonly OutcomeVerdict[];
}

/** The detail of `brightline-error`. */
export interface ErrorDetail {
  /** One sentence for each thing that is wrong. */
  readonly messages: readonly string[];
}

/** `<brightline-calculator>`. */
export interface CalculatorElement extends HTMLElement {
  /** Addresses of policies, apart by spaces or commas. Files that they use are fetched beside them. */
  policy: string;
  /** The address of a profile to begin with, as JSON or CSV; `models.csv#Name` is one row. */
  profile: string;
  /** The address of a table of known models, as CSV. */
  models: string;
  /** The day of the question, as `2026-11-21`; today where it is empty. */
  asOf: string;
  /** Which parts are shown, apart by spaces: `form answer map scenarios tools`; all where it is empty. */
  view: string;
  /** Texts by their names, in place of what {@link policy} would fetch; each that ends in `.bright` and declares a policy is asked. */
  files: Files | undefined;
  /** The table of known models, in place of what {@link models} would fetch. */
  table: Document | undefined;
  /** The model's name. */
  name: string;
  /** What is said of the model: facts by their names, as the language writes values. */
  facts: Readonly<Record<string, string>>;
  /** Params that are moved, by `policy.param`. */
  params: Readonly<Record<string, string>>;
  /** Readings that are picked, by `policy.choice`. */
  readings: Readonly<Record<string, string>>;
  /** The verdicts of now; none where what is asked cannot be answered, as a value cannot be read. */
  readonly verdicts: readonly OutcomeVerdict[];
  /** The whole answer of now. */
  readonly answer: readonly EvalLine[];
}

declare global {
  interface HTMLElementTagNameMap {
    "brightline-calculator": CalculatorElement;
  }
  interface HTMLElementEventMap {
    /** Verdicts are there, or they changed. */
    "brightline-verdict": CustomEvent<VerdictDetail>;
    /** The first answer is painted: a verdict, or why there is none. */
    "brightline-ready": CustomEvent<null>;
    /** Something cannot be read, fetched or asked. */
    "brightline-error": CustomEvent<ErrorDetail>;
  }
}
