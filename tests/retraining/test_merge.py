"""Merging: provenance, refusals, lines that change; and that nothing unredacted can reach data/."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.language.words import key_of
from bot.products.label_files import read_labels
from bot.retraining import learned
from bot.retraining.examples import training_examples
from bot.retraining.merge import intents_of, merge
from bot.retraining.places import Places
from bot.retraining.redact import VERSION, Redacted, Redactor
from bot.retraining.review_queue import Part, ReviewQueue
from bot.retraining.select_items import select_items
from bot.retraining.test_sets import read_test_sets
from bot.serving.model import input_files
from bot.wiring import Services
from tests.architecture.import_contracts import ROOT
from tests.retraining.conftest import Merge, user


def changed_files(project: Places) -> dict[str, tuple[list[str], list[str]]]:
    """Lines taken away and added, by file."""
    found = {}
    for path in sorted(project.data.rglob("*")):
        before = ROOT / "data" / path.relative_to(project.data)
        old = before.read_text(encoding="utf-8").splitlines() if before.is_file() else []
        new = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        if path.is_file() and old != new:
            name = path.relative_to(project.data).as_posix()
            found[name] = (
                [one for one in old if one not in new],
                [one for one in new if one not in old],
            )
    return found


def test_examples_and_words_are_merged_with_their_provenance(
    project: Places, merged: Merge
) -> None:
    entity = {
        "entity": "product",
        "value": "Elektrolyseurstack",
        "start": 8,
        "end": 26,
        "hs": "854330",
    }
    text = "mfn für Elektrolyseurstack"
    result = merged({text: [Part(text, "ask_duty", (entity,))]})

    assert (len(result.examples), len(result.words), result.refused) == (1, 1, [])
    changed = changed_files(project)
    assert set(changed) == {
        "nlu/learned.csv",
        "nlu/de/learned.yml",
        "products/85.csv",
        "products/learned_words.csv",
    }
    taken, added = changed["products/85.csv"]
    assert len(taken) == len(added) == 1
    assert "Elektrolyseurstack" in added[0]
    assert (
        read_labels(project.data / "products").by_digits["854330"].words["de"][-1]
        == "Elektrolyseurstack"
    )
    (line,) = learned.read_examples(project.data)
    assert (line.reviewer, line.batch, line.model, line.redaction) == (
        "anna",
        result.batch,
        "m1",
        VERSION,
    )
    assert ("de", "ask_duty", text) in list(training_examples(project.data))


def test_a_second_batch_adds_to_the_first(project: Places, merged: Merge) -> None:
    merged({"mfn bitte": [Part("mfn bitte", "ask_duty")]})
    merged({"psr bitte": [Part("psr bitte", "ask_rule")]})

    assert [one.text for one in learned.read_examples(project.data)] == ["mfn bitte", "psr bitte"]
    content = YAML(typ="safe").load(
        (project.data / "nlu/de/learned.yml").read_text(encoding="utf-8")
    )
    assert {block["intent"] for block in content["nlu"]} == {"ask_duty", "ask_rule"}


def test_a_line_taken_out_of_the_provenance_leaves_training(project: Places, merged: Merge) -> None:
    merged(
        {"mfn bitte": [Part("mfn bitte", "ask_duty")], "psr bitte": [Part("psr bitte", "ask_rule")]}
    )
    path = project.data / learned.EXAMPLES
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(one for one in lines if "mfn bitte" not in one), encoding="utf-8")

    merged({})

    texts = [text for _, _, text in training_examples(project.data)]
    assert "psr bitte" in texts
    assert "mfn bitte" not in texts


def test_goods_in_an_example_are_learned_without_the_example(
    project: Places, merged: Merge
) -> None:
    example = next(
        text
        for lang, intent, text in training_examples(project.data)
        if (lang, intent) == ("de", "ask_duty") and re.match(r"zoll auf \w+ ", text)
    )
    word = example.split()[2]
    start = example.index(word)
    place = {"start": start, "end": start + len(word)}
    entity = {"entity": "product", "value": word, **place, "hs": "854330"}
    result = merged({"ganz neue worte": [Part(example, "ask_duty", (entity,))]})

    assert [one.word for one in result.words] == [word]
    assert result.examples == []
    assert [why for _, why in result.refused] == ["it is an example already"]


def test_merged_items_cannot_be_taken_back(project: Places, merged: Merge) -> None:
    merged({"mfn bitte": [Part("mfn bitte", "ask_duty")]})

    assert ReviewQueue(project, "anna").undo() is None


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (Part("hallo welt", "no_such_intent"), "no trained intent"),
        (Part("hallo welt", "open"), "no trained intent"),
        (Part("anruf von Sabine Krüger", "adviser"), "must be redacted"),
        (Part("wert 12.480 €", "give_amount"), "must be redacted"),
        (Part("stimmt so gar nicht ganz", "nonsense"), "no trained intent"),
        (Part("was ist kumulierung", "ask_topic"), "an example already"),
        (Part("was ist kumulierung", "ask_duty"), "an example of 'ask_topic' already"),
        (Part('/affirm{"a": 1}', "affirm"), "no single line"),
        (Part("ja\n- nein", "affirm"), "no single line"),
        (Part("ja " * 140, "affirm"), "no single line"),
    ],
)
def test_what_must_not_become_an_example_is_refused(
    project: Places, merged: Merge, part: Part, reason: str
) -> None:
    result = merged({"ganz neue worte": [part]})

    assert [why for _, why in result.refused if reason in why], result.refused
    assert changed_files(project) == {}


def test_test_messages_are_never_trained_on(project: Places, merged: Merge) -> None:
    one = read_test_sets(project.data)[0]
    result = merged({"ganz neue worte": [Part(one.text.upper(), one.intent)]})

    assert result.refused[0][1] == "it stands in a fixed test set"


@pytest.mark.parametrize("hs", ["999999", "84", "8413701", "none"])
def test_words_for_codes_that_do_not_exist_are_refused(
    project: Places, merged: Merge, hs: str
) -> None:
    entity = {"entity": "product", "value": "Dinge", "start": 4, "end": 9, "hs": hs}
    result = merged({"mfn Dinge": [Part("mfn Dinge", "ask_duty", (entity,))]})

    assert "no heading or subheading" in result.refused[0][1]
    assert "products/learned_words.csv" not in changed_files(project)


class LeakingRedactor:
    """A redactor that has missed everything while collecting: the merge has to notice."""

    def redact(self, text: str, lang: str = "de", *, is_amount: bool = False) -> Redacted:
        return Redacted(text)

    def sharing(self, _is_shared: object) -> LeakingRedactor:
        return self


SECRETS = (
    "ich bin Sabine Krüger und brauche mfn",
    "hier Blechwerk Osterkamp GmbH, psr bitte",
    "mail an s.krueger@osterkamp.de",
    "rückruf 0231 5566778 bitte",
    "iban DE89 3704 0044 0532 0130 00",
    "ust-id DE 123 456 789",
    "wir sitzen Hagener Straße 101, 58099 Hagen",
    "wert 47.300 € mfn",
)


def test_nothing_unredacted_can_reach_data(
    project: Places, redactor: Redactor, services: Services
) -> None:
    """Even if collecting did not redact at all, no secret gets into a file that is trained on or committed."""
    from bot.retraining.collect import collect
    from tests.retraining.conftest import talk

    for number, text in enumerate(SECRETS):
        talk(project, f"s{number}", user(text, "nlu_fallback", 0.25))
    collect(project, LeakingRedactor())  # type: ignore[arg-type]
    select_items(project)
    queue = ReviewQueue(project, "anna")
    while (item := queue.next()) is not None:
        whole = {
            "entity": "product",
            "value": item.text,
            "start": 0,
            "end": len(item.text),
            "hs": "8413",
        }
        queue.decide(item, [Part(item.text, "ask_duty", (whole,))])

    result = merge(project, redactor, lambda hs: hs in services.labels.by_digits)

    assert len(result.refused) == len(SECRETS)
    assert changed_files(project) == {}


def test_what_is_in_the_repository_is_redacted(redactor: Redactor) -> None:
    for one in [*learned.read_examples(ROOT / "data"), *learned.read_words(ROOT / "data")]:
        text = one.text if isinstance(one, learned.LearnedExample) else one.word
        assert redactor.redact(text, one.language).text == text


def test_training_files_are_made_from_their_provenance() -> None:
    examples = learned.read_examples(ROOT / "data")
    for lang in learned.LANGUAGES:
        path = ROOT / "data" / "nlu" / lang / "learned.yml"
        written = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert written == learned.training_text([one for one in examples if one.language == lang])


class TestFixedTestSets:
    def test_they_hold_every_trained_intent_in_both_languages(self) -> None:
        found = {(one.language, one.intent) for one in read_test_sets(ROOT / "data")}
        assert found == {(lang, intent) for lang in ("de", "en") for intent in intents_of(ROOT)}

    def test_none_of_them_is_trained_on(self) -> None:
        trained = {key_of(text) for _, _, text in training_examples(ROOT / "data")}
        assert [
            one.text for one in read_test_sets(ROOT / "data") if key_of(one.text) in trained
        ] == []

    def test_training_does_not_read_them(self) -> None:
        folder = ROOT / "data" / "evaluation"
        assert {path.suffix for path in input_files(ROOT) if folder in path.parents} == {".csv"}


def test_the_provenance_is_compared_by_its_columns(tmp_path: Path) -> None:
    from bot.retraining.errors import LearningError

    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "learned.csv").write_text("text\nja\n", encoding="utf-8")
    with pytest.raises(LearningError, match=r"learned\.csv:1: expected the columns"):
        learned.read_examples(tmp_path)


def test_split_messages_give_several_examples(project: Places, merged: Merge) -> None:
    text = "mfn bitte und psr bitte"
    result = merged({text: [Part("mfn bitte", "ask_duty"), Part("psr bitte", "ask_rule")]})
    assert [replace(one, batch="").text for one in result.examples] == ["mfn bitte", "psr bitte"]
