/** The policy pane: its head, its text, its mistakes. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Diagnostic } from "brightline";
import type { App, Name } from "../app.js";
import { NEW_PATH, statusOn } from "../data/library.js";
import type { Policy } from "../data/policy.js";
import type { Side } from "../side.js";
import { EditorHost } from "../editor/host.js";
import type { Mark } from "../editor/editor.js";
import { words } from "../words/words.js";
import { gallery, showGallery } from "./gallery.js";
import { status } from "./status.js";

let hosts: Partial<Record<Name, EditorHost>> = {};

function editorOf(app: App, name: Name): EditorHost {
  const known = hosts[name];
  if (known) return known;
  const own = (): Name => (hosts.b === made ? "b" : "a");
  const made: EditorHost = new EditorHost({
    changed: (text) => app.edit(own(), text),
    format: () => void app.format(own()),
    known: () => app.side(own())?.policy.version,
  }, () => app.changed());
  app.retext = (of, text) => editorOf(app, of).replace(text);
  app.swapEditors = () => (hosts = { ...(hosts.b ? { a: hosts.b } : {}), ...(hosts.a ? { b: hosts.a } : {}) });
  return (hosts[name] = made);
}

interface Finding extends Mark {
  /** Where, in words; empty where it is in the text itself. */
  file: string;
  line: number | null;
}

/** What is wrong, with places in the text shown. */
function findings(policy: Policy, diagnostics: readonly Diagnostic[]): Finding[] {
  return diagnostics.flatMap((found) => {
    const { severity, message, help } = found;
    const labels = found.labels.length > 0 ? found.labels : [undefined];
    return labels.map((label, at): Finding => {
      const own = label?.file === policy.named && label.utf16 !== null;
      const [from, to] = own && label.utf16 ? label.utf16 : [0, 0];
      const said = at === 0 || !label?.text ? message : label.text;
      return { severity, message: said, help: at === 0 ? help : [], from, to, file: own || !label ? "" : label.file, line: label?.line ?? null };
    }).filter((finding, at) => at === 0 || finding.message !== message);
  });
}

/** What the tests gave, if it is of the text as it stands. */
const tested = ({ policy, tests }: Side) => (policy.current && tests.result?.version === policy.version ? tests.result : undefined);

function testState(side: Side): TemplateResult | typeof nothing {
  if (!side.policy.current) return nothing;
  const result = tested(side);
  if (!result) return html`<span>${words.testsRun}</span>`;
  const { of, failed, unseen } = result;
  if (of === 0) return html`<span>${words.noTests}</span>`;
  return html`<span class=${failed > 0 ? "failed" : ""}>${failed > 0 ? words.testsFail(failed, of) : words.testsPass(of)}</span>
    ${unseen > 0 ? html`<span>${words.unseen(unseen)}</span>` : nothing}`;
}

function problems(side: Side, all: readonly Finding[], reveal: (finding: Finding) => void): TemplateResult {
  const { policy } = side;
  const errors = policy.diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = policy.diagnostics.length - errors;
  const counted = [errors > 0 ? words.mistakes(errors) : "", warnings > 0 ? words.warnings(warnings) : ""].filter((part) => part !== "");
  const say = policy.checking && !policy.version ? words.checking : counted.length > 0 ? counted.join(", ") : words.noMistakes;
  return html`
    <div class="problems">
      <p class="state ${errors > 0 ? "wrong" : ""}" role="status"><span>${say}</span> ${testState(side)}</p>
      ${all.length > 0
        ? html`<ul>${all.slice(0, 50).map((finding) => html`
            <li class=${finding.severity}>
              <button type="button" class="link" ?disabled=${finding.file !== ""} @click=${() => reveal(finding)}>
                ${finding.file !== "" ? words.inFile(finding.file) : ""} ${finding.line === null ? "" : words.line(finding.line)}
              </button>
              <span>${finding.message}</span>
              ${finding.help.map((line) => html`<em>${line}</em>`)}
            </li>`)}</ul>`
        : nothing}
    </div>`;
}

