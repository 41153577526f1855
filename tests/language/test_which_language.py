from __future__ import annotations

import pytest

from bot.language.which_language import which_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir wollen Schaltschränke nach Ghana liefern", "de"),
        ("Was bedeutet das?", "de"),
        ("Was ist das für ein Nachweis?", "de"),
        ("Schrauben für Peru", "de"),
        ("Which proof do I need?", "en"),
        ("cables to Chile", "en"),
        ("Do I need a Lieferantenerklärung for this?", "en"),
        ("hallo", None),
        ("hello", None),
        ("Ventil", None),
        ("valve", None),
        ("no", None),
        ("841370", None),
        ("Pumpe 8413 Chile", None),
        ("EUR.1", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert which_language(text) == language
