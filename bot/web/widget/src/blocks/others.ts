// The other cards: the question, the declaration to copy, terms, progress; and the sign of a thumb.

import { asList, asText, bullets, h, paragraphs, running, svg } from "../dom";
import { fill } from "../strings";
import type { Content } from "../types";
import type { Card } from "./parts";
import { folded, heading } from "./parts";

const MOST_STEPS_DRAWN = 12;

export const question: Card = (content, frame) => [
  heading(frame, 0, asText(content["question"])),
  ...paragraphs(content["why"], frame.t.new_tab),
  asText(content["example"]) ? h("p", { class: "aside" }, ...running(content["example"], frame.t.new_tab)) : null,
];

export const declaration: Card = (content, frame) => {
  const { t } = frame;
  const text = asText(content["text"]);
  const shown = h("blockquote", { class: "declaration", lang: asText(content["language"]) || null }, text);
  return [h("section", { class: "part" },
    heading(frame, 1, t.declaration),
    shown,
    h("button", { type: "button", onclick: () => frame.copy(text, shown) }, t.copy),
    bullets(content["notes"], t.new_tab))];
};

/** The terms that a message uses, each with its meaning and an example, folded. */
export const glossary: Card = (content, { t }) => {
  const terms = asList(content["terms"]).map((one) => one as Content);
  return terms.length ? [folded(`${t.terms} (${terms.length})`, h("dl", { class: "terms" }, ...terms.flatMap((one) => [
    h("dt", {}, asText(one["title"] ?? one["term"])),
    h("dd", {}, ...running(one["text"] ?? one["meaning"], t.new_tab), asText(one["example"]) && h("p", { class: "aside" }, asText(one["example"]))),
  ])))] : [];
};

/** "Step 3 of about 6", with a dot for each. */
export const progress: Card = (content, frame) => {
  const [step, of] = [Number(content["step"]), Number(content["of"] ?? content["about"])];
  if (!Number.isInteger(step) || step < 1) return [];
  if (!Number.isInteger(of) || of < step) return [h("p", { class: "progress" }, fill(frame.t.step_alone, { step }))];
  const dots = Array.from({ length: Math.min(of, MOST_STEPS_DRAWN) }, (_, at) => svg("rect", { class: at < step ? "done" : "track", x: at * 16, width: 12, height: 6, rx: 3 }));
  return [h("p", { class: "progress" },
    svg("svg", { "aria-hidden": "true", width: dots.length * 16 - 4, height: 6 }, ...dots),
    fill(frame.t.step, { step, of }))];
};

/** The sign on the button of a thumb. */
export function hand(up: boolean): SVGElement {
  return svg("svg", { class: up ? "hand" : "hand down", viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { d: "M7 10l4.500-7c1.600 0 2.500 1.200 2.200 2.700L13 10h5.600c1.300 0 2.300 1.200 2 2.500l-1.300 6.700c-.2 1-1.100 1.800-2.100 1.800H3.500V10H7v11" }));
}
