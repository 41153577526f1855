"""The form takes what is meant and nothing that could reach a mail header."""

from __future__ import annotations

from typing import Any

import pytest

from bot.explain.texts import messages, placeholders
from bot.handoff.form import LONGEST_MESSAGE, FormError, Kind, read_form
from bot.handoff.message import DOMAIN, LOCALE_FOLDER
from tests.handoff.conftest import FORM


def test_a_complete_form_is_read() -> None:
    form = read_form({**FORM, "phone": "+49 211 12345-0", "company": "Muster\u200b GmbH"})

    assert form.kind is Kind.ADVICE
    assert form.company == "Muster GmbH"
    assert form.message == "Bitte rufen Sie an.\nDanke, Grüße"
    assert form.include_case


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " "}, "missing", "name"),
        ({"name": "x" * 201}, "invalid", "name"),
        ({"name": ["Erika"]}, "invalid", "name"),
        ({"email": ""}, "missing", "email"),
        ({"email": "a@b"}, "invalid", "email"),
        ({"email": "a@b.example\r\nBcc: all@b.example"}, "invalid", "email"),
        ({"email": "a@b.example, c@d.example"}, "invalid", "email"),
        ({"email": "<a@b.example>"}, "invalid", "email"),
        ({"phone": "call me"}, "invalid", "phone"),
        ({"kind": "sale"}, "invalid", "kind"),
        ({"message": "x" * (LONGEST_MESSAGE + 1)}, "invalid", "message"),
        ({"consent": False}, "missing", "consent"),
        ({"consent": "true"}, "missing", "consent"),
        ({"consent": 1}, "missing", "consent"),
        ({"consent_version": "1999"}, "invalid", "consent_version"),
        ({"include_case": "yes"}, "invalid", "include_case"),
        ({"kind": "barrier", "message": ""}, "missing", "message"),
        ({"kind": "barrier", "market": "Japan"}, "invalid", "market"),
    ],
)
def test_what_is_missing_or_wrong_is_named(changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(FormError) as told:
        read_form({**FORM, **changes})

    assert (told.value.code, told.value.field) == (code, field)


@pytest.mark.parametrize("name", ["Erika\r\nBcc: x@y.example", "Erika\u2028X", "Erika\x00X"])
def test_names_are_one_line(name: str) -> None:
    told = read_form({**FORM, "name": name}).name

    assert told.split(" ")[0] == "Erika"
    assert not set(told) & {"\r", "\n", "\u2028", "\x00"}


def test_every_sentence_is_there_in_both_languages() -> None:
    german, english = (messages(lang, LOCALE_FOLDER, DOMAIN) for lang in ("de", "en"))

    assert set(german) == set(english)
    for key, text in german.items():
        assert text
        assert placeholders(text) == placeholders(english[key])
