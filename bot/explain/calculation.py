"""The calculation as a table: every material, its code, its value, and what it counts as; then the sums."""

from __future__ import annotations

from decimal import Decimal

from bot.advice import Assessment
from bot.explain.formats import money, percent
from bot.explain.naming import named
from bot.explain.replies import Block
from bot.explain.scope_words import Speaker
from bot.origin.amounts import percent_of
from bot.origin.findings import Status
from bot.origin.material_status import Input, MaterialStatus

_ZERO = Decimal(0)


def calculation(assessment: Assessment, speaker: Speaker) -> tuple[tuple[Block, ...], list[str]]:
    """The table as a block and as plain text; nothing without a bill of materials."""
    inputs = assessment.determination.inputs
    if not inputs or assessment.determination.status is Status.NOT_APPLICABLE:
        return (), []
    title = speaker.text("table.title")
    columns = [speaker.text(f"table.{name}") for name in ("material", "code", "value", "counts_as")]
    rows = [_row(one, assessment, speaker) for one in inputs]
    sums = _sums(inputs, assessment, speaker)
    content = {
        "title": title,
        "columns": columns,
        "rows": rows,
        "sums": sums,
        "align": ["left", "left", "right", "left"],
    }
    plain = [title, *(_plain(row) for row in rows), *(f"{name}: {value}" for name, value in sums)]
    return (Block("table", content),), plain


def _row(one: Input, assessment: Assessment, speaker: Speaker) -> list[str]:
    material = one.material
    label = speaker.words.code(material.hs.digits, speaker.lang) if material.hs else ""
    name = material.description or label or named(material, one.key, speaker)
    code = str(material.hs) if material.hs else speaker.text("table.unknown")
    value = speaker.text("table.unknown")
    if one.value is not None:
        value = money(one.value, assessment.case.product.currency, speaker.lang)
    status = speaker.text(f"material_status.{one.status.value}")
    why = speaker.text(f"material_reason.{one.reason.value}")
    return [name, code, value, f"{status} ({why})"]


def _plain(row: list[str]) -> str:
    return "- " + " | ".join(row)


def _sums(inputs: tuple[Input, ...], assessment: Assessment, speaker: Speaker) -> list[list[str]]:
    """Sums of what is known; a sum with unknown values is not shown as if it were complete."""
    product = assessment.case.product
    sums: list[list[str]] = []
    without = _total(inputs, MaterialStatus.NON_ORIGINATING)
    price = product.ex_works_price
    if price is None:
        price = assessment.case.answers.amount("product.ex_works_price")
    for status in (MaterialStatus.NON_ORIGINATING, MaterialStatus.ORIGINATING):
        total = _total(inputs, status)
        if total is not None:
            text = money(total, product.currency, speaker.lang)
            sums.append([speaker.text(f"table.sum_{status.value}"), text])
    if price is not None:
        sums.append([speaker.text("table.ex_works"), money(price, product.currency, speaker.lang)])
    share = percent_of(without, price) if without is not None and price is not None else None
    if share is not None and not _open(inputs):
        sums.append([speaker.text("table.share"), percent(share, speaker.lang)])
    return sums


def _total(inputs: tuple[Input, ...], status: MaterialStatus) -> Decimal | None:
    values = [one.value for one in inputs if one.status is status]
    known = [value for value in values if value is not None]
    return sum(known, _ZERO) if len(known) == len(values) else None


def _open(inputs: tuple[Input, ...]) -> bool:
    return any(one.status is MaterialStatus.UNKNOWN for one in inputs)
