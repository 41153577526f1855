"""Rules over every idea of the notation, provisions and incomplete bills of materials, drawn at random.

The pieces are few and speak of the same codes again and again, so that materials, criteria and tolerances
meet; every draw is small enough to be read when a property fails.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from bot.origin.bill_of_materials import Case, Material, Operation
from bot.origin.criteria import Basis
from bot.origin.determination import OriginRules
from bot.origin.natures import Natures
from bot.origin.nomenclature import parse_range
from bot.origin.product_specific_rules import Coverage
from bot.origin.provisions import ToleranceRule
from tests.origin.builders import (
    WORKING,
    case,
    intermediate,
    law,
    limit,
    material,
    row,
    textile_notes,
    tolerance,
)

PRODUCTS = ("841370", "841370", "621210", "170490")
CODES = ("841370", "841391", "848180", "720851", "170199", "040510", "520811", "621210")
PROCESSES = ("weaving", "spinning", "dyeing")
JUDGEMENTS = ("by_hand", "hybrid")
NAMED = {"steel_bars": ["7208"], "woven_fabrics": ["5208", "5407"]}

_ITEMS = (
    *("17", "84", "8413", "8481", "7208", "1701", "04", "50-63", "52", "8481.80"),
    *("same-chapter", "same-heading", "same-subheading", "all"),
    *("steel_bars", "woven_fabrics", "odd_stuff"),
)
items = st.sampled_from(_ITEMS)
percents = st.sampled_from(["0 %", "8 %", "10 %", "20 %", "30 %", "45 %", "50 %", "100 %"])
money_limits = st.builds("{} ({})".format, percents, st.sampled_from(["EXW", "FOB"]))
limits = st.one_of(money_limits, st.builds("{} or {}".format, money_limits, money_limits))


@st.composite
def scopes(draw: st.DrawFn) -> str:
    inside = ", ".join(draw(st.lists(items, min_size=1, max_size=2, unique=True)))
    left_out = draw(st.one_of(st.just(""), st.just(""), items.map(" without {}".format)))
    return inside + left_out


modifiers = st.one_of(
    st.builds(" except {}".format, scopes()),
    st.builds(" allow {}".format, scopes()),
    st.builds(" allow {} max {}".format, scopes(), limits),
    st.builds(" prohibit {}".format, scopes()),
)
modifier_texts = st.lists(modifiers, max_size=2).map("".join)
process_texts = st.recursive(
    st.sampled_from(PROCESSES),
    lambda inner: st.one_of(
        st.builds("{} + {}".format, st.sampled_from(PROCESSES), st.sampled_from(PROCESSES)),
        st.builds("({} | {}) + {}".format, inner, inner, st.sampled_from(PROCESSES)),
    ),
    max_leaves=3,
)
simple_criteria = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["CC", "CTH", "CTSH", "ANY"]), modifier_texts),
    st.builds("FROM({}){}".format, scopes(), modifier_texts),
    st.builds("WO({})".format, scopes()),
    st.just("WO(product)"),
    st.builds("ORIG({})".format, scopes()),
    st.builds("MaxNOM {}".format, limits),
    st.builds("MaxNOM {} of {}".format, limits, scopes()),
    st.builds("RVC {}".format, money_limits),
    st.just("NOM<=OM"),
    st.builds("MaxWeight {} of {}".format, percents, scopes()),
    st.builds("MaxWeight {} each of {}".format, percents, scopes()),
    st.builds("MaxWeight {} of {} in {}".format, percents, scopes(), scopes()),
    st.builds("MinWO {} of {} in {}".format, percents, scopes(), scopes()),
    st.builds("process({})".format, process_texts),
    st.builds("process({} | {})".format, process_texts, process_texts),
    st.builds("SET {}".format, percents),
    st.builds("text:{}".format, st.sampled_from(JUDGEMENTS)),
)


def _rules(criteria: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    dated = (" [until 2026-12-31]", " [from 2027-01-01]", " [quota cars]")
    told = (" [only 8413]", " [only 1704]", " [if hybrid]", " [if plain]")
    conditions = st.sampled_from(["", "", "", "", *dated, *told])
    alternative = st.builds(
        "{}{}".format, st.lists(criteria, min_size=1, max_size=2).map(" and ".join), conditions
    )
    return st.lists(alternative, min_size=1, max_size=most, unique=True).map("; or ".join)


criteria = st.one_of(
    simple_criteria, simple_criteria, simple_criteria, _rules(simple_criteria, 2).map("({})".format)
)
rules = _rules(criteria, 3)

tolerances = st.sampled_from(
    [
        (),
        tolerance(10),
        tolerance(15),
        tolerance(10, Basis.FREE_ON_BOARD),
        tolerance(15, Basis.WEIGHT),
        (ToleranceRule((limit(10), limit(15, Basis.WEIGHT)), source="one of two bases"),),
        (ToleranceRule((limit(10),), without=(parse_range("50-63"),), source="not textiles"),),
    ]
)
notes = st.sampled_from([(), textile_notes(), textile_notes(trimmings=None), textile_notes(None)])
natures = st.sampled_from(
    [
        Natures({}),
        Natures({"metal": (parse_range("72-83"),), "textile": (parse_range("50-63"),)}),
    ]
)


@st.composite
def laws(draw: st.DrawFn) -> OriginRules:
    """One rule for everything, now and then rows that descriptions tell apart."""
    rows: list[Any] = [draw(rules)]
    kind = draw(st.sampled_from(["one", "one", "one", "described", "open"]))
    if kind != "one":
        described = row(draw(rules), "84", row_id="D", coverage=Coverage.DESCRIBED)
        second = Coverage.REST if kind == "described" else Coverage.DESCRIBED
        rows = [described, row(rows[0], "84", row_id="R", coverage=second)]
        if kind == "described":
            rows.append(row(draw(rules), "01-97", row_id="W"))
    made = law(
        *rows,
        named_codes=NAMED,
        tolerances=draw(tolerances),
        textile_notes=draw(notes),
        weight_limits_liftable=draw(st.booleans()),
        set_percent=draw(st.sampled_from([None, Decimal(15)])),
    )
    return OriginRules(
        made.rules, made.provisions, made.named_codes, made.insufficient_processes, draw(natures)
    )


values = st.sampled_from([Decimal(one) for one in (1, 5, 8, 10, 15, 20, 30, 45, 50)])
weights = st.sampled_from([Decimal(one) for one in ("0.5", "0.8", "1", "1.5", "2", "3", "4.5")])


def leaves(**gaps: bool) -> st.SearchStrategy[Material]:
    """Materials; with gaps, what is not told is drawn too."""
    unknown = st.none() if gaps.get("gaps", False) else st.nothing()
    return st.builds(
        material,
        st.one_of(st.sampled_from(CODES), st.sampled_from(CODES), unknown),
        st.one_of(values, values, unknown),
        st.one_of(st.booleans(), unknown),
        kg=st.one_of(weights, weights, unknown),
        wholly_obtained=st.one_of(st.just(False), unknown),
    )


own = st.builds(
    lambda hs, value, parts, kg: intermediate(hs, value, *parts, kg=kg),
    st.sampled_from(CODES),
    st.one_of(values, st.none()),
    st.lists(leaves(gaps=True), min_size=1, max_size=2),
    st.one_of(weights, st.none()),
)
gappy_bills = st.lists(
    st.one_of(leaves(gaps=True), leaves(gaps=True), leaves(gaps=True), own), min_size=1, max_size=3
)
full_bills = st.lists(leaves(), min_size=1, max_size=4)
operations = st.sampled_from(
    [None, (), WORKING, (Operation(None, "odd"),), (Operation("packing"),), (Operation("weaving"),)]
)


@st.composite
def incomplete_cases(draw: st.DrawFn) -> Case:
    """A product of which something is told, without or with a bill of materials."""
    bill = draw(st.one_of(st.none(), gappy_bills))
    return case(
        bill,
        draw(st.sampled_from(PRODUCTS)),
        exw=draw(st.sampled_from([None, 100])),
        fob=draw(st.sampled_from([None, 110])),
        kg=draw(st.sampled_from([None, 10])),
        operations=draw(operations),
        is_set=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def complete_cases(draw: st.DrawFn) -> Case:
    """A product of which everything but judgements and processes is told."""
    return case(
        draw(full_bills),
        draw(st.sampled_from(PRODUCTS)),
        operations=draw(st.sampled_from([WORKING, (*WORKING, Operation("weaving"))])),
        wholly_obtained=False,
        answers={
            **{f"product.is.{one}": draw(st.booleans()) for one in ("hybrid", "plain")},
            **{f"judgement.{one}": draw(st.booleans()) for one in JUDGEMENTS},
            **{
                f"material.{index}.is.{name}": index % 2 == 0
                for index in range(5)
                for name in ("steel_bars", "woven_fabrics", "odd_stuff")
            },
            **{f"material.{index}.wholly_obtained": index % 2 == 1 for index in range(4)},
            "product.row": draw(st.sampled_from(["D", "R"])),
        },
    )
