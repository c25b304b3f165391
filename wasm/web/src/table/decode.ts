/** The text of a file, whatever it is written in; or what the file is, where it is no text. */

/** What a file is that holds no text. */
export type NoText = "picture" | "pdf" | "packed" | "binary";

const KINDS: readonly (readonly [NoText, readonly number[]])[] = [
  ["picture", [0x89, 0x50, 0x4e, 0x47]], ["picture", [0xff, 0xd8, 0xff]], ["picture", [0x47, 0x49, 0x46, 0x38]],
  ["pdf", [0x25, 0x50, 0x44, 0x46]], ["packed", [0x50, 0x4b, 3, 4]], ["packed", [0xd0, 0xcf, 0x11, 0xe0]], ["packed", [0x1f, 0x8b]],
];

export interface Decoded {
  text: string;
  /** Whether it is no UTF-8, so that letters had to be guessed. */
  guessed: boolean;
}

export function decoded(bytes: Uint8Array): Decoded | NoText {
  const begins = (mark: readonly number[]) => mark.every((byte, at) => bytes[at] === byte);
  const kind = KINDS.find(([, mark]) => begins(mark))?.[0];
  if (kind) return kind;
  const wide = begins([0xff, 0xfe]) ? "utf-16le" : begins([0xfe, 0xff]) ? "utf-16be" : undefined;
  if (wide) return { text: new TextDecoder(wide).decode(bytes), guessed: false };
  if (bytes.includes(0)) return "binary";
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), guessed: false };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), guessed: true };
  }
}
