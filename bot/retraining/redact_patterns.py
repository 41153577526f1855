"""What can be told by its shape alone: addresses of mail and web, accounts, tax and customs numbers, telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Kind, start, end of something that must not be kept.
Span = tuple[str, int, int]

MAIL = re.compile(
    r"[\w.+'-]+\s?(?:@|\(at\)|\[at\]| at (?=[\w-]+\.(?:de|com|net|org|eu|co)\b))\s?"
    r"[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\]|\(punkt\)|\[punkt\]|(?<=\s)(?:punkt|dot)(?=\s))\s?[\w-]+)+",
    re.I,
)
_ENDS = r"(?:de|com|net|org|eu|info|biz|io|fr|nl|it|at|ch|pl|cn|jp|kr|uk|in|vn|tr|es|be|dk|se|no)"
SPELLED_MAIL = re.compile(
    rf"[\w.+'-]+(?:\s(?:underscore|unterstrich|dot|punkt|minus|dash)\s[\w.+'-]+)*\s(?:at|ät|klammeraffe)\s[\w-]+"
    rf"(?:(?:\s(?:dot|punkt|minus|dash)\s|\.)[\w-]+)*(?:\s(?:dot|punkt)\s{_ENDS}|\s(?:de|com))\b",
    re.I,
)
"""A mail address as it is dictated: "einkauf at muster-pumpen punkt de"."""

_FIGURE = (
    r"(?:null|eins|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|zero|oh|one|two|three|four|five|six|seven|eight|nine"
    r"|double|doppel|triple)"
)
DICTATED_NUMBER = re.compile(rf"\b(?:plus\s)?{_FIGURE}+(?:[\s,-]+{_FIGURE}+){{4,}}\b", re.I)
WEB = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![\w.@-])[\w][\w-]{1,40}\.(?:de|com|net|org|eu|info|biz|gmbh|nrw|io|co\.uk|fr|nl|it|at|ch|pl|cn|jp"
    r"|shop|store|online|app|tech|ruhr|koeln|cologne|berlin|hamburg|bayern|global|group|company|solutions|design|studio"
    r"|email|me|tv|ca|se|dk|be|es|cz|ie|tr|kr|vn|mx)(?:/[^\s<>\"]*)?(?![\w-])",
    re.I,
)
# The name of an account at a network: "@muster_messer".
HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z_][\w.-]{2,}(?<![.-])")
# Only countries that give accounts such numbers: "DN 50 PN16" is a pipe.
_BANKING = (
    "AD|AE|AL|AT|BA|BE|BG|CH|CY|CZ|DE|DK|EE|EG|ES|FI|FR|GB|GE|GR|HR|HU|IE|IL|IS|IT|JO|KW|LB|LI|LT|LU|LV|MA|MC|MD"
    "|ME|MK|MT|NL|NO|PL|PT|QA|RO|RS|SA|SE|SI|SK|SM|TN|TR|UA|XK"
)
IBAN = re.compile(
    rf"\b(?:{_BANKING})\s?\d{{2}}(?:[ -]?[A-Z0-9]{{4}}){{2,7}}(?:[ -]?[A-Z0-9]{{1,4}})?\b", re.I
)
BIC = re.compile(
    r"\b(?:BIC|SWIFT)(?:[- ]?code)?(?:\s*:\s*|\s+)(?P<part>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b",
    re.I,
)
SORT_CODE = re.compile(
    r"(?<![\w.-])\d{2}[- ]\d{2}[- ]\d{2}(?:,| and| und|/)? ?\d{4} ?\d{4}(?![\w])"
)
"""A British account behind the number of its bank."""

# Value added tax, EORI, registered and approved exporters, commercial register, tax office, customs permits.
TAX = (
    re.compile(
        r"\b(?:DE\s?\d{3}[ .]?\d{3}[ .]?\d{3}|ATU\s?\d{8}|BE\s?0?\d{3}[ .]?\d{3}[ .]?\d{3}|CHE[- ]?\d{3}[. ]?\d{3}"
        r"[. ]?\d{3}(?:\s?(?:MWST|TVA|IVA))?|NL\s?\d{9}\s?B\s?\d{2}|FR\s?[A-Z0-9]{2}\s?\d{3} ?\d{3} ?\d{3}|IT\s?\d{11}"
        r"|ES\s?[A-Z]\d{7}[A-Z0-9]|PL\s?\d{10}|PL\s?\d{3}-\d{3}-\d{2}-\d{2}|GB\s?\d{3} ?\d{4} ?\d{2}|CZ\s?\d{8,10}"
        r"|SE\s?\d{12}|DK\s?\d{8}|IE\s?\d{7}[A-Z]{1,2}|LU\s?\d{8}|HU\s?\d{8}|RO\s?\d{6,10}|PT\s?\d{9}|FI\s?\d{8}"
        r"|TR\s?\d{10})\b",
        re.I,
    ),
    # With blanks and dots, of every member state, Norway and Northern Ireland; in capitals, as "it" and "no" are words.
    re.compile(
        r"\b(?:AT|BE|BG|CY|CZ|DK|EE|EL|GR|ES|FI|FR|GB|HR|HU|IE|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[ .-]?"
        r"(?:[A-Z]{1,2}[ .-]?)?\d(?:[ .-]?\d){7,14}(?:[ .]?[A-Z]{1,2}\d{0,2})?(?![\w])"
    ),
    re.compile(
        r"\b(?:NO ?)?\d{3}[ .]?\d{3}[ .]?\d{3} ?MVA\b|\bCHE[- .]?\d{3}[. ]?\d{3}[. ]?\d{3}(?: ?(?:MWST|TVA|IVA|HR))?",
        re.I,
    ),
    re.compile(
        r"\b(?:[A-Z]{2}REX[A-Z0-9]{4,}|DE\s?\d{7}(?:\d{2})?\s?\d{6,8}|GB\s?\d{12}(?:\d{3})?)\b",
        re.I,
    ),
    # Tax numbers of partners: India, Mexico, Spain; whatever a word before them calls so.
    re.compile(
        r"\b\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]\b|\b[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}\b|\b[A-HJNP-SUVW]-\d{8}\b"
    ),
    re.compile(
        r"\b(?:rfc|cif|nif|gstin?|gst no|nip|siret|siren|kvk|cnpj|abn|brn|iec|pan|ico|ičo|dič|oib|pib|mst|vkn|nit|ruc|cuit|inn|regon|tin|trn|pin|mã số(?: thuế)?)"
        r"[\s.:#-]*(?:nr|no|number|nummer|is|ist)?[\s.:#-]*(?P<part>(?=[A-Z0-9./-]*\d{3})[A-Z0-9][A-Z0-9./-]{5,}(?: \d{3,})*)",
        re.I,
    ),
    # The tax number of Kenya.
    re.compile(r"\b[AP]\d{9}[A-Z]\b"),
    re.compile(r"\bDE/\s?\d{4}/\s?[A-Z]{2}/\s?\d{3,5}\b", re.I),
    # Two letters of a state and seven figures or more are no type of goods: the number of an exporter.
    re.compile(r"(?<![\w/.-])(?:DE|AT|NL|BE|FR|IT|ES|PL|CZ|GB|CH|NO|XI)\d{7,14}(?![\w])"),
    re.compile(r"\bHR[AB]\s?(?:Nr\.?\s?)?\d{2,7}(?:\s?[A-Z])?\b", re.I),
    re.compile(r"(?<!\d)\d{2,3}\s?/\s?\d{3,4}\s?/\s?\d{4,5}(?!\d)"),
    re.compile(
        r"\b(?:ust[-. ]?id(?:[-. ]?nr)?|umsatzsteuer-?id\w*|vat(?:[- ](?:id|no|number|reg))?|eori|steuer-?n(?:umme)?r"
        r"|tax (?:id|number|code|no\.?|reg\w*)|zoll-?n(?:umme)?r|customs (?:id|number)|rex[- ]n(?:umme)?r|rex number|bewilligungsn\w*|authori[sz]ation n\w*)"
        r"[\s.:#-]*(?:nr|no|number|nummer|is|ist|lautet)?[\s.:#-]*"
        r"(?P<part>(?=[A-Z0-9/.-]*\d{3})[A-Z]{0,4}[ -]?[A-Z0-9][A-Z0-9/.-]{4,}(?: \d{2,})*)",
        re.I,
    ),
)
_NUMBER_WORDS = (
    r"kunden|auftrags|bestell|rechnungs|vertrags|personal|ausweis|lieferanten|vorgangs|akten|angebots|liefer"
    r"|customer|order|invoice|account|contract|passport|purchase order|po|reference|konto|delivery note|case"
)
REFERENCE = re.compile(
    rf"\b(?:{_NUMBER_WORDS})[- ]?(?:schein)?(?:nummer|nr|no|number|zeichen|id)?\b[\s.:#]*(?:ist|is|lautet)?[\s:#]*"
    r"(?P<part>(?=(?:[A-Z/._-]*\d){3})[A-Z0-9][A-Z0-9/._-]{3,})(?![A-Z0-9/._-]|\s?(?:€|EUR|USD|GBP|CHF|JPY|CNY))",
    re.I,
)
# "Rechnung Nr. R26/1192": the noun alone is no number's name, with "Nr." it is.
NUMBERED = re.compile(
    r"\b(?:rechnung|bestellung|auftrag|angebot|lieferung|lieferschein|vertrag|sendung|vorgang|invoice|order|consignment"
    r"|shipment|quote|offer|delivery note)\s(?:nr|no|number|nummer)\b[\s.:#]*"
    r"(?P<part>(?=(?:[A-Z/._-]*\d){3})[A-Z0-9][A-Z0-9/._-]{2,})(?![A-Z0-9/_-]|\s?(?:€|EUR|USD|GBP|CHF|JPY|CNY))",
    re.I,
)
# No telephone number: 21/09/2017, 2017-09-21.
_NO_DATE = (
    r"(?!\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d{2}(?!\d)|(?:19|20)\d{2}[/-]\d{1,2}[/-]\d{1,2}(?!\d))"
)
_NOT_IN_A_DATE = r"(?<!\d/)(?<!\d-)"
PHONE = re.compile(
    r"(?<![\w.,])(?:(?:\+|00)\d{1,3}[\s/.-]*)(?:\(0\)[\s/.-]*)?\(?\d{1,5}\)?(?:[\s/.–-]*\d{1,}){1,6}(?!\w)"
    rf"|(?<![\w.,]){_NOT_IN_A_DATE}{_NO_DATE}(?!\d{{1,2}}\.\d{{1,2}}\.(?:19|20)?\d{{2}}(?!\d))\(?0(?: ?\d){{1,5}}\)?(?:[\s/.–-]{{0,3}}\d{{1,}}){{1,6}}(?!\w)"
)
CALLED = re.compile(
    r"\b(?:tel(?:efon)?(?:nummer)?|fon|phone|mobil(?:e|nummer)?|handy(?:nummer)?|fax|durchwahl|dw|ext(?:ension)?"
    r"|cell|whatsapp|rückruf|ruf(?:en)? (?:sie )?mich|call me|ring me|reach me)\b"
    r"[^\d\n+(]{0,25}(?P<part>\+?\(?\d[\d\s/().-]{1,20}\d)",
    re.I,
)
# Not the number of a chemical (CAS 25068-38-6).
LONG_NUMBER = re.compile(
    rf"(?<![\w.,]){_NOT_IN_A_DATE}{_NO_DATE}(?!\d{{2,7}}-\d{{2}}-\d\b)\d(?:[ /-]?\d){{6,}}(?![\w]|[.,]\d)"
)

_DIGITS_OF_AN_ACCOUNT = 8
_WORDS_BEHIND = re.compile(r"(?:[ -][A-Za-z]+)+$")
_SHAPES = (
    ("mail", MAIL),
    ("mail", SPELLED_MAIL),
    ("phone", DICTATED_NUMBER),
    (
        "phone",
        re.compile(
            r"\b(?:fax|durchwahl|dw|ext(?:ension)?)\b[^\d\n]{0,40}?(?P<part>-\d{2,5})\b", re.I
        ),
    ),
    ("web", WEB),
    ("web", HANDLE),
    ("iban", IBAN),
    ("iban", BIC),
    ("iban", SORT_CODE),
    *(("tax_number", one) for one in TAX),
    ("number", REFERENCE),
    ("number", NUMBERED),
    ("phone", CALLED),
)


def shaped(text: str) -> Iterator[Span]:
    """Everything with a shape of its own; telephone numbers without a word before them are left out."""
    for kind, pattern in _SHAPES:
        for match in pattern.finditer(text):
            part = "part" if "part" in pattern.groupindex else 0
            if pattern is IBAN and sum(sign.isdigit() for sign in match[0]) < _DIGITS_OF_AN_ACCOUNT:
                continue
            start, end = match.span(part)
            if pattern is IBAN:
                # Words behind an account are not its last figures: "IT02938470159 des Lieferanten".
                end = start + len(_WORDS_BEHIND.sub("", match[0]))
            yield kind, start, end


def numbers_of_people(text: str) -> Iterator[Span]:
    """Telephone numbers and long numbers; they may also be codes of goods, which the caller knows."""
    for kind, pattern in (("phone", PHONE), ("number", LONG_NUMBER)):
        for match in pattern.finditer(text):
            if sum(sign.isdigit() for sign in match[0]) >= 6:
                yield kind, match.start(), match.end()


# --- postal addresses -----------------------------------------------------------------------

_NUMBER = r"\d{1,4}\s?[a-z]?(?:\s?[-/–]\s?\d{1,4}\s?[a-z]?)?"
_UNIT = r"(?:kg|g|t|mm|cm|m|km|kw|v|w|bar|l|ml|zoll|inch|%|€|eur|euro|usd|stk|stück|pcs)\b"
_CAPITAL = "[A-ZÄÖÜÅÆØÉÈÁÀÂÍÓÔÚÑÇŁŚŠČŽŞŘİÐÞ]"
_STREET_END = (
    r"(?:stra(?:ß|ss)e|str\.?|weg|allee|platz|gasse|ring|damm|ufer|steig|chaussee|promenade|markt|hof|graben|wall|pfad"
    r"|kamp|bogen|höhe|park|berg|feld|tor)"
)
ADDRESS = (
    # Kölner Straße 12, Industriestr. 5a, Am Hang 3, An der Alten Mühle 7
    re.compile(
        rf"(?:\b[A-ZÄÖÜ][\w.-]+[ -]){{0,2}}\b[\wäöüß-]{{2,}}(?i:stra(?:ß|ss)e|str\.?|weg|allee|platz|gasse|chaussee"
        rf"|promenade|damm|ufer)\s+{_NUMBER}(?!\w)(?!\s?{_UNIT})",
    ),
    re.compile(
        rf"\b(?:[A-ZÄÖÜ][\w-]+[ -]){{1,3}}(?i:{_STREET_END})\s+{_NUMBER}(?!\w)(?!\s?{_UNIT})"
    ),
    re.compile(
        rf"\b(?:Adresse|Anschrift|Lieferadresse|Sitz|Abholung|im|am|in)\W+(?P<part>[A-ZÄÖÜ][a-zäöüß-]+(?:ring|markt|hof|graben"
        rf"|wall|pfad|kamp|bogen|höhe|park|feld|tor)\s+{_NUMBER})(?!\w)(?!\s?{_UNIT})"
    ),
    re.compile(
        rf"\b(?:Am|Im|An der|An den|Auf der|Auf dem|In der|In den|Zum|Zur|Unter den|Hinter der|Vor dem|Alte|Alter|Neue)"
        rf"\s+(?:[a-zäöü]+(?:en|er|em)\s+)?(?:[A-ZÄÖÜ][\w-]+\s+){{1,2}}{_NUMBER}(?![\w%]|\s?(?:kg|€|eur|mm|cm|m\b|%|stück))",
    ),
    # 14 Baker Street, Unit 5, Riverside Business Park
    re.compile(
        r"\b(?:flat|studio|apartment|apt\.?|suite)\s+\d+\w?,?\s+(?:[A-Z][\w'-]+\s+){1,2}[A-Z][\w'-]+"
    ),
    re.compile(
        # A year is no house number: "since 2019 we have supplied Lane".
        r"(?<!since )(?<!in )\b(?:unit \w{1,4},? )?\d{1,5}[a-z]?,?\s+(?!(?:we|they|our|it|i) )(?:[\w'.-]+\s+){1,3}(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|ln|drive"
        r"|close|court|crescent|square|way|terrace|boulevard|blvd\.?|quay|row|gardens|mews|yard|glens?|knolls?|path|common|viaduct|station|hills?|heights|green|bypass|grove|park|plaza|parade|passage|circus|drives|fords?|roads|islands?|islands|club|rue|stravenue|throughway|parkway|highway|alley|rise|walk|view|vista|meadows?|mill|mews|wharf|embankment)\b",
        re.I,
    ),
    re.compile(
        r"\bunit \d+\w?,?\s+(?:[A-Z][\w'-]+\s+){1,3}(?:Business Park|Industrial Estate|Trading Estate|Park)\b",
        re.I,
    ),
    re.compile(
        r"(?:\b(?:rue|avenue|av\.?|avda\.|via|viale|corso|calle|rua|ul\.|ulica|piazza|plaza|boulevard|jalan|jl\.)|\bc/)\s*(?:(?:[^\W\d_]|['’.-])+\s+){1,3}\d{1,5}\b",
        re.I,
    ),
    re.compile(r"\b(?:postfach|p\.? ?o\.? box|pf)\s*(?:nr\.?)?\s*\d[\d ]{1,8}\d\b", re.I),
    # D-40213 Düsseldorf, 44137 Dortmund, SW1A 1AA
    re.compile(
        rf"\b(?:D|DE|A|CH|NL|F|B|L|I|E|P|S|SE|DK|N|NO|FI|PL|CZ|SK|HU|RO|LV|LT|EE|GR)\s?-\s?\d{{3,5}}(?: \d{{2}})?(?!\d)(?:\s+{_CAPITAL}[\w-]+(?:[ -]{_CAPITAL}[\w-]+){{0,2}})?"
    ),
    re.compile(
        rf"(?<![\w.,-])\d{{5}}\s+{_CAPITAL}(?![A-Z])[^\W\d_]{{2,}}(?:[ -](?:am|an der|im|{_CAPITAL}(?![A-Z])[^\W\d_]+)){{0,3}}"
    ),
    re.compile(r"\b(?:in|aus|nach|sitz)\s+(?P<part>\d{4}\s+[A-ZÄÖÜ][a-zäöüß]{3,})(?!\w)"),
    re.compile(
        r"\b(?:plz|postleitzahl|postcode|post code|zip(?: code)?)\b\s*:?\s*(?P<part>(?=[A-Z ]*\d)[A-Z0-9]{2,4}[ ]?[A-Z0-9]{2,5})\b",
        re.I,
    ),
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"),
    # R32 XY19; behind a house: 30-059 Kraków, 1234 AB Delft, 561 23 Huskvarna, 4100-123 Porto; Pune 411 001
    re.compile(r"\b[A-Z]\d[\dW] (?=[A-Z\d]*\d)(?=[A-Z\d]*[A-Z])[A-Z\d]{4}\b"),
    re.compile(
        rf"(?<=[\da-z], )(?:\d{{2}}-\d{{3}}|\d{{4}} [A-Z]{{2}}|\d{{4}}-\d{{3}}|\d{{3}} \d{{2}})\s+{_CAPITAL}(?![A-Z])[^\W\d_]{{2,}}"
    ),
    re.compile(
        rf"\b{_CAPITAL}(?![A-Z])[^\W\d_]+[ ,–-]+(?P<part>\d{{3}} \d{{3}}|\d{{5}}-\d{{3}})(?![\w.,])"
    ),
    # M4C 1B5, of Canada; gewerbepark süd 12
    re.compile(r"\b[A-CEGHJ-NPR-TVXY]\d[A-Z] \d[A-Z]\d\b"),
    re.compile(
        rf"\b(?:gewerbe|industrie|technologie|business|logistik|handwerker)(?:park|gebiet|hof)(?:\s[^\W\d_]+){{0,2}}\s{_NUMBER}(?!\w)(?!\s?{_UNIT})",
        re.I,
    ),
    # Industriveien 22, Storgatan 5b, Keizersgracht 12, Bağdat Cad. 7
    re.compile(
        rf"\b{_CAPITAL}(?![A-Z])[^\W\d_]*(?:veien|vegen|vägen|gatan|gata|gaten|gade|vej|straat|laan|gracht|kade|plein|dijk|katu|tie|utca|ulice|caddesi|sokak)"
        rf"\s+{_NUMBER}(?!\w)(?!\s?{_UNIT})"
    ),
    re.compile(
        rf"\b(?:{_CAPITAL}(?![A-Z])[^\W\d_]+ ){{1,2}}(?i:cad(?:desi|\.)|sok(?:ak|\.)|mah(?:allesi|\.)|utca|út|utja|ulice|tér)(?:\s*(?i:no\.?:?)?\s*{_NUMBER})?(?!\w)"
    ),
    re.compile(
        rf"\b(?i:odos|leoforos|strada|str\.|bd\.|bulevar(?:ul)?|bulevardi|ulitsa|soi|thanon|jln?\.|calle|carrer|rúa|largo|praça|praca|travessa|via|vicolo)"
        rf"\s+(?:{_CAPITAL}[\w'’.-]+\s+|de(?:l|lla|i)?\s+|da\s+|do\s+){{1,4}}(?:(?i:n[oºr°]?\.?)\s*)?{_NUMBER}(?!\w)(?:,\s*\d{{1,2}}\s?[ºª°]\s?[A-Z]?(?!\w))?"
    ),
    # am alten schacht 14, 45699 herten
    re.compile(
        rf"\b(?:am|an der|an den|auf der|auf dem|im|in der|zum|zur|unter den|alte[rn]?|neue[rn]?) (?:[^\W\d_]+[ .-]){{1,3}}{_NUMBER},\s*\d{{5}}\s+[^\W\d_]{{3,}}"
    ),
    # Plot 41, 3rd Cross, … 560058; SCO 118, Sector 34-A, …
    re.compile(
        r"\b(?:plot|sco|shop|door|house|h\.? ?no|survey|gala|shed|sector|phase)\.?\s*(?:no\.?\s*)?\d{1,4}[\w/-]*,(?:[^,.;\n]{2,40},){0,4}[^,.;\n]{2,30}?\b\d{3} ?\d{3}\b",
        re.I,
    ),
    # 27 Teheran-ro, Gangnam-gu, Seoul
    re.compile(
        r"\b\d{1,4}(?:-\d+)?,? [A-Z][a-z]+(?:-?daero|-ro|-gil)(?:[ ,]+\d{1,3}(?:-gil)?)?(?:,\s*[A-Z][a-z]+-(?:gu|dong|si|do))*(?:,\s*[A-Z][a-z]+)?"
    ),
    # 410 Wellington St W, Toronto, ON M5V 1E3
    re.compile(
        r"\b\d{1,5} (?:[A-Z][\w'-]+ ){1,3}(?:St|Ave|Rd|Blvd|Dr|Ln)\.?(?: (?:N|S|E|W|NE|NW|SE|SW))?(?:,\s*[A-Z][a-z]+(?: [A-Z][a-z]+)?,?\s+[A-Z]{2}\s+[A-Z]\d[A-Z] ?\d[A-Z]\d)?(?!\w)"
    ),
    # 118 Rue Saint-Paul O, Montréal, QC H2Y 1Z5
    re.compile(
        rf"\b\d{{1,5}}(?: ?(?:bis|ter))?,? (?i:rue|avenue|boulevard|chemin|quai|allée|impasse|cours) (?:(?:de la|de|du|des|la|le) |[dl]['’])?{_CAPITAL}[^,;\n]{{1,40}}"
        r"(?:, [^\W\d_][^,;\n\d]{1,30})?(?:,? (?:[A-Z]{2} )?[A-Z]\d[A-Z] ?\d[A-Z]\d\b)?"
    ),
    # Box 318, SE-561 23 …; boxes of a form have one or two figures
    re.compile(
        r"\b(?i:p\.? ?o\.? ?box|box|postbus|postboks|casilla|apartado|boîte postale|b\.?p\.?)\s+\d{3,6}(?!\w)"
    ),
    # Ballyknock, Co. Laois
    re.compile(
        rf"\b(?:{_CAPITAL}[\w'-]+,\s+)?(?:Co\.|County)\s+(?!KG|Ltd|OHG|Inc|LLC){_CAPITAL}[a-z]+(?!\w)"
    ),
)


def addresses(text: str) -> Iterator[Span]:
    """Streets with numbers, post office boxes, postal codes with their towns."""
    for pattern in ADDRESS:
        for match in pattern.finditer(text):
            part = "part" if "part" in pattern.groupindex else 0
            yield "address", match.start(part), match.end(part)
