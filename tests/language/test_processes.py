"""Reading working steps: only what is unmistakable."""

from __future__ import annotations

import pytest

from bot.language.processes import ProcessReader, ProcessWords, stem

READER = ProcessReader(
    (
        ProcessWords("assembly", ("Zusammenbau", "assembly"), ("montieren", "Montage", "assemble")),
        ProcessWords("simple_assembly", ("einfacher Zusammenbau",), ("einfache Montage",), True),
        ProcessWords("disassembly", ("Zerlegen",), ("Demontage",), True),
        ProcessWords("machining", ("spanende Bearbeitung", "machining"), ("fräsen", "drehen")),
        ProcessWords("making_up", ("Konfektionieren", "making-up including cutting"), ("nähen",)),
        ProcessWords("sewing", ("Zusammennähen", "sewing together"), ("nähen",)),
        ProcessWords("weaving", ("Weben", "weaving"), ("weben", "Weberei")),
        ProcessWords("dyeing", ("Färben", "dyeing"), ("färben",)),
        ProcessWords("cheese_making", ("Herstellen von Käse", "cheese making"), ()),
        ProcessWords("testing", ("Prüfen", "testing"), ("pressure test", "Druckprüfung"), True),
        ProcessWords("filling", ("Abfüllen", "filling"), ("filling into tins",), True),
        ProcessWords("labelling", ("Etikettieren", "labelling"), ("label",), True),
        ProcessWords("sorting", ("Sortieren", "sorting"), ("sieben",), True),
        ProcessWords("bristle_sorting", ("Sortieren von Borsten",), ("sorting",)),
        ProcessWords("powder_grinding", ("Mahlen", "grinding"), ()),
        ProcessWords("simple_grinding", ("einfaches Schleifen",), ("grinding",), True),
    )
)


@pytest.mark.parametrize(
    ("words", "process"),
    [
        ("making up", "making_up"),
        ("making-up", "making_up"),
        ("sewing of shirts (making-up)", "making_up"),
        ("cheese making", "cheese_making"),
        ("Montage", "assembly"),
        ("Endmontage", "assembly"),
        ("montiert", "assembly"),
        ("testing", "testing"),
        ("pressure test", "testing"),
        ("filling into tins", "filling"),
        ("labelling", "labelling"),
        ("sorting", "sorting"),
        ("simple assembly", "simple_assembly"),
        ("einfache Montage", "simple_assembly"),
        ("Demontage", "disassembly"),
        ("Faerben", "dyeing"),
        ("FÄRBEN", "dyeing"),
        ("machining of the casing from tube and plate", "machining"),
    ],
)
def test_one_process_is_read(words: str, process: str) -> None:
    assert READER.read(words) == (process,)


@pytest.mark.parametrize(
    "words",
    ["nähen", "no assembly", "nur Montage", "grinding", "magic", "", "???", "weaving, magic"],
)
def test_doubtful_words_are_not_read(words: str) -> None:
    assert READER.read(words) is None


@pytest.mark.parametrize("words", ["weaving and dyeing", "Weben und Färben", "weaving / dyeing"])
def test_several_processes_are_read_when_all_are_clear(words: str) -> None:
    assert READER.read(words) == ("weaving", "dyeing")


@pytest.mark.parametrize(
    ("first", "second"), [("knitting", "knit"), ("weaves", "weaving"), ("prüfen", "prüfung")]
)
def test_forms_of_a_word_share_their_stem(first: str, second: str) -> None:
    assert stem(first) == stem(second)
