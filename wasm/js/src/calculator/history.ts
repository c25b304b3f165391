/** What was there before each step, so that steps can be undone and done again; the oldest are forgotten. */

const MOST = 100;

export class History<T> {
  #past: T[] = [];
  #future: T[] = [];
  #step = "";

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** A step away from `before`. What goes on under one name is one step, as a drag is, until it is settled. */
  step(before: T, name: string): void {
    if (this.#step !== name || name === "") this.#past = [...this.#past.slice(1 - MOST), before];
    this.#step = name;
    this.#future = [];
  }

  /** What comes next is another step. */
  settle(): void {
    this.#step = "";
  }

  /** Forgets the last step, since all is as it was before it. */
  drop(): void {
    this.#past.pop();
    this.settle();
  }

  undo(now: T): T | undefined {
    const before = this.#past.pop();
    if (before !== undefined) this.#future.push(now);
    this.settle();
    return before;
  }

  redo(now: T): T | undefined {
    const after = this.#future.pop();
    if (after !== undefined) this.#past.push(now);
    this.settle();
    return after;
  }
}
