// <fta-advisor>: the element that pages embed.
//
//   lang            de or en; what the visitor chose in this tab, and ?lang=, go first
//   mode            "page" fills the window and starts at once; else it stands in the page with a button
//   theme           "light" or "dark"; else as the visitor's system has it
//   hs, to          a product and a market to begin with; in page mode also from the address
//   server          where the advisor runs; the origin of the script if left out
//   contact-name, contact-url    who helps while the advisor cannot answer (contact-name-de, -en by language)
//   privacy-url     the data protection page of the host

import { Channel, ChannelError } from "./channel";
import type { Contact } from "./conversation";
import { Conversation } from "./conversation";
import type { DeepLink } from "./deep_link";
import { readLink } from "./deep_link";
import { openBill } from "./dialogs/bill";
import type { BillTable } from "./dialogs/bill_table";
import { openDialog } from "./dialogs/dialog";
import { openHandoff } from "./dialogs/handoff";
import { h } from "./dom";
import type { Shell } from "./shell";
import { buildShell } from "./shell";
import { storage } from "./storage";
import type { Strings } from "./strings";
import { STRINGS } from "./strings";
import css from "./style.css";
import type { Enquiry, Language } from "./types";
import { isLanguage } from "./types";

const CONTACT: Contact = { name: "NRW.Global Business", url: "https://www.nrwglobalbusiness.com" };
// How long a file stays in memory after it was handed to the browser.
const FILE_KEPT_MS = 60_000;
const LOOK_MS = 50;

// A classic script knows its address while it runs, a module never.
const script = document.currentScript as HTMLScriptElement | null
  ?? document.querySelector<HTMLScriptElement>("script[src*='widget.js']");
export const ownScript = script;

let style: CSSStyleSheet | null = null;

function sheet(): CSSStyleSheet {
  if (!style) {
    style = new CSSStyleSheet();
    style.replaceSync(css);
  }
  return style;
}

export class FtaAdvisor extends HTMLElement {
  static readonly observedAttributes = ["lang"];

