"""The normal duty of the United Kingdom from the UK Trade Tariff service (HM Revenue & Customs).

The service publishes an OpenAPI description and guides at docs.trade-tariff.service.gov.uk
(version 2, JSON:API; read in the state of August 2026): `commodities/{10 digits}` gives a declarable
code with all its measures, `subheadings/{10 digits}-{suffix}` and `headings/{4 digits}` give the
codes below with an overview of their measures. `as_of` asks for a day. No registration is needed
on the public host, which limits requests; the guides recommend keeping answers for a day. The
figures are Crown copyright under the Open Government Licence v3.0.

What makes an answer doubtful: another code than the one asked for, a code without exactly one
third-country duty, a duty whose text and parts disagree, a text that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.live.answers import Clock, LiveAnswer, LiveError, LiveLine
from bot.live.http_client import JsonClient
from bot.live.json_api import Document, Resource, read_document
from bot.live.uk_measures import measures_of, suspension_notes, third_country_duty, union_preference
from bot.tariff.duties import LiveFailure

ACCEPT = "application/vnd.hmrc.2.0+json"
SOURCE = "UK Integrated Online Tariff, HM Revenue & Customs, Open Government Licence v3.0"

_MARKET = "GB"
_SUBHEADING, _HEADING, _NATIONAL = 6, 4, 10
_LENGTHS = (6, 8, 10)
# Codes with another suffix only group others and have no measures of their own.
_DECLARABLE_SUFFIX = "80"


@dataclass(frozen=True)
class UkTradeTariff:
    """Asks the UK service."""

    client: JsonClient
    now: Clock

    @property
    def name(self) -> str:
        """Short name, as it is configured."""
        return "uk"

    def can_answer(self, market: str, hs: str) -> bool:
        """For Great Britain, from the subheading on; headings stand for too many lines."""
        return market == _MARKET and len(hs) in _LENGTHS

    def normal_duty(self, hs: str, day: date) -> LiveAnswer:
        """The normal duty on a day on all declarable codes under a code of 6, 8 or 10 digits."""
        for path in _paths(hs):
            retrieved_at = self.now()
            body = self.client.get(path, {"as_of": day.isoformat()})
            if body is not None:
                document = read_document(body)
                _check_code(document.data, hs)
                lines = tuple(_lines(document, hs, day))
                if not lines:
                    raise LiveError(LiveFailure.DOUBTFUL, f"{path}: no declarable code")
                return LiveAnswer(hs, lines, SOURCE, retrieved_at)
        raise LiveError(LiveFailure.NOT_LISTED, f"{hs}: not in the tariff")


def _paths(hs: str) -> tuple[str, ...]:
    """Where the code may be found, the likeliest place first.

    A code that is not divided further is a commodity, every other one a subheading; a heading that
    is not divided at six digits is only found as a heading.
    """
    padded = hs.ljust(_NATIONAL, "0")
    commodity = f"commodities/{padded}"
    subheading = f"subheadings/{padded}-{_DECLARABLE_SUFFIX}"
    if len(hs) == _NATIONAL:
        return (commodity,)
    if len(hs) > _SUBHEADING:
        return (commodity, subheading)
    if hs.endswith("00"):
        return (f"headings/{hs[:_HEADING]}",)
    return (subheading, commodity)


def _check_code(data: Resource, hs: str) -> None:
    found = data.text("goods_nomenclature_item_id")
    if found != hs.ljust(_NATIONAL, "0"):
        raise data.unexpected("goods_nomenclature_item_id", hs, found)


def _lines(document: Document, hs: str, day: date) -> Iterator[LiveLine]:
    if document.data.flag("declarable"):
        yield _declarable_line(document, day)
        return
    for reference in document.data.references("commodities"):
        commodity = document.find(reference)
        if not _is_declarable(commodity):
            continue
        code = commodity.text("goods_nomenclature_item_id")
        if not code.startswith(hs):
            raise commodity.unexpected("goods_nomenclature_item_id", f"a code below {hs}", code)
        overview = measures_of(document, commodity.references("overview_measures"))
        yield LiveLine(code, third_country_duty(document, commodity, overview))


def _declarable_line(document: Document, day: date) -> LiveLine:
    data = document.data
    measures = measures_of(document, data.references("import_measures"))
    on_the_day = tuple(one for one in measures if one.is_valid_on(day))
    return LiveLine(
        data.text("goods_nomenclature_item_id"),
        third_country_duty(document, data, on_the_day),
        union_preference(document, on_the_day),
        suspension_notes(document, on_the_day),
    )


def _is_declarable(commodity: Resource) -> bool:
    return commodity.flag("leaf") and commodity.text("producline_suffix") == _DECLARABLE_SUFFIX
