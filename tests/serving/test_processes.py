"""Ports, health, restarts and the end of child processes."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.serving import processes
from bot.serving.console import ServingError
from bot.serving.processes import Child, Service, Supervisor

SERVER = "-m http.server --bind 127.0.0.1 {port}"


def service(folder: Path, arguments: str, port: int, patience: float = 90.0) -> Service:
    return Service(
        name="toy server",
        command=[
            sys.executable,
            *arguments.format(port=port).split(" ", 1 if "-c" in arguments else -1),
        ],
        environ=dict(os.environ),
        folder=folder,
        log=folder / "log" / "toy.log",
        health=f"http://127.0.0.1:{port}/",
        patience=patience,
    )


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop()


class TestPorts:
    def test_a_port_in_use_is_not_free_and_another_is_preferred(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]

            assert not processes.is_free(port)
            assert processes.preferred_port(port) != port

    def test_a_free_port_is_preferred(self) -> None:
        port = processes.any_free_port()

        assert processes.preferred_port(port) == port

    def test_a_free_port_is_kept_from_others_but_not_from_the_server_it_is_for(self) -> None:
        port = processes.any_free_port()

        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        with socket.create_server(("127.0.0.1", port)) as server:
            assert server.getsockname()[1] == port


def test_children_are_quiet_unless_the_operator_says_otherwise() -> None:
    given: Mapping[str, str] = {"SANIC_WORKERS": "4", "HOME": "/home/me"}

    environ = processes.child_environment(given)

    assert environ["RASA_TELEMETRY_ENABLED"] == "false"
    assert environ["SANIC_WORKERS"] == "4"
    assert environ["HOME"] == "/home/me"


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 2), (5, 16), (7, 60), (5000, 60)])
def test_pauses_grow_up_to_a_minute(failures: int, seconds: float) -> None:
    assert processes.pause_before_restart(failures) == seconds


def test_a_large_log_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "rasa.log"
    log.write_text("0123456789", encoding="utf-8")

    processes.keep_log_small(log, largest=10)
    assert log.exists()

    processes.keep_log_small(log, largest=9)
    assert not log.exists()
    assert (tmp_path / "rasa.log.1").read_text(encoding="utf-8") == "0123456789"


class TestSupervision:
    def test_a_service_is_started_awaited_and_stopped(
        self, tmp_path: Path, supervisor: Supervisor
    ) -> None:
        toy = service(tmp_path, SERVER, processes.any_free_port())

        supervisor.start(toy)
        assert processes.answers(toy.health)

        supervisor.stop()
        assert not processes.answers(toy.health)
        assert supervisor.children[0].exit_status() is not None

    def test_a_service_that_ends_at_once_is_an_error_with_its_log(
        self, tmp_path: Path, supervisor: Supervisor
    ) -> None:
        toy = service(tmp_path, "-c raise SystemExit('no such table')", processes.any_free_port())

        with pytest.raises(ServingError, match=r"(?s)ended with status 1 .*no such table"):
            supervisor.start(toy)

    def test_a_silent_service_is_an_error(self, tmp_path: Path, supervisor: Supervisor) -> None:
        port = processes.any_free_port()
        toy = service(tmp_path, "-c import time; time.sleep(60)", port, patience=0.5)

        with pytest.raises(ServingError, match="did not answer within"):
            supervisor.start(toy)

    def test_a_dead_service_is_started_again(
        self, tmp_path: Path, supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
    ) -> None:
        toy = service(tmp_path, SERVER, processes.any_free_port())
        supervisor.start(toy)
        child = supervisor.children[0]
        first = child.process
        assert first is not None
        watching = threading.Thread(target=supervisor.watch)
        watching.start()

        first.kill()
        deadline = time.monotonic() + 90
        while (child.process is first or not processes.answers(toy.health)) and (
            time.monotonic() < deadline
        ):
            time.sleep(0.05)
        supervisor.stopping = True
        watching.join()

        assert child.process is not first
        assert processes.answers(toy.health)
        assert "The toy server ended with status -9" in capsys.readouterr().err

    def test_a_process_that_ignores_the_request_is_ended(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(processes, "STOP_SECONDS", 0.3)
        ready = tmp_path / "ready"
        stubborn = (
            "-c import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
            f"pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
        )
        child = Child(replace(service(tmp_path, stubborn, 1), patience=1.0))
        child.start()
        deadline = time.monotonic() + 90
        while not ready.exists() and time.monotonic() < deadline:
            time.sleep(0.05)

        child.stop()

        assert child.exit_status() == -9


@pytest.mark.parametrize("ignored", [False, True])
def test_a_closed_terminal_ends_it_but_not_under_nohup(ignored: bool) -> None:
    before = signal.getsignal(signal.SIGHUP)
    signal.signal(signal.SIGHUP, signal.SIG_IGN if ignored else signal.SIG_DFL)
    try:
        with Supervisor() as supervisor:
            os.kill(os.getpid(), signal.SIGHUP)
            assert supervisor.is_stopping() is not ignored
    finally:
        signal.signal(signal.SIGHUP, before)
