/** The address follows the policies that are opened, and going back or forward opens them again. */

import type { App } from "./app.js";
import { policiesIn } from "./data/share.js";

let current = "";
let going = false;

const addressOf = ({ a, b }: App) => `#p=${[a, b].flatMap((side) => (side ? [side.policy.path] : [])).join(",")}`;

/** Writes into the address which policies are open: each change is one step back. */
export function follow(app: App): void {
  if (!app.a || going) return;
  const title = [app.a, app.b].flatMap((side) => (side ? [side.policy.title] : [])).join(" / ");
  if (document.title !== `${title} – Brightline`) document.title = `${title} – Brightline`;
  const now = addressOf(app);
  if (now === current) return;
  const isFirst = current === "";
  current = now;
  // What a link says to the calculator stays until it has been read.
  if (location.hash === now || (isFirst && location.hash.startsWith("#brightline-"))) return;
  if (isFirst) history.replaceState(null, "", now);
  else history.pushState(null, "", now);
}

/** Opens what the address says, the newest one last. */
async function go(app: App): Promise<void> {
  if (going) return;
  going = true;
  try {
    for (let seen = ""; seen !== location.hash; ) {
      seen = location.hash;
      const [a, b] = policiesIn(seen) ?? [];
      if (a !== undefined && app.a?.policy.path !== a) await app.openPolicy("a", a);
      if (b === undefined) {
        if (app.b) app.stopComparing();
      } else if (app.b?.policy.path !== b) await app.openPolicy("b", b);
    }
  } finally {
    going = false;
    current = addressOf(app);
  }
}

/** Listens to the reader going back and forward, and to links that are opened in place. */
export function watchAddress(app: App): void {
  addEventListener("popstate", () => {
    if (policiesIn(location.hash)) void go(app);
    else location.reload();
  });
}
