/** Models and policies that a reader brings: as files that are chosen or dropped, or as text that is pasted. */

import type { App } from "./app.js";
import { keepTable } from "./data/keep.js";
import { pathOf } from "./data/library.js";
import { decoded } from "./table/decode.js";
import { MAX_BYTES, tableOf } from "./table/table.js";
import { words } from "./words/words.js";

const POLICY = /^\uFEFF?(?:\s|#[^\n]*\n)*(?:policy|vocabulary)\s+[A-Za-z_]\w*\s+"/;

/** Takes models; `notes` is to be said of them. Whether it went well. */
export async function addOwn(app: App, name: string, text: string, notes: readonly string[] = [], isNew = true): Promise<boolean> {
  const refuse = (why: string) => {
    app.say({ text: [why, words.modelsStay, ...notes].join(" "), kind: "wrong" });
    return false;
  };
  if (text.length > MAX_BYTES) return refuse(words.tooBig(name));
  try {
    app.reading = { name, done: 0 };
    app.changed();
    app.own = await tableOf(name, text, (done) => {
      app.reading = { name, done };
      app.changed();
    });
  } catch (why) {
    return refuse(words.cannotRead(name, why instanceof Error ? why.message : String(why)));
  } finally {
    app.reading = undefined;
  }
  if (isNew) [app.query, app.filter, app.sort] = ["", "", ""];
  await app.useTable("own");
  if (!isNew) return true;
  const said = [...notes, app.own.note, (await keepTable(app.drafts.tab, name, text)) ? "" : words.notKept].filter((note) => note !== "");
  // What was said of an earlier file no longer holds.
  app.notice = said.length > 0 ? { text: said.join(" "), kind: "said" } : undefined;
  app.changed();
  return true;
}

/** Opens a policy as a draft; a text of the same policy that was there before is set aside. */
async function openText(app: App, name: string, text: string): Promise<boolean> {
  const file = name.replace(/\.\w+$/, "").toLowerCase().replace(/[^\w-]+/g, "-").slice(0, 100) || "my-policy";
  const path = pathOf(text, `rules/${file}.bright`);
  app.drafts.setAside(path, text);
  app.drafts.set(path, text.replace(/^\uFEFF/, ""));
  await app.openPolicy(app.shown, path);
  app.say({ text: words.openedPolicy(name), kind: "said" });
  return true;
}

/** Takes a text that was pasted. */
export function takePasted(app: App, text: string): Promise<boolean> {
  if (POLICY.test(text)) return openText(app, "my-policy.bright", text);
  return addOwn(app, /^\s*[[{]/.test(text) ? "pasted.json" : "pasted.csv", text);
}

async function takeOne(app: App, file: File, notes: readonly string[]): Promise<boolean> {
  const refuse = (text: string) => {
    app.say({ text: [text, words.modelsStay, ...notes].join(" "), kind: "wrong" });
    return false;
  };
  if (file.size > MAX_BYTES) return refuse(words.tooBig(file.name));
  const found = decoded(new Uint8Array(await file.arrayBuffer()));
  if (typeof found === "string") return refuse(words.noText(file.name, found));
  if (isPolicy(file) || POLICY.test(found.text)) return openText(app, file.name, found.text);
  return addOwn(app, file.name, found.text, found.guessed ? [words.guessedLetters(file.name), ...notes] : notes);
}

const isPolicy = ({ name }: File) => /\.bright$/i.test(name);

/** Takes files: policies into the editor, and one file of models. */
export async function takeFiles(app: App, files: readonly File[]): Promise<void> {
  const policies = files.filter(isPolicy);
  const [models, ...others] = files.filter((file) => !isPolicy(file));
  for (const file of policies) await takeOne(app, file, []);
  if (models) await takeOne(app, models, others.length > 0 ? [words.onlyOne(others.map(({ name }) => name).join(", "))] : []);
}
