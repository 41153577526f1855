"""The command line: the contracts of its answers and errors."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import cli, cli_data
from bot.wiring import Services

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _loaded_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "services", lambda: services)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main(arguments) == 0
    return json.loads(capsys.readouterr().out)


def error(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    assert cli.main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    found: dict[str, str] = json.loads(captured.err)["error"]
    assert set(found) == {"code", "message", "field"}
    return found


def give(monkeypatch: pytest.MonkeyPatch, value: Any) -> None:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))


def test_find_gives_candidates_with_labels_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = answer(capsys, "find", "Kreiselpumpe", "--lang", "de", "--limit", "3", "--json")

    assert (result["query"], result["lang"]) == ("Kreiselpumpe", "de")
    assert 1 <= len(result["candidates"]) <= 3
    first = result["candidates"][0]
    assert first["heading"] == "8413"
    assert set(first["label"]) == {"de", "en"}
    assert re.fullmatch("[0-9a-f]{64}", result["data_version"])


def test_a_reading_is_recorded_for_rows_that_carry_the_mark(
    services: Services,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    law = tmp_path / "data" / "agreements"
    law.mkdir(parents=True)
    shutil.copy(services.settings.data / "agreements" / "readings.csv", law)
    copied = Services(replace(services.settings, data=tmp_path / "data"))
    copied.__dict__["catalogue"] = services.catalogue
    monkeypatch.setattr(cli, "services", lambda: copied)

    assert cli.main(["data", "reading", "EU-VN-FTA-0255", "--date", "2027-03-01"]) == 0

    assert capsys.readouterr().out == "1 readings recorded: EU-VN-FTA-0255\n"
    read = (law / "readings.csv").read_text(encoding="utf-8").splitlines()
    assert next(one for one in read if one.endswith("2027-03-01")).startswith("EU-VN-FTA-0255,")
    for wrong in (["EU-XX-0001"], ["EU-VN-FTA-0255", "--date", "2027-02-30"]):
        assert error(capsys, "data", "reading", *wrong)["code"] == "bad_reading"


def test_every_way_in_names_the_version_of_its_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    law = services.catalogue.data_version
    give(monkeypatch, {"market": "VN", "date": "2026-11-22", "product": {"hs": "841370"}})

    assert answer(capsys, "assess", "--json")["data_version"] == law
    asked = ("--hs", "841370", "--date", "2026-11-22", "--json")
    assert answer(capsys, "advise", "--market", "VN", *asked)["data_version"] == law
    assert answer(capsys, "data", "version", "--json") == {"data_version": law}
    assert cli.main(["markets", *asked]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["data_version"] for one in lines} == {law}


def test_the_version_of_the_products_changes_with_them(services: Services, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(services.settings.data / "products", copy / "products")
    other = Services(replace(services.settings, data=copy))
    assert other.products_version == services.products_version

    with (copy / "products" / "84.csv").open("a", encoding="utf-8") as file:
        file.write("\n")

    changed = Services(replace(services.settings, data=copy))
    assert changed.products_version != services.products_version


def test_find_takes_a_typed_code(capsys: pytest.CaptureFixture[str]) -> None:
    result = answer(capsys, "find", "8413.70", "--json")

    assert [one["hs"] for one in result["candidates"]] == ["841370"]


def test_find_in_batches_gives_a_line_per_query(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text('{"query": "pump", "lang": "en"}\n\n{"query": "Ventil"}\n', encoding="utf-8")

    assert cli.main(["find", "--batch", str(file)]) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["query"], one["lang"]) for one in lines] == [("pump", "en"), ("Ventil", "de")]


@pytest.mark.parametrize(
    ("line", "code"), [("{", "bad_json"), ("{}", "missing_field"), ('{"query": 5}', "wrong_type")]
)
def test_find_names_a_faulty_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str, code: str
) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text(line, encoding="utf-8")

    assert error(capsys, "find", "--batch", str(file))["code"] == code


def test_assess_answers_with_the_keys_of_the_contract(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, {"market": "JP", "date": "2026-11-22", "product": {"hs": "841370"}})

    result = answer(capsys, "assess", "--json")

    assert result["determination"] == "undetermined"
    contract = (
        "determination origin_criterion agreement rule alternatives decisive shortfalls headroom"
        " remedies missing_facts conditions date data_version"
    )
    assert set(contract.split()) <= set(result)
    assert {"notation", "hs_from", "hs_to", "source", "confidence"} <= set(result["rule"])
    assert {"notation", "outcome", "findings"} <= set(result["alternatives"][0])
    fact = result["missing_facts"][0]
    assert set(fact["question"]) == {"de", "en"}
    assert len(result["data_version"]) == 64


def test_assess_as_text_asks_the_next_question(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, {"market": "JP", "date": "2026-11-22", "product": {"hs": "841370"}})

    assert cli.main(["assess", "--lang", "en"]) == 0

    text = capsys.readouterr().out
    assert text.startswith("Still open")
    assert "Why I ask:" in text


def test_assess_refuses_a_bad_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = {
        "market": "JP",
        "product": {"hs": "841370"},
        "answers": {"materials.all_originating": "perhaps"},
    }
    give(monkeypatch, case)

    found = error(capsys, "assess", "--json")

    assert (found["code"], found["field"]) == ("bad_answer", "answers.materials.all_originating")


def test_advise_answers_with_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["--hs", "870380", "--market", "GB", "--value", "50000", "--date", "2026-11-22"]

    result = answer(capsys, "advise", *wanted, "--lang", "de", "--json")

    contract = (
        "market hs date usable nothing_to_save agreements next_steps contacts sources data_version"
    )
    assert set(contract.split()) <= set(result)
    (agreement,) = result["agreements"]
    assert agreement["id"] == "eu-uk-tca"
    assert agreement["status"] in ("in_force", "provisionally_applied")
    keys = {"mfn", "mfn_percent", "preferential", "preferential_percent", "margin_percent"}
    assert keys <= set(agreement["duty"])
    assert agreement["duty"]["saving"] == {"amount": "5000", "currency": "EUR"}
    assert {"kind", "exporter", "threshold_eur", "applies", "declaration_text"} <= set(
        agreement["proof"][0]
    )
    assert result["contacts"]
    assert {"title", "url", "as_of"} == set(result["sources"][0])


@pytest.mark.parametrize("market", ["US", "CN", "RU", "FR", "XI"])
def test_markets_without_an_agreement_are_not_usable(
    capsys: pytest.CaptureFixture[str], market: str
) -> None:
    result = answer(capsys, "advise", "--hs", "841370", "--market", market, "--json")

    assert result["agreements"] == []
    assert result["usable"] is False


def test_no_figure_is_ever_given_for_the_united_states(
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = answer(capsys, "advise", "--hs", "841370", "--market", "US", "--json")

    duty = result["duty_without_agreement"]
    assert (duty["mfn"], duty["mfn_percent"], duty["basis"]) == (None, None, "unknown")
    assert cli.main(["advise", "--hs", "841370", "--market", "US"]) == 0
    assert "%" not in capsys.readouterr().out


def test_an_agreement_not_applied_yet_is_shown_and_not_usable(
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = ["--hs", "841370", "--market", "IN", "--date", "2026-11-22", "--json"]

    result = answer(capsys, "advise", *options)

    assert result["usable"] is False
    assert result["agreements"][0]["status"] in ("signed", "concluded", "negotiating")


def test_markets_gives_a_line_for_every_partner(
    capsys: pytest.CaptureFixture[str], services: Services
) -> None:
    assert cli.main(["markets", "--hs", "841370", "--date", "2026-11-22", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    partners = {one.iso2 for one in services.catalogue.markets.values() if one.agreements}
    assert {line["market"] for line in lines} == partners
    for line in lines:
        assert {"status", "mfn", "preferential", "margin_percent", "rule", "proof"} <= set(line)


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        ([], "usage", ""),
        (["nonsense"], "usage", ""),
        (["find"], "missing_field", "query"),
        (["find", " "], "missing_field", "query"),
        (["find", "pump", "--limit", "0"], "bad_number", "limit"),
        (["find", "pump", "--lang", "fr"], "usage", ""),
        (["find", "--batch", "no such file"], "cannot_read", "file"),
        (["advise", "--hs", "841370"], "usage", ""),
        (["advise", "--hs", "pump", "--market", "JP"], "bad_code", "hs"),
        (["advise", "--hs", "841399", "--market", "JP"], "unknown_code", "hs"),
        (["advise", "--hs", "841370", "--market", "ZZ"], "unknown_market", "market"),
        (["advise", "--hs", "841370", "--market", "JP", "--date", "x"], "bad_date", "date"),
        (
            ["advise", "--hs", "841370", "--market", "JP", "--value", "-1"],
            "negative_number",
            "value",
        ),
        (["advise", "--hs", "841370", "--market", "JP", "--value", "NaN"], "bad_number", "value"),
        (["assess", "no such file"], "cannot_read", "file"),
    ],
)
def test_bad_input_ends_with_one_json_object(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: str, field: str
) -> None:
    found = error(capsys, *arguments)

    assert (found["code"], found["field"]) == (code, field)


def test_data_check_prints_every_fault_with_its_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = ["data/agreements/x/agreement.yml:3:1: expected a date"]
    monkeypatch.setattr(cli, "data_faults", lambda _services: faults)

    assert cli.main(["data", "check"]) == 1
    assert capsys.readouterr().out.splitlines() == faults


def test_the_recorded_data_has_no_fault_in_its_questions_and_contacts(
    services: Services, tmp_path: Path
) -> None:
    assert cli_data._faq_faults(services) == []

    shutil.copytree(services.settings.data / "faq", tmp_path / "faq")
    (tmp_path / "faq" / "contacts.yml").write_text("contacts: 5\n", encoding="utf-8")
    broken = Services(replace(services.settings, data=tmp_path))
    (fault,) = cli_data._faq_faults(broken)
    assert "contacts.yml:1:" in fault


def test_the_module_runs_as_a_command_without_a_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "advise", "--hs", "841370", "--market", "Atlantis"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert json.loads(done.stderr)["error"]["code"] == "unknown_market"


def test_answering_loads_no_dialogue_platform() -> None:
    code = (
        "import sys; from bot.cli import main;"
        "main(['advise', '--hs', '841370', '--market', 'JP', '--json']);"
        "heavy = {'rasa', 'spacy', 'tensorflow', 'sqlalchemy'} & set(sys.modules);"
        "print(sorted(heavy), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stderr.strip() == "[]"
