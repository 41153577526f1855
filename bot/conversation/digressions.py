"""Questions in between: terms, practice, neighbouring fields, who we are, who helps."""

from __future__ import annotations

from collections.abc import Iterable

from bot.conversation.asked_about import proof_in_words
from bot.conversation.desk import Desk
from bot.conversation.messages import Message
from bot.conversation.replying import said, say
from bot.conversation.state import Asked, CaseState
from bot.explain.formats import day
from bot.explain.replies import Block, Reply
from bot.faq.contacts import Contact
from bot.faq.topics import Source, Topic, TopicConfidence, TopicKind
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
# Of the questions that name goods and a market besides, those above it are about the topic.
_CLEARLY = 0.5
# From here on what a question resembles goes before the kind of proof that it names.
_SURER_THAN_A_NAME = 0.65
# Words that name a service or software, if a message names nothing else.
_SERVICES = word_set(
    "software softwarelizenz softwarelizenzen lizenz lizenzen app apps saas cloud dienstleistung"
    " dienstleistungen service services beratung beratungen beratungsleistung beratungsleistungen"
    " montageservice schulung schulungen wartung wartungen engineering ingenieurleistung"
    " ingenieurleistungen planung planungsleistung planungsleistungen download downloads programmierung"
    " webdesign hosting consulting license licenses licence licences maintenance training"
    " subscription subscriptions programming dienst dienste"
)
_AROUND_SERVICES = word_set("unsere our as a per online it und and for fur fuer the in der die")
# Topics about a kind of proof: which one a case needs is known better than they can say.
_ABOUT_PROOF = frozenset(
    {
        "rex",
        "rex_application",
        "rex_or_approved",
        "approved_exporter",
        "approved_exporter_application",
        "eur_1",
        "eur_1_application",
        "eur_med",
    }
)
_ADVISERS = ("nrw-global-business", "ihk-nrw", "handwerkskammern", "hauptzollamt")


def term_asked(state: CaseState, message: Message, desk: Desk) -> Topic | None:
    """The term whose meaning a message asks for and nothing else, whatever else its words may be.

    A name alone is no such question where a market of that name answers ("CC"), or where the case has a
    figure for it.
    """
    found = desk.definitions.asked(message.text)
    if found is None:
        return None
    if found.says_so:
        return found.topic
    asks_market = state.open is not None and state.open.asked in (Asked.MARKET, Asked.WHICH_MARKET)
    if asks_market and desk.markets.find(message.text, state.lang):
        return None
    return None if found.topic.yields and state.hs and state.market else found.topic


def topic_asked(message: Message, desk: Desk, lang: str) -> Topic | None:
    """The topic a message asks about; a topic that is only mentioned is none.

    Questions are understood in other words, too; of everything else only the words that name a topic count.
    """
    if message.is_button:
        return desk.topics.topics.get(message.data.get("topic", ""))
    topic = desk.topics.find(message.text)
    if topic is not None and is_elsewhere(topic) and message.likely("ask_elsewhere"):
        return _of_others(message.text, lang, topic, desk)
    if is_question(message.text):
        return _answering(message.text, lang, topic, desk)
    if any(one.certain for one in find_hs_codes(message.text)):
        return None  # "HS-Code 8413" names the goods, it does not ask what a code is
    if message.likely(*ASKING_INTENTS):
        return _answering(message.text, lang, topic, desk)
    if topic is None:
        return None
    if len(words_of(message.text)) <= _FEW_WORDS:
        return topic
    return None if message.likely(*_TELLING_INTENTS) else topic


def _answering(text: str, lang: str, named: Topic | None, desk: Desk) -> Topic | None:
    """The topic that answers a question, else the one that it names."""
    match = desk.questions.best(text, lang)
    if match is None:
        return named
    names_proof = named is not None and named.id in _ABOUT_PROOF
    if names_proof and match.probability < _SURER_THAN_A_NAME:
        return named  # "EUR.1 nach Japan möglich?" sounds like questions for much else
    return match.topic


def clearly_asks(message: Message, topic: Topic, desk: Desk, lang: str) -> bool:
    """Whether a message asks for the topic and for hardly anything else."""
    if not (is_question(message.text) or message.likely(*ASKING_INTENTS)):
        return False
    match = desk.questions.best(message.text, lang)
    return match is not None and match.topic == topic and match.probability >= _CLEARLY


def _of_others(text: str, lang: str, named: Topic, desk: Desk) -> Topic:
    """Of what others advise on, the topic that is meant: a market beside the word does not change it."""
    match = desk.questions.best(text, lang)
    return match.topic if match and is_elsewhere(match.topic) else named


def is_question(text: str) -> bool:
    """Whether a message looks like a question."""
    words = [word.folded for word in words_of(text)]
    return "?" in text or bool(words and words[0] in _QUESTION_WORDS)


def names_service(words: str) -> bool:
    """Whether the words for the product name a service or software and no goods."""
    named = [word.folded for word in words_of(words) if word.folded not in _AROUND_SERVICES]
    return bool(named) and all(word in _SERVICES for word in named)


def topic_reply(state: CaseState, topic: Topic, desk: Desk) -> Reply:
    """The answer to a topic: example, steps, text to copy, its source, and who helps further."""
    lang = state.lang
    steps = [f"{number}. {one}" for number, one in enumerate(topic.steps.get(lang, ()), start=1)]
    example = topic.example.get(lang)
    parts = [
        *_for_the_case(state, topic, desk),
        f"{topic.name[lang]}: {topic.answer[lang]}",
        *([say(lang, "topic.example", example=example)] if example else []),
        *steps,
        *topic.wording.get(lang, "").splitlines(),
        *(_line(one, lang) for one in desk.contacts.chosen(topic.contacts)),
        source_in_words(topic.source, lang),
    ]
    return Reply("\n".join(parts), _wording(topic, lang))


def _for_the_case(state: CaseState, topic: Topic, desk: Desk) -> tuple[str, ...]:
    """Which proof this case needs goes first: a REX number is no help where the market wants another one."""
    if topic.id not in _ABOUT_PROOF:
        return ()
    lines = proof_in_words(state, desk)
    if not lines:
        return ()
    market = desk.words.market(state.market, state.lang)
    return say(state.lang, "topic.for_your_case", market=market), *lines


def source_in_words(source: Source, lang: str) -> str:
    """The source with its date, and a warning where no second source confirms it."""
    if not source.name:
        return say(lang, "topic.unconfirmed", day=day(source.as_of, lang))
    name = f"{source.name[lang]}, {source.url}" if source.url else source.name[lang]
    line = say(lang, "topic.source", source=name, day=day(source.as_of, lang))
    if source.confidence is TopicConfidence.HIGH:
        return line
    return f"{line} {say(lang, 'topic.check')}"


def _wording(topic: Topic, lang: str) -> tuple[Block, ...]:
    text = topic.wording.get(lang)
    return (Block("declaration", {"text": text, "language": lang}),) if text else ()


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
