"""Step 5: reviewed examples into data/nlu, data/products and data/markets, as changes that git shows.

The last gate before anything gets into the repository: every text is redacted once more, and one that
this changes is refused. So are texts that stand in a fixed test set, contradict an example, or belong to no
intent; each refusal is told with its reason. Nothing is committed: that is the reviewer's to do.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from ruamel.yaml import YAML
from sqlalchemy import update

from bot.language.words import key_of
from bot.retraining import learned
from bot.retraining.examples import training_examples
from bot.retraining.learned import LearnedAlias, LearnedExample, LearnedWord
from bot.retraining.market_words import MarketWords
from bot.retraining.places import Places
from bot.retraining.redact import HIDDEN_WORD, VERSION, Redactor
from bot.retraining.review_queue import Item, Part, reviewed
from bot.retraining.shared_words import SharedWords
from bot.retraining.test_sets import test_texts
from bot.store.engines import only_writer
from bot.store.learning_tables import ITEMS

UNTRAINED = frozenset({"open", "answer", "choose_product", "choose_market", "feedback"})
"""Intents that only buttons and the page send."""

IS_AN_EXAMPLE = "it is an example already"
"""Refused as an example only: names of goods and markets in it may still be new."""

_SHORTEST_WORD, _LONGEST_WORD = 3, 60
_LONGEST_EXAMPLE = 300


@dataclass
class Merged:
    """What a merge has changed, and what it has refused and why."""

    batch: str
    examples: list[LearnedExample] = field(default_factory=list)
    words: list[LearnedWord] = field(default_factory=list)
    aliases: list[LearnedAlias] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def intents_of(root: Path) -> tuple[str, ...]:
    """The intents that are trained, as domain.yml lists them."""
    domain = YAML(typ="safe").load((root / "domain.yml").read_text(encoding="utf-8"))
    names = (next(iter(one)) if isinstance(one, dict) else one for one in domain["intents"])
    return tuple(sorted(str(one) for one in names if one not in UNTRAINED))


def merge(places: Places, redactor: Redactor, code_exists: Callable[[str], bool]) -> Merged:
    """Merge all reviewed items; they are marked with the batch and cannot be taken back afterwards."""
    now = datetime.now(timezone.utc)
    merged = Merged(f"{now:%Y-%m-%d-%H%M%S}")
    items = list(reviewed(places))
    sharing = redactor.sharing(SharedWords.of(places).is_shared)
    _Merger(places, sharing, code_exists, merged).take(items)
    with only_writer(places.engine) as connection:
        for item in items:
            connection.execute(
                update(ITEMS).where(ITEMS.c.id == item.id).values(batch=merged.batch)
            )
    return merged


class _Merger:
    def __init__(
        self, places: Places, redactor: Redactor, code_exists: Callable[[str], bool], merged: Merged
    ) -> None:
        self._data = places.data
        self._redactor = redactor
        self._code_exists = code_exists
        self._merged = merged
        self._intents = frozenset(intents_of(places.root))
        examples = list(training_examples(places.data))
        tests = test_texts(places.data)
        self._owners = {key_of(text): intent for _, intent, text in examples}
        self._tests = {key_of(one) for one in tests}
        known = [*sorted(tests), *(text for _, _, text in examples)]
        self._markets = MarketWords(places.data, redactor, known)

    def take(self, items: Iterable[Item]) -> None:
        examples = learned.read_examples(self._data)
        words = learned.read_words(self._data)
        for item in items:
            for part in item.parts:
                self._part(item, part)
        # Written anew even if nothing is added: a line that somebody took out leaves training too.
        if self._merged.examples or (self._data / learned.EXAMPLES).is_file():
            learned.write_examples(self._data, [*examples, *self._merged.examples])
        if self._merged.words:
            add_words(self._data / "products", self._merged.words)
            learned.write_words(self._data, [*words, *self._merged.words])
        if self._merged.aliases:
            aliases = [*learned.read_aliases(self._data), *self._merged.aliases]
            learned.write_aliases(self._data, aliases)

    def _part(self, item: Item, part: Part) -> None:
        reason = self.refusal(part, item.language)
        if reason:
            self._merged.refused.append((item.id, reason))
        if reason not in ("", IS_AN_EXAMPLE):
            return
        if not reason:
            self._owners[key_of(part.text)] = part.intent
            self._merged.examples.append(_example(item, part, self._merged.batch))
        self._words(item, part)
        self._aliases(item, part)

    def refusal(self, part: Part, lang: str) -> str:
        """Why a part may not become an example; "" if it may."""
        key = key_of(part.text)
        if part.intent not in self._intents:
            return f"there is no trained intent '{part.intent}'"
        if HIDDEN_WORD in part.text:
            return "a word of it was used by too few visitors to be kept"
        if self._redactor.redact(part.text, lang).text != part.text:
            return "it still holds something that must be redacted"
        if (
            not key
            or "\n" in part.text
            or part.text.startswith("/")
            or len(part.text) > _LONGEST_EXAMPLE
        ):
            return "it is no single line of text"
        if key in self._tests:
            return "it stands in a fixed test set"
        owner = self._owners.get(key)
        if owner == part.intent:
            return IS_AN_EXAMPLE
        return f"it is an example of '{owner}' already" if owner else ""

    def _words(self, item: Item, part: Part) -> None:
        for one in part.entities:
            if one["entity"] != "product" or not one.get("hs"):
                continue
            word = part.text[one["start"] : one["end"]].strip()
            reason = self._word_refusal(word, str(one["hs"]), item.language)
            if reason:
                self._merged.refused.append((item.id, f"product word '{word}': {reason}"))
                continue
            self._merged.words.append(_word(item, word, str(one["hs"]), self._merged.batch))

    def _aliases(self, item: Item, part: Part) -> None:
        for one in part.entities:
            if one["entity"] != "market" or self._markets.is_read(part.text, one, item.language):
                continue
            name = part.text[one["start"] : one["end"]].strip()
            alias = _alias(item, name, str(one["value"]), self._merged.batch)
            had = {key_of(other.alias): other.iso2 for other in self._merged.aliases}
            reason = self._markets.refusal(part.text, one, item.language)
            if not reason and had.get(key_of(name), alias.iso2) != alias.iso2:
                reason = f"it is a name of '{had[key_of(name)]}' in this batch"
            if reason:
                self._merged.refused.append((item.id, f"market name '{name}': {reason}"))
            elif key_of(name) not in had:
                self._merged.aliases.append(alias)

    def _word_refusal(self, word: str, hs: str, lang: str) -> str:
        if len(hs) not in (4, 6) or not self._code_exists(hs):
            return f"there is no heading or subheading {hs}"
        if not _SHORTEST_WORD <= len(word) <= _LONGEST_WORD or re.search(r"[\d|‹›,]", word):
            return "it is no name of goods"
        if self._redactor.redact(word, lang).text != word:
            return "it still holds something that must be redacted"
        return ""


def _example(item: Item, part: Part, batch: str) -> LearnedExample:
    return LearnedExample(
        item.language,
        part.intent,
        part.text,
        learned.entities_text(part.entities),
        batch,
        item.reviewer,
        f"{datetime.now(timezone.utc):%Y-%m-%d}",
        str(item.seen),
        item.model_id,
        VERSION,
    )


def _word(item: Item, word: str, hs: str, batch: str) -> LearnedWord:
    day = f"{datetime.now(timezone.utc):%Y-%m-%d}"
    return LearnedWord(item.language, hs, word, batch, item.reviewer, day, str(item.seen), VERSION)


def _alias(item: Item, name: str, iso2: str, batch: str) -> LearnedAlias:
    day = f"{datetime.now(timezone.utc):%Y-%m-%d}"
    return LearnedAlias(
        item.language, iso2, name, batch, item.reviewer, day, str(item.seen), VERSION
    )


# --- data/products --------------------------------------------------------------------------


def add_words(folder: Path, words: Sequence[LearnedWord]) -> int:
    """Put words to their codes in the files of data/products; only the lines concerned change."""
    by_chapter: dict[str, dict[tuple[str, str], list[str]]] = {}
    for one in words:
        by_chapter.setdefault(one.hs[:2], {}).setdefault((one.hs, one.language), []).append(
            one.word
        )
    return sum(
        _add_to_chapter(folder / f"{chapter}.csv", new) for chapter, new in by_chapter.items()
    )


def _add_to_chapter(path: Path, new: Mapping[tuple[str, str], list[str]]) -> int:
    added, lines = 0, path.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines):
        cells = next(csv.reader([line]), [])
        for column, lang in ((3, "de"), (4, "en")):
            wanted = new.get((cells[0], lang), []) if len(cells) == 5 else []
            known = {key_of(one) for one in cells[column].split("|")} if wanted else set()
            fresh = [one for one in dict.fromkeys(wanted) if key_of(one) not in known]
            if fresh:
                cells[column] = "|".join(filter(None, [cells[column], *fresh]))
                lines[number] = _csv_line(cells)
                added += len(fresh)
    path.write_text("".join(lines), encoding="utf-8")
    return added


def _csv_line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()
