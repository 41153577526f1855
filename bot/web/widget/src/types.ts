// What goes between the element and the website channel, as bot/web describes it.

export type Language = "de" | "en";
export const LANGUAGES: readonly Language[] = ["de", "en"];

export const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language);

export type Content = Record<string, unknown>;

export interface Block {
  kind: string;
  content: Content;
}

export interface Choice {
  title: string;
  payload: string;
}

export interface Message {
  from?: "user" | "bot";
  text: string;
  blocks: Block[];
  buttons: Choice[];
  language?: Language;
}

export interface BillLine {
  name: string;
  code: string;
  country: string;
  value: string;
  currency: string;
  originating: boolean | null;
}

export interface BillFault {
  line: number | null;
  column: string;
  message: string;
}

export interface Enquiry {
  kind: "advice" | "barrier";
  name: string;
  company: string;
  email: string;
  phone: string;
  message: string;
  market: string;
  consent: boolean;
  include_case: boolean;
}

export type Said = { text: string } | { payload: string } | { bill: BillLine[] };
