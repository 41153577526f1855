// Amounts as people write them in their language, and as they are sent.

import type { Language } from "../types";

/** "1.234,50" (de) or "1,234.50" (en) as "1234.50"; null where it is no amount. */
export function readAmount(written: string, lang: Language): string | null {
  const bare = written.replace(/[\s\u00a0\u202f€$£']/g, "");
  const [thousands, point] = lang === "de" ? [".", ","] : [",", "."];
  const grouped = new RegExp(`^\\d{1,3}(\\${thousands}\\d{3})+(\\${point}\\d+)?$`);
  if (grouped.test(bare)) return bare.split(thousands).join("").replace(point, ".");
  // Either sign is a decimal point where it cannot mean thousands.
  return /^\d+([.,]\d+)?$/.test(bare) ? bare.replace(",", ".") : null;
}

/** An amount as it is sent, in the writing of a language. */
export const writeAmount = (sent: string, lang: Language): string => (lang === "de" ? sent.replace(".", ",") : sent);
