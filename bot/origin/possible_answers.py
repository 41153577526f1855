"""Answers that can be tried for an open fact: both ways of a yes or no, codes a rule tells apart, amounts.

They need not be likely, only possible: a material weighs something, a product costs something. Amounts lie
far below, around and far above the shares that rules and tolerances name, by what is known of the product.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.origin.bill_of_materials import Case, walk
from bot.origin.criteria import AnyOf, NamedMaterial, Rule, scopes_of
from bot.origin.facts import Answer, FactType, MissingFact, Topic
from bot.origin.nomenclature import HsCode, HsRange
from bot.origin.origin_rules import OriginRules
from bot.origin.product_specific_rules import Candidate
from bot.origin.ways_to_origin import ALL_ORIGINATING_FACT

# Shares of the measure in percent: from next to nothing over the usual limits to many times as much.
SHARES = tuple(
    Decimal(one) for one in ("0.01", "4", "9", "12", "18", "27", "33", "42", "48", "57", "75", "95")
)
_LITTLE, _MUCH = Decimal("0.00001"), Decimal(1000)
_HUNDRED = Decimal(100)
# More of these helps the product to originate; of every other amount, less.
_HELPFUL = frozenset(
    (
        Topic.EX_WORKS_PRICE,
        Topic.FOB_PRICE,
        Topic.NET_WEIGHT,
        Topic.ORIGINATING_VALUE,
        Topic.WITHIN_WEIGHT,
    )
)
# Nothing of the kind, or free of charge, is a possible answer; but a material weighs something.
_CAN_BE_ZERO = frozenset(
    (
        Topic.NON_ORIGINATING_VALUE,
        Topic.ORIGINATING_VALUE,
        Topic.SCOPE_WEIGHT,
        Topic.WITHIN_WEIGHT,
        Topic.OUTWARD_PROCESSING_VALUE,
        Topic.MATERIAL_VALUE,
    )
)
# Which answer helps depends on the rule.
_DRAWN = frozenset((Topic.MATERIAL_CODE, Topic.PRODUCT_CODE, Topic.PRODUCT_ROW))
_MOST_CODES = 12


@dataclass(frozen=True)
class PossibleAnswers:
    """The answers of one case under one law; `candidates` are the rows that may govern."""

    case: Case
    law: OriginRules
    candidates: tuple[Candidate, ...]
    known: dict[str, Sequence[Answer]] = field(default_factory=dict)

    def of(self, fact: MissingFact) -> Sequence[Answer]:
        """The answers to try, those that are likeliest to differ first."""
        found = self.known.get(fact.id)
        if found is None:
            found = self.known[fact.id] = self._of(fact)
        return found

    def is_drawn(self, fact: MissingFact) -> bool:
        """Whether no answer is better than another as such."""
        return fact.topic in _DRAWN or fact.topic is Topic.MATERIAL_DESCRIPTION

    def favourable(self, fact: MissingFact) -> Sequence[Answer]:
        """Answers that help the product to originate, the plainest first."""
        return self._half(fact, helping=True)

    def unfavourable(self, fact: MissingFact) -> Sequence[Answer]:
        """Answers that do not help, the plainest first."""
        return self._half(fact, helping=False)

    def at_share(self, fact: MissingFact, share: Decimal) -> Answer:
        """An amount as a share of the product's price or weight in percent; these themselves in full."""
        measure = self._measure(fact)
        return measure if fact.topic in _HELPFUL else measure * share / _HUNDRED

    def _half(self, fact: MissingFact, *, helping: bool) -> Sequence[Answer]:
        if fact.type is FactType.YES_NO:
            return (helping,)
        measure = self._measure(fact)
        if (fact.topic in _HELPFUL) == helping:
            return tuple(measure * more for more in (10, 1, 2, 3, 50))
        return tuple(measure * one / _HUNDRED for one in (Decimal(1), *SHARES[1:]))

    def _of(self, fact: MissingFact) -> Sequence[Answer]:
        if fact.type is FactType.YES_NO:
            return (True, False)
        if fact.options:
            return fact.options[:_MOST_CODES]
        if fact.type is FactType.CODE:
            return self._codes(fact)
        measure = self._measure(fact)
        helpful = fact.topic in _HELPFUL
        least = (Decimal(0),) if self._can_be_zero(fact) else ()
        shares = tuple(measure * one / _HUNDRED for one in SHARES)
        extremes = (measure * _LITTLE, measure * _MUCH)
        return (self.favourable(fact)[0], *extremes[:: 1 if helpful else -1], *least, *shares)

    def _can_be_zero(self, fact: MissingFact) -> bool:
        """Whether there may be nothing of it: where not all materials originate there is something."""
        if fact.topic is Topic.NON_ORIGINATING_VALUE and not fact.material:
            return self.case.answers.given.get(ALL_ORIGINATING_FACT.id) is not False
        return fact.topic in _CAN_BE_ZERO

    def _measure(self, fact: MissingFact) -> Decimal:
        """What the product costs or weighs, as far as it was told."""
        product = self.case.product
        if fact.type is FactType.WEIGHT:
            known = product.net_weight_kg
            parts = [one.weight_kg for _, one in walk(self.case.materials or ())]
        else:
            known = product.ex_works_price or product.fob_price
            parts = [one.value for _, one in walk(self.case.materials or ())]
        return known or sum((one for one in parts if one), Decimal(0)) * 2 or _HUNDRED

    def _codes(self, fact: MissingFact) -> Sequence[Answer]:
        """Subheadings of what was told which the rules may tell apart."""
        told = self.case.product.hs if not fact.material else self._told(fact.material)
        near = [one for candidate in self.candidates for one in _near(candidate.product_code)]
        if told is not None and not fact.material:
            near = [*(one.digits for one in self.law.rules.codes_below(told)), *near]
        named = [code for one in self.candidates for code in self._named(one.rule.rule)]
        found = [_subheading(one) for one in (*near, *named, "2501", "8544", "3926")]
        if told is not None:
            inside = [one for one in found if one.startswith(told.digits)]
            found = [*inside, _subheading(told.digits), _subheading(told.digits, "9")]
        return tuple(dict.fromkeys(found))[:_MOST_CODES]

    def _told(self, key: str) -> HsCode | None:
        return dict(walk(self.case.materials or ()))[key].hs

    def _named(self, rule: Rule) -> Iterable[str]:
        for alternative in rule.alternatives:
            for criterion in alternative.criteria:
                if isinstance(criterion, AnyOf):
                    yield from self._named(criterion.rule)
                    continue
                for scope in scopes_of(criterion):
                    for item in (*scope.items, *scope.without):
                        if isinstance(item, HsRange):
                            yield item.first.digits
                        elif isinstance(item, NamedMaterial):
                            codes = item.codes or self.law.named_codes.get(item.name, ())
                            yield from (one.first.digits for one in codes)


def _near(product: HsCode) -> tuple[str, ...]:
    """Of the product's subheading, heading and chapter."""
    digits = product.digits
    other = "90" if digits[4:6] != "90" else "10"
    return digits, digits[:4] + other, digits[:2] + ("01" if digits[2:4] != "01" else "02")


def _subheading(digits: str, filling: str = "1") -> str:
    """A code of six digits below the given one."""
    return (digits + filling + "0" * 6)[:6] if len(digits) < 6 else digits[:6]
