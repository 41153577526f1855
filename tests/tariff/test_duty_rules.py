"""The narrowest rule decides."""

from datetime import date
from decimal import Decimal

from bot.tariff.duties import Confidence, Side, Wording
from bot.tariff.duty_rules import DutyRule, narrowest, pieces

DAY = date(2026, 11, 22)


def rule(first, last=None, percent="0", **changes):
    values = {
        "markets": frozenset({"CH"}),
        "agreements": frozenset({"eu-switzerland"}),
        "side": Side.PREFERENTIAL,
        "valid_from": None,
        "valid_to": None,
        **changes,
    }
    return DutyRule(
        first=first,
        last=last or first,
        percent=Decimal(percent) if percent else None,
        text=Wording("frei", "free"),
        confidence=Confidence.HIGH,
        source="treaty",
        **values,
    )


INDUSTRY = rule("25", "97")
CHAPTER = rule("35", percent="")
HEADINGS = rule("3501", "3505", percent="5")


def test_an_exception_overrules_the_general_rule():
    rules = (HEADINGS, INDUSTRY, CHAPTER)
    assert narrowest(rules, "841370") is INDUSTRY
    assert narrowest(rules, "350610") is CHAPTER
    assert narrowest(rules, "350510") is HEADINGS
    assert narrowest(rules, "040690") is None


def test_a_rule_without_a_figure_has_no_rate():
    assert CHAPTER.rate is None
    assert HEADINGS.rate.percent == 5


def test_a_coarse_code_has_all_finer_rules_below_it():
    assert pieces((HEADINGS, INDUSTRY, CHAPTER), "35") == ("35", "3501")
    assert pieces((HEADINGS, INDUSTRY, CHAPTER), "3503") == ("3503",)


def test_which_duty_a_rule_speaks_about():
    dated = rule("25", "97", valid_from=date(2024, 1, 1), valid_to=date(2026, 11, 22))
    asked = ("CH", "eu-switzerland", Side.PREFERENTIAL)
    assert dated.governs(*asked, DAY)
    assert not dated.governs(*asked, date(2023, 12, 31))
    assert not dated.governs(*asked, date(2026, 11, 23))
    assert not dated.governs("LI", "eu-switzerland", Side.PREFERENTIAL, DAY)
    assert not dated.governs("CH", "eea", Side.PREFERENTIAL, DAY)
    assert not dated.governs("CH", None, Side.PREFERENTIAL, DAY)
    assert not dated.governs("CH", "eu-switzerland", Side.MFN, DAY)
