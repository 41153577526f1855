// What the cards are made of.

import type { Child } from "../dom";
import { asList, asText, bullets, h, isWebAddress, link, running, svg } from "../dom";
import type { Strings } from "../strings";
import { fill } from "../strings";
import type { Content, Language } from "../types";

/** What a card needs to know of the element it stands in. */
export interface Frame {
  readonly t: Strings;
  readonly lang: Language;
  /** The level of a card's own heading. */
  readonly level: 2 | 3;
  copy(text: string, shown: HTMLElement): void;
  press(payload: string, shown: string): void;
  announce(sentence: string): void;
}

export type Card = (content: Content, frame: Frame) => Child[];

export function heading(frame: Frame, below: 0 | 1, ...children: Child[]): HTMLHeadingElement {
  return h(`h${frame.level + below}` as "h2", {}, ...children);
}

/** A part of a card with a title; nothing where the list is empty. */
export function section(frame: Frame, title: string, items: unknown, style = ""): Child {
  const list = bullets(items, frame.t.new_tab);
  return list && h("section", { class: `part ${style}` }, heading(frame, 1, title), list);
}

/** The numbered steps that come next. */
export function steps(frame: Frame, title: string, items: unknown): Child {
  const shown = asList(items).filter(Boolean);
  if (!shown.length) return null;
  const list = shown.map((one) => h("li", {}, ...running(one, frame.t.new_tab)));
  return h("section", { class: "part" }, heading(frame, 1, title), h("ol", {}, ...list));
}

export type Tone = "good" | "bad" | "open";

const SIGNS: Record<Tone, string> = {
  good: "M5 12.5l4.5 4.5L19 7.5",
  bad: "M7 7l10 10M17 7L7 17",
  open: "M9 9.3a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 1.9M12 17.4v.2",
};

/** The answer itself: its sign, what it is in one word, and the sentence. */
export function verdict(frame: Frame, tone: Tone, word: string, headline: unknown): HTMLElement {
  const sign = svg("svg", { class: "sign", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: SIGNS[tone] }));
  return h("div", { class: `verdict ${tone}` },
    h("p", { class: "word" }, sign, word),
    heading(frame, 0, asText(headline)));
}

/** A table with caption and scope in a region that can be scrolled by keyboard. */
export function table(content: Content, frame: Frame, rowsShown = Infinity): HTMLElement[] {
  const { t } = frame;
  const align = asList(content["align"]);
  const side = (column: number): string | null => (align[column] === "right" ? "right" : null);
  const title = (asText(content["title"]) || t.table).replace(/:$/, "");
  const columns = asList(content["columns"]);
  const rows = asList(content["rows"]).map((row) => h("tr", {}, ...asList(row).map((cell, at) => (at === 0
    ? h("th", { scope: "row", class: side(at) }, ...running(cell, t.new_tab))
    : h("td", { class: side(at) }, ...running(cell, t.new_tab))))));
  const sums = asList(content["sums"]).map((sum) => {
    const [name, value] = asList(sum);
    const valueAt = Math.max(align.indexOf("right"), 1);
    return h("tr", {},
      h("th", { scope: "row", colspan: valueAt }, asText(name)),
      h("td", { class: "right" }, asText(value)),
      columns.length > valueAt + 1 && h("td", { colspan: columns.length - valueAt - 1 }));
  });
  const made = h("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": title },
    h("table", {},
      h("caption", {}, title),
      h("thead", {}, h("tr", {}, ...columns.map((one, at) => h("th", { scope: "col", class: side(at) }, asText(one))))),
      h("tbody", {}, ...rows),
      sums.length > 0 && h("tfoot", {}, ...sums)));
  if (rows.length <= rowsShown) return [made];
  for (const row of rows.slice(rowsShown)) row.hidden = true;
  const all = h("button", {
    type: "button",
    class: "quiet",
    onclick: () => {
      for (const row of rows) row.hidden = false;
      all.remove();
      made.focus();
    },
  }, fill(t.all_rows, { count: rows.length }));
  return [made, all];
}

/** Where it stands, with its date. */
export function sources(content: Content, frame: Frame): Child[] {
  const { t, lang } = frame;
  const items = asList(content["sources"]).map((one) => {
    const { title, url, as_of, note } = one as Content;
    const name = asText(title) || asText(url);
    const date = as_of ? new Date(asText(as_of)) : null;
    const day = date && !Number.isNaN(date.getTime()) && date.toLocaleDateString(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    return h("li", {}, isWebAddress(url) ? link(asText(url), name, t.new_tab) : name, day && ` (${t.as_of} ${day})`, note ? `: ${asText(note)}` : "");
  });
  return items.length ? [folded(`${t.sources} (${items.length})`, h("ul", {}, ...items))] : [];
}

export function folded(title: string, ...children: Child[]): HTMLDetailsElement {
  return h("details", {}, h("summary", {}, title), ...children);
}
