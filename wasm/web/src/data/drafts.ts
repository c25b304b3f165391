/** Texts that the reader has edited, by their paths. A link never writes over one: it is set aside. */

/** What stands before the path of a text that is set aside. */
const ASIDE = "aside:";

export class Drafts extends Map<string, string> {
  /** Makes room for a text that comes with a link. */
  setAside(path: string, linked: string | undefined): void {
    const own = this.get(path);
    if (own === undefined || own === linked) return;
    this.set(ASIDE + path, own);
    this.delete(path);
  }

  isAside(path: string): boolean {
    return this.has(ASIDE + path);
  }

  /** Gives back a text that was set aside. */
  takeBack(path: string): string | undefined {
    const own = this.get(ASIDE + path);
    this.delete(ASIDE + path);
    return own;
  }
}
