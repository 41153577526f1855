"""The examples that training reads, and the texts that a review has nothing to add to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from bot.language.words import key_of
from bot.retraining.learned import LANGUAGES
from bot.retraining.test_sets import test_texts


def training_examples(data: Path) -> Iterator[tuple[str, str, str]]:
    """Language, intent and text of every training example."""
    for lang in LANGUAGES:
        for path in sorted((data / "nlu" / lang).glob("*.yml")):
            content = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
            for block in content.get("nlu", ()):
                for line in str(block.get("examples", "")).splitlines():
                    if line.strip().startswith("- "):
                        yield lang, str(block.get("intent")), line.strip()[2:].strip()


def taught_keys(data: Path) -> frozenset[str]:
    """The words of all examples, as `key_of` gives them: saying them again teaches nothing."""
    return frozenset(key_of(text) for _, _, text in training_examples(data))


def measuring_keys(data: Path) -> frozenset[str]:
    """The words of all messages that measure and are never learned from."""
    return frozenset(map(key_of, test_texts(data)))
