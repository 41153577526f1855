from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.language.market_data import MarketDataError, read_market_data
from bot.language.markets import MarketReader

MARKETS = Path(__file__).resolve().parents[2] / "data" / "markets"


def test_the_27_member_states_are_marked() -> None:
    data = read_market_data(MARKETS)
    members = {code for code, market in data.markets.items() if market.eu_member}
    assert len(members) == 27
    assert members == set(data.groups["EU"].members)
    assert all(data.markets[code].customs_territory == "EU" for code in members)


def test_territories_of_other_customs_territories() -> None:
    markets = read_market_data(MARKETS).markets
    assert markets["MC"].customs_territory == "EU"
    assert markets["LI"].customs_territory == "CH"
    assert markets["IM"].customs_territory == "GB"
    assert markets["XI"].customs_territory == "XI"
    assert markets["GL"].customs_territory == "GL"


def test_every_name_alias_and_capital_leads_back_to_its_market(
    market_reader: MarketReader,
) -> None:
    """In a sentence that goes there; names shared by several list this one as alternative."""
    missed = []
    for market in market_reader.data.markets.values():
        for lang, names in (
            ("de", (market.name_de, *market.aliases, *market.capitals[:1])),
            ("en", (market.name_en, *market.aliases, *market.capitals[1:])),
        ):
            for name in names:
                found = market_reader.find(f"nach {name}" if lang == "de" else f"to {name}", lang)
                codes = {code for hit in found for code in (hit.iso2, *hit.alternatives)}
                if market.iso2 not in codes:
                    missed.append((market.iso2, name, found))
    assert missed == []


def test_every_group_is_found_by_all_its_names(market_reader: MarketReader) -> None:
    missed = [
        (group.group, name)
        for group in market_reader.data.groups.values()
        for name in (group.name_de, group.name_en, *group.aliases)
        if group.group not in {hit.group for hit in market_reader.find(f"nach {name}")}
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("file", "line", "column", "old", "new"),
    [
        ("markets.csv", 2, "iso2", '"AD"', '"Ad"'),
        ("markets.csv", 2, "name_de", '"Andorra","Andorra"', '"","Andorra"'),
        ("markets.csv", 2, "eu_member", '"no","AD"', '"maybe","AD"'),
        ("markets.csv", 2, "customs_territory", '"no","AD"', '"no","QQ"'),
        ("groups.csv", 2, "members", '"AT|', '"QQ|'),
        ("groups.csv", 2, "kind", '"union"', '"club"'),
        ("ambiguous_words.csv", 2, "treatment", '"doubtful"', '"dubious"'),
    ],
)
def test_faults_are_located(
    tmp_path: Path, file: str, line: int, column: str, old: str, new: str
) -> None:
    folder = tmp_path / "markets"
    shutil.copytree(MARKETS, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(MarketDataError, match=rf"{file}:{line}:{column}: "):
        read_market_data(folder)


def test_a_market_twice_and_a_short_row_are_faults(tmp_path: Path) -> None:
    folder = tmp_path / "markets"
    shutil.copytree(MARKETS, folder)
    path = folder / "markets.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(MarketDataError, match="AD stands twice"):
        read_market_data(folder)
    path.write_text("\n".join([*lines, '"AD","x"']), encoding="utf-8")
    with pytest.raises(MarketDataError, match="expected 10 cells, found 2"):
        read_market_data(folder)
