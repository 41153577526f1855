// The way to a person: what is sent is shown before, and consent is given apart from the chat.

import type { Channel } from "../channel";
import { ChannelError } from "../channel";
import type { Contact } from "../conversation";
import type { Child } from "../dom";
import { h, isWebAddress, link, paragraphs } from "../dom";
import type { Strings } from "../strings";
import type { Enquiry, FormOffer, Language } from "../types";
import { countries } from "./countries";
import { field, openDialog } from "./dialog";

export interface HandoffHost {
  readonly root: ShadowRoot;
  readonly t: Strings;
  readonly lang: Language;
  readonly channel: Channel;
  readonly contact: Contact;
  /** What was written but not sent is still there when the form is opened again; consent is given anew. */
  draft: Enquiry | null;
  announce(sentence: string): void;
}

const BARRIER = "barrier";
const LONGEST_LINE = 120;
const LONGEST_MESSAGE = 3000;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Open the form; without the server there is none, because the words of the consent are the server's. */
export function openHandoff(host: HandoffHost): void {
  const { t } = host;
  const place = h("div", { role: "status" }, h("p", {}, t.loading));
  const dialog = openDialog(host.root, t.adviser, t, place);
  void load();

  async function load(): Promise<void> {
    try {
      const form = new Form(host, await host.channel.preview(), () => dialog.close());
      dialog.addEventListener("close", () => form.keep());
      place.replaceWith(form.element);
    } catch (error) {
      place.replaceChildren(h("div", { class: "faults" }, ...outage(error, host), h("button", { type: "button", onclick: () => void load() }, t.retry)));
    }
  }
}

function outage(error: unknown, { t, contact }: HandoffHost): Child[] {
  if (!(error instanceof ChannelError)) throw error;
  const told = error.message || (error.code === "offline" ? t.offline : t.unreachable);
  return [...paragraphs(told, t.new_tab), h("p", {}, `${t.helper} `, link(contact.url, contact.name, t.new_tab))];
}

class Form {
  readonly element: HTMLFormElement;
  private readonly fields;
  private readonly include = h("input", { type: "checkbox", checked: true });
  private readonly consent = h("input", { type: "checkbox", "aria-describedby": "handoff-consent-fault" });
  private readonly consentFault = h("p", { class: "fault", id: "handoff-consent-fault" });
  private readonly alert = h("div", { role: "alert", class: "faults" });
  private sending = false;
  private isSent = false;

  constructor(private readonly host: HandoffHost, private readonly offer: FormOffer, private readonly close: () => void) {
    const { t } = host;
    const line = (type: string, autocomplete: string): HTMLInputElement => h("input", { type, autocomplete, maxlength: LONGEST_LINE });
    this.fields = {
      name: field(line("text", "name"), "handoff-name", t.handoff_name),
      company: field(line("text", "organization"), "handoff-company", `${t.handoff_company} (${t.optional})`),
      email: field(line("email", "email"), "handoff-email", t.handoff_email),
      phone: field(line("tel", "tel"), "handoff-phone", t.handoff_phone),
      market: field(this.countries(), "handoff-market", t.handoff_market),
      message: field(h("textarea", { rows: 4, maxlength: LONGEST_MESSAGE }), "handoff-message", t.handoff_message),
    };
    this.element = this.build();
    this.restore(host.draft);
    this.element.addEventListener("change", () => this.adapt());
    this.adapt();
  }

  /** Remember what was written for the next time. */
  keep(): void {
    this.host.draft = this.isSent ? null : this.read();
  }

  private restore(draft: Enquiry | null): void {
    if (!draft) return;
    for (const [key, { control }] of Object.entries(this.fields)) control.value = String(draft[key as keyof Enquiry]);
    this.include.checked = draft.include_case;
    const kind = this.element.querySelector<HTMLInputElement>(`[name=kind][value="${draft.kind}"]`);
    if (kind) kind.checked = true;
  }

