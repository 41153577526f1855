// The cards that answer: can an agreement be used, is the rule met, which rule, which markets.

import { asList, asText, bullets, h, paragraphs, running } from "../dom";
import type { Child } from "../dom";
import type { Content } from "../types";
import { canBeDrawn, largest, picture } from "./bars";
import type { Card, Frame, Tone } from "./parts";
import { folded, heading, section, steps, table, verdict } from "./parts";

const ROWS_OF_MARKETS = 8;

export const firstAnswer: Card = (content, frame) => {
  const { t } = frame;
  const nothing = Boolean(content["nothing_to_save"] || content["pointless"]);
  const undecided: [Tone, string] = ["open", nothing ? t.nothing_to_save : t.open];
  const usable: [Tone, string] = nothing || content["proof_open"] ? undecided : ["good", t.usable];
  const [tone, word]: [Tone, string] = content["usable"] ? usable : ["bad", t.not_usable];
  return [
    verdict(frame, tone, word, content["headline"]),
    ...paragraphs(content["status"], t.new_tab),
    bullets(content["reasons"], t.new_tab),
    ...duties(content, frame),
    bullets(content["unknown"], t.new_tab),
    content["usable"] ? null : bullets(content["duties"], t.new_tab),
    bullets(content["notes"], t.new_tab),
    ...paragraphs(content["hint"], t.new_tab),
    section(frame, t.proof, content["proof"]),
    section(frame, t.conditions, content["conditions"]),
    section(frame, t.warnings, content["warnings"], "note"),
    section(frame, t.rule, content["rule_notes"]),
    section(frame, t.others, content["others"]),
    steps(frame, t.next_steps, content["next_steps"]),
  ];
};

function duties(content: Content, frame: Frame): Child[] {
  const { t } = frame;
  const saving = asText(content["saving"]);
  const bars = { name: "", mfn: asText(content["mfn"]), preferential: asText(content["preferential"]) };
  const shown = canBeDrawn(bars) ? picture([bars], t.duty_picture, frame) : facts([[t.mfn, bars.mfn], [t.preferential, bars.preferential]], frame);
  return [shown, saving ? h("p", { class: "saving" }, ...running(saving, t.new_tab)) : null];
}

function facts(pairs: [string, string][], frame: Frame): Child {
  const known = pairs.filter(([, value]) => value);
  return known.length > 0 && h("dl", { class: "facts" }, ...known.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, ...running(value, frame.t.new_tab)))));
}

const STATUS: Record<string, [Tone, "met" | "not_met" | "open"]> = {
  originating: ["good", "met"],
  not_originating: ["bad", "not_met"],
};

export const result: Card = (content, frame) => {
  const { t } = frame;
  const [tone, word] = STATUS[asText(content["status"])] ?? ["open", "open"];
  const alternatives = bullets(content["alternatives"], t.new_tab);
  return [
    verdict(frame, tone, t[word], content["headline"]),
    ...paragraphs(content["reason"], t.new_tab),
    ...paragraphs(content["headroom"], t.new_tab),
    bullets(content["shortfalls"], t.new_tab),
    steps(frame, t.remedies, content["remedies"]),
    section(frame, t.conditions, content["conditions"]),
    section(frame, t.warnings, content["notes"], "note"),
    alternatives && folded(t.options, alternatives),
    terms(frame, content["terms"]),
  ];
};

// What the words of a rule mean, for who wants to know.
function terms({ t }: Frame, told: unknown): Child {
  const lines = asList(told).flatMap((one) => paragraphs(one, t.new_tab));
  return lines.length > 0 && folded(t.terms, ...lines);
}

export const rule: Card = (content, frame) => {
  const { t } = frame;
  const legal = [content["notation"], content["source"]].map(asText).filter(Boolean);
  const title = asText(content["title"]);
  return [h("section", { class: "part rule" },
    heading(frame, 1, title ? `${t.rule}: ${title}` : t.rule),
    ...paragraphs(content["text"], t.new_tab),
    ...paragraphs(content["example"], t.new_tab).map((one) => { one.className = "aside"; return one; }),
    terms(frame, content["terms"]),
    legal.length > 0 && folded(t.legal, ...legal.map((one, at) => (at === 0 && content["notation"] ? h("p", {}, h("code", {}, one)) : h("p", {}, one)))))];
};

export const markets: Card = (content, frame) => {
  const rows = asList(content["rows"]).map((row) => asList(row).map(asText));
  const drawn = largest(rows.map(([name = "", , mfn = "", preferential = ""]) => ({ name, mfn, preferential })));
  return [
    drawn.length > 0 && picture(drawn, frame.t.market_picture, frame),
    ...table(content, frame, ROWS_OF_MARKETS),
  ];
};
