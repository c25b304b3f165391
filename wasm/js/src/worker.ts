/** The engine's worker in a page. */

import { serve } from "./serve.js";

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
};
const answer = serve((reply, transfer = []) => scope.postMessage(reply, transfer));
scope.onmessage = (event) => answer(event.data);
