"""Selecting and reviewing: what teaches most, in groups; several reviewers, undo, resuming."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.retraining.errors import LearningError
from bot.retraining.examples import training_examples
from bot.retraining.places import Places
from bot.retraining.review_queue import CollisionError, Part, ReviewQueue, reviewed
from bot.retraining.select_items import MOST_PER_CONVERSATION, Group, can_teach, select_items
from bot.retraining.test_sets import read_test_sets
from tests.retraining.conftest import Said, user

PAIR = [("affirm", 0.2), ("deny", 0.19)]


def missed(text: str, lang: str = "de") -> dict:
    return user(text, "nlu_fallback", 0.25, others=PAIR, lang=lang)


@pytest.fixture
def queue(places: Places, talked: Said) -> Iterator[ReviewQueue]:
    for number in range(6):
        talked(f"a{number}", missed("was kostet das präfi"))
    talked("b", missed("strg z"))
    talked("c", missed("tldr bitte"))
    select_items(places)
    yield ReviewQueue(places, "anna")


def test_messages_that_say_the_same_are_one_item(places: Places, talked: Said) -> None:
    talked("a", missed("Was kostet das Präfi?"))
    talked("b", missed("was kostet das praefi"))
    talked("c", missed("was kostett das präfi"))
    talked("d", missed("what does it cost", "en"))

    assert select_items(places) == 2
    item = ReviewQueue(places, "anna").next()
    assert item is not None
    assert item.seen == 3


def test_other_markets_and_figures_are_other_items(places: Places, talked: Said) -> None:
    for number, name in enumerate(("Japan", "Kanada")):
        entity = {"entity": "market", "value": name, "start": 16, "end": 16 + len(name)}
        event = missed(f"kumulierung für {name}")
        event["parse_data"]["entities"] = [entity]
        talked(f"c{number}", event)

    assert select_items(places) == 2


def test_the_most_useful_comes_first_and_nothing_twice(places: Places, queue: ReviewQueue) -> None:
    first = queue.next()
    assert first is not None
    assert first.text == "was kostet das präfi"
    assert first.seen == 6
    assert set(first.reasons) >= {"nlu_fallback", "low_margin"}
    assert select_items(places) == 0


def test_a_known_item_only_counts_on(places: Places, queue: ReviewQueue, talked: Said) -> None:
    talked("z", missed("strg z"))

    assert select_items(places) == 0
    texts = {}
    while item := queue.next():
        texts[item.text] = item.seen
        queue.skip(item)
    assert texts["strg z"] == 2


def test_one_visitor_does_not_fill_the_queue(places: Places, talked: Said) -> None:
    words = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa")
    talked("spammer", *(missed(f"bitte {word} lernen") for word in words))

    assert select_items(places) == MOST_PER_CONVERSATION


def test_a_random_share_of_the_understood_is_taken_too(places: Places, talked: Said) -> None:
    for number in range(30):
        talked(f"s{number}", user(f"ventile nach japan {number}", others=[("deny", 0.01)]))

    assert select_items(places, most=20) == 2


def test_two_reviewers_never_get_the_same_item(places: Places, queue: ReviewQueue) -> None:
    other = ReviewQueue(places, "ben")
    mine, theirs = queue.next(), other.next()
    assert mine is not None
    assert theirs is not None

    assert mine.id != theirs.id
    with pytest.raises(CollisionError):
        other.skip(mine)
    queue.decide(mine, [mine.proposed])
    with pytest.raises(CollisionError):
        other.decide(mine, [Part(mine.text, "deny")])
    assert next(reviewed(places)).parts == (mine.proposed,)


def test_work_goes_on_where_it_was_left(places: Places, queue: ReviewQueue) -> None:
    item = queue.next()
    again = ReviewQueue(places, "anna").next()

    assert item is not None
    assert again is not None
    assert again.id == item.id


def test_an_item_given_back_is_free_for_others(places: Places, queue: ReviewQueue) -> None:
    item = queue.next()
    assert item is not None
    queue.release(item)

    theirs = ReviewQueue(places, "ben").next()
    assert theirs is not None
    assert theirs.id == item.id


def test_undo_takes_back_ones_own_last_decision(places: Places, queue: ReviewQueue) -> None:
    first = queue.next()
    assert first is not None
    queue.decide(first, [Part(first.text, "ask_duty")])
    second = queue.next()
    assert second is not None
    queue.skip(second)

    assert ReviewQueue(places, "ben").undo() is None
    back = queue.undo()
    assert back is not None
    assert (back.id, back.status) == (second.id, "open")
    back = queue.undo()
    assert back is not None
    assert (back.id, back.parts) == (first.id, ())
    assert queue.undo() is None
    assert queue.counts() == {"open": 3, "done": 0, "skipped": 0}


def test_parts_are_checked() -> None:
    with pytest.raises(LearningError, match="outside of the text"):
        Part.of(
            {
                "text": "ja",
                "intent": "affirm",
                "entities": [{"entity": "market", "value": "JP", "start": 0, "end": 9}],
            }
        )
    with pytest.raises(LearningError, match="a text and an intent"):
        Part.of({"text": " ", "intent": "affirm"})
    with pytest.raises(LearningError, match="who reviews"):
        ReviewQueue(Places.from_environment({}), " ")


def test_what_is_left_open_is_given_back(places: Places, talked: Said) -> None:
    talked("a", user("uetext", "nlu_fallback", 0.25))
    select_items(places)
    queue, other = ReviewQueue(places, "anna"), ReviewQueue(places, "ben")
    item = queue.next()
    assert other.next() is None

    queue.release_all()

    assert other.next() == item


def test_words_left_over_are_no_proposed_product(places: Places, talked: Said) -> None:
    left_over = {"entity": "product", "value": "psr", "start": 0, "end": 3}
    market = {"entity": "market", "value": "JP", "start": 9, "end": 14}
    talked("a", user("psr nach japan", "nlu_fallback", 0.25, [left_over, market]))
    select_items(places)

    item = ReviewQueue(places, "anna").next()

    assert item is not None
    assert [one["entity"] for one in item.entities] == ["market"]


def test_what_teaches_nothing_costs_no_reviewer_time(project: Places, talked: Said) -> None:
    """An example, whatever went wrong there, and a message that measures; but goods in it may be new."""
    example = next(text for lang, _, text in training_examples(project.data) if lang == "de")
    measuring = next(one.text for one in read_test_sets(project.data) if one.language == "de")
    talked("a", user(example, "nlu_fallback", 0.2))
    talked("b", user(measuring, "nlu_fallback", 0.2))
    talked("c", user("das kennt noch niemand hier", "nlu_fallback", 0.2))

    assert select_items(project) == 1
    item = ReviewQueue(project, "anna").next()
    assert item is not None
    assert item.text == "das kennt noch niemand hier"


def test_an_example_is_reviewed_if_its_goods_were_not_found() -> None:
    group = Group("de:ditto", [{"text": "Ditto!", "language": "de"}], {"product_not_found"})
    taught = frozenset({"ditto"})

    assert can_teach(group, taught, frozenset())
    assert not can_teach(Group(group.key, group.messages, {"low_margin"}), taught, frozenset())
    assert not can_teach(group, taught, taught)
