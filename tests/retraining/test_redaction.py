"""How well names, firms, addresses, numbers and prices are taken out, and how little else."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from bot.language.words import words_of
from bot.retraining.name_lists import spelled
from bot.retraining.redact import HIDDEN_WORD, Redactor
from bot.retraining.redact_prices import bucket
from bot.retraining.test_sets import read_test_sets
from bot.retraining.towns import towns, word_list
from bot.wiring import Services
from tests.architecture.import_contracts import ROOT

FOLDER = Path(__file__).parent
MARKED = re.compile(r"\{(\w+):([^}]*)\}")
# Words inside an item that name nobody: they may stay.
SMALL = {
    *(
        "ppa",
        "von",
        "der",
        "de",
        "eur",
        "euro",
        "euros",
        "and",
        "the",
        "dr",
        "mr",
        "ms",
        "frau",
        "herrn",
    ),
    *(
        "am",
        "an",
        "zum",
        "unter",
        "den",
        "street",
        "kg",
        "co",
        "usd",
        "chf",
        "tsd",
        "mio",
        "million",
    ),
    *(
        "unit",
        "old",
        "park",
        "road",
        "business",
        "mwst",
        "way",
        "via",
        "avenue",
        "quay",
        "die",
        "ia",
    ),
}
LEAST_RECALL = 0.99
LEAST_RECALL_OF_ODD_FIRMS = 0.94
LEAST_RECALL_OF_HARD_MESSAGES = 0.98
LEAST_RECALL_OF_TYPED_MESSAGES = 0.97
"""In it are customers in cities that the market reader knows ("in Haiphong"): they stay."""

LEAST_RECALL_OF_ADVERSE_MESSAGES = 0.92
"""They were written to find what leaks; the aim of 99 % is not reached on them."""

LEAST_UNHARMED = 0.95
MOST_WORDS_HIDDEN = 0.01


@dataclass(frozen=True)
class Seeded:
    """A message with what must be taken out of it."""

    lang: str
    marked: str

    @property
    def text(self) -> str:
        return MARKED.sub(lambda match: match[2], self.marked)

    @property
    def items(self) -> list[tuple[str, str]]:
        return MARKED.findall(self.marked)

    @property
    def rest(self) -> list[str]:
        return [part.strip(" ,.:;!()") for part in MARKED.split(self.marked)[::3]]


def seeded(name: str) -> Iterator[Seeded]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield Seeded(*line.split("\t"))


ITEMS = list(seeded("redaction_items.txt"))
LATER_ITEMS = list(seeded("redaction_items_later.txt"))
THIRD_ITEMS = list(seeded("redaction_items_third.txt"))
FOURTH_ITEMS = list(seeded("redaction_items_fourth.txt"))
FIFTH_ITEMS = list(seeded("redaction_items_fifth.txt"))
SEVENTH_ITEMS = list(seeded("redaction_items_seventh.txt"))
EIGHTH_ITEMS = list(seeded("redaction_items_eighth.txt"))
NINTH_ITEMS = list(seeded("redaction_items_ninth.txt"))
TENTH_ITEMS = list(seeded("redaction_items_tenth.txt"))
ELEVENTH_ITEMS = list(seeded("redaction_items_eleventh.txt"))
TWELFTH_ITEMS = list(seeded("redaction_items_twelfth.txt"))
THIRTEENTH_ITEMS = list(seeded("redaction_items_thirteenth.txt"))
# Two halves by an author who had seen nothing: plain messages, when first seen 0.945 and 0.943.
FOURTEENTH_ITEMS = list(seeded("redaction_items_fourteenth.txt"))
FIFTEENTH_ITEMS = list(seeded("redaction_items_fifteenth.txt"))
PLAIN_ITEMS = [
    *ITEMS,
    *LATER_ITEMS,
    *THIRD_ITEMS,
    *FOURTH_ITEMS,
    *FIFTH_ITEMS,
    *SEVENTH_ITEMS,
    *EIGHTH_ITEMS,
    *NINTH_ITEMS,
    *TENTH_ITEMS,
]
"""Messages of which the rest is measured, too."""

ALL_ITEMS = [
    *PLAIN_ITEMS,
    *ELEVENTH_ITEMS,
    *TWELFTH_ITEMS,
    *THIRTEENTH_ITEMS,
    *FOURTEENTH_ITEMS,
    *FIFTEENTH_ITEMS,
]


def has_town(text: str) -> bool:
    return any(
        spelled(word.text) in towns() | word_list("towns_as_goods") for word in words_of(text)
    )


def leaks(one: Seeded, redactor: Redactor) -> list[tuple[str, str]]:
    """The items of which a telling word is still there."""
    left = re.sub(r"‹\w+›", "", redactor.redact(one.text, one.lang).text)
    return [(kind, words) for kind, words in one.items if _is_in(kind, words, left, one, redactor)]


def _is_in(kind: str, words: str, text: str, message: Seeded, redactor: Redactor) -> bool:
    """Whether a telling word of an item is left.

    No word tells that stands in the rest of the message, too ("lacke"), nor one of goods beside a distinctive one that is gone
    ("‹word› coatings"), nor an amount that was its own bucket already.
    """
    if kind == "price":
        telling = [
            one
            for one in re.findall(r"\d[\d.,]*", words)
            if not one.isdigit() or bucket(Decimal(one)) != Decimal(one)
        ]
    else:
        rest = {part.casefold() for one in message.rest for part in re.findall(r"\w+", one)}
        parts = re.findall(r"\w+", words)
        telling = [one for one in parts if len(one) > 1 and one.casefold() not in SMALL] or [words]
        goods = redactor.rare.known.goods
        distinctive = [one for one in telling if spelled(one) not in goods]
        telling = [one for one in distinctive or telling if one.casefold() not in rest]
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in telling)


@pytest.mark.parametrize(
    ("items", "least"),
    [
        (ITEMS, LEAST_RECALL),
        (LATER_ITEMS, LEAST_RECALL),
        (THIRD_ITEMS, LEAST_RECALL),
        (FOURTH_ITEMS, LEAST_RECALL),
        # Firms in it are called as places and goods are: "Montreal Gear", "Salzgitter".
        (FIFTH_ITEMS, LEAST_RECALL_OF_ODD_FIRMS),
        (SEVENTH_ITEMS, LEAST_RECALL_OF_TYPED_MESSAGES),
        (EIGHTH_ITEMS, LEAST_RECALL),
        # Left are firms of nothing but words of goods or trade: "Import Export Lagune".
        (NINTH_ITEMS, LEAST_RECALL_OF_HARD_MESSAGES),
        (TENTH_ITEMS, LEAST_RECALL_OF_TYPED_MESSAGES),
        # Left are addresses abroad without a sign, and names that are goods: "hansa flachdach".
        (ELEVENTH_ITEMS, LEAST_RECALL_OF_ADVERSE_MESSAGES),
        (TWELFTH_ITEMS, LEAST_RECALL_OF_ADVERSE_MESSAGES),
        (THIRTEENTH_ITEMS, LEAST_RECALL_OF_TYPED_MESSAGES),
        (FOURTEENTH_ITEMS, LEAST_RECALL_OF_TYPED_MESSAGES),
        (FIFTEENTH_ITEMS, LEAST_RECALL_OF_TYPED_MESSAGES),
    ],
    ids=[
        "first",
        "written later",
        "third",
        "fourth",
        "fifth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
    ],
)
def test_recall_is_high(items: list[Seeded], least: float, redactor: Redactor) -> None:
    total = Counter(kind for one in items for kind, _ in one.items)
    leaked = [leak for one in items for leak in leaks(one, redactor)]

    recall = 1 - len(leaked) / sum(total.values())

    assert recall >= least, leaked


def test_the_sets_are_large_and_hold_every_kind_in_both_languages() -> None:
    counts = Counter((one.lang, kind) for one in ITEMS for kind, _ in one.items)
    kinds = {"name", "firm", "mail", "phone", "iban", "tax_number", "address", "price"}

    assert sum(counts.values()) >= 300
    assert min(counts[lang, kind] for lang in ("de", "en") for kind in kinds) >= 5


def test_the_rest_of_the_messages_stays(redactor: Redactor) -> None:
    harmed = []
    for one in PLAIN_ITEMS:
        after = redactor.redact(one.text, one.lang).text
        # A town is taken out on purpose, also where it was not marked.
        harmed += [(part, after) for part in one.rest if part not in after and not has_town(part)]

    assert len(harmed) <= (1 - LEAST_UNHARMED) * len(PLAIN_ITEMS), harmed


def test_redacting_twice_changes_nothing(redactor: Redactor) -> None:
    for one in ALL_ITEMS:
        once = redactor.redact(one.text, one.lang).text
        assert redactor.redact(once, one.lang).text == once


def test_names_of_goods_stay(services: Services, redactor: Redactor) -> None:
    words = {
        (lang, word)
        for label in list(services.labels.by_digits.values())[::5]
        for lang in ("de", "en")
        for word in (label.label[lang], *label.words[lang])
    }
    changed = [word for lang, word in words if redactor.redact(word, lang).text != word]

    assert len(changed) <= 0.002 * len(words), changed


def test_goods_and_markets_stay_in_messages(services: Services, redactor: Redactor) -> None:
    changed = []
    for label in list(services.labels.by_digits.values())[::40]:
        for market in services.markets.data.markets.values():
            if hash((label.code.digits, market.iso2)) % 40:
                continue
            text = f"wir liefern {(label.words['de'] or (label.label['de'],))[0]} nach {market.name('de')}"
            after = redactor.redact(text, "de").text
            changed += [(text, after)] if after != text else []

    assert changed == []


def test_test_messages_and_examples_stay(redactor: Redactor) -> None:
    tests = read_test_sets(ROOT / "data")
    prices = ("€", "eur", "price", "preis")
    # A town is taken out on purpose.
    nonsense = ("qwertz", "asdf", "poiuy", "bielefeld")
    changed = [
        one.text
        for one in tests
        if redactor.redact(one.text, one.language).text != one.text
        and not any(word in one.text for word in (*prices, *nonsense))
    ]

    assert changed == []


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("bei Täsche wird gegossen", "bei ‹word› wird gegossen"),
        ("wir kaufen bei Rheinzink ein", "wir kaufen bei ‹word› ein"),
        ("Taschen nach Japan", "Taschen nach Japan"),
        ("ventiel nach Noerwegen", "ventiel nach Noerwegen"),
        ("Zahnradpumpengehäusedeckel nach Chile", "Zahnradpumpengehäusedeckel nach Chile"),
        ("otto motor 4 zyl. gebraucht", "otto motor 4 zyl. gebraucht"),
        ("pfirsiche in dosen, hier etikettiert", "pfirsiche in dosen, hier etikettiert"),
    ],
)
def test_a_word_that_nobody_knows_is_hidden(text: str, hidden: str, redactor: Redactor) -> None:
    assert redactor.redact(text, "de").text == hidden


def test_a_family_name_that_is_a_word_is_hidden_where_firms_stand(redactor: Redactor) -> None:
    assert redactor.redact("since 2019 we have supplied Lane with seals", "en").text == (
        "since 2019 we have supplied ‹word› with seals"
    )
    assert redactor.redact("the lane is closed", "en").text == "the lane is closed"


@pytest.mark.parametrize(
    ("lang", "text", "hidden"),
    [
        ("de", "wir sitzen in Iserlohn", "wir sitzen in ‹address›"),
        ("de", "unser werk ist in gelsenkirchen", "unser werk ist in ‹address›"),
        ("de", "Umschlag in Rotterdam", "Umschlag in Rotterdam"),
        ("de", "Ware aus Leder nach Seoul", "Ware aus Leder nach Seoul"),
        ("de", "Sitz: Hauptmarkt 7, 90403 Nürnberg.", "Sitz: ‹address›."),
        ("en", "ship to 40 Bay Rd, Halifax NS B3J 2K9", "ship to ‹address›"),
        ("en", "it costs 15 thousand pounds", "it costs 10000 GBP"),
        ("de", "kostet 30 bis 40 tausend euro", "kostet 20000 EUR"),
        ("de", "im Einkauf 7 euro 80", "im Einkauf 5 EUR"),
        ("en", "the buyer is GB 123 456 789", "the buyer is ‹tax_number›"),
        ("en", "we sell to Blue River Trading JSC", "we sell to ‹firm›"),
        ("en", "Danfoss valves inside", "‹firm› valves inside"),
        ("de", "die Firma fragt, ob Saxonia-Log recht hat", "die Firma fragt, ob ‹firm› recht hat"),
        ("de", "IT02938470159 des Lieferanten", "‹iban› des Lieferanten"),
        ("de", "die LE fehlt", "die LE fehlt"),
    ],
)
def test_towns_amounts_numbers_and_makers(
    lang: str, text: str, hidden: str, redactor: Redactor
) -> None:
    assert redactor.redact(text, lang).text == hidden


@pytest.mark.parametrize(
    ("lang", "text", "hidden"),
    [
        ("de", "laut Altenberger geht das", "laut ‹word› geht das"),
        ("de", "Glocke liefert Glocken nach Mexiko", "‹word› liefert Glocken nach Mexiko"),
        ("de", "für Nussknacker fertigen wir Holz", "für ‹word› fertigen wir Holz"),
        ("de", "wir kaufen bei Amboss, Amboss zahlt", "wir kaufen bei ‹word›, ‹word› zahlt"),
        ("de", "die le von eisvogel fehlt", "die le von ‹word› fehlt"),
        ("en", "we buy hinges from Hatchet", "we buy hinges from ‹word›"),
        ("en", "steel gates for Ironwood in Singapore", "steel gates for ‹word› in Singapore"),
        ("en", "its kerry from brackwater saddles", "its ‹word› from ‹firm›"),
        ("en", "cheers, Bolt", "cheers, ‹word›"),
    ],
)
def test_known_words_name_somebody_where_firms_and_people_stand(
    lang: str, text: str, hidden: str, redactor: Redactor
) -> None:
    assert redactor.redact(text, lang).text == hidden


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Glocken nach Mexiko, Anker nach Chile"),
        ("de", "der Kunde zahlt die Pumpe, der Zoll verlangt eine EUR.1"),
        ("de", "was gilt bei Schrauben und bei Leder"),
        ("de", "die Maschine liefert 10 kW"),
        ("de", "Kabelbinder mit Bunsenbrenner, Petrischale und Profinet"),
        ("en", "Kettles and Leather Bags to Canada"),
        ("en", "we export hammers to Japan under the Economic Partnership Agreement"),
        ("en", "Portland cement with a Certificate of Origin from January"),
        ("en", "we sell Anchors to Norway"),
    ],
)
def test_the_same_words_stay_where_goods_stand(lang: str, text: str, redactor: Redactor) -> None:
    assert redactor.redact(text, lang).text == text


@pytest.mark.parametrize(
    ("lang", "text", "hidden"),
    [
        ("de", "der Laster mit dem Kennzeichen w-ab 1234 steht in Basel", "w-ab 1234"),
        ("de", "DO-XY 77E wartet am Zoll", "DO-XY 77E"),
        ("de", "unser LKW BOT KL 9 fährt nach Serbien", "BOT KL 9"),
        ("en", "the lorry AB12 CDE brings valves to Oslo", "AB12 CDE"),
        ("en", "follow us @lampen_manufaktur, lamps to Peru", "@lampen_manufaktur"),
        ("en", "see muster-werkzeug.shop for our drills to Chile", "muster-werkzeug.shop"),
        ("de", "Angebot Nr. A-2231/7 über Ventile nach Japan", "A-2231/7"),
        ("en", "collected at L5N 2M2, goods to Canada", "L5N 2M2"),
        ("de", "wir sitzen im Gewerbegebiet Nord 14", "Gewerbegebiet Nord 14"),
    ],
)
def test_plates_handles_and_numbers_of_papers_are_hidden(
    lang: str, text: str, hidden: str, redactor: Redactor
) -> None:
    after = redactor.redact(text, lang).text

    assert hidden not in after
    assert after.split("‹")[0] == text.split(hidden)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Profile aus EN-AW 6060 nach Norwegen",
        "PA-GF 30 Granulat nach Korea",
        "gilt seit 21/09/2017 für Kanada",
        "Stichtag 2026-01-01, Japan",
        "der Wagen ist aus EN AW 6082 T6",
        "HS-Code 8704 für den Van",
        "ab Lieferung 12 Stück nach Chile",
    ],
)
def test_alloys_dates_and_codes_are_no_plates_and_no_numbers_of_people(
    text: str, redactor: Redactor
) -> None:
    assert redactor.redact(text, "de").text == text


def test_ordinary_words_are_not_hidden(redactor: Redactor) -> None:
    """Measured on messages that the project's vocabulary does not hold."""
    for lang in ("de", "en"):
        total = hidden = 0
        for name in ("fresh", "held_out", "later", "unseen", "products", "markets"):
            path = ROOT / "tests" / "nlu" / f"{name}_{lang}.csv"
            with path.open(encoding="utf-8", newline="") as file:
                texts = [row["text"] for row in csv.DictReader(file)]
            total += sum(len(words_of(text)) for text in texts)
            hidden += sum(redactor.redact(text, lang).text.count(HIDDEN_WORD) for text in texts)
        assert 0 < hidden <= MOST_WORDS_HIDDEN * total


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("gilt die 6000 grenze pro rechnung", "gilt die 6000 grenze pro rechnung"),
        ("bis 6.000 Euro ohne REX", "bis 6.000 Euro ohne REX"),
        ("8481.80 nach Japan", "8481.80 nach Japan"),
        ("Zolltarifnummer 04069021 nach Norwegen", "Zolltarifnummer 04069021 nach Norwegen"),
        ("brauche ich eine eur1", "brauche ich eine eur1"),
        ("Drehstrommotor 15 kW DN 50 PN16", "Drehstrommotor 15 kW DN 50 PN16"),
        ("500 KG Kupfer", "500 KG Kupfer"),
        ('/choose_product{"hs": "848180"}', '/choose_product{"hs": "848180"}'),
    ],
)
def test_what_is_public_or_technical_stays(text: str, kept: str, redactor: Redactor) -> None:
    assert redactor.redact(text, "de").text == kept


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0.5", "1"),
        ("1", "1"),
        ("47.11", "20"),
        ("999", "500"),
        ("12480", "10000"),
        ("3400000", "2000000"),
    ],
)
def test_prices_become_buckets(amount: str, written: str) -> None:
    assert f"{bucket(Decimal(amount)):f}" == written
    assert bucket(Decimal(written)) == Decimal(written)


