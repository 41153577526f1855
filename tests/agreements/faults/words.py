"""Faults in the vocabulary."""

from __future__ import annotations

from tests.agreements.faults.on_purpose import JUDGEMENTS, MATERIALS, NATURES, PROCESSES, OnPurpose

FAULTS = (
    OnPurpose(
        "a process without German name",
        PROCESSES,
        "\nalloying,Legieren,",
        "\nalloying,,",
        "name_de: expected a text",
    ),
    OnPurpose(
        "a process twice",
        PROCESSES,
        "\nalloying,",
        "\nadditive_manufacturing,",
        "'additive_manufacturing' is defined twice",
    ),
    OnPurpose(
        "a process that is perhaps insufficient",
        PROCESSES,
        "additive manufacturing|3D printing,no",
        "additive manufacturing|3D printing,nein",
        "expected yes or no",
    ),
    OnPurpose("a material with a letter in its code", MATERIALS, ",28|3824", ",28|38Z4", "hs:"),
    OnPurpose(
        "a material with a code that does not exist",
        MATERIALS,
        ",28|3824",
        ",28|3899",
        "3899 of 'active_cathode_materials' does not exist",
    ),
    OnPurpose(
        "a material nobody uses",
        MATERIALS,
        "\naluminium_wire_products,",
        "\nnobody_uses_this,x,x,28\naluminium_wire_products,",
        "'nobody_uses_this' is used by no rule",
    ),
    OnPurpose("a judgement about nothing", JUDGEMENTS, ",product\n", ",goods\n", "about: 'goods'"),
    OnPurpose(
        "a nature without codes", NATURES, ",01-24", ",", "expected the chapters of the nature"
    ),
    OnPurpose(
        "a nature with a chapter that does not exist",
        NATURES,
        ",25-27",
        ",77",
        "77 of 'minerals_and_energy' does not exist",
    ),
)
