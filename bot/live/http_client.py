"""Fetching JSON from a service that may be slow, broken or hostile, within limits.

One request takes a bounded time and memory whatever the service does. Redirects are not followed:
an answer of another host is not an answer of the service that was configured.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from bot.live.answers import LiveError
from bot.live.deadline import Deadline
from bot.live.settings import is_safe
from bot.live.throttle import Seconds, Throttle
from bot.tariff.duties import LiveFailure

_JSON_TYPE = re.compile(r"application/([\w.+-]+\+)?json")
_PIECE_BYTES = 65_536
_BACKOFF_SECONDS = 0.2
_SERVER_ERRORS = frozenset({500, 502, 503, 504})
_OK, _NOT_FOUND, _TOO_MANY = 200, 404, 429
_LONGEST_PAUSE = 3600.0


@dataclass(frozen=True)
class Limits:
    """What one request may cost.

    Attributes:
        connect_seconds: for the connection, each of the tries.
        read_seconds: between two pieces of the answer.
        total_seconds: for everything together, all tries included.
        most_bytes: size of the answer.
        retries: further tries where the connection or the server failed; a slow answer is not
            tried again.
        at_once: requests under way at the same time.
        per_minute: requests in any 60 seconds.
        pause_seconds: how long the service is left alone after it failed.
    """

    connect_seconds: float = 1.5
    read_seconds: float = 2.5
    total_seconds: float = 4.0
    most_bytes: int = 8_000_000
    retries: int = 1
    at_once: int = 4
    per_minute: int = 30
    pause_seconds: float = 60.0


@dataclass
class JsonClient:
    """Asks one service; raises LiveError whenever there is no JSON to be had.

    Attributes:
        base_url: what every path is below, https unless it is on this machine.
        accept: the media type asked for.
        now: a clock that never goes back, in seconds.
    """

    base_url: str
    accept: str
    limits: Limits = field(default_factory=Limits)
    now: Seconds = time.monotonic

    def __post_init__(self) -> None:
        if not is_safe(self.base_url):
            raise ValueError(f"'{self.base_url}': expected an https address")
        self._throttle = Throttle(self.limits.per_minute, self.now)
        self._deadline: Deadline[Any] = Deadline(self.limits.total_seconds, self.limits.at_once)
        self._session = requests.Session()
        self._session.headers.update(
            # Compressed answers could grow without bound while they are unpacked.
            {
                # Requests are rare: a connection kept would mostly have been closed by the other side.
                "Connection": "close",
                "Accept": self.accept,
                "Accept-Encoding": "identity",
                "User-Agent": "fta-advisor",
            }
        )
        self._session.mount(self.base_url, HTTPAdapter(max_retries=self._retry()))

    def get(self, path: str, params: Mapping[str, str]) -> Any | None:
        """The JSON below a path, numbers as Decimal; None where the service has no such thing.

        Raises:
            LiveError: unavailable (no answer in time, server error, asked too often) or doubtful
                (a redirect, not JSON, broken, too large).
        """
        self._throttle.enter()
        try:
            return self._deadline.call(lambda: self._fetch(path, params))
        except (requests.RequestException, HTTPError, OSError) as error:
            # TimeoutError, the deadline's own, is an OSError too.
            raise self._unavailable(f"{path}: {type(error).__name__}") from error

    def _fetch(self, path: str, params: Mapping[str, str]) -> Any | None:
        begun = self.now()
        response = self._session.get(
            f"{self.base_url.rstrip('/')}/{path}",
            params=dict(params),
            timeout=(self.limits.connect_seconds, self.limits.read_seconds),
            allow_redirects=False,
            stream=True,
        )
        with response:
            return self._read(response, begun)

    def _retry(self) -> Retry:
        return Retry(
            total=self.limits.retries,
            read=0,
            redirect=0,
            status_forcelist=_SERVER_ERRORS,
            backoff_factor=_BACKOFF_SECONDS,
            respect_retry_after_header=False,
            raise_on_status=False,
        )

    def _read(self, response: requests.Response, begun: float) -> Any | None:
        status, path = response.status_code, urlsplit(response.url).path
        if status == _NOT_FOUND:
            return None
        if status == _TOO_MANY:
            raise self._asked_too_often(response, path)
        if status in _SERVER_ERRORS or status >= 500:
            raise self._unavailable(f"{path}: status {status}")
        if status != _OK:
            raise LiveError(LiveFailure.DOUBTFUL, f"{path}: expected status 200, found {status}")
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not _JSON_TYPE.fullmatch(kind):
            raise LiveError(LiveFailure.DOUBTFUL, f"{path}: expected JSON, found '{kind[:80]}'")
        return _parsed(self._body(response, path, begun), path)

    def _body(self, response: requests.Response, path: str, begun: float) -> bytes:
        pieces: list[bytes] = []
        size = 0
        # One piece as it arrives: waiting for full blocks would let a dripping answer take for ever.
        while piece := response.raw.read1(_PIECE_BYTES, decode_content=False):
            size += len(piece)
            if size > self.limits.most_bytes:
                raise LiveError(
                    LiveFailure.DOUBTFUL, f"{path}: more than {self.limits.most_bytes} bytes"
                )
            if self.now() - begun > self.limits.total_seconds:
                raise self._unavailable(f"{path}: longer than {self.limits.total_seconds} s")
            pieces.append(piece)
        return b"".join(pieces)

    def _asked_too_often(self, response: requests.Response, path: str) -> LiveError:
        told = response.headers.get("Retry-After", "")
        seconds = float(told) if told.isascii() and told.isdigit() else self.limits.pause_seconds
        self._throttle.close_for(min(seconds, _LONGEST_PAUSE))
        return LiveError(LiveFailure.UNAVAILABLE, f"{path}: status 429, asked too often")

    def _unavailable(self, message: str) -> LiveError:
        self._throttle.close_for(self.limits.pause_seconds)
        return LiveError(LiveFailure.UNAVAILABLE, message)


def _parsed(body: bytes, path: str) -> Any:
    try:
        parsed = json.loads(body, parse_float=Decimal, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise LiveError(LiveFailure.DOUBTFUL, f"{path}: broken JSON ({error})") from error
    if parsed is None:
        raise LiveError(LiveFailure.DOUBTFUL, f"{path}: expected something, found null")
    return parsed


def _refused(name: str) -> Any:
    raise ValueError(f"'{name}' is no number of JSON")
