/** The plain text field that is there at once, and stays where the editor cannot be loaded. */

import type { Editor, Mark, Told } from "./editor.js";

export function plainEditor(host: HTMLElement, told: Told): Editor {
  const area = document.createElement("textarea");
  area.className = "plain";
  area.spellcheck = false;
  area.autocapitalize = "off";
  area.setAttribute("wrap", "off");
  area.addEventListener("input", () => told.changed(area.value));
  area.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === "f") {
      event.preventDefault();
      told.format();
    }
  });
  host.append(area);
  return {
    show(_key, text, label) {
      if (area.value !== text) area.value = text;
      area.setAttribute("aria-label", label);
    },
    replace(text) {
      area.value = text;
      told.changed(text);
    },
    mark(marks: readonly Mark[]) {
      area.setAttribute("aria-invalid", String(marks.some((mark) => mark.severity === "error")));
    },
    reveal(from, to) {
      area.focus();
      area.setSelectionRange(from, to);
    },
    get text() { return area.value; },
    get selection(): [number, number] { return [area.selectionStart, area.selectionEnd]; },
    focus: () => area.focus(),
    remove: () => area.remove(),
  };
}
