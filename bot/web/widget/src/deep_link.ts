// Links into the middle of the matter: ?hs=8413&to=JP&lang=de, or attributes of the same names.

import type { Language } from "./types";

export interface DeepLink {
  hs: string;
  to: string;
}

const CODE = /^\d{4}(\.?\d{2}){0,3}$/;
const COUNTRY = /^[A-Za-z]{2}$/;

/** The product and the country of a link; null where it names no product. */
export function readLink(hs: string | null, to: string | null): DeepLink | null {
  if (!hs || !CODE.test(hs)) return null;
  return { hs, to: to && COUNTRY.test(to) ? to.toUpperCase() : "" };
}

/** What somebody who follows the link says: the country by its name, as people would write it. */
export function asSaid(link: DeepLink, lang: Language): string {
  const code = `HS ${link.hs}`;
  if (!link.to) return code;
  const country = new Intl.DisplayNames([lang], { type: "region" }).of(link.to) ?? link.to;
  return lang === "de" ? `${code} nach ${country}` : `${code} to ${country}`;
}
