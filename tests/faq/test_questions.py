"""Questions in other words are led to their answer; questions about something else are not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.faq.faq_files import FaqDataError
from bot.faq.questions import LEAST, QuestionFinder, load_questions
from bot.faq.short_forms import read_other, read_short_forms
from bot.faq.topics import TopicKind
from bot.language.words import key_of
from bot.wiring import Services
from tests.faq.test_faq import FOLDER, TOPICS

SETS = Path(__file__).with_name("sets")
NUMBER_OF_QUESTIONS = 60
FOUND_AT_LEAST = 0.92
# Measured once, 0.90 in German and 0.88 in English; nothing was changed after that.
FOUND_FRESH_AT_LEAST = 0.86
WRONG_AT_MOST = 0.05


def rows(name: str) -> list[dict[str, str]]:
    with (SETS / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def finder(services: Services) -> QuestionFinder:
    return load_questions(FOLDER, services.settings.cache)


@pytest.mark.parametrize("language", ["de", "en"])
def test_paraphrases_are_led_to_their_answer(finder: QuestionFinder, language: str) -> None:
    asked = rows(f"paraphrases_{language}")
    assert {int(one["question"]) for one in asked} == set(range(1, NUMBER_OF_QUESTIONS + 1))
    missed = []
    for one in asked:
        match = finder.best(one["text"], language)
        if match is None or match.topic.id not in one["topics"].split():
            missed.append((one["text"], match.topic.id if match else None))
    assert 1 - len(missed) / len(asked) >= FOUND_AT_LEAST, missed


@pytest.mark.parametrize("language", ["de", "en"])
def test_questions_nothing_was_tuned_on_are_mostly_answered(
    finder: QuestionFinder, language: str
) -> None:
    asked = rows(f"fresh_{language}")
    found = sum(
        (match := finder.best(one["text"], language)) is not None
        and match.topic.id in one["topics"].split()
        for one in asked
    )
    assert found / len(asked) >= FOUND_FRESH_AT_LEAST
    others = [one["text"] for one in rows(f"fresh_out_of_topic_{language}")]
    assert [text for text in others if finder.best(text, language)] == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_questions_about_something_else_are_not_answered(
    finder: QuestionFinder, language: str
) -> None:
    asked = [one["text"] for one in rows(f"out_of_topic_{language}")]
    wrong = [(text, match.topic.id) for text in asked if (match := finder.best(text, language))]
    assert len(wrong) / len(asked) <= WRONG_AT_MOST, wrong


def test_the_test_questions_are_no_examples() -> None:
    known = {
        key_of(text)
        for topic in TOPICS.topics.values()
        for texts in topic.questions.values()
        for text in texts
    } | {key_of(text) for text in read_other(FOLDER)}
    names = ("paraphrases_de", "paraphrases_en", "out_of_topic_de", "out_of_topic_en")
    asked = {key_of(one["text"]) for name in names for one in rows(name)}
    assert asked & known == set()


@pytest.mark.parametrize("text", ["", "   ", "?!"])
def test_nothing_said_is_answered_by_nothing(finder: QuestionFinder, text: str) -> None:
    assert finder.best(text, "de") is None


def test_answers_are_ranked_and_have_probabilities(finder: QuestionFinder) -> None:
    first, second, *_ = finder.ranked("wie beantrage ich eine REX-Nummer", "de")
    assert first.topic.id == "rex_application"
    assert LEAST < second.probability + LEAST <= first.probability + LEAST <= 1 + LEAST


def test_short_forms_are_written_out() -> None:
    short = read_short_forms(FOLDER)
    assert short.written_out("was ist eine LLE", "de").endswith("langzeit lieferantenerklärung")
    assert "movement certificate" in short.written_out("EUR 1 to the UK", "en")
    assert short.written_out("Pumpen", "de") == "Pumpen"


def test_every_topic_can_be_asked_for_in_both_languages() -> None:
    for topic in TOPICS.topics.values():
        assert set(topic.questions) == {"de", "en"}, topic.id


def test_there_are_enough_terms_and_each_has_an_example() -> None:
    terms = TOPICS.of_kind(TopicKind.TERM)
    assert len(terms) >= 40
    for term in terms:
        assert set(term.example) == set(term.named_as) == {"de", "en"}, term.id


@pytest.mark.parametrize(
    "topic",
    [
        "rex_application",
        "approved_exporter_application",
        "eur_1_application",
        "a_tr_application",
        "le_request",
        "verification",
        "records",
    ],
)
def test_what_to_do_in_germany_has_steps_in_both_languages(topic: str) -> None:
    steps = TOPICS.topics[topic].steps
    assert len(steps["de"]) == len(steps["en"]) >= 5


def test_the_request_to_suppliers_can_be_copied() -> None:
    wording = TOPICS.topics["le_request"].wording
    assert "22-16" in wording["de"]
    assert "22-16" in wording["en"]


@pytest.mark.parametrize(
    ("topic", "annex", "de", "en"),
    [
        (
            "suppliers_declaration",
            "22-15",
            "die in diesem Dokument aufgeführten ... Waren Ursprungserzeugnisse ... sind",
            "the goods listed on this document ... originate in",
        ),
        (
            "long_term_declaration",
            "22-16",
            "Diese Erklärung gilt für alle Sendungen dieser Waren im Zeitraum vom",
            "This declaration is valid for all shipments of these products dispatched from",
        ),
    ],
)
def test_the_prescribed_wording_of_a_declaration_can_be_copied(
    topic: str, annex: str, de: str, en: str
) -> None:
    wording = TOPICS.topics[topic].wording
    for lang, text in (("de", de), ("en", en)):
        assert text in wording[lang]
        assert annex in wording[lang]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("short_forms:\n  - {written: lle}\n", "for 'meaning'"),
        ("short_forms:\n  - {written: lle, meaning: {de: x}}\n", "'de' and 'en'"),
    ],
)
def test_faults_of_short_forms_are_located(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "short_forms.yml").write_text(content, encoding="utf-8")
    with pytest.raises(FaqDataError, match=said):
        read_short_forms(tmp_path)
