"""The composition root: settings, and services built once and only when asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.agreements.faults import DataError
from bot.products.label_files import ProductDataError
from bot.wiring import PROJECT, Services, Settings


def test_the_environment_says_where_things_are() -> None:
    settings = Settings.from_environment(
        {"FTA_DATA": "/some/data", "FTA_DATABASE_URL": "postgresql://host/name"}
    )

    assert settings.data == Path("/some/data")
    assert settings.database_url == "postgresql://host/name"


@pytest.mark.parametrize("environment", [{}, {"FTA_DATA": "", "FTA_DATABASE_URL": ""}])
def test_unset_and_empty_variables_mean_the_defaults(environment: dict[str, str]) -> None:
    settings = Settings.from_environment(environment)

    assert settings.data == PROJECT / "data"
    assert settings.database_url.startswith("sqlite:///")


def test_services_are_built_once(services: Services) -> None:
    assert services.catalogue is services.catalogue
    assert services.words is services.words


def test_missing_data_is_a_clear_error(tmp_path: Path, services: Services) -> None:
    empty = Services(Settings(tmp_path, "sqlite://", tmp_path))

    with pytest.raises(ProductDataError, match="no chapter files"):
        _ = empty.nomenclature


def test_faulty_law_is_a_located_error(tmp_path: Path, services: Services) -> None:
    (tmp_path / "products").symlink_to(services.settings.data / "products")
    law = tmp_path / "agreements"
    law.mkdir()
    (law / "union.yml").write_text("territory: 5\n", encoding="utf-8")

    with pytest.raises(DataError, match=r"union\.yml:1:"):
        _ = Services(Settings(tmp_path, "sqlite://", tmp_path)).catalogue


def test_duties_are_looked_up_through_the_older_edition(services: Services) -> None:
    duty = services.tariffs.duty("GB", "eu-uk-tca", "870380", date(2026, 11, 22))

    assert duty.mfn_percent == 10


def test_every_market_of_the_law_has_a_name_in_both_languages(services: Services) -> None:
    unnamed = [
        iso2
        for iso2 in services.catalogue.markets
        for lang in ("de", "en")
        if services.words.market(iso2, lang) == iso2
    ]

    assert unnamed == []
