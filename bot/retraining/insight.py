"""`make insight`: what the agency learns from the conversations, as figures without anybody in them.

Everything is counted in conversations, and a group of fewer than five is not shown, nor can it be found by
subtraction: small groups of a table are put together, and left out where even together they are too few.
Savings are computed anew by the advisor from what was told, with values as buckets: they are "at least".
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.language.words import key_of
from bot.retraining.places import Places
from bot.store.addresses import StoreError
from bot.store.advice_log import AdviceEntry, AdviceKind, read_entries
from bot.store.learning_tables import CONVERSATIONS, MESSAGES

if TYPE_CHECKING:
    from bot.wiring import Services

SMALLEST_GROUP = 5
OTHERS = "others"

_SECTORS = Path(__file__).with_name("sectors.csv")
_ENTRIES_AT_ONCE = 1000
_MOST_UNANSWERED = 50


@dataclass(frozen=True)
class Table:
    """Counts by name, in one unit."""

    name: str
    title: str
    counts: Mapping[str, int]
    unit: str = "conversations"


@dataclass(frozen=True)
class Insight:
    """Everything the page and the CSV show."""

    since: str
    until: str
    totals: Mapping[str, int]
    tables: tuple[Table, ...]
    savings: tuple[tuple[str, int, Decimal], ...]
    unanswered: tuple[tuple[str, int], ...]


def without_small_groups(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts with small groups put together, so that none can be found by subtraction.

    If the small ones together are still too few, the next smallest group joins them.
    """
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    shown = [one for one in ordered if one[1] >= SMALLEST_GROUP]
    rest = sum(count for _, count in ordered if count < SMALLEST_GROUP)
    while 0 < rest < SMALLEST_GROUP and shown:
        rest += shown.pop()[1]
    result = dict(shown)
    if rest >= SMALLEST_GROUP:
        result[OTHERS] = result.get(OTHERS, 0) + rest
    return result


def total_or_none(count: int) -> int | None:
    """A total that may be shown: none at all, or not a small group."""
    return count if count == 0 or count >= SMALLEST_GROUP else None


def insight_of(
    places: Places, services: Services, since: datetime | None = None, until: datetime | None = None
) -> Insight:
    """Count the conversations of a period (by their beginning)."""
    first = since or datetime.fromtimestamp(0, timezone.utc)
    last = until or datetime.now(timezone.utc)
    with places.engine.connect() as connection:
        told = select(CONVERSATIONS).where(CONVERSATIONS.c.started.between(first, last))
        conversations = [dict(row._mapping) for row in connection.execute(told)]
        missed = select(MESSAGES.c.conversation, MESSAGES.c.text, MESSAGES.c.signs)
        messages = connection.execute(missed.where(MESSAGES.c.time.between(first, last))).all()
    counter = _Counter(services, conversations, _entries(places, first, last))
    begun = min((one["started"] for one in conversations), default=last)
    return Insight(
        f"{begun:%Y-%m-%d}",
        f"{last:%Y-%m-%d}",
        counter.totals(),
        counter.tables(),
        counter.savings(),
        _unanswered(messages),
    )


def _entries(places: Places, first: datetime, last: datetime) -> list[AdviceEntry]:
    found: list[AdviceEntry] = []
    after = 0
    while True:
        try:
            page = read_entries(places.log, after=after, limit=_ENTRIES_AT_ONCE)
        except StoreError:
            return []
        found += [entry for _, entry in page if first <= entry.time <= last and entry.session]
        if len(page) < _ENTRIES_AT_ONCE:
            return found
        after = page[-1][0]


def _unanswered(messages: Iterable[Any]) -> tuple[tuple[str, int], ...]:
    """What was asked and not understood, by different conversations, most frequent first."""
    asked: dict[str, set[str]] = {}
    wording: dict[str, str] = {}
    for row in messages:
        if {"not_understood", "nlu_fallback"} & set(row.signs):
            key = key_of(row.text)
            asked.setdefault(key, set()).add(row.conversation)
            wording.setdefault(key, row.text)
    counts = Counter({wording[key]: len(some) for key, some in asked.items()})
    often = [(text, count) for text, count in counts.most_common() if count >= SMALLEST_GROUP]
    return tuple(often[:_MOST_UNANSWERED])


# --- counting -------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def sectors() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Group, name and codes of every sector."""
    with _SECTORS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (row["group"], row["sector"], tuple(row["codes"].split("|")))
            for row in csv.DictReader(file)
        )


