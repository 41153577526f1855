"""Finding Python 3.10, noticing what is installed, reading the lock."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.serving import environment
from bot.serving.console import ServingError
from tests.architecture.import_contracts import ROOT

LOCK = """\
urllib3==2.8.0 \\
    --hash=sha256:aa
    # via requests
uv==0.13.9 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via -r requirements-dev.in
uvloop==0.23.0 ; sys_platform != 'win32' \\
    --hash=sha256:dd
"""


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def project(root: Path) -> Path:
    for name in environment.DEVELOPMENT_LOCKS:
        (root / name).write_text(f"# {name}\n", encoding="utf-8")
    return root


def note_as_installed(root: Path, locks: tuple[str, ...]) -> None:
    environment.virtual_environment(root).mkdir(exist_ok=True)
    for lock in locks:
        stamp = environment.stamp_path(root, lock)
        stamp.write_text(environment.lock_digest(root, lock), encoding="ascii")


class TestFindingPython:
    def test_this_interpreter_is_one(self) -> None:
        assert environment.is_python_310(sys.executable)

    @pytest.mark.parametrize(
        "script", ["exit 127", "echo 3.11", "echo pyenv: not installed; exit 1"]
    )
    def test_a_name_alone_is_not_enough(self, tmp_path: Path, script: str) -> None:
        assert not environment.is_python_310(str(program(tmp_path / "python3.10", script)))

    def test_what_does_not_exist_is_none(self, tmp_path: Path) -> None:
        assert not environment.is_python_310(str(tmp_path / "python3.10"))

    def test_a_broken_shim_on_path_is_passed_over_for_pyenvs_own(self, tmp_path: Path) -> None:
        program(tmp_path / "shims" / "python3.10", "exit 127")
        real = program(tmp_path / "pyenv/versions/3.10.13/bin/python3.10", "echo 3.10")
        environ = {"PATH": str(tmp_path / "shims"), "PYENV_ROOT": str(tmp_path / "pyenv")}

        candidates = list(environment.python_candidates({**environ, "HOME": str(tmp_path)}))
        usable = [name for name in candidates[1:] if environment.is_python_310(name)]

        assert candidates[1] == str(tmp_path / "shims" / "python3.10")
        assert usable[0] == str(real)

    def test_a_named_interpreter_is_the_only_candidate(self) -> None:
        environ = {"PYTHON310": "/opt/other/python", "PATH": os.environ["PATH"]}

        assert list(environment.python_candidates(environ)) == ["/opt/other/python"]

    def test_where_there_is_none_the_message_says_what_to_install(self, tmp_path: Path) -> None:
        with pytest.raises(ServingError, match=r"python3\.10-venv"):
            environment.find_python_310({"PYTHON310": str(tmp_path / "nothing")})


class TestWhatIsInstalled:
    def test_nothing_at_first(self, tmp_path: Path) -> None:
        assert not environment.is_installed(project(tmp_path), environment.RUNTIME_LOCKS)

    def test_noted_locks_are_installed(self, tmp_path: Path) -> None:
        note_as_installed(project(tmp_path), environment.RUNTIME_LOCKS)

        assert environment.is_installed(tmp_path, environment.RUNTIME_LOCKS)
        (tmp_path / ".venv/installed-requirements-dev.txt.sha256").touch()
        assert not environment.is_installed(tmp_path, environment.DEVELOPMENT_LOCKS)

    @pytest.mark.parametrize("name", environment.DEVELOPMENT_LOCKS)
    def test_a_changed_lock_is_not_installed(self, tmp_path: Path, name: str) -> None:
        note_as_installed(project(tmp_path), environment.DEVELOPMENT_LOCKS)

        (tmp_path / name).write_text("# changed\n", encoding="utf-8")

        assert not environment.is_installed(tmp_path, environment.DEVELOPMENT_LOCKS)

    def test_a_missing_lock_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ServingError, match=r"requirements\.txt is missing"):
            environment.prepare(tmp_path, environment.RUNTIME_LOCKS, {})


class TestLocks:
    def test_the_entry_of_one_package_has_its_hashes_and_no_other(self) -> None:
        entry = environment.locked_entry(LOCK, "uv")

        assert entry.startswith("uv==0.13.9 \\\n")
        assert [word for word in entry.split() if "hash" in word] == [
            "--hash=sha256:bb",
            "--hash=sha256:cc",
        ]

    def test_an_unlocked_package_is_an_error(self) -> None:
        with pytest.raises(ServingError, match="no entry for pip"):
            environment.locked_entry(LOCK, "pip")

    def test_an_entry_without_hash_is_an_error(self) -> None:
        with pytest.raises(ServingError, match="no hash for uv"):
            environment.locked_entry("uv==0.13.9\n", "uv")

    @pytest.mark.parametrize("name", environment.DEVELOPMENT_LOCKS)
    def test_our_locks_are_hashed_throughout_and_name_no_address(self, name: str) -> None:
        lock = (ROOT / name).read_text(encoding="utf-8")
        pins = [line.split("==")[0] for line in lock.splitlines() if "==" in line[:60]]
        packages = [pin for pin in pins if not pin.startswith((" ", "#"))]

        assert len(packages) > 30
        for package in packages:
            environment.locked_entry(lock, package)
        assert "://" not in lock
        assert "index-url" not in lock

    def test_the_installer_is_locked(self) -> None:
        lock = (ROOT / environment.INSTALLER_LOCK).read_text(encoding="utf-8")

        assert environment.locked_entry(lock, environment.INSTALLER)


def test_the_first_steps_run_under_old_pythons() -> None:
    names = ("__init__", "__main__", "console", "environment", "system_programs")
    for name in names:
        source = (ROOT / "bot/serving" / f"{name}.py").read_text(encoding="utf-8")
        code = "import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 8))"

        done = subprocess.run(
            [sys.executable, "-c", code], input=source, text=True, capture_output=True, check=False
        )

        assert (name, done.returncode, done.stderr) == (name, 0, "")
