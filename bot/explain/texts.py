"""The message catalogues: sentences by key, in both languages, with named placeholders.

The catalogues are gettext files (locale/<lang>/LC_MESSAGES/<domain>.po) read once; a key or a placeholder
that does not fit is an error of the program, never an empty sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE_FOLDER = Path(__file__).with_name("locale")
DOMAIN = "messages"

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class TextError(LookupError):
    """A key is not in the catalogue, or the values do not fit its placeholders."""


@lru_cache(maxsize=16)
def messages(lang: str, folder: Path = LOCALE_FOLDER, domain: str = DOMAIN) -> Mapping[str, str]:
    """All messages of a language by key; raises TextError if there is no catalogue."""
    path = folder / lang / "LC_MESSAGES" / f"{domain}.po"
    if not path.is_file():
        raise TextError(f"no catalogue '{domain}' for language '{lang}'")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=lang, abort_invalid=True)
    return {str(one.id): str(one.string) for one in catalogue if one.id}


def placeholders(text: str) -> frozenset[str]:
    """Names of the placeholders of a message."""
    return frozenset(PLACEHOLDER.findall(text))


@dataclass(frozen=True)
class Texts:
    """The messages of one language."""

    lang: str
    folder: Path = LOCALE_FOLDER
    domain: str = DOMAIN

    def text(self, key: str, **values: object) -> str:
        """The message of a key with its placeholders filled; raises TextError if anything is amiss."""
        message = messages(self.lang, self.folder, self.domain).get(key)
        if not message:
            raise TextError(f"no message '{key}' in language '{self.lang}'")
        wanted = placeholders(message)
        if wanted != frozenset(values):
            expected = ", ".join(sorted(wanted)) or "none"
            given = ", ".join(sorted(values)) or "none"
            raise TextError(f"message '{key}': expected placeholders {expected}; given {given}")
        return PLACEHOLDER.sub(lambda match: str(values[match[1]]), message)

    def placeholders(self, key: str) -> frozenset[str]:
        """The placeholders of a message; none if there is no such message."""
        return placeholders(messages(self.lang, self.folder, self.domain).get(key, ""))

    def has(self, key: str) -> bool:
        """Whether there is such a message."""
        return bool(messages(self.lang, self.folder, self.domain).get(key))