def sector_of(hs: str, group: str) -> str:
    """The sector of a code, "" if it belongs to none of the group."""
    found = (name for kind, name, codes in sectors() if kind == group and hs.startswith(codes))
    return next(found, "")


@dataclass
class _Counter:
    services: Services
    conversations: Sequence[Mapping[str, Any]]
    entries: Sequence[AdviceEntry]
    _reasons: dict[str, str] = field(default_factory=dict)

    def totals(self) -> dict[str, int]:
        told = self.conversations
        return {
            "conversations": len(told),
            "with a product": sum(bool(one["hs"]) for one in told),
            "with an agreement that can be used": sum(
                any(first["usable"] for first in one["facts"]["first"]) for one in told
            ),
            "with a verdict on origin": sum(bool(one["facts"]["verdicts"]) for one in told),
            "handed to an adviser": sum(bool(one["handoff"]) for one in told),
            "missing a supplier's declaration": sum(
                bool(one["facts"]["no_declaration"]) for one in told
            ),
            "with a thumb up": sum(one["thumbs_up"] > 0 for one in told),
            "with a thumb down": sum(one["thumbs_down"] > 0 for one in told),
        }

    def tables(self) -> tuple[Table, ...]:
        by = self._counted
        return (
            Table("languages", "Languages", by(lambda one: [one["language"]])),
            Table("branches", "Products by branch", by(self._branch)),
            Table("future", "Products of the future sectors", by(self._future)),
            Table("markets", "Markets asked for", by(self._markets)),
            Table("answers", "Is there an agreement to use?", by(self._answers)),
            Table("verdicts", "Verdicts on origin", by(_statuses)),
            Table("reasons", "Why the rule was not met", self._why_not()),
            Table("open", "Open question of unfinished conversations", by(lambda one: [_question(one)])),
            Table("weeks", "Conversations by week", by(lambda one: [_week(one["started"])])),
        )  # fmt: skip

    def _counted(self, names_of: Callable[[Mapping[str, Any]], Iterable[str]]) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for one in self.conversations:
            counts.update({name for name in names_of(one) if name})
        return without_small_groups(counts)

    def _branch(self, one: Mapping[str, Any]) -> list[str]:
        return [sector_of(one["hs"], "branch") or OTHERS] if one["hs"] else []

    def _future(self, one: Mapping[str, Any]) -> list[str]:
        return [sector_of(one["hs"], "future")] if one["hs"] else []

    def _markets(self, one: Mapping[str, Any]) -> list[str]:
        return [self.services.words.market(market, "en") for market in one["markets"]]

    def _answers(self, one: Mapping[str, Any]) -> list[str]:
        return [_answer(first) for first in one["facts"]["first"]]

    def _why_not(self) -> dict[str, int]:
        """Reasons of the engine, found by asking it again with what was told."""
        by_session: dict[str, set[str]] = {}
        for entry in self.entries:
            if entry.kind is AdviceKind.ASSESS and entry.outcome == "not_originating":
                by_session.setdefault(entry.session, set()).update(self._reasons_of(entry))
        return without_small_groups(
            Counter(reason for some in by_session.values() for reason in some)
        )

    def _reasons_of(self, entry: AdviceEntry) -> set[str]:
        from bot.retraining.replayed import reasons_of

        return reasons_of(entry, self.services)

    def savings(self) -> tuple[tuple[str, int, Decimal], ...]:
        """Agreement, conversations, and duty saved in euros at least; small groups are left out."""
        from bot.retraining.replayed import saving_of

        counts: Counter[str] = Counter()
        sums: dict[str, Decimal] = {}
        for one in self.conversations:
            found = saving_of(one, self.services)
            if found is not None:
                agreement, amount = found
                counts[agreement] += 1
                sums[agreement] = sums.get(agreement, Decimal(0)) + amount
        shown = [name for name, count in counts.most_common() if count >= SMALLEST_GROUP]
        return tuple((name, counts[name], sums[name].quantize(Decimal(1))) for name in shown)


def _answer(first: Mapping[str, Any]) -> str:
    if first.get("nothing_to_save"):
        return "no duty anyway"
    return "agreement can be used" if first.get("usable") else "no usable agreement"


def _statuses(one: Mapping[str, Any]) -> list[str]:
    return [str(two.get("status") or "").replace("_", " ") for two in one["facts"]["verdicts"]]


def _question(one: Mapping[str, Any]) -> str:
    return str(one["open_question"]).replace("_", " ")


def _week(moment: datetime) -> str:
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02d}"
