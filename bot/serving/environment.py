"""The virtual environment: find Python 3.10, create `.venv`, install the locked requirements.

Runs under any Python from 3.8 on with the standard library alone. What was installed is noted
inside `.venv` as the hash of its lock, so that a second start neither installs nor needs a network.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Iterable, Iterator, List, Mapping, Sequence, Tuple

from bot.serving.console import ServingError, tell

PYTHON_VERSION = "3.10"
"""Rasa 3.6 runs on 3.8 to 3.10; on later versions pip would silently offer Rasa 1."""

RUNTIME_LOCKS = ("requirements.txt",)
DEVELOPMENT_LOCKS = ("requirements.txt", "requirements-dev.txt")
INSTALLER = "uv"
INSTALLER_LOCK = "requirements-dev.txt"

_PROBE = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
_PROBE_SECONDS = 20

_NO_PYTHON = """\
The advisor needs Python 3.10 (the language platform runs on no later version), and none that
works was found on PATH, in pyenv, in uv or in the usual folders. Install one and try again:

  Debian, Ubuntu   apt-get install python3.10 python3.10-venv   (where the release offers it)
  pyenv            pyenv install 3.10
  uv               uv python install 3.10
  macOS            brew install python@3.10

Or name one yourself:  make run PYTHON310=/path/to/python3.10"""


def virtual_environment(root: Path) -> Path:
    """Folder of the project's virtual environment."""
    return root / ".venv"


def environment_python(root: Path) -> Path:
    """The interpreter inside the project's virtual environment."""
    return virtual_environment(root) / "bin" / "python"


# --- finding Python 3.10 --------------------------------------------------------------------


def python_candidates(environ: Mapping[str, str]) -> Iterator[str]:
    """Commands that may be Python 3.10, the most deliberate choice first."""
    if environ.get("PYTHON310"):
        yield environ["PYTHON310"]
        return
    yield sys.executable
    for folder in environ.get("PATH", "").split(os.pathsep):
        if folder:
            yield from _existing([Path(folder) / "python3.10"])
    home = Path(environ.get("HOME", "~")).expanduser()
    pyenv = Path(environ.get("PYENV_ROOT") or home / ".pyenv")
    yield from _existing(sorted(pyenv.glob("versions/3.10*/bin/python3.10"), reverse=True))
    managed = Path(environ.get("UV_PYTHON_INSTALL_DIR") or home / ".local/share/uv/python")
    yield from _existing(sorted(managed.glob("cpython-3.10*/bin/python3.10"), reverse=True))
    usual = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/opt/python@3.10/bin", "/opt/homebrew/bin")
    yield from _existing(Path(folder) / "python3.10" for folder in usual)
    framework = "/Library/Frameworks/Python.framework/Versions/3.10/bin/python3.10"
    yield from _existing([Path(framework)])


def _existing(paths: Iterable[Path]) -> Iterator[str]:
    return (str(path) for path in paths if path.exists())


