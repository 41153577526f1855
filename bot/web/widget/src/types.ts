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

/** What the form shows before anything is written: the words that are consented to are the server's. */
export interface FormOffer {
  text: string;
  kinds: { id: string; title: string }[];
  market: string;
  consent: { text: string; version: string };
  retention: string;
  signposts: { concern: string; contacts: { name: string; helps_with: string; url: string }[] }[];
}

export interface Enquiry {
  kind: string;
  name: string;
  company: string;
  email: string;
  phone: string;
  message: string;
  market: string;
  consent: boolean;
  consent_version: string;
  include_case: boolean;
}

export type Said = { text: string } | { payload: string } | { bill: BillLine[] };
