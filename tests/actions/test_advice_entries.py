"""What goes into the log beside answers: thumbs, and the words for which a code was chosen."""

from __future__ import annotations

from dataclasses import replace

from actions.advice_entries import choices_of, entries_of
from bot.conversation.desk import desk
from bot.conversation.state import Asked, CaseState
from bot.explain.replies import Block, Reply
from bot.store.advice_log import AdviceKind

ASKED = CaseState(language="de", words="Kugelhähne").asking(Asked.SUBHEADING, "8481")
CHOSEN = replace(ASKED, hs="848180", market="CA").asking(Asked.MARKET)


def test_a_thumb_is_an_entry_with_the_case() -> None:
    thanks = Reply("Danke", (Block("feedback", {"value": "down"}),))
    (entry,) = entries_of(CHOSEN, (thanks,), "sender", desk())
    assert (entry.kind, entry.outcome, entry.hs, entry.market) == (
        AdviceKind.FEEDBACK,
        "down",
        "848180",
        "CA",
    )
    assert entry.session and "sender" not in entry.session


def test_a_chosen_code_is_a_label_without_the_conversation() -> None:
    (entry,) = choices_of(ASKED, CHOSEN, desk())
    assert entry.kind is AdviceKind.CHOICE
    assert entry.input == {"words": "Kugelhähne", "language": "de"}
    assert (entry.hs, entry.session, entry.market) == ("848180", "", None)


def test_what_is_no_label_is_not_kept() -> None:
    assert not list(choices_of(replace(ASKED, words="Auftrag 4711"), CHOSEN, desk()))
