"""Codes and scopes of a rule in words: "from heading 8503 (parts of electric motors)"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby

from bot.explain.texts import Texts
from bot.explain.words import Words
from bot.origin.criteria import NamedMaterial, Relative, Scope, ScopeItem
from bot.origin.nomenclature import HsCode, HsRange

# With more codes than this the labels would bury the sentence.
_MOST_LABELLED = 8

_LEVELS = {2: "chapter", 4: "heading", 6: "subheading"}
_RELATIVE_DIGITS = {
    Relative.SAME_CHAPTER: 2,
    Relative.SAME_HEADING: 4,
    Relative.SAME_SUBHEADING: 6,
}


@dataclass(frozen=True)
class Speaker:
    """What the writers of sentences share: the language, its messages, and the names of things."""

    lang: str
    words: Words

    @property
    def texts(self) -> Texts:
        """The messages of the language."""
        return Texts(self.lang)

    def text(self, key: str, **values: object) -> str:
        """A message with its placeholders filled."""
        return self.texts.text(key, **values)

    def code(self, code: HsCode) -> str:
        """A code with its everyday label in brackets: 8413 (pumps for liquids)."""
        label = self.words.code(code.digits, self.lang)
        return f"{code} ({label})" if label else str(code)

    def either(self, parts: Sequence[str]) -> str:
        """Parts joined by commas and a last "or"."""
        return self._joined(parts, "list.or")

    def all(self, parts: Sequence[str]) -> str:
        """Parts joined by commas and a last "and"."""
        return self._joined(parts, "list.and")

    def chain(self, parts: Sequence[str], key: str) -> str:
        """Parts joined one after the other by a message with `first` and `last`."""
        return reduce(lambda first, last: self.text(key, first=first, last=last), parts)

    def _joined(self, parts: Sequence[str], key: str) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return self.text(key, first=", ".join(parts[:-1]), last=parts[-1])


def scope_in_words(scope: Scope, product_code: HsCode, speaker: Speaker) -> str:
    """The materials of a scope as they follow the word "materials"; empty for all materials."""
    inside = _items(scope.items, product_code, speaker)
    if not scope.without:
        return inside
    without = _items(scope.without, product_code, speaker)
    return speaker.text("scope.without", inside=inside, without=without).strip()


def _items(items: Sequence[ScopeItem], product_code: HsCode, speaker: Speaker) -> str:
    if any(item is Relative.ALL for item in items):
        return ""
    with_labels = len(items) <= _MOST_LABELLED
    parts: list[str] = []
    for kind, group in groupby(items, key=_kind):
        if kind == "codes":
            ranges = [item for item in group if isinstance(item, HsRange)]
            parts.extend(_codes(ranges, with_labels, speaker))
        else:
            parts.extend(_one(item, product_code, speaker) for item in group)
    return speaker.either(parts)


def _kind(item: ScopeItem) -> str:
    return "codes" if isinstance(item, HsRange) else "other"


def _codes(ranges: Iterable[HsRange], with_labels: bool, speaker: Speaker) -> list[str]:
    """Neighbouring codes of one level under one word: "from headings 1701, 1702 or 1703"."""
    parts = []
    for depth, group in groupby(ranges, key=lambda one: one.depth):
        found = list(group)
        several = len(found) > 1 or found[0].first != found[0].last
        number = "many" if several else "one"
        codes = speaker.either([_range(one, with_labels, speaker) for one in found])
        parts.append(speaker.text(f"scope.{_LEVELS[depth]}.{number}", codes=codes))
    return parts


def codes_in_words(one: HsRange, speaker: Speaker) -> str:
    """A code or range with its level: "from heading 8413 (pumps)"."""
    return _codes((one,), True, speaker)[0]


def _range(one: HsRange, with_labels: bool, speaker: Speaker) -> str:
    name = speaker.code if with_labels else str
    if one.first == one.last:
        return name(one.first)
    return speaker.text("scope.range", first=name(one.first), last=name(one.last))


def _one(item: ScopeItem, product_code: HsCode, speaker: Speaker) -> str:
    if isinstance(item, Relative):
        return same_as_product(_RELATIVE_DIGITS[item], product_code, speaker)
    assert isinstance(item, NamedMaterial)
    name = speaker.words.material(item.name, speaker.lang)
    if not item.codes:
        return speaker.text("scope.named", name=name)
    codes = ", ".join(str(one) for one in item.codes)
    return speaker.text("scope.named_codes", name=name, codes=codes)


def same_as_product(digits: int, product_code: HsCode, speaker: Speaker) -> str:
    """The chapter, heading or subheading of the product itself."""
    key = f"scope.same_{_LEVELS[digits]}"
    return speaker.text(key, code=speaker.code(cut(product_code, digits)))


def cut(code: HsCode, digits: int) -> HsCode:
    """The code cut to a number of digits; a coarser code stays as it is."""
    return HsCode(code.digits[:digits])
