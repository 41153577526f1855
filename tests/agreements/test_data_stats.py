"""What `data stats` counts of the law, held against the files themselves."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from bot import cli
from bot.data_stats import Depth, law_stats, stats_table
from bot.wiring import Services

TODAY = date(2026, 11, 22)
DATABASE = {
    "database": "sqlite",
    "data_version": "0" * 64,
    "built_at": "2026-11-22T12:00:00+00:00",
    "tables": {"product_specific_rules": 8914},
}


@pytest.fixture(scope="module")
def stats(services: Services) -> dict[str, Any]:
    return law_stats(services, TODAY)


def test_every_list_is_counted_as_its_file_stands(
    services: Services, stats: dict[str, Any]
) -> None:
    lists = dict(stats["lists"])
    for path in (services.settings.data / "agreements").glob("*/product_specific_rules.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        counted = lists.pop(path.parent.name)
        assert counted["rows"] == len(rows)
        confidence = Counter(one["confidence"] for one in rows)
        assert counted["by_confidence"] == {one: confidence[one] for one in "ABC"}
        plain = sum("text:" not in one["rule"] and "[if" not in one["rule"] for one in rows)
        assert counted["in_notation"] == plain
        marks = Counter(mark for one in rows for mark in one["reviewed_by"].split("|"))
        assert counted["reviewed"] == {
            one: marks[one] for one in ("second_reading", "settled", "sample")
        }
    assert lists == {}


def test_codes_without_a_rule_are_those_of_the_declared_gaps(stats: dict[str, Any]) -> None:
    lists = stats["lists"]
    gaps = lists["eu-vietnam-fta"]["without_rule"]

    assert {one[:4] for one in gaps} == {"4101", "4102", "4103", "4114", "4115"}
    assert len(gaps) == 13
    assert lists["eu-korea-fta"]["without_rule"] == []


def test_all_lists_are_the_sum_of_the_lists(stats: dict[str, Any]) -> None:
    found = stats

    for key in ("rows", "in_notation"):
        assert found["all_lists"][key] == sum(one[key] for one in found["lists"].values())
    gaps = sum(len(one["without_rule"]) for one in found["lists"].values())
    assert found["all_lists"]["without_rule"] == gaps


@pytest.mark.parametrize(
    ("market", "depth"),
    [
        ("JP", Depth.RULES_AND_LINES),
        ("VN", Depth.RULES_AND_LINES),
        ("KR", Depth.RULES_AND_DUTY_RULES),
        ("CL", Depth.PROVISIONS),
        ("SM", Depth.FREE_CIRCULATION),
        ("IN", Depth.NOT_APPLIED),
        ("US", Depth.NO_AGREEMENT),
    ],
)
def test_a_market_has_the_depth_of_its_deepest_agreement(
    stats: dict[str, Any], market: str, depth: Depth
) -> None:
    found = [name for name, markets in stats["markets_by_depth"].items() if market in markets]
    assert found == [depth.value]


def test_before_an_agreement_starts_its_market_has_none_that_is_applied(services: Services) -> None:
    found = law_stats(services, date(2019, 1, 31))

    assert "JP" in found["markets_by_depth"][Depth.NOT_APPLIED.value]


def test_the_table_has_a_line_for_every_list_and_depth(stats: dict[str, Any]) -> None:
    found = stats

    lines = list(stats_table(found))

    assert [line.split()[0] for line in lines[1 : len(found["lists"]) + 1]] == list(found["lists"])
    assert len(lines) == len(found["lists"]) + len(Depth) + 4
    korea = next(line for line in lines if line.startswith("eu-korea-fta"))
    assert korea.split()[1] == str(found["lists"]["eu-korea-fta"]["rows"])
    reviewed = found["lists"]["eu-korea-fta"]["reviewed"]
    assert korea.split()[-3:-1] == [str(reviewed["settled"]), str(reviewed["sample"])]
    assert sum(int(line.split()[0]) for line in lines[-len(Depth) :]) == 254


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_shows_the_database_and_the_law(
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    as_json: bool,
) -> None:
    monkeypatch.setattr(cli, "services", lambda: services)
    monkeypatch.setattr("bot.store.build.stats", lambda url: DATABASE)

    assert cli.main(["data", "stats", *(["--json"] if as_json else [])]) == 0

    shown = capsys.readouterr().out
    if as_json:
        found = json.loads(shown)
        assert found["tables"] == DATABASE["tables"]
        assert set(found) == {*DATABASE, "day", "lists", "all_lists", "markets_by_depth"}
    else:
        assert "  product specific rules: 8914" in shown
        assert "eu-korea-fta" in shown
        assert "depth of answer on" in shown
