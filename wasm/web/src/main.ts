/** Starts the playground. */

import { render } from "lit";
import { App } from "./app.js";
import { follow, watchAddress } from "./address.js";
import { page } from "./views/page.js";
import { watchDrops } from "./views/drop.js";
import { offline } from "./offline.js";

const root = document.getElementById("app") as HTMLElement;
const app: App = new App(() => {
  render(page(app), root);
  follow(app);
});

watchDrops(app);
offline(app);
addEventListener("pagehide", () => app.save());
watchAddress(app);
app.start().catch((why: unknown) => {
  root.textContent = `Brightline cannot start: ${why instanceof Error ? why.message : String(why)}`;
});
