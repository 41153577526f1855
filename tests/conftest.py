"""What many tests look at: the real data, loaded once per session."""

from __future__ import annotations

from datetime import date

import pytest

from bot.agreements.catalogue import Catalogue
from bot.wiring import Services, Settings

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def services() -> Services:
    """The services over the recorded data, without any environment."""
    return Services(Settings.from_environment({}))


@pytest.fixture(scope="session")
def catalogue(services: Services) -> Catalogue:
    """The recorded law."""
    return services.catalogue
