"""What can be said at any moment: language, back, repeat, change, restart, stop, adviser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversation import asking, changing, check, content, digressions, markets, using
from bot.conversation.asked_about import rule_of_case
from bot.conversation.cases import advise, assess
from bot.conversation.desk import Desk
from bot.conversation.languages import language_named
from bot.conversation.messages import Message
from bot.conversation.replying import Step, said
from bot.conversation.state import LANGUAGES, Asked, CaseState, Pending
from bot.conversation.taking_back import taken_back
from bot.conversation.what_changed import what_changed
from bot.explain.first_answer import first_answer
from bot.explain.replies import Block, Reply
from bot.explain.verdict import verdict
from bot.language.words import key_of

# "Go on": the open question once more; to "really stop?" it is a no.
_GO_ON_WORDS = (
    "weiter|weitermachen|weiter machen|weiter gehts|fortfahren|continue|go on|carry on|resume"
)
GO_ON = frozenset(_GO_ON_WORDS.split("|"))
# Understood without a classifier, if they are the whole message.
WORDS_OF_COMMANDS = {
    "go_back": "zuruck|zurueck|einen schritt zuruck|back|go back|undo|ruckgangig|vorige frage",
    "greet": "hallo|hi|hey|moin|guten tag|guten morgen|guten abend|gruss gott|servus|hello|good morning"
    "|good afternoon|good evening|hello there|hallo zusammen|start|los gehts",
    "repeat": "wiederholen|nochmal|noch mal|noch einmal|repeat|again|wie bitte|say that again|"
    + _GO_ON_WORDS,
    "change_answer": "andern|aendern|antwort andern|korrigieren|change|change answer|edit|korrektur",
    "start_over": "neu|neu beginnen|neustart|neu anfangen|von vorn|von vorne|restart|start over"
    "|new case|neuer fall|alles loschen|reset",
    "stop": "stop|stopp|ende|beenden|schluss|quit|exit|abbrechen|cancel",
    "adviser": "berater|beratung|beraterin|mensch|adviser|advisor|human|kontakt|contact|person",
    "help": "hilfe|help|hilf mir|help me",
    "ask_why": "warum|wieso|weshalb|wozu|wofur|wofuer|warum nicht|wieso nicht|warum das|wieso das|wozu das"
    "|warum fragen sie|warum fragen sie das|warum fragst du|warum fragst du das|wieso fragst du das"
    "|wozu brauchen sie das|wozu brauchst du das|warum ist das wichtig|why|why not|what for|why that"
    "|why is that|why do you ask|why do you ask that|why do you need that|why do you need this"
    "|why do you need to know|why does it matter|why is that important|how come",
    "all_markets": "alle lander|alle laender|alle markte|all markets|all countries",
    "ask_summary": "zusammenfassung|drucken|ausdrucken|summary|print",
    "ask_changes": "was hat sich geandert|was hat sich geaendert|was ist jetzt anders|was hat sich verandert"
    "|was wurde geandert|anderungen zeigen|was andert das|what changed|what has changed|what did change"
    "|what is different now|what s different now|show changes|what changed now",
    "use_it": "erklarungstext|nachweis erstellen|nachweis und checkliste|checkliste|declaration text"
    "|proof and checklist|checklist",
    "start_check": "prufen|pruefen|selbstprufung|check|self check|pruf mal|prufe mal|pruf das|prufe das"
    "|ja pruf mal|ja prufe mal|ja prufen|ja bitte prufen|bitte prufen|ja pruf das|check it|please check"
    "|check please|yes check|yes check it|yes please check|yes please check it|check that",
    "new_product": "neues produkt|anderes produkt|new product|another product",
    "new_market": "anderes land|anderer markt|another market|another country|neues land",
}
_COMMANDS = {
    phrase: intent for intent, phrases in WORDS_OF_COMMANDS.items() for phrase in phrases.split("|")
}
_THUMBS = {"👍": "up", "👎": "down", "daumen hoch": "up", "daumen runter": "down"}
_THUMBS |= {"thumbs up": "up", "thumbs down": "down"}
_LANGUAGE_WORDS = {
    "de": "deutsch|german|auf deutsch|in deutsch|bitte deutsch|auf deutsch bitte|switch to german",
    "en": "english|englisch|in english|auf englisch|english please|in english please"
    "|switch to english",
}
_LANGUAGES = {
    phrase: lang for lang, phrases in _LANGUAGE_WORDS.items() for phrase in phrases.split("|")
}


def command_of(message: Message, *, after_answer: bool = False) -> Message:
    """The message with the intent of a command if it is nothing but the words of one.

    `after_answer`: no question but "how to go on" is open, so that a thumb is about the answer.
    """
    if message.is_button:
        return message
    thumb = _THUMBS.get(message.text.strip().rstrip("\ufe0f").lower())
    if thumb is not None and after_answer:
        value = {"value": thumb}
        return replace(message, intent="feedback", confidence=1.0, data=value)
    key = key_of(message.text)
    if key in _LANGUAGES:
        language = {"language": _LANGUAGES[key]}
        return replace(message, intent="switch_language", confidence=1.0, data=language)
    intent = _COMMANDS.get(key)
    return replace(message, intent=intent, confidence=1.0) if intent else message


FEEDBACK = ("up", "down")
Handler = Callable[[CaseState, Message, Desk], Step]


def _switch_language(state: CaseState, message: Message, _desk: Desk) -> Step:
    wanted = message.data.get("language", "") or language_named(message.text, state.lang)
    if wanted not in LANGUAGES:
        return Step(state, (said(state.lang, "language.only"),))
    switched = replace(state, language=wanted, language_settled=True)
    return Step(switched, (said(wanted, "language.switched"),))


def _go_back(state: CaseState, _message: Message, desk: Desk) -> Step:
    if state.confirm is not None:
        return Step(replace(state, confirm=None))
    earlier = state.step_back()
    if earlier is None:
        return Step(state, (said(state.lang, "back.nothing"),))
    opened = earlier if earlier.pending else earlier.asking(Asked.PRODUCT)
    return Step(opened, (taken_back(state, opened, desk),))


def _repeat(state: CaseState, message: Message, desk: Desk) -> Step:
    """The open question once more; after an answer that answer, unless one only wants to go on."""
    after_answer = state.open is not None and state.open.asked is Asked.NEXT
    if not (after_answer and state.hs and state.market) or key_of(message.text) in GO_ON:
        return Step(state)
    return Step(state, (_latest_result(state, desk),))


def _change_answer(state: CaseState, message: Message, desk: Desk) -> Step:
    about = message.data.get("about", "")
    if not message.is_button:
        about = changing.named(state, message.text, desk)
    if about:
        return changing.change(state, about, desk)
    if changing.nothing_told(state):
        return Step(state, (said(state.lang, "change.nothing"),))
    return Step(state.asking(Asked.CHANGE))


def _start_over(state: CaseState, _message: Message, _desk: Desk) -> Step:
    if changing.nothing_told(state):
        return Step(state.fresh().asking(Asked.PRODUCT))
    return Step(replace(state, confirm=Pending(Asked.START_OVER)))


def _stop(state: CaseState, _message: Message, _desk: Desk) -> Step:
    if changing.nothing_told(state):
        return stopped(state)
    return Step(replace(state, confirm=Pending(Asked.STOP)))


def stopped(state: CaseState) -> Step:
    """The end of a conversation; the next message begins a new one."""
    ended = replace(state.fresh(), greeted=False)
    return Step(ended, (said(state.lang, "stop.done"),))


def _adviser(state: CaseState, message: Message, desk: Desk) -> Step:
    return Step(state, (digressions.advisers(state, message, desk),))


def _help(state: CaseState, _message: Message, _desk: Desk) -> Step:
    return Step(state, (digressions.about_us(state, "help"),))


def _why(state: CaseState, _message: Message, desk: Desk) -> Step:
    """What the open question is good for; after a result, the result with its reasons."""
    asked = state.open.asked if state.open else Asked.PRODUCT
    if asked is Asked.NEXT and state.verdict_shown:
        return Step(state, (verdict(assess(state, desk), desk.words, state.lang),))
    reasons = [said(state.lang, f"why.{REASONS.get(asked, 'other')}")]
    if asked is Asked.FACT:
        rule = rule_of_case(state, desk)
        reasons += [rule] if rule else []
    return Step(state, tuple(reasons))


def _about(key: str) -> Handler:
    def handler(state: CaseState, _message: Message, _desk: Desk) -> Step:
        return Step(state, (digressions.about_us(state, key),))

    return handler


def _all_markets(state: CaseState, message: Message, desk: Desk) -> Step:
    named = None if message.is_button else content.told_for_all_markets(state, message, desk)
    if named is not None:
        return named
    if not state.hs:
        return Step(state, (said(state.lang, "market.first_product"),))
    return markets.all_markets(state, desk)


def _new_market(state: CaseState, _message: Message, _desk: Desk) -> Step:
    return Step(replace(state.unchecked(), market="", markets=()).asking(Asked.MARKET))


def _new_product(state: CaseState, _message: Message, _desk: Desk) -> Step:
    return Step(state.new_product().asking(Asked.PRODUCT))


def _start_check(state: CaseState, _message: Message, desk: Desk) -> Step:
    if not state.hs or not state.market:
        return Step(state, (said(state.lang, "check.first_product"),))
    return check.start(state, desk)


def _use_it(state: CaseState, message: Message, desk: Desk) -> Step:
    language = message.data.get("language", "")
    if language:
        return using.in_language(state, language, desk)
    return using.begin(state, desk)


def _summary(state: CaseState, _message: Message, desk: Desk) -> Step:
    """The latest result once more, to be printed or passed on."""
    if not state.hs or not state.market:
        return Step(state, (said(state.lang, "summary.first_product"),))
    return Step(state, (_latest_result(state, desk), said(state.lang, "summary.keep")))


def _latest_result(state: CaseState, desk: Desk) -> Reply:
    if state.verdict_shown:
        return verdict(assess(state, desk), desk.words, state.lang)
    return first_answer(advise(state, desk), desk.words, state.lang)


def _changes(state: CaseState, _message: Message, desk: Desk) -> Step:
    """What the last correction changed."""
    reply = what_changed(state, desk)
    return Step(state, (reply or said(state.lang, "what_changed.nothing"),))


def _greet(state: CaseState, _message: Message, desk: Desk) -> Step:
    if state.greeted:
        return Step(state, (said(state.lang, "greeting.again"),))
    opened = state if state.pending else state.asking(Asked.PRODUCT)
    return Step(replace(opened, greeted=True), (asking.greeting(state, desk),))


def _thanks(state: CaseState, _message: Message, _desk: Desk) -> Step:
    return Step(state, (said(state.lang, "thanks"),))


def _rude(state: CaseState, _message: Message, _desk: Desk) -> Step:
    return Step(state, (said(state.lang, "rude"),))


def _feedback(state: CaseState, message: Message, _desk: Desk) -> Step:
    """Thanks for a thumb; what it was about is noted where answers are logged (block "feedback")."""
    value = message.data.get("value", "")
    if value not in FEEDBACK or not (state.hs and state.market):
        return Step(state, (said(state.lang, "no_longer_offered"),))
    reply = said(state.lang, f"feedback.{value}")
    noted = replace(reply, blocks=(Block("feedback", {"value": value}),))
    return Step(replace(state, rated=True), (noted,))


def _off_topic(state: CaseState, _message: Message, _desk: Desk) -> Step:
    return Step(state, (said(state.lang, "off_topic"),), missed=True)


WITHOUT_INTENT = frozenset({"ask_why"})
"""Understood by their words only; the classifier does not know them."""

REASONS = {
    Asked.PRODUCT: "product",
    Asked.KIND: "product",
    Asked.HEADING: "product",
    Asked.SUBHEADING: "product",
    Asked.CODE: "product",
    Asked.MARKET: "market",
    Asked.WHICH_MARKET: "market",
    Asked.FACT: "fact",
    Asked.MATERIALS: "materials",
    Asked.VALUE: "value",
}

COMMANDS: dict[str, Handler] = {
    "feedback": _feedback,
    "open": _greet,
    "greet": _greet,
    "switch_language": _switch_language,
    "go_back": _go_back,
    "repeat": _repeat,
    "change_answer": _change_answer,
    "start_over": _start_over,
    "stop": _stop,
    "goodbye": _stop,
    "adviser": _adviser,
    "help": _help,
    "ask_why": _why,
    "ask_bot": _about("bot"),
    "ask_binding": _about("binding"),
    "ask_privacy": _about("privacy"),
    "thanks": _thanks,
    "rude": _rude,
    "off_topic": _off_topic,
    "ask_summary": _summary,
    "ask_changes": _changes,
    "all_markets": _all_markets,
    "new_market": _new_market,
    "new_product": _new_product,
    "start_check": _start_check,
    "use_it": _use_it,
}
