/** The policy pane: its head, its text, its mistakes. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Diagnostic } from "brightline";
import type { App, Name } from "../app.js";
import { statusOn } from "../data/library.js";
import type { Policy } from "../data/policy.js";
import { EditorHost } from "../editor/host.js";
import type { Mark } from "../editor/editor.js";
import { words } from "../words/words.js";
import { gallery, showGallery } from "./gallery.js";
import { status } from "./status.js";

let host: EditorHost | undefined;

function editorOf(app: App): EditorHost {
  if (host) return host;
  const made = new EditorHost({
    changed: (text) => app.edit(app.shown, text),
    format: () => void app.format(app.shown),
    known: () => app.side()?.policy.version,
  }, () => app.changed());
  app.retext = (name, text) => {
    if (name === app.shown || !app.b) made.replace(text);
    else app.edit(name, text);
  };
  return (host = made);
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
const tested = (app: App, policy: Policy) =>
  (policy.current && app.tests.result?.version === policy.version ? app.tests.result : undefined);

function testState(app: App, policy: Policy): TemplateResult | typeof nothing {
  if (!policy.current) return nothing;
  const result = tested(app, policy);
  if (!result) return html`<span>${words.testsRun}</span>`;
  const { of, failed, unseen } = result;
  if (of === 0) return html`<span>${words.noTests}</span>`;
  return html`<span class=${failed > 0 ? "failed" : ""}>${failed > 0 ? words.testsFail(failed, of) : words.testsPass(of)}</span>
    ${unseen > 0 ? html`<span>${words.unseen(unseen)}</span>` : nothing}`;
}

function problems(app: App, policy: Policy, all: readonly Finding[]): TemplateResult {
  const reveal = (finding: Finding) => editorOf(app).reveal(finding.from, finding.to);
  const errors = policy.diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = policy.diagnostics.length - errors;
  const counted = [errors > 0 ? words.mistakes(errors) : "", warnings > 0 ? words.warnings(warnings) : ""].filter((part) => part !== "");
  const say = policy.checking && !policy.version ? words.checking : counted.length > 0 ? counted.join(", ") : words.noMistakes;
  return html`
    <div class="problems">
      <p class="state ${errors > 0 ? "wrong" : ""}" role="status"><span>${say}</span> ${testState(app, policy)}</p>
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

function sideTabs(app: App): TemplateResult | typeof nothing {
  if (!app.b) return nothing;
  const tab = (name: Name, policy: Policy) => html`
    <button type="button" class="side" aria-pressed=${app.shown === name} @click=${() => app.show(name)}>
      <b>${name.toUpperCase()}</b> ${policy.title}</button>`;
  return html`<div class="sides" role="group" aria-label=${words.compare}>
    ${app.a ? tab("a", app.a.policy) : nothing}${tab("b", app.b.policy)}
    <button type="button" class="quiet" title=${words.swap} aria-label=${words.swap} @click=${() => app.swap()}>⇄</button>
    <button type="button" class="quiet" title=${words.stopComparing} aria-label=${words.stopComparing} @click=${() => app.stopComparing()}>×</button>
  </div>`;
}

export function policyPane(app: App): TemplateResult {
  const side = app.side();
  if (!side) return html`<p class="empty">${words.working}</p>`;
  const { policy } = side;
  const editor = editorOf(app);
  const all = [...findings(policy, policy.diagnostics), ...findings(policy, tested(app, policy)?.diagnostics ?? [])];
  editor.show(`${app.shown}:${policy.path}`, policy.text, words.policyText(policy.title));
  editor.mark(all.filter(({ file }) => file === ""));
  const about = policy.version?.about;
  const isEdited = app.drafts.has(policy.path);
  const now = about && statusOn(about.statuses, app.day);
  return html`
    ${sideTabs(app)}
    <div class="title">
      <h3>${policy.title}</h3>
      <p>${about?.jurisdiction ? html`<span>${about.jurisdiction}</span>` : nothing} ${about ? status(now) : nothing}
        ${isEdited ? html`<span class="tag edited">${words.edited}</span>` : nothing}</p>
      ${now === "hypothetical" ? html`<p class="caution">${words.hypotheticalNote}</p>` : nothing}
    </div>
    <div class="tools">
      <button type="button" class="primary" @click=${() => showGallery(app, "a")}>${words.library}</button>
      <button type="button" title=${words.compareHint} @click=${() => showGallery(app, "b")}>${words.compare}</button>
      <button type="button" title=${words.formatHint} @click=${() => app.format(app.shown)}>${words.format}</button>
      ${isEdited ? html`<button type="button" title=${words.revertHint} @click=${() => app.revert(app.shown)}>${words.revert}</button>` : nothing}
      ${app.drafts.isAside(policy.path) ? html`<button type="button" title=${words.takeBackHint} @click=${() => app.takeBack(app.shown)}>${words.takeBack}</button>` : nothing}
    </div>
    ${editor.element}
    <p class="hint">${editor.failed ? words.plainEditor : words.editorHint}</p>
    ${problems(app, policy, all)}
    ${gallery(app)}`;
}
