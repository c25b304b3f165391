/**
 * Asks the engine in the order in which a reader looks: the verdicts at once, then what would turn them, where on each axis,
 * what falls due, how likely it is, what to measure. The latest input wins: what is asked of an earlier one is dropped, and
 * ended where it takes long.
 */

import { lines } from "../ask.js";
import type { LineOf, Question, RequestOf } from "../ask.js";
import type { RemotePolicies } from "../client.js";
import type { AboutLine, ChanceLine, DueLine, EvalLine, FlipsLine, GridLine, MapLine, MeasureLine, RegionsLine } from "../lines.js";
import type { Diagnostic, Document, Files, Request } from "../types.js";
import { deeply, quickly } from "./engine-room.js";
import type { Asked } from "./scenario.js";

/** How long nothing must change before deeper questions are asked, in milliseconds. */
const REST = 90;
/** How long a deeper question about an earlier input may still run. */
const PATIENCE = 250;
/** Samples where a probability has no closed form: the standard error is then at most 0.5 %. */
const SAMPLES = 10_000;

/** What is asked about one input. */
export interface Wanted {
  readonly asked: Asked;
  /** The policy that is looked at. */
  readonly focus: string;
  /** The policies that look at this model alone, and those that look at other models, too. */
  readonly plain: readonly string[];
  readonly looking: readonly string[];
  /** The other models. */
  readonly others: readonly Document[];
  readonly chancy: boolean;
}

/** What answers are told to. */
export interface Listener {
  /** Verdicts, with what is wrong; `input` is what was wanted. */
  verdicts(found: readonly EvalLine[], diagnostics: readonly Diagnostic[], input: Wanted): void;
  flips(found: FlipsLine | undefined): void;
  /** The facts and params whose axes are looked at, the most wanted first. */
  axes(): readonly string[];
  regions(axis: string, found: readonly RegionsLine[]): void;
  /** The axes of the map, where one is looked at, and the values to ask at where it cannot be cut exactly. */
  charted(): { x: string; y: string; xs: readonly number[]; ys: readonly number[] } | undefined;
  map(found: readonly MapLine[], grid: readonly GridLine[]): void;
  due(found: readonly DueLine[]): void;
  chance(found: ChanceLine | undefined): void;
  measure(found: MeasureLine | undefined): void;
  /** What kept the deeper questions from being answered; empty where nothing did. */
  hindered(why: readonly Diagnostic[]): void;
  /** Other inputs of which verdicts are still to be asked. */
  others(): readonly Asked[];
  other(asked: Asked, found: readonly EvalLine[]): void;
  /** Known models of which the verdicts are still to be asked. */
  known(): Request | undefined;
  codes(outcomes: readonly string[], codes: Uint8Array): void;
}

/** Policies that were opened. */
export interface Opened {
  readonly ready: boolean;
  readonly about: readonly AboutLine[];
  readonly diagnostics: readonly Diagnostic[];
}

export class Asking {
  readonly #listener: Listener;
  #quick: RemotePolicies | undefined;
  #deep: Promise<RemotePolicies> | undefined;
  #source: { files: Files; paths: readonly string[] } | undefined;
  #wanted: Wanted | undefined;
  #turn = 0;
  #busy = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #deeper: AbortController | undefined;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Prepares policies; those of before are asked no more where these can be. */
  async open(files: Files, paths: readonly string[]): Promise<Opened> {
    const policies = await quickly().prepare(files, paths);
    if (!policies.ready) return { ready: false, about: [], diagnostics: policies.response.diagnostics };
    const about = lines(await policies.about());
    this.#forget();
    this.#quick = policies;
    this.#source = { files, paths };
    return { ready: true, about, diagnostics: policies.response.diagnostics };
  }

