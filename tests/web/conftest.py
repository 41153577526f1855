"""A server with the real channels and a scripted agent, and a browser."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, sync_playwright

from bot.serving.processes import any_free_port, child_environment
from bot.serving.system_programs import find_chromium
from tests.architecture.import_contracts import ROOT
from tests.certificates import Certificate, make_certificate

Post = Callable[..., requests.Response]

PATIENCE_SECONDS = 60


@contextmanager
def running_server(folder: Path, **settings: str) -> Iterator[str]:
    """The address of a server of its own with these settings, whose databases stand in a folder."""
    port = any_free_port()
    address = f"http://127.0.0.1:{port}"
    environ = child_environment(
        {
            "PATH": "/usr/bin:/bin",
            "FTA_DATABASE_URL": f"sqlite:///{folder / 'data.db'}",
            **settings,
        }
    )
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.stub_server", str(port)],
            cwd=ROOT,
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("website")) as address:
        yield address


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if requests.get(f"{address}/health", timeout=PATIENCE_SECONDS).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of this machine, one for a module.

    While it is driven an event loop runs, in which tests of other modules could not run theirs.
    """
    path = find_chromium()
    if path is None:
        pytest.skip("needs a Chromium on PATH (Debian: chromium)")
    with sync_playwright() as playwright:
        # In a container there is neither a user namespace for the sandbox nor room in /dev/shm.
        options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        started = playwright.chromium.launch(executable_path=str(path), args=options)
        yield started
        started.close()


@pytest.fixture
def post(server: str) -> Post:
    def send(path: str, body: Any = None, **options: Any) -> requests.Response:
        if body is not None:
            options["json"] = body
        return requests.post(
            f"{server}/webhooks/website/{path}", timeout=PATIENCE_SECONDS, **options
        )

    return send


@pytest.fixture
def token(post: Post) -> str:
    return str(post("session", {"lang": "de"}).json()["token"])
