"""The copy of the data: complete, rebuilt only when needed, never half."""

from __future__ import annotations

import threading
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.store import data_tables, handoff_tables, log_tables
from bot.store.addresses import StoreError
from bot.store.build import build_database, built_version, stats
from bot.store.data_tables import PRODUCT_LABELS, RULES, TARIFF_LINES
from bot.store.engines import engine_for_reading, engine_for_writing, only_writer
from bot.store.migrate import Part, upgrade
from bot.wiring import Services


@pytest.fixture(scope="module")
def built_url(project: Services, tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'data.db'}"
    report = build_database(url, project)
    assert report.changed
    assert report.data_version == project.catalogue.data_version
    return url


def one(url: str, statement: Any) -> Any:
    engine = engine_for_reading(url)
    with engine.connect() as connection:
        return connection.execute(statement).one()


def assert_copy_is_complete(url: str, project: Services) -> None:
    counts = stats(url)["tables"]
    catalogue, book = project.catalogue, project.tariffs.book
    assert counts["agreements"] == len(catalogue.agreements)
    assert counts["markets"] == len(catalogue.markets)
    assert counts["protocols"] == len(catalogue.protocols)
    rows = sum(len(protocol.rows) for protocol in catalogue.protocols.values())
    assert counts["product_specific_rules"] == rows
    assert counts["tariff_files"] == len(book.files)
    assert counts["duty_rules"] == len(book.rule_rows)
    assert counts["product_labels"] == len(project.labels.by_digits)
    paths = {file.path for file in book.files}
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in paths)
    assert counts["tariff_lines"] == lines


def assert_rows_say_what_the_catalogue_says(url: str, project: Services) -> None:
    protocol = project.catalogue.protocols["eu-japan-epa"]
    recorded = protocol.rows[-1]
    wanted = RULES.c.protocol_id == protocol.id, RULES.c.row == recorded.rule.row
    row = one(url, select(RULES).where(*wanted))
    assert row.rule == recorded.rule.notation
    codes = recorded.rule.codes
    assert (row.hs_from, row.hs_to) == (codes.first.digits, codes.last.digits)
    assert row.line == recorded.place.line
    assert row.source == recorded.rule.source
    label = one(url, select(PRODUCT_LABELS).where(PRODUCT_LABELS.c.hs == "8413"))
    assert label.label_de == project.labels.label("8413", "de")


