"""Duties in words: figures only where they are certain, and what to do where they are not known."""

from __future__ import annotations

from decimal import Decimal

from bot.explain.formats import day, local, money, percent, time_of_day
from bot.explain.rate_words import published_rate
from bot.explain.scope_words import Speaker
from bot.explain.sections import Source, source_name
from bot.tariff.duties import Basis, Duty, LineNote, SideOfDuty
from bot.tariff.rates import DutyRate
from bot.tariff.schedule import StagingCategory

_HUNDRED = Decimal(100)
# More different rates than this are a matter for the tariff itself.
_MOST_RATES = 4

# Published base rates of these markets are not what is paid (additional duties change within weeks): no
# figure is ever shown.
MARKETS_WITHOUT_FIGURES = frozenset({"US"})

# What these say can be seen from the rates: lines within a quota are left out, without preference MFN stands.
_IN_RATES = frozenset({LineNote.IN_QUOTA, LineNote.NO_PREFERENCE, LineNote.IN_BRACKETS})


def side_in_words(side: SideOfDuty, speaker: Speaker) -> str | None:
    """One of the two duties; None if it is not known."""
    if side.rate is not None:
        return rate_in_words(side.rate, speaker)
    if side.range is not None:
        low, high = (percent(one, speaker.lang) for one in side.range)
        return speaker.text("duty.range", low=low, high=high)
    if not side.rates:
        return None
    shown = [rate_in_words(rate, speaker) for rate in side.rates[:_MOST_RATES]]
    return speaker.text("duty.several", rates=speaker.either(shown))


def rate_in_words(rate: DutyRate, speaker: Speaker) -> str:
    """A percentage in the user's notation, anything else as published, with its words in his language."""
    if rate.percent is None:
        return speaker.text("duty.as_published", text=published_rate(rate.text, speaker))
    return percent(rate.percent, speaker.lang)


def mfn_in_words(duty: Duty, speaker: Speaker) -> str:
    """The normal duty as a full sentence."""
    text = side_in_words(duty.mfn_side, speaker)
    if text is None:
        return speaker.text("duty.mfn_unknown")
    return speaker.text("duty.mfn", duty=text)


def preferential_in_words(duty: Duty, speaker: Speaker, *, free_circulation: bool = False) -> str:
    """The preferential duty as a full sentence; in a customs union it hangs on free circulation."""
    text = side_in_words(duty.preferential_side, speaker)
    if text is None:
        return speaker.text("duty.preferential_unknown")
    key = "duty.within_union" if free_circulation else "duty.preferential"
    return speaker.text(key, duty=text)


def saving_in_words(
    duty: Duty, value: Decimal | None, saving: Decimal | None, currency: str, speaker: Speaker
) -> str:
    """What the preference saves: in money for a value, in points without, or what is to be found out."""
    if duty.nothing_to_save or duty.preferable is False:
        return speaker.text("saving.none")
    if saving is not None and value is not None:
        return speaker.text(
            "saving.amount",
            value=money(value, currency, speaker.lang),
            amount=money(saving, currency, speaker.lang),
        )
    if duty.margin_percent is not None:
        return _per_thousand(duty.margin_percent, speaker)
    if duty.margin_range is not None:
        low, high = (percent(one, speaker.lang) for one in duty.margin_range)
        return speaker.text("saving.range", low=low, high=high)
    return speaker.text("saving.unknown")


def _per_thousand(margin: Decimal, speaker: Speaker) -> str:
    value = Decimal(1000)
    amount = value * margin / _HUNDRED
    return speaker.text(
        "saving.margin",
        margin=percent(margin, speaker.lang),
        value=money(value, "EUR", speaker.lang),
        amount=money(amount, "EUR", speaker.lang),
    )


def notes_of(duty: Duty, speaker: Speaker) -> list[str]:
    """What must be said with the figures: age, remarks of the data, national lines, other editions."""
    notes = _live_notes(duty, speaker)
    notes += [getattr(one, speaker.lang) for one in duty.remarks]
    notes += [getattr(one.label, speaker.lang) for one in duty.provenances if one.label is not None]
    notes += [
        speaker.text(f"duty.note_{one.value}") for one in duty.line_notes if one not in _IN_RATES
    ]
    notes += staging_in_words(duty, speaker)
    if duty.basis is Basis.RANGE:
        notes.append(speaker.text("duty.national_code"))
    if duty.edition_note is not None:
        codes = ", ".join(duty.edition_note.codes)
        notes.append(speaker.text("duty.edition", edition=duty.edition_note.edition, codes=codes))
    if duty.basis is not Basis.UNKNOWN and any(
        one.confidence.value != "high" for one in duty.provenances
    ):
        notes.append(speaker.text("duty.confirm"))
    return list(dict.fromkeys(notes))


def staging_in_words(duty: Duty, speaker: Speaker) -> list[str]:
    """How much of the base duty is left in each year until zero, category by category."""
    if not duty.staging:
        return []
    lines = [_category_in_words(one, speaker) for one in duty.staging]
    return [speaker.text("duty.staging"), *lines]


def _category_in_words(category: StagingCategory, speaker: Speaker) -> str:
    left = category.by_year(_HUNDRED)
    if not left:
        return speaker.text("duty.staging_excluded", category=category.name)
    if len(left) == 1:
        since = day(left[0][0], speaker.lang)
        return speaker.text("duty.staging_at_once", category=category.name, day=since)
    years = ", ".join(f"{cut.year} {percent(share, speaker.lang)}" for cut, share in left)
    return speaker.text("duty.staging_category", category=category.name, years=years)


def _live_notes(duty: Duty, speaker: Speaker) -> list[str]:
    """When an online tariff gave the figures, or why it did not."""
    if duty.live_failure is not None:
        return [speaker.text(f"duty.live_{duty.live_failure.value}")]
    moments = [one.retrieved_at for one in duty.provenances if one.retrieved_at is not None]
    return [
        speaker.text(
            "duty.live", time=time_of_day(one, speaker.lang), day=day(local(one), speaker.lang)
        )
        for one in moments
    ]


def duty_sources(duty: Duty, speaker: Speaker) -> tuple[Source, ...]:
    """Where the figures come from."""
    found = []
    for one in duty.provenances:
        title = speaker.text("source.duty", source=source_name(one.source, speaker))
        if one.year is not None and str(one.year) not in title:
            title = f"{title} ({one.year})"
        found.append(Source(title))
    return tuple(dict.fromkeys(found))
