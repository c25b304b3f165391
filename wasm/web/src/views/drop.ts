/** Files that are dropped anywhere on the page. */

import type { App } from "../app.js";
import { takeFiles } from "../own-models.js";
import { words } from "../words/words.js";

export function watchDrops(app: App): void {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
  let over: ReturnType<typeof setTimeout> | undefined;
  const unmark = () => delete document.body.dataset["drop"];
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.dataset["drop"] = words.dropHere;
    clearTimeout(over);
    over = setTimeout(unmark, 300);
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    unmark();
    void takeFiles(app, [...(event.dataTransfer?.files ?? [])]);
  });
}
