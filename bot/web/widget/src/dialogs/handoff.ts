// The way to a person: what is sent is shown before, and consent is given apart from the chat.

import type { Channel } from "../channel";
import { ChannelError } from "../channel";
import { asList, asText, h, link, paragraphs } from "../dom";
import type { Strings } from "../strings";
import type { Contact } from "../conversation";
import type { Enquiry, Language } from "../types";
import { countries } from "./countries";
import { field, openDialog } from "./dialog";

export interface HandoffHost {
  readonly root: ShadowRoot;
  readonly t: Strings;
  readonly lang: Language;
  readonly channel: Channel;
  readonly contact: Contact;
  press(payload: string, shown: string): void;
  announce(sentence: string): void;
}

const WHO_HELPS = "/adviser";
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function openHandoff(host: HandoffHost): void {
  const { t } = host;
  const kinds = (["advice", "barrier"] as const).map((kind) => h("label", { class: "option" },
    h("input", { type: "radio", name: "kind", value: kind, checked: kind === "advice" }), t[`handoff_${kind}`]));
  const optional = (label: string): string => `${label} (${t.optional})`;
  const line = (type: string, autocomplete: string): HTMLInputElement => h("input", { type, autocomplete, maxlength: 200 });
  const name = field(line("text", "name"), "handoff-name", t.handoff_name);
  const company = field(line("text", "organization"), "handoff-company", optional(t.handoff_company));
  const email = field(line("email", "email"), "handoff-email", t.handoff_email);
  const phone = field(line("tel", "tel"), "handoff-phone", optional(t.handoff_phone));
  const message = field(h("textarea", { rows: 4, maxlength: 4000 }), "handoff-message", t.handoff_message);
  const market = field(h("select", {}, h("option", { value: "" }, t.handoff_choose), ...countries(host.lang).map(([code, country]) => h("option", { value: code }, country))), "handoff-market", t.handoff_market);
  market.row.hidden = true;
  const include = h("input", { type: "checkbox", id: "handoff-include", checked: true });
  const consent = h("input", { type: "checkbox", id: "handoff-consent" });
  const consentFault = h("p", { class: "fault", id: "handoff-consent-fault" });
  const preview = h("div", { class: "preview", "aria-live": "polite" }, "…");
  const shown = h("details", {}, h("summary", {}, t.handoff_preview), preview);
  const alert = h("div", { role: "alert", class: "faults" });
  const fields = { name, company, email, phone, message, market };
  let sending = false;

  const form = h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); void send(); } },
    h("p", {}, t.handoff_intro),
    h("fieldset", {}, h("legend", {}, t.handoff_kind), ...kinds),
    h("div", { class: "two" }, name.row, company.row, email.row, phone.row),
    market.row,
    message.row,
    h("label", { class: "option" }, include, t.handoff_include),
    shown,
    h("div", { class: "field consent" }, h("label", { class: "option" }, consent, t.handoff_consent), consentFault),
    alert,
    h("div", { class: "actions" },
      h("button", { type: "submit", class: "primary" }, t.handoff_send),
      h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t.cancel),
      h("button", { type: "button", class: "quiet", onclick: () => { dialog.close(); host.press(WHO_HELPS, t.handoff_who); } }, t.handoff_who)));
  const dialog = openDialog(host.root, t.adviser, t, form);
  form.addEventListener("change", () => { market.row.hidden = !isBarrier(); });
  include.addEventListener("change", () => { shown.hidden = !include.checked; });
  void showPreview();

  async function showPreview(): Promise<void> {
    try {
      const found = asPreview(await host.channel.preview());
      preview.replaceChildren(...found.length ? found : [h("p", {}, t.handoff_preview_empty)]);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      preview.replaceChildren(h("p", {}, t.handoff_preview_missing));
    }
  }

  function asPreview(given: Record<string, unknown>): HTMLElement[] {
    const facts = asList(given["facts"] ?? given["lines"]).map((one) => one as Record<string, unknown>);
    if (facts.length) return [h("dl", {}, ...facts.flatMap((one) => [h("dt", {}, asText(one["name"])), h("dd", {}, asText(one["value"]))]))];
    return paragraphs(given["text"], t.new_tab);
  }

  function isBarrier(): boolean {
    return form.querySelector<HTMLInputElement>("[name=kind]:checked")?.value === "barrier";
  }

  function enquiry(): Enquiry {
    const texts = Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, one.control.value.trim()]));
    return { ...texts, kind: isBarrier() ? "barrier" : "advice", consent: consent.checked, include_case: include.checked } as Enquiry;
  }

  function check(given: Enquiry): boolean {
    name.fault(given.name ? "" : t.handoff_need_name);
    email.fault(ADDRESS.test(given.email) ? "" : t.handoff_need_email);
    market.fault(given.market || given.kind === "advice" ? "" : t.handoff_need_market);
    message.fault(given.message ? "" : t.handoff_need_message);
    setConsentFault(given.consent ? "" : t.handoff_need_consent);
    const first = form.querySelector<HTMLElement>("[aria-invalid]");
    first?.focus();
    return !first;
  }

  function setConsentFault(told: string): void {
    consentFault.textContent = told;
    if (told) consent.setAttribute("aria-invalid", "true");
    else consent.removeAttribute("aria-invalid");
    consent.setAttribute("aria-describedby", consentFault.id);
  }

  async function send(): Promise<void> {
    const given = enquiry();
    alert.replaceChildren();
    if (sending || !check(given)) return;
    sending = true;
    try {
      sent(await host.channel.handOff(given));
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      refused(error);
    } finally {
      sending = false;
    }
  }

  function sent(reference: string): void {
    const done = h("div", { class: "done", tabindex: -1 },
      h("p", {}, h("b", {}, t.handoff_sent)),
      reference && h("p", {}, `${t.handoff_reference} `, h("code", {}, reference)),
      h("button", { type: "button", class: "primary", onclick: () => dialog.close() }, t.close));
    form.replaceWith(done);
    done.focus();
    host.announce(`${t.handoff_sent} ${reference ? `${t.handoff_reference} ${reference}` : ""}`);
  }

  function refused(error: ChannelError): void {
    const known = Object.entries(fields).find(([key]) => key === error.field);
    if (known) {
      known[1].fault(error.message);
      known[1].control.focus();
      return;
    }
    const { name: house, url } = host.contact;
    alert.replaceChildren(
      h("p", {}, error.message || (error.code === "offline" ? t.offline : t.unreachable)),
      h("p", {}, `${t.helper} `, link(url, house, t.new_tab)));
  }
}
