// A program as people write it: it compiles under `strict`, and its mistakes do not.
import { CODES, connect, lines, load, loadSync } from "brightline";
import type { Diagnostic, EvalLine, Verdict } from "brightline";

const engine = await load();
const policies = engine.prepare({ "p.bright": "..." });
const answer = policies.eval({ set: { compute: 1e25, open: true, other: null }, as_of: "2026-11-21" });
const found: EvalLine[] = lines(answer);
const verdict: Verdict | undefined = found[0]?.designations[0]?.verdict;
const why: readonly Diagnostic[] = answer.diagnostics;
const codes: Uint8Array = policies.columns({ columns: ["compute"] }).verdicts([Float64Array.of(1e25)]);
const client = connect({ deadline: 1000 });
const remote = await client.prepare(new Map([["p.bright", "..."]]));
const likely = lines(await remote.chance({ samples: 10 }, { progress: (done: number) => console.log(done) }));
export const told = [loadSync, CODES[codes[0] ?? 3], verdict, why, likely[0]?.designations[0]?.covered.probability];

// @ts-expect-error there is no such field
policies.eval({ as_off: "2026-11-21" });
// @ts-expect-error an axis is asked for
policies.regions({});
