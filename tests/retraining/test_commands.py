"""`python -m bot learn …`: every step says what it did, and what stops it in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import cli
from bot.retraining.places import Places
from bot.retraining.steps import DO, STEPS
from tests.retraining.conftest import talk, user

LOOP = ["collect", "select", "review", "merge", "train", "compare", "promote"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Databases of the test's own; the project's files are only read."""
    url = f"sqlite:///{tmp_path / 'var' / 'data.db'}"
    monkeypatch.setenv("FTA_DATABASE_URL", url)
    monkeypatch.setenv("FTA_LEARN_SHARED_BY", "1")
    return Places(tmp_path, url)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = cli.main(list(arguments))
    return status, capsys.readouterr().out


def test_the_steps_are_the_loop_in_its_order() -> None:
    assert list(STEPS) == LOOP
    assert set(DO) == set(LOOP)


def test_collect_select_status(store: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "learn", "collect") == (
        1, "learn: There are no conversations yet: nobody has talked to the advisor.\n",
    )  # fmt: skip
    talk(store, "a", user("hier Eva Schulze, uetext", "nlu_fallback", 0.25))

    assert run(capsys, "learn", "collect")[1] == (
        "collected: 1 conversations, 1 new messages, 1 of them with something taken out\n"
    )
    assert run(capsys, "learn", "select", "--most", "10")[1] == "selected: 1 new items for review\n"
    assert "review queue: 1 open, 0 done, 0 skipped" in run(capsys, "learn", "status")[1]


def test_export_forget_retain(
    store: Places, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    talk(store, "a", user("uetext", "nlu_fallback", 0.25))
    run(capsys, "learn", "collect")
    run(capsys, "learn", "select")

    assert "exported: 1 tasks" in run(capsys, "learn", "export", str(tmp_path / "t.json"))[1]
    status, said = run(capsys, "learn", "forget", "a")
    assert (status, said) == (
        0,
        "deleted: 1 events, 0 log entries, 1 messages, 1 items, 0 files, 0 handoffs\n",
    )
    assert run(capsys, "learn", "forget", "a")[0] == 1
    assert run(capsys, "learn", "retain", "--days", "3")[0] == 0
    assert run(capsys, "learn", "import", str(tmp_path / "none.json"))[0] == 1


def test_insight_collects_first(
    store: Places, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    talk(store, "a", user("ventile"))
    status, said = run(capsys, "insight", "--out", str(tmp_path / "out"))

    assert (status, said) == (0, "insight: insight.html in out/\ninsight: insight.csv in out/\n")
    assert run(capsys, "insight", "--since", "yesterday")[0] == 1
