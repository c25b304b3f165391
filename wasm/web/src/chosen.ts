/** What is chosen in the playground, as a link and the browser's storage hold it. */

import type { App } from "./app.js";
import { today } from "./data/engine.js";
import type { Kept } from "./data/keep.js";
import { packed, policiesIn } from "./data/share.js";
import type { Chosen } from "./data/share.js";
import { keepOfTab, ofTab } from "./data/tab.js";
import type { Side } from "./side.js";
import { preferred, speak, words } from "./words/words.js";

/** The link that this tab has made last. */
const OWN_LINK = "brightline-own-link";

/** What a link holds: models of the reader's own are never in it. */
export function chosenIn(app: App): Chosen {
  const { a, b, table, row } = app;
  const chosen: Chosen = { version: app.index.version, assume: app.assume };
  const put = (side: Side | undefined, path: "policy" | "other", text: "text" | "otherText") => {
    if (!side) return;
    chosen[path] = side.policy.path;
    const draft = app.drafts.get(side.policy.path);
    if (draft !== undefined) chosen[text] = draft;
  };
  put(a, "policy", "text");
  put(b, "other", "otherText");
  if (app.tableKind !== "own") chosen.table = app.tableKind;
  if (app.day !== today()) chosen.day = app.day;
  for (const name of ["query", "filter", "sort"] as const) if (app[name] !== "") chosen[name] = app[name];
  if (table && row !== undefined && app.tableKind !== "own") chosen.row = table.title(row);
  // What the policy refuses is neither kept nor shared.
  const placed = ({ lines, typed }: Side): [string, string][] => [...lines, ...typed.waiting];
  if (a && placed(a).length > 0) chosen.lines = placed(a);
  if (a && a.readings.size > 0) chosen.readings = [...a.readings];
  if (!b) return chosen;
  if (placed(b).length > 0) chosen.otherLines = placed(b);
  if (b.readings.size > 0) chosen.otherReadings = [...b.readings];
  if (app.compared.some((at) => at > 0)) chosen.compared = app.compared;
  // Usual axes are found again, unless the model was moved along them.
  const axes = app.axes ?? (app.point ? app.chart?.axes : undefined);
  if (axes) chosen.axes = axes;
  if (axes && app.point && chosen.row !== undefined) chosen.point = app.point;
  return chosen;
}

/** What is kept, or of other policies where the address names them. */
export function namedIn(fragment: string, kept: Chosen): Chosen {
  const named = policiesIn(fragment);
  if (!named) return kept;
  const { other: _, otherText: __, ...chosen } = kept;
  const [policy, other] = named;
  if (policy !== kept.policy) delete chosen.lines, delete chosen.readings;
  if (other !== kept.other) delete chosen.otherLines, delete chosen.otherReadings;
  if (policy !== kept.policy || other !== kept.other) delete chosen.compared, delete chosen.filter;
  return { ...chosen, policy, ...(other === undefined ? {} : { other }) };
}

/** Whether the address is a link that this tab has made itself: what it has kept since is newer. */
export const isOwnLink = () => location.hash !== "" && ofTab(OWN_LINK) === location.hash;

/** Takes what was chosen, but for what waits for the policies and the models. */
export function takeChosen(app: App, chosen: Chosen): void {
  app.day = chosen.day ?? today();
  app.assume = chosen.assume ?? true;
  for (const name of ["query", "filter", "sort"] as const) app[name] = chosen[name] ?? "";
  app.compared = chosen.compared ?? [0, 0];
  app.axes = chosen.axes;
}

/** Puts lines and readings where they were chosen to be. */
export function placeLines({ a, b }: App, chosen: Chosen): void {
  const put = (into: Map<string, string> | undefined, pairs: readonly [string, string][] = []) => pairs.forEach(([name, value]) => into?.set(name, value));
  put(a?.typed.waiting, chosen.lines);
  put(a?.readings, chosen.readings);
  put(b?.typed.waiting, chosen.otherLines);
  put(b?.readings, chosen.otherReadings);
}

/** Takes what was kept, but for what is chosen. */
export function restoreKept(app: App, before: Kept): void {
  app.language = before.language ?? preferred();
  speak(app.language);
  app.layouts = before.layouts ?? app.layouts;
}

/** Puts a link to what is seen into the clipboard. */
export async function shareLink(app: App): Promise<void> {
  const fragment = await packed(chosenIn(app));
  if (fragment === undefined) return app.say({ text: words.sharedBig, kind: "wrong" });
  history.replaceState(null, "", fragment);
  keepOfTab(OWN_LINK, fragment);
  let copied = true;
  await navigator.clipboard.writeText(location.href).catch(() => (copied = false));
  app.say({ text: copied ? words.shared : words.sharedHere, kind: "said" });
}

/** What stays over a reload: texts are kept as drafts. */
export function keptOf(app: App): Kept {
  const { version: _, text: __, otherText: ___, ...chosen } = chosenIn(app);
  const { language, layouts } = app;
  return { chosen, language, layouts, own: app.tableKind === "own" };
}
