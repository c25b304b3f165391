/** Files of models that are dropped anywhere on the page. */

import type { App } from "../app.js";
import { MAX_BYTES } from "../table/table.js";
import { words } from "../words/words.js";

/** Takes a file of models; whether that went well. */
export async function takeFile(app: App, file: File): Promise<boolean> {
  if (file.size > MAX_BYTES) {
    app.say({ text: words.tooBig(file.name), kind: "wrong" });
    return false;
  }
  return app.addOwn(file.name, await file.text());
}

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
    const file = event.dataTransfer?.files[0];
    if (file) void takeFile(app, file);
  });
}
