"""Fields of goods ("Maschinen", "spare parts") and the kinds to choose from in each: a narrowing question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.products.label_files import Labels, ProductDataError
from bot.products.text_features import folded

LANGUAGES = ("de", "en")
ANY_GOODS = "goods"
PARTS = "parts"
_MOST_KINDS = 10


@dataclass(frozen=True)
class Kind:
    """One choice: the headings it stands for, or the field that goes on from there."""

    name: Mapping[str, str]
    headings: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class GoodsField:
    """A field of goods; a word ending in * in the file is kept in `beginnings`."""

    id: str
    question: Mapping[str, str]
    words: frozenset[str]
    beginnings: tuple[str, ...]
    kinds: tuple[Kind, ...]

    def names(self, word: str) -> bool:
        """Whether a folded word stands for the field."""
        return word in self.words or word.startswith(self.beginnings)


@dataclass(frozen=True)
class KindBook:
    """All fields by id."""

    fields: Mapping[str, GoodsField]

    @property
    def names(self) -> frozenset[str]:
        """The names of all kinds, in every language."""
        return frozenset(
            name
            for field in self.fields.values()
            for kind in field.kinds
            for name in kind.name.values()
        )

    def field_of(self, phrase: str) -> GoodsField:
        """The field a too broad phrase belongs to; that of all goods if it names none."""
        words = folded(phrase).replace(",", " ").split()
        for word in words:
            for one in self.fields.values():
                if one.names(word):
                    return one
        return self.fields[ANY_GOODS]

    def kind(self, field_id: str, position: str) -> Kind | None:
        """The kind at a position of a field; None if there is none."""
        field = self.fields.get(field_id)
        if field is None or not position.isdigit() or int(position) >= len(field.kinds):
            return None
        return field.kinds[int(position)]


def read_kinds(folder: Path, labels: Labels) -> KindBook:
    """The fields of kinds.yml; raises ProductDataError with every fault, headings that do not exist too."""
    path = folder / "kinds.yml"
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        fields = {one["id"]: _field(one) for one in content["fields"]}
    except (YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ProductDataError(f"{path.name}: not as described in its head: {error}") from error
    faults = [fault for one in fields.values() for fault in _faults(one, fields, labels)]
    if ANY_GOODS not in fields:
        faults.append(f"the field '{ANY_GOODS}' is missing")
    if faults:
        raise ProductDataError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return KindBook(fields)


def _field(entry: Mapping[str, Any]) -> GoodsField:
    words = [str(one) for one in entry["words"]]
    return GoodsField(
        entry["id"],
        {lang: entry["question"][lang] for lang in LANGUAGES},
        frozenset(one for one in words if not one.endswith("*")),
        tuple(one[:-1] for one in words if one.endswith("*")),
        tuple(
            Kind(
                {lang: one[lang] for lang in LANGUAGES},
                tuple(one.get("headings", ())),
                one.get("field", ""),
            )
            for one in entry["kinds"]
        ),
    )


def _faults(one: GoodsField, fields: Mapping[str, GoodsField], labels: Labels) -> list[str]:
    faults = []
    if not 2 <= len(one.kinds) <= _MOST_KINDS:
        faults.append(f"{one.id}: expected 2 to {_MOST_KINDS} kinds, found {len(one.kinds)}")
    for kind in one.kinds:
        if bool(kind.headings) == bool(kind.field):
            faults.append(f"{one.id}, {kind.name['en']}: expected headings or a field")
        if kind.field and kind.field not in fields:
            faults.append(f"{one.id}: unknown field '{kind.field}'")
        faults += [
            f"{one.id}: no heading '{heading}' in HS 2022"
            for heading in kind.headings
            if len(heading) != 4 or heading not in labels.by_digits
        ]
    return faults
