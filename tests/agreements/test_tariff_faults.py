"""Faults in the files of duties are found and named with file, line and column."""

import pytest

from bot.agreements.faults import DataError
from bot.agreements.tariff_files import check_tariffs
from bot.agreements.tariff_lines import read_lines
from bot.agreements.tariff_tables import FILE_COLUMNS, RULE_COLUMNS, STAGING_COLUMNS

LINES = "hs,rate,percent,note\n"
GOOD_LINES = LINES + "84137010,5%,5,\n84137090,Free,0,inferred\n"
FILE = "JP,,mfn,mfn/JP.csv,2022,2026,2026-04-01,,tariff,law,high,Stand,As of,,no"
RULE = "CH|LI,eu-x,preferential,25,97,0,frei,free,,,high,treaty"
STAGING = "4,5,2026-05-01,01-01,high,schedule"
KNOWN = frozenset({"841370"})


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data" / "agreements"
    (folder / "mfn").mkdir(parents=True)
    (folder / "eu-x").mkdir()
    write(folder)
    return folder


def write(folder, lines=GOOD_LINES, files=(FILE,), rules=(RULE,), staging=(STAGING,)):
    def table(columns, rows):
        return "\n".join((",".join(columns), *rows)) + "\n"

    (folder / "mfn" / "JP.csv").write_text(lines, encoding="utf-8")
    (folder / "mfn" / "tariffs.csv").write_text(table(FILE_COLUMNS, files), encoding="utf-8")
    (folder / "mfn" / "duty_rules.csv").write_text(table(RULE_COLUMNS, rules), encoding="utf-8")
    (folder / "eu-x" / "staging.csv").write_text(table(STAGING_COLUMNS, staging), encoding="utf-8")


def faults(folder, known=KNOWN):
    return [str(fault) for fault in check_tariffs(folder, known)]


def test_good_files_have_no_fault(folder):
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("hs,rate,percent\n", "1:1: column 'note' is missing"),
        ("hs,rate,percent,note,more\n", "1:1: unknown column 'more'"),
        (LINES + "84137010,5%,5\n", "2:1: 3 cells, expected 4"),
        (LINES + "8413.70,5%,5,\n", "2:1: hs: '8413.70': expected 6 to 10 digits"),
        (LINES + "84137010,5%,five,\n", "2:13: percent: 'five': expected a percentage"),
        (LINES + "84137010,5%,-5,\n", "2:13: percent: '-5': expected a percentage"),
        (LINES + "84137010,5%,6,\n", "2:13: percent: 6 contradicts the rate '5%'"),
        (LINES + "84137010,Free,6,\n", "2:15: percent: 6 contradicts the rate 'Free'"),
        (LINES + "84137010,,6,\n", "2:11: percent: a percentage without the rate"),
        (LINES + "84137010,,,\n", "2:10: rate: expected a rate, or a note"),
        (LINES + "84137010,5%,5,odd\n", "2:15: note: 'odd' is not known"),
        (GOOD_LINES + "84137010,5%,5,\n", "4:1: hs: 84137010 stands twice with the same rate"),
        (GOOD_LINES + "8413701010,5%,5,\n", "4:1: hs: lies below the line 84137010"),
        (GOOD_LINES + "84999900,5%,5,\n", "4:1: hs: 849999 is no subheading"),
    ],
)
def test_faults_of_lines(folder, lines, expected):
    write(folder, lines=lines)
    assert faults(folder)[0].startswith(f"data/agreements/mfn/JP.csv:{expected}")


def test_all_faults_of_a_file_are_named_at_once(folder):
    write(folder, lines=LINES + "1,5%,5,\n84137010,5%,5,odd\n84137010,5%,7,\n")
    assert len(faults(folder)) == 3


