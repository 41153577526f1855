"""The sentences of the conversation in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.conversation.commands import FEEDBACK, REASONS
from bot.conversation.replying import DOMAIN, LOCALE_FOLDER, say
from bot.conversation.using import NAMED_LANGUAGES
from bot.explain.texts import messages, placeholders

CODE = Path(__file__).parents[2] / "bot" / "conversation"
GERMAN = messages("de", LOCALE_FOLDER, DOMAIN)
ENGLISH = messages("en", LOCALE_FOLDER, DOMAIN)
LONGEST_SENTENCE = 26
LONGEST_GREETING = 60


def test_both_languages_have_the_same_sentences() -> None:
    assert set(GERMAN) == set(ENGLISH)
    for key, german in GERMAN.items():
        assert placeholders(german) == placeholders(ENGLISH[key]), key
        assert german and ENGLISH[key], key


def test_every_sentence_is_used_and_every_used_one_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE.glob("*.py"))
    used = set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", code)) & set(GERMAN)
    by_name = {f"button.{name}" for name in re.findall(r'"([a-z_]+)"', code)}
    by_name |= {f"about.{name}" for name in ("bot", "binding", "privacy", "help")}
    by_name |= {f"cannot_read.{name}" for name in ("empty", "too_long", "unknown_command")}
    codes = ("too_large", "too_long", "not_a_table", "nothing_found", "not_read", "at")
    by_name |= {f"upload.{name}" for name in codes}
    by_name |= {f"feedback.{value}" for value in FEEDBACK}
    by_name |= {f"button.feedback_{value}" for value in FEEDBACK}
    by_name |= {f"why.{one}" for one in (*REASONS.values(), "other")}
    by_name |= {f"language.{one}" for one in NAMED_LANGUAGES}
    by_name |= {f"materials.{name}" for name in ("number", "material", "code", "origin", "value")}
    single = set(re.findall(r'"([a-z_]+)"', code))
    unused = {key for key in GERMAN if key not in used | by_name | single}
    assert unused == set()
    asked = re.findall(r'(?:say|said)\(\s*[\w.]+,\s*"([a-z_.]+)"', code)
    assert {key for key in asked if key not in GERMAN} == set()
    titles = re.findall(r'\bbutton\(\s*[\w.]+,\s*"([a-z_]+)"', code)
    assert {key for key in titles if f"button.{key}" not in GERMAN} == set()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_greeting_is_short_and_says_what_it_must(lang: str) -> None:
    greeting = say(lang, "greeting", day="22.11.2026")
    assert len(greeting.split()) <= LONGEST_GREETING
    for said in {
        "de": ("automatisiert", "nicht verbindlich", "Daten"),
        "en": ("automated", "not binding", "data"),
    }[lang]:
        assert said in greeting


@pytest.mark.parametrize("texts", [GERMAN, ENGLISH])
def test_sentences_are_short(texts: dict[str, str]) -> None:
    for key, text in texts.items():
        for sentence in re.split(r"(?<=[.!?:])\s", text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, (key, sentence)


def test_german_is_polite() -> None:
    informal = re.compile(r"\b(?:du|dein|deine|dir|dich|euch)\b", re.I)
    assert [key for key, text in GERMAN.items() if informal.search(text)] == []
