"""The determination of origin: the steps of the law in their order.

Status of the good first (wholly obtained, exclusively of originating materials, or sufficiently worked under
the product-specific rule; then insufficient operations and territory). The conditions of claiming it
(transport, drawback, proof) are stated apart and do not change the status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.origin.bill_of_materials import Case, Material, Producer, Product
from bot.origin.criteria import Rule
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import Reason, Status, Way, distinct
from bot.origin.governing_row import (
    NONE_OF_THEM,
    PRODUCT_ROW,
    RowChoice,
    agreed,
    code_fact,
    governing_candidates,
    told_apart,
    weakest_of,
)
from bot.origin.insufficient_operations import SUFFICIENT_FACT, works_sufficiently
from bot.origin.material_status import Input, MaterialStatus, OwnRule, StatusSource, inputs_of
from bot.origin.nested_bills import nested_case, outer_facts
from bot.origin.nomenclature import HsCode, HsRange, code
from bot.origin.origin_result import OriginDetermination, RelevantFacts
from bot.origin.origin_rules import OriginRules
from bot.origin.outcome import Outcome
from bot.origin.possible_answers import PossibleAnswers
from bot.origin.product_specific_rules import Candidate, Confidence, ProductSpecificRule
from bot.origin.relevance import Relevance, Witness
from bot.origin.row_evaluation import RowEvaluation
from bot.origin.rule_traits import demands_wholly_obtained
from bot.origin.territoriality import stays_inside
from bot.origin.told_materials import finer_code
from bot.origin.ways_to_origin import (
    ALL_ORIGINATING_FACT,
    all_originating,
    is_wholly_obtained,
    uses_cumulation,
    with_whole_fact,
)
from bot.origin.whole_facts import DESPITE_MATERIALS_FACT

__all__ = [
    "ALL_ORIGINATING_FACT",
    "MOST_LEVELS",
    "NONE_OF_THEM",
    "PRODUCT_CODE_FACT",
    "PRODUCT_ROW",
    "SUPPLIERS_DECLARATION_FACT",
    "OriginDetermination",
    "OriginRules",
    "Witness",
    "determine",
    "determine_status",
    "with_told_code",
    "witnesses_of",
]

SUPPLIERS_DECLARATION_FACT = MissingFact(
    "product.suppliers_declaration", Topic.SUPPLIERS_DECLARATION, FactType.YES_NO
)
PRODUCT_CODE_FACT = MissingFact("product.hs", Topic.PRODUCT_CODE, FactType.CODE)

# An intermediate that contains itself cannot exist; deeper nesting than this is a fault of the input.
MOST_LEVELS = 12

MOST_ROWS_SEARCHED = 24
"""With more rows than this (a code of today with hundreds of earlier ones) the row or earlier code is asked
for first in any case; which other facts matter is looked for when that is told."""


def determine(case: Case, law: OriginRules) -> OriginDetermination:
    """Determine the origin of the product of a case under one agreement. Pure: same input, same answer.

    Every missing fact it names is one whose answer can change the outcome (bot.origin.relevance).
    """
    found = determine_status(case, law)
    if not found.missing or len(found.candidates) > MOST_ROWS_SEARCHED:
        return found
    relevance = _relevance(found, case, law)

    def relevant() -> tuple[MissingFact, ...]:
        shown = relevance.witnesses()
        if relevance.is_exhausted:
            return tuple(found.missing)
        named = _of_any_row(found, case, law, shown)
        return tuple(one.fact for one in named) or tuple(found.missing)

    return replace(found, missing=RelevantFacts(tuple(found.missing), relevance.matters, relevant))


def witnesses_of(found: OriginDetermination, case: Case, law: OriginRules) -> tuple[Witness, ...]:
    """For every open fact that can change the outcome of a determination two cases that show it."""
    return _of_any_row(found, case, law, _relevance(found, case, law).witnesses())


def _relevance(found: OriginDetermination, case: Case, law: OriginRules) -> Relevance:
    candidates = found.candidates or law.rules.candidates(case.product.hs, case.day)
    possible = PossibleAnswers(case, law, candidates)
    return Relevance(found, case, possible, lambda told: determine_status(told, law))


def _of_any_row(
    found: OriginDetermination, case: Case, law: OriginRules, shown: tuple[Witness, ...]
) -> tuple[Witness, ...]:
    """Where it does not matter which row or code governs, what is open under one of them is asked for.

    The first one under which something is open stands for all.
    """
    ids = {one.fact.id for one in shown}
    idle = next((one for one in found.missing if one.options and one.id not in ids), None)
    if idle is None or idle.material:
        return shown
    for option in idle.options:
        given = {**case.answers.given, idle.id: option}
        told = replace(case, answers=replace(case.answers, given=given))
        under = determine_status(told, law)
        if under.missing:
            inner = witnesses_of(under, told, law)
            if idle.id != PRODUCT_ROW and any(one.fact.id == PRODUCT_ROW for one in inner):
                # The descriptions to choose from are those of one code: it has to be told first.
                return shown
            assumed = (replace(one, others={**one.others, idle.id: option}) for one in inner)
            return (*shown, *(one for one in assumed if one.fact.id not in ids))
    return shown


def determine_status(case: Case, law: OriginRules) -> OriginDetermination:
    """The same without looking which of the open facts matter: all that were met on the way are named."""
    return _Determination(with_told_code(case), law).decide()


def with_told_code(case: Case) -> Case:
    """The case with the finer code of the product that was answered; raises AnswerError for another one."""
    hs = finer_code(PRODUCT_CODE_FACT.id, case.product.hs, case.answers)
    if hs is None or hs == case.product.hs:
        return case
    return replace(case, product=replace(case.product, hs=hs))


class _Determination:
    """One run over the steps; holds what several steps look at."""

    def __init__(self, case: Case, law: OriginRules, level: int = 0) -> None:
        if level > MOST_LEVELS:
            raise ValueError(f"bill of materials nested deeper than {MOST_LEVELS} levels")
        self.case = case
        self.law = law
        self.level = level
        # Those of the rows that intermediates were held against.
        self.confidences: list[Confidence] = []

    def decide(self) -> OriginDetermination:
        if self.case.product.produced_by is Producer.SUPPLIER:
            return self._of_trader()
        inputs = self._inputs()
        if is_wholly_obtained(self.case):
            found = self._claimed_wholly_obtained(inputs)
        elif all_originating(self.case, inputs):
            found = self._exclusively_originating(inputs)
        else:
            found = self._by_rule(inputs)
        return found if self.level else self._territorial(found)

    # --- step 3: who made it -------------------------------------------------------------------

    def _of_trader(self) -> OriginDetermination:
        """A trader does not calculate: only the declaration of his supplier for this destination counts."""
        declared = self.case.answers.yes_no(SUPPLIERS_DECLARATION_FACT.id)
        if declared is None:
            return self._result(
                Status.UNDETERMINED,
                None,
                reason=Reason.FACTS_MISSING,
                missing=(SUPPLIERS_DECLARATION_FACT,),
            )
        if declared:
            return self._result(Status.ORIGINATING, None, way=Way.SUPPLIERS_DECLARATION)
        return self._result(Status.NOT_ORIGINATING, None, reason=Reason.NO_SUPPLIERS_DECLARATION)

    # --- step 4: the ways to origin ------------------------------------------------------------

    def _claimed_wholly_obtained(self, inputs: tuple[Input, ...] | None) -> OriginDetermination:
        """A claim that its own bill speaks against is asked for once more before it counts.

        Seed from elsewhere does no harm to what is harvested here; any other non-originating material rules
        the claim out. Which of the two a line is, only the exporter can tell; if the rule is met, it is idle.
        """
        foreign = any(one.status is MaterialStatus.NON_ORIGINATING for one in inputs or ())
        stays = self.case.answers.yes_no(DESPITE_MATERIALS_FACT.id)
        if not foreign or stays:
            return self._with_row(inputs, Way.WHOLLY_OBTAINED)
        by_rule = self._by_rule(inputs)
        if stays is False or by_rule.status is Status.ORIGINATING:
            return by_rule
        return self._to_be_told(DESPITE_MATERIALS_FACT, inputs)

    def _with_row(self, inputs: tuple[Input, ...] | None, way: Way) -> OriginDetermination:
        """Originating without the list rule; the row is still named, with what it makes of the case."""
        candidates = self._candidates()
        if not candidates:
            return self._result(Status.ORIGINATING, inputs, way=way)
        shown = RowChoice(candidates).told(self.case.answers) or candidates[0]
        alternatives = self._row(shown, inputs).alternatives()
        decisive = next((one for one in alternatives if one.outcome is Outcome.MET), None)
        return replace(
            self._result(Status.ORIGINATING, inputs, way=way),
            row=shown.rule,
            product_code=shown.product_code,
            candidates=candidates,
            alternatives=alternatives,
            decisive=decisive,
        )

    def _exclusively_originating(self, inputs: tuple[Input, ...] | None) -> OriginDetermination:
        """Made of originating materials only; those of partners only count in a good that is worked on."""
        found = self._with_row(inputs, Way.EXCLUSIVELY_ORIGINATING)
        if not uses_cumulation(inputs):
            return found
        working = works_sufficiently(self._context(found))
        if working is Outcome.MET:
            return found
        if working is Outcome.NOT_MET:
            return _refused(found, Reason.INSUFFICIENT_OPERATIONS)
        return _left_open(found, (SUFFICIENT_FACT,))

    # --- step 5: the status of each material ---------------------------------------------------

    def _inputs(self) -> tuple[Input, ...] | None:
        if self.case.materials is None:
            return None
        source = StatusSource(
            self.case,
            self.law.provisions,
            self.law.rules.in_edition,
            self._own_rule,
            self.law.rules.edition,
            self._demands_wholly_obtained,
        )
        return inputs_of(self.case.materials, source)

    def _own_rule(self, key: str, material: Material) -> OwnRule:
        """How an intermediate of own production stands against its own rule (absorption)."""
        if material.hs is None or not self.law.rules.is_fine_enough(material.hs):
            fact = MissingFact(
                f"material.{key}.hs", Topic.MATERIAL_CODE, FactType.CODE, material=key
            )
            return OwnRule(Outcome.OPEN, (fact,))
        product = Product(
            material.hs,
            material.description,
            ex_works_price=material.value,
            fob_price=material.value,
            net_weight_kg=material.weight_kg,
            currency=self.case.product.currency,
            wholly_obtained=material.wholly_obtained,
        )
        nested = nested_case(self.case, product, material, key)
        inner = _Determination(nested, self.law, self.level + 1)
        found = inner.decide()
        self.confidences += [*inner.confidences, found.confidence]
        outcome = {
            Status.ORIGINATING: Outcome.MET,
            Status.NOT_ORIGINATING: Outcome.NOT_MET,
        }.get(found.status, Outcome.OPEN)
        return OwnRule(outcome, outer_facts(tuple(found.missing), key))

    def _demands_wholly_obtained(self, current: HsCode) -> bool:
        return demands_wholly_obtained(self.law.rules, current, self.case.day)

    # --- steps 6 to 9: the product-specific rule under one row ------------------------------------

    def _row(self, candidate: Candidate, inputs: tuple[Input, ...] | None) -> RowEvaluation:
        return RowEvaluation(self.case, self.law, candidate, inputs)

    def _under(self, candidate: Candidate, inputs: tuple[Input, ...] | None) -> OriginDetermination:
        return self._row(candidate, inputs).decided(self._result(Status.UNDETERMINED, inputs))

    # --- step 9: territory -----------------------------------------------------------------------

    def _territorial(self, result: OriginDetermination) -> OriginDetermination:
        """A step outside the territory ends origin, unless outward processing is tolerated."""
        if result.status is Status.NOT_ORIGINATING:
            return result
        inside, missing = stays_inside(self._context(result))
        if inside is Outcome.MET:
            return result
        if inside is Outcome.OPEN:
            return _left_open(result, missing)
        return _refused(result, Reason.WORKED_OUTSIDE)

    def _context(self, result: OriginDetermination) -> EvaluationContext:
        """What steps look at that do not depend on the rule: the working, the price, the provisions."""
        product = result.product_code or self.case.product.hs
        return self._row(Candidate(_NO_ROW, product), None).context

    # --- step 6: which row, by which code ----------------------------------------------------------

    def _candidates(self) -> tuple[Candidate, ...]:
        return governing_candidates(self.case, self.law.rules)

    def _by_rule(self, inputs: tuple[Input, ...] | None) -> OriginDetermination:
        """One answer if all rows and codes that may govern agree, else the question which one it is."""
        if not self.law.rules.is_fine_enough(self.case.product.hs):
            return self._to_be_told(PRODUCT_CODE_FACT, inputs)
        candidates = self._candidates()
        if not candidates:
            return self._result(Status.UNDETERMINED, inputs, reason=Reason.ROW_NOT_RECORDED)
        by_code = told_apart(candidates)
        results = [self._of_code(RowChoice(found), inputs) for found in by_code.values()]
        fact = code_fact(candidates, self.law.rules)
        shown = tuple(one for found in by_code.values() for one in found)
        return replace(self._agreed(results, fact, inputs), candidates=shown)

    def _of_code(self, choice: RowChoice, inputs: tuple[Input, ...] | None) -> OriginDetermination:
        """The answer under one code of the product; several rows if descriptions must decide."""
        no_row = self._result(Status.UNDETERMINED, inputs, reason=Reason.ROW_NOT_RECORDED)
        if choice.is_none_of_them(self.case.answers):
            return no_row
        told = choice.told(self.case.answers)
        if told is not None:
            return self._under(told, inputs)
        results = [self._under(one, inputs) for one in choice.candidates]
        if not choice.is_rest_recorded:
            results.append(no_row)
        return self._agreed(results, choice.fact, inputs)

    def _agreed(
        self,
        results: Sequence[OriginDetermination],
        fact: MissingFact,
        inputs: tuple[Input, ...] | None,
    ) -> OriginDetermination:
        """The answer if there is no doubt which result holds, else the fact to tell it by."""
        found = agreed(results)
        if found is not None:
            return found
        return replace(self._to_be_told(fact, inputs), confidence=weakest_of(results))

    def _to_be_told(
        self, fact: MissingFact, inputs: tuple[Input, ...] | None
    ) -> OriginDetermination:
        missing = with_whole_fact((fact,), self.case, inputs)
        reason = Reason.FACTS_MISSING
        return self._result(Status.UNDETERMINED, inputs, reason=reason, missing=missing)

    def _result(
        self,
        status: Status,
        inputs: tuple[Input, ...] | None,
        *,
        way: Way | None = None,
        reason: Reason | None = None,
        missing: tuple[MissingFact, ...] = (),
    ) -> OriginDetermination:
        confidence = Confidence.weakest(self.confidences)
        return OriginDetermination(
            status,
            self.law.rules.id,
            way,
            reason,
            missing=missing,
            inputs=inputs,
            confidence=confidence,
        )


def _left_open(result: OriginDetermination, missing: Sequence[MissingFact]) -> OriginDetermination:
    """The determination with facts that have to be told before it holds."""
    facts = distinct((*result.missing, *missing))
    return replace(result, status=Status.UNDETERMINED, reason=Reason.FACTS_MISSING, missing=facts)


def _refused(result: OriginDetermination, reason: Reason) -> OriginDetermination:
    """The determination turned down by a step that no rule of the list makes up for."""
    return replace(
        result, status=Status.NOT_ORIGINATING, reason=reason, way=None, decisive=None, missing=()
    )


_NO_ROW = ProductSpecificRule("", HsRange(code("01"), code("97")), Rule(()), "")
