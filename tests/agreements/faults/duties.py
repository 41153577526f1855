"""Faults in tables of duties."""

from __future__ import annotations

from tests.agreements.faults.on_purpose import (
    DUTIES,
    DUTY_RULES,
    PREFERENCES,
    TARIFFS,
    VN,
    OnPurpose,
)

FAULTS = (
    OnPurpose(
        "a duty with a sign too many", DUTIES, "01012900,5%,5,", "01012900,5%,5%,", "percent: '5%'"
    ),
    OnPurpose(
        "a duty that contradicts itself",
        DUTIES,
        "01012900,5%,5,",
        "01012900,5%,50,",
        "percent: 50 contradicts the rate '5%'",
    ),
    OnPurpose(
        "a line of a code that does not exist",
        DUTIES,
        "\n01012100,",
        "\n01992100,",
        "019921 is no subheading",
    ),
    OnPurpose(
        "a preferential line twice",
        PREFERENCES,
        "\n01012900,0%,0,",
        "\n01012100,0%,0,",
        "stands twice",
    ),
    OnPurpose(
        "a preferential duty without comma",
        PREFERENCES,
        "\n01012900,0%,0,",
        "\n010129000%,0,",
        "3 cells, expected 4",
    ),
    OnPurpose(
        "a file of duties that does not exist",
        TARIFFS,
        "mfn/VN.csv",
        "mfn/VM.csv",
        "'mfn/VM.csv' does not exist",
    ),
    OnPurpose(
        "a year of duties that is none",
        TARIFFS,
        "2022,2026,2026-01-01",
        "2022,226,2026-01-01",
        "year: '226'",
    ),
    OnPurpose(
        "a duty rule of no agreement",
        DUTY_RULES,
        f"VN,{VN},preferential",
        "VN,eu-vietnam,preferential",
        "'eu-vietnam' has no folder",
    ),
    OnPurpose("a duty rule of chapter 8", DUTY_RULES, ",25,97,", ",8,97,", "hs_from: '8'"),
    OnPurpose(
        "a duty rule on an impossible day",
        DUTY_RULES,
        "frei,free,2020-08-01",
        "frei,free,2020-13-01",
        "valid_from",
    ),
)
