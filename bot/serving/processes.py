"""Child processes: quiet settings, free ports, health, restart after a death, clean stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from bot.serving.console import ServingError, complain
from bot.serving.model import end_of_log

LOOPBACK = "127.0.0.1"

QUIET_AND_FRUGAL = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    # One thread per process: on small machines more of them only wait for one another.
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "SANIC_WORKERS": "1",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONUNBUFFERED": "1",
}
"""Settings of every child; what the operator has set in the environment goes before them."""

STOP_SECONDS = 10.0
HEALTH_INTERVAL = 0.25
HEALTH_TIMEOUT = 2.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
STABLE_SECONDS = 60.0
LARGEST_LOG = 5_000_000


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment in which Rasa and the action server run."""
    return {**QUIET_AND_FRUGAL, **environ}


# --- ports ----------------------------------------------------------------------------------


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are still being closed counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def any_free_port(host: str = LOOPBACK) -> int:
    """A free port chosen by the operating system, and kept from others for about a minute.

    A connection over it is closed from its own side: while its end is awaited, the system gives the
    port to nobody who asks for any port, but lets a server that names it listen there.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, 0))
        probe.listen(1)
        address = probe.getsockname()
        with socket.create_connection(address), probe.accept()[0]:
            pass
        return int(address[1])


def preferred_port(port: int) -> int:
    """The port itself if nobody listens there, else any free one."""
    return port if is_free(port) else any_free_port()


# --- one child ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Service:
    """A server to run: its command, its environment, its log, and the address that answers 200."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    folder: Path
    log: Path
    health: str
    patience: float
    """Seconds within which the service must answer after its start."""


def answers(address: str) -> bool:
    """Whether an HTTP GET of the address succeeds just now."""
    try:
        # The address is one of our own, on loopback.
        with urllib.request.urlopen(address, timeout=HEALTH_TIMEOUT) as response:  # noqa: S310
            return int(response.status) == 200
    except (OSError, urllib.error.URLError, ValueError):
        return False


@dataclass
class Child:
    """A running service and the history that decides how long to wait before a restart."""

    service: Service
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only the supervisor."""
        service = self.service
        service.log.parent.mkdir(parents=True, exist_ok=True)
        keep_log_small(service.log)
        with service.log.open("ab") as output:
            self.process = subprocess.Popen(
                list(service.command),
                cwd=service.folder,
                env=dict(service.environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def exit_status(self) -> int | None:
        """Exit status of the process, or None while it runs."""
        return None if self.process is None else self.process.poll()

    def wait_until_healthy(self, should_stop: Callable[[], bool]) -> None:
        """Return when the service answers or when asked to stop.

        Raises ServingError, with the end of the log, if it ends or stays silent too long.
        """
        service = self.service
        deadline = time.monotonic() + service.patience
        while not should_stop():
            if self.exit_status() is not None:
                reason = f"ended with status {self.exit_status()} while starting"
                raise ServingError(f"The {service.name} {reason}.\n{end_of_log(service.log)}")
            if answers(service.health):
                return
            if time.monotonic() > deadline:
                reason = f"did not answer within {service.patience:.0f} s"
                raise ServingError(f"The {service.name} {reason}.\n{end_of_log(service.log)}")
            time.sleep(HEALTH_INTERVAL)

    def stop(self) -> None:
        """Ask the process and its own children to end, and end them if they do not."""
        if self.process is None or self.process.poll() is not None:
            return
        signal_group(self.process, signal.SIGTERM)
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            signal_group(self.process, signal.SIGKILL)
            self.process.wait()


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal a process that leads its session, and everything it has started."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        # It ended between the last look and the signal: what was wanted has happened.
        return


def keep_log_small(log: Path, largest: int = LARGEST_LOG) -> None:
    """Put a log that has grown too large aside as `….1`, replacing the one put aside before."""
    if log.is_file() and log.stat().st_size > largest:
        log.replace(log.with_name(log.name + ".1"))


def pause_before_restart(failures: int) -> float:
    """Seconds to wait before the next start, after this many deaths in a row (1 or more)."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (min(failures, 16) - 1))


# --- all children ---------------------------------------------------------------------------


def hangs_up() -> bool:
    """Whether a closed terminal is to end us: not under nohup, nor where there is no such signal."""
    hang_up = getattr(signal, "SIGHUP", None)
    return hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN


@dataclass
class Supervisor:
    """Keeps services running until SIGINT, SIGTERM or the end of its terminal; usable as a context manager.

    The first start must succeed, because then somebody is there to read the message. Later deaths
    are answered by restarts with growing pauses, and a restart that fails counts as a death.
    """

    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def __enter__(self) -> Supervisor:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        if hangs_up():
            signal.signal(signal.SIGHUP, self._on_signal)
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def is_stopping(self) -> bool:
        """Whether somebody has asked us to end."""
        return self.stopping

    def start(self, service: Service) -> None:
        """Start a service and wait until it answers; raises ServingError if it does not."""
        child = Child(service)
        self.children.append(child)
        child.start()
        child.wait_until_healthy(self.is_stopping)

    def watch(self) -> None:
        """Restart what dies, until asked to stop."""
        due: dict[str, float] = {}
        while not self.stopping:
            for child in self.children:
                self._look_after(child, due)
            time.sleep(HEALTH_INTERVAL)

    def _look_after(self, child: Child, due: dict[str, float]) -> None:
        """Note a death and set the time of the restart, or restart when that time has come."""
        name, now = child.service.name, time.monotonic()
        if child.exit_status() is None:
            return
        if name not in due:
            lived = now - child.started
            child.failures = 1 if lived > STABLE_SECONDS else child.failures + 1
            pause = pause_before_restart(child.failures)
            due[name] = now + pause
            status = child.exit_status()
            complain(f"The {name} ended with status {status}; starting it again in {pause:.0f} s.")
            complain(end_of_log(child.service.log, lines=5))
        elif now >= due[name]:
            del due[name]
            child.start()

    def stop(self) -> None:
        """Stop every child, the one started last first."""
        for child in reversed(self.children):
            child.stop()
