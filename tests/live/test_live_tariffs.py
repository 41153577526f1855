"""The online figure where there is a good one; the recorded answer, unchanged, everywhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.live.answers import LiveAnswer, LiveError, LiveLine
from bot.live.cache import AgedCache
from bot.live.http_client import JsonClient
from bot.live.live_tariffs import ANSWER_AGE, FAILURE_AGE, LiveTariffs
from bot.live.uk_trade_tariff import UkTradeTariff
from bot.tariff.comparison import SideSource, compare, unknown
from bot.tariff.duties import (
    Basis,
    Confidence,
    Duty,
    LiveFailure,
    Provenance,
    Side,
    TariffLine,
    Wording,
)
from bot.tariff.rates import DutyRate, by_percent
from tests.live.conftest import NOON, QUICK, StandingClock
from tests.live.tariff_server import (
    Answer,
    TariffServer,
    dripping_body,
    endless_body,
    ok,
    raw,
    silent,
    status,
)
from tests.live.uk_replies import commodity, percent_measure, plain_commodity, subheading

TODAY = NOON.date()
CODE = "8703231910"
MFN_FILE = Provenance(Side.MFN, 2021, "recorded tariff", Confidence.MEDIUM, hs_edition="2017")
TREATY = Provenance(Side.PREFERENTIAL, None, "agreement", Confidence.HIGH)
ALL_FREE = Wording("Alles ist frei.", "Everything is free.")


FREE = by_percent(Decimal(0))


def recorded_duty(code: str, preferential: DutyRate | None = FREE) -> Duty:
    line = TariffLine(code.ljust(8, "0")[:8], by_percent(Decimal(10)), preferential)
    return compare(
        code,
        [line],
        SideSource(by_line=True, provenance=MFN_FILE),
        SideSource(by_line=False, provenance=TREATY, remarks=(ALL_FREE,)),
    )


@dataclass
class Recorded:
    """Recorded duties: 10 % without and 0 % with the agreement."""

    asked: list[str] = field(default_factory=list)

    def duty(self, market: str, agreement: str | None, hs: str, day: date) -> Duty:
        self.asked.append(hs)
        if agreement is None:
            return recorded_duty(hs, preferential=None)
        return recorded_duty(hs)


@dataclass
class Scripted:
    """A source that gives what it is told to."""

    give: Callable[[], LiveAnswer]
    asked: int = 0
    name: str = "scripted"

    def can_answer(self, market: str, hs: str) -> bool:
        return market == "GB"

    def normal_duty(self, hs: str, day: date) -> LiveAnswer:
        self.asked += 1
        return self.give()


def answer(*lines: LiveLine) -> LiveAnswer:
    return LiveAnswer(CODE, lines or (line("8"),), "online tariff", NOON)


def line(mfn: str, preferential: str | None = None, code: str = CODE) -> LiveLine:
    preference = None if preferential is None else by_percent(Decimal(preferential))
    return LiveLine(code, by_percent(Decimal(mfn)), preference)


def tariffs(source: Scripted | UkTradeTariff, clock: StandingClock) -> LiveTariffs:
    return LiveTariffs(Recorded(), [source], clock, AgedCache(10, clock))


def asked(live: LiveTariffs, hs: str = CODE, day: date = TODAY) -> Duty:
    return live.duty("GB", "eu-uk-tca", hs, day)


@pytest.fixture
def live(client: JsonClient, clock: StandingClock) -> LiveTariffs:
    return tariffs(UkTradeTariff(client, clock), clock)


# --- a good answer ---------------------------------------------------------


def test_the_normal_duty_is_live_and_the_preference_the_recorded_one(
    service: TariffServer, live: LiveTariffs
) -> None:
    service.on(f"commodities/{CODE}", ok(plain_commodity(CODE, 6)))

    duty = asked(live)

    assert (duty.mfn_percent, duty.preferential_percent, duty.margin_percent) == (6, 0, 6)
    assert (duty.code, duty.basis, duty.live_failure) == (CODE, Basis.RULE, None)
    normal, preference = duty.provenances
    assert (normal.retrieved_at, normal.year) == (NOON, 2026)
    assert preference == TREATY
    assert duty.remarks == (ALL_FREE,)


def test_a_duty_that_has_been_abolished_since_leaves_nothing_to_save(
    service: TariffServer, live: LiveTariffs
) -> None:
    service.on(f"commodities/{CODE}", ok(plain_commodity(CODE, 0)))

    duty = asked(live)

    assert duty.nothing_to_save
    assert duty.preferable is False


def test_several_codes_give_a_range_and_the_lines(service: TariffServer, live: LiveTariffs) -> None:
    lines = [("8703231910", "10.00 %"), ("8703239000", "6.50 %")]
    service.on("subheadings/8703230000-80", ok(subheading("8703230000", lines)))

    duty = asked(live, "870323")

    assert duty.mfn_range == (Decimal("6.5"), 10)
    assert [one.code for one in duty.lines] == ["8703231910", "8703239000"]
    assert duty.margin_range == (Decimal("6.5"), 10)


def test_without_an_agreement_only_the_normal_duty_is_told(
    service: TariffServer, live: LiveTariffs
) -> None:
    service.on(f"commodities/{CODE}", ok(plain_commodity(CODE, 6)))

    duty = live.duty("GB", None, CODE, TODAY)

    assert (duty.mfn_percent, duty.preferential) == (6, None)


# --- no question for a service ---------------------------------------------------------


@pytest.mark.parametrize(
    ("market", "hs", "day"),
    [
        ("JP", CODE, TODAY),
        ("GB", "8703", TODAY),
        ("GB", CODE, TODAY + timedelta(days=2)),
        ("GB", CODE, TODAY - timedelta(days=400)),
    ],
)
def test_other_questions_are_answered_from_the_record_without_asking(
    service: TariffServer, live: LiveTariffs, market: str, hs: str, day: date
) -> None:
    assert live.duty(market, "eu-uk-tca", hs, day) == recorded_duty(hs)
    assert service.paths == []


# --- any doubt ---------------------------------------------------------

DOUBTS: dict[str, tuple[Answer, LiveFailure]] = {
    "silent": (silent, LiveFailure.UNAVAILABLE),
    "dripping": (dripping_body, LiveFailure.UNAVAILABLE),
    "error": (status(500, {}), LiveFailure.UNAVAILABLE),
    "too many": (status(429, {}, Retry_After="10"), LiveFailure.UNAVAILABLE),
    "not listed": (status(404, {"error": "not found"}), LiveFailure.NOT_LISTED),
    "broken": (raw(b'{"data": {'), LiveFailure.DOUBTFUL),
    "html": (raw(b"<html></html>", "text/html"), LiveFailure.DOUBTFUL),
    "redirect": (status(302, {}, Location="/elsewhere"), LiveFailure.DOUBTFUL),
    "endless": (endless_body, LiveFailure.DOUBTFUL),
    "thousand percent": (ok(plain_commodity(CODE, 1000)), LiveFailure.DOUBTFUL),
    "far above the record": (ok(plain_commodity(CODE, 36)), LiveFailure.DOUBTFUL),
    "other commodity": (ok(plain_commodity("8703231990", 6)), LiveFailure.DOUBTFUL),
    "denies the preference": (
        ok(
            commodity(
                CODE,
                [
                    *percent_measure("1", 6),
                    *percent_measure("2", 4, kind="142", area="1013"),
                ],
            )
        ),
        LiveFailure.DOUBTFUL,
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_any_doubt_gives_the_recorded_duty_with_a_note(
    service: TariffServer, live: LiveTariffs, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    reply, failure = DOUBTS[name]
    service.on(f"commodities/{CODE}", reply)

    with caplog.at_level(logging.WARNING):
        duty = asked(live)

    assert duty == replace(recorded_duty(CODE), live_failure=failure)
    assert f"live source uk: {failure.value}" in caplog.text


@pytest.mark.parametrize(
    "lines",
    [(line("8", code="8703"),), (line("8"), line("9")), (line("101"),), (line("35.01"),)],
    ids=["coarser code", "one code twice", "above a hundred", "just above the rise"],
)
def test_implausible_lines_are_refused_from_any_source(
    clock: StandingClock, lines: tuple[LiveLine, ...]
) -> None:
    duty = asked(tariffs(Scripted(lambda: answer(*lines)), clock))

    assert duty == replace(recorded_duty(CODE), live_failure=LiveFailure.DOUBTFUL)


def test_the_greatest_plausible_rise_is_believed(clock: StandingClock) -> None:
    assert asked(tariffs(Scripted(lambda: answer(line("35"))), clock)).mfn_percent == 35


@pytest.mark.parametrize(("percent", "believed"), [("100", True), ("100.01", False)])
def test_no_duty_above_a_hundred_percent_is_believed_even_where_none_is_recorded(
    clock: StandingClock, percent: str, believed: bool
) -> None:
    class Nothing(Recorded):
        def duty(self, market: str, agreement: str | None, hs: str, day: date) -> Duty:
            return unknown(hs)

    source = Scripted(lambda: answer(line(percent)))
    duty = asked(replace(tariffs(source, clock), recorded=Nothing()))

    assert (duty.mfn_percent == Decimal(percent)) is believed
    assert duty.live_failure is (None if believed else LiveFailure.DOUBTFUL)


def test_a_preference_that_depends_on_the_line_is_not_put_beside_other_lines(
    clock: StandingClock,
) -> None:
    class ByLine(Recorded):
        def duty(self, market: str, agreement: str | None, hs: str, day: date) -> Duty:
            whole = recorded_duty(hs)
            rates = (by_percent(Decimal(0)), by_percent(Decimal(2)))
            return replace(whole, preferential_side=replace(whole.preferential_side, rates=rates))

    live = replace(tariffs(Scripted(answer), clock), recorded=ByLine())

    assert asked(live).live_failure is LiveFailure.DOUBTFUL


# --- the cache ---------------------------------------------------------


def test_an_answer_is_kept_with_its_time_until_it_is_too_old(clock: StandingClock) -> None:
    source = Scripted(lambda: replace(answer(), retrieved_at=clock()))
    live = tariffs(source, clock)

    asked(live)
    clock.time = NOON + ANSWER_AGE - timedelta(seconds=1)
    kept = asked(live)
    assert (source.asked, kept.provenances[0].retrieved_at) == (1, NOON)

    clock.time = NOON + ANSWER_AGE
    fresh = asked(live)
    assert (source.asked, fresh.provenances[0].retrieved_at) == (2, NOON + ANSWER_AGE)


def test_an_answer_that_is_too_old_is_not_given_when_the_service_fails(
    service: TariffServer, live: LiveTariffs, clock: StandingClock
) -> None:
    service.on(f"commodities/{CODE}", ok(plain_commodity(CODE, 6)), status(500, {}))
    assert asked(live).mfn_percent == 6

    clock.time = NOON + ANSWER_AGE

    duty = asked(live)
    assert duty == replace(recorded_duty(CODE), live_failure=LiveFailure.UNAVAILABLE)


def test_a_doubtful_answer_is_not_asked_for_at_every_turn(clock: StandingClock) -> None:
    def lie() -> LiveAnswer:
        raise LiveError(LiveFailure.DOUBTFUL, "nonsense")

    source = Scripted(lie)
    live = tariffs(source, clock)

    assert {asked(live).live_failure for _ in range(3)} == {LiveFailure.DOUBTFUL}
    assert source.asked == 1
    clock.time = NOON + FAILURE_AGE
    asked(live)
    assert source.asked == 2


def test_a_service_that_was_away_is_asked_again(clock: StandingClock) -> None:
    outcomes = iter([LiveError(LiveFailure.UNAVAILABLE, "away"), answer()])

    def give() -> LiveAnswer:
        outcome = next(outcomes)
        if isinstance(outcome, LiveError):
            raise outcome
        return outcome

    live = tariffs(Scripted(give), clock)

    assert asked(live).live_failure is LiveFailure.UNAVAILABLE
    assert asked(live).mfn_percent == 8


def test_days_and_codes_are_kept_apart(clock: StandingClock) -> None:
    source = Scripted(answer)
    live = tariffs(source, clock)

    asked(live)
    asked(live, day=TODAY + timedelta(days=1))
    asked(live, "8703231990")

    assert source.asked == 3


def test_the_cache_forgets_what_was_used_least_recently(clock: StandingClock) -> None:
    cache: AgedCache[str] = AgedCache(2, clock)
    for key in ("first", "second"):
        cache.put(key, key, ANSWER_AGE)
    cache.get("first")
    cache.put("third", "third", ANSWER_AGE)

    assert [cache.get(key) for key in ("first", "second", "third")] == ["first", None, "third"]


def test_a_fault_of_the_recorded_data_is_not_hidden(clock: StandingClock) -> None:
    class Faulty:
        def duty(self, market: str, agreement: str | None, hs: str, day: date) -> Duty:
            raise ValueError(f"'{hs}': expected digits")

    live = replace(tariffs(Scripted(answer), clock), recorded=Faulty())

    with pytest.raises(ValueError, match="expected digits"):
        asked(live)


def test_a_slow_service_costs_one_question_some_time_and_the_next_none(
    service: TariffServer, live: LiveTariffs
) -> None:
    service.on(f"commodities/{CODE}", silent)

    first, second = asked(live), asked(live, "8703231990")

    assert first.live_failure is second.live_failure is LiveFailure.UNAVAILABLE
    assert len(service.paths) == 1
    assert QUICK.total_seconds < 5
