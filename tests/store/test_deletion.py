"""Deleting: nothing there is nothing to delete, but what cannot be told is an error and no success."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.store.addresses import StoreError
from bot.store.advice_log_deletion import forget_session
from bot.store.engines import engine_for_writing, has_table, opened
from bot.store.learning_deletion import Unlearned, unlearn

DELETIONS: tuple[tuple[Callable[[str, str], Any], Any], ...] = (
    (forget_session, 0),
    (unlearn, Unlearned()),
)


@pytest.mark.parametrize(("delete", "nothing"), DELETIONS)
def test_where_nothing_was_ever_stored_nothing_is_deleted(
    delete: Callable[[str, str], Any], nothing: Any, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert delete(url, "somebody") == nothing
    with opened(engine_for_writing(url)) as engine, engine.begin():
        pass
    assert delete(url, "somebody") == nothing
    assert not has_table(url, "advice_log")


@pytest.mark.parametrize(("delete", "_nothing"), DELETIONS)
@pytest.mark.parametrize("url", ["mysql://host/db", "no address", "sqlite://"])
def test_an_address_that_cannot_be_used_is_not_taken_for_an_empty_database(
    delete: Callable[[str, str], Any], _nothing: Any, url: str
) -> None:
    with pytest.raises(StoreError):
        delete(url, "somebody")
