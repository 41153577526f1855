"""Faults in the list of rules."""

from __future__ import annotations

from tests.agreements.faults.on_purpose import PROTOCOL, RULES, SOURCE, OnPurpose

FAULTS = (
    OnPurpose("a code with a letter", RULES, "0001,01,01,", "0001,O1,01,", "hs_from"),
    OnPurpose(
        "a code that does not exist",
        RULES,
        "0001,01,01,",
        "0001,77,77,",
        "77 does not exist in HS 2012",
    ),
    OnPurpose("a range that runs backwards", RULES, "0002,02,02,", "0002,02,01,", "hs_from"),
    OnPurpose("a range of uneven depth", RULES, "0002,02,02,", "0002,02,0210,", "hs_from"),
    OnPurpose(
        "a missing comma", RULES, "0001,01,01,all,,,", "0001,01,01,all,,", "13 cells, expected 14"
    ),
    OnPurpose(
        "a comma too many", RULES, "0001,01,01,all,", "0001,01,01,all,,", "15 cells, expected 14"
    ),
    OnPurpose(
        "an open quotation mark", RULES, '"WO(01, 02)"', 'WO"(01, 02)"x"', "cells, expected 14"
    ),
    OnPurpose(
        "a misspelled column", RULES, "hs_from", "hs_form", "column 'hs_form', expected 'hs_from'"
    ),
    OnPurpose(
        "an unknown coverage", RULES, "0001,01,01,all,", "0001,01,01,every,", "covers: 'every'"
    ),
    OnPurpose(
        "a described row without words",
        RULES,
        "0001,01,01,all,",
        "0001,01,01,described,",
        "needs a description",
    ),
    OnPurpose("an unknown direction", RULES, "WO(01),both", "WO(01),export", "direction: 'export'"),
    OnPurpose(
        "an impossible date", RULES, "WO(01),both,,", "WO(01),both,2026-02-30,", "valid_from"
    ),
    OnPurpose(
        "a date in German",
        RULES,
        "WO(01),both,,",
        "WO(01),both,1.8.2020,",
        "valid_from: '1.8.2020'",
    ),
    OnPurpose(
        "an end before the start",
        RULES,
        "WO(01),both,,",
        "WO(01),both,2026-01-02,2026-01-01",
        "is before valid_from",
    ),
    OnPurpose(
        "an unknown confidence",
        RULES,
        f"both,,,A,second_reading,{SOURCE}",
        f"both,,,D,second_reading,{SOURCE}",
        "confidence: 'D'",
    ),
    OnPurpose(
        "a row without source",
        RULES,
        f"both,,,A,second_reading,{SOURCE}",
        "both,,,A,second_reading,",
        "source: expected",
    ),
    OnPurpose("an unknown word of the notation", RULES, ",WO(01),", ",WH(01),", "rule:"),
    OnPurpose("a percentage above all", RULES, "MaxNOM 70 % (EXW)", "MaxNOM 700 % (EXW)", "rule:"),
    OnPurpose(
        "a notation that is not canonical", RULES, ",WO(01),", ",WO( 01 ),", "not in canonical form"
    ),
    OnPurpose(
        "an unknown process",
        RULES,
        "process(",
        "process(knittting + ",
        "process 'knittting' is not in the vocabulary",
    ),
    OnPurpose(
        "an unknown material",
        RULES,
        ",WO(01),",
        ",MaxNOM 20 % (EXW) of wooden_thing,",
        "material 'wooden_thing'",
    ),
    OnPurpose(
        "a code inside a rule that does not exist",
        RULES,
        ",WO(01),",
        ",CTH except 9899,",
        "9899 does not exist in HS 2012",
    ),
    OnPurpose(
        "a number of a row twice",
        RULES,
        "EU-VN-FTA-0002,",
        "EU-VN-FTA-0001,",
        "stands already in line 2",
    ),
    OnPurpose(
        "two rows for one chapter",
        RULES,
        "0002,02,02,",
        "0002,01,01,",
        "overlaps with row 'EU-VN-FTA-0001' (line 2)",
    ),
    OnPurpose(
        "a gap",
        RULES,
        "0001,01,01,all,",
        "0001,0101,0101,all,",
        "known_gaps: no row governs 0102",
        1,
        PROTOCOL,
    ),
    OnPurpose(
        "a row that ended leaves a gap",
        RULES,
        "WO(01),both,,",
        "WO(01),both,,2025-12-31",
        "known_gaps: no row governs 0101",
        1,
        PROTOCOL,
    ),
    OnPurpose(
        "a gap declared that is none",
        PROTOCOL,
        '"4101-4103", ',
        '"4101-4103", "8413", ',
        "8413 is declared",
        1,
    ),
)
