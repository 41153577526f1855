"""The actions of the dialogue. All of them do the same: one turn of bot.conversation."""

from __future__ import annotations

import logging
import os
import threading
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.advice_entries import log_answers, model_name
from actions.case_loading import loaded
from actions.channels import send
from bot.conversation.asking import ask
from bot.conversation.check import takes_number
from bot.conversation.desk import desk
from bot.conversation.dialogue import respond
from bot.conversation.messages import Turn
from bot.conversation.rehearsal import warm_up
from bot.conversation.state import CaseState, StateError
from bot.explain.replies import Reply

logger = logging.getLogger(__name__)
ENDED = "ended"


def case_of(tracker: Tracker) -> CaseState:
    """The case of a conversation; one that this version cannot read is begun anew."""
    try:
        return CaseState.from_json(tracker.get_slot("case"))
    except StateError as error:
        logger.warning("case begun anew: %s", error)
        return CaseState()


def turn_of(tracker: Tracker) -> Turn:
    """The latest message as a turn."""
    message = tracker.latest_message
    intent = message.get("intent") or {}
    return Turn(
        message.get("text") or "",
        intent.get("name") or "",
        float(intent.get("confidence") or 0.0),
        message.get("metadata") or {},
    )


def slots_of(state: CaseState) -> dict[str, Any]:
    """The slots that hold the case."""
    return {"case": state.to_json(), "language": state.lang}


def take_turn(dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> CaseState:
    """Answer a turn, without the open question: the form asks that."""
    before, channel = case_of(tracker), tracker.get_latest_input_channel()
    given = loaded(turn.text, channel, before, desk())
    state, replies = given or respond(before, turn, desk())
    number = takes_number(state, desk())
    send(dispatcher, replies, channel, state.lang, takes_number=number)
    model = model_name(tracker.events)
    log_answers(before, state, replies, tracker.sender_id, desk(), model)
    return state


def put(
    dispatcher: CollectingDispatcher, question: Reply | None, tracker: Tracker, state: CaseState
) -> None:
    """Put the open question, if there is one."""
    if question is None:
        return
    number = takes_number(state, desk())
    channel = tracker.get_latest_input_channel()
    send(dispatcher, (question,), channel, state.lang, takes_number=number)


def events_of(state: CaseState) -> list[Any]:
    """The events that keep the case."""
    return [SlotSet(name, value) for name, value in slots_of(state).items()]


class ActionTurn(Action):
    """A message outside the form, or one that interrupts it."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_turn"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Any]:
        """Answer the message."""
        return events_of(take_turn(dispatcher, tracker, turn_of(tracker)))


class ValidateCheckForm(FormValidationAction):
    """A message inside the form: the answer to the open question, or anything else."""

    def name(self) -> str:
        """The name in the domain."""
        return "validate_check_form"

    def validate_answer(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Answer the message; the slot stays empty as long as a question is open."""
        state = take_turn(dispatcher, tracker, turn_of(tracker))
        return {"answer": None if state.open else ENDED, **slots_of(state)}


class ActionAskAnswer(Action):
    """Put the question that is open now."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_ask_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Any]:
        """Ask, unless the last reply already did."""
        state, question = ask(case_of(tracker), desk())
        put(dispatcher, question, tracker, state)
        return events_of(state)


class ActionConclude(Action):
    """The end of the form: the next message opens it again."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_conclude"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Any]:
        """Empty the answer."""
        return [SlotSet("answer", None)]


class ActionRestart(Action):
    """Rasa's own command /restart: asks first, as the typed words do; nothing is lost unasked."""

    intent = "start_over"

    def name(self) -> str:
        """The name that Rasa gives it."""
        return "action_restart"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Any]:
        """Answer as to the typed command, question included."""
        turn = Turn(f"/{self.intent}", self.intent, 1.0, turn_of(tracker).metadata)
        answered = take_turn(dispatcher, tracker, turn)
        state, question = ask(answered, desk())
        put(dispatcher, question, tracker, state)
        return events_of(state)


class ActionBack(ActionRestart):
    """Rasa's own command /back: one step of the case back, not of the tracker."""

    intent = "go_back"

    def name(self) -> str:
        """The name that Rasa gives it."""
        return "action_back"


if os.environ.get("FTA_WARM_UP"):
    # The action server imports this module at its start: what the first visitor needs is then already loaded.
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
