from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.yes_no import read_yes_no


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *[(text, "yes") for text in ("ja", "Ja, bitte!", "jo", "j", "YES", "yep", "doch", "👍")],
        *[(text, "yes") for text in ("natürlich", "natuerlich", "das stimmt", "that's right")],
        *[(text, "yes") for text in ("of course", "ja, genau", "yes, we do")],
        *[(text, "no") for text in ("nein", "Nein danke", "nö", "no", "NOPE", "n", "👎")],
        *[(text, "no") for text in ("stimmt nicht", "natürlich nicht", "of course not")],
        *[(text, "no") for text in ("we don't", "noch nicht", "auf keinen Fall")],
        *[(text, "dont_know") for text in ("weiß nicht", "keine Ahnung", "?", "not sure")],
        *[(text, "yes") for text in ("ja, haben wir", "ähm ja", "yes, we have")],
        *[(text, "no") for text in ("nein, haben wir nicht", "um, no")],
        *[(text, "dont_know") for text in ("ähm keine Ahnung", "da habe ich keine Ahnung")],
        *[(text, "dont_know") for text in ("I don't know", "idk", "Das weiß ich leider nicht")],
    ],
)
def test_clear_answers(text: str, answer: str) -> None:
    assert read_yes_no(text).answer == answer


@pytest.mark.parametrize(
    ("text", "hint", "leaning"),
    [
        ("nein, doch", "contradiction", None),
        ("yes and no", "contradiction", None),
        ("nicht nein", "contradiction", None),
        ("nicht ja", "contradiction", None),
        ("not yes", "contradiction", None),
        ("yes, I don't know", "contradiction", None),
        ("ja, aber", "qualified", "yes"),
        ("ja, nur der Deckel nicht", "contradiction", None),
        ("nein, wir lassen fertigen", "qualified", "no"),
        ("ja?", "question", "yes"),
        ("teilweise", "partly", None),
        ("ja, zum Teil", "partly", "yes"),
        ("ok", "weak", None),
        ("vielleicht", "weak", None),
        ("", None, None),
        ("Kugellager", None, None),
        ("alles aus Europa", None, None),
    ],
)
def test_unclear_answers_stay_unclear(text: str, hint: str | None, leaning: str | None) -> None:
    read = read_yes_no(text)
    assert (read.answer, read.hint, read.leaning) == ("unclear", hint, leaning)


unknown_words = st.text(alphabet="bcdfghklmpqrstvwxz", min_size=6, max_size=12)


@given(unknown_words, st.sampled_from(["ja", "yes", "nein", "no", ""]))
@settings(max_examples=100, deadline=None)
def test_a_word_not_understood_never_gives_a_yes(word: str, start: str) -> None:
    assert read_yes_no(f"{start} {word}").answer == "unclear"
