from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.origin import criteria as c
from bot.origin.nomenclature import HsRange, code
from bot.origin.rule_notation import NotationError, format_rule, parse

LISTS = sorted(
    (Path(__file__).parents[2] / "data" / "agreements").glob("*/product_specific_rules.csv")
)

# --- generated criteria ---------------------------------------------------------------------------

names = st.sampled_from(["steel_bars", "weaving", "dyeing", "potato_starch", "spun_yarn2"])
percents = st.decimals(0, 100, places=2).map(lambda one: one.normalize() + 0)
bases = st.sampled_from([c.Basis.EX_WORKS, c.Basis.FREE_ON_BOARD])
limits = st.builds(c.Limit, percents, bases)
several_limits = st.lists(limits, min_size=1, max_size=2).map(tuple)


@st.composite
def ranges(draw: st.DrawFn) -> HsRange:
    digits = draw(st.sampled_from([2, 4, 6]))
    first, last = sorted(draw(st.tuples(*[st.integers(1, 10**digits - 1)] * 2)))
    return HsRange(code(f"{first:0{digits}d}"), code(f"{last:0{digits}d}"))


named = st.builds(c.NamedMaterial, names, st.lists(ranges(), max_size=2).map(tuple))
items = st.one_of(ranges(), st.sampled_from(list(c.Relative)), named)
item_lists = st.lists(items, min_size=1, max_size=3).map(tuple)
scopes = st.builds(c.Scope, item_lists, st.one_of(st.just(()), item_lists))
scope_lists = st.lists(scopes, max_size=2).map(tuple)
allowances = st.builds(c.Allowance, scopes, st.one_of(st.just(()), several_limits))
modifiers = (scope_lists, st.lists(allowances, max_size=2).map(tuple), scope_lists)
steps = st.builds(c.ProcessStep, names)
chains = st.recursive(
    st.lists(steps, min_size=1, max_size=3).map(tuple).map(c.ProcessChain),
    lambda inner: (
        st.lists(
            st.one_of(
                steps, st.lists(inner, min_size=2, max_size=3).map(tuple).map(c.ProcessChoice)
            ),
            min_size=2,
            max_size=3,
        )
        .map(tuple)
        .map(c.ProcessChain)
    ),
    max_leaves=6,
)
processes = st.lists(chains, min_size=1, max_size=3).map(tuple).map(c.ProcessChoice)
criteria = st.one_of(
    st.builds(c.TariffShift, st.sampled_from(list(c.ShiftLevel)), *modifiers),
    st.builds(c.FromMaterials, scopes, *modifiers),
    st.builds(c.WhollyObtained, st.one_of(st.none(), scopes)),
    st.builds(c.OriginatingMaterials, scopes),
    st.builds(c.MaxNonOriginatingMaterials, several_limits, st.one_of(st.none(), scopes)),
    st.builds(c.RegionalValueContent, limits),
    st.just(c.NonOriginatingNotAboveOriginating()),
    st.builds(c.MaxWeight, percents, scopes, st.booleans(), st.one_of(st.none(), scopes)),
    st.builds(c.MinWhollyObtained, percents, scopes, scopes),
    st.builds(c.SpecificProcess, processes),
    st.builds(c.SetRule, several_limits),
    st.builds(c.Judgement, names),
)
days = st.one_of(st.none(), st.dates(date(2017, 1, 1), date(2040, 1, 1)))
conditions = st.builds(
    c.Conditions,
    days,
    days,
    st.lists(ranges(), max_size=2).map(tuple),
    st.lists(names, max_size=2, unique=True).map(tuple),
    st.one_of(st.none(), names),
)


def rules_of(one: st.SearchStrategy[c.Criterion]) -> st.SearchStrategy[c.Rule]:
    terms = st.lists(one, min_size=1, max_size=3).map(tuple)
    alternatives = st.builds(c.Alternative, terms, conditions)
    return st.lists(alternatives, min_size=1, max_size=3).map(tuple).map(c.Rule)


rules = rules_of(st.one_of(criteria, rules_of(criteria).map(c.AnyOf)))


@settings(max_examples=150, deadline=None)
@given(rules)
def test_what_is_written_reads_as_what_it_was(rule: c.Rule) -> None:
    text = format_rule(rule)
    assert parse(text) == rule
    assert format_rule(parse(text)) == text


# --- the lists -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.parent.name)
def test_every_rule_of_a_list_is_canonical(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        texts = sorted({row["rule"] for row in csv.DictReader(file)})
    assert texts
    for text in texts:
        rule = parse(text)
        assert parse(format_rule(rule)) == rule
        assert format_rule(rule) == text


# --- sets ----------------------------------------------------------------------------------------


def test_a_set_clause_means_the_ex_works_price_unless_it_says_otherwise() -> None:
    plain = parse("SET 15 %").alternatives[0].criteria[0]
    assert plain == c.SetRule((c.Limit(Decimal(15), c.Basis.EX_WORKS),))
    assert parse("SET 15 % (EXW)") == parse("SET 15 %")
    assert format_rule(parse("SET 15 % (EXW)")) == "SET 15 %"


def test_a_set_clause_may_leave_the_basis_to_the_exporter() -> None:
    text = "SET 15 % (EXW) or 15 % (FOB)"
    (criterion,) = parse(text).alternatives[0].criteria
    assert isinstance(criterion, c.SetRule)
    assert [one.basis for one in criterion.limits] == [c.Basis.EX_WORKS, c.Basis.FREE_ON_BOARD]
    assert format_rule(parse(text)) == text


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("CTX", 1),
        ("CTH and", 8),
        ("CTH; or MaxNOM 50 %", 20),
        ("CTH except", 11),
        ("MaxNOM 50 % (XYZ)", 14),
        ("CTH or CC", 5),
        ("WO()", 4),
        ("CTH [until tomorrow]", 12),
        ("process(weaving +)", 18),
        ("", 1),
    ],
)
def test_a_fault_names_its_column_and_what_was_expected(text: str, column: int) -> None:
    with pytest.raises(NotationError) as caught:
        parse(text)
    assert caught.value.column == column
    assert caught.value.expected
    assert f"column {column}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("MaxNOM 101 % (EXW)", "above 100 %"),
        ("CTH except 8503-8501", "above the last"),
        ("CTH except 84-8501", "same number of digits"),
        ("CTH [until 2026-02-30]", "day is out of range"),
        ("CTH [until 2026-01-01] [until 2026-02-01]", "stated twice"),
    ],
)
def test_what_reads_but_cannot_be_is_refused(text: str, part: str) -> None:
    with pytest.raises(NotationError, match=part):
        parse(text)
