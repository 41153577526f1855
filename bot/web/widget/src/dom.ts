// Every node is built here: nothing that the advisor or a visitor writes is ever read as HTML.

export type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: Event) => void);
type Attributes = Record<string, Value>;

const SVG = "http://www.w3.org/2000/svg";

/** An element; an attribute named `on…` is a listener, `true` an empty attribute, null and false none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

/** An element of a picture. */
export function svg(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  return filled(document.createElementNS(SVG, tag) as SVGElement, attributes, children);
}

function filled<E extends Element>(made: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

export const asText = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

export function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value ? [value] : [];
}

export const isWebAddress = (address: unknown): boolean => /^https?:\/\/[^\s]+$/i.test(asText(address));

/** A link that leaves the page; its words say so to those who do not see the sign. */
export function link(address: string, title: string, newTab: string): HTMLAnchorElement {
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, title || address, h("span", { class: "unseen" }, ` (${newTab})`));
}

// "50.000 €", "6 %" and "1. August" are not torn apart at the end of a line.
const together = (text: string): string => text.replace(/(\d) (?=[€%])|(\b\d{1,2}\.) (?=\p{Lu}\p{Ll}+ \d{4})/gu, "$1$2\u00a0");

/** Addresses in running text become links; everything else stays text. */
export function running(text: unknown, newTab: string): Child[] {
  return together(asText(text))
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:)])/i)
    .map((part) => (isWebAddress(part) ? link(part, part, newTab) : part));
}

/** Paragraphs and lists of a plain text: lines that begin with a dash, a box to tick, or numbers that count up. */
export function paragraphs(text: unknown, newTab: string): HTMLElement[] {
  return asText(text).trim().split(/\n{2,}/).filter(Boolean).flatMap((part) => {
    const made: HTMLElement[] = [];
    const lines = part.split("\n");
    const counts = lines.some((line) => line.startsWith("1. ")) && lines.some((line) => line.startsWith("2. "));
    for (const line of lines) {
      const [tag, style, text] = kindOf(line, counts);
      const last = made[made.length - 1];
      const open = last && last.tagName === tag.toUpperCase() && last.className === style ? last : null;
      const holder = open ?? h(tag, { class: style || null });
      if (!open) made.push(holder);
      else if (tag === "p") holder.append(h("br"));
      holder.append(...(tag === "p" ? running(text, newTab) : [h("li", {}, ...running(text, newTab))]) as (Node | string)[]);
    }
    return made;
  });
}

function kindOf(line: string, counts: boolean): ["ul" | "ol" | "p", string, string] {
  const [, sign, text] = /^([-•☐]|\d{1,2}\.) (.*)$/.exec(line) ?? [];
  if (!sign || text === undefined) return ["p", "", line];
  if (sign === "☐") return ["ul", "boxes", text];
  if (/\d/.test(sign)) return counts ? ["ol", "", text] : ["p", "", line];
  return ["ul", "", text];
}

export function bullets(items: unknown, newTab: string): HTMLElement | null {
  const shown = asList(items).filter(Boolean);
  return shown.length ? h("ul", {}, ...shown.map((one) => h("li", {}, ...running(one, newTab)))) : null;
}
