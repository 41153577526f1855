"""Textiles (chapters 50 to 63): which materials a process of the list is demanded of.

A rule of the list binds non-originating materials only, and the notes leave materials of other chapters free
(TCA Art. 39(1)(c) and Annex 2 Notes 7 and 8; PEM Convention App. I Annex I, notes on textiles). "Weaving
combined with making-up" is therefore kept by a dress sewn from originating fabric with buttons from
anywhere, and what the notes tolerate by weight or value need not have been woven either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.origin.evaluation_context import EvaluationContext
from bot.origin.findings import Finding, distinct
from bot.origin.material_status import Input, MaterialStatus
from bot.origin.nomenclature import HsRange, any_contains, code, parse_range
from bot.origin.outcome import Outcome
from bot.origin.scopes import code_fact

TEXTILE_CHAPTERS = HsRange(code("50"), code("63"))


# Weaving and the like make fabric of yarn; what is one of these headings already has it behind it.
FABRIC_FORMING = frozenset(
    {
        "crocheting",
        "fabric_formation",
        "knitting",
        "knitting_and_making_up_in_one_operation",
        "knitting_to_shape",
        "weaving",
    }
)
_FABRICS = tuple(
    parse_range(one)
    for one in (
        "5007",
        "5111-5113",
        "5208-5212",
        "5309-5311",
        "5407-5408",
        "5512-5516",
        "5801-5806",
        "5809",
        "60",
    )
)


def is_textile(one: Input) -> bool:
    """Whether the material is of the textile chapters for sure."""
    return bool(one.codes) and all(TEXTILE_CHAPTERS.contains(found) for found in one.codes)


def may_be_textile(one: Input) -> bool:
    """Whether the material is, or could turn out to be, of the textile chapters."""
    return not one.codes or any(TEXTILE_CHAPTERS.may_contain(found) for found in one.codes)


def textiles_of(context: EvaluationContext) -> tuple[Input, ...]:
    """The textile materials of a textile product, as far as they are known; none of other products."""
    if not TEXTILE_CHAPTERS.contains(context.product_code):
        return ()
    return tuple(one for one in context.components or () if may_be_textile(one))


def ready_fabrics(context: EvaluationContext) -> tuple[Input, ...]:
    """The materials of a textile product that come in as fabric, or as parts made of it."""
    return tuple(
        one
        for one in textiles_of(context)
        if one.may_be_non_originating
        and one.codes
        and all(any_contains(_FABRICS, found) for found in one.codes)
    )


def demanded_of_materials(finding: Finding, textiles: Sequence[Input]) -> Finding:
    """A process that is not known to be carried out, held against the textile materials it is demanded of.

    A bill without any textile material does not show what the product is made of: then only the process
    itself counts.
    """
    if not textiles:
        return finding
    concerned = [one for one in textiles if one.may_be_non_originating]
    if not concerned:
        return replace(finding, outcome=Outcome.MET, missing=())
    certain = [one for one in concerned if _offends(one, finding)]
    doubtful = [one for one in concerned if one not in certain]
    doubts = [fact for one in doubtful for fact in one.missing]
    doubts += [code_fact(one) for one in doubtful if not is_textile(one)]
    return replace(
        finding,
        outcome=Outcome.NOT_MET if certain else Outcome.OPEN,
        materials=tuple(one.key for one in concerned),
        missing=distinct((*finding.missing, *doubts)),
        repairable=True,
        offending=tuple(one.key for one in certain),
        doubtful=tuple(one.key for one in doubtful),
    )


def _offends(one: Input, finding: Finding) -> bool:
    """Whether the material did not go through the process for sure."""
    not_done = finding.outcome is Outcome.NOT_MET
    return not_done and one.status is MaterialStatus.NON_ORIGINATING and is_textile(one)
