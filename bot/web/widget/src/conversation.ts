// The conversation: what was said, one thing under way at a time, and what to do when it fails.

import { body, isCard, termsOf } from "./blocks/index";
import { hand } from "./blocks/others";
import type { Frame } from "./blocks/parts";
import type { Channel } from "./channel";
import { ChannelError } from "./channel";
import type { DeepLink } from "./deep_link";
import { asSaid } from "./deep_link";
import { h, link, paragraphs } from "./dom";
import type { Child } from "./dom";
import { storage } from "./storage";
import type { Strings } from "./strings";
import { fill } from "./strings";
import type { Choice, Language, Message, Said } from "./types";

const TYPING_AFTER_MS = 400;
const APOLOGY_AFTER_MS = 8_000;
// What was said is kept in sight above the answer up to this height.
const SHORT_PX = 100;
const UNKNOWN_SESSION = new Set(["session_unknown", "session_expired"]);
const FEEDBACK = /^\/feedback\{/;
const AS_LIST = /^\/(choose_product|change_answer)\{/;

export interface Contact {
  name: string;
  url: string;
}

/** Typed text goes back to its field if it is not answered; `failed` tells the error elsewhere. */
interface How {
  typed?: boolean;
  failed?: (error: unknown) => void;
}

/** The parts of the element that the conversation fills. */
export interface Stage {
  log: HTMLElement;
  status: HTMLElement;
  alert: HTMLElement;
  input: HTMLTextAreaElement;
  readonly t: Strings;
  readonly lang: Language;
  readonly contact: Contact;
  readonly level: 2 | 3;
}

export class Conversation implements Frame {
  private busy = false;
  private opening = false;
  // What was sent while the conversation was being opened is said as soon as it is.
  private early = false;

  constructor(private readonly stage: Stage, private readonly channel: Channel) {}

  get t(): Strings { return this.stage.t; }
  get lang(): Language { return this.stage.lang; }
  get level(): 2 | 3 { return this.stage.level; }
  get isBusy(): boolean { return this.busy; }

  /** Go on with the conversation of this tab, or begin one; then follow the link, once. */
  async open(followed: DeepLink | null): Promise<void> {
    this.channel.token = storage.get("token");
    this.opening = true;
    const opened = await this.attempt(() => this.resumeOrBegin(), () => void this.open(followed));
    this.opening = false;
    if (opened && followed) await this.follow(followed);
    if (!this.early) return;
    this.early = false;
    if (opened) this.sendTyped();
  }

  private async follow(followed: DeepLink): Promise<void> {
    const wanted = `${followed.hs} ${followed.to}`;
    if (storage.get("link") === wanted) return;
    storage.set("link", wanted);
    const text = asSaid(followed, this.lang);
    await this.send({ text }, text);
  }

  /** Begin anew after the conversation was deleted. */
  async restart(): Promise<void> {
    this.clear();
    await this.attempt(() => this.begin(), () => void this.restart());
  }

  sendTyped(): void {
    const { input } = this.stage;
    const text = input.value;
    if (!text.trim()) return input.focus();
    if (this.opening) this.early = true;
    else void this.send({ text }, text, { typed: true });
  }

  press(payload: string, shown: string): void {
    void this.send({ payload }, shown);
  }

  /** Say something; true if it was answered, or an expired conversation was begun anew. */
  async send(said: Said, shown: string, { typed = false, failed }: How = {}): Promise<boolean> {
    if (this.busy) {
      // Sent now it might answer a question that nobody has read yet; lost it is not.
      if (failed) failed(new ChannelError("busy", this.t.held));
      else this.announce(this.t.held);
      return false;
    }
    const { input } = this.stage;
    const own = this.showOwn(shown);
    if (typed) input.value = "";
    const takeBack = (): void => {
      own.remove();
      if (typed && !input.value) input.value = shown;
    };
    const again = (): void => (typed ? this.sendTyped() : void this.send(said, shown));
    return this.attempt(async () => {
      try {
        const answers = await this.channel.message(said);
        this.settleChoices(shown);
        this.showAll(answers);
      } catch (error) {
        takeBack();
        if (!isExpired(error)) throw error;
        this.clear();
        await this.begin();
        this.tell(this.t.expired);
      }
      this.focusAfterAnswer();
    }, again, failed);
  }

  /** One thing at a time; a failure is told with a way to try again. */
  async attempt(work: () => Promise<void>, again?: () => void, failed?: (error: unknown) => void): Promise<boolean> {
    if (this.busy) return false;
    const { status } = this.stage;
    this.setBusy(true);
    this.stage.alert.replaceChildren();
    this.announce("");
    const typing = setTimeout(() => {
      if (status.textContent) return;
      status.classList.add("typing");
      status.textContent = this.t.typing;
    }, TYPING_AFTER_MS);
    const apology = setTimeout(() => { status.textContent = this.t.slow; }, APOLOGY_AFTER_MS);
    let failure: unknown = null;
    try {
      await work();
    } catch (error) {
      failure = error;
    }
    clearTimeout(typing);
    clearTimeout(apology);
    status.classList.remove("typing");
    if ([this.t.typing, this.t.slow, this.t.held].includes(status.textContent ?? "")) status.textContent = "";
    this.setBusy(false);
    if (failure && failed) failed(failure);
    else if (failure) this.fail(failure, again);
    return !failure;
  }

  fail(error: unknown, again?: () => void): void {
    // Anything else is a fault of ours, and belongs into the console whole.
    if (!(error instanceof ChannelError)) console.error(error);
    const { t } = this;
    const { name, url } = this.stage.contact;
    const code = error instanceof ChannelError ? error.code : "unreachable";
    const told = error instanceof ChannelError ? error.message : "";
    const unanswered = code === "unreachable" || code === "offline" || !told;
    const wait = error instanceof ChannelError && error.retryAfter ? ` ${fill(t.wait, { seconds: error.retryAfter })}` : "";
    const parts: Child[] = unanswered
      ? [h("p", {}, code === "offline" ? t.offline : t.unreachable), h("p", {}, `${t.helper} `, link(url, name, t.new_tab))]
      : paragraphs(told + wait, t.new_tab);
    this.stage.alert.replaceChildren(...parts.filter((one) => one instanceof Node) as Node[]);
    if (again) this.stage.alert.append(h("button", { type: "button", onclick: again }, t.retry));
    // On a narrow page the alert may lie below what can be seen.
    this.stage.alert.scrollIntoView({ block: "nearest" });
  }

  /** The browser lost its connection, or has it back. */
  online(isOnline: boolean): void {
    if (!isOnline) return this.fail(new ChannelError("offline"));
    this.stage.alert.replaceChildren();
    this.announce(this.t.online);
  }

  /** A sentence that is read out, without a sound of alarm. */
  announce(sentence: string): void {
    this.stage.status.textContent = sentence;
  }

  copy(text: string, shown: HTMLElement): void {
    // Neither may there be a clipboard (plain HTTP), nor must it be ours to write.
    const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
    copied.then(() => this.announce(this.t.copied), () => {
      getSelection()?.selectAllChildren(shown);
      this.announce(this.t.not_copied);
    });
  }

  private async resumeOrBegin(): Promise<void> {
    if (!this.channel.token) return this.begin();
    try {
      this.showHistory(await this.channel.history());
    } catch (error) {
      if (!isExpired(error)) throw error;
      await this.begin();
    }
  }

  private async begin(): Promise<void> {
    this.channel.token = null;
    const messages = await this.channel.session();
    storage.set("token", this.channel.token ?? "");
    storage.forget("link");
    this.showAll(messages);
    this.showExamples();
  }

  // An empty field frightens: three ways to begin, until something is said.
  private showExamples(): void {
    const { t } = this;
    const examples = [t.example_product, t.example_code, t.example_term].map((text) => (
      h("button", { type: "button", "data-title": text, onclick: () => void this.send({ text }, text) }, text)));
    this.stage.log.append(h("div", { class: "choices examples", role: "group", "aria-label": t.examples, lang: this.lang, "data-open": true },
      h("span", { class: "aside", "aria-hidden": "true" }, t.examples), ...examples));
  }

  private showHistory(messages: Message[]): void {
    this.clear();
    for (const message of messages) {
      if (message.from === "user") {
        this.settleChoices(message.text);
        this.showOwn(message.text, message.language);
      } else {
        this.show(message);
      }
    }
    if (!messages.some((one) => one.from === "user")) this.showExamples();
    const last = this.stage.log.lastElementChild;
    last?.scrollIntoView({ block: "start" });
  }

  private show(message: Message): HTMLElement {
    const made = h("article", { class: isCard(message) ? "bot card" : "bot", lang: message.language ?? this.lang, tabindex: -1 },
      h("span", { class: "unseen" }, `${this.t.bot}: `),
      ...body(message, this));
    const thumbs = message.buttons.filter((one) => FEEDBACK.test(one.payload));
    const choices = message.buttons.filter((one) => !thumbs.includes(one));
    made.append(...(choices.length ? [this.choices(choices)] : []), ...(thumbs.length ? [this.feedback(thumbs)] : []), ...termsOf(message, this).filter((one): one is Node => one instanceof Node));
    this.stage.log.append(made);
    return made;
  }

  private feedback(thumbs: Choice[]): HTMLElement {
    // The server writes a thumb before the words, for those who see only text.
    const buttons = thumbs.map((one) => this.choice(one, hand(one.payload.includes("up")), one.title.replace(/^[^\p{L}]+/u, "")));
    return h("div", { class: "choices thumbs", role: "group", "aria-label": this.t.feedback, "data-open": true }, h("span", { class: "aside", "aria-hidden": "true" }, this.t.feedback), ...buttons);
  }

  private choices(buttons: Choice[]): HTMLElement {
    const asList = buttons.some((one) => AS_LIST.test(one.payload));
    const made = buttons.map((one) => this.choice(one, ...(asList ? twoParts(one) : [one.title])));
    return h("div", { class: asList ? "choices list" : "choices", role: "group", "aria-label": this.t.choices, "data-open": true }, ...made);
  }

  private choice(one: Choice, ...shown: Child[]): HTMLButtonElement {
    return h("button", { type: "button", "data-title": one.title, onclick: () => this.press(one.payload, one.title) }, ...shown);
  }

  // An answer of several messages is read from its beginning, below what it answers if that is short.
  private showAll(messages: Message[]): void {
    const before = this.stage.log.lastElementChild;
    const [first] = messages.map((message) => this.show(message));
    if (!before) return;
    const short = before.matches(".own") && before.clientHeight < SHORT_PX;
    (short ? before : first)?.scrollIntoView({ block: "start" });
  }

  private showOwn(text: string, language = this.lang): HTMLElement {
    const made = h("article", { class: "own", lang: language }, h("span", { class: "unseen" }, `${this.t.user}: `), text);
    this.stage.log.append(made);
    made.scrollIntoView({ block: "nearest" });
    return made;
  }

  // Choices of an answered question say what was chosen and can no longer be pressed.
  private settleChoices(shown: string): void {
    for (const group of this.stage.log.querySelectorAll("[data-open]")) {
      const titles = [...group.querySelectorAll<HTMLElement>("[data-title]")].map((button) => button.dataset["title"]);
      if (titles.includes(shown) && !group.matches(".examples")) group.replaceWith(h("p", { class: "chosen" }, `${this.t.chosen} ${shown}`));
      else group.remove();
    }
  }

  // Where a keyboard is drawn on the screen, it must not cover the answer.
  private focusAfterAnswer(): void {
    if (matchMedia("(pointer: fine)").matches) this.stage.input.focus({ preventScroll: true });
    else ([...this.stage.log.querySelectorAll(".own")].pop()?.nextElementSibling as HTMLElement | null)?.focus({ preventScroll: true });
  }

  // The notice at the top of the log stays.
  private clear(): void {
    for (const one of this.stage.log.querySelectorAll("article, .examples")) one.remove();
  }

  private tell(sentence: string): void {
    this.stage.alert.replaceChildren(h("p", {}, sentence));
  }

  private setBusy(busy: boolean): void {
    this.busy = busy;
    this.stage.log.setAttribute("aria-busy", String(busy));
  }
}

const isExpired = (error: unknown): boolean => error instanceof ChannelError && UNKNOWN_SESSION.has(error.code);

// "8413: pumps" and "Market – Japan": what it is, and its words.
function twoParts({ title }: Choice): Child[] {
  const code = /^([\d.]+:)( .*)$/s.exec(title);
  if (code) return [h("b", { class: "code" }, code[1] ?? ""), code[2]];
  const told = /^(.*)( – .*?)$/s.exec(title);
  return told ? [h("span", {}, told[1] ?? "", h("b", {}, told[2] ?? ""))] : [title];
}
