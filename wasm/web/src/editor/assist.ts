/** Help while writing: completion by context, and what a name means under the pointer. */

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { snippetCompletion } from "@codemirror/autocomplete";
import { hoverTooltip } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import type { Known, Told } from "./editor.js";
import { STATUSES } from "./language.js";

const UNITS = [
  "FLOP", "op", "FLOP/s", "op/s", "USD", "EUR", "GBP", "KRW", "CNY", "JPY", "%", "points", "tokens", "parameters", "minutes", "hours",
  "days", "weeks", "bytes", "GB", "Gbit/s", "MW", "MWh", "thousand", "million", "billion", "trillion",
];
const CONDITION_WORDS = ["and", "or", "not", "is", "shown", "all of", "any of", "at least", "if", "then", "else", "otherwise", "exists", "true", "false"];

const snippets: Completion[] = [
  snippetCompletion('fact ${name}: ${FLOP} in ${0 FLOP ..}\n    "${What is measured}";', { label: "fact", type: "keyword", detail: "what is asked of a model" }),
  snippetCompletion('param ${name} = ${1e26 FLOP} in ${1e24 FLOP .. 1e28 FLOP}\n    "${What the line is}";', { label: "param", type: "keyword", detail: "a line that can be moved" }),
  snippetCompletion('choice ${name} = one of { ${one}, ${other} }\n    "${The question}";', { label: "choice", type: "keyword", detail: "a disputed reading" }),
  snippetCompletion("let ${name} = ${value};", { label: "let", type: "keyword", detail: "a name for a value" }),
  snippetCompletion('designate ${name} "${Title}"\n    when ${label}: ${condition};', { label: "designate", type: "keyword", detail: "an outcome" }),
  snippetCompletion('presume ${name} "${Title}"\n    when ${label}: ${condition}\n    unless ${rebutted}: shown ${fact};', { label: "presume", type: "keyword", detail: "an outcome that can be rebutted" }),
  snippetCompletion('obligation ${name} "${What is to be done}"\n    when ${outcome}\n    due on ${release_date};', { label: "obligation", type: "keyword", detail: "what follows" }),
  snippetCompletion('option ${name} "${What may be done}"\n    when ${outcome};', { label: "option", type: "keyword", detail: "what may follow" }),
  snippetCompletion('test "${name}" {\n    ${fact}: ${value};\n    expect ${outcome};\n}', { label: "test", type: "keyword", detail: "what is expected" }),
  snippetCompletion("status ${proposed} from ${2026-01-01};", { label: "status", type: "keyword", detail: "what it is from a day on" }),
  snippetCompletion('source "${Name}" "${https://}";', { label: "source", type: "keyword", detail: "where it is written" }),
  snippetCompletion('uses "${../facts/model.bright}";', { label: "uses", type: "keyword", detail: "another file" }),
  ...["jurisdiction", "note", "warn", "unit", "reference", "indicate"].map((label): Completion => ({ label, type: "keyword" })),
];

interface Let {
  name: string;
  definition: string;
}

/** The lets of all files, as they are written. */
function letsOf(known: Known): Let[] {
  const found: Let[] = [];
  for (const text of known.files.values()) {
    for (const [, name = "", definition = ""] of text.matchAll(/^\s*let\s+([\w.]+)\s*=\s*([^;]+);/gm)) {
      found.push({ name, definition: definition.replace(/\s+/g, " ") });
    }
  }
  return found;
}

/** Every name of a policy with a word on what it is. */
function names(known: Known): Completion[] {
  const { about } = known;
  return [
    ...about.facts.map((fact): Completion => ({ label: fact.name, type: "variable", detail: fact.word, info: fact.text, boost: fact.used ? 2 : 0 })),
    ...about.params.map((param): Completion => ({ label: param.name, type: "constant", detail: param.value ?? "not known", info: param.text, boost: 3 })),
    ...about.choices.map((choice): Completion => ({ label: choice.name, type: "enum", detail: choice.members.join(" | "), info: choice.text })),
    ...about.references.map((reference): Completion => ({ label: reference.name, type: "class", detail: "another model", info: reference.text })),
    ...about.designations.map((outcome): Completion => ({ label: outcome.id, type: "function", detail: outcome.title })),
    ...about.obligations.map((duty): Completion => ({ label: duty.id, type: "function", detail: duty.title })),
    ...letsOf(known).map((each): Completion => ({ label: each.name, type: "variable", detail: "let", info: each.definition })),
  ];
}

