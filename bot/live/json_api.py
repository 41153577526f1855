"""Reading JSON:API documents (jsonapi.org) strictly: every value has the type that is expected.

A document has a primary resource and further ones under `included`, each once; resources name one
another by type and id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.live.answers import LiveError
from bot.tariff.duties import LiveFailure

Reference = tuple[str, str]


@dataclass(frozen=True)
class Resource:
    """A resource object: type, id, attributes, and references to others."""

    type: str
    id: str
    attributes: Mapping[str, Any]
    relationships: Mapping[str, Any]
    meta: Mapping[str, Any]

    def text(self, name: str) -> str:
        """An attribute that must be a text."""
        value = self.attributes.get(name)
        if not isinstance(value, str):
            raise self.unexpected(name, "a text", value)
        return value

    def flag(self, name: str) -> bool:
        """An attribute that must be true or false."""
        value = self.attributes.get(name)
        if not isinstance(value, bool):
            raise self.unexpected(name, "true or false", value)
        return value

    def reference(self, name: str) -> Reference | None:
        """The one resource this one refers to; None if it refers to none."""
        data = self._linkage(name)
        return None if data is None else _reference(data, f"{self.place}.{name}")

    def references(self, name: str) -> tuple[Reference, ...]:
        """The resources this one refers to."""
        data = self._linkage(name)
        if data is None:
            return ()
        if not isinstance(data, list):
            raise self.unexpected(name, "a list", data)
        return tuple(_reference(one, f"{self.place}.{name}") for one in data)

    @property
    def place(self) -> str:
        """How the resource is named in messages."""
        return f"{self.type} {self.id}"

    def unexpected(self, name: str, expected: str, found: object) -> LiveError:
        """The error for a value that is not what it must be."""
        return _unexpected(f"{self.place}.{name}", expected, found)

    def _linkage(self, name: str) -> Any:
        relation = self.relationships.get(name)
        if relation is None:
            return None
        if not isinstance(relation, dict):
            raise self.unexpected(name, "an object", relation)
        return relation.get("data")


@dataclass(frozen=True)
class Document:
    """A document with one primary resource."""

    data: Resource
    included: Mapping[Reference, Resource]

    def find(self, reference: Reference) -> Resource:
        """The resource a reference names."""
        if reference not in self.included:
            raise _doubtful(f"{' '.join(reference)}: expected it under 'included'")
        return self.included[reference]


def read_document(body: Any) -> Document:
    """The document a parsed body stands for; raises LiveError (doubtful)."""
    if not isinstance(body, dict):
        raise _unexpected("document", "an object", body)
    included = body.get("included", [])
    if not isinstance(included, list):
        raise _unexpected("included", "a list", included)
    found: dict[Reference, Resource] = {}
    for index, one in enumerate(included):
        resource = _resource(one, f"included[{index}]")
        if found.setdefault((resource.type, resource.id), resource) != resource:
            raise _doubtful(f"included[{index}]: another {resource.place} came before")
    return Document(_resource(body.get("data"), "data"), found)


def _resource(value: Any, place: str) -> Resource:
    kind, name = _reference(value, place)
    parts = []
    for key in ("attributes", "relationships", "meta"):
        part = value.get(key) or {}
        if not isinstance(part, dict):
            raise _unexpected(f"{place}.{key}", "an object", part)
        parts.append(part)
    return Resource(kind, name, *parts)


def _reference(value: Any, place: str) -> Reference:
    if not isinstance(value, dict):
        raise _unexpected(place, "an object", value)
    kind, name = value.get("type"), value.get("id")
    if not isinstance(kind, str) or not isinstance(name, str):
        raise _unexpected(place, "type and id as texts", (kind, name))
    return kind, name


def _unexpected(place: str, expected: str, found: object) -> LiveError:
    return _doubtful(f"{place}: expected {expected}, found {repr(found)[:60]}")


def _doubtful(message: str) -> LiveError:
    return LiveError(LiveFailure.DOUBTFUL, message)
