/** The plane of two facts for one policy, which may know only one of them, or neither. */

import { lines } from "brightline";
import type { AboutLine, AxisPart, Curve, MapLine, Options, RemotePolicies, Request, Response } from "brightline";
import type { Axes } from "../data/share.js";

interface Asked {
  policies: RemotePolicies;
  request: Request;
  about: AboutLine;
  options: Options;
}

type Strips = MapLine["strips"];
type Plane = Pick<MapLine, "lines" | "strips" | "exact">;

/** How the plane is cut for the model at `place` of `count`; `undefined` where the engine says nothing of it. */
export async function cut({ policies, request, about, options }: Asked, axes: Axes, place: number, count: number): Promise<Plane | undefined> {
  const own = <Line>(response: Response<Line>): Line | undefined => {
    const found = lines(response);
    const error = response.diagnostics.find(({ severity }) => severity === "error");
    if (found.length !== count && error) throw new Error(error.message);
    return found.length === count ? found[place] : undefined;
  };
  const [knowsX, knowsY] = [axes.x, axes.y].map((name) => about.facts.some((fact) => fact.name === name));
  if (knowsX && knowsY) return own(await policies.map({ ...request, ...axes }, options));
  if (!knowsX && !knowsY) {
    const verdict = own(await policies.eval(request, options))?.designations[0]?.verdict;
    return verdict && { exact: true, lines: [], strips: [{ from: null, to: null, bands: [{ below: null, above: null, verdict }] }] };
  }
  const found = own(await policies.regions({ ...request, axis: knowsX ? axes.x : axes.y }, options));
  const parts = found?.parts.filter((part): part is Extract<AxisPart, { from: string | null }> & typeof part => "from" in part && (part.from === null || part.from !== part.to));
  if (!parts) return undefined;
  const whole = (verdict: (typeof parts)[number]["verdict"]): Strips[number]["bands"] => [{ below: null, above: null, verdict }];
  const level = (offset: string | null): Curve | null => (offset === null ? null : { slope: "0", offset });
  const strips: Strips = knowsX
    ? parts.map(({ from, to, verdict }) => ({ from, to, bands: whole(verdict) }))
    : [{ from: null, to: null, bands: parts.map(({ from, to, verdict }, at) => ({ below: at === 0 ? null : level(from), above: at === parts.length - 1 ? null : level(to), verdict })) }];
  return { exact: true, lines: [], strips };
}
