// The picture of a saving: a bar for the duty without the agreement, one for the duty with it.
// Only plain percentages are drawn; a duty by weight or a range stays words.

import { h, svg } from "../dom";
import type { Frame } from "./parts";

export interface Bars {
  name: string;
  mfn: string;
  preferential: string;
}

const PERCENT = /^(\d+(?:[.,]\d+)?)\s*%$/;
const MOST_MARKETS = 8;

export function percentage(text: string): number | null {
  const found = PERCENT.exec(text.trim());
  return found ? Number(found[1]?.replace(",", ".")) : null;
}

/** Whether both duties can be drawn, and there is something to see. */
export function canBeDrawn({ mfn, preferential }: Bars): boolean {
  const [without, within] = [percentage(mfn), percentage(preferential)];
  return without !== null && within !== null && without > within;
}

/** The markets with the largest saving, as far as they can be drawn. */
export function largest(all: Bars[]): Bars[] {
  const margin = (one: Bars): number => (percentage(one.mfn) ?? 0) - (percentage(one.preferential) ?? 0);
  return all.filter(canBeDrawn).sort((a, b) => margin(b) - margin(a)).slice(0, MOST_MARKETS);
}

/** The picture with its figures as text beside the bars. */
export function picture(pairs: Bars[], title: string, frame: Frame): HTMLElement {
  const scale = Math.max(...pairs.flatMap((one) => [percentage(one.mfn) ?? 0, percentage(one.preferential) ?? 0]));
  const bar = (value: string, kind: string): SVGElement => svg("svg", { class: "bar", "aria-hidden": "true", focusable: "false" },
    svg("rect", { class: "track", width: "100%", height: "100%", rx: 3 }),
    svg("rect", { class: kind, width: `${Math.max(100 * (percentage(value) ?? 0) / scale, 1)}%`, height: "100%", rx: 3 }));
  const line = (name: string, value: string, kind: string): HTMLElement[] => [
    h("dt", { class: pairs.length > 1 && "unseen" }, name),
    h("dd", {}, bar(value, kind), h("span", { class: "figure" }, value)),
  ];
  const many = pairs.length > 1;
  const sample = (kind: string, name: string): HTMLElement => h("span", {}, svg("svg", {}, svg("rect", { class: kind, width: "100%", height: "100%", rx: 3 })), name);
  return h("figure", { class: many ? "bars many" : "bars" },
    h("figcaption", { class: !many && "unseen" }, title),
    many && h("p", { class: "legend", "aria-hidden": "true" }, sample("without", frame.t.mfn), sample("within", frame.t.preferential)),
    ...pairs.map((one) => h("div", { class: "pair" },
      one.name && h("p", {}, one.name),
      h("dl", {}, ...line(frame.t.mfn, one.mfn, "without"), ...line(frame.t.preferential, one.preferential, "within")))));
}
