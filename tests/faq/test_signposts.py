"""Signposts lead to bodies that exist, for every concern and for the market that was named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faq.faq_files import FaqDataError
from bot.faq.signposts import read_signposts
from tests.architecture.import_contracts import ROOT

FOLDER = ROOT / "data" / "faq"


def test_a_market_adds_its_desk_to_the_general_ones() -> None:
    posts = read_signposts(FOLDER)

    general = {one.id for one in posts.for_market(None)}

    assert {"origin", "proof", "barrier", "country_desk", "market_entry"} <= general
    for market, desk in (
        ("JP", {"country_desk_japan"}),
        ("CN", {"country_desk_china"}),
        ("KR", {"country_desk_ibs"}),
        ("GB", {"country_desk_ibs"}),
        ("VN", set()),
    ):
        assert {one.id for one in posts.for_market(market)} - general == desk
    assert posts.by_id["barrier"].contacts[0].id == "nrw-global-business"


def test_the_desk_for_the_market_stands_first_and_every_market_has_somebody_there() -> None:
    posts = read_signposts(FOLDER)

    assert posts.for_market("JP")[0].id == "country_desk_japan"
    for market in (None, "JP", "VN", "CL", "ZZ"):
        (there,) = [one for one in posts.for_market(market) if one.id == "country_desk"]
        assert [one.id for one in there.contacts] == ["ahk", "gtai"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{id: a, concern: {de: A, en: A}, contacts: [nobody]}", "'nobody' is not in contacts"),
        ("{id: a, concern: {de: A, en: A}, contacts: []}", "at least one contact"),
        ("{id: a, concern: {de: A}, contacts: [x]}", "expected 'de' and 'en'"),
    ],
)
def test_faults_are_located(tmp_path: Path, entry: str, message: str) -> None:
    (tmp_path / "contacts.yml").write_text("contacts: []", encoding="utf-8")
    (tmp_path / "signposts.yml").write_text(f"signposts:\n  - {entry}\n", encoding="utf-8")

    with pytest.raises(FaqDataError, match=rf"signposts\.yml:2:5: .*{message}"):
        read_signposts(tmp_path)
