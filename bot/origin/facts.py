"""Facts a determination may need and nobody has given yet, and the answers that were given.

A fact has a stable id (`product.ex_works_price`, `process.weaving`, `material.2.value`), so that an answer
given once serves every alternative and every agreement that asks for the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Union

Answer = Union[bool, Decimal, str]

# Far beyond any price or weight: such a number is a slip of the keyboard.
_LARGEST_AMOUNT = Decimal(10) ** 15
# Finer than any share of a cent; an amount with thousands of decimals cannot be written out.
_MOST_DECIMALS = 30


class FactType(Enum):
    """What kind of answer a fact takes; the order is that of the effort for the exporter."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    CODE = "code"
    WEIGHT = "weight"
    MONEY = "money"

    @property
    def effort(self) -> int:
        """How much work an answer is: a yes or no before a code, a code before a value."""
        return list(FactType).index(self)


class Topic(Enum):
    """What a fact is about; explanations choose their words by it."""

    PRODUCED_BY_EXPORTER = "produced_by_exporter"
    SUPPLIERS_DECLARATION = "suppliers_declaration"
    WHOLLY_OBTAINED_PRODUCT = "wholly_obtained_product"
    WHOLLY_OBTAINED_DESPITE_MATERIALS = "wholly_obtained_despite_materials"
    ALL_ORIGINATING = "all_originating"
    PRODUCT_CODE = "product_code"
    PRODUCT_ROW = "product_row"
    PRODUCT_DESCRIPTION = "product_description"
    EX_WORKS_PRICE = "ex_works_price"
    FOB_PRICE = "fob_price"
    NET_WEIGHT = "net_weight"
    PROCESS = "process"
    JUDGEMENT = "judgement"
    SUFFICIENT_OPERATIONS = "sufficient_operations"
    CRITERION = "criterion"
    OFFENDING_VALUE = "offending_value"
    OFFENDING_WEIGHT = "offending_weight"
    NON_ORIGINATING_VALUE = "non_originating_value"
    ORIGINATING_VALUE = "originating_value"
    SCOPE_WEIGHT = "scope_weight"
    WITHIN_WEIGHT = "within_weight"
    MATERIAL_CODE = "material_code"
    MATERIAL_VALUE = "material_value"
    MATERIAL_WEIGHT = "material_weight"
    MATERIAL_ORIGINATING = "material_originating"
    MATERIAL_WHOLLY_OBTAINED = "material_wholly_obtained"
    MATERIAL_EVIDENCE = "material_evidence"
    MATERIAL_DESCRIPTION = "material_description"
    OUTWARD_PROCESSING_VALUE = "outward_processing_value"


@dataclass(frozen=True)
class MissingFact:
    """A fact whose answer can change the outcome.

    `subject` is what the topic speaks about (a process id, the notation of a criterion or scope, the
    name of a described material); `material` the key of a line of the bill of materials; `options` the
    answers of a choice.
    """

    id: str
    topic: Topic
    type: FactType
    subject: str = ""
    material: str = ""
    options: tuple[str, ...] = ()


class AnswerError(ValueError):
    """An answer does not have the form its fact takes; `field` names the fact."""

    def __init__(self, message: str, fact_id: str) -> None:
        super().__init__(message)
        self.field = fact_id


@dataclass(frozen=True)
class Answers:
    """Answers by fact id. Reading one of the wrong form raises AnswerError; never a guess.

    `unknown` are the facts of which the exporter said that he cannot tell: they stay open, and facts that
    could only matter together with them are not asked for.
    """

    given: Mapping[str, Answer] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    def yes_no(self, fact_id: str) -> bool | None:
        """The yes or no given for a fact, None if nobody answered."""
        answer = self.given.get(fact_id)
        if answer is None or isinstance(answer, bool):
            return answer
        raise AnswerError(f"answer '{answer}' for {fact_id}: expected true or false", fact_id)

    def amount(self, fact_id: str) -> Decimal | None:
        """The amount (money or weight) given for a fact, None if nobody answered."""
        answer = self.given.get(fact_id)
        if answer is None:
            return None
        amount = _as_decimal(answer)
        if amount is None or not is_amount(amount):
            raise AnswerError(
                f"answer '{answer}' for {fact_id}: expected an amount from 0", fact_id
            )
        return amount

    def text(self, fact_id: str) -> str | None:
        """The code or choice given for a fact, None if nobody answered."""
        answer = self.given.get(fact_id)
        if answer is None or isinstance(answer, str):
            return answer
        raise AnswerError(f"answer '{answer}' for {fact_id}: expected a text", fact_id)


def _as_decimal(answer: Answer) -> Decimal | None:
    if isinstance(answer, bool):
        return None
    try:
        return Decimal(answer)
    except (InvalidOperation, TypeError):
        return None


def is_amount(number: Decimal) -> bool:
    """Whether a number can be a price or a weight: finite, from 0, of a size and fineness that exist."""
    exponent = number.as_tuple().exponent
    fine_enough = isinstance(exponent, int) and exponent >= -_MOST_DECIMALS
    return fine_enough and 0 <= number <= _LARGEST_AMOUNT
