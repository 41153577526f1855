"""Where an agreement cuts duties by category, what is left is told year by year until zero."""

from __future__ import annotations

from datetime import date

import pytest

from bot.explain.advice_json import advice_json
from bot.explain.duty_words import notes_of, staging_in_words
from bot.explain.scope_words import Speaker
from bot.origin.nomenclature import code
from bot.wiring import Services

TODAY = date(2026, 11, 22)
MERCOSUR = ("AR", "BR", "PY", "UY")


@pytest.mark.parametrize("market", MERCOSUR)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_each_category_of_mercosur_is_told_until_zero(
    services: Services, market: str, lang: str
) -> None:
    best = services.adviser.advise(code("841370"), market, TODAY).best
    assert best is not None
    speaker = Speaker(lang, services.words)
    title, *lines = staging_in_words(best.duty, speaker)
    assert "Access2Markets" in title
    assert [line.split()[1].rstrip(":") for line in lines] == ["0", "4", "7", "8", "10", "15", "E"]
    percent = "{} %" if lang == "de" else "{}%"
    years = "2026 {0}, 2027 {1}, 2028 {2}, 2029 {3}, 2030 {4}."
    left = [percent.format(share) for share in (80, 60, 40, 20, 0)]
    assert lines[1].endswith(years.format(*left))
    assert lines[5].count(", 20") == 15
    assert lines[5].endswith(f"2041 {percent.format(0)}.")
    assert "2026" in lines[0]
    assert "%" not in lines[6]
    assert set(lines) <= set(notes_of(best.duty, speaker))


def test_where_the_preferential_duty_is_known_no_category_is_told(services: Services) -> None:
    for market in ("CL", "JP", "NZ"):
        best = services.adviser.advise(code("841370"), market, TODAY).best
        assert best is not None
        assert best.duty.staging == ()


def test_programs_get_the_share_left_from_each_day(services: Services) -> None:
    advice = services.adviser.advise(code("841370"), "BR", TODAY)
    found = advice_json(advice, services.words, "en")["agreements"][0]["duty"]["staging"]
    assert [one["category"] for one in found] == ["0", "4", "7", "8", "10", "15", "E"]
    assert found[0]["left"] == [{"from": "2026-05-01", "percent_of_base": "0"}]
    assert found[1]["left"][1] == {"from": "2027-01-01", "percent_of_base": "60"}
    assert found[3]["left"][0]["percent_of_base"] == "88.89"
    assert found[6] == {"category": "E", "excluded": True, "left": []}
