/** The playground itself: what is chosen, and everything that can be done to it. */

import { Answers } from "./answers.js";
import type { Chart } from "./agreement/chart.js";
import { isOwnLink, keptOf, namedIn, placeLines, restoreKept, takeChosen } from "./chosen.js";
import { Drafts } from "./data/drafts.js";
import { live, today } from "./data/engine.js";
import { keep, kept, keptTable } from "./data/keep.js";
import type { Layout } from "./data/keep.js";
import { NEW_TEXT, index, shipped } from "./data/library.js";
import type { Index } from "./data/library.js";
import { valueSpan } from "./data/params.js";
import { Policy } from "./data/policy.js";
import { BadLink, policiesIn, unpacked } from "./data/share.js";
import type { Axes, Point } from "./data/share.js";
import { addOwn } from "./own-models.js";
import { shownRows } from "./rows.js";
import type { View } from "./rows.js";
import { Side } from "./side.js";
import { shippedTable } from "./table/shipped.js";
import { rowOf } from "./table/table.js";
import type { Table } from "./table/table.js";
import { speak, words } from "./words/words.js";
import type { Language } from "./words/words.js";

const [FIRST, FIRST_ROW] = ["rules/us/ca-sb-53.bright", "Grok 4"];

/** What is said to the reader. */
export interface Notice {
  text: string;
  kind: "said" | "wrong";
  /** A button beside it. */
  action?: { label: string; act: () => void };
}

export type Name = "a" | "b";

export class App {
  index: Index = { version: "", policies: [], files: [], planned: [] };
  a: Side | undefined;
  b: Side | undefined;
  /** Whose text and lines are shown. */
  shown: Name = "a";
  table: Table | undefined;
  tableKind: "models" | "planned" | "own" = "models";
  own: Table | undefined;
  reading: { name: string; done: number } | undefined;
  day = today();
  assume = true;
  query = "";
  filter = "";
  sort = "";
  compared: [number, number] = [0, 0];
  /** The facts of the map of two policies, if they were chosen, and where on it the opened model was moved to. */
  axes: Axes | undefined;
  point: Point | undefined;
  /** That map, once it was wanted. */
  chart: Chart | undefined;
  /** The model that is opened, by its row. */
  row: number | undefined;
  notice: Notice | undefined;
  /** The widths of the panes, and which are folded: with one policy, and with two. */
  layouts: [Layout, Layout] = [{ widths: [0.34, 0.39, 0.27], folded: [false, false, false] }, { widths: [0.56, 0.44, 0.3], folded: [false, false, true] }];
  language: Language = "en";
  readonly drafts = new Drafts();
  readonly answers = new Answers(this, () => this.changed());
  /** Puts a text into the editor, where undo can take it back. */
  retext: (name: Name, text: string) => void = () => {};
  /** Puts each editor where the other one was. */
  swapEditors: () => void = () => {};
  readonly #render: () => void;
  #due = false;
  #isKept = true;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #shownKey: unknown[] = [];
  #shownRows: number[] = [];

  constructor(render: () => void) {
    this.#render = render;
  }

