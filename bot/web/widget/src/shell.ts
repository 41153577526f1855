// The frame of the element: head, log, field to write in, controls. Built anew for a language.

import { h, link } from "./dom";
import type { Strings } from "./strings";
import type { Language } from "./types";
import { LANGUAGES } from "./types";

// What lies behind the field to write in is not in sight.
const BEHIND_THE_DOCK = { rootMargin: "0px 0px -18% 0px" };

const NAMES: Record<Language, string> = { de: "Deutsch", en: "English" };

/** What the controls of the frame do. */
export interface Deeds {
  send(): void;
  start(): void;
  switchTo(lang: Language): void;
  say(payload: string, shown: string): void;
  adviser(): void;
  bill(): void;
  print(): void;
  download(name: "summary.pdf" | "case.json"): void;
  erase(): void;
}

export interface Shell {
  root: HTMLElement;
  log: HTMLElement;
  status: HTMLElement;
  alert: HTMLElement;
  input: HTMLTextAreaElement;
  /** Every text of the frame in a language; what was said stays as it was said. */
  speak(t: Strings, lang: Language): void;
  /** Show the conversation in place of the button that starts it. */
  begin(): void;
}

export function buildShell(deeds: Deeds, level: 1 | 2, about: URL, privacy: string): Shell {
  const texts: [Element, keyof Strings][] = [];
  const labels: [Element, keyof Strings][] = [];
  const said = <E extends Element>(element: E, key: keyof Strings): E => { texts.push([element, key]); return element; };
  const named = <E extends Element>(element: E, key: keyof Strings): E => { labels.push([element, key]); return element; };
  const button = (key: keyof Strings, style: string, deed: (shown: string) => void): HTMLButtonElement => {
    const made: HTMLButtonElement = said(h("button", { type: "button", class: style, onclick: () => deed(made.textContent ?? "") }), key);
    return made;
  };
  const say = (key: keyof Strings, payload: string, style: string): HTMLButtonElement => button(key, style, (shown) => deeds.say(payload, shown));

  const switches = LANGUAGES.map((lang) => h("button", { type: "button", lang, "aria-pressed": "false", onclick: () => deeds.switchTo(lang) }, NAMES[lang]));
  const head = h("div", { class: "head" },
    h("div", { class: "name" }, said(h(`h${level}`, { id: "name" }), "title"), said(h("p"), "subtitle")),
    named(h("div", { class: "languages", role: "group" }, ...switches), "languages"));

  const aboutLink = h("p", { class: "links" });
  const start = button("start", "primary start", () => deeds.start());
  const notice = h("aside", { class: "notice" },
    said(h(`h${level + 1}` as "h2", { id: "notice" }), "notice"),
    said(h("p"), "notice_assistant"), said(h("p"), "notice_privacy"), said(h("p"), "notice_binding"), aboutLink);
  notice.setAttribute("aria-labelledby", "notice");

  const jump = button("go_on", "jump", () => toChoices(log));
  const log = named(h("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-busy": "false", tabindex: 0 }), "log");
  const talk = h("div", { class: "talk" }, notice, start, log);
  const status = h("div", { class: "status", role: "status" });
  const alert = h("div", { class: "alert", role: "alert" });
  const input = h("textarea", { id: "input", rows: 1, "aria-describedby": "hint" });
  const form = h("form", { class: "write", autocomplete: "off", novalidate: true, onsubmit: (event) => { event.preventDefault(); deeds.send(); } },
    said(h("label", { for: "input" }), "input"),
    h("div", { class: "line" }, input, said(h("button", { type: "submit", class: "primary" }), "send")),
    said(h("p", { id: "hint", class: "unseen" }), "hint"));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    deeds.send();
  });

  const menu = h("div", { class: "menu-panel" },
    button("bill", "in-menu", () => deeds.bill()),
    say("back", "/go_back", "in-menu"),
    say("change", "/change_answer", "in-menu"),
    button("print", "", () => deeds.print()),
    button("pdf", "", () => deeds.download("summary.pdf")),
    button("case_file", "", () => deeds.download("case.json")),
    say("restart", "/start_over", ""),
    button("erase", "", () => deeds.erase()));
  const more = h("details", { class: "menu" }, said(h("summary"), "more"), menu);
  closesLikeAMenu(more);
  const controls = named(h("div", { class: "controls", role: "group" },
    button("adviser", "quiet", () => deeds.adviser()),
    button("bill", "quiet in-row", () => deeds.bill()),
    say("back", "/go_back", "quiet in-row"),
    say("change", "/change_answer", "quiet in-row"),
    more), "controls");
  const dock = h("div", { class: "dock" }, jump, status, alert, form, controls);
  const root = h("section", { class: "advisor", "aria-labelledby": "name" }, head, talk, dock);
  log.hidden = dock.hidden = true;
  showsTheWay(jump, log);

  return {
    root, log, status, alert, input,
    speak(t, lang) {
      for (const [element, key] of texts) element.textContent = t[key];
      for (const [element, key] of labels) element.setAttribute("aria-label", t[key]);
      for (const one of switches) one.setAttribute("aria-pressed", String(one.lang === lang));
      about.searchParams.set("lang", lang);
      aboutLink.replaceChildren(link(about.href, t.how_it_works, t.new_tab), ...(privacy ? [" · ", link(privacy, t.privacy, t.new_tab)] : []));
    },
    begin() {
      log.hidden = dock.hidden = false;
      start.remove();
    },
  };
}

const choicesIn = (log: HTMLElement): HTMLElement | null => [...log.querySelectorAll<HTMLElement>(".choices[data-open]:not(.thumbs, .examples)")].pop() ?? null;

function toChoices(log: HTMLElement): void {
  const choices = choicesIn(log);
  choices?.scrollIntoView({ block: "center" });
  choices?.querySelector("button")?.focus({ preventScroll: true });
}

// A long answer pushes its choices out of sight: a button leads to them as long as they are.
function showsTheWay(jump: HTMLElement, log: HTMLElement): void {
  jump.hidden = true;
  const look = new IntersectionObserver((seen) => {
    const last = seen[seen.length - 1];
    const top = Math.max(0, log.parentElement?.getBoundingClientRect().top ?? 0);
    jump.hidden = !last || last.isIntersecting || last.boundingClientRect.top < top;
  }, BEHIND_THE_DOCK);
  new MutationObserver(() => {
    look.disconnect();
    jump.hidden = true;
    const choices = choicesIn(log);
    if (choices) look.observe(choices);
  }).observe(log, { childList: true, subtree: true });
}

function closesLikeAMenu(menu: HTMLDetailsElement): void {
  const summary = menu.firstElementChild as HTMLElement;
  menu.addEventListener("click", (event) => {
    if ((event.target as Element).closest("button")) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    summary.focus();
  });
  menu.addEventListener("focusout", (event) => {
    const next = event.relatedTarget as Node | null;
    if (next && !menu.contains(next)) menu.open = false;
  });
}
