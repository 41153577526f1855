"""Step 4, whatever it is shown with: claiming, deciding, taking back. Several people may review at once.

An item is claimed for a while by the reviewer who sees it, and its version is compared when a decision
comes in: of two decisions on the same state of an item the second is refused, never silently lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from bot.retraining.errors import LearningError
from bot.retraining.places import Places
from bot.store.engines import only_writer
from bot.store.learning_deletion import DECIDED
from bot.store.learning_tables import DECISIONS, ITEMS

OPEN, DONE, SKIPPED = "open", DECIDED, "skipped"
CLAIMED_FOR = timedelta(minutes=15)


class CollisionError(LearningError):
    """Somebody else has decided or changed this item in the meantime."""


@dataclass(frozen=True)
class Part:
    """A reviewed example: the text, its intent, its entities, and the code that its product words mean.

    `entities` are {"entity", "value", "start", "end"}; a product may carry "hs", the code it means.
    """

    text: str
    intent: str
    entities: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the database and for exports."""
        return {"text": self.text, "intent": self.intent, "entities": list(self.entities)}

    @classmethod
    def of(cls, content: Any) -> Part:
        """Read one; raises LearningError naming what is wrong."""
        try:
            text, intent = str(content["text"]).strip(), str(content["intent"])
            entities = tuple(_entity(one, text) for one in content.get("entities", ()))
        except (KeyError, TypeError, ValueError) as error:
            raise LearningError(f"An example needs text, intent and entities: {error}") from error
        if not text or not intent:
            raise LearningError("An example needs a text and an intent.")
        return cls(text, intent, entities)


def _entity(content: Any, text: str) -> dict[str, Any]:
    start, end = int(content["start"]), int(content["end"])
    if not 0 <= start < end <= len(text):
        raise ValueError(f"entity {content['entity']} stands outside of the text")
    kept = {
        "entity": str(content["entity"]),
        "value": str(content["value"]),
        "start": start,
        "end": end,
    }
    return {**kept, "hs": str(content["hs"])} if content.get("hs") else kept


@dataclass(frozen=True)
class Item:
    """What is shown for review."""

    id: int
    language: str
    text: str
    reasons: tuple[str, ...]
    seen: int
    asked: str
    said_before: str
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[dict[str, Any], ...]
    status: str
    parts: tuple[Part, ...]
    version: int
    reviewer: str = ""
    selected: datetime | None = None
    model_id: str = ""
    redaction: str = ""
    batch: str = ""
    conversations: tuple[str, ...] = field(default=(), repr=False)

    @property
    def proposed(self) -> Part:
        """The example as the model sees it."""
        intent = self.ranking[0][0] if self.ranking else ""
        return Part(self.text, intent, self.entities)


