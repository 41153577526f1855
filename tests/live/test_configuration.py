"""Off unless switched on; and what users read when it is on."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.advice import Advice
from bot.explain.advice_json import advice_json
from bot.explain.duty_words import duty_sources, notes_of
from bot.explain.first_answer import first_answer
from bot.explain.scope_words import Speaker
from bot.live.access2markets import REFUSAL, Access2Markets
from bot.live.answers import LiveError
from bot.live.configuration import live_tariffs
from bot.live.settings import UK_URL, LiveSettings
from bot.origin.nomenclature import code
from bot.tariff.duties import LiveFailure
from bot.wiring import FileTariffs, Services, Settings
from tests.architecture.import_contracts import ROOT
from tests.live.conftest import NOON, StandingClock
from tests.live.tariff_server import TariffServer, ok
from tests.live.uk_replies import subheading

PUMPS = "841370"
CARS = "870323"


def switched_on(services: Services, url: str, clock: StandingClock) -> Services:
    """The services of the tests with a source of duties that asks the local service."""
    settings = LiveSettings(("uk",), url)
    on = Services(replace(services.settings, live=settings))
    shared: dict[str, Any] = {
        name: getattr(services, name) for name in ("labels", "nomenclature", "catalogue", "tariffs")
    }
    vars(on).update(shared, tariff_source=live_tariffs(settings, services.tariffs, clock))
    return on


def advised(services: Services, hs: str) -> Advice:
    return services.adviser.advise(code(hs), "GB", NOON.date(), value=Decimal(1000))


# --- switching on ---------------------------------------------------------


@pytest.mark.parametrize("environment", [{}, {"FTA_LIVE": ""}, {"FTA_LIVE": " , "}])
def test_nothing_is_asked_online_by_default(
    services: Services, environment: dict[str, str]
) -> None:
    settings = Settings.from_environment(environment)

    assert settings.live == LiveSettings()
    assert services.tariff_source is services.tariffs
    assert isinstance(services.tariff_source, FileTariffs)


def test_the_http_library_is_not_even_loaded_by_default() -> None:
    program = "import sys, bot.wiring; print('requests' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "False"


def test_the_environment_names_the_sources() -> None:
    assert LiveSettings.from_environment({"FTA_LIVE": "UK, a2m,uk"}) == LiveSettings(
        ("uk", "a2m"), UK_URL
    )
    given = {"FTA_LIVE": "uk", "FTA_LIVE_UK_URL": "https://proxy.example/uk/api"}
    assert LiveSettings.from_environment(given).uk_url == "https://proxy.example/uk/api"


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"FTA_LIVE": "uk,japan"}, "FTA_LIVE: expected uk or a2m, found 'japan'"),
        ({"FTA_LIVE_UK_URL": "http://proxy.example"}, "FTA_LIVE_UK_URL: expected an https address"),
    ],
)
def test_a_setting_that_cannot_be_is_an_error(environment: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Settings.from_environment(environment)


def test_access2markets_is_never_asked_and_says_why(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        live = live_tariffs(LiveSettings(("a2m",)), services.tariffs)

    assert REFUSAL in caplog.text
    duty = live.duty("JP", "eu-japan-epa", PUMPS, NOON.date())
    assert duty == services.tariffs.duty("JP", "eu-japan-epa", PUMPS, NOON.date())
    with pytest.raises(LiveError, match="not documented"):
        Access2Markets().normal_duty(PUMPS, NOON.date())


# --- what users read ---------------------------------------------------------


def test_a_live_figure_is_shown_as_live_with_its_time(
    services: Services, service: TariffServer, clock: StandingClock
) -> None:
    lines = [("8703231910", "6.00 %"), ("8703239000", "6.00 %")]
    service.on("subheadings/8703230000-80", ok(subheading("8703230000", lines)))
    on = switched_on(services, service.url, clock)

    advice = advised(on, CARS)

    assert (advice.best.duty.mfn_percent, advice.best.saving) == (6, 60)
    german = first_answer(advice, services.words, "de").text
    english = first_answer(advice, services.words, "en").text
    assert "Normaler Zoll: live, 13:05 Uhr (22. November 2026)." in german
    assert "Normal duty: live, 13:05 German time (22 November 2026)." in english
    assert "UK Integrated Online Tariff" in english
    assert "2021" not in " ".join(notes_of(advice.best.duty, Speaker("en", services.words)))
    assert len(service.paths) == 1


def test_the_day_shown_is_the_users_day(
    services: Services, service: TariffServer, clock: StandingClock
) -> None:
    service.on(
        "subheadings/8703230000-80", ok(subheading("8703230000", [("8703231910", "6.00 %")]))
    )
    clock.time = NOON + timedelta(hours=11)
    duty = advised(switched_on(services, service.url, clock), CARS).duty_without

    notes = notes_of(duty, Speaker("de", services.words))

    assert "Normaler Zoll: live, 00:05 Uhr (23. November 2026)." in notes


@pytest.mark.parametrize("failure", LiveFailure)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_recorded_figure_says_why_it_is_not_live(
    services: Services, failure: LiveFailure, lang: str
) -> None:
    recorded = services.tariffs.duty("GB", "eu-uk-tca", CARS, NOON.date())
    speaker = Speaker(lang, services.words)

    duty = replace(recorded, live_failure=failure)

    assert notes_of(duty, speaker)[1:] == notes_of(recorded, speaker)
    assert notes_of(duty, speaker)[0] == speaker.text(f"duty.live_{failure.value}")
    assert duty_sources(duty, speaker) == duty_sources(recorded, speaker)


def test_json_says_when_and_why_not(
    services: Services, service: TariffServer, clock: StandingClock
) -> None:
    service.on(
        "subheadings/8703230000-80", ok(subheading("8703230000", [("8703231910", "6.00 %")]))
    )
    on = switched_on(services, service.url, clock)

    good = advice_json(advised(on, CARS), services.words, "de", ())
    missing = advice_json(advised(on, PUMPS), services.words, "de", ())

    duty = good["agreements"][0]["duty"]
    assert (duty["retrieved_at"], duty["live_failure"]) == ("2026-11-22T12:05:00+00:00", None)
    duty = missing["agreements"][0]["duty"]
    assert (duty["retrieved_at"], duty["live_failure"]) == (None, "not_listed")
    json.dumps(good)
