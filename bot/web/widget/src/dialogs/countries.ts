// The countries outside the Union, by their names in a language.

import type { Language } from "../types";

const CODES = `AD AE AF AG AI AL AM AO AR AU AW AZ BA BB BD BF BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CK
  CL CM CN CO CR CU CV CW DJ DM DO DZ EC EG ER ET FJ FK FM FO GA GB GD GE GH GL GM GN GQ GT GW GY HK HN HT ID IL IN IQ
  IR IS JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LY MA MD ME MG MH MK ML MM MN MO MR MS MU MV MW
  MX MY MZ NA NC NE NG NI NO NP NR NU NZ OM PA PE PF PG PH PK PS PW PY QA RS RU RW SA SB SC SD SG SH SL SM SN SO SR SS
  ST SV SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VC VE VG VN VU WS XK YE ZA ZM ZW`.split(/\s+/);

/** Code and name of each, in the order of the names. */
export function countries(lang: Language): [string, string][] {
  const names = new Intl.DisplayNames([lang], { type: "region" });
  return CODES.map((code): [string, string] => [code, names.of(code) ?? code]).sort(([, a], [, b]) => a.localeCompare(b, lang));
}
