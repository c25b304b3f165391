/** The editor: loaded when the page stands, in a shadow root, so that its styles need no exception in the page's policy. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { complete, hover } from "./assist.js";
import type { Editor, Mark, Told } from "./editor.js";
import { brightline } from "./language.js";
import { look } from "./look.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Puts an editor into a host. */
export function richEditor(host: HTMLElement, told: Told): Editor {
  const frame = document.createElement("div");
  frame.className = "frame";
  host.append(frame);
  const root = frame.attachShadow({ mode: "open" });
  const states = new Map<string, EditorState>();
  let key = "";
  let label = "";

  const extensions = (): Extension => [
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection({ cursorBlinkRate: still.matches ? 0 : 1200 }), indentOnInput(), bracketMatching(), closeBrackets(),
    indentUnit.of("    "), EditorState.tabSize.of(4), highlightSelectionMatches(), search({ top: true }), lintGutter(),
    autocompletion({ override: [complete(told)], icons: false }), hover(told), brightline, look,
    EditorView.contentAttributes.of(() => ({ "aria-label": label, spellcheck: "false", autocapitalize: "off", tabindex: "0" })),
    EditorView.updateListener.of((update) => update.docChanged && told.changed(update.state.doc.toString())),
    keymap.of([
      { key: "Ctrl-Shift-f", mac: "Cmd-Shift-f", run: () => (told.format(), true), preventDefault: true },
      ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap, indentWithTab,
    ]),
  ];
  const view = new EditorView({ parent: root, root, state: EditorState.create({ doc: "", extensions: extensions() }) });

  // Where the place of the editor changes while one writes, the line that is written stays in sight.
  let height = 0;
  new ResizeObserver(() => {
    const shrinks = view.scrollDOM.clientHeight < height;
    height = view.scrollDOM.clientHeight;
    if (shrinks && view.hasFocus) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { yMargin: 24 }) });
  }).observe(view.scrollDOM);

  return {
    show(nextKey, text, nextLabel) {
      label = nextLabel;
      if (nextKey === key) {
        if (view.state.doc.toString() !== text) this.replace(text);
        // Its label is read again.
        else view.dispatch({});
        return;
      }
      if (key !== "") states.set(key, view.state);
      key = nextKey;
      const kept = states.get(key);
      const isKept = kept?.doc.toString() === text;
      view.setState(isKept ? kept : EditorState.create({ doc: text, extensions: extensions() }));
      // What a reader comes for begins below the notes.
      const begin = isKept ? view.state.selection.main.head : text.search(/^(param|fact|designate)\b/m);
      view.dispatch({ effects: EditorView.scrollIntoView(Math.max(0, begin), { y: "start", yMargin: 8 }) });
    },
    replace(text) {
      const before = view.state.doc.toString();
      let [from, behind] = [0, 0];
      const most = Math.min(before.length, text.length);
      while (from < most && before[from] === text[from]) from += 1;
      while (behind < most - from && before[before.length - 1 - behind] === text[text.length - 1 - behind]) behind += 1;
      view.dispatch({ changes: { from, to: before.length - behind, insert: text.slice(from, text.length - behind) }, scrollIntoView: true });
    },
    mark(marks: readonly Mark[]) {
      const { length } = view.state.doc;
      const found = marks.filter(({ from }) => from <= length).map(({ from, to, severity, message, help }) => ({
        from, to: Math.min(Math.max(to, from), length), severity, message: [message, ...help].join("\n"),
      }));
      view.dispatch(setDiagnostics(view.state, found));
    },
    reveal(from, to) {
      const { length } = view.state.doc;
      view.dispatch({ selection: { anchor: Math.min(from, length), head: Math.min(to, length) }, effects: EditorView.scrollIntoView(Math.min(from, length), { y: "center" }) });
      view.focus();
    },
    get text() { return view.state.doc.toString(); },
    get selection(): [number, number] { return [view.state.selection.main.from, view.state.selection.main.to]; },
    focus: () => view.focus(),
    remove() {
      view.destroy();
      frame.remove();
    },
  };
}