class ReviewQueue:
    """The queue of one reviewer."""

    def __init__(self, places: Places, reviewer: str) -> None:
        if not reviewer.strip():
            raise LearningError("Say who reviews: --reviewer NAME")
        self._engine = places.engine
        self._reviewer = reviewer.strip()[:64]

    # --- looking ----------------------------------------------------------------------------

    def next(self, after: int = 0) -> Item | None:
        """The most useful open item that nobody else works on, claimed for this reviewer.

        An item that this reviewer has claimed before comes first: work goes on where it was left.
        """
        now = datetime.now(timezone.utc)
        with only_writer(self._engine) as connection:
            mine = ITEMS.c.claimed_by == self._reviewer
            free = or_(ITEMS.c.claimed_by == "", ITEMS.c.claimed_until < now, mine)
            wanted = select(ITEMS).where(and_(ITEMS.c.status == OPEN, free, ITEMS.c.id != after))
            ordered = wanted.order_by(mine.desc(), ITEMS.c.priority.desc(), ITEMS.c.id).limit(1)
            row = connection.execute(ordered).first()
            if row is None:
                return None
            claim = {"claimed_by": self._reviewer, "claimed_until": now + CLAIMED_FOR}
            connection.execute(update(ITEMS).where(ITEMS.c.id == row.id).values(**claim))
            return item_of(row)

    def get(self, item: int) -> Item:
        """One item; raises LearningError if there is none."""
        with self._engine.connect() as connection:
            return item_of(_row(connection, item))

    def counts(self) -> dict[str, int]:
        """How many items are open, done and skipped."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(ITEMS.c.status, func.count()).group_by(ITEMS.c.status))
            found = {str(status): int(count) for status, count in rows}
        return {status: found.get(status, 0) for status in (OPEN, DONE, SKIPPED)}

    # --- deciding ---------------------------------------------------------------------------

    def decide(self, item: Item, parts: Sequence[Part]) -> None:
        """Accept as shown, changed, or split into several examples; raises CollisionError."""
        accepted = len(parts) == 1 and parts[0] == item.proposed
        action = "accept" if accepted else "split" if len(parts) > 1 else "change"
        self._write(item, action, DONE, [one.as_json() for one in parts])

    def skip(self, item: Item) -> None:
        """Teaches nothing, or cannot be decided; raises CollisionError."""
        self._write(item, "skip", SKIPPED, [])

    def release(self, item: Item) -> None:
        """Give an item back undecided, for somebody else."""
        with only_writer(self._engine) as connection:
            mine = and_(ITEMS.c.id == item.id, ITEMS.c.claimed_by == self._reviewer)
            connection.execute(update(ITEMS).where(mine).values(claimed_by="", claimed_until=None))

    def release_all(self) -> None:
        """Give back whatever this reviewer has claimed: the page was left with an item on it."""
        with only_writer(self._engine) as connection:
            mine = ITEMS.c.claimed_by == self._reviewer
            connection.execute(update(ITEMS).where(mine).values(claimed_by="", claimed_until=None))

    def undo(self) -> Item | None:
        """Take back this reviewer's last decision; None if there is none that is not merged yet."""
        with only_writer(self._engine) as connection:
            own = and_(DECISIONS.c.reviewer == self._reviewer, DECISIONS.c.undone.is_(False))
            last = connection.execute(
                select(DECISIONS).where(own).order_by(DECISIONS.c.id.desc())
            ).first()
            if last is None:
                return None
            row = _row(connection, int(last.item))
            if row.batch or row.version != last.before["version"] + 1:
                return None
            state = {**last.before, "version": row.version + 1}
            claim = {
                "claimed_by": self._reviewer,
                "claimed_until": datetime.now(timezone.utc) + CLAIMED_FOR,
            }
            connection.execute(update(ITEMS).where(ITEMS.c.id == row.id).values(**state, **claim))
            connection.execute(
                update(DECISIONS).where(DECISIONS.c.id == last.id).values(undone=True)
            )
            return item_of(_row(connection, int(row.id)))

    def _write(self, item: Item, action: str, status: str, parts: list[dict[str, Any]]) -> None:
        now = datetime.now(timezone.utc)
        with only_writer(self._engine) as connection:
            row = _row(connection, item.id)
            held = (
                row.claimed_by not in ("", self._reviewer)
                and row.claimed_until
                and row.claimed_until > now
            )
            if row.version != item.version or row.batch or held:
                raise CollisionError(
                    "Somebody else has this item now or has decided it; it was left as it is."
                )
            before = {
                "status": row.status,
                "parts": row.parts,
                "reviewer": row.reviewer,
                "version": row.version,
            }
            decided = {
                "status": status,
                "parts": parts,
                "reviewer": self._reviewer,
                "decided": now,
                "version": row.version + 1,
                "claimed_by": "",
                "claimed_until": None,
            }
            connection.execute(update(ITEMS).where(ITEMS.c.id == item.id).values(**decided))
            entry = {
                "item": item.id,
                "time": now,
                "reviewer": self._reviewer,
                "action": action,
                "before": before,
                "undone": False,
            }
            connection.execute(insert(DECISIONS), entry)


def reviewed(places: Places) -> Iterator[Item]:
    """Decided items that are not merged yet, in the order in which they were decided."""
    wanted = select(ITEMS).where(and_(ITEMS.c.status == DONE, ITEMS.c.batch == ""))
    with places.engine.connect() as connection:
        rows = connection.execute(wanted.order_by(ITEMS.c.decided, ITEMS.c.id)).all()
    yield from (item_of(row) for row in rows)


def _row(connection: Connection, item: int) -> Any:
    row = connection.execute(select(ITEMS).where(ITEMS.c.id == item)).first()
    if row is None:
        raise LearningError(f"There is no item {item}.")
    return row


def item_of(row: Any) -> Item:
    """An item from its row."""
    return Item(
        id=int(row.id),
        language=row.language,
        text=row.text,
        reasons=tuple(row.reasons),
        seen=row.seen,
        asked=row.asked,
        said_before=row.said_before,
        ranking=tuple((str(name), float(share)) for name, share in row.ranking),
        entities=tuple(row.entities),
        status=row.status,
        parts=tuple(Part.of(one) for one in row.parts),
        version=row.version,
        reviewer=row.reviewer,
        selected=row.selected,
        model_id=row.model_id,
        redaction=row.redaction,
        batch=row.batch,
        conversations=tuple(row.conversations),
    )
