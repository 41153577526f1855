"""Which row of the list governs the product, under which code: where several may, whether it matters.

A list in an earlier edition of the Harmonized System can know today's code under several codes, and rows for
described products share their codes with others. All that may govern are evaluated; if they agree no
question is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.origin.bill_of_materials import Case
from bot.origin.facts import Answers, FactType, MissingFact, Topic
from bot.origin.findings import Status
from bot.origin.nomenclature import HsCode
from bot.origin.origin_result import OriginDetermination
from bot.origin.product_specific_rules import Candidate, Confidence, Coverage, RuleList
from bot.origin.rule_traits import digits_compared
from bot.origin.told_materials import chosen_code

PRODUCT_ROW = "product.row"
NONE_OF_THEM = "none"

# More codes of an earlier edition than this are no choice for a person.
MOST_CODES_OFFERED = 12


def governing_candidates(case: Case, rules: RuleList) -> tuple[Candidate, ...]:
    """The rows that may govern, under the code the product had in the edition of the list if told.

    Raises AnswerError if the code answered is none of those it can have had.
    """
    candidates = rules.candidates(case.product.hs, case.day)
    codes = tuple(dict.fromkeys(one.product_code for one in candidates))
    if len(codes) > 1:
        codes = chosen_code(_code_fact_id(rules), codes, case.answers)
    return tuple(one for one in candidates if one.product_code in codes)


def code_fact(candidates: Sequence[Candidate], rules: RuleList) -> MissingFact:
    """Which code the product had in the edition of the list: a choice while there are few."""
    codes = tuple(dict.fromkeys(one.product_code.digits for one in candidates))
    few = len(codes) <= MOST_CODES_OFFERED
    kind = FactType.CHOICE if few else FactType.CODE
    return MissingFact(_code_fact_id(rules), Topic.PRODUCT_CODE, kind, options=codes)


def _code_fact_id(rules: RuleList) -> str:
    return f"product.hs_{rules.edition}"


def told_apart(candidates: Sequence[Candidate]) -> dict[HsCode, tuple[Candidate, ...]]:
    """The rows by code, one code for all that lead to the same rules in the same way."""
    by_code: dict[HsCode, list[Candidate]] = {}
    for one in candidates:
        by_code.setdefault(one.product_code, []).append(one)
    distinct_ones: dict[tuple[object, ...], HsCode] = {}
    for product_code, found in by_code.items():
        distinct_ones.setdefault(_effect(product_code, found), product_code)
    return {one: tuple(by_code[one]) for one in distinct_ones.values()}


def _effect(product_code: HsCode, found: Sequence[Candidate]) -> tuple[object, ...]:
    """What a code of an earlier edition brings about: its rules, and the digits they compare."""
    rules = tuple((one.rule.notation, tuple(one.rule.description.items())) for one in found)
    digits = max((digits_compared(one.rule.rule) for one in found), default=0)
    return rules, product_code.digits[:digits]


@dataclass(frozen=True)
class RowChoice:
    """The rows that may govern under one code of the product, and the fact that tells which one does."""

    candidates: tuple[Candidate, ...]

    @property
    def is_rest_recorded(self) -> bool:
        """Whether there is a row for what no description fits."""
        return self.candidates[-1].rule.coverage is not Coverage.DESCRIBED

    @property
    def fact(self) -> MissingFact:
        """Which description fits; "none of them" where there is no row for the rest."""
        options = tuple(one.rule.row for one in self.candidates)
        if not self.is_rest_recorded:
            options += (NONE_OF_THEM,)
        return MissingFact(PRODUCT_ROW, Topic.PRODUCT_ROW, FactType.CHOICE, options=options)

    def told(self, answers: Answers) -> Candidate | None:
        """The row that was answered, if one was."""
        answer = answers.text(PRODUCT_ROW)
        return next((one for one in self.candidates if one.rule.row == answer), None)

    def is_none_of_them(self, answers: Answers) -> bool:
        """Whether no description fits and the list has no row for the rest."""
        return not self.is_rest_recorded and answers.text(PRODUCT_ROW) == NONE_OF_THEM


def agreed(results: Sequence[OriginDetermination]) -> OriginDetermination | None:
    """The answer if there is no doubt which result holds, None if it must be told which one does."""
    first = results[0]
    decided = first.status is not Status.UNDETERMINED
    same_status = decided and all(one.status is first.status for one in results)
    if len(results) == 1 or same_status or all(_is_same(one, first) for one in results):
        return replace(first, confidence=weakest_of(results))
    return None


def weakest_of(results: Sequence[OriginDetermination]) -> Confidence:
    """The confidence of an answer that rests on several results."""
    return Confidence.weakest(one.confidence for one in results)


def _is_same(one: OriginDetermination, other: OriginDetermination) -> bool:
    """Whether two results cannot come to differ: the same rule, by the same code, missing the same."""
    if one.row is None or other.row is None:
        return False
    return (
        one.row.notation == other.row.notation
        and one.product_code == other.product_code
        and one.status is other.status
    )
