"""The eight main lists: every row is there, in the notation, and can be looked up."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from bot.agreements.catalogue import Catalogue
from bot.agreements.check import check_catalogue
from bot.agreements.rule_files import Direction
from bot.agreements.vocabulary import words_of
from bot.origin.criteria import Judgement
from bot.origin.nomenclature import code
from bot.origin.product_specific_rules import Confidence, Coverage
from bot.origin.rule_notation import format_rule, parse
from bot.wiring import Services

TODAY = date(2026, 11, 22)

# Lines of the source list: a rule printed for two headings is one line per heading.
SOURCE_LINES = {
    "pem-2023": (277, 272),
    "eu-uk-tca": (346, 346),
    "eu-japan-epa": (397, 397),
    "eu-canada-ceta": (615, 615),
    "eu-korea-fta": (478, 475),
    "eu-singapore-fta": (356, 356),
    "eu-vietnam-fta": (276, 276),
    "pem-2012": (567, 560),
    "eu-mexico-2000": (577, 576),
    "eu-andean": (575, 575),
    "eu-central-america": (583, 583),
    "cariforum-eu-epa": (535, 533),
    "eu-sadc-epa": (578, 571),
    "eu-esa-epa": (523, 516),
    "eu-ghana-epa": (558, 557),
    "eu-cote-divoire-epa": (521, 517),
    "eu-cameroon-epa": (533, 524),
    "eu-pacific-epa": (543, 535),
}
LISTS = sorted(SOURCE_LINES)


def _source_id(row: str) -> str:
    """The id of the source row: without the letter of a second heading and the number of a split."""
    return re.sub(r"(?<=-\d{4})[a-z]?(-\d{1,2})?$", "", row)


@pytest.mark.parametrize("list_id", LISTS)
def test_every_row_of_the_source_list_is_held(catalogue: Catalogue, list_id: str) -> None:
    rows = catalogue.protocols[list_id].rows
    lines, ids = SOURCE_LINES[list_id]
    found = {_source_id(row.rule.row) for row in rows}
    assert len(found) == ids
    assert len(rows) >= lines
    numbers = {int(one[-4:]) for one in found}
    assert numbers == set(range(1, max(numbers) + 1)), "a number of the source list is missing"


@pytest.mark.parametrize("list_id", LISTS)
def test_every_rule_round_trips_and_carries_a_source(catalogue: Catalogue, list_id: str) -> None:
    for row in catalogue.protocols[list_id].rows:
        assert format_rule(parse(row.rule.notation)) == row.rule.notation
        assert row.rule.source


def test_at_most_one_percent_of_the_rows_are_judgements_in_words(catalogue: Catalogue) -> None:
    rows = [row for list_id in LISTS for row in catalogue.protocols[list_id].rows]
    judged = [
        row.rule.row
        for row in rows
        if any(
            isinstance(criterion, Judgement)
            for alternative in row.rule.rule.alternatives
            for criterion in alternative.criteria
        )
    ]
    assert len(judged) <= len(rows) / 100, judged


def test_every_word_of_the_rules_is_in_the_vocabulary(catalogue: Catalogue) -> None:
    known = catalogue.vocabulary
    for list_id in LISTS:
        for row in catalogue.protocols[list_id].rows:
            used = words_of(row.rule.rule)
            assert used.processes <= set(known.processes), row.rule.row
            assert used.materials <= set(known.materials), row.rule.row
            assert used.judgements <= set(known.judgements), row.rule.row


def test_the_check_finds_no_fault(services: Services) -> None:
    faults = check_catalogue(services.catalogue, services.nomenclature, TODAY)
    assert [str(fault) for fault in faults] == []


def test_rows_for_imports_into_the_union_never_govern_an_export(catalogue: Catalogue) -> None:
    for list_id in LISTS:
        protocol = catalogue.protocols[list_id]
        imports = {
            row.rule.row for row in protocol.rows if row.direction is Direction.IMPORT_INTO_EU
        }
        assert protocol.rules is not None
        assert imports.isdisjoint(row.row for row in protocol.rules.rows)
    directions = Counter(
        row.direction for list_id in LISTS for row in catalogue.protocols[list_id].rows
    )
    assert directions[Direction.IMPORT_INTO_EU] >= 100


@pytest.mark.parametrize(
    ("list_id", "hs", "notation"),
    [
        ("eu-uk-tca", "841370", "CTSH; or MaxNOM 50 % (EXW)"),
        ("eu-uk-tca", "850152", "CTH except 8503; or MaxNOM 50 % (EXW)"),
        ("eu-uk-tca", "392690", "CTSH; or MaxNOM 50 % (EXW)"),
        ("eu-japan-epa", "841370", "CTH; or MaxNOM 50 % (EXW); or RVC 55 % (FOB)"),
        ("eu-japan-epa", "760711", "CTH except 7606"),
        ("eu-canada-ceta", "841370", "CTSH"),
        ("eu-canada-ceta", "392690", "CTH"),
        ("eu-korea-fta", "841370", "CTH; or MaxNOM 50 % (EXW)"),
        ("eu-korea-fta", "851762", "CTH; or MaxNOM 45 % (EXW)"),
        ("eu-korea-fta", "870323", "MaxNOM 45 % (EXW)"),
        ("eu-singapore-fta", "841370", "CTH; or MaxNOM 50 % (EXW)"),
        ("eu-singapore-fta", "848210", "MaxNOM 40 % (EXW)"),
        ("eu-vietnam-fta", "841370", "CTH; or MaxNOM 70 % (EXW)"),
        ("eu-vietnam-fta", "940360", "CTH; or MaxNOM 70 % (EXW)"),
        ("pem-2023", "841370", "CTH; or MaxNOM 50 % (EXW)"),
        ("pem-2023", "870323", "MaxNOM 45 % (EXW)"),
        ("pem-2012", "841370", "CTH and MaxNOM 40 % (EXW); or MaxNOM 30 % (EXW)"),
        ("pem-2012", "870323", "MaxNOM 40 % (EXW)"),
    ],
)
def test_known_rules_are_found(catalogue: Catalogue, list_id: str, hs: str, notation: str) -> None:
    rules = catalogue.protocols[list_id].rules
    assert rules is not None
    found = rules.candidates(code(hs), TODAY)
    # A described row beside it would need the product to be the one described.
    general = [one.rule for one in found if one.rule.coverage is not Coverage.DESCRIBED]
    assert [one.notation for one in general] == [notation]


@pytest.mark.parametrize("hs", ["854921", "880622", "240412", "382761", "848510", "852411"])
@pytest.mark.parametrize("list_id", LISTS)
def test_codes_new_in_hs_2022_find_their_rule(catalogue: Catalogue, list_id: str, hs: str) -> None:
    rules = catalogue.protocols[list_id].rules
    assert rules is not None
    assert rules.candidates(code(hs), TODAY)


def test_the_revised_pan_euro_mediterranean_list_is_single_sourced(catalogue: Catalogue) -> None:
    rows = catalogue.protocols["pem-2023"].rows
    assert {row.rule.confidence for row in rows} == {Confidence.C}