def is_python_310(command: str) -> bool:
    """Whether the command really runs, is Python 3.10 and can create virtual environments.

    A file of the right name proves nothing: pyenv puts shims on PATH for versions that are not
    selected, and Debian ships interpreters without `ensurepip`.
    """
    try:
        probe = subprocess.run(
            [command, "-c", _PROBE],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return probe.returncode == 0 and probe.stdout.decode().strip() == PYTHON_VERSION


def find_python_310(environ: Mapping[str, str]) -> str:
    """The first candidate that is a usable Python 3.10.

    Raises ServingError, with what to install, where there is none.
    """
    for command in python_candidates(environ):
        if is_python_310(command):
            return command
    raise ServingError(_NO_PYTHON)


# --- what is installed ----------------------------------------------------------------------


def lock_digest(root: Path, lock: str) -> str:
    """SHA-256 of a lock; raises ServingError if it is missing."""
    path = root / lock
    if not path.is_file():
        raise ServingError(f"{lock} is missing; it is part of the repository.")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stamp_path(root: Path, lock: str) -> Path:
    """The file that says which state of this lock is installed."""
    return virtual_environment(root) / f"installed-{lock}.sha256"


def is_installed(root: Path, locks: Sequence[str]) -> bool:
    """Whether the virtual environment was installed from exactly these locks."""
    stamps = {lock: stamp_path(root, lock) for lock in locks}
    return all(
        stamp.is_file() and stamp.read_text(encoding="ascii").strip() == lock_digest(root, lock)
        for lock, stamp in stamps.items()
    )


def locked_entry(lock: str, package: str) -> str:
    """The lines of one package in a lock: its pin with all its hashes.

    Raises ServingError if the lock has no such package or no hash for it.
    """
    match = re.search(rf"^{re.escape(package)}==(?:[^\n]*\\\n)*[^\n]*\n?", lock, re.MULTILINE)
    if match is None:
        raise ServingError(f"The lock has no entry for {package}.")
    if "--hash=" not in match.group():
        raise ServingError(f"The lock has no hash for {package}.")
    return match.group()


# --- creating and installing ----------------------------------------------------------------


def prepare(root: Path, locks: Sequence[str], environ: Mapping[str, str]) -> Path:
    """Make sure that `.venv` exists and holds what the locks say; return its Python.

    Raises ServingError where a lock or Python 3.10 is missing or the installation fails.
    """
    digests = {lock: lock_digest(root, lock) for lock in locks}
    python = environment_python(root)
    usable = is_python_310(str(python))
    if usable and is_installed(root, locks):
        return python
    if not usable:
        _create(root, find_python_310(environ))
    tell("Installing " + " and ".join(locks) + " into .venv (some minutes on a slow line) ...")
    _install(root, locks, environ)
    for lock, digest in digests.items():
        stamp_path(root, lock).write_text(digest + "\n", encoding="ascii")
    tell("Installed.")
    return python


def _create(root: Path, python: str) -> None:
    tell(f"Creating .venv with {python} ...")
    # --clear also replaces one that was copied from another machine.
    command = [python, "-m", "venv", "--clear", str(virtual_environment(root))]
    status, output = run_quietly(command, dict(os.environ))
    if status != 0:
        raise ServingError("The virtual environment could not be created:\n" + output)


def _install(root: Path, locks: Sequence[str], environ: Mapping[str, str]) -> None:
    python = str(environment_python(root))
    settings = _installer_settings(environ)
    failures: List[str] = []
    for command in _install_commands(root, python, locks, settings):
        status, output = run_quietly(command, settings)
        if status == 0:
            return
        failures.append(output.strip())
    raise ServingError(
        "The requirements could not be installed. Is the package registry reachable from here?\n"
        "Behind a mirror set PIP_INDEX_URL (and UV_DEFAULT_INDEX).\n\n" + "\n\n".join(failures)
    )


def _install_commands(
    root: Path, python: str, locks: Sequence[str], settings: Mapping[str, str]
) -> Iterator[List[str]]:
    """Commands that install the locks: uv's where it can be had, for its speed, then pip's.

    pip is also what works behind a mirror that is only named in pip's own configuration.
    """
    requirements = [part for name in locks for part in ("-r", str(root / name))]
    if _has_installer(root, python, settings):
        uv = [python, "-m", INSTALLER, "pip", "install", "--quiet", "--no-progress"]
        # Three old packages come as source only: their build takes the locked setuptools.
        constraints = ["--build-constraints", str(root / RUNTIME_LOCKS[0])]
        yield [*uv, "--python", python, "--require-hashes", *constraints, *requirements]
    pip = [python, "-m", "pip", "install", "--quiet", "--progress-bar", "off"]
    yield [*pip, "--disable-pip-version-check", "--require-hashes", *requirements]


def _has_installer(root: Path, python: str, settings: Mapping[str, str]) -> bool:
    """Whether uv is in the environment, after trying to put it there from its locked entry."""
    present, _ = run_quietly([python, "-m", INSTALLER, "--version"], settings)
    if present == 0:
        return True
    lock = (root / INSTALLER_LOCK).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        entry = Path(folder) / "installer.txt"
        entry.write_text(locked_entry(lock, INSTALLER), encoding="utf-8")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        status, output = run_quietly(
            [*pip, "--require-hashes", "--no-deps", "-r", str(entry)], settings
        )
    if status != 0:
        tell(f"{INSTALLER} could not be had; pip installs instead, which takes longer.")
        tell(output.strip())
    return status == 0


def _installer_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for pip and uv: quiet, and uv looks where pip was told to look."""
    settings = dict(environ)
    settings["UV_PYTHON_DOWNLOADS"] = "never"
    settings["PIP_NO_INPUT"] = "1"
    if "PIP_INDEX_URL" in settings:
        settings.setdefault("UV_DEFAULT_INDEX", settings["PIP_INDEX_URL"])
    return settings


def run_quietly(command: Sequence[str], environ: Mapping[str, str]) -> Tuple[int, str]:
    """Run to the end; return exit status and everything it printed."""
    done = subprocess.run(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environ),
        check=False,
    )
    return done.returncode, done.stdout.decode(errors="replace")
