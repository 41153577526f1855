"""Values come back exactly as they were stored."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from bot.store.column_types import DecimalText, UtcDateTime
from bot.store.engines import engine_for_writing, to_json

VALUES = Table(
    "values",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("figure", DecimalText(40)),
    Column("moment", UtcDateTime),
)


def stored(url: str, **values: object) -> tuple[object, object]:
    engine = engine_for_writing(url)
    with engine.begin() as connection:
        VALUES.create(connection, checkfirst=True)
        connection.execute(insert(VALUES), values)
        row = connection.execute(select(VALUES).order_by(VALUES.c.id.desc()).limit(1)).one()
    return row.figure, row.moment


@pytest.mark.parametrize("text", ["0.1", "4.50", "123456789012345678901234.5678", "-7", "1E+3"])
def test_every_digit_of_a_decimal_is_kept(sqlite_url: str, text: str) -> None:
    figure, _ = stored(sqlite_url, figure=Decimal(text))

    assert figure == Decimal(text)
    assert format(figure, "f") == format(Decimal(text), "f")


@pytest.mark.parametrize("wrong", [0.1, 3, "4.5", Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_exact_figure_is_refused(sqlite_url: str, wrong: object) -> None:
    with pytest.raises(StatementError, match=r"Decimal|finite"):
        stored(sqlite_url, figure=wrong)


def test_a_moment_comes_back_in_utc(sqlite_url: str) -> None:
    moment = datetime(2026, 11, 22, 13, 30, tzinfo=timezone(timedelta(hours=1)))

    _, found = stored(sqlite_url, moment=moment)

    assert found == moment
    assert found.tzinfo == timezone.utc


def test_a_moment_without_zone_is_refused(sqlite_url: str) -> None:
    with pytest.raises(StatementError, match="time zone"):
        stored(sqlite_url, moment=datetime(2026, 11, 22, 13, 30))  # noqa: DTZ001


def test_json_takes_decimals_and_no_floats() -> None:
    assert (
        to_json({"value": Decimal("1.50"), "name": "Köln"}) == '{"value": "1.50", "name": "Köln"}'
    )

    with pytest.raises(TypeError, match=r"\$\.materials\[1\]\.value"):
        to_json({"materials": [{"value": "1"}, {"value": 0.1}]})
