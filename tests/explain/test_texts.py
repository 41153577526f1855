"""The message catalogues: complete, alike in both languages, and all in use."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.explain.texts import LOCALE_FOLDER, TextError, Texts, messages, placeholders
from bot.explain.words import LANGUAGES

EXPLAIN = LOCALE_FOLDER.parent
MOST_WORDS = 20


def keys_in_code() -> tuple[set[str], set[re.Pattern[str]]]:
    """Keys written out in the code, and patterns of those put together with f-strings."""
    written: set[str] = set()
    patterns: set[re.Pattern[str]] = set()
    for file in EXPLAIN.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_.0-9]+"
                    for part in node.values
                ]
                patterns.add(re.compile("".join(parts)))
    return written, patterns


def test_both_languages_have_the_same_keys_with_the_same_placeholders() -> None:
    german, english = messages("de"), messages("en")

    assert set(german) == set(english)
    different = [key for key in german if placeholders(german[key]) != placeholders(english[key])]
    assert different == []


def test_no_message_is_empty() -> None:
    assert [key for lang in LANGUAGES for key, text in messages(lang).items() if not text] == []


def test_every_message_is_used() -> None:
    written, patterns = keys_in_code()

    unused = [
        key
        for key in messages("de")
        if key not in written and not any(pattern.fullmatch(key) for pattern in patterns)
    ]

    assert unused == []


def test_every_key_written_in_the_code_exists() -> None:
    calls = {
        node.args[0].value
        for file in EXPLAIN.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "text"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }

    assert len(calls) > 100
    assert calls - set(messages("de")) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_are_short(lang: str) -> None:
    long = [
        sentence
        for text in messages(lang).values()
        for sentence in re.split(r"(?<=[.?!:;])\s+|\n", text)
        if len(sentence.split()) > MOST_WORDS
    ]

    assert long == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_messages_say_nothing_that_must_never_be_said(lang: str) -> None:
    everything = " ".join(messages(lang).values()).lower()

    assert "zollfrei" not in everything
    assert "duty-free" not in everything


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(TextError, match=r"no message .no\.such\.key."):
        Texts("de").text("no.such.key")


def test_wrong_placeholders_are_an_error() -> None:
    with pytest.raises(TextError, match="expected placeholders amount; given value"):
        Texts("en").text("verdict.headroom", value="1")


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(TextError, match="no catalogue"):
        Texts("fr").text("disclaimer")


def test_a_percent_sign_in_a_value_stays() -> None:
    assert "50 %" in Texts("de").text("limit.ex_works", percent="50 %")


def test_catalogues_of_another_package_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "other.po").write_text('msgid "hello"\nmsgstr "Guten Tag"\n', encoding="utf-8")

    assert Texts("de", tmp_path, "other").text("hello") == "Guten Tag"
