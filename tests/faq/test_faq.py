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
    assert {one.id for one in CONTACTS.near("we are in Cologne")} == {"ihk-koeln", "hwk-koeln"}
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


# What small exporters ask most often (60 questions), by the topic that answers each.
ASKED_OFTEN = """
fta_vietnam list_of_agreements us_tariffs fta_china fta_mercosur fta_india fta_mexico fta_kenya
swiss_zero_duty fta_russia how_origin made_in_germany foreign_part change_of_heading max_nom ex_works_price
insufficient_operations third_country_resale traded_goods cumulation turkish_parts tolerance drawback
used_goods which_proof threshold per_consignment eur1_uk eur1_chile korea_over_6000 singapore_rex a_tr
eur_1_application retrospective validity invoice_text country_in_text importers_knowledge signature
rex_application rex_scope rex_or_approved le_duty lle_period le_swiss co_instead_of_le le_countries
revised_rules transit_hub records wrong_proof verification binding_information saving small_parcels
find_hs_code bti_duration co_or_eur1 who_helps is_binding
"""


def test_each_of_the_sixty_frequent_questions_has_an_answer_of_its_own() -> None:
    ids = ASKED_OFTEN.split()
    assert len(set(ids)) == len(ids) == 60
    answers = {lang: {TOPICS.topics[one].answer[lang] for one in ids} for lang in ("de", "en")}

    assert [len(texts) for texts in answers.values()] == [60, 60]
    for one in ids:
        source = TOPICS.topics[one].source
        assert set(source.name) == {"de", "en"} and all(source.name.values()), one
        assert source.as_of is not None and source.confidence is not None, one
