"""Rates as published, with their words in the language of the user."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest

from bot.explain.first_answer import first_answer
from bot.explain.rate_words import published_rate
from bot.explain.scope_words import Speaker
from bot.wiring import Services
from tests.explain.replies import advised

# Words of the sources that no German tariff would use.
ENGLISH = re.compile(
    r"\b(?:within|without|outside|quota|TRQ|whichever|higher|lower|free|other|otherwise|conditional|least|most"
    r"|maximum|minimum|per|line|value|price|import|added|sugar|each|weight|above|concession|note|pair|head"
    r"|piece|items?|gross|less|and|or|to|of|the|Prohibida)\b",
    re.IGNORECASE,
)


def recorded_rates(services: Services) -> Iterator[str]:
    """Every rate of every line file, one of those that differ in their figures only."""
    folder = services.settings.data / "agreements"
    seen = set()
    for path in (*folder.glob("mfn/??.csv"), *folder.glob("*/tariffs/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                form = re.sub(r"[\d.,]+", "#", row["rate"])
                if form not in seen:
                    seen.add(form)
                    yield row["rate"]


def speaker(services: Services, lang: str) -> Speaker:
    return Speaker(lang, services.words)


def test_no_english_word_is_left_in_a_german_rate(services: Services) -> None:
    said = {one: published_rate(one, speaker(services, "de")) for one in recorded_rates(services)}

    assert len(said) > 100
    assert {one: text for one, text in said.items() if ENGLISH.search(text)} == {}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_figures_of_a_rate_stay_as_published(services: Services, lang: str) -> None:
    for one in recorded_rates(services):
        assert re.findall(r"[\d.,]*\d", published_rate(one, speaker(services, lang))) == re.findall(
            r"[\d.,]*\d", one
        )


@pytest.mark.parametrize(
    ("rate", "de", "en"),
    [
        ("within TRQ: 9.8%", "im Zollkontingent: 9.8%", "within the tariff quota: 9.8%"),
        (
            "outside the Japan WTO TRQ and within EPA TRQ No 6: Free",
            "außerhalb des WTO-Kontingents Japans, im Kontingent Nr. 6 des Abkommens: frei",
            "outside the WTO tariff quota of Japan, within quota No 6 of the agreement: free",
        ),
        (
            "30% or 4,300JPY/pair, whichever is higher",
            "30% oder 4,300JPY/Paar, je nachdem, was höher ist",
            "30% or 4,300JPY/pair, whichever is higher",
        ),
        (
            "59.50JPY/kg plus 6JPY/kg for each 1% of lactose by weight above 10%",
            "59.50JPY/kg plus 6JPY/kg für je 1% Laktose (Gewicht) über 10%",
            "59.50JPY/kg plus 6JPY/kg for each 1% of lactose by weight above 10%",
        ),
        ("450c/kg with a maximum of 96%", "450c/kg, höchstens 96%", "450c/kg, at most 96%"),
        ("NOK 3.20 per kg", "NOK 3.20 je kg", "NOK 3.20 per kg"),
        ("12.5 + X", "12.5 + X", "12.5 + X"),
    ],
)
def test_the_words_of_a_rate_are_told_in_the_language(
    services: Services, rate: str, de: str, en: str
) -> None:
    assert published_rate(rate, speaker(services, "de")) == de
    assert published_rate(rate, speaker(services, "en")) == en


@pytest.mark.parametrize(
    ("lang", "told"), [("de", "im Zollkontingent: 9.8%"), ("en", "quota: 9.8%")]
)
def test_an_answer_for_japan_speaks_of_the_quota_in_the_language_of_the_user(
    services: Services, lang: str, told: str
) -> None:
    text = first_answer(advised(services, "040610", "JP"), services.words, lang).text

    assert told in text
    assert "TRQ" not in text
