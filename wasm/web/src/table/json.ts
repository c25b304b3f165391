/** The objects of a document of JSON, each as its own text, so that no number is read twice. */

/** The elements of a list or the members of an object that is known to be JSON, each as its own text. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let [depth, start, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted) {
      if (letter === "\\") at += 1;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') {
      quoted = true;
    } else if (letter === "{" || letter === "[") {
      depth += 1;
      if (depth === 1) start = at + 1;
    } else if (letter === "}" || letter === "]" || (letter === "," && depth === 1)) {
      if (depth === 1 && text.slice(start, at).trim() !== "") parts.push(text.slice(start, at).trim());
      if (letter === ",") start = at + 1;
      else depth -= 1;
    }
  }
  return parts;
}

/** The value of a member of an object, as its own text. */
function valueOf(object: string, key: string): string {
  for (const part of partsOf(object)) {
    const name = /^"(?:\\.|[^"\\])*"/.exec(part)?.[0] ?? "";
    if (name !== "" && JSON.parse(name) === key) return part.slice(name.length).replace(/^\s*:\s*/, "");
  }
  return "";
}

/** Profiles as they stand in a document. */
export interface Listed {
  /** Each profile's text; what is no object stays, so that it can be said where it stands. */
  parts: string[];
  /** The field that the list was found in; empty where it is the document itself. */
  field: string;
}

/** The profiles of a document: of a list, of an object that holds one list of objects, or of a single object. Throws where it is no JSON. */
export function profilesIn(text: string, names: readonly string[]): Listed {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value)) return { parts: partsOf(text), field: "" };
  if (typeof value !== "object" || value === null) return { parts: [], field: "" };
  const isList = ([, inner]: [string, unknown]) => Array.isArray(inner) && inner.some((each) => typeof each === "object" && each !== null && !Array.isArray(each));
  const [list, ...more] = Object.entries(value).filter(isList);
  if (!list || more.length > 0 || names.some((name) => name in value)) return { parts: [text], field: "" };
  return { parts: partsOf(valueOf(text, list[0])), field: list[0] };
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
    if (typeof value === "object" && value !== null && !Array.isArray(value)) add("", value);
  } catch {
    fields.clear();
  }
  return fields;
}
