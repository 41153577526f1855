// A modal dialog: keyboard, focus and Escape are the browser's own.

import type { Child } from "../dom";
import { h } from "../dom";
import type { Strings } from "../strings";

/** Open a dialog in a root; it is removed when it closes, and focus goes back to where it was. */
export function openDialog(root: ShadowRoot, title: string, t: Strings, ...content: Child[]): HTMLDialogElement {
  const name = h("h2", { id: "dialog-title", tabindex: -1 }, title);
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" },
    h("div", { class: "dialog-head" }, name, h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t.close)),
    ...content);
  const before = root.activeElement as HTMLElement | null;
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus({ preventScroll: true });
  });
  root.querySelector(".advisor")?.append(dialog);
  dialog.showModal();
  name.focus();
  return dialog;
}

/** A labelled field with a place for what is wrong with it. */
export function field<E extends HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
  control: E, id: string, label: string, hint = "",
): { control: E; row: HTMLElement; fault(sentence: string): void } {
  control.id = id;
  const wrong = h("p", { class: "fault", id: `${id}-fault` });
  const help = hint && h("p", { class: "aside", id: `${id}-hint` }, hint);
  if (help) control.setAttribute("aria-describedby", help.id);
  return {
    control,
    row: h("div", { class: "field" }, h("label", { for: id }, label), help, control, wrong),
    fault(sentence: string) {
      wrong.textContent = sentence;
      const told = [help && help.id, sentence && wrong.id].filter(Boolean).join(" ");
      if (sentence) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      if (told) control.setAttribute("aria-describedby", told);
      else control.removeAttribute("aria-describedby");
    },
  };
}
