"""Reads the facts about one material out of a piece of text, and tells name from rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.language.evidence_words import EvidenceHint, find_evidence
from bot.language.hs_codes import HsCodeFound, find_hs_codes
from bot.language.markets import MarketFound, MarketReader
from bot.language.numbers import NumberFound, read_numbers
from bot.language.words import word_set, words_of

_WEIGHTS = {
    "kg": Decimal(1),
    "kilo": Decimal(1),
    "kilogramm": Decimal(1),
    "kilogram": Decimal(1),
    "kilograms": Decimal(1),
    "g": Decimal("0.001"),
    "gramm": Decimal("0.001"),
    "t": Decimal(1000),
    "tonnen": Decimal(1000),
    "tons": Decimal(1000),
    "tonnes": Decimal(1000),
}
_COUNTS = word_set("stk stck stuck stueck pcs pc pieces units x mal paar pair pairs set sets satz")
_LINKING = (
    r"(?:made in|hergestellt in|gefertigt in|produced in|aus|von|vom|from|ex|für|fuer|for|zu|kostet"
    r"|kosten|costs?|wert|value|preis|price|ursprung|herkunft|origin|country|land|code|hs[- ]?code"
    r"|hs[- ]?nummer|hs|kn|cn|taric|zolltarifnummer|warennummer|tarifnummer|nr|no|je|ca|circa|etwa"
    r"|about|wir (?:kaufen|beziehen|verwenden)|we (?:buy|use|purchase)"
    r"|der|die|das|den|dem|the|in|mit|with|und|and|at|is|ist|are|sind)"
)
_EACH = re.compile(
    r"(?<!\w)(?:je|à|each|apiece|pro (?:stück|stueck|stk)|per (?:piece|unit|pc))(?!\w)", re.I
)
_EDGE = re.compile(rf"^(?:[\s,;:.()/|=@–—-]|\b{_LINKING}\b\.?(?=[\s,;:.()/|=@–—-]|$))+", re.I)
_EDGE_END = re.compile(rf"(?:[\s,;:(/|=@–—-]|(?<![\w]){_LINKING}\.?(?=[\s,;:(/|=@–—-]*$))+$", re.I)


@dataclass(frozen=True, slots=True)
class LineRead:
    """One material as understood; None means not stated.

    `value` is in `currency` (ISO 4217; None: not stated) and stands for the whole line.
    `country` is an ISO code or "EU". `originating_hint` and `evidence_hint` repeat what was
    written and prove nothing. `ambiguous_value` is the other reading of the value.
    `unread` lists every piece that was not understood, `source_line` counts from 1.
    """

    description: str | None
    source_line: int
    hs: str | None = None
    value: Decimal | None = None
    currency: str | None = None
    country: str | None = None
    quantity: Decimal | None = None
    weight_kg: Decimal | None = None
    percent: Decimal | None = None
    originating_hint: bool | None = None
    evidence_hint: EvidenceHint | None = None
    ambiguous_value: Decimal | None = None
    unread: tuple[str, ...] = ()

    @property
    def states_something(self) -> bool:
        """Does the line say more than what the material is called?"""
        stated = (self.hs, self.value, self.country, self.originating_hint, self.evidence_hint)
        return any(fact is not None for fact in stated)


class LineFacts:
    """The facts in a piece of free text and where they stand."""

    def __init__(
        self,
        text: str,
        lang: str | None,
        markets: MarketReader,
        is_heading: Callable[[str], bool],
    ) -> None:
        self.text = text
        self._evidence = find_evidence(text)
        self._spans = list(self._evidence.spans)
        self._unclear: list[tuple[int, int]] = []
        self._codes = [
            code
            for code in find_hs_codes(text)
            if self._is_free(code.span) and is_heading(code.digits[:4])
        ]
        numbers = [n for n in read_numbers(text, lang) if self._is_free(n.span)]
        self._hs = self._chosen_code(numbers)
        numbers = [n for n in numbers if self._is_free(n.span)]
        self._numbers = self._sorted_numbers(numbers)
        found = [m for m in markets.find(text, lang) if self._is_free(m.span)]
        self._country = one_country(tuple(found)) or _doubtful_country(text, found)
        each = _EACH.search(text)
        self._per_piece = each is not None
        if each is not None and self._is_free(each.span()):
            self._spans.append(each.span())
        if text.strip() in markets.data.markets:  # a code in a cell or part of its own
            self._country = text.strip()
            self._spans.append((0, len(text)))
        if self._country is not None:
            self._spans.extend(market.span for market in found)

    def _is_free(self, span: tuple[int, int]) -> bool:
        return not any(span[0] < end and start < span[1] for start, end in self._spans)

    def _chosen_code(self, numbers: list[NumberFound]) -> HsCodeFound | None:
        """Take the one certain code; an uncertain one only if another figure is the value."""
        certain = [code for code in self._codes if code.certain]
        alone = self.text.strip().isdigit() and len(self.text.strip()) < 6
        others = [n for n in numbers if not any(_overlap(n.span, c.span) for c in self._codes)]
        candidates = [] if alone else certain or (self._codes if others else [])
        if len(candidates) != 1:
            return None
        self._spans.append(candidates[0].span)
        return candidates[0]

    def _sorted_numbers(self, numbers: list[NumberFound]) -> dict[str, NumberFound]:
        """Tell value, percentage, weight and count apart; a second one of a kind is unclear."""
        chosen: dict[str, NumberFound] = {}
        has_money = any(number.kind == "money" for number in numbers)
        for number in numbers:
            if number.unit and number.unit not in _WEIGHTS and number.unit not in _COUNTS:
                continue  # "12 V" and "50 mm" are part of the name
            kind = self._kind(number, has_money)
            if kind is None or kind in chosen or not number.plausible:
                self._unclear.append(number.span)
            else:
                chosen[kind] = number
                self._spans.append(number.span)
                if number.unit:
                    self._spans.append(self._unit_span(number))
        return chosen

    def _kind(self, number: NumberFound, has_money: bool) -> str | None:
        if number.kind == "percent":
            return "percent"
        if number.unit in _WEIGHTS:
            return "weight"
        if number.unit in _COUNTS:
            return "quantity"
        if number.value < 0:
            return None  # no material has a negative value
        if number.kind == "money":
            return "value"
        uncertain_code = any(_overlap(number.span, code.span) for code in self._codes)
        if has_money or uncertain_code:
            return None
        return "value"

    def _unit_span(self, number: NumberFound) -> tuple[int, int]:
        match = re.compile(r"\s*[^\W\d_]+").match(self.text, number.span[1])
        return (number.span[1], match.end() if match else number.span[1])

    def line(self, source_line: int) -> LineRead:
        """Return the facts as a line without its name."""
        value, percent = _as_price(self._numbers.get("value")), self._numbers.get("percent")
        weight, quantity = self._numbers.get("weight"), self._numbers.get("quantity")
        pieces = quantity.value if quantity and self._per_piece else Decimal(1)
        return LineRead(
            description=None,
            source_line=source_line,
            hs=self._hs.digits if self._hs else None,
            value=value.value * pieces if value else None,
            currency=value.currency if value else None,
            country=self._country,
            quantity=quantity.value if quantity else None,
            weight_kg=kilograms(weight) if weight else None,
            percent=percent.value if percent else None,
            originating_hint=self._evidence.originating,
            evidence_hint=self._evidence.evidence,
            ambiguous_value=value.other * pieces if value and value.other is not None else None,
        )

    def rest(self) -> tuple[str | None, tuple[str, ...]]:
        """Return the name, which is the first text between the facts, and what is unread."""
        unclear = [self.text[start:end] for start, end in self._unclear]
        pieces = []
        position = 0
        for start, end in sorted([*self._spans, *self._unclear]):
            pieces.append(self.text[position:start])
            position = max(position, end)
        pieces.append(self.text[position:])
        cleaned = [piece for piece in map(_without_edges, pieces) if piece]
        if not cleaned:
            return None, tuple(unclear)
        return cleaned[0], (*cleaned[1:], *unclear)


def _as_price(number: NumberFound | None) -> NumberFound | None:
    """The reading as thousands first: prices have no three decimals, whatever the language of the talk."""
    if number is None or number.other is None or number.value == number.value.to_integral_value():
        return number
    return replace(number, value=number.other, other=number.value)


def _without_edges(piece: str) -> str:
    """Strip punctuation and linking words ("aus", "für", "HS") from both ends."""
    shorter = _EDGE_END.sub("", _EDGE.sub("", " " + piece + " ")).strip()
    return shorter if shorter == piece else _without_edges(shorter)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def one_country(found: tuple[MarketFound, ...]) -> str | None:
    """Return the one country named, "EU" for the Union; None if none or several."""
    codes = {
        market.iso2 or market.group for market in found if not market.negated and market.certain
    }
    code = codes.pop() if len(codes) == 1 else None
    return code if code is None or len(code) == 2 else None


def _doubtful_country(text: str, found: list[MarketFound]) -> str | None:
    """A country's name that may mean something else ("China", "Polen"), behind the material's name.

    In the line of a bill the country of purchase is what is expected there.
    """
    doubtful = [one for one in found if not one.certain and not one.negated and one.iso2]
    if len(doubtful) != 1 or len(found) != 1:
        return None
    (one,) = doubtful
    named_before = any(word.text.isalpha() for word in words_of(text[: one.span[0]]))
    return one.iso2 if named_before and one.text[:1].isupper() else None


def kilograms(number: NumberFound) -> Decimal:
    """Return a weight in kilograms; a number without unit is one."""
    return number.value * _WEIGHTS[number.unit or "kg"]
