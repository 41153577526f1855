"""Faults in the record of who read a row again."""

from __future__ import annotations

from tests.agreements.faults.on_purpose import READINGS, RULES, SAMPLES, SETTLED, OnPurpose

FAULTS = (
    OnPurpose(
        "a limit changed after the second reading",
        RULES,
        "EU-VN-FTA-0255,87,87,rest,,,MaxNOM 45 %",
        "EU-VN-FTA-0255,87,87,rest,,,MaxNOM 46 %",
        "changed after its second reading of 2026-11-22",
    ),
    OnPurpose(
        "a second reading without its record",
        READINGS,
        "EU-VN-FTA-0001,",
        "EU-VN-FTA-9999,",
        "expected a row of a list",
    ),
    OnPurpose(
        "a second reading that the row does not name",
        RULES,
        ",second_reading,",
        ",,",
        "'second_reading' stands only in its record",
    ),
    OnPurpose(
        "a second reading on an impossible day",
        READINGS,
        ",2026-11-22",
        ",2026-22-11",
        "as_of",
    ),
    OnPurpose(
        "an unknown reading",
        RULES,
        ",second_reading,",
        ",third_reading,",
        "reviewed_by: 'third_reading'",
    ),
    OnPurpose(
        "readings in another order",
        RULES,
        ",second_reading|sample,",
        ",sample|second_reading,",
        "each once, in the order",
    ),
    OnPurpose(
        "a mark of a sample in which the row was not",
        RULES,
        ",second_reading,",
        ",second_reading|sample,",
        "'sample' stands without its record",
    ),
    OnPurpose(
        "a sample that the row does not name",
        RULES,
        ",second_reading|sample,",
        ",second_reading,",
        "'sample' stands only in its record",
    ),
    OnPurpose(
        "a settled difference that the row does not name",
        RULES,
        ",second_reading|settled,",
        ",second_reading,",
        "'settled' stands only in its record",
    ),
    OnPurpose(
        "a sample of no row", SAMPLES, "\nEU-VN-FTA-", "\nEU-VNM-", "expected a row of a list"
    ),
    OnPurpose("a seed that is no number", SAMPLES, ",20261122,", ",2026A,", "seed: '2026A'"),
    OnPurpose("a sample on an impossible day", SAMPLES, ",2026-11-22,", ",2026-22-11,", "as_of"),
    OnPurpose("a finding nobody knows", SAMPLES, ",right\n", ",fine\n", "finding: 'fine'"),
    OnPurpose(
        "a row changed after it was read",
        SAMPLES,
        ",2026-11-22,CTH,",
        ",2026-11-22,CC,",
        "the row was changed after it was read",
    ),
    OnPurpose(
        "a settled difference of no row",
        SETTLED,
        "\nEU-VN-FTA-",
        "\nEU-VNM-",
        "expected a row of a list",
    ),
    OnPurpose(
        "a settlement that is not held",
        SETTLED,
        '97, rubber_thread_not_textile_covered)",The',
        '98, rubber_thread_not_textile_covered)",The',
        "after: expected the rule that is held",
    ),
    OnPurpose(
        "a settlement without reason",
        SETTLED,
        ",The rule speaks of textile materials; materials outside chapters 50 to 63 are free.",
        ",",
        "reason: expected a text",
    ),
    OnPurpose(
        "a difference settled twice",
        SETTLED,
        "\nEU-VN-FTA-0139,",
        "\nEU-VN-FTA-0120,",
        "'EU-VN-FTA-0120' stands here twice",
    ),
)
