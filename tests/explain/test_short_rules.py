"""Rules in the cells of a table hold no names that only the notation knows."""

from __future__ import annotations

import re

import pytest

from bot.explain.scope_words import Speaker
from bot.explain.short_rules import in_short
from bot.wiring import Services


@pytest.fixture(scope="module")
def speaker(services: Services) -> Speaker:
    return Speaker("en", services.words)


@pytest.mark.parametrize(
    ("notation", "short"),
    [
        ("CTH; or MaxNOM 50 % (EXW)", "CTH; or MaxNOM 50 % (EXW)"),
        ("process(specific_process_ch28_39)", "specific processing"),
        ("process((dyeing | printing) + making_up); or CC", "specific processing; or CC"),
        ("WO(04)", "wholly obtained: 04"),
        ("WO(09, vegetable_materials)", "wholly obtained: certain materials"),
        ("FROM(5106-5113, natural_fibres{50-53})", "from certain materials"),
        ("ANY except 0203, bones{0506}", "ANY except 0203, 0506"),
        ("MaxNOM 40 % (EXW) of uncut_glassware", "MaxNOM 40 % (EXW) of certain materials"),
    ],
)
def test_the_usual_abbreviations_stay(notation: str, short: str, speaker: Speaker) -> None:
    assert in_short(notation, speaker) == short


def test_no_rule_of_the_law_keeps_a_name_of_the_notation(
    services: Services, speaker: Speaker
) -> None:
    notations = {
        row.notation
        for protocol in services.catalogue.protocols.values()
        for row in (protocol.rules.rows if protocol.rules is not None else ())
    }
    assert len(notations) > 500
    left = {one for one in notations if re.search(r"[_{}]", in_short(one, speaker))}
    assert left == set()
