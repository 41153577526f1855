"""The dialogue: one turn in, the new case and the replies out. Pure but for the desk's services."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import (
    answering,
    asking,
    check,
    choosing,
    content,
    corrections,
    digressions,
    materials,
    not_understood,
    uploads,
    using,
)
from bot.conversation.asked_about import ABOUT_THE_CASE, about_the_case
from bot.conversation.commands import COMMANDS, GO_ON, command_of, stopped
from bot.conversation.desk import Desk
from bot.conversation.languages import offered_switch, with_language
from bot.conversation.messages import (
    EMPTY,
    TOO_LONG,
    UNKNOWN_COMMAND,
    Message,
    Turn,
    read_turn,
)
from bot.conversation.reading import one_number, read, read_bill, says_only_markets, tells_bill
from bot.conversation.replying import Step, offering, said
from bot.conversation.state import Asked, CaseState
from bot.explain.replies import Reply
from bot.faq.topics import Topic
from bot.language.words import key_of
from bot.language.yes_no import read_yes_no

_SURE_ENOUGH = 0.5
_CLEARLY_A_COMMAND = 0.7
_ANSWERS = frozenset({"affirm", "deny", "dont_know", "answer", "none_of_these"})
_GREETINGS = frozenset({"greet", "open"})


def turn(state: CaseState, incoming: Turn, desk: Desk) -> tuple[CaseState, tuple[Reply, ...]]:
    """Answer one message: the new case, and everything to be shown, the open question last."""
    answered, replies = respond(state, incoming, desk)
    asked, question = asking.ask(answered, desk)
    return asked, (*replies, question) if question else replies


def respond(state: CaseState, incoming: Turn, desk: Desk) -> tuple[CaseState, tuple[Reply, ...]]:
    """Answer one message without putting the open question; `asking.ask` does that."""
    before = with_language(state, incoming)
    going_on = before.open is not None and before.open.asked is Asked.NEXT
    message = command_of(_read(before, incoming, desk), after_answer=going_on)
    step = _first_words(before, message, desk) or _routed(before, message, desk)
    offer = offered_switch(before, message)
    if offer is not None:
        step = replace(step, state=replace(step.state, language_offered=True)).after(offer)
    after = step.state if message.intent == "go_back" else step.state.remembered(before)
    after = replace(after, prompted=step.asks)
    if step.asks:
        after = offering(after, step.replies[-1])
    return after, tuple(desk.glossary.added(one, after.lang) for one in step.replies)


def _read(state: CaseState, incoming: Turn, desk: Desk) -> Message:
    if incoming.text.strip() == uploads.PAYLOAD:
        bill = uploads.bill_of_metadata(incoming.metadata)
        intent = "give_materials" if bill else UNKNOWN_COMMAND
        return Message("", intent, 1.0, is_button=bool(bill), bill=bill)
    takes_bill = bool(state.hs and (state.market or state.markets))
    return read_turn(incoming, state.choices, check.takes_number(state, desk), takes_bill)


def _first_words(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """Who speaks is said at the first message, in full to a greeting, else in one line."""
    if state.greeted or message.intent in _GREETINGS:
        return None
    greeted = replace(state, greeted=True)
    opened = greeted if greeted.pending else greeted.asking(Asked.PRODUCT)
    return _routed(opened, message, desk).after(said(state.lang, "greeting.short"))


def _routed(state: CaseState, message: Message, desk: Desk) -> Step:
    if message.intent in (EMPTY, TOO_LONG, UNKNOWN_COMMAND):
        return Step(state, (said(state.lang, f"cannot_read.{message.intent}"),))
    opened = state if state.pending else state.asking(Asked.PRODUCT)
    step = _confirmed(opened, message)
    if step is None:
        free = replace(opened, confirm=None)
        step = _of_button(free, message, desk) if message.is_button else _typed(free, message, desk)
    if step is None or (step.missed and opened.misses):
        return not_understood.missed(opened, message, desk)
    return replace(step, state=replace(step.state, misses=int(step.missed)))


def _confirmed(state: CaseState, message: Message) -> Step | None:
    """A yes or no to "really?"; who does not know keeps all; anything else is handled as if not asked."""
    if state.confirm is None:
        return None
    answer = message.intent if message.is_button else read_yes_no(message.text).answer
    if answer in ("deny", "no", "dont_know") or key_of(message.text) in GO_ON:
        return Step(replace(state, confirm=None), (said(state.lang, "kept"),))
    if answer not in ("affirm", "yes"):
        return None
    if state.confirm.asked is Asked.STOP:
        return stopped(state)
    return Step(state.fresh().asking(Asked.PRODUCT), (said(state.lang, "start_over.done"),))


# --- buttons --------------------------------------------------------------------------------


def _of_button(state: CaseState, message: Message, desk: Desk) -> Step | None:
    intent = message.intent
    if message.bill:
        return materials.propose(state, message.bill, desk)
    if intent in COMMANDS:
        return COMMANDS[intent](state, message, desk)
    if intent == "choose_product":
        return choosing.product_chosen(state, message.data.get("hs", ""), desk)
    if intent == "choose_market":
        return choosing.market_chosen(state, message.data.get("market", ""), desk)
    if intent == "ask_topic":
        topic = digressions.topic_asked(message, desk, state.lang)
        if topic is not None:
            return Step(state, (digressions.topic_reply(state, topic, desk),))
        return choosing.no_longer_offered(state)
    if intent in _ANSWERS:
        return answering.answer(state, message, desk) or choosing.no_longer_offered(state)
    return None


# --- typed text -----------------------------------------------------------------------------


def _typed(state: CaseState, message: Message, desk: Desk) -> Step | None:
    if message.intent in COMMANDS and message.confidence >= 1.0:
        return COMMANDS[message.intent](state, message, desk)
    text_asked = using.text_asked(state, message.text, desk)
    if text_asked is not None:
        return text_asked
    term = digressions.term_asked(state, message, desk)
    if term is not None:
        return Step(state, (digressions.topic_reply(state, term, desk),))
    told = corrections.corrected(state, message, desk) or _bill(state, message, desk)
    if told is not None:
        return told
    if not _is_about_something_else(state, message, desk):
        answered = answering.answer(state, message, desk)
        if answered is not None:
            return answered
    if message.intent in COMMANDS and message.confidence >= _SURE_ENOUGH:
        return COMMANDS[message.intent](state, message, desk)
    return _told(state, message, desk) or _of_others(state, message, desk)


def _of_others(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """What is surely outside of what we advise on, and no topic knows: who advises instead."""
    if not message.surely("ask_elsewhere"):
        return None
    elsewhere = said(state.lang, "elsewhere")
    return Step(state, (elsewhere, digressions.advisers(state, message, desk)))


def _is_about_something_else(state: CaseState, message: Message, desk: Desk) -> bool:
    """A question, a command, another market is no answer, whatever numbers or words it holds."""
    if read_yes_no(message.text).answer != "unclear":
        return False
    number = check.takes_number(state, desk) and one_number(message.text, state.lang)
    if message.intent in COMMANDS and message.confidence >= _CLEARLY_A_COMMAND and not number:
        return True
    if digressions.is_question(message.text) and digressions.topic_asked(message, desk, state.lang):
        return True
    if state.open is None or state.open.asked is not Asked.FACT:
        return False
    return bool(read(message.text, state.lang, desk).markets)


def _bill(state: CaseState, message: Message, desk: Desk) -> Step | None:
    """A bill of materials may be typed at any time once product and market are known."""
    if not state.hs or not state.market:
        # A table of materials is no name of goods, whatever its first line says.
        early = tells_bill(message.text, state.lang, desk)
        return Step(state, (said(state.lang, "check.first_product"),)) if early else None
    if digressions.is_question(message.text):
        return None
    asked = state.pending.asked if state.pending else None
    goes_on, checking = asked is Asked.MATERIALS, asked is Asked.FACT
    lines = read_bill(message.text, state.lang, desk, goes_on=goes_on, checking=checking)
    return materials.typed(state, lines, desk) if lines else None


def _told(state: CaseState, message: Message, desk: Desk) -> Step | None:
    topic = digressions.topic_asked(message, desk, state.lang)
    outside = message.surely("ask_elsewhere") and digressions.is_question(message.text)
    if outside and not content.names_goods_and_market(state, message, desk):
        # The market that such a question names is no destination of the case.
        reply = digressions.topic_reply(state, topic, desk) if topic else None
        return Step(state, (reply,)) if reply else _of_others(state, message, desk)
    if topic is None or _case_goes_first(topic, state, message, desk):
        return content.told(state, message, desk) or _about_the_case(state, message, desk)
    reply = digressions.topic_reply(state, topic, desk)
    if digressions.is_elsewhere(topic):
        return Step(state, (reply,))
    reading = read(message.text, state.lang, desk)
    if not reading.markets or _is_a_term_in_the_check(state, message, topic, desk):
        return Step(state, (reply,))
    named = message
    if not content.names_goods_and_market(state, message, desk):
        named = replace(message, text=", ".join(_names(reading.markets, state, desk)))
    step = content.told(state, named, desk)
    if step is None:
        return Step(state, (reply,))
    # The proof is that for the market named, not for the one before.
    return step.after(digressions.topic_reply(step.state, topic, desk))


def _is_a_term_in_the_check(state: CaseState, message: Message, topic: Topic, desk: Desk) -> bool:
    """Whether a name is a term as well as markets ("PEM", "A.TR"): in the check it does not change those."""
    if state.open is None or state.open.asked is not Asked.FACT:
        return False
    alone = says_only_markets(message.text, state.lang, desk)
    return alone and desk.topics.find(message.text) == topic


def _case_goes_first(topic: Topic, state: CaseState, message: Message, desk: Desk) -> bool:
    """What can be computed for the case or for a market that is named is said instead of the general.

    So is what tells of goods and a market and only mentions the term, or hardly asks for the topic.
    A question about the case, or for a duty or a rule, is not taken for a topic that it does not name.
    """
    if content.names_goods_and_market(state, message, desk):
        return topic.yields or not digressions.clearly_asks(message, topic, desk, state.lang)
    about_case = bool(state.hs and state.market) and message.likely(*ABOUT_THE_CASE)
    asks_figures = message.likely("ask_duty", "ask_rule")
    if (about_case or asks_figures) and desk.topics.find(message.text) is None:
        return True
    if says_only_markets(message.text, state.lang, desk) and desk.topics.find(message.text) is None:
        return True
    names_market = bool(read(message.text, state.lang, desk).markets)
    if names_market and message.surely("follow_up_market") and not desk.topics.find(message.text):
        return True
    return topic.yields and (about_case or names_market)


def _about_the_case(state: CaseState, message: Message, desk: Desk) -> Step | None:
    if message.likely("ask_proof") and using.can_be_used(state, desk):
        return using.begin(state, desk)
    in_check = state.open is not None and state.open.asked is Asked.FACT
    about_case = not in_check or _asks_for_sure(message)
    reply = about_the_case(state, message, desk) if about_case else None
    if reply is not None:
        return Step(state, (reply,))
    if message.likely("give_materials") and state.hs and state.market:
        return Step(state, (said(state.lang, "materials.how"),))
    return None


def _asks_for_sure(message: Message) -> bool:
    """Whether a message in the middle of the check is a question and no answer that sounds like one."""
    return digressions.is_question(message.text) or message.confidence >= _CLEARLY_A_COMMAND


def _names(markets: tuple[str, ...], state: CaseState, desk: Desk) -> list[str]:
    return [desk.words.market(one, state.lang) for one in markets]
