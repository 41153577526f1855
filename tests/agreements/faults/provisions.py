"""Faults in provisions and proof."""

from __future__ import annotations

from tests.agreements.faults.on_purpose import PROTOCOL, OnPurpose

FAULTS = (
    OnPurpose(
        "a key twice",
        PROTOCOL,
        'hs_edition: "2012"',
        'hs_edition: "2012"\nhs_edition: "2017"',
        "not valid YAML",
    ),
    OnPurpose(
        "an unknown key",
        PROTOCOL,
        "weight_limits_liftable",
        "weight_limit_liftable",
        "extra fields not permitted",
    ),
    OnPurpose(
        "an edition that does not exist",
        PROTOCOL,
        'hs_edition: "2012"',
        'hs_edition: "2013"',
        "hs_edition: '2013'",
    ),
    OnPurpose(
        "a limit without basis",
        PROTOCOL,
        '"10 % (weight)", "10 % (EXW)"',
        '"10 %", "10 % (EXW)"',
        "expected a limit like",
    ),
    OnPurpose(
        "a code without quotes",
        PROTOCOL,
        '["02", "04-24"]',
        '[02, "04-24"]',
        "codes must stand in quotes",
    ),
    OnPurpose(
        "an unknown kind of cumulation",
        PROTOCOL,
        "kind: bilateral",
        "kind: bilaterall",
        "cumulation",
    ),
    OnPurpose(
        "a country in full",
        PROTOCOL,
        'countries: ["VN"]',
        'countries: ["Vietnam"]',
        "expected an ISO 3166 code",
    ),
    OnPurpose(
        "an unknown user of a cumulation",
        PROTOCOL,
        "usable_by: both",
        "usable_by: all",
        "expected eu, partner or both",
    ),
    OnPurpose(
        "a drawback that is a boolean",
        PROTOCOL,
        'prohibited: "no"',
        "prohibited: maybe",
        "drawback",
    ),
    OnPurpose(
        "an unknown transport rule", PROTOCOL, "rule: non_alteration", "rule: none", "transport"
    ),
    OnPurpose(
        "a proof that does not exist",
        PROTOCOL,
        "kind: statement_on_origin",
        "kind: statement",
        "proof",
    ),
    OnPurpose(
        "a proof up to no amount",
        PROTOCOL,
        'applies: up_to, threshold_eur: "6000"',
        "applies: up_to",
        "expected an amount in euro",
    ),
    OnPurpose(
        "an unknown confidence of a provision",
        PROTOCOL,
        "tolerance: high",
        "tolerance: sure",
        "confidence",
    ),
    OnPurpose(
        "a day that does not exist", PROTOCOL, 'as_of: "2026-11-22"', 'as_of: "2026-11-31"', "as_of"
    ),
    OnPurpose(
        "broken YAML",
        PROTOCOL,
        'warning: {de: "", en: ""}',
        'warning: {de: "", en: ""',
        "not valid YAML",
        9,
    ),
)
