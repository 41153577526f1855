"""Rules in words: every rule of every list, and golden sentences."""

from __future__ import annotations

import re

import pytest

from bot.explain.examples import example_of
from bot.explain.rule_words import rule_in_words
from bot.explain.scope_words import Speaker
from bot.explain.terms import terms_of
from bot.explain.words import LANGUAGES
from bot.origin.nomenclature import code
from bot.origin.rule_notation import parse
from bot.wiring import Services

RAW = re.compile(r"None|%\(|Decimal|<|\b[a-z]+_[a-z_]+\b|\{|\bEXW\b|\[|  ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_of_every_list_is_words(services: Services, lang: str) -> None:
    seen = set()
    raw = []
    for protocol in services.catalogue.protocols.values():
        for row in protocol.rules.rows if protocol.rules else ():
            if row.notation in seen:
                continue
            seen.add(row.notation)
            product = row.codes.first
            text = rule_in_words(row.rule, product, services.words, lang)
            example = example_of(row.rule, product, services.words, lang)
            if RAW.search(text) or RAW.search(example) or not text.strip():
                raw.append((row.row, row.notation, text))

    assert len(seen) > 500
    assert raw == []


def test_a_change_of_heading_or_value_rule_in_german(services: Services) -> None:
    rule = parse("CTH; or MaxNOM 50 % (EXW)")

    text = rule_in_words(rule, code("841370"), services.words, "de")

    assert text.splitlines() == [
        "Es gibt 2 Möglichkeiten. Eine davon genügt:",
        "1. Jedes Vormaterial ohne Ursprung muss aus einer anderen Position stammen als Ihre Ware"
        " (Positionswechsel). Die Position sind die ersten vier Ziffern, hier"
        f" 8413 ({services.labels.label('8413', 'de')}).",
        "2. Alle Vormaterialien ohne Ursprung dürfen zusammen höchstens 50 % des Ab-Werk-Preises"
        " kosten.",
    ]


def test_inner_choices_stay_with_their_alternative(services: Services) -> None:
    rule = parse("CTH and (MaxWeight 40 % of 1701; or MaxNOM 30 % (EXW) of 1701)")

    text = rule_in_words(rule, code("190190"), services.words, "en")

    assert "In addition, one of these options must be met: (a) Materials without origin" in text
    assert "40% of the weight of the product" in text
    assert "30% of the ex-works price" in text


def test_dated_and_quota_alternatives_say_so(services: Services) -> None:
    rule = parse("CTH [until 2026-12-31]; or MaxNOM 60 % (EXW) [quota some_quota]")

    text = rule_in_words(rule, code("870380"), services.words, "de")

    assert "nur bis zum 31. Dezember 2026" in text
    assert "Ursprungskontingents" in text
    assert "some_quota" not in text


def test_exceptions_allowances_and_prohibitions_are_told(services: Services) -> None:
    rule = parse("CTH except 8503 allow 8431 max 10 % (EXW) prohibit 7208-7212")

    text = rule_in_words(rule, code("850152"), services.words, "en")

    assert "not allowed if they are from heading 8503" in text
    assert "from heading 8431" in text
    assert "only up to 10% of the ex-works price" in text
    assert "never allowed if they are from headings 7208" in text


@pytest.mark.parametrize(
    ("notation", "amount"),
    [
        ("MaxNOM 50 % (EXW)", "€500"),
        ("RVC 55 % (FOB)", "€450"),
        ("SET 15 %", "€150"),
        ("SET 15 % (EXW) or 20 % (FOB)", "€150"),
        ("SET 15 % (EXW) or 20 % (FOB)", "€200"),
        ("MaxNOM 50 % (EXW) or 45 % (FOB)", "€450"),
        ("MaxWeight 20 % of 1701", "20 kg"),
        ("MaxNOM 47.5 % (EXW)", "€475"),
    ],
)
def test_examples_are_calculated(services: Services, notation: str, amount: str) -> None:
    text = example_of(parse(notation), code("841370"), services.words, "en")

    assert amount in text


@pytest.mark.parametrize(
    ("lang", "exw", "fob"),
    [
        ("de", "15 % des Ab-Werk-Preises", "20 % des FOB-Preises"),
        ("en", "15% of the ex-works price", "20% of the FOB price"),
    ],
)
def test_a_set_clause_names_every_price_it_may_be_measured_by(
    services: Services, lang: str, exw: str, fob: str
) -> None:
    rule = parse("SET 15 % (EXW) or 20 % (FOB)")
    speaker = Speaker(lang, services.words)

    text = rule_in_words(rule, code("841370"), services.words, lang)

    assert exw in text and fob in text
    explained = terms_of(rule, speaker)
    assert speaker.text("term.ex_works") in explained and speaker.text("term.fob") in explained
    only_fob = terms_of(parse("SET 15 % (FOB)"), speaker)
    assert speaker.text("term.ex_works") not in only_fob


def test_an_example_says_nothing_a_rule_takes_back(services: Services) -> None:
    plain = example_of(parse("CTH"), code("841370"), services.words, "en")
    narrowed = example_of(parse("CTH except 8503"), code("850152"), services.words, "en")
    widened = example_of(parse("CTH allow same-heading"), code("850152"), services.words, "en")

    assert "One from another heading meets" in plain
    assert "another heading" not in narrowed
    assert widened == ""
