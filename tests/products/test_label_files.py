"""The recorded labels are complete against themselves, and faults in label files are located."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.products.label_files import LANGUAGES, Labels, ProductDataError, read_labels

HEADER = "hs,label_de,label_en,words_de,words_en\n"
PUMPS = '8413,Pumpen,Pumps,Pumpe|Kreiselpumpe,"pump|centrifugal pump"\n'


@pytest.fixture(scope="module")
def labels(services) -> Labels:
    return services.labels


def test_every_subheading_has_its_heading_and_every_heading_a_subheading(labels: Labels) -> None:
    headings = {one.code.digits for one in labels.headings}
    above = {digits[:4] for digits in labels.by_digits if len(digits) == 6}

    assert headings == above
    assert len(headings) > 1200


def test_siblings_can_be_told_apart_by_their_labels(labels: Labels) -> None:
    for heading in labels.headings:
        for language in LANGUAGES:
            shown = [one.label[language] for one in labels.subheadings(heading.code)]
            assert len(shown) == len(set(shown)), (heading.code, language)


def test_words_stand_once_and_without_stray_spaces(labels: Labels) -> None:
    for one in labels.by_digits.values():
        for language in LANGUAGES:
            words = [word.lower() for word in one.words[language]]
            assert len(words) == len(set(words)), (one.code, language)
            assert all(word == word.strip() for word in words)


def test_every_heading_has_words_in_both_languages(labels: Labels) -> None:
    for heading in labels.headings:
        for language in LANGUAGES:
            below = [
                word for one in labels.subheadings(heading.code) for word in one.words[language]
            ]
            assert len(heading.words[language]) + len(below) >= 3, (heading.code, language)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code,label\n", r"data/products/84.csv:1:1: expected the columns"),
        (HEADER + "8413,Pumpen\n", r"84.csv:2:1: 2 cells, expected 5"),
        (HEADER + "84a3,Pumpen,Pumps,,\n", r"84.csv:2:1: '84a3' is not an HS code"),
        (HEADER + "8501,Motoren,Motors,,\n", r"84.csv:2:1: 8501 does not belong into 84.csv"),
        (HEADER + "8413,,Pumps,,\n", r"84.csv:2:6: expected a label"),
        (HEADER + PUMPS + PUMPS, r"84.csv:3:1: 8413 stands twice"),
    ],
)
def test_a_fault_is_located(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "84.csv").write_text(text, encoding="utf-8")

    with pytest.raises(ProductDataError, match=message):
        read_labels(tmp_path)


def test_words_are_split(tmp_path: Path) -> None:
    (tmp_path / "84.csv").write_text(HEADER + PUMPS, encoding="utf-8")

    pumps = read_labels(tmp_path).by_digits["8413"]

    assert pumps.words == {"de": ("Pumpe", "Kreiselpumpe"), "en": ("pump", "centrifugal pump")}