  /** Asks about this input, and no more about those before. */
  want(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#turn += 1;
    clearTimeout(this.#rest);
    const deeper = this.#deeper;
    if (deeper) setTimeout(() => deeper.abort(), PATIENCE);
    void this.#advance();
  }

  /** Asks nothing until there is another input. */
  hush(): void {
    this.#wanted = undefined;
    this.#turn += 1;
    clearTimeout(this.#rest);
    this.#deeper?.abort();
  }

  /** Ends all that runs. */
  close(): void {
    this.#turn += 1;
    clearTimeout(this.#rest);
    this.#forget();
  }

  #forget(): void {
    this.#deeper?.abort();
    this.#quick?.free();
    void this.#deep?.then((policies) => policies.free(), () => {});
    this.#quick = this.#deep = undefined;
  }

  async #advance(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let turn = -1; turn !== this.#turn;) {
        turn = this.#turn;
        const [policies, wanted] = [this.#quick, this.#wanted];
        if (!policies || !wanted) return;
        // What is looked at comes first, and the others where no newer input waits.
        const first = await policies.eval(focused(wanted));
        this.#listener.verdicts(lines(first), first.diagnostics, wanted);
        const rest = wanted.plain.filter((id) => id !== wanted.focus);
        if (turn !== this.#turn || rest.length === 0) continue;
        const all = await policies.eval({ ...wanted.asked.request, only: rest });
        this.#listener.verdicts(lines(all), all.diagnostics, wanted);
      }
    } catch {
      // The policies were closed.
    } finally {
      this.#busy = false;
    }
    this.#rest = setTimeout(() => void this.#dig(), REST);
  }

  /** The deeper questions, one after the other. */
  async #dig(): Promise<void> {
    const [wanted, source, turn] = [this.#wanted, this.#source, this.#turn];
    if (!wanted || !source) return;
    const control = (this.#deeper = new AbortController());
    const { signal } = control;
    const hindrances = new Map<string, Diagnostic>();
    const hinders = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }) => {
      for (const one of diagnostics) if (one.code === "internal") hindrances.set(one.message, one);
    };
    try {
      const policies = await (this.#deep ??= deeply().prepare(source.files, source.paths));
      if (!policies.ready) {
        // What could not be loaded is asked for again with the next question.
        this.#deep = undefined;
        hinders(policies.response);
        return;
      }
      const request = focused(wanted);
      const ask = async <Q extends Question>(question: Q, more: RequestOf<Q>, tell: (found: LineOf<Q>[]) => void): Promise<void> => {
        if (turn !== this.#turn) throw new DOMException("there is newer input", "AbortError");
        const response = await policies.ask(question, more, { signal });
        hinders(response);
        if (turn === this.#turn && response.end !== "in_error") tell(lines<LineOf<Q>>(response));
      };
      await ask("flips", request, ([line]) => this.#listener.flips(line));
      for (const axis of this.#listener.axes()) {
        await ask("regions", { ...request, axis }, (found) => this.#listener.regions(axis, found));
      }
      const chart = this.#listener.charted();
      if (chart) {
        const { x, y, xs, ys } = chart;
        let cut: MapLine[] = [];
        await ask("map", { ...request, x, y }, (found) => void (cut = found));
        if (cut.every((line) => line.exact)) this.#listener.map(cut, []);
        else await ask("grid", { ...request, x, y, xs, ys }, (found) => this.#listener.map(cut, found));
      }
      let due: DueLine[] = [];
      await ask("due", request, (found) => void (due = found));
      const rest = wanted.plain.filter((id) => id !== wanted.focus);
      if (rest.length > 0) await ask("due", { ...wanted.asked.request, only: rest }, (found) => void (due = [...due, ...found]));
      this.#listener.due(due);
      const looking = wanted.looking.filter((id) => id !== wanted.focus);
      if (looking.length > 0) await ask("eval", { ...withOthers(wanted), only: looking }, (found) => this.#listener.verdicts(found, [], wanted));
      if (wanted.chancy) await ask("chance", { ...request, samples: SAMPLES }, ([line]) => this.#listener.chance(line));
      else this.#listener.chance(undefined);
      for (const other of this.#listener.others()) {
        const asked = wanted.looking.length > 0 ? { ...other.request, profiles: [...(other.request.profiles ?? []), ...wanted.others] } : other.request;
        await ask("eval", asked, (found) => this.#listener.other(other, found));
      }
      const known = this.#listener.known();
      if (known && turn === this.#turn) {
        const { outcomes, codes } = await policies.rows({ ...known, only: [wanted.focus] }, { signal });
        this.#listener.codes(outcomes, codes);
      }
      await ask("measure", request, ([line]) => this.#listener.measure(line));
    } catch {
      // Given up for a newer input, or closed.
    } finally {
      if (this.#deeper === control) this.#deeper = undefined;
      if (turn === this.#turn) this.#listener.hindered([...hindrances.values()]);
    }
  }
}

/** The request with the other models. */
function withOthers(wanted: Wanted): Request {
  const { request } = wanted.asked;
  return { ...request, profiles: [...(request.profiles ?? []), ...wanted.others] };
}

/** The request about the policy that is looked at. */
function focused(wanted: Wanted): Request {
  return { ...(wanted.looking.includes(wanted.focus) ? withOthers(wanted) : wanted.asked.request), only: [wanted.focus] };
}
