"""Faults in agreements and in the table of markets."""

from __future__ import annotations

from tests.agreements.faults.on_purpose import AGREEMENT, MARKETS, UNION, VN, OnPurpose

FAULTS = (
    OnPurpose(
        "another id than the folder",
        AGREEMENT,
        "id: eu-vietnam-fta",
        "id: eu-vietnam",
        "is not the name of the folder",
    ),
    OnPurpose("an unknown status", AGREEMENT, "status: in_force", "status: in_forces", "status"),
    OnPurpose("an unknown kind", AGREEMENT, "kind: free_trade_agreement", "kind: fta", "kind"),
    OnPurpose("a start that is no day", AGREEMENT, '"2020-08-01"', '"2020-08-32"', "applied_from"),
    OnPurpose(
        "an end before the start",
        AGREEMENT,
        '"2020-08-01"',
        '"2020-08-01", applied_until: "2020-07-31"',
        "is before applied_from",
    ),
    OnPurpose(
        "origin rules without folder",
        AGREEMENT,
        "origin_protocol: eu-vietnam-fta",
        "origin_protocol: eu-vietnam",
        "has no folder with a protocol.yml",
        1,
    ),
    OnPurpose(
        "a title in one language",
        AGREEMENT,
        ', en: "EU-Viet Nam Free Trade Agreement"',
        "",
        "field required",
    ),
    OnPurpose(
        "an agreement without confidence",
        AGREEMENT,
        "confidence: high",
        "confidence: none",
        "expected high, medium or low",
    ),
    OnPurpose(
        "an agreement without folder",
        MARKETS,
        f"VN,{VN},",
        "VN,eu-vietnam,",
        "'eu-vietnam' has no folder",
    ),
    OnPurpose("a market twice", MARKETS, "\nVN,", "\nAE,,none,,,high,,x\nVN,", "'AE' stands twice"),
    OnPurpose(
        "an agreement with another partner",
        MARKETS,
        "AE,,none",
        f"AE,{VN},",
        "does not name AE as a partner",
    ),
    OnPurpose(
        "an unknown status of a market", MARKETS, "AE,,none", "AE,,nothing", "status: 'nothing'"
    ),
    OnPurpose(
        "a partner without line",
        MARKETS,
        "\nVN,",
        "\nXY,",
        "partner VN of 'eu-vietnam-fta' has no line",
        1,
    ),
    OnPurpose(
        "a market nobody can name",
        MARKETS,
        "\nVN,",
        "\nXY,,none,,,high,2026-11-22,x\nVN,",
        "market XY of the law has no name",
        1,
        "data/markets/markets.csv",
    ),
    OnPurpose(
        "an unknown confidence of a market",
        MARKETS,
        "AE,,none,,,high",
        "AE,,none,,,sure",
        "confidence: 'sure'",
    ),
    OnPurpose(
        "a line of a market without date",
        MARKETS,
        "AE,,none,,,high,2026-11-22",
        "AE,,none,,,high,22.11.2026",
        "as_of",
    ),
    OnPurpose("a territory that is no code", UNION, '"AT"', '"AUT"', "territory"),
)
