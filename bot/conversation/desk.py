"""What the conversation works with: law, duties, finder, words, topics, contacts, and today's date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from bot.advice import Adviser, Assessment
from bot.agreements.catalogue import Catalogue
from bot.conversation.glossary import Glossary
from bot.explain.words import CatalogueWords
from bot.faq.contacts import ContactBook
from bot.faq.definitions import Definitions
from bot.faq.questions import QuestionFinder
from bot.faq.topics import TopicBook
from bot.language.bill_of_materials import BillReader
from bot.language.markets import MarketReader
from bot.products.finder import ProductFinder
from bot.products.kinds import KindBook, read_kinds
from bot.wiring import Services, services

_HERE = ZoneInfo("Europe/Berlin")


def today_here() -> date:
    """The day in North Rhine-Westphalia."""
    return datetime.now(_HERE).date()


@dataclass(frozen=True)
class Desk:
    """The services of one process as the conversation uses them; the date can be set for tests."""

    services: Services
    today: Callable[[], date] = today_here
    assessments: dict[tuple[date, str], Assessment] = field(default_factory=dict, compare=False)

    @property
    def adviser(self) -> Adviser:
        """Advice and determination of origin."""
        return self.services.adviser

    @property
    def catalogue(self) -> Catalogue:
        """The law."""
        return self.services.catalogue

    @property
    def finder(self) -> ProductFinder:
        """Words to codes."""
        return self.services.finder

    @property
    def markets(self) -> MarketReader:
        """Names of markets in a text."""
        return self.services.markets

    @property
    def words(self) -> CatalogueWords:
        """Names for explanations."""
        return self.services.words

    @property
    def topics(self) -> TopicBook:
        """Topics a user may ask about in between."""
        return self.services.topics

    @property
    def questions(self) -> QuestionFinder:
        """Questions in people's own words to topics."""
        return self.services.questions

    @cached_property
    def glossary(self) -> Glossary:
        """The terms that are explained where replies use them."""
        return Glossary.of(self.topics)

    @cached_property
    def definitions(self) -> Definitions:
        """Terms whose meaning a message asks for."""
        return Definitions.of(self.topics)

    @cached_property
    def kinds(self) -> KindBook:
        """Kinds of goods to choose from where a phrase is too broad."""
        return read_kinds(self.services.settings.data / "products", self.finder.labels)

    @property
    def contacts(self) -> ContactBook:
        """Who helps further."""
        return self.services.contacts

    @cached_property
    def bills(self) -> BillReader:
        """Reads bills of materials."""
        return BillReader(self.markets, self._is_heading)

    def partner_markets(self) -> tuple[str, ...]:
        """The markets with an agreement, in the order of the catalogue."""
        return tuple(one.iso2 for one in self.catalogue.markets.values() if one.agreements)

    def _is_heading(self, digits: str) -> bool:
        return digits in self.services.labels.by_digits


@lru_cache(maxsize=1)
def desk() -> Desk:
    """The desk of this process."""
    return Desk(services())
