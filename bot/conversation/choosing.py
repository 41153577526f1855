"""What was chosen among products and markets, and how it goes on from there."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import content, products
from bot.conversation.cases import for_market
from bot.conversation.desk import Desk
from bot.conversation.replying import Step, said
from bot.conversation.state import CaseState


def product_chosen(state: CaseState, hs: str, desk: Desk) -> Step:
    """Take a code that was chosen; another product than before starts with its own words."""
    if desk.finder.by_code(hs) is None:
        return no_longer_offered(state)
    other = bool(state.hs) and not hs.startswith(state.hs[:4])
    step = products.chosen(replace(state.new_product(), words="") if other else state, hs, desk)
    return onward(step, desk)


def market_chosen(state: CaseState, iso2: str, desk: Desk) -> Step:
    """Take a market that was chosen."""
    if iso2 not in desk.markets.data.markets:
        return no_longer_offered(state)
    step = for_market(state, iso2)
    markets = state.markets if iso2 in state.markets else (iso2,)
    return content.forward(replace(step, markets=markets), desk)


def onward(step: Step, desk: Desk) -> Step:
    """The step, and what comes next once the product is known."""
    return content.forward(step.state, desk).after(*step.replies) if step.state.hs else step


def no_longer_offered(state: CaseState) -> Step:
    """A button whose offer is over, such as one of an earlier conversation."""
    return Step(state, (said(state.lang, "no_longer_offered"),))
