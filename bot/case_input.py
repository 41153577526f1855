"""The JSON of `assess` -> a case for the engine, with one typed error for every kind of bad input.

Nothing is guessed: what cannot be read names its field and what was expected. Working steps in free words
are read where unmistakable and otherwise handed on as words, so that the engine asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from typing import Any

from bot.agreements.catalogue import Agreement, Catalogue
from bot.case_fields import Fields, InputError, object_at, parse_json
from bot.language.markets import MarketReader
from bot.language.processes import ProcessReader, ProcessWords
from bot.origin.bill_of_materials import (
    EUROPEAN_UNION,
    Case,
    Evidence,
    EvidenceKind,
    Material,
    Operation,
    Producer,
    Product,
    Role,
)
from bot.origin.determination import MOST_LEVELS
from bot.origin.facts import Answer, Answers
from bot.origin.nomenclature import HsCode, Nomenclature, NomenclatureError, read_code

__all__ = ["CaseReader", "CaseRequest", "InputError"]

_MOST_MATERIALS = 5000
_MOST_OPERATIONS = 500
_CODE_ANSWER = re.compile(r"(product|material\.[\d.]+)\.hs(?P<edition>_\d{4})?")


@dataclass(frozen=True)
class CaseRequest:
    """A case, the agreement it asks for (None: the one to use), and the fields nobody reads."""

    case: Case
    agreement: Agreement | None
    ignored: tuple[str, ...] = ()


@dataclass
class _Reading:
    """What one request shares while it is read."""

    currency: str
    ignored: list[str] = field(default_factory=list)
    materials: int = 0


@dataclass(frozen=True)
class CaseReader:
    """Reads cases against the law, the nomenclature, the processes and the names of markets."""

    catalogue: Catalogue
    nomenclature: Nomenclature
    processes: ProcessReader
    markets: MarketReader

    def read(self, text: str | bytes, today: date | None = None) -> CaseRequest:
        """Read a case; raises InputError. Without a date it is that of today."""
        return self.read_object(parse_json(text), today)

    def read_object(self, value: Any, today: date | None = None) -> CaseRequest:
        """Read a case that is already parsed JSON."""
        top = Fields(object_at(value, ""), "")
        product_fields = Fields(object_at(top.required("product"), "product"), "product")
        reading = _Reading(product_fields.currency("currency") or "EUR")
        market, agreement = self._market_and_agreement(top)
        product = self._product(product_fields, reading)
        materials = self._materials(top.list_or_none("materials"), "materials", 1, reading)
        case = Case(
            product,
            market,
            top.day("date") or today or datetime.now(timezone.utc).date(),
            materials,
            self._operations(top, reading),
            top.yes_no("duty_drawback"),
            Answers(self._answers(top)),
        )
        reading.ignored += top.unread() + product_fields.unread()
        return CaseRequest(case, agreement, tuple(sorted(reading.ignored)))

    # --- market and agreement --------------------------------------------------------------------

    def _market_and_agreement(self, top: Fields) -> tuple[str, Agreement | None]:
        market_text, id_ = top.text("market"), top.text("agreement")
        if market_text is None and id_ is None:
            message = "expected a market such as JP, or an agreement"
            raise InputError("missing_market", message, "market")
        market = self.market(market_text, "market") if market_text is not None else None
        if id_ is None:
            assert market is not None
            return market, None
        agreement = self._agreement(id_, market)
        if market is None:
            market = self._only_partner(agreement)
        elif market not in agreement.partners:
            message = f"'{agreement.id}' is not an agreement with {market}"
            raise InputError("agreement_not_for_market", message, "agreement")
        return market, agreement

    def _agreement(self, wanted: str, market: str | None) -> Agreement:
        """An agreement by its id, or by that of its origin protocol together with the market."""
        found = self.catalogue.agreements.get(wanted)
        if found is not None:
            return found
        reaching = self.catalogue.agreements_of(market) if market else ()
        by_protocol = [one for one in reaching if one.origin_protocol == wanted]
        if not by_protocol:
            raise InputError("unknown_agreement", f"'{wanted}' is not an agreement", "agreement")
        return by_protocol[0]

    def _only_partner(self, agreement: Agreement) -> str:
        if len(agreement.partners) != 1:
            names = ", ".join(sorted(agreement.partners))
            message = f"'{agreement.id}' has several partners ({names}): expected a market"
            raise InputError("missing_market", message, "market")
        return next(iter(agreement.partners))

    def market(self, text: str, where: str) -> str:
        """The ISO code of a market told by code or name; raises InputError."""
        found = self._country(text)
        if found is None or found == EUROPEAN_UNION:
            message = f"'{text}': expected an ISO 3166 code such as JP, or the name of a country"
            raise InputError("unknown_market", message, where)
        return found

    def _country(self, text: str) -> str | None:
        wanted = text.strip()
        if wanted.upper() == EUROPEAN_UNION:
            return EUROPEAN_UNION
        if wanted.upper() in self.markets.data.markets:
            return wanted.upper()
        return self.markets.find_one(wanted) if len(wanted) > 2 else None

    def _country_at(self, fields: Fields, name: str) -> str | None:
        text = fields.text(name)
        if text is None:
            return None
        found = self._country(text)
        if found is None:
            message = f"'{text}': expected an ISO 3166 code such as DE, or EU"
            raise InputError("unknown_country", message, fields.at(name))
        return found

    # --- product and materials -------------------------------------------------------------------

    def _product(self, fields: Fields, reading: _Reading) -> Product:
        return Product(
            self._code(fields.required("hs"), fields.at("hs")),
            fields.text("description") or "",
            fields.choice("produced_by", Producer),
            fields.price("ex_works_price"),
            fields.price("fob_price"),
            fields.price("net_weight_kg"),
            reading.currency,
            fields.yes_no("wholly_obtained"),
            fields.yes_no("is_set") or False,
        )

    def _code(self, value: Any, where: str) -> HsCode:
        """A code of HS 2022 in any notation, of at least four digits."""
        if not isinstance(value, str):
            message = 'expected a code as a text in quotes such as "841370"'
            raise InputError("wrong_type", message, where)
        try:
            found = read_code(value)
        except NomenclatureError as error:
            raise InputError("bad_code", str(error), where) from error
        if len(found.digits) < 4:
            raise InputError("bad_code", f"'{value}': expected at least 4 digits", where)
        if not self.nomenclature.exists(found):
            raise InputError("unknown_code", f"'{value}' does not exist in HS 2022", where)
        return found

    def _materials(
        self, values: list[Any] | None, where: str, level: int, reading: _Reading
    ) -> tuple[Material, ...] | None:
        if values is None:
            return None
        reading.materials += len(values)
        if reading.materials > _MOST_MATERIALS:
            message = f"expected at most {_MOST_MATERIALS} materials"
            raise InputError("too_many_materials", message, where)
        if level > MOST_LEVELS:
            message = f"nested deeper than {MOST_LEVELS} levels"
            raise InputError("too_deep", message, where)
        return tuple(
            self._material(value, f"{where}[{index}]", level, reading)
            for index, value in enumerate(values)
        )

    def _material(self, value: Any, where: str, level: int, reading: _Reading) -> Material:
        fields = Fields(object_at(value, where), where)
        self._same_currency(fields, reading)
        code = fields.value("hs")
        nested = fields.list_or_none("materials")
        material = Material(
            None if code is None else self._code(code, fields.at("hs")),
            fields.text("description") or "",
            fields.amount("value"),
            fields.amount("weight_kg"),
            self._country_at(fields, "country"),
            fields.yes_no("originating"),
            self._country_at(fields, "originating_in"),
            fields.yes_no("wholly_obtained"),
            self._evidence(fields, reading),
            self._materials(nested, fields.at("materials"), level + 1, reading) or (),
            fields.choice("role", Role) or Role.COMPONENT,
        )
        reading.ignored += fields.unread()
        return material

    @staticmethod
    def _same_currency(fields: Fields, reading: _Reading) -> None:
        currency = fields.currency("currency")
        if currency is not None and currency != reading.currency:
            message = f"{currency} beside {reading.currency}: expected one currency in a case"
            raise InputError("mixed_currencies", message, fields.at("currency"))

    def _evidence(self, fields: Fields, reading: _Reading) -> Evidence | None:
        value = fields.value("evidence")
        if value is None:
            return None
        if isinstance(value, str):
            return Evidence(fields.member(value, EvidenceKind, fields.at("evidence")))
        inner = Fields(object_at(value, fields.at("evidence")), fields.at("evidence"))
        kind = inner.member(inner.required("kind"), EvidenceKind, inner.at("kind"))
        covers = inner.list_or_none("covers")
        markets = None
        if covers is not None:
            markets = frozenset(
                self._covered(one, f"{inner.at('covers')}[{index}]")
                for index, one in enumerate(covers)
            )
        first, last = inner.day("valid_from"), inner.day("valid_to")
        if first is not None and last is not None and last < first:
            message = f"'{last}': expected a day not before {first}"
            raise InputError("bad_period", message, inner.at("valid_to"))
        reading.ignored += inner.unread()
        return Evidence(kind, markets, first, last)

    def _covered(self, value: Any, where: str) -> str:
        if not isinstance(value, str):
            raise InputError("wrong_type", "expected the code of a country", where)
        return self.market(value, where)

    # --- working -----------------------------------------------------------------------------------

    def _operations(self, top: Fields, reading: _Reading) -> tuple[Operation, ...] | None:
        values = top.list_or_none("operations")
        if values is None:
            return None
        if len(values) > _MOST_OPERATIONS:
            message = f"expected at most {_MOST_OPERATIONS} operations"
            raise InputError("too_many_operations", message, "operations")
        return tuple(
            operation
            for index, value in enumerate(values)
            for operation in self._operation(value, f"operations[{index}]", reading)
        )

    def _operation(self, value: Any, where: str, reading: _Reading) -> tuple[Operation, ...]:
        if isinstance(value, str):
            return self._from_words(value, None)
        fields = Fields(object_at(value, where), where)
        words = fields.required("process")
        if not isinstance(words, str):
            raise InputError("wrong_type", "expected the name of a process", fields.at("process"))
        country = self._country_at(fields, "country")
        reading.ignored += fields.unread()
        return self._from_words(words, country)

    def _from_words(self, words: str, country: str | None) -> tuple[Operation, ...]:
        place = country or EUROPEAN_UNION
        if words in self.catalogue.vocabulary.processes:
            return (Operation(words, words, place),)
        # "Assembly in China" says where, but not in the way the engine needs it: it is asked.
        if country is None and self._names_foreign_market(words):
            return (Operation(None, words, place),)
        found = self.processes.read(words)
        if found is None:
            return (Operation(None, words, place),)
        return tuple(Operation(process, words, place) for process in found)

    def _names_foreign_market(self, words: str) -> bool:
        named = {one.iso2 for one in self.markets.find(words) if one.certain}
        return bool(named - self.catalogue.territory - {None})

    # --- answers -----------------------------------------------------------------------------------

    def _answers(self, top: Fields) -> dict[str, Answer]:
        value = top.value("answers")
        if value is None:
            return {}
        given = object_at(value, "answers")
        return {
            name: self._answer(name, answer) for name, answer in given.items() if answer is not None
        }

    def _answer(self, name: str, answer: Any) -> Answer:
        where = f"answers.{name}"
        asked_for_code = _CODE_ANSWER.fullmatch(name)
        if asked_for_code is not None:
            return self._answered_code(answer, where, asked_for_code["edition"] is not None)
        if isinstance(answer, bool):
            return answer
        if isinstance(answer, str):
            return answer.strip()
        return Fields({name: answer}, "answers").amount_or_fail(name)

    def _answered_code(self, answer: Any, where: str, of_earlier_edition: bool) -> str:
        """A code that was asked for; that of an earlier edition need not exist today."""
        if not of_earlier_edition:
            return self._code(answer, where).digits
        if not isinstance(answer, str):
            raise InputError("wrong_type", "expected a code as a text in quotes", where)
        try:
            return read_code(answer).digits
        except NomenclatureError as error:
            raise InputError("bad_code", str(error), where) from error


def vocabulary_reader(processes: Mapping[str, Any]) -> ProcessReader:
    """The reader of working steps for the vocabulary of the law."""
    return ProcessReader(
        tuple(
            ProcessWords(
                one.id,
                tuple(one.name.values()),
                tuple(word for words in one.words.values() for word in words),
                one.insufficient,
            )
            for one in processes.values()
        )
    )
