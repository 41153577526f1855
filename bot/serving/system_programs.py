"""Programs of the operating system that the tests use: a browser, PostgreSQL and a proxy."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Iterable, Optional, Sequence

from bot.serving.console import tell
from bot.serving.environment import run_quietly


def find_program(names: Sequence[str], folders: Iterable[Path] = ()) -> Optional[Path]:
    """The first of these programs on PATH or in the further folders, or None."""
    for name in names:
        found = shutil.which(name)
        if found:
            return Path(found)
        for folder in folders:
            if os.access(str(folder / name), os.X_OK):
                return folder / name
    return None


def find_chromium() -> Optional[Path]:
    """A Chromium for the tests of the chat page, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return find_program(names)


def find_postgresql_programs() -> Optional[Path]:
    """The folder with PostgreSQL's `initdb`, `pg_ctl` and `postgres`, the newest one, or None."""
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: [int(part) for part in re.findall(r"\d+", str(folder.parent.name))],
        reverse=True,
    )
    initdb = find_program(["initdb"], packaged)
    if initdb is None:
        return None
    folder = initdb.resolve().parent
    complete = all((folder / name).exists() for name in ("pg_ctl", "postgres"))
    return folder if complete else None


def find_nginx() -> Optional[Path]:
    """An nginx for the tests of the proxy example, or None; Debian keeps it off the PATH of users."""
    return find_program(["nginx"], [Path("/usr/sbin"), Path("/usr/local/sbin")])


def install_test_programs() -> None:
    """Install what the tests need beyond Python, where this machine lets us (root on Debian)."""
    missing = []
    if find_chromium() is None:
        missing.append("chromium")
    if find_postgresql_programs() is None:
        missing.append("postgresql")
    if find_nginx() is None:
        missing.append("nginx")
    if not missing:
        return
    names = ", ".join(missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        tell(f"Not found and not installable from here: {names}. Tests that need them will say so.")
        return
    tell(f"Installing the system packages {names} for the tests ...")
    settings = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    status, output = run_quietly([*quiet, "update"], settings)
    if status == 0:
        install = ["install", "-y", "--no-install-recommends"]
        status, output = run_quietly(quiet + install + missing, settings)
    if status != 0:
        # Without a network the other tests can still run.
        tell(f"The system packages {names} could not be installed:\n{output.strip()}")
