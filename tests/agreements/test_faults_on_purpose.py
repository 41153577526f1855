"""A fault on purpose in any cell of the law is found by `data check`, with its file and line.

The check runs over a small copy of the data: one agreement with everything that belongs to it. Duties have
their own, finer faults in test_tariff_faults.py.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from bot.data_check import check_data
from bot.wiring import Services

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
REVIEWS = "reviews.csv"
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


FAULTS = (
    # --- the list of rules
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
        "a missing comma", RULES, "0001,01,01,all,,,", "0001,01,01,all,,", "12 cells, expected 13"
    ),
    OnPurpose(
        "a comma too many", RULES, "0001,01,01,all,", "0001,01,01,all,,", "14 cells, expected 13"
    ),
    OnPurpose(
        "an open quotation mark", RULES, '"WO(01, 02)"', 'WO"(01, 02)"x"', "cells, expected 13"
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
        f"both,,,A,{SOURCE}",
        f"both,,,D,{SOURCE}",
        "confidence: 'D'",
    ),
    OnPurpose("a row without source", RULES, f"both,,,A,{SOURCE}", "both,,,A,", "source: expected"),
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
    # --- provisions and proof
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
    # --- status and days
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
    # --- declaration
    OnPurpose(
        "a field nobody can fill",
        DECLARATION,
        "fields: [reference, ",
        "fields: [number, ",
        "field 'number' is not known",
    ),
    OnPurpose(
        "a field missing in the text",
        DECLARATION,
        "(Bewilligungs-Nr. {reference})",
        "(Bewilligungs-Nr.)",
        "does not match the list",
        None,
        "fields: [reference",
    ),
    OnPurpose(
        "a text in one language",
        DECLARATION,
        "  en: |-",
        "  fr: |-",
        "text in en is missing",
        None,
        "texts:",
    ),
    OnPurpose(
        "an unknown key of a declaration",
        DECLARATION,
        "reference: {rex",
        "reference: {rexx",
        "reference",
    ),
    OnPurpose(
        "an unknown confidence of a declaration",
        DECLARATION,
        "confidence: medium",
        "confidence: middle",
        "confidence",
    ),
    # --- worked cases
    OnPurpose(
        "a case with a wrong result",
        CASES,
        "determination: originating",
        "determination: not_originating",
        "is originating, expected not_originating",
        None,
        "- name: Kreiselpumpe",
    ),
    OnPurpose(
        "a case with an unknown result",
        CASES,
        "determination: originating",
        "determination: perhaps",
        "determination",
    ),
    OnPurpose(
        "a case with a wrong amount",
        CASES,
        'ex_works_price: "1000"',
        'ex_works_price: "999"',
        "is not_originating",
        None,
        "- name: Kreiselpumpe",
    ),
    OnPurpose(
        "a case with an unknown code",
        CASES,
        'hs: "841370"',
        'hs: "841371"',
        "does not exist in HS 2022",
        None,
        "- name: Kreiselpumpe",
    ),
    OnPurpose(
        "a case with an unknown market",
        CASES,
        "market: VN",
        "market: VX",
        "cannot be read",
        None,
        "- name: Kreiselpumpe",
    ),
    OnPurpose(
        "a case on an impossible day",
        CASES,
        'date: "2026-11-22"',
        'date: "2026-11-31"',
        "cannot be read",
        None,
        "- name: Kreiselpumpe",
    ),
    OnPurpose(
        "a case with an unknown key",
        CASES,
        "    source: EU-Viet",
        "    sauce: EU-Viet",
        "extra fields not permitted",
    ),
    OnPurpose(
        "a case with an answer of the wrong form",
        CASES,
        "answers: {}",
        "answers: {product.row: none_at_all}",
        "cannot be read",
        None,
        "- name: Kreiselpumpe",
    ),
    # --- markets
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
    # --- readings
    OnPurpose("a review of no list", REVIEWS, f"\n{VN},", "\neu-vietnam,", "list: 'eu-vietnam'"),
    OnPurpose(
        "a review of more rows than there are",
        REVIEWS,
        "2026-11-22,",
        "2026-11-22,9",
        "expected at most the 276 rows",
    ),
    OnPurpose("a review on an impossible day", REVIEWS, "2026-11-22,", "2026-22-11,", "as_of"),
    OnPurpose("a review by nobody", REVIEWS, ",second_reading,", ",,", "reviewed_by: expected"),
    # --- vocabulary
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
    # --- duties
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


@dataclass(frozen=True)
class SmallData:
    """The copy, its services to check it with, and the faults it has by itself."""

    folder: Path
    services: Services
    before: frozenset[str]

    def faults(self) -> list[str]:
        """The faults that are new."""
        settings = replace(self.services.settings, data=self.folder.parent)
        fresh = Services(settings)
        # Nothing below data/agreements: they need not be read again.
        for name in ("labels", "nomenclature", "markets"):
            fresh.__dict__[name] = getattr(self.services, name)
        return [one for one in check_data(fresh, DAY) if one not in self.before]


@pytest.fixture(scope="module")
def small(services: Services, tmp_path_factory: pytest.TempPathFactory) -> SmallData:
    data = services.settings.data
    copy = tmp_path_factory.mktemp("small") / "data"
    for name in ("products", "markets", "faq"):
        shutil.copytree(data / name, copy / name)
    folder = copy / "agreements"
    for name in (VN, "vocabulary"):
        shutil.copytree(data / "agreements" / name, folder / name)
    (folder / "mfn").mkdir()
    for name in (UNION, DUTIES):
        shutil.copy(data / "agreements" / name, folder / name)
    _only_of(data / "agreements" / REVIEWS, folder / REVIEWS, VN)
    _only_of(data / "agreements" / TARIFFS, folder / TARIFFS, "VN")
    _only_of(data / "agreements" / DUTY_RULES, folder / DUTY_RULES, "nobody")
    with (folder / DUTY_RULES).open("a", encoding="utf-8") as file:
        file.write(f"VN,{VN},preferential,25,97,,frei,free,2020-08-01,,high,schedule\n")
    _markets(data / "agreements" / MARKETS, folder / MARKETS)
    made = SmallData(folder, services, frozenset())
    before = frozenset(made.faults())
    assert all("is used by no rule" in one for one in before), before
    return replace(made, before=before)


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _only_of(path: Path, copy: Path, market: str) -> None:
    head, *rows = _rows(path)
    kept = [[cell.replace("\n", " ") for cell in row] for row in rows if row[0] == market]
    _write(copy, [head, *kept])


def _markets(path: Path, copy: Path) -> None:
    """Every market has a line, but only Viet Nam an agreement."""
    head, *rows = _rows(path)
    none = ["", "none", "", "", "high", "2026-11-22", "x"]
    _write(copy, [head, *([one[0], *none] if one[0] != "VN" else one for one in rows)])


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{one.file}: {one.name}" for one in FAULTS])
def test_a_fault_on_purpose_is_found_with_its_place(small: SmallData, fault: OnPurpose) -> None:
    path = small.folder / fault.file
    good = path.read_text(encoding="utf-8")
    position = good.find(fault.old)
    assert position >= 0, "the text to change is not there"
    bad = good[:position] + fault.new + good[position + len(fault.old) :]
    path.write_text(bad, encoding="utf-8")
    try:
        found = small.faults()
    finally:
        path.write_text(good, encoding="utf-8")

    shown, line = _place(fault, good, bad, position)
    told = [one for one in found if one.startswith(f"{shown}:{line}:") and fault.message in one]
    assert told, "\n".join([f"expected {shown}:{line}: {fault.message}", *found[:8]])


def _place(fault: OnPurpose, good: str, bad: str, position: int) -> tuple[str, int]:
    shown = f"data/agreements/{fault.file}"
    if fault.line is not None:
        at = fault.at or fault.file
        return at if at.startswith("data/") else f"data/agreements/{at}", fault.line
    if fault.at is not None:
        return shown, _line_of(bad, bad.index(fault.at))
    first = next(
        (index for index, sign in enumerate(bad[position:]) if sign != good[position + index]), 0
    )
    return shown, _line_of(bad, position + first)


def test_there_are_enough_of_them_and_all_different() -> None:
    changes = {(one.file, one.old, one.new) for one in FAULTS}
    assert len(changes) == len(FAULTS) >= 40
    assert len({one.file for one in FAULTS}) == 16
