/** The plots' words in German. */

import type { PlotWords } from "./words.js";

export const GERMAN: PlotWords = {
  language: "de",
  verdicts: { covered: "erfasst", not_covered: "nicht erfasst", undetermined: "offen" },
  million: "Millionen",
  billion: "Milliarden",
  trillion: "Billionen",
  unknown: "unbekannt",
  handle: (subject, axis) => `${subject}: ${axis}`,
  help: "Die Pfeiltasten bewegen es entlang beider Achsen, mit der Umschalttaste oder Bild auf und Bild ab um das Zehnfache.",
  lineHelp: "Die Pfeiltasten bewegen es, mit der Umschalttaste oder Bild auf und Bild ab um das Zehnfache.",
  range: (from, to) => `${from} bis ${to}`,
  atLeast: (from) => `${from} oder mehr`,
  atMost: (to) => `${to} oder weniger`,
  about: (at, from, to) => `etwa ${at}, ${from} bis ${to}`,
  valueUnknown: (axis) => `${axis} unbekannt`,
  table: "Als Tabelle",
  lines: "Grenzen",
  models: "Bekannte Modelle",
  clause: "Klausel",
  condition: "Bedingung",
  citation: "Fundstelle",
  where: "Wo",
  from: "Von",
  to: "Bis",
  verdict: "Ergebnis",
  name: "Name",
  along: (axis, other, at) => `Entlang ${axis}, bei ${other} ${at}`,
  sampled: (columns, rows) => `Gefragt an ${columns} mal ${rows} Punkten: Jede Grenze liegt innerhalb einer Zelle.`,
  source: (policies, day, version) => `${policies}, beurteilt am ${day}. Brightline ${version}.`,
  counts: (covered, undetermined, all) => `${covered} erfasst, ${undetermined} offen von ${all}`,
  describe: (subject, verdict, x, y) => `${subject} ist ${verdict} bei ${y === "" ? x : `${x} und ${y}`}.`,
  unseen: (unplaced, off, all) => {
    const why = off === 0 ? "die Tabelle nennt ihre Werte hier nicht" : unplaced === 0 ? "sie liegen außerhalb der Achsen" : `die Werte von ${unplaced} nennt die Tabelle hier nicht, und ${off} liegen außerhalb der Achsen`;
    return `${unplaced + off === all ? `Keines der ${all} bekannten Modelle ist eingezeichnet` : `${unplaced + off} von ${all} bekannten Modellen fehlen`}: ${why}.`;
  },
  nowhere: (subject, x, y) => `Weder ${x} noch ${y} ist bekannt: ${subject} ist nicht eingezeichnet. Ein Druck auf eine Stelle setzt es dorthin.`,
  domainEnd: "kein Ende",
};
