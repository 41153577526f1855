"""Where the databases are."""

from __future__ import annotations

import pytest

from bot.store.addresses import StoreError, database_url, log_url, parsed, tracker_url

POSTGRESQL = "postgresql://advisor:secret@db.example/advisor"


@pytest.mark.parametrize("environ", [{}, {"FTA_DATABASE_URL": ""}, {"FTA_DATABASE_URL": "  "}])
def test_without_a_setting_the_data_is_a_file_under_var(environ: dict[str, str]) -> None:
    assert database_url(environ).startswith("sqlite:////")
    assert database_url(environ).endswith("/var/data.db")


def test_the_environment_names_the_database() -> None:
    assert database_url({"FTA_DATABASE_URL": POSTGRESQL}) == POSTGRESQL


def test_sqlite_keeps_log_and_conversations_in_files_of_their_own() -> None:
    assert log_url("sqlite:////srv/x/data.db") == "sqlite:////srv/x/log.db"
    assert tracker_url("sqlite:///var/data.db") == "sqlite:///var/tracker.db"


def test_postgresql_holds_everything() -> None:
    assert log_url(POSTGRESQL) == tracker_url(POSTGRESQL) == POSTGRESQL


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://db/x", "'mysql': expected sqlite or postgresql"),
        ("sqlite://", "needs a file"),
        ("not a url with secret", "not a database URL"),
    ],
)
def test_other_addresses_are_refused_with_the_reason(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        parsed(url)

    assert "secret" not in str(caught.value)
