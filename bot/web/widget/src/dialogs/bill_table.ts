// The bill of materials as a table to edit. On narrow pages each row is a card of labelled fields.

import { h } from "../dom";
import type { Strings } from "../strings";
import { fill } from "../strings";
import type { BillLine, Language } from "../types";
import { readAmount, writeAmount } from "./numbers";

export const MOST_LINES = 500;

const CODE = /^\d{4}(\d{2}){0,3}$/;
const DEFAULT_CURRENCY = "EUR";
type Text = "name" | "code" | "country" | "value" | "currency";
const TEXTS: readonly Text[] = ["name", "code", "country", "value", "currency"];

interface Row {
  element: HTMLTableRowElement;
  fields: Record<Text, HTMLInputElement>;
  originating: HTMLSelectElement;
  fault: HTMLElement;
}

export class BillTable {
  readonly element: HTMLElement;
  private readonly rows: Row[] = [];
  private readonly body = h("tbody");

  constructor(private readonly t: Strings, readonly lang: Language) {
    const { t: texts } = this;
    const columns = [...TEXTS.map((one) => texts[`bill_${one}`]), texts.bill_originating];
    this.element = h("div", { class: "bill" },
      h("table", {},
        h("caption", {}, texts.bill_table),
        h("thead", {}, h("tr", {}, ...columns.map((one) => h("th", { scope: "col" }, one)), h("td"))),
        this.body),
      h("button", { type: "button", class: "quiet", onclick: () => this.add().fields.name.focus() }, texts.bill_add));
    this.show([]);
  }

  /** Put these lines in place of what is there; an empty row to write in where there are none. */
  show(lines: BillLine[]): void {
    for (const row of this.rows.splice(0)) row.element.remove();
    for (const line of lines) this.insert(line);
    if (!lines.length) this.insert();
    this.number();
  }

  /** The lines as they are sent; null after the faults were shown and the first of them has the focus. */
  read(): BillLine[] | null {
    const filled = this.rows.filter((row) => !isBlank(row));
    const faulty = filled.filter((row) => this.check(row));
    if (faulty.length) {
      faulty[0]?.element.querySelector<HTMLElement>("[aria-invalid]")?.focus();
      return null;
    }
    return filled.map((row) => this.lineOf(row));
  }

  /** Tell what the server does not take of a line, counted from 0 among those that were sent. */
  refuse(line: number, field: string, sentence: string): boolean {
    const row = this.rows.filter((one) => !isBlank(one))[line];
    if (!row) return false;
    const wrong = row.fields[field as Text] as HTMLInputElement | undefined;
    row.fault.textContent = sentence;
    wrong?.setAttribute("aria-invalid", "true");
    wrong?.setAttribute("aria-describedby", row.fault.id);
    (wrong ?? row.fields.name).focus();
    return true;
  }

  private add(): Row {
    const row = this.insert();
    this.number();
    return row;
  }

  private insert(line?: BillLine): Row {
    const { t } = this;
    const fields = Object.fromEntries(TEXTS.map((one) => [one, h("input", {
      type: "text",
      class: one,
      autocomplete: "off",
      maxlength: one === "name" ? 200 : 40,
      inputmode: one === "value" ? "decimal" : null,
    })])) as Record<Text, HTMLInputElement>;
    const originating = h("select", {}, ...[["", t.bill_unknown], ["yes", t.bill_yes], ["no", t.bill_no]].map(([value, title]) => h("option", { value: value ?? "" }, title ?? "")));
    fields.currency.value = line?.currency || DEFAULT_CURRENCY;
    if (line) {
      for (const one of ["name", "code", "country"] as const) fields[one].value = line[one];
      fields.value.value = writeAmount(line.value, this.lang);
      originating.value = line.originating === null ? "" : line.originating ? "yes" : "no";
    }
    const fault = h("p", { class: "fault" });
    const cells = TEXTS.map((one) => h("td", { "data-label": t[`bill_${one}`] }, fields[one]));
    const remove = h("button", { type: "button", class: "quiet", onclick: () => this.remove(row) }, "×");
    const element = h("tr", {}, ...cells, h("td", { "data-label": t.bill_originating }, originating), h("td", {}, remove, fault));
    const row: Row = { element, fields, originating, fault };
    this.rows.push(row);
    this.body.append(element);
    return row;
  }

  private remove(row: Row): void {
    const at = this.rows.indexOf(row);
    this.rows.splice(at, 1);
    row.element.remove();
    if (!this.rows.length) this.add();
    this.number();
    (this.rows[at] ?? this.rows[this.rows.length - 1])?.fields.name.focus();
  }

  // Every field says the row and the column it stands in.
  private number(): void {
    this.rows.forEach((row, at) => {
      const place = fill(this.t.bill_row, { row: at + 1 });
      for (const one of TEXTS) row.fields[one].setAttribute("aria-label", `${place}: ${this.t[`bill_${one}`]}`);
      row.originating.setAttribute("aria-label", `${place}: ${this.t.bill_originating}`);
      row.element.querySelector("button")?.setAttribute("aria-label", fill(this.t.bill_remove, { row: at + 1 }));
      row.fault.id = `bill-fault-${at}`;
    });
  }

  private check(row: Row): boolean {
    const { t } = this;
    const { name, code, value } = row.fields;
    const digits = digitsOf(code.value);
    const faults: [HTMLInputElement, string | false][] = [
      [name, !name.value.trim() && !digits && t.bill_need_name],
      [code, Boolean(code.value.trim()) && !CODE.test(digits) && t.bill_bad_code],
      [value, Boolean(value.value.trim()) && readAmount(value.value, this.lang) === null && t.bill_bad_value],
    ];
    for (const [field, fault] of faults) {
      if (fault) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", row.fault.id);
      } else {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
    }
    const told = faults.map(([, fault]) => fault).filter(Boolean);
    row.fault.textContent = told.join(" ");
    return told.length > 0;
  }

  private lineOf({ fields, originating }: Row): BillLine {
    return {
      name: fields.name.value.trim(),
      code: digitsOf(fields.code.value),
      country: fields.country.value.trim(),
      value: readAmount(fields.value.value, this.lang) ?? "",
      currency: fields.currency.value.trim().toUpperCase(),
      originating: originating.value ? originating.value === "yes" : null,
    };
  }
}

const digitsOf = (code: string): string => code.replace(/[\s.]/g, "");

const isBlank = ({ fields }: Row): boolean => TEXTS.every((one) => one === "currency" || !fields[one].value.trim());
