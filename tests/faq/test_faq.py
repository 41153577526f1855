"""Topics and contacts: complete, in both languages, found by the words people use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.faq.contacts import read_contacts
from bot.faq.faq_files import FaqDataError
from bot.faq.topics import TopicKind, read_topics

FOLDER = Path(__file__).resolve().parents[2] / "data" / "faq"
TOPICS = read_topics(FOLDER)
CONTACTS = read_contacts(FOLDER)
LONGEST_SENTENCE = 24


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Was ist Kumulierung?", "cumulation"),
        ("what is an EUR.1", "eur_1"),
        ("wie beantrage ich eine REX-Nummer", "rex_application"),
        ("how do I apply for REX", "rex_application"),
        ("was kostet eine LLE", "long_term_declaration"),
        ("brauche ich ein Ursprungszeugnis", "certificate_of_origin"),
        ("ist das dual use", "export_control"),
        ("Mehrwertsteuer?", "vat"),
        ("do our fitters need a visa", "visa"),
        ("how high are US tariffs", "us_tariffs"),
        ("what does CTH mean", "change_of_heading"),
        ("MaxNOM 50 %", "max_nom"),
        ("A.TR", "a_tr"),
        ("Ermächtigte Ausführer", "approved_exporter"),
    ],
)
def test_a_topic_is_found_by_its_words(text: str, topic: str) -> None:
    found = TOPICS.find(text)
    assert found is not None
    assert found.id == topic


@pytest.mark.parametrize("text", ["", "Pumpen nach Japan", "ja", "we sell valves to Korea"])
def test_plain_messages_are_about_no_topic(text: str) -> None:
    assert TOPICS.find(text) is None


def test_fields_of_others_name_who_helps() -> None:
    for topic in TOPICS.topics.values():
        if topic.kind is TopicKind.ELSEWHERE:
            assert topic.contacts, topic.id
        assert len(CONTACTS.chosen(topic.contacts)) == len(topic.contacts)


def test_every_topic_is_found_by_its_own_name() -> None:
    for topic in TOPICS.topics.values():
        for pattern in topic.patterns:
            assert TOPICS.find(" ".join(pattern)) is not None


def test_answers_are_short_sentences_with_a_source() -> None:
    for topic in TOPICS.topics.values():
        assert topic.source
        for text in topic.answer.values():
            for sentence in re.split(r"(?<=[.!?:;])\s", text):
                assert len(sentence.split()) <= LONGEST_SENTENCE, (topic.id, sentence)


def test_nothing_is_said_that_must_never_be_said() -> None:
    said = " ".join(text for one in TOPICS.topics.values() for text in one.answer.values())
    assert not re.search(r"IHK (?:stempelt|stellt die EUR)", said)
    us = TOPICS.topics["us_tariffs"]
    assert not any(re.search(r"\d+ ?%", text) for text in us.answer.values())


def test_the_chamber_of_a_place_is_found() -> None:
    assert {one.id for one in CONTACTS.near("wir sitzen in Köln")} == {"ihk-koeln", "hwk-koeln"}
    assert CONTACTS.near("Industrie und Handel") == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("terms: [", "terms.yml:"),
        ("words: []", "expected the one key"),
        ("terms:\n  - id: x\n    kind: nonsense\n", "terms.yml:2:5"),
        ("terms:\n  - id: x\n    kind: term\n    patterns: []\n", "at least one pattern"),
        ("terms:\n  - id: x\n    colour: red\n", "unknown 'colour'"),
        ("terms:\n  - text\n", "not a mapping"),
    ],
)
def test_faults_are_located(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "terms.yml").write_text(content, encoding="utf-8")
    (tmp_path / "topics.yml").write_text("topics: []\n", encoding="utf-8")
    with pytest.raises(FaqDataError, match=re.escape(said)):
        read_topics(tmp_path)
