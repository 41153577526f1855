"""Tables of the copy of the data. The files of `data` are the truth; these rows can be rebuilt.

Texts in both languages stand in two columns, codes are digits, dates are days, figures are exact.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from bot.store.column_types import DecimalText, UtcDateTime

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

BUILDS = Table(
    "data_builds",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("data_version", String(64), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("built_at", UtcDateTime, nullable=False),
)
"""One row: what the copy was made from and when."""

AGREEMENTS = Table(
    "agreements",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("title_de", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("status", String(32), nullable=False),
    Column("origin_protocol", String(64)),
    Column("legal_reference", JSON, nullable=False),
    Column("note_de", Text, nullable=False),
    Column("note_en", Text, nullable=False),
    Column("confidence", String(16), nullable=False),
    Column("as_of", Date, nullable=False),
)

PARTNERS = Table(
    "agreement_partners",
    METADATA,
    Column("agreement_id", ForeignKey("agreements.id"), primary_key=True),
    Column("market", String(2), primary_key=True),
    Column("applied_from", Date),
    Column("applied_until", Date),
)

PROTOCOLS = Table(
    "protocols",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("title_de", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("hs_edition", String(4), nullable=False),
    Column("rules_recorded", Boolean, nullable=False),
    Column("warning_de", Text, nullable=False),
    Column("warning_en", Text, nullable=False),
    Column("as_of", Date, nullable=False),
)

RULES = Table(
    "product_specific_rules",
    METADATA,
    Column("protocol_id", ForeignKey("protocols.id"), primary_key=True),
    Column("row", String(64), primary_key=True),
    Column("line", Integer, nullable=False),
    Column("hs_from", String(6), nullable=False, index=True),
    Column("hs_to", String(6), nullable=False),
    Column("covers", String(16), nullable=False),
    Column("description_de", Text, nullable=False),
    Column("description_en", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("direction", String(32), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("confidence", String(1), nullable=False),
    Column("source", Text, nullable=False),
    Column("remark", Text, nullable=False),
    # The marks of the file, joined by "|" as they stand there.
    Column("reviewed_by", String(64), nullable=False, server_default=""),
)

MARKETS = Table(
    "markets",
    METADATA,
    Column("iso2", String(2), primary_key=True),
    Column("status", String(64), nullable=False),
    Column("note_de", Text, nullable=False),
    Column("note_en", Text, nullable=False),
    Column("confidence", String(16), nullable=False),
    Column("as_of", Date),
    Column("source", Text, nullable=False),
)

MARKET_AGREEMENTS = Table(
    "market_agreements",
    METADATA,
    Column("market", ForeignKey("markets.iso2"), primary_key=True),
    Column("agreement_id", ForeignKey("agreements.id"), primary_key=True),
    Column("position", Integer, nullable=False),
)

TARIFF_FILES = Table(
    "tariff_files",
    METADATA,
    Column("market", String(2), primary_key=True),
    Column("agreement_id", String(64), primary_key=True),
    Column("side", String(16), primary_key=True),
    Column("path", String(255), nullable=False),
    Column("hs_edition", String(4), nullable=False),
    Column("year", Integer, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("confidence", String(16), nullable=False),
    Column("source", Text, nullable=False),
)
"""Which file of lines serves which market and side; `agreement_id` is empty for the normal duty."""

TARIFF_LINES = Table(
    "tariff_lines",
    METADATA,
    Column("path", String(255), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("code", String(10), nullable=False, index=True),
    Column("rate", Text),
    Column("percent", DecimalText(32)),
    Column("notes", Text, nullable=False),
)

DUTY_RULES = Table(
    "duty_rules",
    METADATA,
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("markets", Text, nullable=False),
    Column("agreements", Text, nullable=False),
    Column("side", String(16), nullable=False),
    Column("hs_from", String(10), nullable=False),
    Column("hs_to", String(10), nullable=False),
    Column("percent", DecimalText(32)),
    Column("text_de", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("confidence", String(16), nullable=False),
    Column("source", Text, nullable=False),
)

PRODUCT_LABELS = Table(
    "product_labels",
    METADATA,
    Column("hs", String(6), primary_key=True),
    Column("label_de", Text, nullable=False),
    Column("label_en", Text, nullable=False),
    Column("words_de", Text, nullable=False),
    Column("words_en", Text, nullable=False),
)

COPIED_TABLES = (
    AGREEMENTS,
    PARTNERS,
    PROTOCOLS,
    RULES,
    MARKETS,
    MARKET_AGREEMENTS,
    TARIFF_FILES,
    TARIFF_LINES,
    DUTY_RULES,
    PRODUCT_LABELS,
)
"""In the order in which they can be filled."""
