"""A PostgreSQL server of the tests' own, and the data of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.serving.processes import any_free_port
from bot.serving.system_programs import find_postgresql_programs
from bot.wiring import Services, services

SERVER_USER = "nobody"
"""PostgreSQL refuses to run as root; under root the server gets this user."""


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The project's data in a copy, which nobody changes while the tests run."""
    settings = services().settings
    data = tmp_path_factory.mktemp("project") / "data"
    for folder in ("agreements", "products"):
        shutil.copytree(settings.data / folder, data / folder)
    return Services(replace(settings, data=data))


@pytest.fixture(scope="session")
def unreadable(project: Services) -> Services:
    """Services that know where the data is, but fail if any of it is asked for."""
    return _Unreadable(project.settings)  # type: ignore[return-value]


class _Unreadable:
    def __init__(self, settings: object) -> None:
        self.settings = settings

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"{name} was loaded")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new folder' / 'data.db'}"


class PostgresqlServer:
    """A server in a folder of its own, reachable over its Unix socket only."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.port = any_free_port()
        self.user = SERVER_USER if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user)

    @property
    def url(self) -> str:
        return f"postgresql://advisor@/postgres?host={self.folder}&port={self.port}"

    def start(self) -> None:
        data = str(self.folder / "data")
        initdb = ["initdb", "-D", data, "-U", "advisor", "-A", "trust", "-E", "UTF8", "--no-sync"]
        self._run([*initdb, "--locale=C"])
        options = f"-c listen_addresses='' -k {self.folder} -p {self.port} -c fsync=off"
        log = str(self.folder / "log")
        self._run(["pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start"])

    def stop(self) -> None:
        self._run(["pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop"])

    def _run(self, command: Sequence[str]) -> None:
        program, *arguments = command
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            user=self.user,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, f"{program} ended with {done.returncode}: {done.stderr}"


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    programs = find_postgresql_programs()
    if programs is None:
        pytest.skip("needs PostgreSQL's initdb, pg_ctl and postgres (Debian: postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="advisor-postgresql-"))
    server = PostgresqlServer(programs, folder)
    try:
        server.start()
        try:
            yield server.url
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