/** What concerns both policies; which of them is shown, where there is no room for two. */
function sides(app: App): TemplateResult | typeof nothing {
  const { a, b } = app;
  if (!a || !b) return nothing;
  const tab = (name: Name, { policy }: Side) => html`
    <button type="button" class="side" aria-pressed=${app.shown === name} @click=${() => app.show(name)}>${mark(name)} ${policy.title}</button>`;
  return html`<div class="sides" role="group" aria-label=${words.compare}>
    ${tab("a", a)}${tab("b", b)}
    <button type="button" class="quiet" aria-label=${words.swap} title=${words.swap} @click=${() => app.swap()}>⇄ <span class="roomy">${words.swap}</span></button>
    <button type="button" class="quiet" aria-label=${words.stopComparing} title=${words.stopComparing} @click=${() => app.stopComparing()}>× <span class="roomy">${words.stopComparing}</span></button>
  </div>`;
}

const mark = (name: Name) => html`<b class="side-mark ${name}">${name.toUpperCase()}</b>`;

/** One policy with its text. */
function column(app: App, name: Name, side: Side): TemplateResult {
  const { policy } = side;
  const editor = editorOf(app, name);
  const beside = app.b !== undefined;
  const spoken = beside ? `${name.toUpperCase()}: ${policy.title}` : policy.title;
  const all = [...findings(policy, policy.diagnostics), ...findings(policy, tested(side)?.diagnostics ?? [])];
  editor.show(policy.path, policy.text, words.policyText(spoken));
  editor.mark(all.filter(({ file }) => file === ""));
  const about = policy.version?.about;
  const isEdited = app.drafts.has(policy.path);
  // What a reader has brought has no other text to go back to.
  const isShipped = policy.path === NEW_PATH || app.index.files.includes(policy.path);
  const now = about && statusOn(about.statuses, app.day);
  const act = (label: string) => (beside ? `${label}: ${name.toUpperCase()}` : nothing);
  return html`
    <section class="column ${app.shown === name ? "shown" : ""}" aria-label=${spoken}>
      <div class="title">
        <h3>${beside ? html`${mark(name)} ` : nothing}${policy.title}</h3>
        <p>${about?.jurisdiction ? html`<span>${about.jurisdiction}</span>` : nothing} ${about ? status(now) : nothing}
          ${isEdited ? html`<span class="tag edited">${words.edited}</span>` : nothing}</p>
        ${now === "hypothetical" ? html`<p class="caution">${words.hypotheticalNote}</p>` : nothing}
      </div>
      <div class="tools">
        <button type="button" class="primary" aria-label=${act(words.library)} @click=${() => showGallery(app, name)}>${words.library}</button>
        ${beside ? nothing : html`<button type="button" title=${words.compareHint} @click=${() => showGallery(app, "b")}>${words.compare}</button>`}
        <button type="button" title=${words.formatHint} aria-label=${act(words.format)} @click=${() => app.format(name)}>${words.format}</button>
        ${isEdited && isShipped ? html`<button type="button" title=${words.revertHint} aria-label=${act(words.revert)} @click=${() => app.revert(name)}>${words.revert}</button>` : nothing}
        ${app.drafts.isAside(policy.path) ? html`<button type="button" title=${words.takeBackHint} aria-label=${act(words.takeBack)} @click=${() => app.takeBack(name)}>${words.takeBack}</button>` : nothing}
        ${app.drafts.elsewhere(policy.path, policy.text) ? html`<button type="button" title=${words.elsewhereHint} aria-label=${act(words.elsewhere)} @click=${() => void app.takeElsewhere(name)}>${words.elsewhere}</button>` : nothing}
      </div>
      ${editor.element}
      <p class="hint">${editor.failed ? words.plainEditor : words.editorHint}</p>
      ${problems(side, all, (finding) => editor.reveal(finding.from, finding.to))}
    </section>`;
}

export function policyPane(app: App): TemplateResult {
  const { a, b } = app;
  if (!a) return html`<p class="empty">${words.working}</p>`;
  return html`
    <div class="texts">
      ${sides(app)}
      <div class="columns ${b ? "two" : ""}">${column(app, "a", a)}${b ? column(app, "b", b) : nothing}</div>
    </div>
    ${gallery(app)}`;
}
