"""Who helps with what: the bodies an exporter in North Rhine-Westphalia can turn to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.faq.faq_files import FaqDataError, read_entries
from bot.language.words import Word, words_of

_NAMES = frozenset({"id", "name", "helps_with", "topics", "url"})
LOCAL = "local_chamber"
# Words of many names, and short words, do not tell one chamber from another.
_SHORTEST_PLACE = 4
_NO_PLACES = frozenset({"chamber", "kammer", "industrie", "handels", "handelskammer", "crafts"})


@dataclass(frozen=True)
class Contact:
    """A body with the address of its public pages; `topics` are the questions it is for."""

    id: str
    name: Mapping[str, str]
    helps_with: Mapping[str, str]
    topics: tuple[str, ...]
    url: str

    @property
    def is_local(self) -> bool:
        """Whether it serves one part of the state only."""
        return LOCAL in self.topics


@dataclass(frozen=True)
class ContactBook:
    """All contacts by id, in the order in which they are shown."""

    contacts: Mapping[str, Contact]

    def chosen(self, ids: Iterable[str]) -> tuple[Contact, ...]:
        """The contacts of these ids, in their order."""
        return tuple(self.contacts[one] for one in ids)

    def near(self, text: str) -> tuple[Contact, ...]:
        """The local chambers of the places that a text names."""
        words = {word.folded for word in words_of(text)} - _NO_PLACES
        long_words = {word for word in words if len(word) >= _SHORTEST_PLACE}
        return tuple(
            one
            for one in self.contacts.values()
            if one.is_local and long_words & {word.folded for word in _words_of_name(one)}
        )


def _words_of_name(contact: Contact) -> tuple[Word, ...]:
    """The words of the name in every language: places have English names, too."""
    return tuple(word for name in contact.name.values() for word in words_of(name))


def read_contacts(folder: Path) -> ContactBook:
    """The contacts of contacts.yml; raises FaqDataError at the first fault."""
    contacts: dict[str, Contact] = {}
    for entry in read_entries(folder / "contacts.yml", "contacts", _NAMES):
        contact = Contact(
            entry.text("id"),
            entry.texts("name"),
            entry.texts("helps_with"),
            entry.list_of_texts("topics"),
            entry.text("url"),
        )
        if contact.id in contacts:
            raise FaqDataError(f"{entry.place}: '{contact.id}' stands twice")
        contacts[contact.id] = contact
    return ContactBook(contacts)
