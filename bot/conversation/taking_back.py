"""What a step back took back, in the words of the list to choose from when an answer is changed."""

from __future__ import annotations

from bot.conversation.changing import told_in_words
from bot.conversation.desk import Desk
from bot.conversation.replying import said, say
from bot.conversation.state import CaseState
from bot.explain.replies import Reply

# A market that goes takes the answers with it that name it: the first ones tell enough.
_MOST = 3


def taken_back(before: CaseState, now: CaseState, desk: Desk) -> Reply:
    """What no longer counts, and what counts again in its place."""
    lang = before.lang
    told, counts = told_in_words(before, desk), told_in_words(now, desk)
    gone = [about for about, title in told.items() if counts.get(about) != title][:_MOST]
    if not gone:
        return said(lang, "back.done")
    lines = [say(lang, "back.taken", told=told[one]) for one in gone]
    lines += [say(lang, "back.again", told=counts[one]) for one in gone if one in counts]
    return Reply("\n".join(lines))
