"""What simulated visitors say: as ever, or with words that have come up since the model was trained.

Every saying knows what it means. Drifted sayings come in two halves with the same new words: one is said in
conversations, the other is held back to measure what was learned.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SPAM = "spam"
"""Meant by messages from which nothing can be learned; a reviewer skips them."""


@dataclass(frozen=True)
class Saying:
    """A message and what it means; a product carries the code it is meant for."""

    text: str
    intent: str
    language: str
    drifted: bool = False
    product: str = ""
    hs: str = ""


PRODUCTS: Mapping[str, list[tuple[str, str]]] = {
    "de": [
        ("Kreiselpumpen", "841370"),
        ("Kugelhähne", "848180"),
        ("Schrauben", "731815"),
        ("Kabel", "854449"),
        ("Getriebe", "848340"),
        ("Lacke", "320890"),
        ("Käse", "040690"),
        ("Fahrräder", "871200"),
        ("Möbel aus Holz", "940360"),
        ("Kunststoffrohre", "391723"),
        ("Wein", "220421"),
        ("Reifen", "401110"),
        ("Medikamente", "300490"),
        ("Textilmaschinen", "844790"),
        ("Solarmodule", "854143"),
    ],
    "en": [
        ("centrifugal pumps", "841370"),
        ("ball valves", "848180"),
        ("screws", "731815"),
        ("cables", "854449"),
        ("gearboxes", "848340"),
        ("varnish", "320890"),
        ("cheese", "040690"),
        ("bicycles", "871200"),
        ("wooden furniture", "940360"),
        ("plastic pipes", "391723"),
        ("wine", "220421"),
        ("tyres", "401110"),
        ("medicines", "300490"),
        ("knitting machines", "844790"),
        ("solar modules", "854143"),
    ],
}
NEW_PRODUCTS: Mapping[str, list[tuple[str, str]]] = {
    "de": [
        ("Wallboxen Typ Zwei", "853710"),
        ("Elektrolyseurstacks", "854330"),
        ("Exoskelettwesten", "902190"),
        ("Laserentgratzellen", "845611"),
        ("Hanfdämmplatten", "680800"),
        ("Kryolagertanks", "731100"),
    ],
    "en": [
        ("wallchargers", "850440"),
        ("electrolyser stacks", "854330"),
        ("exosuits", "902190"),
        ("deburring cobots", "847950"),
        ("hempcrete blocks", "681011"),
        ("cryotanks", "731100"),
    ],
}
MARKETS: Mapping[str, list[str]] = {
    "de": [
        "Japan",
        "Kanada",
        "Südkorea",
        "Vietnam",
        "Mexiko",
        "Norwegen",
        "Serbien",
        "Chile",
        "Ägypten",
        "Singapur",
        "Marokko",
        "Peru",
    ],
    "en": [
        "Japan",
        "Canada",
        "South Korea",
        "Vietnam",
        "Mexico",
        "Norway",
        "Serbia",
        "Chile",
        "Egypt",
        "Singapore",
        "Morocco",
        "Peru",
    ],
}

# As the training examples say it, in other words.
_AS_EVER: Mapping[str, Mapping[str, list[str]]] = {
    "de": {
        "check_export": [
            "wir liefern {p} nach {m}",
            "{p} nach {m}",
            "export von {p} nach {m}",
            "möchten {p} in {m} verkaufen",
        ],
        "follow_up_market": ["und nach {m}?", "wie ist es mit {m}", "und für {m}"],
        "ask_proof": ["welchen nachweis brauche ich für {m}", "brauche ich für {m} eine eur1"],
        "ask_duty": ["wie hoch ist der zoll in {m}", "welcher zollsatz gilt in {m}"],
        "ask_rule": ["welche ursprungsregel gilt für {p}", "wie lautet die regel für {p} nach {m}"],
        "ask_status": ["ist das abkommen mit {m} in kraft", "ab wann gilt das abkommen mit {m}"],
        "ask_topic": [
            "was ist eine lieferantenerklärung",
            "was bedeutet rex",
            "was ist kumulierung",
        ],
        "affirm": ["ja", "ja genau", "ja machen wir selbst"],
        "deny": ["nein", "nein danke", "nein haben wir nicht"],
        "dont_know": ["weiß ich nicht", "keine ahnung"],
        "adviser": ["ich möchte mit einem berater sprechen", "wer hilft mir persönlich"],
        "greet": ["hallo", "guten tag"],
        "thanks": ["danke", "vielen dank"],
        "start_check": ["prüfung starten", "prüfe mein produkt"],
        "go_back": ["zurück", "einen schritt zurück"],
    },
    "en": {
        "check_export": [
            "we ship {p} to {m}",
            "{p} to {m}",
            "export of {p} to {m}",
            "want to sell {p} in {m}",
        ],
        "follow_up_market": ["and to {m}?", "how about {m}", "and for {m}"],
        "ask_proof": ["which proof do i need for {m}", "do i need a eur1 for {m}"],
        "ask_duty": ["how high is the duty in {m}", "which rate applies in {m}"],
        "ask_rule": ["which rule of origin applies to {p}", "what is the rule for {p} to {m}"],
        "ask_status": [
            "is the agreement with {m} in force",
            "since when does the agreement with {m} apply",
        ],
        "ask_topic": [
            "what is a supplier's declaration",
            "what does rex mean",
            "what is cumulation",
        ],
        "affirm": ["yes", "yes exactly", "yes we make it ourselves"],
        "deny": ["no", "no thanks", "no we do not have that"],
        "dont_know": ["i do not know", "no idea"],
        "adviser": ["i want to talk to an adviser", "who helps me personally"],
        "greet": ["hello", "good afternoon"],
        "thanks": ["thanks", "thank you"],
        "start_check": ["start the check", "check my product"],
        "go_back": ["back", "one step back"],
    },
}

# New words: said in conversations | held back for measuring.
_DRIFTED: Mapping[str, Mapping[str, str]] = {
    "de": {
        "ask_proof": "welches präfidok für {m}/präfidok {m} ja oder nein/brauch ich ein präfidok/was für ein präfidok geht mit"
        "|präfidok nötig für {m}/und das präfidok nach {m}/präfidok vorlage {m}",
        "ask_duty": "was kostet mfn {m}/mfn abgabe {m}/einfuhrabgabe {m} wie viel/mfn vs pref {m}"
        "|mfn satz {m}/wie viel einfuhrabgabe bei {m}/mfn {m}",
        "ask_rule": "welche urgel gilt/urgel für {p}/urgel {p} {m}/sag mir die urgel"
        "|urgel von {p} bitte/wie geht die urgel/urgel nach {m}",
        "ask_status": "ist der deal mit {m} live/deal {m} schon live/wann geht der {m} deal live"
        "|läuft der {m} deal/ist {m} schon live/deal mit {m} live oder nicht",
        "follow_up_market": "desgl {m}/same für {m}/desgl für {m} bitte/same nochmal {m}"
        "|desgl nach {m}/same {m}/und desgl {m}",
        "dont_know": "kp/kp ehrlich/null plan/kA sorry/idk|kp gerade/hab null plan/idk sorry",
        "adviser": "live agent bitte/gib mir einen live agent/echter agent/agent an die leitung"
        "|live agent/will einen echten agent/kann ein agent übernehmen",
        "ask_bot": "bist du chatgpt/ist das eine ki/welche ki ist das/chatgpt oder was"
        "|bist du eine ki/läuft hier chatgpt/ki oder mensch",
        "use_it": "uetext für die rg/uetext/kopier mir den uetext/uetext auf die re"
        "|gib mir den uetext/uetext bitte/uetext zum kopieren",
        "ask_summary": "tldr/tldr bitte/mach mir ein tldr/tldr als datei"
        "|tldr vom ergebnis/ein tldr/tldr zum mitnehmen",
        "go_back": "strg z/undo/mach undo/undo bitte|strg z bitte/letztes undo/undo einmal",
    },
    "en": {
        "ask_proof": "which prefdoc for {m}/prefdoc {m} yes or no/do i need a prefdoc/what prefdoc goes along"
        "|prefdoc required for {m}/and the prefdoc to {m}/prefdoc template {m}",
        "ask_duty": "what does mfn cost {m}/mfn charge {m}/import levy {m} how much/mfn vs pref {m}"
        "|mfn rate {m}/how much import levy at {m}/mfn {m}",
        "ask_rule": "which orule applies/orule for {p}/orule {p} {m}/tell me the orule"
        "|orule of {p} please/how does the orule go/orule to {m}",
        "ask_status": "is the deal with {m} live/{m} deal live yet/when does the {m} deal go live"
        "|is the {m} deal running/is {m} live yet/deal with {m} live or not",
        "follow_up_market": "ditto {m}/same q for {m}/ditto for {m} please/same thing {m}"
        "|ditto to {m}/same q {m}/and ditto {m}",
        "dont_know": "dunno/dunno honestly/no clue mate/beats me/idk"
        "|dunno right now/got no clue mate/idk sorry",
        "adviser": "live agent please/give me a live agent/real agent/agent on the line"
        "|live agent/want a real agent/can an agent take over",
        "ask_bot": "are you chatgpt/is this an ai/which ai is this/chatgpt or what"
        "|are you an ai/is chatgpt running here/ai or human",
        "use_it": "sootext for the inv/sootext/copy me the sootext/sootext on the invoice"
        "|give me the sootext/sootext please/sootext to copy",
        "ask_summary": "tldr/tldr please/make me a tldr/tldr as a file"
        "|tldr of the result/a tldr/tldr to go",
        "go_back": "ctrl z/undo/do an undo/undo please|ctrl z please/last undo/undo once",
    },
}
_SPAM = [
    "cheap followers now {n}",
    "CRYPTO {n} percent profit join today",
    "seo ranking first page {n}",
    "win a phone {n}",
    "qwertz {n} asdf",
    "best casino bonus {n}",
    "haha {n} lol {n}",
    "kredit ohne prüfung {n}",
]
_PERSONAL = {
    "de": [
        "mein name ist Wiltrud Osterkamp, ",
        "hier Firma Blechwerk Osterkamp GmbH: ",
        "Tel. 0231 5566778, ",
        "Wert 47.300 €, ",
    ],
    "en": [
        "my name is Rosamund Whitfield, ",
        "this is Whitfield Forge Ltd: ",
        "call +44 113 496 0777, ",
        "value 47,300 EUR, ",
    ],
}


def as_ever(lang: str, intent: str, chance: random.Random) -> Saying:
    """A saying of the kind the model knows."""
    return _filled(chance.choice(_AS_EVER[lang][intent]), intent, lang, chance, drifted=False)


def drifted(lang: str, chance: random.Random) -> Saying:
    """A saying with new words."""
    intent = chance.choice(sorted(_DRIFTED[lang]))
    said = _DRIFTED[lang][intent].split("|")[0].split("/")
    return _filled(chance.choice(said), intent, lang, chance, drifted=True)


def new_product(lang: str, chance: random.Random) -> Saying:
    """A product that nobody has asked for before."""
    product, hs = chance.choice(NEW_PRODUCTS[lang])
    template = chance.choice(_AS_EVER[lang]["check_export"])
    text = template.format(p=product, m=chance.choice(MARKETS[lang]))
    return Saying(text, "check_export", lang, True, product, hs)


def is_spam(text: str) -> bool:
    """Whether a message begins as one of the spam does; numbers in it may have been taken out."""
    return any(text.startswith(one.partition("{n}")[0][:8]) for one in _SPAM)


def spam(lang: str, chance: random.Random) -> Saying:
    """A message that is none."""
    return Saying(chance.choice(_SPAM).format(n=chance.randint(100, 999)), SPAM, lang)


def with_personal_data(saying: Saying, chance: random.Random) -> Saying:
    """The same, begun with something that must not be kept."""
    told = chance.choice(_PERSONAL[saying.language])
    return Saying(
        told + saying.text,
        saying.intent,
        saying.language,
        saying.drifted,
        saying.product,
        saying.hs,
    )


def held_back() -> Iterator[Saying]:
    """Drifted sayings that no conversation contains, for measuring."""
    for lang, intents in _DRIFTED.items():
        chance = random.Random(f"held back {lang}")
        for intent, both in intents.items():
            for template in both.split("|")[1].split("/"):
                yield _filled(template, intent, lang, chance, drifted=True)


def intents(lang: str) -> list[str]:
    """Intents that visitors say as ever."""
    return sorted(_AS_EVER[lang])


def _filled(
    template: str, intent: str, lang: str, chance: random.Random, *, drifted: bool
) -> Saying:
    product, hs = chance.choice(PRODUCTS[lang])
    text = template.format(p=product, m=chance.choice(MARKETS[lang]))
    named = "{p}" in template
    return Saying(text, intent, lang, drifted, product if named else "", hs if named else "")
