/** The objects of a document of JSON, each as its own text, so that no number is read twice. */

/** Each object of an array, of objects in a row, or of lines; `undefined` where the brackets do not close. */
export function objectsOf(text: string): string[] | undefined {
  const objects: string[] = [];
  const outer = /^\s*\[/.test(text) ? 1 : 0;
  let [depth, start, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted) {
      if (letter === "\\") at += 1;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') {
      quoted = true;
    } else if (letter === "{" || letter === "[") {
      if (depth === outer) start = at;
      depth += 1;
    } else if (letter === "}" || letter === "]") {
      depth -= 1;
      if (depth < 0) return undefined;
      if (depth === outer && (outer === 0 || letter === "}")) objects.push(text.slice(start, at + 1));
    }
  }
  return quoted || depth !== 0 ? undefined : objects;
}

/** The fields of a profile with dotted names; none where it is no JSON. */
export function fieldsOf(object: string): Map<string, string> {
  const fields = new Map<string, string>();
  const add = (prefix: string, value: object) => {
    for (const [name, inner] of Object.entries(value)) {
      const key = prefix === "" ? name : `${prefix}.${name}`;
      if (typeof inner === "object" && inner !== null && !Array.isArray(inner)) add(key, inner);
      else if (inner !== null) fields.set(key, typeof inner === "string" ? inner : JSON.stringify(inner));
    }
  };
  try {
    const value: unknown = JSON.parse(object);
    if (typeof value === "object" && value !== null) add("", value);
  } catch {
    fields.clear();
  }
  return fields;
}
