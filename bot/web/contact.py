"""Whom to turn to while the advisor cannot answer; read from data/faq/contacts.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class ContactError(Exception):
    """The contact cannot be read; the message names file and entry."""


@dataclass(frozen=True)
class Contact:
    """A body that helps: its name by language and the address of its page."""

    name: Mapping[str, str]
    url: str


def read_contact(path: Path, wanted: str) -> Contact:
    """The contact with an id.

    Raises:
        ContactError: the file, the entry, or a part of the entry is missing.
    """
    shown = f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8") as file:
            entries = YAML(typ="safe").load(file)["contacts"]
        entry = next(one for one in entries if one["id"] == wanted)
        return Contact({lang: str(entry["name"][lang]) for lang in ("de", "en")}, str(entry["url"]))
    except OSError as error:
        raise ContactError(f"{shown}: {error.strerror}") from error
    except StopIteration:
        raise ContactError(f"{shown}: no contact with the id '{wanted}'") from None
    except (YAMLError, KeyError, TypeError) as error:
        raise ContactError(
            f"{shown}: '{wanted}' needs name.de, name.en and url: {error}"
        ) from error
