"""Interviews through the conversation: the simulated exporter reads the questions and types his answers.

Everything goes the way of a message: product and market in a sentence, the bill of materials as a pasted
table, amounts in the notation of the language, the case through JSON at every turn.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot.conversation.cases import MADE_HERE, assess, case_of, find_fact
from bot.conversation.desk import Desk
from bot.conversation.dialogue import turn
from bot.conversation.messages import Turn, payload
from bot.conversation.state import Asked, CaseState
from bot.explain.replies import Reply
from bot.origin.determination import OriginDetermination
from bot.origin.facts import Answer, FactType, MissingFact
from bot.origin.findings import Status
from bot.wiring import Services
from tests.simulation import run
from tests.simulation.cases import SimulatedCase, Start

MOST_TURNS = 80
_TO = {"de": "nach", "en": "to"}
_CHECK = {"de": "prüfen", "en": "check"}
_YES = {"de": ("ja", "Ja, das stimmt", "/affirm"), "en": ("yes", "Yes, that's right", "/affirm")}
_NO = {"de": ("nein", "Nein.", "/deny"), "en": ("no", "No.", "/deny")}
_DONT_KNOW = {
    "de": ("weiß ich nicht", "keine Ahnung", "/dont_know"),
    "en": ("I don't know", "no idea", "/dont_know"),
}
_HEADS = {
    "de": "Bezeichnung;Warennummer;Wert (EUR);Gewicht kg;Ursprungsware",
    "en": "Material;HS code;Value (EUR);Weight kg;Originating",
}


class TalkError(AssertionError):
    """The conversation does not go on as it must."""


@dataclass
class TalkInterview:
    """An exporter in conversation: his case, the questions he got, and what came out."""

    case: SimulatedCase
    desk: Desk
    lang: str
    state: CaseState = field(default_factory=CaseState)
    replies: tuple[Reply, ...] = ()
    asked: list[run.Asked] = field(default_factory=list)
    full: OriginDetermination | None = None

    # --- what came out ----------------------------------------------------------------------

    @property
    def found(self) -> OriginDetermination:
        """The determination at the end of the talk."""
        return assess(self.state, self.desk).determination

    @property
    def facts_decide(self) -> bool:
        """Whether full knowledge gives an answer."""
        assert self.full is not None
        return self.full.status is not Status.UNDETERMINED

    @property
    def was_unsure(self) -> bool:
        """Whether the exporter said "I don't know"."""
        return any(one.answer is None for one in self.asked)

    @property
    def is_right(self) -> bool:
        """Whether the talk came to the answer of full knowledge."""
        assert self.full is not None
        return self.found.status is self.full.status

    @property
    def contradicts(self) -> bool:
        """Whether the talk gave an answer that full knowledge does not give."""
        return self.found.status is not Status.UNDETERMINED and not self.is_right

    # --- talking ----------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """One message; the case goes through JSON as between two turns of Rasa."""
        stored = CaseState.from_json(self.state.to_json())
        self.state, self.replies = turn(stored, Turn(text, metadata={"lang": self.lang}), self.desk)

    def choose(self, text: str, options: tuple[str, ...]) -> str:
        """One of several ways to say the same, always the same for one question."""
        return random.Random(f"{self.case.id}:{text}").choice(options)

    def hold(self) -> TalkInterview:
        """From the first word to the verdict."""
        market = self.desk.words.market(self.case.told.market, self.lang)
        code = str(self.case.told.product.hs)
        self.say(f"{code} {_TO[self.lang]} {market}")
        self._choose_subheading()
        self._choose_market()
        if self.state.market != self.case.told.market or not self.state.hs:
            raise TalkError(f"{self.case.id}: '{code} {market}' was not understood: {self.told}")
        self.say(_CHECK[self.lang])
        if self.case.start is Start.BILL and self._gives_bill():
            self.say(self.bill())
            self._confirm_bill()
        while self._is_asked():
            self._answer()
        return self

    @property
    def told(self) -> str:
        """All texts of the last answer."""
        return "\n".join(one.text for one in self.replies)

    def _choose_market(self) -> None:
        """Georgia is a state of the USA, too: then he presses the country."""
        wanted = payload("choose_market", market=self.case.told.market)
        if not self.state.market and any(one.payload == wanted for one in self.replies[-1].buttons):
            self.say(wanted)

    def _choose_subheading(self) -> None:
        """Who knows only the heading says so; four figures are asked back."""
        if self.state.open is not None and self.state.open.asked is Asked.CODE:
            self.say("/affirm")
        if self.state.open is not None and self.state.open.asked is Asked.SUBHEADING:
            self.say("/dont_know")

    def _gives_bill(self) -> bool:
        """A bill is typed where the check has begun, and only if it says something."""
        return self._is_asked() and bool(self.case.told.materials)

    def bill(self) -> str:
        """The bill as a table, as far as it is told."""
        yes, no = ("ja", "nein") if self.lang == "de" else ("yes", "no")
        rows = [_HEADS[self.lang]]
        for number, one in enumerate(self.case.told.materials or (), start=1):
            status = "" if one.originating is None else yes if one.originating else no
            name = f"{'Posten' if self.lang == 'de' else 'Lot'} {chr(64 + number)}"
            cells = [
                name,
                one.hs.digits if one.hs is not None else "",
                "" if one.value is None else _figures(one.value, self.lang),
                "" if one.weight_kg is None else _figures(one.weight_kg, self.lang),
                status,
            ]
            rows.append(";".join(cells))
        return "\n".join(rows)

    def _confirm_bill(self) -> None:
        if self.state.open is None or self.state.open.asked is not Asked.MATERIALS:
            raise TalkError(f"{self.case.id}: the bill was not understood: {self.told}")
        told = self.case.told.materials or ()
        read = [(one.hs, one.value, one.weight_kg, one.originating) for one in self.state.proposed]
        given = [
            (one.hs.digits if one.hs else "", one.value, one.weight_kg, one.originating)
            for one in told
        ]
        if read != given:
            raise TalkError(f"{self.case.id}: bill misread:\n{read}\n{given}")
        self.say(self.choose("bill", _YES[self.lang]))

    def _is_asked(self) -> bool:
        return self.state.open is not None and self.state.open.asked is Asked.FACT

    def _answer(self) -> None:
        fact = self.open_fact()
        if any(one.fact.id == fact.id for one in self.asked):
            raise TalkError(f"{self.case.id}: asked again for {fact.id}")
        if len(self.asked) > MOST_TURNS:
            raise TalkError(f"{self.case.id}: no end of questions")
        before = case_of(self.state, self.desk)
        answer: Answer | None = True
        if fact.id != MADE_HERE.id:
            answer = self.case.exporter.answer(fact)
        self.asked.append(run.Asked(fact, before, frozenset(self.state.unknown), answer))
        self.say(self._in_words(fact, answer))
        self._settle_reading(fact, answer)
        if answer is not None and fact.id != MADE_HERE.id:
            given = self.state.answers.get(fact.id)
            if given != answer:
                raise TalkError(f"{self.case.id}: {fact.id}: said {answer}, understood {given}")

    def open_fact(self) -> MissingFact:
        """The fact the open question is about; it must be the one that was shown."""
        assert self.state.open is not None
        fact = find_fact(self.state, self.state.open.about, self.desk)
        block = next((one.block("question") for one in self.replies if one.block("question")), None)
        if fact is None or block is None or block.content["id"] != fact.id:
            raise TalkError(f"{self.case.id}: {self.state.open.about} is open, shown: {self.told}")
        return fact

    def _in_words(self, fact: MissingFact, answer: Answer | None) -> str:
        if answer is None:
            return self.choose(fact.id, _DONT_KNOW[self.lang])
        if fact.type is FactType.YES_NO:
            return self.choose(fact.id, (_YES if answer else _NO)[self.lang])
        if fact.type is FactType.MONEY:
            assert isinstance(answer, Decimal)
            return f"{_figures(answer, self.lang)} €"
        if fact.type is FactType.WEIGHT:
            assert isinstance(answer, Decimal)
            return f"{_figures(answer, self.lang)} kg"
        return "/answer" + json.dumps({"answer": answer})

    def _settle_reading(self, fact: MissingFact, answer: Answer | None) -> None:
        """Asked which of two readings of a number is meant, he presses the right one."""
        if not isinstance(answer, Decimal) or fact.id in self.state.answers:
            return
        for one in self.replies[-1].buttons:
            told = json.loads(one.payload.partition("{")[1] + one.payload.partition("{")[2] or "{}")
            if told.get("answer") and Decimal(told["answer"]) == answer:
                self.say(one.payload)
                return


def talked(case: SimulatedCase, services: Services, lang: str) -> TalkInterview | None:
    """The interview; None where the conversation looks at another list for this market and day."""
    desk = Desk(services, lambda: case.told.day)
    interview = TalkInterview(case, desk, lang, full=run.full_knowledge(case))
    agreement = services.adviser.agreement_for(case.told)
    protocol = services.catalogue.protocol_of(agreement) if agreement is not None else None
    if agreement is None or protocol is None or protocol.id != case.list_id:
        return None
    if not agreement.is_applied_on(case.told.market, case.told.day):
        return None
    return interview.hold()


def told_so(held: TalkInterview) -> SimulatedCase:
    """The case as the conversation knew it, for looking at what its questions could change."""
    return replace(held.case, told=case_of(held.state, held.desk))


def _figures(value: Decimal, lang: str) -> str:
    """12345.6 as people write it: 12.345,6 or 12,345.6."""
    text = f"{value:,f}"
    if lang == "en":
        return text
    return text.translate(str.maketrans({",": ".", ".": ","}))
