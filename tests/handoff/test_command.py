"""`python -m bot handoff`: what waits is seen, and sent when the operator says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.store.addresses import handoff_url
from bot.store.outbox import Outbox
from tests.handoff.conftest import SECRET, Endpoint, stored

pytestmark = pytest.mark.server


@pytest.fixture
def reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A request that waits in the outbox of the environment."""
    url = f"sqlite:///{tmp_path / 'data.db'}"
    monkeypatch.setenv("FTA_DATABASE_URL", url)
    outbox = Outbox.open(handoff_url(url))
    waiting = stored(outbox)
    outbox.close()
    return waiting


def use(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FTA_HANDOFF_WEBHOOK_URL", endpoint.settings().url)
    monkeypatch.setenv("FTA_HANDOFF_WEBHOOK_SECRET", SECRET)


def test_what_waits_is_listed_without_anything_personal(
    reference: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["handoff", "list"]) == 0

    told = capsys.readouterr().out
    assert reference in told
    assert "waiting for a way to be set up" in told
    assert told.endswith("1 requests\n")
    assert "Erika" not in told


def test_without_a_way_it_goes_on_waiting(
    reference: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["handoff", "retry"]) == 1
    assert capsys.readouterr().out == "0 delivered, 0 failed, 1 waiting\n"


def test_a_failure_is_seen_and_the_retry_delivers(
    reference: str,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    use(endpoint, monkeypatch)
    endpoint.status = 503
    assert main(["handoff", "retry", reference]) == 1
    assert main(["handoff", "list", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert listed["deliveries"][0]["last_error"] == "the webhook answered 503"
    assert listed["deliveries"][0]["delivered"] is False

    endpoint.status = 200
    assert main(["handoff", "retry"]) == 0

    assert capsys.readouterr().out == "1 delivered, 0 failed, 0 waiting\n"
    assert len(endpoint.got) == 2
    assert main(["handoff", "list"]) == 0
    assert capsys.readouterr().out == "0 requests\n"
    assert main(["handoff", "list", "--all"]) == 0
    assert "webhook: delivered" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("FTA_HANDOFF_WEBHOOK_URL", "http://elsewhere.example", "bad_setting"),
        ("FTA_DATABASE_URL", "oracle://x", "no_store"),
    ],
)
def test_what_is_wrong_is_one_json_object(
    reference: str,
    variable: str,
    value: str,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, value)

    assert main(["handoff", "retry"]) == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == code


def test_an_unknown_reference_is_told(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handoff", "retry", "FTA-0000-NOBODY"]) == 2
    assert json.loads(capsys.readouterr().err)["error"]["field"] == "reference"
