"""The determination of origin: the steps of the law in their order.

Status of the good first (wholly obtained, exclusively of originating materials, or sufficiently worked under
the product-specific rule; then insufficient operations and territory). The conditions of claiming it
(transport, drawback, proof) are stated apart and do not change the status.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.origin.bill_of_materials import Case, Material, Producer, Product
from bot.origin.criteria import Rule, SetRule, WhollyObtained
from bot.origin.evaluation_context import EvaluationContext
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.findings import AlternativeResult, Reason, Status, Way, distinct
from bot.origin.implication import needless_alternatives
from bot.origin.insufficient_operations import SUFFICIENT_FACT, works_sufficiently
from bot.origin.material_status import (
    Input,
    MaterialStatus,
    OwnRule,
    StatusSource,
    chosen_code,
    finer_code,
    inputs_of,
)
from bot.origin.natures import NOTHING_TOLD_APART, Natures
from bot.origin.nested_bills import nested_case, outer_facts
from bot.origin.nomenclature import HsCode, HsRange, code
from bot.origin.outcome import Outcome
from bot.origin.product_specific_rules import (
    Candidate,
    Confidence,
    Coverage,
    ProductSpecificRule,
    RuleList,
)
from bot.origin.provisions import Provisions
from bot.origin.rule_evaluation import evaluate_rule, rule_outcome
from bot.origin.rule_traits import demands_wholly_obtained, digits_compared, has_set_clause
from bot.origin.scopes import ScopeReader
from bot.origin.territoriality import stays_inside
from bot.origin.whole_evaluation import WHOLLY_OBTAINED_FACT, states_non_originating

ALL_ORIGINATING_FACT = MissingFact(
    "materials.all_originating", Topic.ALL_ORIGINATING, FactType.YES_NO
)
SUPPLIERS_DECLARATION_FACT = MissingFact(
    "product.suppliers_declaration", Topic.SUPPLIERS_DECLARATION, FactType.YES_NO
)
PRODUCT_CODE_FACT = MissingFact("product.hs", Topic.PRODUCT_CODE, FactType.CODE)
PRODUCT_ROW = "product.row"
NONE_OF_THEM = "none"

# More codes of an earlier edition than this are no choice for a person.
MOST_CODES_OFFERED = 12

# An intermediate that contains itself cannot exist; deeper nesting than this is a fault of the input.
MOST_LEVELS = 12


@dataclass(frozen=True)
class OriginRules:
    """The law of one agreement for one partner: list, provisions, and what its words stand for.

    `named_codes` are the codes a described material can have; `insufficient_processes` the processes on
    the agreement's list of insufficient operations; `natures` tell apart materials that cannot stand in
    for one another.
    """

    rules: RuleList
    provisions: Provisions
    named_codes: Mapping[str, tuple[HsRange, ...]] = field(default_factory=dict)
    insufficient_processes: frozenset[str] = frozenset()
    natures: Natures = NOTHING_TOLD_APART


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
        if self._is_wholly_obtained():
            found = self._with_row(inputs, Way.WHOLLY_OBTAINED)
        elif self._all_originating(inputs):
            found = self._with_row(inputs, Way.EXCLUSIVELY_ORIGINATING)
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

    def _is_wholly_obtained(self) -> bool:
        told = self.case.product.wholly_obtained
        if told is None:
            told = self.case.answers.yes_no(WHOLLY_OBTAINED_FACT.id)
        return told is True

    def _all_originating(self, inputs: tuple[Input, ...] | None) -> bool:
        if inputs is None:
            return self.case.answers.yes_no(ALL_ORIGINATING_FACT.id) is True
        return bool(inputs) and all(one.status is MaterialStatus.ORIGINATING for one in inputs)

    def _may_be_all_originating(self, inputs: tuple[Input, ...] | None) -> bool:
        """Whether nothing told so far says that a material is non-originating."""
        if inputs is not None:
            return bool(inputs) and all(
                one.status is not MaterialStatus.NON_ORIGINATING for one in inputs
            )
        answers = self.case.answers
        if answers.yes_no(ALL_ORIGINATING_FACT.id) is not None:
            return False
        return not any(states_non_originating(*told) for told in answers.given.items())

    def _origin_facts(self, inputs: tuple[Input, ...] | None) -> tuple[MissingFact, ...]:
        """What would tell whether all materials originate."""
        if inputs is None:
            return (ALL_ORIGINATING_FACT,)
        return distinct(fact for one in inputs for fact in one.missing)

    def _with_row(self, inputs: tuple[Input, ...] | None, way: Way) -> OriginDetermination:
        """Originating without the list rule; the row is still named, with what it makes of the case."""
        candidates = self._candidates()
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
        return OwnRule(outcome, outer_facts(found.missing, key))

    def _demands_wholly_obtained(self, current: HsCode) -> bool:
        return demands_wholly_obtained(self.law.rules, current, self.case.day)

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
            self.law.natures,
        )

    def _evaluate(
        self, candidate: Candidate, inputs: tuple[Input, ...] | None
    ) -> tuple[AlternativeResult, ...]:
        return evaluate_rule(self._rule(candidate), self._context(candidate, inputs))

    def _rule(self, candidate: Candidate) -> Rule:
        """The rule of the row; of a set the clause on sets, for putting articles together is no working."""
        rule, clause = candidate.rule.rule, self.law.provisions.set_clause
        if not self.case.product.is_set or clause is None or has_set_clause(rule):
            return rule
        return clause

    def _under(self, candidate: Candidate, inputs: tuple[Input, ...] | None) -> OriginDetermination:
        alternatives = self._evaluate(candidate, inputs)
        outcome = rule_outcome(alternatives)
        result = replace(
            self._result(Status.UNDETERMINED, inputs),
            row=candidate.rule,
            product_code=candidate.product_code,
            alternatives=alternatives,
            confidence=Confidence.weakest((candidate.rule.confidence, *self.confidences)),
        )
        working = self._working(candidate, inputs, alternatives)
        if outcome is Outcome.NOT_MET or working is Outcome.NOT_MET:
            failed = (
                Reason.RULE_NOT_MET
                if outcome is Outcome.NOT_MET
                else Reason.INSUFFICIENT_OPERATIONS
            )
            if self._may_be_all_originating(inputs):
                missing = self._origin_facts(inputs)
                return replace(result, reason=Reason.FACTS_MISSING, missing=missing)
            return replace(result, status=Status.NOT_ORIGINATING, reason=failed)
        if outcome is Outcome.MET and working is Outcome.MET:
            decisive = next(one for one in alternatives if one.outcome is Outcome.MET)
            return replace(
                result,
                status=Status.ORIGINATING,
                way=Way.SUFFICIENTLY_WORKED,
                decisive=decisive,
            )
        missing = _open_facts(self._rule(candidate), alternatives)
        if working is Outcome.OPEN:
            missing = distinct((*missing, SUFFICIENT_FACT))
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
        if inputs is not None or not self._may_be_all_originating(inputs):
            return missing
        return (ALL_ORIGINATING_FACT, *missing)

    # --- step 9: insufficient operations, territory ----------------------------------------------

    def _working(
        self,
        candidate: Candidate,
        inputs: tuple[Input, ...] | None,
        alternatives: Sequence[AlternativeResult],
    ) -> Outcome:
        if any(_needs_no_working(one) for one in alternatives):
            return Outcome.MET
        return works_sufficiently(self._context(candidate, inputs))

    def _territorial(self, result: OriginDetermination) -> OriginDetermination:
        """A step outside the territory ends origin, unless outward processing is tolerated."""
        if result.status is Status.NOT_ORIGINATING:
            return result
        product = result.product_code or self.case.product.hs
        inside, missing = stays_inside(self._context(Candidate(_NO_ROW, product), None))
        if inside is Outcome.MET:
            return result
        if inside is Outcome.OPEN:
            return replace(
                result,
                status=Status.UNDETERMINED,
                reason=Reason.FACTS_MISSING,
                missing=distinct((*result.missing, *missing)),
            )
        return replace(
            result,
            status=Status.NOT_ORIGINATING,
            reason=Reason.WORKED_OUTSIDE,
            way=None,
            decisive=None,
            missing=(),
        )

    # --- step 6: which row, by which code ----------------------------------------------------------

    def _candidates(self) -> tuple[Candidate, ...]:
        """The rows that may govern, under the code the product had in the edition of the list if told."""
        candidates = self.law.rules.candidates(self.case.product.hs, self.case.day)
        codes = tuple(dict.fromkeys(one.product_code for one in candidates))
        if len(codes) > 1:
            codes = chosen_code(self._code_fact_id, codes, self.case.answers)
        return tuple(one for one in candidates if one.product_code in codes)

    @property
    def _code_fact_id(self) -> str:
        return f"product.hs_{self.law.rules.edition}"

    def _by_rule(self, inputs: tuple[Input, ...] | None) -> OriginDetermination:
        """One answer if all rows and codes that may govern agree, else the question which one it is."""
        if not self.law.rules.is_fine_enough(self.case.product.hs):
            missing = self._whole_facts((PRODUCT_CODE_FACT,), inputs)
            reason = Reason.FACTS_MISSING
            return self._result(Status.UNDETERMINED, inputs, reason=reason, missing=missing)
        candidates = self._candidates()
        if not candidates:
            return self._result(Status.UNDETERMINED, inputs, reason=Reason.ROW_NOT_RECORDED)
        by_code = _told_apart(candidates)
        results = [self._of_code(found, inputs) for found in by_code.values()]
        codes = tuple(dict.fromkeys(one.product_code.digits for one in candidates))
        few = len(codes) <= MOST_CODES_OFFERED
        fact = MissingFact(
            self._code_fact_id,
            Topic.PRODUCT_CODE,
            FactType.CHOICE if few else FactType.CODE,
            options=codes,
        )
        shown = tuple(one for found in by_code.values() for one in found)
        return replace(self._agreed(results, fact, inputs), candidates=shown)

    def _of_code(
        self, candidates: tuple[Candidate, ...], inputs: tuple[Input, ...] | None
    ) -> OriginDetermination:
        """The answer under one code of the product; several rows if descriptions must decide."""
        is_rest_recorded = candidates[-1].rule.coverage is not Coverage.DESCRIBED
        options = tuple(one.rule.row for one in candidates)
        if not is_rest_recorded:
            options += (NONE_OF_THEM,)
        fact = MissingFact(PRODUCT_ROW, Topic.PRODUCT_ROW, FactType.CHOICE, options=options)
        answer = self.case.answers.text(PRODUCT_ROW)
        no_row = self._result(Status.UNDETERMINED, inputs, reason=Reason.ROW_NOT_RECORDED)
        if answer == NONE_OF_THEM and not is_rest_recorded:
            return no_row
        chosen = [one for one in candidates if answer == one.rule.row]
        results = [self._under(one, inputs) for one in chosen or candidates]
        if not chosen and not is_rest_recorded:
            results.append(no_row)
        return self._agreed(results, fact, inputs)

    def _agreed(
        self,
        results: Sequence[OriginDetermination],
        fact: MissingFact,
        inputs: tuple[Input, ...] | None,
    ) -> OriginDetermination:
        """The answer if there is no doubt which result holds, else the fact to tell it by."""
        first = results[0]
        confidence = Confidence.weakest(one.confidence for one in results)
        decided = first.status is not Status.UNDETERMINED
        same_status = decided and all(one.status is first.status for one in results)
        if len(results) == 1 or same_status or all(_is_same(one, first) for one in results):
            return replace(first, confidence=confidence)
        undetermined = self._result(Status.UNDETERMINED, inputs, reason=Reason.FACTS_MISSING)
        missing = self._whole_facts((fact,), inputs)
        return replace(undetermined, missing=missing, confidence=confidence)

    def _chosen(self, candidates: Sequence[Candidate]) -> Candidate | None:
        answer = self.case.answers.text(PRODUCT_ROW)
        return next((one for one in candidates if one.rule.row == answer), None)

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


_NO_ROW = ProductSpecificRule("", HsRange(code("01"), code("97")), Rule(()), "")


def _told_apart(candidates: Sequence[Candidate]) -> dict[HsCode, tuple[Candidate, ...]]:
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


def _is_same(one: OriginDetermination, other: OriginDetermination) -> bool:
    """Whether two results cannot come to differ: the same rule, by the same code, missing the same."""
    if one.row is None or other.row is None:
        return False
    return (
        one.row.notation == other.row.notation
        and one.product_code == other.product_code
        and one.status is other.status
    )


def _open_facts(rule: Rule, alternatives: Sequence[AlternativeResult]) -> tuple[MissingFact, ...]:
    """The open facts of the rule, without those of an alternative that is harder than another open one."""
    if rule_outcome(alternatives) is not Outcome.OPEN:
        return ()
    open_ones = [index for index, one in enumerate(alternatives) if one.outcome is Outcome.OPEN]
    if len(open_ones) > 1:
        needless = needless_alternatives(rule)
        open_ones = [
            one for one in open_ones if not any((one, other) in needless for other in open_ones)
        ]
    return distinct(fact for index in open_ones for fact in alternatives[index].missing)


def _needs_no_working(result: AlternativeResult) -> bool:
    """A wholly obtained product, or a set: its articles were worked on, not the set."""
    return result.outcome is Outcome.MET and any(
        isinstance(one.criterion, SetRule)
        or (isinstance(one.criterion, WhollyObtained) and one.criterion.scope is None)
        for one in result.findings
    )
