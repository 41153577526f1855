"""The determination of origin: the steps of the law in their order.

Status of the good first (wholly obtained, exclusively of originating materials, or sufficiently worked under
the product-specific rule; then insufficient operations and territory). The conditions of claiming it
(transport, drawback, proof) are stated apart and do not change the status.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.origin.amounts import share
from bot.origin.bill_of_materials import Case, Material, Producer, Product
from bot.origin.criteria import Alternative as RuleAlternative
from bot.origin.criteria import AnyOf, NamedMaterial, Rule, SetRule, WhollyObtained
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import AlternativeResult, Reason, Status, Way
from bot.origin.insufficient_operations import SUFFICIENT_FACT, works_sufficiently
from bot.origin.material_status import (
    Input,
    MaterialStatus,
    OwnRule,
    StatusSource,
    inputs_of,
)
from bot.origin.nomenclature import HsCode, HsRange, any_contains, code
from bot.origin.outcome import Outcome
from bot.origin.product_specific_rules import (
    Candidate,
    Confidence,
    ProductSpecificRule,
    RuleList,
)
from bot.origin.provisions import Provisions
from bot.origin.rule_evaluation import evaluate_rule, rule_outcome
from bot.origin.scopes import ScopeReader
from bot.origin.whole_evaluation import WHOLLY_OBTAINED_FACT

ALL_ORIGINATING_FACT = MissingFact(
    "materials.all_originating", Topic.ALL_ORIGINATING, FactType.YES_NO
)
SUPPLIERS_DECLARATION_FACT = MissingFact(
    "product.suppliers_declaration", Topic.SUPPLIERS_DECLARATION, FactType.YES_NO
)
PRODUCT_ROW = "product.row"
NONE_OF_THEM = "none"
OUTWARD_VALUE_FACT = MissingFact(
    "product.value_added_outside", Topic.OUTWARD_PROCESSING_VALUE, FactType.MONEY
)

# An intermediate that contains itself cannot exist; deeper nesting than this is a fault of the input.
MOST_LEVELS = 12


@dataclass(frozen=True)
class OriginRules:
    """The law of one agreement for one partner: list, provisions, and what its words stand for.

    `named_codes` are the codes a described material can have; `insufficient_processes` the processes on
    the agreement's list of insufficient operations.
    """

    rules: RuleList
    provisions: Provisions
    named_codes: Mapping[str, tuple[HsRange, ...]] = field(default_factory=dict)
    insufficient_processes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OriginDetermination:
    """The answer: status, why, by which row and alternative, and what is missing.

    `missing` are the facts that can still change the status, `reason` tells a status the alternatives do
    not explain. `inputs` are the materials with the status they were given.
    """

    status: Status
    list_id: str
    way: Way | None = None
    reason: Reason | None = None
    row: ProductSpecificRule | None = None
    product_code: HsCode | None = None
    candidates: tuple[Candidate, ...] = ()
    alternatives: tuple[AlternativeResult, ...] = ()
    decisive: AlternativeResult | None = None
    missing: tuple[MissingFact, ...] = ()
    inputs: tuple[Input, ...] | None = None
    confidence: Confidence = Confidence.A


def determine(case: Case, law: OriginRules) -> OriginDetermination:
    """Determine the origin of the product of a case under one agreement. Pure: same input, same answer."""
    return _Determination(case, law).decide()


class _Determination:
    """One run over the steps; holds what several steps look at."""

    def __init__(self, case: Case, law: OriginRules, level: int = 0) -> None:
        if level > MOST_LEVELS:
            raise ValueError(f"bill of materials nested deeper than {MOST_LEVELS} levels")
        self.case = case
        self.law = law
        self.level = level

    def decide(self) -> OriginDetermination:
        if self.case.product.produced_by is Producer.SUPPLIER:
            return self._of_trader()
        inputs = self._inputs()
        if self._is_wholly_obtained():
            return self._with_row(inputs, Way.WHOLLY_OBTAINED)
        if self._all_originating(inputs):
            return self._with_row(inputs, Way.EXCLUSIVELY_ORIGINATING)
        candidates = self.law.rules.candidates(self.case.product.hs, self.case.day)
        if not candidates:
            return self._result(Status.UNDETERMINED, inputs, reason=Reason.ROW_NOT_RECORDED)
        results = [self._under(candidate, inputs) for candidate in candidates]
        return self._territorial(self._agreed(results, candidates))

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

    def _is_wholly_obtained(self) -> bool:
        told = self.case.product.wholly_obtained
        if told is None:
            told = self.case.answers.yes_no(WHOLLY_OBTAINED_FACT.id)
        return told is True

    def _all_originating(self, inputs: tuple[Input, ...] | None) -> bool:
        if inputs is None:
            return self.case.answers.yes_no(ALL_ORIGINATING_FACT.id) is True
        return bool(inputs) and all(one.status is MaterialStatus.ORIGINATING for one in inputs)

    def _with_row(self, inputs: tuple[Input, ...] | None, way: Way) -> OriginDetermination:
        """Originating without the list rule; the row is still named, with what it makes of the case."""
        candidates = self.law.rules.candidates(self.case.product.hs, self.case.day)
        if not candidates:
            return self._result(Status.ORIGINATING, inputs, way=way)
        shown = self._chosen(candidates) or candidates[0]
        alternatives = self._evaluate(shown, inputs)
        decisive = next((one for one in alternatives if one.outcome is Outcome.MET), None)
        return replace(
            self._result(Status.ORIGINATING, inputs, way=way),
            row=shown.rule,
            product_code=shown.product_code,
            candidates=candidates,
            alternatives=alternatives,
            decisive=decisive,
        )

    # --- step 5: the status of each material ---------------------------------------------------

    def _inputs(self) -> tuple[Input, ...] | None:
        if self.case.materials is None:
            return None
        source = StatusSource(
            self.case,
            self.law.provisions,
            self.law.rules.in_edition,
            self._own_rule,
            self._demands_wholly_obtained,
        )
        return inputs_of(self.case.materials, source)

    def _own_rule(self, key: str, material: Material) -> OwnRule:
        """How an intermediate of own production stands against its own rule (absorption)."""
        if material.hs is None:
            fact = MissingFact(
                f"material.{key}.hs", Topic.MATERIAL_CODE, FactType.CODE, material=key
            )
            return OwnRule(Outcome.OPEN, (fact,))
        product = Product(
            material.hs,
            material.description,
            ex_works_price=material.value,
            net_weight_kg=material.weight_kg,
            currency=self.case.product.currency,
        )
        nested = _nested_case(self.case, product, material, key)
        found = _Determination(nested, self.law, self.level + 1).decide()
        outcome = {
            Status.ORIGINATING: Outcome.MET,
            Status.NOT_ORIGINATING: Outcome.NOT_MET,
        }.get(found.status, Outcome.OPEN)
        return OwnRule(outcome, _outer_facts(found.missing, key))

    def _demands_wholly_obtained(self, current: HsCode) -> bool:
        return _demands_wholly_obtained(self.law.rules, current, self.case.day)

    # --- steps 6 to 8: the product-specific rule and its alternatives ----------------------------

    def _context(self, candidate: Candidate, inputs: tuple[Input, ...] | None) -> EvaluationContext:
        scopes = ScopeReader(candidate.product_code, self.case.answers, self.law.named_codes)
        return EvaluationContext(
            self.case,
            candidate.product_code,
            self.law.provisions,
            inputs,
            scopes,
            self.law.insufficient_processes,
        )

    def _evaluate(
        self, candidate: Candidate, inputs: tuple[Input, ...] | None
    ) -> tuple[AlternativeResult, ...]:
        rule = candidate.rule.rule
        if self.case.product.is_set and self.law.provisions.set_percent is not None:
            clause = RuleAlternative((SetRule(self.law.provisions.set_percent),))
            rule = Rule((*rule.alternatives, clause))
        return evaluate_rule(rule, self._context(candidate, inputs))

    def _under(self, candidate: Candidate, inputs: tuple[Input, ...] | None) -> OriginDetermination:
        alternatives = self._evaluate(candidate, inputs)
        outcome = rule_outcome(alternatives)
        result = replace(
            self._result(Status.UNDETERMINED, inputs),
            row=candidate.rule,
            product_code=candidate.product_code,
            alternatives=alternatives,
            confidence=candidate.rule.confidence,
        )
        if outcome is Outcome.NOT_MET:
            return replace(result, status=Status.NOT_ORIGINATING, reason=Reason.RULE_NOT_MET)
        working = self._working(candidate, inputs, alternatives)
        if working is Outcome.NOT_MET:
            return replace(
                result, status=Status.NOT_ORIGINATING, reason=Reason.INSUFFICIENT_OPERATIONS
            )
        if outcome is Outcome.MET and working is Outcome.MET:
            decisive = next(one for one in alternatives if one.outcome is Outcome.MET)
            return replace(
                result,
                status=Status.ORIGINATING,
                way=Way.SUFFICIENTLY_WORKED,
                decisive=decisive,
            )
        missing = _open_facts(alternatives) if outcome is Outcome.OPEN else ()
        if working is Outcome.OPEN:
            missing += (SUFFICIENT_FACT,)
        return replace(
            result,
            reason=Reason.FACTS_MISSING,
            missing=self._whole_facts(missing, inputs),
            decisive=next((one for one in alternatives if one.outcome is Outcome.MET), None),
        )

    def _whole_facts(
        self, missing: tuple[MissingFact, ...], inputs: tuple[Input, ...] | None
    ) -> tuple[MissingFact, ...]:
        """Before a bill of materials exists, one yes about all materials settles everything."""
        answered = self.case.answers.yes_no(ALL_ORIGINATING_FACT.id)
        if inputs is not None or answered is not None:
            return missing
        return (ALL_ORIGINATING_FACT, *missing)

    # --- step 9: insufficient operations, territory ----------------------------------------------

    def _working(
        self,
        candidate: Candidate,
        inputs: tuple[Input, ...] | None,
        alternatives: Sequence[AlternativeResult],
    ) -> Outcome:
        if any(_is_product_wholly_obtained(one) for one in alternatives):
            return Outcome.MET
        return works_sufficiently(self._context(candidate, inputs))

    def _territorial(self, result: OriginDetermination) -> OriginDetermination:
        """A step outside the territory ends origin, unless outward processing is tolerated."""
        if result.status is Status.NOT_ORIGINATING or not self._steps_outside():
            return result
        allowed = self.law.provisions.outward_processing
        product = result.product_code or self.case.product.hs
        if allowed is None or any_contains(allowed.without_products, product):
            return self._worked_outside(result)
        value = self.case.answers.amount(OUTWARD_VALUE_FACT.id)
        price = self.case.product.ex_works_price
        if value is None or price is None:
            return replace(
                result,
                status=Status.UNDETERMINED,
                reason=Reason.FACTS_MISSING,
                missing=(*result.missing, OUTWARD_VALUE_FACT),
            )
        return result if value <= share(allowed.percent, price) else self._worked_outside(result)

    def _worked_outside(self, result: OriginDetermination) -> OriginDetermination:
        return replace(
            result,
            status=Status.NOT_ORIGINATING,
            reason=Reason.WORKED_OUTSIDE,
            way=None,
            decisive=None,
            missing=(),
        )

    def _steps_outside(self) -> bool:
        context = self._context(Candidate(_NO_ROW, self.case.product.hs), None)
        return any(
            not context.counts_as_own(operation.country) for operation in self.case.operations or ()
        )

    # --- several rows --------------------------------------------------------------------------

    def _chosen(self, candidates: Sequence[Candidate]) -> Candidate | None:
        if len(candidates) == 1:
            return candidates[0]
        answer = self.case.answers.text(PRODUCT_ROW)
        return next((one for one in candidates if one.rule.row == answer), None)

    def _agreed(
        self, results: Sequence[OriginDetermination], candidates: tuple[Candidate, ...]
    ) -> OriginDetermination:
        """One answer if all rows that may govern agree, else the question which description fits."""
        chosen = self._chosen(candidates)
        if chosen is not None:
            picked = next(one for one in results if one.row is chosen.rule)
            return replace(picked, candidates=candidates)
        statuses = {result.status for result in results}
        same_rule = len({candidate.rule.notation for candidate in candidates}) == 1
        if same_rule or (len(statuses) == 1 and Status.UNDETERMINED not in statuses):
            weakest = Confidence.weakest(candidate.rule.confidence for candidate in candidates)
            return replace(results[0], candidates=candidates, confidence=weakest)
        fact = MissingFact(
            PRODUCT_ROW,
            Topic.PRODUCT_ROW,
            FactType.CHOICE,
            options=tuple(candidate.rule.row for candidate in candidates),
        )
        return replace(
            self._result(Status.UNDETERMINED, results[0].inputs, reason=Reason.FACTS_MISSING),
            candidates=candidates,
            missing=self._whole_facts((fact,), results[0].inputs),
            confidence=Confidence.weakest(one.rule.confidence for one in candidates),
        )

    def _result(
        self,
        status: Status,
        inputs: tuple[Input, ...] | None,
        *,
        way: Way | None = None,
        reason: Reason | None = None,
        missing: tuple[MissingFact, ...] = (),
    ) -> OriginDetermination:
        return OriginDetermination(
            status, self.law.rules.id, way, reason, missing=missing, inputs=inputs
        )


_NO_ROW = ProductSpecificRule("", HsRange(code("01"), code("97")), Rule(()), "")


def _nested_case(case: Case, product: Product, material: Material, key: str) -> Case:
    """The case of an intermediate: its own product and inputs, the same working and answers about it."""
    prefix = f"material.{key}."
    given = {
        "material." + fact_id[len(prefix) :]: answer
        for fact_id, answer in case.answers.given.items()
        if fact_id.startswith(prefix) and fact_id[len(prefix) :][:1].isdigit()
    }
    given.update(
        (fact_id, answer)
        for fact_id, answer in case.answers.given.items()
        if fact_id.startswith(("process.", "operations."))
    )
    answers = replace(case.answers, given=given)
    return replace(case, product=product, materials=material.materials, answers=answers)


def _outer_facts(missing: tuple[MissingFact, ...], key: str) -> tuple[MissingFact, ...]:
    """Facts about the inputs of an intermediate, named from the outer bill of materials."""
    renamed = []
    for fact in missing:
        if fact.material:
            suffix = fact.id[len(f"material.{fact.material}.") :]
            outer = f"{key}.{fact.material}"
            renamed.append(replace(fact, id=f"material.{outer}.{suffix}", material=outer))
        elif fact.id == "product.ex_works_price":
            renamed.append(
                MissingFact(
                    f"material.{key}.value", Topic.MATERIAL_VALUE, FactType.MONEY, material=key
                )
            )
        elif fact.id == "product.net_weight_kg":
            renamed.append(
                MissingFact(
                    f"material.{key}.weight_kg",
                    Topic.MATERIAL_WEIGHT,
                    FactType.WEIGHT,
                    material=key,
                )
            )
        elif fact.id.startswith(("process.", "operations.")):
            renamed.append(fact)
    return tuple(renamed)


def _open_facts(alternatives: Sequence[AlternativeResult]) -> tuple[MissingFact, ...]:
    facts = {
        fact.id: fact for one in alternatives if one.outcome is Outcome.OPEN for fact in one.missing
    }
    return tuple(facts.values())


def _is_product_wholly_obtained(result: AlternativeResult) -> bool:
    return result.outcome is Outcome.MET and any(
        isinstance(one.criterion, WhollyObtained) and one.criterion.scope is None
        for one in result.findings
    )


@lru_cache(maxsize=4096)
def _demands_wholly_obtained(rules: RuleList, current: HsCode, day: object) -> bool:
    """Whether every alternative of the rule of a code asks for wholly obtained goods of that very kind."""
    candidates = rules.candidates(current, day)  # type: ignore[arg-type]
    return bool(candidates) and all(
        _alternative_demands(alternative, candidate.product_code)
        for candidate in candidates
        for alternative in candidate.rule.rule.alternatives
    )


def _alternative_demands(alternative: RuleAlternative, product_code: HsCode) -> bool:
    for criterion in alternative.criteria:
        if isinstance(criterion, AnyOf) or not isinstance(criterion, WhollyObtained):
            continue
        if criterion.scope is None:
            return True
        ranges = [
            one
            for item in criterion.scope.items
            for one in (item.codes if isinstance(item, NamedMaterial) else (item,))
            if isinstance(one, HsRange)
        ]
        if any_contains(ranges, product_code):
            return True
    return False
