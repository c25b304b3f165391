/** What a calculator begins with, by its addresses: a model, and a table of known ones. Throws sentences for a reader. */

import type { Document } from "../types.js";
import { textAt } from "./fetching.js";
import { nearest } from "./nearest.js";
import { readCsv, readJson } from "./profiles.js";
import type { Model } from "./profiles.js";
import type { Questions } from "./scenario.js";
import type { Words } from "./words/en.js";

const PATIENCE = 30_000;

async function fetched(address: string, url: URL, words: Words): Promise<string> {
  try {
    return await textAt(url, AbortSignal.timeout(PATIENCE));
  } catch (why) {
    throw new Error(words.cannotFetch(`${address}: ${why instanceof Error ? why.message : String(why)}`));
  }
}

/** The model at an address, to be taken once it is known what the policies call things. */
export async function modelAt(address: string, words: Words): Promise<(questions: Questions) => Model> {
  const url = new URL(address, document.baseURI);
  const name = url.hash === "" ? undefined : decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  const file = address.replace(/#[^]*$/, "");
  const text = await fetched(file, url, words);
  const models = (questions: Questions): Model[] => {
    if (url.pathname.endsWith(".csv")) return readCsv(text, questions.column);
    try {
      return readJson(text);
    } catch (why) {
      throw new Error(words.cannotRead(`${file}: ${why instanceof Error ? why.message : String(why)}`));
    }
  };
  return (questions) => {
    const list = models(questions);
    const found = name === undefined ? list[0] : list.find((model) => model.name === name);
    if (found) return found;
    throw new Error(name === undefined || list.length === 0 ? words.noModel(file) : words.noSuchModel(name, file, nearest(name, list.map((model) => model.name), true)));
  };
}

/** The table at an address. */
export async function tableAt(address: string, words: Words): Promise<Document> {
  const text = await fetched(address, new URL(address, document.baseURI), words);
  if (readCsv(text, () => undefined).length === 0) throw new Error(words.noModel(address));
  return { name: "models.csv", text, format: "csv" };
}
