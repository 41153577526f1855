"""Memory of the whole catalogue, measured in a process of its own so that nothing else is in it.

Peak resident memory includes Python and the libraries that every way in needs.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.wiring import Services, Settings

TARGET_MB = 200


def report() -> Iterator[str]:
    """The lines of this part of the benchmark."""
    command = [sys.executable, "-m", "tests.bench.catalogue_memory"]
    measured = subprocess.run(command, capture_output=True, text=True, check=True)
    yield from measured.stdout.splitlines()


def main() -> None:
    """Load step by step and print the peak after each."""
    print(_line("memory, program alone", ""))
    services = Services(Settings.from_environment())
    assert services.catalogue.protocols
    print(_line("memory, with the law and the nomenclature", f"(target {TARGET_MB} MB)"))
    book = services.tariffs.book
    for file in book.files:
        agreement = file.agreement or None
        book.duty(file.market, agreement, "841370", file.valid_from, services.tariffs.to_edition)
    assert book.rule_rows
    print(_line("memory, with all recorded duties too", f"({len(book.files)} tariff files)"))


def _line(name: str, remark: str) -> str:
    return f"  {name:42} {_peak_mb():8.0f} MB {remark}".rstrip()


def _peak_mb() -> float:
    """Peak resident memory of this process.

    Linux hands the peak of the parent on to the child in getrusage, so it is read from the process itself.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


if __name__ == "__main__":
    main()
