/** The place of the editor: a plain text field at once, the editor as soon as it is loaded. */

import type { Editor, Mark, Told } from "./editor.js";
import { plainEditor } from "./plain.js";

export class EditorHost {
  readonly element = document.createElement("div");
  /** Whether the editor could not be loaded. */
  failed = false;
  #editor: Editor;
  #shown: [string, string, string] = ["", "", ""];
  #marks: readonly Mark[] = [];
  /** What is shown, while it is put there rather than typed. */
  #quiet = false;

  constructor(told: Told, changed: () => void) {
    this.element.className = "editor";
    const heard: Told = { ...told, changed: (text) => !this.#quiet && told.changed(text) };
    this.#editor = plainEditor(this.element, heard);
    import("./codemirror.js").then(({ richEditor }) => {
      const before = this.#editor;
      const { selection } = before;
      const focused = this.element.contains(document.activeElement);
      this.#quietly(() => {
        const [key, , label] = this.#shown;
        this.#editor = richEditor(this.element, heard);
        this.#editor.show(key, before.text, label);
        before.remove();
        this.#editor.mark(this.#marks);
      });
      if (focused) this.#editor.reveal(...selection);
      changed();
    }).catch(() => {
      this.failed = true;
      changed();
    });
  }

  /** Shows a text; what is typed already stays. */
  show(key: string, text: string, label: string): void {
    const before = this.#shown;
    if (before[0] === key && before[1] === text && before[2] === label) return;
    this.#shown = [key, text, label];
    if (this.#editor.text !== text || before[0] !== key || before[2] !== label) this.#quietly(() => this.#editor.show(key, text, label));
  }

  /** Changes the text as typing would. */
  replace(text: string): void {
    this.#editor.replace(text);
  }

  mark(marks: readonly Mark[]): void {
    if (JSON.stringify(marks) === JSON.stringify(this.#marks)) return;
    this.#marks = marks;
    this.#editor.mark(marks);
  }

  reveal(from: number, to: number): void {
    this.#editor.reveal(from, to);
  }

  #quietly(work: () => void): void {
    this.#quiet = true;
    try {
      work();
    } finally {
      this.#quiet = false;
    }
  }
}
