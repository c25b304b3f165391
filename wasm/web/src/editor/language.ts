/** The language as the editor sees it: words, numbers with units, texts, citations, names. */

import { HighlightStyle, StreamLanguage, foldService, syntaxHighlighting } from "@codemirror/language";
import type { StringStream } from "@codemirror/language";
import { tags } from "@lezer/highlight";

export const STATEMENTS = [
  "policy", "vocabulary", "jurisdiction", "status", "source", "note", "warn", "uses", "unit", "fact", "reference", "param", "choice", "let",
  "designate", "presume", "indicate", "obligation", "option", "test",
] as const;
export const RESERVED = [
  "and", "or", "not", "is", "in", "if", "then", "else", "otherwise", "when", "unless", "shown", "due", "true", "false", "unknown", "none",
] as const;
const SOFT = new Set([
  "on", "interval", "scale", "one", "of", "above", "below", "also", "assume", "with", "default", "within", "as", "expect", "undetermined",
  "exists", "all", "any", "at", "least", "before", "after", "largest", "smallest", "known", "where", "to", "from", "error", "model", "name",
]);
export const STATUSES = [
  "proposed", "enacted", "in_force", "guidance", "voluntary", "hypothetical", "rescinded", "superseded", "vetoed", "lapsed",
] as const;
const TYPES = new Set(["number", "bool", "date", "text"]);
const ATOMS = new Set(["true", "false", "unknown", "none"]);
const STATEMENT_SET = new Set<string>(STATEMENTS);
const RESERVED_SET = new Set<string>(RESERVED);

interface State {
  /** Whether a statement or an entry may begin here. */
  fresh: boolean;
  /** Whether the next name is one that is declared. */
  naming: boolean;
  depth: number;
}

function word(stream: StringStream, state: State): string {
  stream.match(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*/);
  const text = stream.current();
  const { fresh, naming } = state;
  state.fresh = false;
  state.naming = false;
  if (naming) return "definition";
  if (fresh && stream.match(/^\s*:/, false)) return RESERVED_SET.has(text) ? "keyword" : "label";
  if (fresh && STATEMENT_SET.has(text)) {
    state.naming = !["jurisdiction", "status", "source", "note", "warn", "uses", "test"].includes(text);
    return "keyword";
  }
  if (ATOMS.has(text)) return "atom";
  if (RESERVED_SET.has(text) || SOFT.has(text)) return "keyword";
  if (TYPES.has(text)) return "typeName";
  if ((text === "min" || text === "max") && stream.peek() === "(") return "keyword";
  return "variableName";
}

const parser = StreamLanguage.define<State>({
  name: "brightline",
  startState: () => ({ fresh: true, naming: false, depth: 0 }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    const next = stream.peek() ?? "";
    if (next === "#") {
      stream.skipToEnd();
      return "comment";
    }
    if (next === '"') {
      stream.match(/^"(?:\\.|[^"\\])*"?/);
      return "string";
    }
    if (next === "[") {
      stream.match(/^\[[^\]]*\]?/);
      return "meta";
    }
    if (/\d/.test(next)) {
      state.fresh = false;
      if (stream.match(/^\d{4}-\d{2}(-\d{2})?(?![\w-])/)) return "literal";
      stream.match(/^[0-9][0-9_]*(\.[0-9_]+)?(e[+-]?\d+)?([/^]\d+)?x?/i);
      stream.match(/^\s*(thousand|million|billion|trillion)\b/);
      // A unit belongs to its number, if it is none of the words that never are units.
      stream.match(/^[ \t]*(?:%|(?!(?:and|or|not|is|in|if|then|else|otherwise|when|unless|shown|due|true|false|unknown|none|to|of|on|from|before|after|assume|as|also|with|default|exists|where)\b)[A-Za-z_]\w*)(?:[*/^][A-Za-z_0-9-]+)*/);
      return "number";
    }
    if (/[A-Za-z_]/.test(next)) return word(stream, state);
    stream.next();
    if (next === "{") state.depth += 1;
    if (next === "}") state.depth = Math.max(0, state.depth - 1);
    if (next === ";" || next === "{" || next === "}") state.fresh = true;
    else if (/[<>=+*/^-]/.test(next)) stream.match(/^[=>]/);
    return /[<>=+*/^-]/.test(next) ? "operator" : "punctuation";
  },
  indent: (state, textAfter, context) => Math.max(0, state.depth - (/^\s*\}/.test(textAfter) ? 1 : 0)) * context.unit,
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"'] }, indentOnInput: /^\s*\}$/ },
  tokenTable: { definition: tags.definition(tags.variableName), label: tags.labelName, literal: tags.literal },
});

const look = HighlightStyle.define([
  { tag: tags.keyword, class: "t-word" },
  { tag: tags.definition(tags.variableName), class: "t-definition" },
  { tag: tags.variableName, class: "t-name" },
  { tag: tags.labelName, class: "t-label" },
  { tag: [tags.number, tags.literal, tags.atom], class: "t-number" },
  { tag: tags.string, class: "t-text" },
  { tag: tags.meta, class: "t-cite" },
  { tag: tags.comment, class: "t-comment" },
  { tag: tags.typeName, class: "t-type" },
]);

/** A block in braces folds. */
const folds = foldService.of((state, start, end) => {
  const line = state.doc.sliceString(start, end);
  if (!/\{\s*(#.*)?$/.test(line)) return null;
  let depth = 0;
  for (let at = state.doc.lineAt(start).number; at <= state.doc.lines; at += 1) {
    const text = state.doc.line(at).text.replace(/#.*|"(?:\\.|[^"\\])*"?/g, "");
    depth += (text.match(/\{/g)?.length ?? 0) - (text.match(/\}/g)?.length ?? 0);
    if (depth <= 0) return at > state.doc.lineAt(start).number ? { from: end, to: state.doc.line(at).from } : null;
  }
  return null;
});

export const brightline = [parser, syntaxHighlighting(look), folds];
