"""What a fault on purpose is, and the files it can stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AGREEMENT = "eu-vietnam-fta/agreement.yml"
PROTOCOL = "eu-vietnam-fta/protocol.yml"
RULES = "eu-vietnam-fta/product_specific_rules.csv"
DECLARATION = "eu-vietnam-fta/declaration.yml"
CASES = "eu-vietnam-fta/cases.yaml"
PREFERENCES = "eu-vietnam-fta/tariffs/VN.csv"
MARKETS = "markets.csv"
UNION = "union.yml"
PROCESSES = "vocabulary/processes.csv"
MATERIALS = "vocabulary/materials.csv"
JUDGEMENTS = "vocabulary/judgements.csv"
NATURES = "vocabulary/natures.csv"
TARIFFS = "mfn/tariffs.csv"
DUTIES = "mfn/VN.csv"
SAMPLES = "samples.csv"
SETTLED = "settled_differences.csv"
READINGS = "readings.csv"
DUTY_RULES = "mfn/duty_rules.csv"

VN = "eu-vietnam-fta"
DAY = date(2026, 11, 22)
SOURCE = "EU-Viet Nam FTA Protocol 1 Annex II"


@dataclass(frozen=True)
class OnPurpose:
    """A change that makes a file wrong: the first `old` becomes `new`; `message` must be said about it.

    The fault must be shown in the line of the change, or in `line` of `at` where it shows elsewhere.
    """

    name: str
    file: str
    old: str
    new: str
    message: str
    line: int | None = None
    at: str | None = None
