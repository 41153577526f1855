"""Numbers, money, percentages, weights and dates as Germans and English speakers write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_time, get_timezone
from babel.numbers import format_currency, format_decimal

LOCALES = {"de": "de_DE", "en": "en_GB"}


def money(amount: Decimal, currency: str, lang: str) -> str:
    """An amount with cents: 1.234,50 € and €1,234.50."""
    return _plain(format_currency(amount, currency, locale=LOCALES[lang]))


def round_money(amount: Decimal, currency: str, lang: str) -> str:
    """An amount without cents where it has none: 6.000 € and €6,000."""
    if amount != amount.to_integral_value():
        return money(amount, currency, lang)
    text = format_currency(
        amount, currency, locale=LOCALES[lang], currency_digits=False, format=_WHOLE[lang]
    )
    return _plain(text)


def number(value: Decimal, lang: str) -> str:
    """A number with up to three decimals, without superfluous zeros."""
    return _plain(format_decimal(value, format="#,##0.###", locale=LOCALES[lang]))


def percent(value: Decimal, lang: str) -> str:
    """A percentage (50 means 50 %) with up to two decimals."""
    text = _plain(format_decimal(value, format="#,##0.##", locale=LOCALES[lang]))
    return f"{text} %" if lang == "de" else f"{text}%"


def weight(value: Decimal, lang: str) -> str:
    """A weight in kilograms."""
    return f"{number(value, lang)} kg"


def day(value: date, lang: str) -> str:
    """A date in words: 1. Februar 2019 and 1 February 2019."""
    return _plain(format_date(value, format="long", locale=LOCALES[lang]))


def local(moment: datetime) -> datetime:
    """A moment on the users' clock, that of Germany."""
    return moment.astimezone(_GERMANY)


def time_of_day(moment: datetime, lang: str) -> str:
    """Hours and minutes on the users' clock: 14:05."""
    return _plain(format_time(moment, "HH:mm", tzinfo=_GERMANY, locale=LOCALES[lang]))


_GERMANY = get_timezone("Europe/Berlin")
_WHOLE = {"de": "#,##0 ¤", "en": "¤#,##0"}


def _plain(text: str) -> str:
    """Ordinary blanks: terminals and copied texts do not cope with the narrow ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
