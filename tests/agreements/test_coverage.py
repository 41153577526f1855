"""Every agreement an exporter may hear of is there, with its status, its day and its legal reference."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from bot.agreements.catalogue import Catalogue
from bot.agreements.values import AgreementStatus
from bot.explain.first_answer import first_answer
from bot.explain.use_it import use_it
from bot.origin.bill_of_materials import Case, Material, Operation, Product
from bot.origin.findings import Status
from bot.origin.nomenclature import code
from bot.proof.proofs import ProofKind
from bot.wiring import Services

TODAY = date(2026, 11, 22)

_IN_FORCE, _PROVISIONAL = AgreementStatus.IN_FORCE, AgreementStatus.PROVISIONALLY_APPLIED
_SIGNED, _CONCLUDED = AgreementStatus.SIGNED, AgreementStatus.CONCLUDED
_NEGOTIATING = AgreementStatus.NEGOTIATING


class Known(NamedTuple):
    """What the overview of the practice says of an agreement."""

    id: str
    markets: str
    status: AgreementStatus
    since: str = ""
    celex: str = ""


KNOWN = (
    Known("eu-switzerland", "CH LI", _IN_FORCE, "1973-01-01", "21972A0722(03)"),
    Known("eu-norway", "NO", _IN_FORCE, "1973-07-01", "21973A0514(01)"),
    Known("eu-iceland", "IS", _IN_FORCE, "1973-04-01", "21972A0722(05)"),
    Known("eea", "IS LI NO", _IN_FORCE, "", "21994A0103(01)"),
    Known("eu-faroe-islands", "FO", _IN_FORCE, "1997-01-01", "21997A0222(01)"),
    Known("eu-uk-tca", "GB", _IN_FORCE, "2021-01-01", "22021A0430(01)"),
    Known("eu-turkey-customs-union", "TR", _IN_FORCE, "1995-12-31", "21996D0213(01)"),
    Known("eu-turkey-agriculture-coal-steel", "TR", _IN_FORCE),
    Known("eu-andorra-customs-union", "AD", _IN_FORCE, "1991-07-01", "21990A1231(02)"),
    Known("eu-andorra-agriculture", "AD", _IN_FORCE),
    Known("eu-san-marino-customs-union", "SM", _IN_FORCE, "", "22002A0328(01)"),
    Known("eu-albania", "AL", _IN_FORCE, "", "22009A0428(02)"),
    Known("eu-bosnia-herzegovina", "BA", _IN_FORCE, "", "22015A0630(01)"),
    Known("eu-kosovo", "XK", _IN_FORCE, "2016-04-01", "22016A0316(01)"),
    Known("eu-montenegro", "ME", _IN_FORCE, "", "22010A0429(01)"),
    Known("eu-north-macedonia", "MK", _IN_FORCE, "", "22004A0320(03)"),
    Known("eu-serbia", "RS", _IN_FORCE, "", "22013A1018(01)"),
    Known("eu-georgia", "GE", _IN_FORCE, "2014-09-01", "22014A0830(02)"),
    Known("eu-moldova", "MD", _IN_FORCE, "2014-09-01", "22014A0830(01)"),
    Known("eu-ukraine", "UA", _IN_FORCE, "2016-01-01", "22014A0529(01)"),
    Known("eu-egypt", "EG", _IN_FORCE, "2004-06-01", "22004A0930(03)"),
    Known("eu-jordan", "JO", _IN_FORCE, "2002-05-01", "22002A0515(02)"),
    Known("eu-morocco", "MA", _IN_FORCE, "2000-03-01", "22000A0318(01)"),
    Known("eu-tunisia", "TN", _IN_FORCE, "1998-03-01", "21998A0330(01)"),
    Known("eu-palestine", "PS", _IN_FORCE, "1997-07-01", "21997A0716(01)"),
    Known("eu-israel", "IL", _IN_FORCE, "2000-06-01", "22000A0621(01)"),
    Known("eu-lebanon", "LB", _IN_FORCE, "", "22006A0530(01)"),
    Known("eu-algeria", "DZ", _IN_FORCE, "2005-09-01", "22005A1010(01)"),
    Known("eu-canada-ceta", "CA", _PROVISIONAL, "2017-09-21", "22017A0114(01)"),
    Known("eu-mexico-2000", "MX", _IN_FORCE, "2000-07-01"),
    Known("eu-mexico-modernised", "MX", _SIGNED),
    Known("eu-mercosur-ita", "AR BR PY UY", _PROVISIONAL, "2026-05-01"),
    Known("eu-chile-ita", "CL", _IN_FORCE, "2025-02-01", "22024A02953"),
    Known("eu-andean", "CO EC PE", _IN_FORCE, "", "22012A1221(01)"),
    Known("eu-central-america", "CR GT HN NI PA SV", _IN_FORCE, "", "22012A1215(01)"),
    Known(
        "cariforum-eu-epa",
        "AG BB BS BZ DM DO GD GY JM KN LC SR TT VC",
        _PROVISIONAL,
        "2008-12-29",
        "22008A1030(01)",
    ),
    Known("eu-korea-fta", "KR", _IN_FORCE, "2011-07-01", "22011A0514(01)"),
    Known("eu-japan-epa", "JP", _IN_FORCE, "2019-02-01", "22018A1227(01)"),
    Known("eu-singapore-fta", "SG", _IN_FORCE, "2019-11-21", "22019A1114(01)"),
    Known("eu-vietnam-fta", "VN", _IN_FORCE, "2020-08-01", "22020A0612(01)"),
    Known("eu-new-zealand-fta", "NZ", _IN_FORCE, "2024-05-01"),
    Known("eu-pacific-epa", "FJ PG SB WS", _PROVISIONAL, "", "22009A1016(01)"),
    Known("eu-sadc-epa", "BW LS MZ NA SZ ZA", _PROVISIONAL, "", "22016A0916(01)"),
    Known("eu-esa-epa", "KM MG MU SC ZW", _PROVISIONAL, "", "22012A0424(01)"),
    Known("eu-ghana-epa", "GH", _PROVISIONAL, "2016-12-15", "22016A1021(01)"),
    Known("eu-cote-divoire-epa", "CI", _PROVISIONAL, "2016-09-03", "22009A0303(01)"),
    Known("eu-cameroon-epa", "CM", _PROVISIONAL, "2014-08-04", "22009A0228(01)"),
    Known("eu-kenya-epa", "KE", _IN_FORCE, "2024-07-01"),
    Known("eu-india", "IN", _CONCLUDED),
    Known("eu-indonesia", "ID", _CONCLUDED),
    Known("eu-australia", "AU", _CONCLUDED),
    Known("eu-thailand", "TH", _NEGOTIATING),
    Known("eu-philippines", "PH", _NEGOTIATING),
    Known("eu-malaysia", "MY", _NEGOTIATING),
    Known("eu-uae", "AE", _NEGOTIATING),
)

# Markets without an agreement that helps an export, and why.
WITHOUT = {
    "US": "none",
    "CN": "none",
    "RU": "sanctions",
    "BY": "sanctions",
    "SY": "unilateral_imports_only",
    "HT": "unilateral_imports_only",
    "PF": "unilateral_imports_only",
    "GL": "unilateral_imports_only",
    "XC": "none",
    "XL": "none",
    "XI": "eu_member",
}


def test_no_agreement_is_missing_and_none_is_unknown(catalogue: Catalogue) -> None:
    assert {one.id for one in KNOWN} == set(catalogue.agreements)


@pytest.mark.parametrize("known", KNOWN, ids=[one.id for one in KNOWN])
def test_an_agreement_has_its_markets_status_and_reference(
    catalogue: Catalogue, known: Known
) -> None:
    found = catalogue.agreements[known.id]
    assert set(found.partners) == set(known.markets.split())
    assert found.status is known.status
    for market in known.markets.split():
        assert known.id in catalogue.markets[market].agreements
        since = found.applied_from(market)
        if known.since:
            assert since == date.fromisoformat(known.since)
        assert (since is not None) is known.status.is_applied
        assert found.is_applied_on(market, TODAY) is known.status.is_applied
    assert found.legal_reference["celex"] == known.celex or not known.celex
    assert found.sources
    assert found.as_of <= TODAY


@pytest.mark.parametrize(("market", "status"), WITHOUT.items())
def test_a_market_without_an_agreement_says_why(
    catalogue: Catalogue, market: str, status: str
) -> None:
    found = catalogue.markets[market]
    assert (found.agreements, found.status) == ((), status)
    assert all(found.note[lang] for lang in ("de", "en"))


def test_a_list_is_missing_only_where_none_was_to_be_had(catalogue: Catalogue) -> None:
    missing = {id_ for id_, one in catalogue.protocols.items() if one.rules is None}
    assert missing == {
        "eu-andorra-agriculture",
        "eu-chile-ita",
        "eu-kenya-epa",
        "eu-mercosur-ita",
        "eu-new-zealand-fta",
    }
    for id_ in missing:
        assert all(catalogue.protocols[id_].warning[lang] for lang in ("de", "en"))


def test_each_proof_that_the_exporter_writes_has_its_text_in_both_languages(
    catalogue: Catalogue,
) -> None:
    for id_, one in catalogue.protocols.items():
        written = any(rule.kind.is_made_by_exporter for rule in one.proof.rules)
        if written and id_ != "eu-andorra-agriculture":
            assert one.declaration is not None, id_
            assert {"de", "en"} <= set(one.declaration.texts), id_


def test_the_brackets_name_who_authorises(catalogue: Catalogue) -> None:
    """Where the annex names another authority than customs, the wording follows it."""
    brackets = {
        "eu-central-america": "(customs or competent public authority authorisation No {reference})",
        "eu-mexico-2000": "(customs or competent governmental authorisation No {reference})",
        "eu-korea-fta": "(customs authorisation No {reference})",
        "eu-sadc-epa": "(customs authorisation No {reference})",
        "eu-uk-tca": "(Exporter Reference No {reference})",
    }
    for id_, expected in brackets.items():
        declaration = catalogue.protocols[id_].declaration
        assert declaration is not None
        assert expected in declaration.texts["en"]


@pytest.mark.parametrize(("market", "read"), [("IL", True), ("DZ", True), ("LB", False)])
def test_the_wording_eur_med_is_read_where_the_old_rules_know_it(
    catalogue: Catalogue, market: str, read: bool
) -> None:
    protocol = catalogue.protocols["pem-2012"]
    assert protocol.declaration_eur_med is not None
    assert "{remark}" in protocol.declaration_eur_med.texts["en"]
    kinds = {rule.kind for rule in protocol.proof_for(market).rules}
    assert (ProofKind.EUR_MED in kinds) is read


@pytest.mark.parametrize("market", ["NZ", "CL", "BR", "AR", "KE"])
@pytest.mark.parametrize(
    ("lang", "said"), [("de", "noch nicht erfasst"), ("en", "not recorded here yet")]
)
def test_without_a_list_the_answer_says_so_and_where_the_rule_stands(
    services: Services, market: str, lang: str, said: str
) -> None:
    advice = services.adviser.advise(code("841370"), market, TODAY)
    text = first_answer(advice, services.words, lang).text
    assert advice.best is not None and advice.best.applies
    assert said in text
    assert "wup.zoll.de" in text
    assert "Access2Markets" in text


@pytest.mark.parametrize(("market", "shown"), [("IL", True), ("LB", False), ("CH", False)])
def test_the_wording_eur_med_is_shown_where_the_agreement_knows_it(
    services: Services, market: str, shown: bool
) -> None:
    own = (Material(code("720851"), value=Decimal(50), originating=True),)
    product = Product(code("841370"), ex_works_price=Decimal(1000))
    assessment = services.adviser.assess(
        Case(product, market, TODAY, own, (Operation("machining"),))
    )
    assert assessment.determination.status is Status.ORIGINATING
    reply = use_it(assessment, None, services.words, "en")
    block = reply.block("declaration")
    assert block is not None
    assert (block.content["eur_med"] is not None) is shown
    assert ("count materials from further countries" in reply.text) is shown
