"""What stands beside a rate in a tariff reaches the reader: a quota, a suspension, a season."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.explain.duty_words import notes_of
from bot.explain.scope_words import Speaker
from bot.tariff.comparison import SideSource, compare
from bot.tariff.duties import Duty, LineNote, TariffLine
from bot.tariff.rates import by_percent
from bot.wiring import Services
from tests.explain.replies import advised, told

BY_LINE = SideSource(by_line=True, provenance=None)
SEEN_FROM_THE_RATES = {LineNote.IN_QUOTA, LineNote.NO_PREFERENCE, LineNote.IN_BRACKETS}


def duty_with(*notes: str) -> Duty:
    line = TariffLine("84137010", by_percent(Decimal(10)), by_percent(Decimal(0)), notes)
    other = TariffLine("84137090", by_percent(Decimal(10)), by_percent(Decimal(0)))
    return compare("841370", (line, other), BY_LINE, BY_LINE)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("note", [one for one in LineNote if one not in SEEN_FROM_THE_RATES])
def test_every_note_of_a_line_is_told(note: LineNote, lang: str, services: Services) -> None:
    speaker = Speaker(lang, services.words)
    plain = notes_of(duty_with(), speaker)

    (sentence,) = (one for one in notes_of(duty_with(note.value), speaker) if one not in plain)

    assert sentence == speaker.text(f"duty.note_{note.value}")
    assert notes_of(duty_with(f"{note.value}=1%"), speaker) == [sentence, *plain]


def test_a_preference_within_a_quota_is_not_told_as_one_for_all(services: Services) -> None:
    assert "nur innerhalb eines Zollkontingents" in told(services, "040221", "JP").text
    assert "nur innerhalb eines Zollkontingents" not in told(services, "870380", "GB").text


def test_a_suspension_of_the_normal_duty_is_told_with_the_saving(services: Services) -> None:
    duty = advised(services, "320411", "GB").agreements[0].duty

    assert LineNote.SUSPENDED_THEN in duty.line_notes
    assert "sparen Sie weniger oder nichts" in told(services, "320411", "GB").text
