/** What the page asks of an editor, whichever it is. */

import type { AboutLine } from "brightline";

/** A place in the text with what is to be said of it. */
export interface Mark {
  from: number;
  to: number;
  severity: "error" | "warning";
  message: string;
  help: readonly string[];
}

/** What an editor knows of the policy it shows. */
export interface Known {
  about: AboutLine;
  files: ReadonlyMap<string, string>;
}

/** What an editor tells. */
export interface Told {
  changed(text: string): void;
  format(): void;
  known(): Known | undefined;
}

export interface Editor {
  /** Shows the text with this key; each key has its own history. */
  show(key: string, text: string, label: string): void;
  /** Changes the text shown, so that undo takes it back. */
  replace(text: string): void;
  mark(marks: readonly Mark[]): void;
  reveal(from: number, to: number): void;
  readonly text: string;
  readonly selection: [number, number];
  focus(): void;
  remove(): void;
}
