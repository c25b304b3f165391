/** `<brightline-calculator>`: reads its attributes, keeps the store, draws the parts, tells the page. */

import { LitElement, html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import type { CalculatorElement, OutcomeVerdict, VerdictDetail } from "../calculator-types.js";
import type { EvalLine } from "../lines.js";
import type { Document, Files } from "../types.js";
import { clauses, head, outcomes } from "./answer.js";
import { modelAt, tableAt } from "./beginning.js";
import { addresses, declared, entriesOf, gather } from "./fetching.js";
import type { Gathered } from "./fetching.js";
import { flips } from "./flips.js";
import { form } from "./form.js";
import { about, chance, due, readings } from "./further.js";
import { loadMapping } from "./late.js";
import type { Mapping } from "./late.js";
import { saidOwn } from "./own.js";
import { writtenValue } from "./profiles.js";
import type { Model } from "./profiles.js";
import { spoken } from "./saying.js";
import type { Questions, Settable } from "./scenario.js";
import { scenarios } from "./scenarios.js";
import { fragmentOf, LinkError, readFragment, whose } from "./share.js";
import { State } from "./state.js";
import { layout } from "./styles.js";
import { theme } from "./theme.js";
import { paper, tools } from "./tools.js";
import type { Link } from "./tools.js";
import { asWritten } from "./typing.js";
import { VERSION } from "./version.js";
import { sentence } from "./view.js";
import type { View } from "./view.js";
import { speak } from "./words/index.js";
import { notices, trouble } from "./wrong.js";

/** How long the verdict stands before it is read aloud, and before the page is told of one that is being typed, in milliseconds. */
const BEFORE_SPEAKING = 700;

export class Calculator extends LitElement implements CalculatorElement {
  static override readonly styles = [theme, layout];
  static override readonly properties = {
    policy: {}, profile: {}, models: {}, asOf: { attribute: "as-of" }, view: {},
    files: { attribute: false }, table: { attribute: false }, lang: { reflect: true },
  };

  declare policy: string;
  declare profile: string;
  declare models: string;
  declare asOf: string;
  declare view: string;
  declare files: Files | undefined;
  declare table: Document | undefined;
  readonly #state = new State((verdicts) => this.#heard(verdicts));
  #spoken = "";
  #speaking: ReturnType<typeof setTimeout> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #draft: View["draft"];
  #told = "";
  #wrong = "";
  #isReady = false;
  #frame = 0;
  #fetching: AbortController | undefined;
  #link: Link | undefined;
  /** The map, which is loaded once there is a verdict. */
  #mapping: Mapping | undefined;
  #charting = false;
  /** Whether the page's address said what is asked. */
  #linked: Promise<boolean> | undefined;

  constructor() {
    super();
    this.policy = this.profile = this.models = this.asOf = this.view = "";
    // A drag, or a key that is held, is one step.
    for (const name of ["pointerdown", "pointerup", "click", "keyup"]) this.addEventListener(name, () => this.#draft ?? this.#state.history.settle(), true);
    this.addEventListener("keydown", (event) => this.#pressed(event));
  }

  /** Undoes and does again, but for what is being typed, which its field undoes. */
  #pressed(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    const [target] = event.composedPath();
    const ownText = target instanceof Element && target.matches("input[type=text], textarea") && (this.#draft !== undefined || !target.closest(".row"));
    if (ownText || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    if (key === "z" && !event.shiftKey) this.#state.undo();
    else this.#state.redo();
  }

  /** The model's name. */
  get name(): string {
    return this.#state.scenario.name;
  }

  set name(name: string) {
    this.#state.rename(writtenValue(name));
  }

  get facts(): Record<string, string> {
    return this.#given("facts");
  }

  set facts(facts: Readonly<Record<string, string>>) {
    this.#replace("facts", facts);
  }

  get params(): Record<string, string> {
    return this.#given("params");
  }

  set params(params: Readonly<Record<string, string>>) {
    this.#replace("params", params);
  }

  get readings(): Record<string, string> {
    return this.#given("readings");
  }

  set readings(readings: Readonly<Record<string, string>>) {
    this.#replace("readings", readings);
  }

  get answer(): readonly EvalLine[] {
    return [...this.#state.answers.values()];
  }

  get verdicts(): readonly OutcomeVerdict[] {
    return this.#state.questions.policies.flatMap((policy) => {
      const line = this.#state.answers.get(policy.id);
      return (line?.designations ?? []).map((designation) => ({
        policy: policy.id, policyTitle: policy.title, designation: designation.id,
        title: policy.designations.find((one) => one.id === designation.id)?.title ?? designation.id,
        verdict: designation.verdict, status: line?.status ?? null,
      }));
    });
  }

  #given(kind: Settable): Record<string, string> {
    return Object.fromEntries(this.#state.scenario[kind]);
  }

  #replace(kind: Settable, values: Readonly<Record<string, string>>): void {
    const { scenarios, active, scenario } = this.#state;
    const { words } = speak(this.#lang);
    // A day may be written as the page's language writes it.
    const said = (name: string, text: string) => {
      const typed = this.#state.questions.typed(name);
      const written = typed?.type === "date" ? asWritten(text, typed, words) : text;
      return typeof written === "string" ? written : text;
    };
    const changed = { ...scenario, [kind]: new Map(Object.entries(values ?? {}).map(([name, value]) => [name, said(name, writtenValue(value))])) };
    const list = scenarios.map((one, at) => (at === active ? changed : one));
    if (this.#isReady) this.#state.change(list, active);
    else this.#state.replace(list, active);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#speaking);
    clearTimeout(this.#telling);
    this.#fetching?.abort();
    this.#state.close();
    this.#isReady = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Which of the page's calculators it is, is known once it has its place.
    this.#linked ??= this.#fromLink();
    // Moved to another place of the page: what was closed is opened again.
    if (this.hasUpdated) void this.#open();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // An attribute that is taken away is as empty.
    for (const name of ["policy", "profile", "models", "asOf", "view"] as const) this[name] ??= "";
    if (changed.has("asOf") && this.asOf !== this.#state.asOf) this.#state.judgeOn(this.asOf);
    if (changed.has("policy") || changed.has("files")) void this.#open();
    if (changed.has("profile") && this.hasUpdated) void this.#begin(this.profile);
    if (changed.has("table") || changed.has("models")) void this.#know();
  }

  async #open(): Promise<void> {
    this.#fetching?.abort();
    const { signal } = (this.#fetching = new AbortController());
    const { words } = speak(this.#lang);
    // The model that is begun with is there before the first question; what the page's address says comes before it.
    const begin = this.hasUpdated || this.profile === "" ? undefined : this.#modelAt(this.profile);
    try {
      let found: Gathered;
      if (this.files !== undefined) {
        const files = new Map(entriesOf(this.files));
        found = { files, paths: declared(files), missing: [] };
      } else {
        const list = addresses(this.policy);
        if (list.length === 0) return this.#state.fail("rule", [words.noPolicy]);
        found = await gather(list, document.baseURI, signal);
      }
      const [model, linked] = await Promise.all([begin, this.#linked]);
      if (signal.aborted) return;
      const missing = found.missing.map(words.cannotFetch);
      if (found.paths.length > 0 || missing.length === 0) await this.#state.open(found.files, found.paths, missing, linked ? undefined : model);
      else this.#state.fail("rule", missing);
    } catch (why) {
      if (!signal.aborted) this.#state.fail("rule", [words.cannotRead(String(why))]);
    }
  }

  /** The model at an address, once it is known what the policies call things; what hinders is said. */
  async #modelAt(address: string): Promise<(questions: Questions) => Model | undefined> {
    const { words } = speak(this.#lang);
    const fail = (why: unknown) => void this.#state.fail("profile", [why instanceof Error ? why.message : String(why)]);
    const found = await modelAt(address, words).catch(fail);
    return (questions) => {
      try {
        const model = found?.(questions);
        if (model) this.#state.fail("profile", []);
        return model;
      } catch (why) {
        return fail(why);
      }
    };
  }

  async #begin(address: string): Promise<void> {
    if (address === "") return this.#state.fail("profile", []);
    const read = await this.#modelAt(address);
    const model = this.profile === address ? read(this.#state.questions) : undefined;
    if (model) this.#state.startFrom(model);
  }

  async #know(): Promise<void> {
    const { words } = speak(this.#lang);
    const address = this.models;
    const fail = (why: unknown) => void this.#state.fail("models", [why instanceof Error ? why.message : String(why)]);
    const table = this.table ?? (address === "" ? undefined : await tableAt(address, words).catch(fail));
    if (this.models !== address || (this.table && table !== this.table)) return;
    if (table || address === "") this.#state.fail("models", []);
    this.#state.table = table || undefined;
  }

  /** Takes what the page's address says. */
  async #fromLink(): Promise<boolean> {
    const { words } = speak(this.#lang);
    try {
      const shared = await readFragment(location.hash, whose(this));
      if (!shared) return false;
      this.#state.asOf = shared.asOf;
      this.#state.focus = { policy: shared.focus[0], designation: shared.focus[1] };
      this.#state.replace(shared.scenarios, shared.active);
      if (shared.version !== VERSION) this.#state.notice = words.linkOther(shared.version);
      return true;
    } catch (why) {
      this.#state.notice = why instanceof LinkError && why.kind === "long" ? words.linkTooLong : words.linkBroken;
      this.#tell("brightline-error", { messages: [this.#state.notice] });
      this.requestUpdate();
      return false;
    }
  }

  async #share(): Promise<void> {
    const { scenarios, active, asOf, focus } = this.#state;
    const fragment = await fragmentOf({ version: VERSION, asOf, focus: [focus?.policy ?? "", focus?.designation ?? ""], active, scenarios }, whose(this));
    const url = `${location.href.split("#")[0]}#${fragment}`;
    const copied = await navigator.clipboard.writeText(url).then(() => true, () => false);
    this.#link = { url, copied };
    this.requestUpdate();
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** The store changed. */
  #heard(verdicts: boolean): void {
    const messages = this.#state.errors;
    const wrong = messages.join("\n");
    if (wrong !== this.#wrong && wrong !== "") this.#tell("brightline-error", { messages });
    this.#wrong = wrong;
    if (verdicts) this.#link = undefined;
    if (!verdicts) {
      // An input is mostly drawn together with its verdict.
      this.#frame ||= requestAnimationFrame(() => this.#draw());
      // Where an input is in error the verdicts of before are there again.
      if (this.#state.stale && this.#isReady && this.#state.answers.size > 0) this.#tellVerdicts();
      return;
    }
    this.#draw();
    this.#tellVerdicts();
    if (!this.#isReady) {
      this.#isReady = true;
      void this.updateComplete.then(() => {
        this.#tell("brightline-ready", null);
        if (this.#shows("map")) void this.#chart();
      });
    } else if (!this.#mapping && this.#shows("map")) void this.#chart();
  }

  /** Tells the page of verdicts that it was not told of: at once, or once what is being typed stands. */
  #tellVerdicts(): void {
    clearTimeout(this.#telling);
    const tell = () => {
      const detail: VerdictDetail = { profile: this.#state.scenario.name, asOf: this.#state.day, verdicts: this.verdicts };
      const told = JSON.stringify(detail);
      if (told === this.#told || (this.#told === "" && detail.verdicts.length === 0)) return;
      this.#tell("brightline-verdict", detail);
      this.#told = told;
    };
    if (this.#draft) this.#telling = setTimeout(tell, BEFORE_SPEAKING);
    else tell();
  }

  /** Shows the map; where its code could not be loaded, it is asked for again with the next answer. */
  async #chart(): Promise<void> {
    if (this.#mapping || this.#charting) return;
    this.#charting = true;
    try {
      const mapping = (this.#mapping = await loadMapping());
      this.#state.fail("map", []);
      this.#state.showCharts((name, count) => mapping.along(this.#view(), name, count));
    } catch (why) {
      this.#state.fail("map", [speak(this.#lang).words.cannotFetch(why instanceof Error ? why.message : String(why))]);
    } finally {
      this.#charting = false;
    }
  }

  #view(): View {
    const { words, show } = speak(this.#lang);
    return {
      state: this.#state, words, show, draft: this.#draft,
      type: (draft) => {
        this.#draft = draft;
        this.#state.edit(draft.name + draft.suffix);
      },
      typed: (stay) => {
        if (!this.#draft) return;
        this.#draft = undefined;
        this.#state.edited();
        this.requestUpdate();
        if (stay !== undefined) void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[id="${CSS.escape(stay)}"]`)?.focus());
      },
    };
  }

  #shows(part: string): boolean {
    return this.view.trim() === "" || addresses(this.view).includes(part);
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.requestUpdate();
  }

  get #lang(): string {
    return this.lang || this.closest<HTMLElement>("[lang]")?.lang || navigator.language || "en";
  }

  protected override render(): TemplateResult {
    const view = this.#view();
    const { state, words } = view;
    const shows = (part: string) => this.#shows(part);
    this.#announce([spoken(view), saidOwn(view)].filter((text) => text !== "").map(sentence).join(" "));
    return html`<div class="calculator" part="base" lang=${words.lang} data-stale=${state.stale ? "" : nothing}>
      <svg class="hidden" aria-hidden="true"><defs><pattern id="hatching" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M1.5 0V6"></path></pattern></defs></svg>
      <div class="hidden" role="status" aria-live="polite">${this.#spoken}</div>
      ${head(view)}
      ${trouble(view)}
      ${notices(view)}
      ${state.ready ? html`<div class=${shows("form") && shows("answer") ? "columns" : "columns one"}>
        ${shows("form") ? html`${form(view)}${paper(view)}` : nothing}
        ${shows("answer") ? html`<div class="answer" part="answer">${outcomes(view)}${clauses(view)}${flips(view)}${chance(view)}${readings(view)}${due(view)}${about(view)}</div>` : nothing}
      </div>
      ${shows("map") ? this.#mapping?.plane(view) : nothing}
      ${shows("scenarios") ? scenarios(view) : nothing}
      ${shows("tools") ? tools(view, this.#link, () => void this.#share()) : nothing}` : nothing}
      <slot></slot>
    </div>`;
  }

  /** Has the verdict read aloud once it stands. */
  #announce(text: string): void {
    clearTimeout(this.#speaking);
    if (text === this.#spoken || this.#state.stale) return;
    this.#speaking = setTimeout(() => {
      this.#spoken = text;
      this.requestUpdate();
    }, BEFORE_SPEAKING);
  }
}
