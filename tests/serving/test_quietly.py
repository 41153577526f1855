"""Others' deprecation warnings are left out, whatever filters a library sets; ours are shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.import_contracts import ROOT

NOISY = """
import sys, warnings
warnings.filterwarnings("always")
warnings.warn("old call", DeprecationWarning)
warnings.warn("intent without examples", UserWarning)
print(sys.argv[1:], __name__)
"""


def test_only_warnings_for_operators_are_shown(tmp_path: Path) -> None:
    (tmp_path / "noisy.py").write_text(NOISY, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "bot.serving.quietly", "noisy", "--model", "m"],
        env={"PYTHONPATH": f"{ROOT}:{tmp_path}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "['--model', 'm'] __main__\n"
    assert "intent without examples" in done.stderr
    assert "old call" not in done.stderr
