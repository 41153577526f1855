"""The composition root: which data, which store, which sources; read from the environment.

Environment: FTA_DATA is the folder with the data (default data/), FTA_DATABASE_URL the database (default an
SQLite file under var/), FTA_LIVE the online tariffs to ask (default none, see docs/live-sources.md).
Everything is built when it is first asked for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.advice import Adviser, TariffSource
from bot.agreements.catalogue import Catalogue, load_catalogue, version_of
from bot.agreements.tariff_files import TariffBook
from bot.case_input import CaseReader, vocabulary_reader
from bot.explain.words import CatalogueWords
from bot.faq.contacts import ContactBook, read_contacts
from bot.faq.questions import QuestionFinder
from bot.faq.topics import TopicBook, read_topics
from bot.language.markets import MarketReader
from bot.live.settings import LiveSettings
from bot.origin.nomenclature import Nomenclature, code
from bot.products.finder import ProductFinder
from bot.products.label_files import Labels, nomenclature_of, read_correlation, read_labels

if TYPE_CHECKING:
    from bot.store.advice_log import AdviceLog

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where things are; `cache` is for what can be made again at any time."""

    data: Path
    database_url: str
    cache: Path
    live: LiveSettings = field(default_factory=LiveSettings)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings the environment asks for; unset or empty variables mean the defaults.

        Raises:
            ValueError: an online tariff is asked for that is not known, or at an address that is not https.
        """
        given = os.environ if environment is None else environment
        data = Path(given.get("FTA_DATA") or PROJECT / "data")
        database = given.get("FTA_DATABASE_URL") or f"sqlite:///{PROJECT / 'var' / 'data.db'}"
        live = LiveSettings.from_environment(given)
        return cls(data, database, PROJECT / "var" / "cache", live)


@dataclass(frozen=True)
class FileTariffs:
    """The recorded duties as the adviser wants them; older editions through the nomenclature."""

    book: TariffBook
    nomenclature: Nomenclature

    def duty(self, market: str, agreement: str | None, hs: str, day: date) -> Any:
        """The duty without and with the preference."""
        return self.book.duty(market, agreement, hs, day, self.to_edition)

    def to_edition(self, digits: str, edition: str) -> tuple[str, ...]:
        """The codes of an older edition that a code of HS 2022 comes from."""
        found = self.nomenclature.correlation.to_edition(code(digits), edition)
        return tuple(one.digits for one in found)


@dataclass(frozen=True)
class Services:
    """Everything the ways in need, each built once and only when asked for."""

    settings: Settings

    @cached_property
    def nomenclature(self) -> Nomenclature:
        """The codes of HS 2022 and their earlier editions."""
        return nomenclature_of(self.labels, read_correlation(self.settings.data / "products"))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The law; raises DataError with every fault."""
        return load_catalogue(self.settings.data / "agreements", self.nomenclature.correlation)

    @cached_property
    def tariffs(self) -> FileTariffs:
        """The recorded duties."""
        return FileTariffs(TariffBook(self.settings.data / "agreements"), self.nomenclature)

    @cached_property
    def tariff_source(self) -> TariffSource:
        """The recorded duties, behind the online tariffs where any are switched on."""
        if not self.settings.live.names:
            return self.tariffs
        # Imported here because loading the HTTP library takes longer than most answers.
        from bot.live.configuration import live_tariffs

        return live_tariffs(self.settings.live, self.tariffs)

    @cached_property
    def adviser(self) -> Adviser:
        """Advice and assessment."""
        return Adviser(self.catalogue, self.tariff_source, self.nomenclature)

    @cached_property
    def labels(self) -> Labels:
        """Everyday labels of codes."""
        return read_labels(self.settings.data / "products")

    @cached_property
    def products_version(self) -> str:
        """SHA-256 of the files the product finder answers from; the law has its own (catalogue)."""
        return version_of(self.settings.data / "products")

    @cached_property
    def finder(self) -> ProductFinder:
        """Words to codes."""
        return ProductFinder(self.labels, self.settings.cache)

    @cached_property
    def markets(self) -> MarketReader:
        """Names of markets and how to find them in a text."""
        return MarketReader.load(self.settings.data / "markets")

    @cached_property
    def words(self) -> CatalogueWords:
        """Names for explanations."""
        return CatalogueWords(
            self.catalogue.vocabulary,
            self._label,
            self._market_name,
            self._below,
            self.catalogue.markets,
        )

    @cached_property
    def cases(self) -> CaseReader:
        """Reads the JSON of an assessment."""
        processes = vocabulary_reader(self.catalogue.vocabulary.processes)
        return CaseReader(self.catalogue, self.nomenclature, processes, self.markets)

    @cached_property
    def contacts(self) -> ContactBook:
        """Who helps with what."""
        return read_contacts(self.settings.data / "faq")

    @cached_property
    def topics(self) -> TopicBook:
        """Topics people ask about."""
        return read_topics(self.settings.data / "faq")

    @cached_property
    def questions(self) -> QuestionFinder:
        """Questions in people's own words to topics."""
        return QuestionFinder.load(self.settings.data / "faq", self.topics, self.settings.cache)

    @cached_property
    def advice_log(self) -> AdviceLog:
        """Where every answer given in a conversation is noted; raises StoreError if it cannot be opened."""
        # Imported here because SQLAlchemy takes longer to load than most answers take.
        from bot.store.addresses import log_url
        from bot.store.advice_log import AdviceLog

        return AdviceLog.open(log_url(self.settings.database_url))

    def _label(self, digits: str, lang: str) -> str:
        return self.labels.label(digits, lang)

    def _below(self, heading: str) -> tuple[str, ...]:
        return tuple(one.digits for one in self.nomenclature.below(code(heading)))

    def _market_name(self, iso2: str, lang: str) -> str:
        market = self.markets.data.markets.get(iso2)
        return market.name(lang) if market is not None else iso2


@lru_cache(maxsize=1)
def services() -> Services:
    """The services of this process, by its environment."""
    return Services(Settings.from_environment())
