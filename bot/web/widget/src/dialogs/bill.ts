// The bill of materials: pasted, uploaded or written, checked in a table, and sent when confirmed.

import type { Channel } from "../channel";
import { ChannelError } from "../channel";
import { h } from "../dom";
import type { Strings } from "../strings";
import { fill } from "../strings";
import type { BillFault, BillLine, Language } from "../types";
import { BillTable, MOST_LINES } from "./bill_table";
import { field, openDialog } from "./dialog";

const LARGEST_FILE = 1_000_000;
const KINDS = /\.(csv|tsv|txt|xlsx)$/i;
// The field of a fault, as the server names it: bill[3].value.
const FIELD = /^bill\[(\d+)\](?:\.(\w+))?$/;

export interface BillHost {
  readonly root: ShadowRoot;
  readonly t: Strings;
  readonly lang: Language;
  readonly channel: Channel;
  /** What was written but not sent is still there when the dialog is opened again. */
  bill: BillTable | null;
  /** Say the lines; the error is told by the dialog. */
  sendBill(lines: BillLine[], shown: string, failed: (error: unknown) => void): Promise<boolean>;
}

export function openBill(host: BillHost): void {
  const { t } = host;
  const size = "1 MB";
  const limits = fill(t.bill_limits, { size, rows: MOST_LINES });
  const upload = field(h("input", { type: "file", accept: ".csv,.tsv,.txt,.xlsx" }), "bill-file", t.bill_file, limits);
  // The browser's own words on such a field are in its language, not in that of the page.
  const chosen = h("span", { class: "aside", "aria-hidden": "true" });
  const picker = h("span", { class: "file" }, h("span", { class: "file-button", "aria-hidden": "true" }, t.bill_choose), chosen);
  upload.control.replaceWith(picker);
  picker.prepend(upload.control);
  const paste = field(h("textarea", { rows: 3, spellcheck: "false" }), "bill-paste", t.bill_paste, t.bill_paste_hint);
  const status = h("p", { role: "status", class: "bill-status" });
  const faults = h("div", { role: "alert", class: "faults" });
  const table = host.bill?.lang === host.lang ? host.bill : new BillTable(t, host.lang);
  host.bill = table;
  const send = h("button", { type: "button", class: "primary", onclick: () => void confirm() }, t.bill_send);
  const dialog = openDialog(host.root, t.bill, t,
    h("p", {}, t.bill_intro),
    h("div", { class: "two" },
      upload.row,
      h("div", {}, paste.row, h("button", { type: "button", onclick: () => void readPasted() }, t.bill_read))),
    status, faults, table.element,
    h("div", { class: "actions" }, send, h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t.cancel)));
  dialog.classList.add("wide");

  upload.control.addEventListener("change", () => {
    const [file] = upload.control.files ?? [];
    if (!file) return;
    chosen.textContent = file.name;
    const wrong = !KINDS.test(file.name) ? t.bill_wrong_kind : file.size > LARGEST_FILE ? fill(t.bill_too_large, { size }) : "";
    upload.fault(wrong);
    if (!wrong) void read(file, file.name);
    // The same file can be chosen again after it was mended.
    upload.control.value = "";
  });

  async function readPasted(): Promise<void> {
    const pasted = paste.control.value;
    if (!pasted.trim()) return paste.control.focus();
    await read(new Blob([pasted], { type: "text/csv" }), "paste.csv");
  }

  async function read(content: Blob, name: string): Promise<void> {
    status.textContent = t.bill_reading;
    faults.replaceChildren();
    try {
      const found = await host.channel.readBill(content, name);
      status.textContent = fill(t.bill_read_done, { count: found.lines.length });
      if (found.lines.length) table.show(found.lines);
      showFaults(found.faults);
    } catch (error) {
      status.textContent = "";
      faults.replaceChildren(h("p", {}, sentence(error)));
    }
  }

  function showFaults(found: BillFault[]): void {
    if (!found.length) return;
    const told = found.map(({ line, column, message }) => {
      const place = [line === null ? "" : fill(t.bill_fault_line, { line }), /^\d+$/.test(column) ? fill(t.bill_fault_column, { column }) : column].filter(Boolean).join(", ");
      return h("li", {}, place ? h("b", {}, `${place}: `) : null, message);
    });
    faults.replaceChildren(h("h3", {}, t.bill_faults), h("ul", {}, ...told));
  }

  async function confirm(): Promise<void> {
    faults.replaceChildren();
    const lines = table.read();
    if (!lines) return;
    const wrong = !lines.length ? t.bill_empty : lines.length > MOST_LINES ? fill(t.bill_too_many, { rows: MOST_LINES }) : "";
    if (wrong) return faults.replaceChildren(h("p", {}, wrong));
    const shown = lines.length === 1 ? t.bill_sent_one : fill(t.bill_sent, { count: lines.length });
    if (!await host.sendBill(lines, shown, refused)) return;
    host.bill = null;
    dialog.close();
  }

  function refused(error: unknown): void {
    const told = sentence(error);
    const [, line, name] = (error instanceof ChannelError && FIELD.exec(error.field)) || [];
    if (line === undefined || !table.refuse(Number(line), name ?? "", told)) faults.replaceChildren(h("p", {}, told));
  }

  function sentence(error: unknown): string {
    if (!(error instanceof ChannelError)) throw error;
    return error.message || (error.code === "offline" ? t.offline : t.unreachable);
  }
}