  /** Renders before the next frame. */
  changed(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#render();
    });
    this.#keeping ??= setTimeout(() => this.save(), 300);
  }

  async start(): Promise<void> {
    const before = kept();
    restoreKept(this, before);
    await this.drafts.begin();
    this.drafts.heard = (path) => this.#hear(path);
    let chosen = namedIn(location.hash, before.chosen);
    const notices: Notice[] = [];
    try {
      const linked = policiesIn(location.hash) || isOwnLink() ? undefined : await unpacked(location.hash);
      if (linked) {
        chosen = linked;
        before.own = false;
        if (linked.policy !== undefined) this.drafts.setAside(linked.policy, linked.text);
        if (linked.other !== undefined) this.drafts.setAside(linked.other, linked.otherText);
      }
    } catch (why) {
      const fault = why instanceof BadLink ? why.fault : "garbled";
      const reason = { long: words.linkLong, inflates: words.linkInflates, garbled: words.linkGarbled }[fault];
      notices.push({ text: words.badLink(reason), kind: "wrong" });
    }
    this.index = await index();
    if (chosen.version !== undefined && chosen.version !== this.index.version) {
      notices.push({ text: words.linkLater(chosen.version), kind: "said" });
    }
    takeChosen(this, chosen);
    this.a = await this.#side(chosen.policy ?? FIRST, chosen.text);
    if (chosen.other !== undefined) this.b = await this.#side(chosen.other, chosen.otherText);
    placeLines(this, chosen);
    if (notices.length > 0) this.say({ ...(notices[0] as Notice), text: notices.map(({ text }) => text).join(" ") });
    this.changed();
    const own = before.own && (await keptTable(this.drafts.tab));
    if (own) await addOwn(this, own.name, own.text, [], false);
    else await this.useTable(chosen.table ?? "models");
    const { point } = chosen;
    this.open(this.#rowOf(chosen.row ?? FIRST_ROW));
    this.move(point);
  }

  #rowOf(name: string): number | undefined {
    const { table } = this;
    return table && table.length > 0 ? (rowOf(table, name) ?? 0) : undefined;
  }

  async #side(path: string, text: string | undefined): Promise<Side> {
    const original = await this.#original(path);
    if (text !== undefined && text !== original) this.drafts.set(path, text);
    const policy = new Policy(this.index, path, text ?? this.drafts.get(path) ?? original, () => this.#policyChanged(policy));
    const app = this;
    const side: Side = new Side(policy, {
      get table() { return app.table; },
      get day() { return app.day; },
      get assume() { return app.assume; },
      first: () => app.rows(), ask: () => app.ask(),
    }, () => this.changed());
    void policy.take(policy.text).catch((why) => this.#wrong(why));
    return side;
  }

  /** The text as it is shipped; of a policy that is not, what a new one begins as. */
  async #original(path: string): Promise<string> {
    return this.index.files.includes(path) ? shipped(path) : NEW_TEXT;
  }

  #policyChanged(policy: Policy): void {
    const side = this.a?.policy === policy ? this.a : this.b?.policy === policy ? this.b : undefined;
    if (side && policy.current) {
      const last = (policy.version?.about.designations.length ?? 1) - 1;
      const [a, b] = this.compared;
      this.compared = side === this.a ? [Math.min(a, last), b] : [a, Math.min(b, last)];
      side.refresh();
      this.ask();
      if (policy.version) side.tests.start(policy.version);
    }
    this.changed();
  }

  /** Asks about the opened model anew. */
  ask(): void {
    this.answers.ask();
    if (this.b) this.chart?.ask();
  }

  /** Another tab has changed a policy that is shown here. */
  #hear(path: string): void {
    const name = this.a?.policy.path === path ? "a" : "b";
    const shown = this[name]?.policy;
    if (shown?.path === path && this.drafts.isNews(path, shown.text)) {
      this.say({ text: words.changedElsewhere(shown.title), kind: "said", action: { label: words.takeElsewhere, act: () => void this.takeElsewhere(name) } });
    }
    this.changed();
  }

  /** Takes the text that another tab has; the own one is set aside. */
  async takeElsewhere(name: Name): Promise<void> {
    const policy = this.side(name)?.policy;
    const found = policy && this.drafts.elsewhere(policy.path, policy.text);
    if (!found) return;
    this.retext(name, await this.drafts.takeFrom(policy.path, found));
    this.notice = undefined;
    this.changed();
  }

  #wrong(why: unknown): void {
    this.say({ text: `${words.engineFails} (${why instanceof Error ? why.message : String(why)})`, kind: "wrong" });
  }

  readonly side = (name: Name = this.shown): Side | undefined => (name === "b" ? (this.b ?? this.a) : this.a);

  say(notice: Notice): void {
    this.notice = notice;
    this.changed();
  }

  // ------------------------------------------------------------ policies

  edit(name: Name, text: string): void {
    const policy = this.side(name)?.policy;
    if (!policy || policy.text === text) return;
    this.drafts.set(policy.path, text);
    void this.#original(policy.path).then((original) => original === text && this.drafts.delete(policy.path));
    void policy.take(text).catch((why) => this.#wrong(why));
  }

  async openPolicy(name: Name, path: string): Promise<void> {
    try {
      const side = await this.#side(path, undefined);
      this[name]?.stop();
      if (name === "b") this.b = side;
      else this.a = side;
      this.shown = name;
      this.compared = [0, 0];
      if (this.filter !== "" || /[ab]:/.test(this.sort)) [this.filter, this.sort] = ["", ""];
      this.ask();
      this.changed();
    } catch (why) {
      this.say({ text: `${words.cannotLoad(path)} ${String(why)}`, kind: "wrong" });
    }
  }

  stopComparing(): void {
    this.b?.stop();
    this.b = undefined;
    this.shown = "a";
    this.filter = "";
    if (this.sort.includes("b:")) this.sort = "";
    this.changed();
  }

  swap(): void {
    if (!this.b) return;
    [this.a, this.b] = [this.b, this.a];
    this.compared = [this.compared[1], this.compared[0]];
    this.filter = "";
    this.swapEditors();
    this.ask();
    this.changed();
  }

  show(name: Name): void {
    this.shown = name;
    this.ask();
    this.changed();
  }

  /** Which outcomes of the two policies are compared. */
  compare(compared: [number, number]): void {
    this.compared = compared;
    this.ask();
    this.changed();
  }

  /** Which facts the map has. */
  chartBy(axes: Axes): void {
    [this.axes, this.point] = [axes, undefined];
    this.ask();
    this.changed();
  }

  /** Moves the opened model on the map; `undefined` is back to where the table has it. */
  move(point: Point | undefined): void {
    this.point = point;
    if (this.b) this.chart?.ask();
    this.changed();
  }

  async revert(name: Name): Promise<void> {
    const policy = this.side(name)?.policy;
    if (policy) this.retext(name, await this.#original(policy.path));
  }

  /** Goes back to the text that a link has set aside. */
  takeBack(name: Name): void {
    const own = this.drafts.takeBack(this.side(name)?.policy.path ?? "");
    if (own !== undefined) this.retext(name, own);
  }

  async format(name: Name): Promise<void> {
    const policy = this.side(name)?.policy;
    if (!policy) return;
    const before = policy.text;
    const { text } = await live.format(policy.named, before);
    if (policy.text !== before) return;
    if (text !== "") this.retext(name, text);
    this.say({ text: text === "" ? words.notFormatted : words.formatted, kind: text === "" ? "wrong" : "said" });
  }

  // ------------------------------------------------------------ lines

  drag(line: string, value: string | undefined, name = this.shown): void {
    this.side(name)?.drag(line, value);
    this.ask();
  }

  pick(choice: string, member: string, name = this.shown): void {
    const side = this.side(name);
    if (!side) return;
    if (member === "") side.readings.delete(choice);
    else side.readings.set(choice, member);
    side.refresh();
    this.ask();
    this.changed();
  }

  /** Writes a dragged line into the text. */
  writeLine(line: string, name = this.shown): void {
    const side = this.side(name);
    const value = side?.lines.get(line);
    const span = side && valueSpan(side.policy.text, line);
    if (!side || value === undefined || !span) return;
    const { text } = side.policy;
    side.lines.delete(line);
    this.retext(name, text.slice(0, span[0]) + value + text.slice(span[1]));
    this.say({ text: words.written(line), kind: "said" });
  }

  // ------------------------------------------------------------ models

  async useTable(kind: "models" | "planned" | "own"): Promise<void> {
    try {
      this.table = kind === "own" ? this.own : await shippedTable(kind, this.index);
    } catch (why) {
      return this.say({ text: `${words.cannotLoad(kind)} ${String(why)}`, kind: "wrong" });
    }
    this.tableKind = kind;
    if (this.filter === "moved") this.filter = "";
    this.refresh();
    this.open(this.#rowOf(""));
  }

  /** Decides anew what is asked otherwise now. */
  refresh(): void {
    this.a?.refresh();
    this.b?.refresh();
    this.ask();
    this.changed();
  }

  open(row: number | undefined): void {
    [this.row, this.point] = [row, undefined];
    this.ask();
    this.changed();
  }

  view(): View | undefined {
    const { table, a, b, compared, query, filter, sort } = this;
    return table && a ? { table, a, b, compared, query, filter, sort } : undefined;
  }

  /** The rows that are shown, in order. */
  rows(): readonly number[] {
    const view = this.view();
    if (!view) return [];
    const ofVerdicts = view.filter !== "" || /[ab]:/.test(view.sort);
    const state = ofVerdicts ? [view.a.moved, view.a.done, view.b?.moved, view.b?.done] : [];
    const key = [view.table, view.query, view.filter, view.sort, ...view.compared, ...state];
    if (key.length !== this.#shownKey.length || key.some((part, at) => part !== this.#shownKey[at])) {
      this.#shownKey = key;
      this.#shownRows = shownRows(view);
    }
    return this.#shownRows;
  }

  // ------------------------------------------------------------ what stays

  setLanguage(language: Language): void {
    this.language = language;
    speak(language);
    this.changed();
  }

  /** Keeps what is chosen and typed. */
  save(): void {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    if (!this.a) return;
    const isKept = this.drafts.save() && keep(keptOf(this));
    if (!isKept && this.#isKept) this.say({ text: words.noRoom, kind: "wrong" });
    this.#isKept = isKept;
  }
}
