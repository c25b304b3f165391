/** The service worker: keeps every file of one version of the page, and answers from there. */

/** A name that changes with any byte of the page, and the files; both are put in when it is built. */
declare const VERSION: string;
declare const FILES: readonly string[];

/** What of a service worker is used here. */
interface Scope {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: "install" | "activate", heard: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(kind: "message", heard: (event: MessageEvent) => void): void;
  addEventListener(kind: "fetch", heard: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void): void;
}

const scope = globalThis as unknown as Scope;
const PREFIX = "brightline-page-";
const NAME = PREFIX + VERSION;

scope.addEventListener("install", (event) => {
  const all = FILES.map((file) => new Request(new URL(file, scope.registration.scope), { cache: "reload" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(all)));
});

scope.addEventListener("activate", (event) => {
  const forget = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
    await scope.clients.claim();
  };
  event.waitUntil(forget());
});

scope.addEventListener("message", (event) => {
  if (event.data === "take over") void scope.skipWaiting();
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope.registration.scope)) return;
  const answer = async () => {
    const cache = await caches.open(NAME);
    const url = request.url.replace(/[?#].*$/, "").replace(/\/index\.html$/, "/");
    return (await cache.match(url)) ?? fetch(request);
  };
  event.respondWith(answer());
});