  readonly root: ShadowRoot;
  bill: BillTable | null = null;
  private enquiry: Enquiry | null = null;
  private current: Language = "de";
  private shell: Shell | null = null;
  private conversation: Conversation | null = null;
  private talks: Channel | null = null;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open", delegatesFocus: false });
    this.root.adoptedStyleSheets = [sheet()];
  }

  get t(): Strings { return STRINGS[this.current]; }
  get language(): Language { return this.current; }
  get channel(): Channel { return this.talks as Channel; }

  get contact(): Contact {
    const name = this.getAttribute(`contact-name-${this.current}`) ?? this.getAttribute("contact-name");
    return { name: name ?? CONTACT.name, url: this.getAttribute("contact-url") ?? CONTACT.url };
  }

  private get isPage(): boolean { return this.getAttribute("mode") === "page"; }

  connectedCallback(): void {
    window.addEventListener("offline", this.wentOffline);
    window.addEventListener("online", this.cameOnline);
    // A page may move the element.
    if (!this.shell) this.build();
  }

  private build(): void {
    const server = new URL(this.getAttribute("server") ?? script?.src ?? location.href, location.href);
    this.current = this.firstLanguage();
    this.talks = new Channel(new URL("/webhooks/website/", server), () => this.current);
    const shell = buildShell(this.deeds(), this.isPage ? 1 : 2, new URL("/how-it-works", server), this.getAttribute("privacy-url") ?? "");
    this.shell = shell;
    this.root.replaceChildren(shell.root);
    const element = this;
    this.conversation = new Conversation({
      log: shell.log,
      status: shell.status,
      alert: shell.alert,
      input: shell.input,
      level: this.isPage ? 2 : 3,
      get t() { return element.t; },
      get lang() { return element.current; },
      get contact() { return element.contact; },
    }, this.talks);
    this.speak(this.current);
    const followed = this.link();
    if (this.isPage || followed || storage.get("token")) void this.start(followed);
  }

  disconnectedCallback(): void {
    window.removeEventListener("offline", this.wentOffline);
    window.removeEventListener("online", this.cameOnline);
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (this.shell && before !== now && isLanguage(now) && now !== this.current) this.speak(now);
  }

  private firstLanguage(): Language {
    const asked = this.isPage ? new URLSearchParams(location.search).get("lang") : null;
    const wished = [asked, storage.get("language"), this.getAttribute("lang"), navigator.language.slice(0, 2)];
    return wished.find(isLanguage) ?? "de";
  }

  private link(): DeepLink | null {
    const asked = new URLSearchParams(this.isPage ? location.search : "");
    return readLink(asked.get("hs") ?? this.getAttribute("hs"), asked.get("to") ?? this.getAttribute("to"));
  }

  private async start(followed: DeepLink | null): Promise<void> {
    this.shell?.begin();
    performance.mark("fta-advisor-ready");
    await this.conversation?.open(followed);
    performance.mark("fta-advisor-open");
    this.dispatchEvent(new CustomEvent("fta-advisor-open", { bubbles: true, composed: true }));
  }

  private speak(lang: Language): void {
    this.current = lang;
    storage.set("language", lang);
    this.lang = lang;
    this.shell?.speak(this.t, lang);
    if (!this.isPage) return;
    document.documentElement.lang = lang;
    document.title = this.t.page_title;
  }

  private deeds(): Parameters<typeof buildShell>[0] {
    const talk = (): Conversation => this.conversation as Conversation;
    return {
      send: () => talk().sendTyped(),
      start: () => void this.startPressed(),
      switchTo: (lang) => this.switchTo(lang),
      say: (payload, shown) => talk().press(payload, shown),
      adviser: () => this.openHandoff(),
      bill: () => this.openBill(),
      print: () => void this.print(),
      download: (name) => void this.download(name),
      erase: () => this.askErase(),
    };
  }

  private async startPressed(): Promise<void> {
    await this.start(null);
    this.shell?.input.focus();
  }

  private switchTo(lang: Language): void {
    if (lang === this.current || this.conversation?.isBusy) return;
    this.speak(lang);
    // Before it starts, nobody has to be told.
    if (this.channel.token) this.conversation?.press(`/switch_language{"language": "${lang}"}`, lang === "de" ? "Deutsch" : "English");
  }

  private openHandoff(): void {
    const element = this;
    openHandoff({
      root: this.root,
      t: this.t,
      lang: this.current,
      channel: this.channel,
      contact: this.contact,
      get draft() { return element.enquiry; },
      set draft(written) { element.enquiry = written; },
      announce: (sentence) => this.conversation?.announce(sentence),
    });
  }

  private openBill(): void {
    const element = this;
    openBill({
      root: this.root,
      t: this.t,
      lang: this.current,
      channel: this.channel,
      get bill() { return element.bill; },
      set bill(table) { element.bill = table; },
      sendBill: (lines, shown, failed) => (this.conversation as Conversation).send({ bill: lines }, shown, { failed }),
    });
  }

  // The window is opened before the answer comes: later the browser would take it for an advertisement.
  private async print(): Promise<void> {
    const tab = window.open("", "_blank");
    const done = await this.conversation?.attempt(async () => {
      const address = addressOf(await this.channel.file("summary"));
      if (tab) showPrintable(tab, address);
      else this.offer(address, this.t.summary_open);
    }, () => void this.print());
    if (!done) tab?.close();
  }

  private offer(address: string, title: string): void {
    this.shell?.alert.replaceChildren(h("p", {}, h("a", { href: address, target: "_blank" }, title)));
  }

  private async download(name: "summary.pdf" | "case.json"): Promise<void> {
    await this.conversation?.attempt(async () => {
      const address = addressOf(await this.channel.file(name));
      h("a", { href: address, download: `fta-advisor-${name}` }).click();
    }, () => void this.download(name));
  }

  private askErase(): void {
    const { t } = this;
    const dialog = openDialog(this.root, t.erase_title, t,
      h("p", {}, t.erase_text),
      h("div", { class: "actions" },
        h("button", { type: "button", class: "primary", onclick: () => { dialog.close(); void this.erase(); } }, t.erase_yes),
        h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t.cancel)));
  }

  private async erase(): Promise<void> {
    const conversation = this.conversation as Conversation;
    const done = await conversation.attempt(async () => {
      try {
        await this.channel.forget();
      } catch (error) {
        // What does not exist any more need not be deleted.
        if (!(error instanceof ChannelError) || error.code !== "session_unknown") throw error;
      }
      storage.forget("token");
      storage.forget("link");
      this.bill = this.enquiry = null;
    }, () => void this.erase());
    if (!done) return;
    await conversation.restart();
    conversation.announce(this.t.erased);
  }

  private readonly wentOffline = (): void => {
    if (this.channel.token) this.conversation?.online(false);
  };

  private readonly cameOnline = (): void => {
    if (this.channel.token) this.conversation?.online(true);
  };
}

// The page of the summary brings its own style, which the policy of this page may forbid inside it;
// a constructed style sheet is never forbidden.
function showPrintable(tab: Window, address: string): void {
  tab.location.replace(address);
  const patience = Date.now() + FILE_KEPT_MS;
  const look = setInterval(() => {
    if (tab.closed || Date.now() > patience) return clearInterval(look);
    if (!tab.location.href.startsWith("blob:") || tab.document.readyState !== "complete") return;
    clearInterval(look);
    const own = tab.document.querySelector("style")?.textContent;
    if (own && !tab.document.styleSheets.length) {
      const made = new (tab as Window & typeof globalThis).CSSStyleSheet();
      made.replaceSync(own);
      tab.document.adoptedStyleSheets = [made];
    }
    tab.print();
  }, LOOK_MS);
}

function addressOf(file: Blob): string {
  const address = URL.createObjectURL(file);
  setTimeout(() => URL.revokeObjectURL(address), FILE_KEPT_MS);
  return address;
}
