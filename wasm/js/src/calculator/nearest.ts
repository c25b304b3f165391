/** The names that someone may have meant. */

/** How many letters are to be changed, left out or put in. */
function distance(from: string, to: string): number {
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const letter of from) {
    const now = [(last[0] ?? 0) + 1];
    for (let at = 0; at < to.length; at += 1) now.push(Math.min((last[at + 1] ?? 0) + 1, (now[at] ?? 0) + 1, (last[at] ?? 0) + (letter === to[at] ? 0 : 1)));
    last = now;
  }
  return last[to.length] ?? 0;
}

/** The names near to one, the nearest first; with `loose` also those that contain it. */
export function nearest(name: string, names: Iterable<string>, loose = false): string[] {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, " ").slice(0, 100);
  const sought = plain(name);
  const most = sought.length < 8 ? 1 : 2;
  const found = [...new Set(names)].flatMap((one) => {
    const other = plain(one);
    const far = Math.abs(other.length - sought.length) > most ? Infinity : distance(sought, other);
    return far <= most ? [{ one, far }] : loose && sought.length > 1 && (other.includes(sought) || sought.includes(other)) ? [{ one, far: most + 1 }] : [];
  });
  return found.sort((a, b) => a.far - b.far).slice(0, 3).map(({ one }) => one);
}
