"""Which house helps with which concern, and which desks know a market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.faq.contacts import Contact, ContactBook, read_contacts
from bot.faq.faq_files import FaqDataError, read_entries

_NAMES = frozenset({"id", "concern", "contacts", "markets"})


@dataclass(frozen=True)
class Signpost:
    """A concern with the bodies that help; `markets` empty: whatever the market."""

    id: str
    concern: Mapping[str, str]
    contacts: tuple[Contact, ...]
    markets: tuple[str, ...]

    def stands_for(self, market: str | None) -> bool:
        """Whether it is shown for a market (None: not known yet)."""
        return not self.markets or market in self.markets


@dataclass(frozen=True)
class Signposts:
    """All signposts by id, in the order of the file."""

    by_id: Mapping[str, Signpost]

    def for_market(self, market: str | None) -> tuple[Signpost, ...]:
        """What is shown for a market: the desks for it, then the general signposts."""
        shown = [one for one in self.by_id.values() if one.stands_for(market)]
        return tuple(sorted(shown, key=lambda one: not one.markets))


def read_signposts(folder: Path) -> Signposts:
    """The signposts of signposts.yml; raises FaqDataError at the first fault."""
    contacts = read_contacts(folder)
    found: dict[str, Signpost] = {}
    for entry in read_entries(folder / "signposts.yml", "signposts", _NAMES):
        ids = entry.list_of_texts("contacts")
        if not ids:
            raise FaqDataError(f"{entry.place}: expected at least one contact")
        made = Signpost(
            entry.text("id"),
            entry.texts("concern"),
            tuple(_contact(one, contacts, entry.place) for one in ids),
            entry.list_of_texts("markets"),
        )
        if made.id in found:
            raise FaqDataError(f"{entry.place}: '{made.id}' stands twice")
        found[made.id] = made
    return Signposts(found)


def _contact(wanted: str, contacts: ContactBook, place: str) -> Contact:
    if wanted not in contacts.contacts:
        raise FaqDataError(f"{place}: '{wanted}' is not in contacts.yml")
    return contacts.contacts[wanted]
