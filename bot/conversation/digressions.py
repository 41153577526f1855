"""Questions in between: terms, practice, neighbouring fields, who we are, who helps."""

from __future__ import annotations

from collections.abc import Iterable

from bot.conversation.desk import Desk
from bot.conversation.messages import Message
from bot.conversation.replying import said, say
from bot.conversation.state import CaseState
from bot.explain.replies import Block, Reply
from bot.faq.contacts import Contact
from bot.faq.topics import Topic, TopicKind
from bot.language.hs_codes import find_hs_codes
from bot.language.words import word_set, words_of
from bot.origin.nomenclature import code

ASKING_INTENTS = (
    "ask_topic",
    "ask_elsewhere",
    "ask_proof",
    "ask_status",
    "ask_duty",
    "ask_rule",
)
_TELLING_INTENTS = (
    "check_export",
    "follow_up_market",
    "follow_up_product",
    "give_materials",
    "give_amount",
    "affirm",
    "deny",
    "dont_know",
    "use_it",
    "start_check",
)
_QUESTION_WORDS = word_set(
    "was wie wo wer wann warum wieso weshalb welche welcher welches welchen brauche brauchen gilt"
    " gibt kann muss darf erklaere erklaren erklaeren bedeutet heisst what how where who when why"
    " which do does is are can must need explain tell means mean meaning definition"
)
_FEW_WORDS = 3
_ADVISERS = ("nrw-global-business", "ihk-nrw", "handwerkskammern", "hauptzollamt")


def topic_asked(message: Message, desk: Desk) -> Topic | None:
    """The topic a message asks about; a topic that is only mentioned is none."""
    if message.is_button:
        return desk.topics.topics.get(message.data.get("topic", ""))
    topic = desk.topics.find(message.text)
    if topic is None or is_question(message.text):
        return topic
    if any(one.certain for one in find_hs_codes(message.text)):
        return None  # "HS-Code 8413" names the goods, it does not ask what a code is
    if message.likely(*ASKING_INTENTS):
        return topic
    if len(words_of(message.text)) <= _FEW_WORDS:
        return topic
    return None if message.likely(*_TELLING_INTENTS) else topic


def is_question(text: str) -> bool:
    """Whether a message looks like a question."""
    words = [word.folded for word in words_of(text)]
    return "?" in text or bool(words and words[0] in _QUESTION_WORDS)


def topic_reply(state: CaseState, topic: Topic, desk: Desk) -> Reply:
    """The answer to a topic with its source, and who helps further."""
    lang = state.lang
    helpers = [_line(one, lang) for one in desk.contacts.chosen(topic.contacts)]
    source = say(lang, "topic.source", source=topic.source)
    title = topic.name[lang]
    text = "\n".join([f"{title}: {topic.answer[lang]}", *helpers, source])
    return Reply(text)


def is_elsewhere(topic: Topic) -> bool:
    """Whether others advise on the topic."""
    return topic.kind is TopicKind.ELSEWHERE


def advisers(state: CaseState, message: Message, desk: Desk) -> Reply:
    """Who advises, the chamber of a place that was named first, and the case to take along."""
    lang = state.lang
    near = desk.contacts.near(message.text) if message.text else ()
    listed = (*near, *desk.contacts.chosen(_ADVISERS))
    case = _case_in_words(state, desk)
    parts = [say(lang, "adviser.intro"), *(_line(one, lang) for one in listed)]
    if case:
        parts.append(say(lang, "adviser.case", case=case))
    return Reply("\n".join(parts), (_sources(listed, lang),))


def _line(contact: Contact, lang: str) -> str:
    return f"- {contact.name[lang]}: {contact.helps_with[lang]} {contact.url}"


def _sources(contacts: Iterable[Contact], lang: str) -> Block:
    listed = [
        {"title": one.name[lang], "url": one.url, "note": one.helps_with[lang]} for one in contacts
    ]
    return Block("sources", {"sources": listed})


def _case_in_words(state: CaseState, desk: Desk) -> str:
    parts = []
    if state.hs:
        label = desk.finder.labels.label(state.hs, state.lang)
        parts.append(f"{code(state.hs)} {label}")
    if state.market:
        parts.append(desk.words.market(state.market, state.lang))
    return ", ".join(parts)


def about_us(state: CaseState, key: str) -> Reply:
    """Who we are, whether this binds, what happens to what is typed."""
    return said(state.lang, f"about.{key}")
