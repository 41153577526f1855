"""One request: what comes of it when the service is slow, broken, hostile, or asked too often."""

from __future__ import annotations

import gzip
import socket
import time
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.live.answers import LiveError
from bot.live.http_client import JsonClient
from bot.tariff.duties import LiveFailure
from tests.live.conftest import QUICK, StandingClock
from tests.live.tariff_server import (
    Answer,
    TariffServer,
    cut_off,
    dripping_body,
    dripping_header,
    endless_body,
    ok,
    raw,
    silent,
    status,
)

ACCEPT = "application/vnd.hmrc.2.0+json"


def failure_of(client: JsonClient, path: str = "thing") -> LiveFailure:
    with pytest.raises(LiveError) as caught:
        client.get(path, {})
    return caught.value.failure


def test_json_is_read_without_floats(service: TariffServer, client: JsonClient) -> None:
    service.on("thing", raw(b'{"rate": 0.1, "whole": 12}', ACCEPT))

    assert client.get("thing", {"as_of": "2026-11-22"}) == {"rate": Decimal("0.1"), "whole": 12}
    target, headers = service.requests[0]
    assert target == "/thing?as_of=2026-11-22"
    assert (headers["Accept"], headers["Accept-Encoding"]) == (ACCEPT, "identity")


def test_a_missing_thing_is_none(service: TariffServer, client: JsonClient) -> None:
    assert client.get("thing", {}) is None


@pytest.mark.parametrize("answer", [silent, dripping_header, dripping_body, cut_off])
def test_a_slow_or_breaking_service_is_given_up_in_time_and_then_left_alone(
    service: TariffServer, client: JsonClient, answer: Answer
) -> None:
    service.on("thing", answer)
    begun = time.monotonic()

    assert failure_of(client) is LiveFailure.UNAVAILABLE
    # The services go on for 30 seconds or for ever; a busy machine may add a few to our own limit.
    assert time.monotonic() - begun < QUICK.total_seconds + 12

    assert failure_of(client) is LiveFailure.UNAVAILABLE
    assert service.paths == ["/thing"]


@pytest.mark.parametrize(
    "answer",
    [
        raw(b'{"data": '),
        raw(b'{"rate": NaN}'),
        raw(b"[" * 100_000),
        raw(b"\xff\xfe"),
        raw(b"null"),
        raw(b""),
        raw(b"<html>maintenance</html>", "text/html"),
        raw(b"{}", "application/jsonp"),
        raw(gzip.compress(b"{}"), Content_Encoding="gzip"),
        raw(b" " * (QUICK.most_bytes + 1)),
        status(400, {}),
        status(401, {}),
        status(304),
    ],
)
def test_what_is_not_json_of_a_reasonable_size_is_doubtful(
    service: TariffServer, client: JsonClient, answer: Answer
) -> None:
    service.on("thing", answer)

    assert failure_of(client) is LiveFailure.DOUBTFUL


def test_an_endless_answer_is_cut(service: TariffServer, client: JsonClient) -> None:
    service.on("thing", endless_body)

    assert failure_of(client) is LiveFailure.DOUBTFUL


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_redirects_are_not_followed(service: TariffServer, client: JsonClient, code: int) -> None:
    service.on("thing", status(code, {}, Location=f"{service.url}/other"))
    service.on("other", ok({"data": "of somebody else"}))

    assert failure_of(client) is LiveFailure.DOUBTFUL
    assert service.paths == ["/thing"]


def test_a_server_error_is_tried_again_once(service: TariffServer, client: JsonClient) -> None:
    service.on("thing", status(503, {}), ok([1]))

    assert client.get("thing", {}) == [1]
    assert len(service.paths) == 2


def test_after_a_second_server_error_the_service_is_left_alone_for_a_while(
    service: TariffServer, clock: StandingClock
) -> None:
    service.on("thing", status(500, {}))
    client = JsonClient(service.url, ACCEPT, QUICK, clock.seconds)

    assert failure_of(client) is LiveFailure.UNAVAILABLE
    assert failure_of(client) is LiveFailure.UNAVAILABLE
    assert len(service.paths) == 2

    service.on("thing", ok([1]))
    clock.advance(seconds=QUICK.pause_seconds)
    assert client.get("thing", {}) == [1]


@pytest.mark.parametrize(("told", "pause"), [("10", 10), ("soon", 60), ("999999", 3600)])
def test_too_many_requests_are_not_repeated_before_the_service_allows(
    service: TariffServer, clock: StandingClock, told: str, pause: int
) -> None:
    service.on("thing", status(429, {}, Retry_After=told), ok([1]))
    client = JsonClient(service.url, ACCEPT, QUICK, clock.seconds)

    assert failure_of(client) is LiveFailure.UNAVAILABLE
    clock.advance(seconds=pause - 1)
    assert failure_of(client) is LiveFailure.UNAVAILABLE
    assert service.paths == ["/thing"]
    clock.advance(seconds=1)
    assert client.get("thing", {}) == [1]


def test_no_more_requests_than_allowed_in_a_minute(
    service: TariffServer, clock: StandingClock
) -> None:
    service.on("thing", ok([1]))
    client = JsonClient(service.url, ACCEPT, replace(QUICK, per_minute=2), clock.seconds)

    client.get("thing", {})
    clock.advance(seconds=30)
    client.get("thing", {})
    assert failure_of(client) is LiveFailure.UNAVAILABLE
    clock.advance(seconds=30)
    assert client.get("thing", {}) == [1]
    assert len(service.paths) == 3


def test_nobody_listening_is_unavailable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        # Bound, so that nobody else takes it, but never listening.
        port = closed.getsockname()[1]
        client = JsonClient(f"http://127.0.0.1:{port}", ACCEPT, QUICK)

        assert failure_of(client) is LiveFailure.UNAVAILABLE


@pytest.mark.parametrize("url", ["http://tariff.example", "ftp://127.0.0.1", "tariff.example", ""])
def test_addresses_must_be_https(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        JsonClient(url, ACCEPT)