def test_contradicting_lines_are_kept_in_the_order_of_the_file(folder):
    write(folder, lines=LINES + "84137010,5%,5,\n84137010,3%,3,\n")
    table = read_lines(folder / "mfn" / "JP.csv", folder.parent.parent)
    assert [line.rate.text for line in table.lines["84137010"]] == ["5%", "3%"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("JP,,mfn", "Japan,,mfn", "2:1: market: 'Japan': expected an ISO 3166 code"),
        ("JP,,mfn", "JP,eu-x,mfn", "2:4: agreement: 'eu-x': expected nothing"),
        ("JP,,mfn", "JP,,preferential", "2:4: agreement: '': expected an agreement"),
        ("mfn/JP.csv", "mfn/XX.csv", "2:9: file: 'mfn/XX.csv' does not exist"),
        (",2022,", ",1996,", "2:20: hs_edition: '1996': expected one of"),
        ("2026,2026-04-01", "26,2026-04-01", "2:25: year: '26': expected a year"),
        ("2026-04-01", "1.4.2026", "2:30: valid_from: '1.4.2026': expected a date"),
        ("2026-04-01", "", "2:30: valid_from: expected a date"),
        ("high", "sure", "2:53: confidence: 'sure': expected one of high, low, medium"),
        ("Stand", "", "2:58: label_de: must not be empty"),
        (",,no", ",84-8515,no", "2:70: gaps: '84-8515': expected a code or range"),
        (",,no", ",,maybe", "2:71: subdivided: 'maybe': expected one of no, yes"),
        (",,no", ",841370,no", "2:70: gaps: declared as gap, but there are lines for 841370"),
    ],
)
def test_faults_of_the_table_of_files(folder, old, new, expected):
    write(folder, files=[FILE.replace(old, new, 1)])
    assert faults(folder)[0].startswith(f"data/agreements/mfn/tariffs.csv:{expected}")


def test_a_gap_that_is_not_declared(folder):
    found = faults(folder, frozenset({"841370", "851713"}))
    assert found == [
        "data/agreements/mfn/tariffs.csv:2:70: gaps: no line for 1 subheadings: 851713"
    ]
    write(folder, files=[FILE.replace(",,no", ",8517,no")])
    assert faults(folder, frozenset({"841370", "851713"})) == []


def test_two_files_for_one_side_and_a_file_nobody_names(folder):
    write(folder, files=[FILE, FILE])
    (folder / "eu-x" / "tariffs").mkdir()
    (folder / "eu-x" / "tariffs" / "JP.csv").write_text(GOOD_LINES, encoding="utf-8")
    assert faults(folder) == [
        "data/agreements/eu-x/tariffs/JP.csv:1:1: not named in mfn/tariffs.csv",
        "data/agreements/mfn/tariffs.csv:3:1: market: JP has more than one file for this side",
    ]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([RULE.replace("CH|LI", "")], "2:1: market: expected at least one"),
        ([RULE.replace("CH|LI", "CH|Li")], "2:1: market: 'Li': expected an ISO 3166 code"),
        ([RULE.replace("eu-x", "eu-y")], "2:7: agreement: 'eu-y' has no folder"),
        ([RULE.replace("preferential", "other")], "2:12: side: 'other': expected one of"),
        ([RULE.replace(",25,", ",2,")], "2:25: hs_from: '2': expected 2, 4 or 6 digits"),
        ([RULE.replace(",97,", ",9700,")], "2:28: hs_to: '9700': expected 2 digits"),
        ([RULE.replace(",97,", ",24,")], "2:28: hs_to: '24': expected 2 digits, not below"),
        ([RULE.replace(",0,", ",0 %,")], "2:31: percent: '0 %': expected a percentage"),
        ([RULE.replace("free", "")], "2:38: text_en: must not be empty"),
        ([RULE, RULE.replace("CH|LI", "LI")], "3:22: hs_from: contradicts line 2"),
    ],
)
def test_faults_of_rules(folder, rules, expected):
    write(folder, rules=rules)
    assert faults(folder)[0].startswith(f"data/agreements/mfn/duty_rules.csv:{expected}")


def test_rules_of_different_times_do_not_contradict_each_other(folder):
    before = RULE.replace("free,,", "free,,2026-11-21")
    after = RULE.replace("free,,", "free,2026-11-22,")
    write(folder, rules=[before, after])
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("4,5,", "4,0,", "2:3: cuts: '0': expected a number of cuts"),
        ("2026-05-01", "", "2:5: first_cut: expected a date"),
        ("01-01", "1 January", "2:16: yearly_cut: expected month and day"),
        ("high", "", "2:22: confidence: '': expected one of"),
    ],
)
def test_faults_of_staging(folder, old, new, expected):
    write(folder, staging=[STAGING.replace(old, new, 1)])
    assert faults(folder)[0].startswith(f"data/agreements/eu-x/staging.csv:{expected}")


def test_a_faulty_file_is_never_read_in_part(folder):
    write(folder, lines=GOOD_LINES + "x,5%,5,\n")
    with pytest.raises(DataError, match=r"JP\.csv:4:1"):
        read_lines(folder / "mfn" / "JP.csv", folder.parent.parent)