  private build(): HTMLFormElement {
    const { t } = this.host;
    const { name, company, email, phone, market, message } = this.fields;
    const kinds = this.offer.kinds.map(({ id, title }, at) => h("label", { class: "option" }, h("input", { type: "radio", name: "kind", value: id, checked: at === 0 }), title));
    return h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); void this.send(); } },
      h("p", {}, t.handoff_intro),
      this.signposts(),
      h("fieldset", {}, h("legend", {}, t.handoff_kind), ...kinds),
      h("div", { class: "two" }, name.row, company.row, email.row, phone.row),
      market.row, message.row,
      h("label", { class: "option" }, this.include, t.handoff_include),
      h("details", { class: "case" }, h("summary", {}, t.handoff_preview), this.preview()),
      h("div", { class: "field consent" },
        h("label", { class: "option" }, this.consent, this.offer.consent.text),
        this.consentFault,
        this.offer.retention && h("p", { class: "aside" }, this.offer.retention)),
      this.alert,
      h("div", { class: "actions" },
        h("button", { type: "submit", class: "primary" }, t.handoff_send),
        h("button", { type: "button", class: "quiet", onclick: this.close }, t.cancel)));
  }

  private countries(): HTMLSelectElement {
    const options = countries(this.host.lang).map(([code, name]) => h("option", { value: code, selected: code === this.offer.market }, name));
    return h("select", {}, h("option", { value: "" }, this.host.t.handoff_choose), ...options);
  }

  private preview(): HTMLElement {
    const { t } = this.host;
    return h("div", { class: "preview", tabindex: 0, role: "region", "aria-label": t.handoff_preview }, ...paragraphs(this.offer.text || t.handoff_nothing, t.new_tab));
  }

  private signposts(): Child {
    const { t } = this.host;
    const posts = this.offer.signposts;
    return posts.length > 0 && h("details", {}, h("summary", {}, t.handoff_who), h("dl", { class: "terms" }, ...posts.flatMap(({ concern, contacts }) => [
      h("dt", {}, concern),
      ...contacts.map((one) => h("dd", {}, isWebAddress(one.url) ? link(one.url, one.name, t.new_tab) : one.name, one.helps_with && `: ${one.helps_with}`)),
    ])));
  }

  // A report of a barrier says where; the case is only shown if it is sent along.
  private adapt(): void {
    this.fields.market.row.hidden = this.kind !== BARRIER;
    const shown = this.element.querySelector<HTMLElement>(".case");
    if (shown) shown.hidden = !this.include.checked;
  }

  private get kind(): string {
    return this.element.querySelector<HTMLInputElement>("[name=kind]:checked")?.value ?? "";
  }

  private read(): Enquiry {
    const told = Object.fromEntries(Object.entries(this.fields).map(([key, one]) => [key, one.control.value.trim()]));
    return {
      ...told,
      kind: this.kind,
      consent: this.consent.checked,
      consent_version: this.offer.consent.version,
      include_case: this.include.checked,
    } as Enquiry;
  }

  private check(given: Enquiry): boolean {
    const { t } = this.host;
    const { name, email, market, message } = this.fields;
    const isBarrier = given.kind === BARRIER;
    name.fault(given.name ? "" : t.handoff_need_name);
    email.fault((given.email ? ADDRESS.test(given.email) : given.phone) ? "" : t.handoff_need_email);
    market.fault(given.market || !isBarrier ? "" : t.handoff_need_market);
    message.fault(given.message || !isBarrier ? "" : t.handoff_need_message);
    this.consentFault.textContent = given.consent ? "" : t.handoff_need_consent;
    if (given.consent) this.consent.removeAttribute("aria-invalid");
    else this.consent.setAttribute("aria-invalid", "true");
    const first = this.element.querySelector<HTMLElement>("[aria-invalid]");
    first?.focus();
    return !first;
  }

  private async send(): Promise<void> {
    const given = this.read();
    this.alert.replaceChildren();
    if (this.sending || !this.check(given)) return;
    this.sending = true;
    try {
      this.sent(await this.host.channel.handOff(given));
    } catch (error) {
      this.refused(error);
    } finally {
      this.sending = false;
    }
  }

  private sent(reference: string): void {
    const { t } = this.host;
    this.isSent = true;
    const done = h("div", { class: "done", tabindex: -1 },
      h("p", {}, h("b", {}, t.handoff_sent)),
      reference && h("p", {}, `${t.handoff_reference} `, h("code", {}, reference)),
      h("button", { type: "button", class: "primary", onclick: this.close }, t.close));
    this.element.replaceWith(done);
    done.focus();
    this.host.announce(`${t.handoff_sent} ${reference ? `${t.handoff_reference} ${reference}` : ""}`);
  }

  private refused(error: unknown): void {
    const known = error instanceof ChannelError && Object.entries(this.fields).find(([key]) => key === error.field);
    if (!known) return this.alert.replaceChildren(...outage(error, this.host).filter((one): one is Node => one instanceof Node));
    const [, { fault, control }] = known;
    fault((error as ChannelError).message);
    control.focus();
  }
}
