"""Who makes the product, in people's own words."""

from __future__ import annotations

import pytest

from bot.language.maker import makes_it


@pytest.mark.parametrize(
    "text",
    [
        "wir stellen selbst her",
        "Wir fertigen in Krefeld",
        "eigene Produktion",
        "wir sind Hersteller",
        "we make them ourselves",
        "made by us in Hagen",
        "we are the manufacturer",
    ],
)
def test_makers(text: str) -> None:
    assert makes_it(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "reine Handelsware",
        "wir sind Händler",
        "wir kaufen die fertig ein",
        "stellen wir nicht selbst her",
        "we buy them in Italy",
        "we are a distributor",
        "we do not make it",
    ],
)
def test_traders(text: str) -> None:
    assert makes_it(text) is False


@pytest.mark.parametrize(
    "text", ["", "was meinen Sie", "teils Hersteller, teils Händler", "Kugelhähne", "ok"]
)
def test_words_that_do_not_say(text: str) -> None:
    assert makes_it(text) is None
