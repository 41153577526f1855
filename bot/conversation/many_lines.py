"""One answer for many lines of a bill of materials: nobody answers the same question 300 times."""

from __future__ import annotations

from dataclasses import replace

from bot.advice import Assessment
from bot.conversation.messages import payload
from bot.conversation.replying import say
from bot.conversation.state import CaseState
from bot.explain.replies import Button, Reply
from bot.origin.facts import FactType, MissingFact, Topic

ALL = "lines"
_MANY = 3
# Only what may be alike for all lines: a code or a value is not.
_YES_NO = frozenset(
    {Topic.MATERIAL_ORIGINATING, Topic.MATERIAL_EVIDENCE, Topic.MATERIAL_WHOLLY_OBTAINED}
)
_PER_LINE = _YES_NO | {Topic.MATERIAL_CODE, Topic.MATERIAL_VALUE, Topic.MATERIAL_WEIGHT}


def with_answers_for_all(
    reply: Reply, state: CaseState, fact: MissingFact, assessment: Assessment
) -> Reply:
    """The question with buttons that answer it for all lines it is open for."""
    alike = alike_facts(state, fact, assessment)
    if len(alike) < _MANY:
        return reply
    lang, count = state.lang, len(alike)
    intents = (("all_yes", "affirm"), ("all_no", "deny")) if fact.type is FactType.YES_NO else ()
    buttons = tuple(
        Button(say(lang, f"button.{key}", count=count), payload(intent, all=ALL))
        for key, intent in (*intents, ("all_unknown", "dont_know"))
    )
    hint = say(lang, "materials.many_open", count=count)
    return replace(reply, text=f"{reply.text}\n{hint}", buttons=(*reply.buttons, *buttons))


def alike_facts(
    state: CaseState, fact: MissingFact, assessment: Assessment
) -> tuple[MissingFact, ...]:
    """The open facts that ask the same of other lines, the fact itself among them."""
    if fact.topic not in _PER_LINE or ".own." in fact.id:
        return ()
    determination = assessment.determination
    missing = (*determination.missing, *(m for a in determination.alternatives for m in a.missing))
    found = {
        one.id: one
        for one in missing
        if one.topic is fact.topic
        and one.type is fact.type
        and one.subject == fact.subject
        and ".own." not in one.id
        and one.id not in state.unknown
    }
    return tuple(found.values())


def answered_for_all(
    state: CaseState, intent: str, fact: MissingFact, assessment: Assessment
) -> CaseState | None:
    """The case with the answer for all lines; None if it is no such answer."""
    ids = [one.id for one in alike_facts(state, fact, assessment)] or [fact.id]
    if intent == "dont_know":
        return replace(state, unknown=(*state.unknown, *ids))
    if intent not in ("affirm", "deny") or fact.type is not FactType.YES_NO:
        return None
    return replace(state, answers={**state.answers, **dict.fromkeys(ids, intent == "affirm")})
