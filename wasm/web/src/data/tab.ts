/** Which of the browser's tabs this one is: a name that stays over a reload, and which of the others are still open. */

const KEY = "brightline-tab";
const LOCK = "brightline-tab-";
/** How long a reloaded page waits for the page before it to let go of the name, in milliseconds. */
const PATIENCE = 400;

/** What this tab alone keeps; nothing where the browser keeps nothing. */
export function ofTab(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps something for this tab alone. */
export function keepOfTab(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Then it is kept for all tabs together.
  }
}

/** Takes a name for as long as the page is open; `false` where another tab has it. */
function hold(name: string): Promise<boolean> {
  const { locks } = navigator;
  if (!locks) return Promise.resolve(true);
  return new Promise((held) => {
    locks.request(LOCK + name, { signal: AbortSignal.timeout(PATIENCE) }, () => {
      held(true);
      return new Promise(() => {});
    }).catch(() => held(false));
  });
}

/** The name of this tab. One that was copied from another tab, with all that it keeps, takes a name of its own. */
export async function nameOfTab(): Promise<string> {
  const before = ofTab(KEY);
  if (before !== null && /^\w+$/.test(before) && (await hold(before))) return before;
  const name = Math.random().toString(36).slice(2, 12) + Date.now().toString(36);
  await hold(name);
  keepOfTab(KEY, name);
  return name;
}

/** The tabs that are open; `undefined` where the browser does not tell. */
export async function openTabs(): Promise<ReadonlySet<string> | undefined> {
  if (!navigator.locks) return undefined;
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])));
}
