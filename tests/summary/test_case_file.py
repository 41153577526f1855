"""A case file gives the same answer again, or says what has changed and where."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from actions.case_loading import loaded
from bot.case_fields import InputError
from bot.case_file import FORMAT, read_case_file, replay
from bot.cli import main
from bot.conversation.asking import ask
from bot.conversation.case_files import NothingToKeepError, file_of, state_of_file, summary_of
from bot.conversation.desk import Desk
from bot.conversation.dialogue import turn
from bot.conversation.messages import Turn
from bot.conversation.state import CaseState, MaterialLine
from bot.summary.as_text import as_text
from bot.summary.replaying import replay_lines
from tests.summary.conftest import case

CASES = [
    pytest.param(case(), id="met"),
    pytest.param(case(language="en", checking=False, materials=(), answers={}), id="first answer"),
    pytest.param(case(materials=(MaterialLine("X", "8413", Decimal("900"), "CN"),)), id="not met"),
    pytest.param(case(market="TR", materials=(), answers={}), id="customs union"),
    pytest.param(case(market="US", checking=False), id="no agreement"),
    pytest.param(case(unknown=("product.fob_price",), made_here=None), id="open"),
    pytest.param(
        case(answers={"product.ex_works_price": Decimal("1234567890.123456789")}), id="exact"
    ),
]


@pytest.mark.parametrize("state", CASES)
def test_a_file_replays_to_the_same_answer(desk: Desk, state: CaseState) -> None:
    content = file_of(state, desk).to_json()

    found = replay(read_case_file(content), desk.services)

    assert found.same_answer, found.changes
    assert found.same_data


@pytest.mark.parametrize("state", CASES)
def test_the_conversation_comes_back_from_the_file(desk: Desk, state: CaseState) -> None:
    _, told = state_of_file(file_of(state, desk).to_json(), desk)

    for name in ("words", "hs", "market", "made_here", "drawback", "unknown", "checking"):
        assert getattr(told, name) == getattr(state, name), name
    assert told.materials == state.materials
    assert {k: Decimal(v) if isinstance(v, str) else v for k, v in told.answers.items()} == dict(
        state.answers
    )
    spoken, question = ask(told, desk)
    assert question is not None
    assert CaseState.from_json(spoken.to_json()) == spoken


def test_the_same_summary_from_the_file(desk: Desk) -> None:
    _, told = state_of_file(file_of(case(), desk).to_json(), desk)

    before, after = (as_text(summary_of(one, desk, "de")) for one in (case(), told))

    assert before.split("Erstellt am")[0] == after.split("Erstellt am")[0]


def test_without_a_result_there_is_no_file(desk: Desk) -> None:
    with pytest.raises(NothingToKeepError):
        file_of(case(hs=""), desk)


def changed(desk: Desk, path: list[Any], value: Any, **more: Any) -> str:
    content = json.loads(file_of(case(), desk).to_json())
    part = content
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return json.dumps({**content, **more})


def test_another_rule_is_named_with_its_row(desk: Desk) -> None:
    content = changed(
        desk, ["record", "assessment", "rule", "notation"], "CC", data_version="0" * 64
    )

    found = replay(read_case_file(content), desk.services)

    assert [one.place for one in found.changes] == ["assessment.rule.notation"]
    assert not found.same_data
    told = "\n".join(replay_lines(found, "de"))
    assert "damals CC, heute CTH; or MaxNOM 70 % (EXW)" in told
    assert "damals 000000000000" in told
    assert "EU-VN-FTA-" in told


def test_another_duty_is_named(desk: Desk) -> None:
    place = ["record", "advice", "agreements", 0, "duty", "preferential_percent"]
    found = replay(read_case_file(changed(desk, place, "3.5")), desk.services)

    (line,) = [one for one in replay_lines(found, "en") if "preferential_percent" in one]
    assert "then 3.5, today 0" in line


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (["format"], "other", "format"),
        (["version"], 2, "version"),
        (["language"], "fr", "language"),
        (["case"], "text", "case"),
        (["record"], None, "record"),
        (["case", "product", "hs"], "999999", "product.hs"),
        (["case", "market"], "Atlantis", "market"),
        (["case", "materials"], "many", "materials"),
        (["case", "materials", 0, "value"], "much", "materials[0].value"),
        (["consignment", "value"], "-1", "consignment.value"),
        (["case", "answers"], [1], "answers"),
    ],
)
def test_a_damaged_file_is_refused_by_field(
    desk: Desk, path: list[Any], value: Any, field: str
) -> None:
    content = changed(desk, path, value)

    with pytest.raises(InputError) as told:
        replay(read_case_file(content), desk.services)

    assert told.value.field == field


class TestCommand:
    def test_same_result(
        self, desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file, pdf, page = (tmp_path / name for name in ("case.json", "case.pdf", "case.html"))
        file.write_text(file_of(case(), desk).to_json(), encoding="utf-8")

        status = main(["replay", str(file), "--pdf", str(pdf), "--html", str(page)])

        out = capsys.readouterr().out
        assert status == 0
        assert out.startswith("Nachgerechnet: Es kommt dasselbe heraus.")
        assert "Ja, die Ursprungsregel ist erfüllt" in out
        assert pdf.read_bytes().startswith(b"%PDF")
        assert page.read_text(encoding="utf-8").startswith("<!doctype html>")

    def test_another_result_as_json(
        self, desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "case.json"
        place = ["record", "assessment", "determination"]
        file.write_text(changed(desk, place, "not_originating"), encoding="utf-8")

        status = main(["replay", str(file), "--json"])

        told = json.loads(capsys.readouterr().out)
        assert status == 1
        assert told["same"] is False
        assert told["changes"] == [
            {
                "place": "assessment.determination",
                "then": "not_originating",
                "now": "originating",
            }
        ]

    def test_bad_input_is_one_json_object(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["replay", str(tmp_path / "none.json")]) == 2
        assert json.loads(capsys.readouterr().err)["error"]["code"] == "cannot_read"


class TestTerminal:
    @pytest.mark.parametrize("words", ["fall laden", "load case", "Fall laden "])
    def test_an_adviser_loads_a_case_and_goes_on(
        self, desk: Desk, tmp_path: Path, words: str
    ) -> None:
        file = tmp_path / "a case.json"
        file.write_text(file_of(case(), desk).to_json(), encoding="utf-8")

        given = loaded(f"{words} {file}", "cmdline", CaseState(), desk)

        assert given is not None
        state, (finding, document) = given
        assert "dasselbe" in finding.text
        assert "Kreiselpumpen" in document.text
        after, replies = turn(state, Turn("und für Korea?"), desk)
        assert after.hs == "841370"
        assert replies

    @pytest.mark.parametrize("channel", ["website", "rest", None, ""])
    def test_no_other_channel_can_name_a_file(
        self, desk: Desk, tmp_path: Path, channel: str | None
    ) -> None:
        assert loaded(f"fall laden {tmp_path}/x.json", channel, CaseState(), desk) is None

    @pytest.mark.parametrize("text", ["fall laden", "lade den fall", "Fall laden wir", "hallo"])
    def test_other_sentences_are_no_command(self, desk: Desk, text: str) -> None:
        given = loaded(text, "cmdline", CaseState(), desk)

        # "Fall laden wir" names a file that is not there, and says so.
        assert given is None or "konnte nicht geladen werden" in given[1][0].text

    def test_what_cannot_be_loaded_is_told(self, desk: Desk, tmp_path: Path) -> None:
        broken = tmp_path / "broken.json"
        broken.write_text("{", encoding="utf-8")
        before = case()

        for path in (broken, tmp_path / "none.json", tmp_path):
            given = loaded(f"load case {path}", "cmdline", before, desk)
            assert given is not None
            state, (reply,) = given
            assert state == before
            assert path.name in reply.text


def test_the_format_is_named(desk: Desk) -> None:
    assert json.loads(file_of(case(), desk).to_json())["format"] == FORMAT == "fta-advisor/case"
