"""One row of the list held against a case: its rule, and whether the working goes far enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.origin.bill_of_materials import Case
from bot.origin.criteria import Rule
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.findings import AlternativeResult, Reason, Status, Way, distinct
from bot.origin.insufficient_operations import (
    SUFFICIENT_FACT,
    needs_no_working,
    works_sufficiently,
)
from bot.origin.material_status import Input
from bot.origin.nomenclature import HEADINGS_OF_SETS
from bot.origin.origin_result import OriginDetermination
from bot.origin.origin_rules import OriginRules
from bot.origin.outcome import Outcome
from bot.origin.product_specific_rules import Candidate, Confidence
from bot.origin.rule_evaluation import evaluate_rule, open_facts, rule_outcome
from bot.origin.rule_traits import has_set_clause
from bot.origin.scopes import ScopeReader
from bot.origin.ways_to_origin import may_be_all_originating, origin_facts, with_whole_fact


@dataclass(frozen=True)
class RowEvaluation:
    """A row that may govern the product of a case, and the inputs with their status."""

    case: Case
    law: OriginRules
    candidate: Candidate
    inputs: tuple[Input, ...] | None

    @property
    def context(self) -> EvaluationContext:
        """What the criteria of the row may look at."""
        product_code = self.candidate.product_code
        scopes = ScopeReader(product_code, self.case.answers, self.law.named_codes)
        return EvaluationContext(
            self.case,
            product_code,
            self.law.provisions,
            self.inputs,
            scopes,
            self.law.insufficient_processes,
            self.law.natures,
        )

    @property
    def rule(self) -> Rule:
        """The rule of the row; of a set the clause on sets, for putting articles together is no working.

        The clause is for sets under General Rule 3. A set that a heading names is classified there by its
        terms, and the row says how much of it may be foreign (CETA: 25 % of the tools of heading 8206).
        """
        rule, clause = self.candidate.rule.rule, self.law.provisions.set_clause
        if not self.case.product.is_set or clause is None or has_set_clause(rule):
            return rule
        return rule if self.case.product.hs.heading in HEADINGS_OF_SETS else clause

    def alternatives(self) -> tuple[AlternativeResult, ...]:
        """How the case stands against every alternative of the rule."""
        return evaluate_rule(self.rule, self.context)

    def decided(self, undecided: OriginDetermination) -> OriginDetermination:
        """The determination under this row, from the one that nothing was found out for yet."""
        alternatives = self.alternatives()
        row = self.candidate.rule
        confidence = Confidence.weakest((row.confidence, undecided.confidence))
        result = replace(
            undecided,
            row=row,
            product_code=self.candidate.product_code,
            alternatives=alternatives,
            confidence=confidence,
        )
        outcome, working = rule_outcome(alternatives), self._working(alternatives)
        if outcome is Outcome.NOT_MET:
            return self._failed(result, Reason.RULE_NOT_MET)
        if working is Outcome.NOT_MET:
            return self._failed(result, Reason.INSUFFICIENT_OPERATIONS)
        decisive = next((one for one in alternatives if one.outcome is Outcome.MET), None)
        if outcome is Outcome.MET and working is Outcome.MET:
            way = Way.SUFFICIENTLY_WORKED
            return replace(result, status=Status.ORIGINATING, way=way, decisive=decisive)
        missing = open_facts(self.rule, alternatives)
        if working is Outcome.OPEN:
            missing = distinct((*missing, SUFFICIENT_FACT))
        missing = with_whole_fact(missing, self.case, self.inputs)
        return replace(result, reason=Reason.FACTS_MISSING, missing=missing, decisive=decisive)

    def _failed(self, result: OriginDetermination, reason: Reason) -> OriginDetermination:
        """Not originating by the rule: unless all materials may originate, and the rule is not needed."""
        if may_be_all_originating(self.case, self.inputs):
            missing = origin_facts(self.inputs)
            return replace(result, reason=Reason.FACTS_MISSING, missing=missing)
        return replace(result, status=Status.NOT_ORIGINATING, reason=reason)

    def _working(self, alternatives: Sequence[AlternativeResult]) -> Outcome:
        """Whether the working is more than insufficient operations."""
        if any(needs_no_working(one) for one in alternatives):
            return Outcome.MET
        return works_sufficiently(self.context)