class TestSqlite:
    def test_the_copy_is_complete(self, built_url: str, project: Services) -> None:
        assert_copy_is_complete(built_url, project)
        assert_rows_say_what_the_catalogue_says(built_url, project)

    def test_percentages_are_decimals(self, built_url: str) -> None:
        with_figure = select(TARIFF_LINES).where(TARIFF_LINES.c.percent == Decimal("3.5")).limit(1)

        assert one(built_url, with_figure).percent == Decimal("3.5")

    def test_a_fitting_copy_is_left_alone(self, built_url: str, unreadable: Services) -> None:
        report = build_database(built_url, unreadable)

        assert not report.changed
        assert report.seconds < 3

    def test_stats_name_the_version_of_the_data(self, built_url: str, project: Services) -> None:
        found = stats(built_url)

        assert found["data_version"] == project.catalogue.data_version == built_version(built_url)
        assert found["database"] == "sqlite"
        assert found["built_at"].endswith("+00:00")

    def test_readers_cannot_write(self, built_url: str) -> None:
        with (
            engine_for_reading(built_url).connect() as connection,
            pytest.raises(OperationalError, match="readonly"),
        ):
            connection.execute(PRODUCT_LABELS.delete())

    def test_readers_go_on_reading_while_somebody_writes(self, built_url: str) -> None:
        count = select(func.count()).select_from(PRODUCT_LABELS)
        with only_writer(engine_for_writing(built_url)) as writer:
            writer.execute(PRODUCT_LABELS.delete())

            assert one(built_url, count)[0] > 5000

            writer.rollback()

    def test_a_build_that_fails_leaves_the_old_copy(
        self, sqlite_url: str, project: Services, tmp_path: Any
    ) -> None:
        old = small_services(tmp_path, project, {"01": label("Tiere")})
        version = build_database(sqlite_url, old).data_version
        new = small_services(tmp_path, project, {"01": label("Pferde"), "02": None})

        with pytest.raises(AttributeError):
            build_database(sqlite_url, new)

        assert built_version(sqlite_url) == version
        assert one(sqlite_url, select(PRODUCT_LABELS)).label_de == "Tiere"

    def test_changed_files_are_copied_again(
        self, sqlite_url: str, project: Services, tmp_path: Any
    ) -> None:
        build_database(sqlite_url, small_services(tmp_path, project, {"01": label("Tiere")}))

        report = build_database(
            sqlite_url, small_services(tmp_path, project, {"01": label("Pferde")})
        )

        assert report.changed
        assert one(sqlite_url, select(PRODUCT_LABELS)).label_de == "Pferde"

    def test_two_builds_at_once_wait_for_one_another(
        self, sqlite_url: str, project: Services, tmp_path: Any
    ) -> None:
        source = small_services(tmp_path, project, {"01": label("Tiere")})
        reports: list[bool] = []
        builds = [
            threading.Thread(
                target=lambda: reports.append(build_database(sqlite_url, source).changed)
            )
            for _ in range(3)
        ]
        for build in builds:
            build.start()
        for build in builds:
            build.join()

        assert sorted(reports) == [False, False, True]

    def test_without_a_copy_the_message_says_what_to_do(self, sqlite_url: str) -> None:
        with pytest.raises(StoreError, match="make data"):
            stats(sqlite_url)

        engine_for_writing(sqlite_url).connect().close()
        with pytest.raises(StoreError, match="make data"):
            built_version(sqlite_url)

    @pytest.mark.parametrize(
        ("part", "metadata"),
        [
            (Part.DATA, data_tables.METADATA),
            (Part.LOG, log_tables.METADATA),
            (Part.HANDOFF, handoff_tables.METADATA),
        ],
    )
    def test_migrations_make_the_tables_the_code_expects(
        self, sqlite_url: str, part: Part, metadata: Any
    ) -> None:
        with only_writer(engine_for_writing(sqlite_url)) as connection:
            upgrade(connection, part)
            upgrade(connection, part)
            options = {"version_table": part.version_table, "compare_type": False}
            context = MigrationContext.configure(connection, opts=options)

            assert compare_metadata(context, metadata) == []


@pytest.mark.postgresql
class TestPostgresql:
    def test_the_copy_is_complete_and_built_once(
        self, postgresql_url: str, project: Services, unreadable: Services
    ) -> None:
        assert build_database(postgresql_url, project).changed

        assert_copy_is_complete(postgresql_url, project)
        assert_rows_say_what_the_catalogue_says(postgresql_url, project)
        assert stats(postgresql_url)["database"] == "postgresql"
        assert not build_database(postgresql_url, unreadable).changed
        with (
            engine_for_reading(postgresql_url).connect() as connection,
            pytest.raises(Exception, match="read-only transaction"),
        ):
            connection.execute(PRODUCT_LABELS.delete())

    def test_a_build_waits_for_another_one(self, postgresql_url: str) -> None:
        engine = engine_for_writing(postgresql_url)
        with only_writer(engine), engine.connect() as other:
            free = other.exec_driver_sql("SELECT pg_try_advisory_xact_lock(4609089)").scalar_one()

        assert free is False


def label(text: str) -> SimpleNamespace:
    words: dict[str, tuple[str, ...]] = {"de": (), "en": ()}
    return SimpleNamespace(label={"de": text, "en": text}, words=words)


def small_services(folder: Any, project: Services, labels: dict[str, Any]) -> Any:
    """The law of the project without duties, and labels of the test's own."""
    data = folder / "data"
    (data / "agreements").mkdir(parents=True, exist_ok=True)
    (data / "products").mkdir(exist_ok=True)
    (data / "products" / "labels").write_text(repr(labels), encoding="utf-8")
    return SimpleNamespace(
        settings=SimpleNamespace(data=data),
        catalogue=project.catalogue,
        tariffs=SimpleNamespace(book=SimpleNamespace(files=(), rule_rows=())),
        labels=SimpleNamespace(by_digits=labels),
    )