def test_a_bare_figure_is_a_price_where_one_was_asked_for(redactor: Redactor) -> None:
    assert redactor.redact("12480", "de", is_amount=True).text == "10000"
    assert redactor.redact("848180", "de").text == "848180"
    assert redactor.redact("Motor China 214, Gehäuse Türkei 83", "de").text == (
        "Motor China 200, Gehäuse Türkei 50"
    )


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        (
            "Angebot von Xyltech Sanitär, Rohre nach Norwegen",
            "Xyltech Sanitär",
            "Rohre nach Norwegen",
        ),
        ("Überwiesen an die Sparkasse Hagen, 12 Rohre", "Sparkasse Hagen", "12 Rohre"),
        ("er heißt Jan-Ole Brüggenthies und kauft Rohre", "Jan Ole Brüggenthies", "kauft Rohre"),
    ],
)
def test_what_belongs_to_a_name_goes_with_it(
    text: str, gone: str, left: str, redactor: Redactor
) -> None:
    redacted = redactor.redact(text, "de").text
    assert left in redacted
    assert not any(word in redacted for word in gone.split())


def test_a_country_beside_a_name_stays(redactor: Redactor) -> None:
    left = redactor.redact("our buyer Qirxon wants it in Norway, Qirxon Norway pays", "en").text
    assert "Norway" in left
    assert "Qirxon" not in left
