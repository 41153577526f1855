"""Markets: one or several, what an agreement with them is worth, and the first answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.advice import Advice
from bot.agreements.catalogue import Agreement
from bot.conversation.cases import advise, for_market
from bot.conversation.desk import Desk
from bot.conversation.messages import payload
from bot.conversation.replying import Step, button, said, say
from bot.conversation.state import Asked, CaseState
from bot.explain.first_answer import first_answer
from bot.explain.formats import day, money, round_money
from bot.explain.markets import market_table
from bot.explain.proof_words import proof_lines
from bot.explain.replies import Button, Reply
from bot.explain.scope_words import Speaker
from bot.language.markets import MarketFound
from bot.tariff.duties import Duty, saving

_MOST_BUTTONS = 12
_MOST_SIDE_BY_SIDE = 30
_MOST_OFFERED = 6
_MOST_IN_FULL = 3


def ask_market(state: CaseState, offered: str, desk: Desk) -> Reply:
    """The question for the market; `offered` are those that came first in the table of all."""
    if offered:
        buttons = tuple(market_button(one, state.lang, desk) for one in offered.split())
        return Reply(say(state.lang, "market.which"), buttons=buttons)
    every = button(state.lang, "all_markets", "all_markets")
    return Reply(say(state.lang, "market.ask"), buttons=(every,))


def ask_which_market(state: CaseState, desk: Desk) -> Reply:
    """Which of several markets to look at closely."""
    buttons = tuple(market_button(one, state.lang, desk) for one in state.markets[:_MOST_BUTTONS])
    return Reply(say(state.lang, "market.which"), buttons=buttons)


def market_button(iso2: str, lang: str, desk: Desk) -> Button:
    """A market as a button."""
    return Button(desk.words.market(iso2, lang), payload("choose_market", market=iso2))


def ask_doubtful(state: CaseState, found: MarketFound, desk: Desk) -> Reply | None:
    """Is this market meant? None if there is nothing to choose from."""
    options = meant_by(found)
    if not options:
        return None
    buttons = tuple(market_button(one, state.lang, desk) for one in options)
    other = button(state.lang, "another_market", "new_market")
    return Reply(say(state.lang, "market.doubtful", text=found.text), buttons=(*buttons, other))


def meant_by(found: MarketFound) -> tuple[str, ...]:
    """The markets a name may mean, the likeliest first."""
    first = (found.iso2,) if found.iso2 else ()
    return tuple(dict.fromkeys(first + found.alternatives))


def answered(state: CaseState, desk: Desk) -> Step:
    """The first answer for product and market; several markets side by side."""
    if state.markets == desk.partner_markets() and not state.market:
        return all_markets(state, desk)
    if len(state.markets) > 1 and not state.market:
        shown = state.markets[:_MOST_SIDE_BY_SIDE]
        advices = tuple(advise(state, desk, one) for one in shown)
        table = market_table(advices, desk.words, state.lang)
        return Step(state.asking(Asked.WHICH_MARKET), (table,))
    single = state if state.market else for_market(state, state.markets[0])
    advice = advise(single, desk)
    reply = first_answer(advice, desk.words, single.lang)
    yearly = _per_year(single, advice.best.duty if advice.best else None)
    extra = (yearly,) if yearly else ()
    return Step(single.asking(Asked.NEXT), (reply, *extra))


def all_markets(state: CaseState, desk: Desk) -> Step:
    """All partner markets for the product, side by side."""
    advices = tuple(advise(state, desk, one) for one in desk.partner_markets())
    table = market_table(advices, desk.words, state.lang)
    best = " ".join(_most_saving(advices))
    return Step(replace(state, market="", markets=()).asking(Asked.MARKET, best), (table,))


def _most_saving(advices: Sequence[Advice]) -> list[str]:
    """The markets where an agreement is known to save most."""
    margins = {
        one.market: one.best.duty.margin_percent or 0 for one in advices if one.best is not None
    }
    saving_most = sorted(
        (iso for iso in margins if margins[iso] > 0), key=lambda iso: -margins[iso]
    )
    return saving_most[:_MOST_OFFERED]


def _per_year(state: CaseState, duty: Duty | None) -> Reply | None:
    """What the preference saves in a year, where the volume was told and the margin is known."""
    if state.per_year is None or duty is None or duty.margin_percent is None:
        return None
    volume = round_money(state.per_year, state.currency, state.lang)
    amount = money(saving(state.per_year, duty.margin_percent), state.currency, state.lang)
    return said(state.lang, "market.per_year", volume=volume, saving=amount)


# --- what is known of a market without a product ----------------------------------------------


def overview(state: CaseState, iso2: str, desk: Desk, *, with_proof: bool = False) -> Reply:
    """Which agreements reach a market since when, and with which proof."""
    speaker = Speaker(state.lang, desk.words)
    name = desk.words.market(iso2, state.lang)
    agreements = desk.catalogue.agreements_of(iso2)
    if not agreements:
        note = desk.words.situation(iso2).note.get(state.lang, "")
        return Reply(f"{say(state.lang, 'market.no_agreement', market=name)} {note}".strip())
    lines = []
    for one in agreements:
        lines.append(_status_line(one, iso2, state.lang, desk))
        note = one.note.get(state.lang, "")
        lines.extend([note] if note else [])
        protocol = desk.catalogue.protocol_of(one, desk.today()) if with_proof else None
        if protocol is not None and one.is_applied_on(iso2, desk.today()):
            lines.extend(proof_lines(protocol.proof_for(iso2).rules, speaker))
    return Reply("\n".join(lines))


def overviews(
    state: CaseState, markets: Sequence[str], desk: Desk, *, with_proof: bool = False
) -> tuple[Reply, ...]:
    """What is known of a few markets, nothing of it twice; of more, a line for each agreement.

    Agreements that are applied come first.
    """
    if len(markets) <= _MOST_IN_FULL:
        told = [overview(state, one, desk, with_proof=with_proof) for one in markets]
        return tuple({one.text: one for one in told}.values())
    return (Reply("\n".join(_in_short(state, markets, desk))),)


def _in_short(state: CaseState, markets: Sequence[str], desk: Desk) -> list[str]:
    """A line for each agreement with the markets it reaches, and one for those that none reaches."""
    speaker = Speaker(state.lang, desk.words)

    def names(isos: Sequence[str]) -> str:
        return speaker.all([desk.words.market(one, state.lang) for one in isos])

    applied: dict[str, list[str]] = {}
    not_yet: dict[str, list[str]] = {}
    for iso2 in markets:
        for one in desk.catalogue.agreements_of(iso2):
            reached = applied if one.is_applied_on(iso2, desk.today()) else not_yet
            reached.setdefault(_status_line(one, iso2, state.lang, desk), []).append(iso2)
    lines = [f"- {names(isos)} – {told}" for told, isos in (*applied.items(), *not_yet.items())]
    alone = [iso2 for iso2 in markets if not desk.catalogue.agreements_of(iso2)]
    if alone:
        lines.append(f"- {say(state.lang, 'market.no_agreement', market=names(alone))}")
    return lines


def _status_line(agreement: Agreement, iso2: str, lang: str, desk: Desk) -> str:
    title = agreement.title[lang]
    since = agreement.applied_from(iso2)
    if agreement.is_applied_on(iso2, desk.today()) and since is not None:
        return say(lang, "market.applied", title=title, day=day(since, lang))
    return say(lang, "market.not_yet", title=title)
