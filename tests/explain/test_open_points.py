"""What could not be confirmed is said to the user, in both languages (docs/open-points.md)."""

from __future__ import annotations

from datetime import date

import pytest

from bot.explain.first_answer import first_answer
from bot.explain.texts import Texts
from bot.explain.use_it import use_it
from bot.explain.words import LANGUAGES
from bot.origin.nomenclature import code
from bot.wiring import Services

DAY = date(2026, 11, 22)
PUMP, APPLES, STEEL = "841370", "080810", "720711"


@pytest.mark.parametrize(
    ("market", "hs", "de", "en"),
    [
        ("MX", PUMP, "bis das modernisierte Abkommen angewendet wird", "until the modernised one"),
        ("AR", PUMP, "nennt bisher nur eine Kammer", "named by one chamber only"),
        ("PY", PUMP, "Für Paraguay bestätigen Sie", "For Paraguay confirm"),
        ("NO", APPLES, "in der aktuellen Matrix", "stands in the current matrix"),
        ("RS", PUMP, "in der aktuellen Matrix", "stands in the current matrix"),
        ("IL", PUMP, "ein Beschluss des Rates ist nicht bekannt", "no Council decision is known"),
        ("TR", APPLES, "ist nicht sicher bestätigt", "is not safely confirmed"),
        ("TR", STEEL, "ist nicht sicher bestätigt", "is not safely confirmed"),
        ("KE", PUMP, "ist nicht bestätigt: Fragen Sie den Zoll", "is not confirmed: ask customs"),
        ("CM", PUMP, "ob es schon gilt, ist nicht bekannt", "whether it applies yet is not known"),
        ("CI", PUMP, "nur schwach bestätigt", "only weakly confirmed"),
        ("NZ", PUMP, "noch nicht erfasst", "not recorded here yet"),
        ("CL", PUMP, "noch nicht erfasst", "not recorded here yet"),
        ("BR", PUMP, "noch nicht erfasst", "not recorded here yet"),
        ("KE", PUMP, "noch nicht erfasst", "not recorded here yet"),
    ],
)
def test_an_open_point_is_said(services: Services, market: str, hs: str, de: str, en: str) -> None:
    advice = services.adviser.advise(code(hs), market, DAY)
    for lang, told in (("de", de), ("en", en)):
        text = first_answer(advice, services.words, lang, complete=True).text
        assert told in text, lang


@pytest.mark.parametrize("market", ["NZ", "CL", "AR", "KE"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rule_that_is_not_recorded_comes_with_the_way_to_find_it(
    services: Services, market: str, lang: str
) -> None:
    text = first_answer(
        services.adviser.advise(code(PUMP), market, DAY), services.words, lang, complete=True
    ).text

    assert Texts(lang).text("rule.not_recorded") in text
    assert "wup.zoll.de" in text


@pytest.mark.parametrize(
    ("market", "de", "en"),
    [
        ("CR", "sind bestätigt, die deutsche nicht", "the German one is not"),
        ("CL", "Die deutsche ist nicht bestätigt", "The German one is not confirmed"),
        ("NZ", "stammt von einer Kammerseite", "comes from one chamber page"),
        ("AR", "Die deutsche ist nicht bestätigt", "The German one is not confirmed"),
        ("SG", "nicht Wort für Wort bestätigt", "not confirmed word by word"),
        ("GH", "die deutsche ist die übliche", "the German one is the usual version"),
        ("CI", "die deutsche ist die übliche", "the German one is the usual version"),
        ("CM", "die deutsche ist nur die übliche", "the German one is only the usual wording"),
        ("NO", "im Amtsblatt (L, 2024/390) haben wir", "have not seen it in the Official Journal"),
    ],
)
def test_a_german_wording_that_is_not_confirmed_says_so(
    services: Services, market: str, de: str, en: str
) -> None:
    (agreement, *_) = services.catalogue.agreements_of(market)
    protocol = services.catalogue.protocol_of(agreement, DAY)
    assert protocol is not None and protocol.declaration is not None

    assert "de" not in protocol.declaration.confirmed
    notes = protocol.declaration.notes
    assert notes is not None
    assert any(de in note for note in notes["de"]), notes["de"]
    assert any(en in note for note in notes["en"]), notes["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_below_high_confidence_the_answer_asks_to_compare_the_wording(
    services: Services, lang: str
) -> None:
    asked = (
        b'{"market": "SG", "date": "2026-11-22", "product": {"hs": "841370", "ex_works_price": 100},'
        b' "materials": [{"hs": "848790", "value": 10, "originating": false}],'
        b' "operations": ["machining"]}'
    )
    request = services.cases.read(asked)
    assessed = services.adviser.assess(request.case, request.agreement)

    said = use_it(assessed, None, services.words, lang).text

    assert Texts(lang).text("use.text_unconfirmed") in said


def wording_notes(services: Services, market: str, lang: str) -> list[str]:
    """What is said about the wording of a proof for a pump of the Union alone."""
    told = {
        "market": market,
        "date": DAY.isoformat(),
        "product": {"hs": PUMP, "ex_works_price": 100},
        "materials": [{"hs": "848790", "value": 10, "originating": False}],
        "operations": ["machining"],
    }
    request = services.cases.read_object(told)
    assessed = services.adviser.assess(request.case, request.agreement)
    (block,) = use_it(assessed, None, services.words, lang).blocks
    return list(block.content["notes"])


@pytest.mark.parametrize(
    ("market", "told", "silent", "take"),
    [
        ("NO", "de", "en", "auf Englisch ist es"),
        ("MX", "de", "en", "auf Englisch ist es"),
        ("CR", "de", "en", "auf Englisch oder Spanisch ist es"),
        ("VN", "en", "de", "the one in German is"),
    ],
)
def test_a_confirmed_version_is_recommended_in_place_of_one_that_is_not(
    services: Services, market: str, told: str, silent: str, take: str
) -> None:
    assert any(take in note for note in wording_notes(services, market, told))
    both = [Texts(silent).text("use.text_unconfirmed"), "WuP online"]
    assert not any(one in note for note in wording_notes(services, market, silent) for one in both)
