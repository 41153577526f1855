"""Short answers about the case in hand: its duty, its rule, its proof, the state of the agreement."""

from __future__ import annotations

from bot.advice import Advice, AgreementAdvice
from bot.conversation import markets
from bot.conversation.cases import advise
from bot.conversation.desk import Desk
from bot.conversation.messages import Message
from bot.conversation.replying import said
from bot.conversation.state import CaseState
from bot.explain.duty_words import (
    MARKETS_WITHOUT_FIGURES,
    mfn_in_words,
    notes_of,
    preferential_in_words,
    saving_in_words,
)
from bot.explain.proof_words import proof_lines
from bot.explain.questions import row_name
from bot.explain.replies import Reply
from bot.explain.rule_words import rule_in_words, rule_on
from bot.explain.scope_words import Speaker

# The normal duty, the preferential one, and what is saved; notes follow.
_DUTIES = 3
ABOUT_THE_CASE = ("ask_duty", "ask_rule", "ask_proof", "ask_status")


def about_the_case(state: CaseState, message: Message, desk: Desk) -> Reply | None:
    """The answer to a question about the case; None if the message asks for nothing of the kind."""
    if not message.likely(*ABOUT_THE_CASE):
        return None
    if not state.hs or not state.market:
        return said(state.lang, "asked.first_product")
    advice = advise(state, desk)
    best = advice.best
    if best is None or message.likely("ask_status"):
        return markets.overview(state, state.market, desk)
    speaker = Speaker(state.lang, desk.words)
    lines = {
        "ask_duty": _duty,
        "ask_rule": _rule,
        "ask_proof": _proof,
    }[message.intent](advice, best, speaker)
    return Reply("\n".join(lines)) if lines else said(state.lang, "asked.not_recorded")


def rule_of_case(state: CaseState, desk: Desk) -> Reply | None:
    """The rule of the product in words; None where no rule is recorded."""
    advice = advise(state, desk)
    if advice.best is None or not advice.best.rows:
        return None
    return Reply("\n".join(_rule(advice, advice.best, Speaker(state.lang, desk.words))))


def duty_in_words(state: CaseState, desk: Desk) -> tuple[str, ...]:
    """The normal and the preferential duty of the case, without notes; nothing where none is recorded."""
    advice = advise(state, desk)
    if advice.best is None:
        return ()
    return tuple(_duty(advice, advice.best, Speaker(state.lang, desk.words))[:_DUTIES])


def proof_in_words(state: CaseState, desk: Desk) -> tuple[str, ...]:
    """The proofs of the case; nothing where product or market is open or no agreement can be used."""
    if not state.hs or not state.market:
        return ()
    advice = advise(state, desk)
    if advice.best is None:
        return ()
    return tuple(_proof(advice, advice.best, Speaker(state.lang, desk.words)))


def value_in_words(state: CaseState, desk: Desk) -> Reply | None:
    """What the value of the consignment is good for: the saving in money, and the proof it allows."""
    advice = advise(state, desk)
    best = advice.best
    if best is None:
        return None
    speaker = Speaker(state.lang, desk.words)
    saves = saving_in_words(best.duty, advice.value, best.saving, advice.currency, speaker)
    figures = () if advice.market in MARKETS_WITHOUT_FIGURES else (saves,)
    return Reply("\n".join((*figures, *proof_lines(best.proofs, speaker))))


def _duty(advice: Advice, best: AgreementAdvice, speaker: Speaker) -> list[str]:
    if advice.market in MARKETS_WITHOUT_FIGURES:
        return []
    return [
        mfn_in_words(best.duty, speaker),
        preferential_in_words(
            best.duty, speaker, free_circulation=best.agreement.asks_for_free_circulation
        ),
        saving_in_words(best.duty, advice.value, best.saving, advice.currency, speaker),
        *notes_of(best.duty, speaker),
    ]


def _rule(advice: Advice, best: AgreementAdvice, speaker: Speaker) -> list[str]:
    lines = []
    for row in best.rows:
        rule = rule_on(row.rule.rule, advice.day)
        text = rule_in_words(rule, row.product_code, speaker.words, speaker.lang)
        lines.append(f"{row_name(row.rule, speaker)}: {text}" if len(best.rows) > 1 else text)
    return lines


def _proof(_advice: Advice, best: AgreementAdvice, speaker: Speaker) -> list[str]:
    return proof_lines(best.proofs, speaker)
