"""The data as rows for the tables of bot.store.data_tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Table

from bot.agreements.catalogue import Agreement, Catalogue, Market
from bot.agreements.catalogue import Protocol as OriginProtocol
from bot.agreements.rule_files import RuleRow
from bot.agreements.tariff_files import TariffBook
from bot.agreements.tariff_lines import PublishedLine, read_lines
from bot.agreements.tariff_tables import RuleRow as DutyRuleRow
from bot.agreements.tariff_tables import TariffFile
from bot.store import data_tables as tables

Row = Mapping[str, Any]


class ProductLabelLike(Protocol):
    """What people call a code: a label and further words, by language."""

    @property
    def label(self) -> Mapping[str, str]:
        """The label."""

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """Further words."""


def all_rows(
    catalogue: Catalogue,
    tariffs: TariffBook,
    labels: Mapping[str, ProductLabelLike],
    root: Path,
) -> Iterator[tuple[Table, Iterable[Row]]]:
    """Every table with its rows, in the order in which they can be written.

    Args:
        catalogue: the law.
        tariffs: the recorded duties.
        labels: product labels by the digits of their codes.
        root: the folder that holds `data`; places are shown relative to it.

    Raises:
        DataError: a file with duties is faulty.
    """
    yield tables.AGREEMENTS, map(_agreement, catalogue.agreements.values())
    yield tables.PARTNERS, _partners(catalogue.agreements.values())
    yield tables.PROTOCOLS, map(_protocol, catalogue.protocols.values())
    yield tables.RULES, _rules(catalogue.protocols.values())
    yield tables.MARKETS, map(_market, catalogue.markets.values())
    yield tables.MARKET_AGREEMENTS, _market_agreements(catalogue.markets.values())
    yield tables.TARIFF_FILES, (_tariff_file(file, root) for file in tariffs.files)
    yield tables.TARIFF_LINES, _tariff_lines(tariffs.files, root)
    yield tables.DUTY_RULES, map(_duty_rule, tariffs.rule_rows)
    yield tables.PRODUCT_LABELS, (_label(digits, one) for digits, one in labels.items())


def _agreement(one: Agreement) -> Row:
    return {
        "id": one.id,
        **_in_both("title", one.title),
        "kind": one.kind.value,
        "status": one.status.value,
        "origin_protocol": one.origin_protocol,
        "legal_reference": {key: _plain(value) for key, value in one.legal_reference.items()},
        **_in_both("note", one.note),
        "confidence": one.confidence,
        "as_of": one.as_of,
    }


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _partners(agreements: Iterable[Agreement]) -> Iterator[Row]:
    for agreement in agreements:
        for market, partner in agreement.partners.items():
            yield {
                "agreement_id": agreement.id,
                "market": market,
                "applied_from": partner.applied_from,
                "applied_until": partner.applied_until,
            }


def _protocol(one: OriginProtocol) -> Row:
    return {
        "id": one.id,
        **_in_both("title", one.title),
        "hs_edition": one.hs_edition,
        "rules_recorded": one.rules is not None,
        **_in_both("warning", one.warning),
        "as_of": one.as_of,
    }


def _rules(protocols: Iterable[OriginProtocol]) -> Iterator[Row]:
    for protocol in protocols:
        for row in protocol.rows:
            yield {"protocol_id": protocol.id, **_rule(row)}


def _rule(row: RuleRow) -> Row:
    rule = row.rule
    return {
        "row": rule.row,
        "line": row.place.line,
        "hs_from": rule.codes.first.digits,
        "hs_to": rule.codes.last.digits,
        "covers": rule.coverage.value,
        **_in_both("description", rule.description),
        "rule": rule.notation,
        "direction": row.direction.value,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "confidence": rule.confidence.value,
        "source": rule.source,
        "remark": rule.remark,
        "reviewed_by": "|".join(one.value for one in rule.reviewed_by),
    }


def _market(one: Market) -> Row:
    return {
        "iso2": one.iso2,
        "status": one.status,
        **_in_both("note", one.note),
        "confidence": one.confidence,
        "as_of": one.as_of,
        "source": one.source,
    }


def _market_agreements(markets: Iterable[Market]) -> Iterator[Row]:
    for market in markets:
        for position, agreement in enumerate(market.agreements, start=1):
            yield {"market": market.iso2, "agreement_id": agreement, "position": position}


def _tariff_file(file: TariffFile, root: Path) -> Row:
    return {
        "market": file.market,
        "agreement_id": file.agreement,
        "side": file.side.value,
        "path": file.path.relative_to(root).as_posix(),
        "hs_edition": file.hs_edition,
        "year": file.year,
        "valid_from": file.valid_from,
        "valid_to": file.valid_to,
        "confidence": file.confidence.value,
        "source": file.source,
    }


def _tariff_lines(files: Iterable[TariffFile], root: Path) -> Iterator[Row]:
    # One file can serve several markets: its lines are copied once.
    for path in dict.fromkeys(file.path for file in files):
        shown = path.relative_to(root).as_posix()
        for lines in read_lines(path, root).lines.values():
            for line in lines:
                yield {"path": shown, **_tariff_line(line)}


def _tariff_line(line: PublishedLine) -> Row:
    return {
        "line": line.line,
        "code": line.code,
        "rate": line.rate.text if line.rate else None,
        "percent": line.rate.percent if line.rate else None,
        "notes": "|".join(line.notes),
    }


def _duty_rule(row: DutyRuleRow) -> Row:
    rule = row.rule
    return {
        "line": row.row.line,
        "markets": "|".join(sorted(rule.markets)),
        "agreements": "|".join(sorted(rule.agreements)),
        "side": rule.side.value,
        "hs_from": rule.first,
        "hs_to": rule.last,
        "percent": rule.percent,
        "text_de": rule.text.de,
        "text_en": rule.text.en,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "confidence": rule.confidence.value,
        "source": rule.source,
    }


def _label(digits: str, one: ProductLabelLike) -> Row:
    words = {language: "|".join(found) for language, found in one.words.items()}
    return {"hs": digits, **_in_both("label", one.label), **_in_both("words", words)}


def _in_both(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The columns of a text in both languages; what has no text is empty."""
    return {f"{name}_{language}": texts.get(language, "") for language in ("de", "en")}
