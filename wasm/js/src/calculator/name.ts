/** Names of the language as people read them. */

/** `developer.annual_revenue` as people read it. */
export function nameOf(name: string): string {
  const parts = name.split(".").map((part) => part.replaceAll("_", " "));
  const last = parts.pop() ?? "";
  return parts.length === 0 ? sentence(last) : `${sentence(parts.join(" "))}: ${last}`;
}

/** What begins with a place, an address or code, which keeps its letters. */
const CODE = /^\S*(?:[`_/\\@]|:\S|\S\.\w)/;

/** A text that begins with a capital letter. */
export function sentence(text: string): string {
  return CODE.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** A whole sentence, ended where it does not end by itself. */
export function ended(text: string): string {
  return sentence(text) + (/[.?!…:]["”“’')]*$/.test(text.trim()) ? "" : ".");
}
