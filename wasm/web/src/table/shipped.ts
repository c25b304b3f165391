/** The models that come with the page. */

import { shipped } from "../data/library.js";
import type { Index } from "../data/library.js";
import { objectTable, tableOf } from "./table.js";
import type { Table } from "./table.js";

/** Real models with their sources, or planned ones that are invented. */
export async function shippedTable(kind: "models" | "planned", index: Index): Promise<Table> {
  if (kind === "models") return tableOf("models.csv", await shipped("profiles/models.csv"));
  const texts = await Promise.all(index.planned.map(shipped));
  return objectTable("planned.ndjson", texts.map((text) => text.replace(/\s*\n\s*/g, " ")));
}
