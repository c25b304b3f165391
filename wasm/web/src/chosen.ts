/** What is chosen in the playground, as a link and the browser's storage hold it. */

import type { App } from "./app.js";
import { today } from "./data/engine.js";
import type { Kept } from "./data/keep.js";
import type { Chosen } from "./data/share.js";
import type { Side } from "./side.js";

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
  if (a && a.lines.size > 0) chosen.lines = [...a.lines];
  if (a && a.readings.size > 0) chosen.readings = [...a.readings];
  return chosen;
}

/** What stays over a reload: texts are kept as drafts. */
export function keptOf(app: App): Kept {
  const { version: _, text: __, otherText: ___, ...chosen } = chosenIn(app);
  const { language, widths, folded } = app;
  return { chosen, drafts: [...app.drafts], language, widths, folded, own: app.tableKind === "own" };
}
