/** The map's code, which is loaded once there is a verdict. */

export type Mapping = typeof import("./mapping.js");

const PAUSE = 500;

/** Loads it; where that fails, once more after a pause. */
export async function loadMapping(): Promise<Mapping> {
  try {
    return await import("./mapping.js");
  } catch (why) {
    // A browser remembers that a module could not be fetched: it is asked for by another address.
    const [address] = /\bhttps?:[^\s?#]+/.exec(String(why)) ?? [];
    if (address === undefined) throw why;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return import(/* @vite-ignore */ /* webpackIgnore: true */ `${address}?again=${Date.now()}`) as Promise<Mapping>;
  }
}
