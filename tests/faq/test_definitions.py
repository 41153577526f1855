"""Terms asked for in many ways, misspelt, alone; goods and markets are no terms."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pytest

from bot.faq.definitions import Definitions
from bot.faq.topics import TopicKind, read_topics
from tests.architecture.import_contracts import ROOT

LABELS = sorted((ROOT / "data" / "products").rglob("*.csv"))
# The weave, the book of maps and the customs program have one name.
ALSO_GOODS = {"atlas"}


@lru_cache(maxsize=1)
def definitions() -> Definitions:
    return Definitions.of(read_topics(ROOT / "data" / "faq"))


def asked(text: str) -> str:
    found = definitions().asked(text)
    return found.topic.id if found else ""


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Was heißt Kumulirung?", "cumulation"),
        ("was bedeutet denn eigentlich die kumulierung", "cumulation"),
        ("explain EUR.1 please", "eur_1"),
        ("REX?", "rex"),
        ("kapier INF 4 nich", "inf_4"),
        ("no clue what INF 4 is", "inf_4"),
        ("erklär mir mal den A.TR", "a_tr"),
        ("what is an A.TR?", "a_tr"),
        ("Pan-Euro-Med?", "pan_euro_med"),
        ("können Sie mir MaxNOM erklären", "max_nom"),
        ("What's CTH again?", "change_of_heading"),
        ("was ist tarik", "taric"),
        ("zolwert", "customs_value"),
        ("suplier declaration", "suppliers_declaration"),
        ("draw back", "drawback"),
        ("KN-Code", "cn_code"),
        ("Positionswechsel kenne ich nicht", "change_of_heading"),
        ("was versteht man unter Positionswechsel", "change_of_heading"),
        ("von der Kumulierung hab ich noch nie gehört", "cumulation"),
        ("Entschuldigung, was ist MFN?", "mfn_duty"),
        ("mir sagt WuP nix", "wup"),
        ("Erklärung zum Ursprung, was ist das?", "statement_on_origin"),
        ("bitte um Erklärung von RVC", "rvc"),
        ("ich kenne den Ab-Werk-Preis nicht, was ist das?", "ex_works_price"),
        ("sorry, what's a BTI?", "bti"),
        ("staging doesn't ring a bell", "staging"),
        ("I've never come across drawback", "drawback"),
        ("Euro1?", "eur_1"),
        ("euro 1", "eur_1"),
        ("was ist denn ein Euro-1", "eur_1"),
        ("what does non-preferential origin mean", "certificate_of_origin"),
    ],
)
def test_a_term_is_found_in_the_words_around_it(text: str, topic: str) -> None:
    assert asked(text) == topic


@pytest.mark.parametrize(
    "text",
    [
        "was ist das",
        "wie ist das",
        "was ist mit Japan",
        "what is it",
        "explain",
        "back",
        "was ist stahl",
        "Stahl kenne ich nicht",
        "das verstehe ich nicht",
        "sagt mir nichts",
        "I don't know",
        "nie gehört",
        "Kugelhähne",
        "REX beantragen und was kostet das",
        "was bringt die Kumulierung bei Lieferungen nach Marokko",
        "",
        "?" * 50,
        "was heißt " + "Kumulierung " * 20,
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert asked(text) == ""


def test_every_term_is_found_by_its_name_in_both_languages() -> None:
    for topic in read_topics(ROOT / "data" / "faq").of_kind(TopicKind.TERM):
        for lang, frame in (("de", "Was ist {}?"), ("en", "What is {}?")):
            found = definitions().asked(frame.format(topic.name[lang]))
            assert found is not None and found.says_so, topic.id
            # Two names of one paper (EUR.1 and movement certificate) may lead to either.
            same = {topic.id} | ({"eur_1", "wvb"} if topic.id in ("eur_1", "wvb") else set())
            assert found.topic.id in same, topic.id


def test_no_name_of_goods_is_taken_for_a_term() -> None:
    taken = {
        name
        for path in LABELS
        for name in _names(path)
        if asked(name) and name.casefold() not in ALSO_GOODS
    }
    assert taken == set()


def _names(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        cells = {cell for row in csv.reader(file) for cell in row}
    return {one.strip() for cell in cells for one in cell.replace("|", ";").split(";")} - {""}
