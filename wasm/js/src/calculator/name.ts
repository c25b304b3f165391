/** Names of the language as people read them. */

/** `developer.annual_revenue` as people read it. */
export function nameOf(name: string): string {
  const parts = name.split(".").map((part) => part.replaceAll("_", " "));
  const last = parts.pop() ?? "";
  return parts.length === 0 ? sentence(last) : `${sentence(parts.join(" "))}: ${last}`;
}

/** A text that begins with a capital letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
