"""The checklist of the conversation names a test for every promise, and each of them exists."""

from __future__ import annotations

import re

from tests.architecture.import_contracts import ROOT

_CHECKLIST = ROOT / "docs" / "dialogue-checklist.md"
_GUARD = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


def test_every_promise_has_a_test_that_exists() -> None:
    lines = [
        line
        for line in _CHECKLIST.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| Promise")
    ]
    assert len(lines) > 50
    unguarded = [line for line in lines if not _GUARD.search(line)]
    missing = []
    for line in lines:
        for path, name in _GUARD.findall(line):
            file = ROOT / "tests" / path
            text = file.read_text(encoding="utf-8") if file.is_file() else ""
            if not text or (name and not re.search(rf"def {name}\b", text)):
                missing.append(f"{path}::{name}")
    assert (unguarded, missing) == ([], [])