/** What may stand at a place. */
export function complete(told: Told): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 2000), context.pos);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    if (/#|"[^"]*$/.test(line.replace(/"(?:\\.|[^"\\])*"/g, ""))) return null;
    const unit = /\d(?:x?)[ \t]+([A-Za-z/%]*)$/.exec(line);
    if (unit) return { from: context.pos - (unit[1]?.length ?? 0), options: UNITS.map((label) => ({ label, type: "unit" })) };
    const word = context.matchBefore(/[A-Za-z_][\w.]*/);
    if (!word && !context.explicit) return null;
    const from = word?.from ?? context.pos;
    const behind = before.slice(0, before.length - (context.pos - from)).trimEnd();
    const status = /\bstatus$/.test(behind);
    if (status) return { from, options: STATUSES.map((label) => ({ label, type: "enum" })) };
    const known = told.known();
    const is = /([\w.]+)\s+is(?:\s+not)?$/.exec(behind)?.[1];
    const members = is === undefined ? undefined : known?.about.choices.find((choice) => choice.name === is)?.members
      ?? known?.about.facts.find((fact) => fact.name === is)?.members;
    if (members) return { from, options: members.map((label) => ({ label, type: "enum" })) };
    const fresh = /(^|[;{}])$/.test(behind.replace(/#[^\n]*$/, "").trimEnd());
    const inside = depth(before) > 0;
    const options = [...(known ? names(known) : [])];
    if (fresh && !inside) return { from, options: snippets, validFor: /^\w*$/ };
    if (fresh) options.push({ label: "expect", type: "keyword", boost: 4 }, { label: "as of", type: "keyword" });
    else options.push(...CONDITION_WORDS.map((label): Completion => ({ label, type: "keyword" })));
    options.push({ label: "when", type: "keyword" }, { label: "unless", type: "keyword" });
    return { from, options, validFor: /^[\w.]*$/ };
  };
}

function depth(text: string): number {
  const plain = text.replace(/#[^\n]*|"(?:\\.|[^"\\\n])*"/g, "");
  return (plain.match(/\{/g)?.length ?? 0) - (plain.match(/\}/g)?.length ?? 0);
}

/** What is known of a name: lines of text, the first one set apart. */
function explained(known: Known, name: string): string[] | undefined {
  const { about } = known;
  const own = name.replace(/^(?:\w+\.)*?(?=[\w.]+$)/, "");
  const tried = [name, own, name.split(".").slice(1).join(".")];
  const find = <T extends { name: string }>(list: readonly T[]) => list.find((each) => tried.includes(each.name));
  const cited = (cite: string | null) => (cite ? ` [${cite}]` : "");
  const fact = find(about.facts);
  if (fact) return [`${fact.name}: ${fact.word}`, fact.text, fact.domain_text, fact.assumed ? `assumed: ${fact.assumed}` : ""];
  const param = find(about.params);
  if (param) return [`${param.name} = ${param.value ?? "not known"}`, param.text + cited(param.cite), param.domain_text];
  const choice = find(about.choices);
  if (choice) return [`${choice.name}: ${choice.members.join(" | ")}`, choice.text + cited(choice.cite)];
  const reference = find(about.references);
  if (reference) return [reference.name, reference.text];
  const outcome = about.designations.find((each) => each.id === name);
  if (outcome) return [outcome.title + cited(outcome.cite), outcome.when + (outcome.unless ? ` unless ${outcome.unless}` : "")];
  const duty = about.obligations.find((each) => each.id === name);
  if (duty) return [duty.title + cited(duty.cite)];
  const meant = letsOf(known).find((each) => tried.includes(each.name));
  return meant ? [`let ${meant.name}`, meant.definition] : undefined;
}

/** What a name means, where the pointer rests. */
export function hover(told: Told): Extension {
  return hoverTooltip((view, pos) => {
    const line = view.state.doc.lineAt(pos);
    const known = told.known();
    if (!known) return null;
    for (const found of line.text.matchAll(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g)) {
      const [from, to] = [line.from + found.index, line.from + found.index + found[0].length];
      if (pos < from || pos > to) continue;
      const said = explained(known, found[0]);
      if (!said) return null;
      return {
        pos: from, end: to, above: true,
        create() {
          const dom = document.createElement("div");
          dom.className = "about";
          said.filter((part) => part !== "").forEach((part, at) => {
            const element = document.createElement(at === 0 ? "strong" : "p");
            element.textContent = part;
            dom.append(element);
          });
          return { dom };
        },
      };
    }
    return null;
  });
}
