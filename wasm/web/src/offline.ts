/** Keeps the page for visits without a network, and says when a newer one is ready. */

import type { App } from "./app.js";
import { words } from "./words/words.js";

/** Registers the service worker, where there is one to be had. */
export function offline(app: App): void {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  const { serviceWorker } = navigator;
  const offer = (waiting: ServiceWorker) => app.say({
    text: words.newVersion, kind: "said",
    action: {
      label: words.reload,
      act: () => {
        serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
        waiting.postMessage("take over");
      },
    },
  });
  serviceWorker.register(new URL("sw.js", document.baseURI)).then((registration) => {
    if (registration.waiting && serviceWorker.controller) offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      installing?.addEventListener("statechange", () => {
        if (installing.state === "installed" && serviceWorker.controller) offer(installing);
      });
    });
  }).catch(() => {
    // Without it the page works, but only with a network.
  });
}
