"""The recorded lists under the engine: whatever is asked, asking ends in an answer."""

from __future__ import annotations

import random

import pytest

from bot.origin.bill_of_materials import Operation
from bot.origin.findings import Reason
from bot.wiring import Services
from tests.origin.builders import DAY, UNDETERMINED, WORKING, case, material
from tests.origin.search import Respondent, interviewed

INTERVIEWS_PER_LIST = 30
MARKETS = {
    "pem-2023": "CH",
    "pem-2012": "DZ",
    "eu-uk-tca": "GB",
    "eu-japan-epa": "JP",
    "eu-canada-ceta": "CA",
    "eu-korea-fta": "KR",
    "eu-singapore-fta": "SG",
    "eu-vietnam-fta": "VN",
}


@pytest.mark.parametrize("list_id", MARKETS)
def test_every_interview_ends(list_id: str, services: Services) -> None:
    catalogue, market = services.catalogue, MARKETS[list_id]
    law = catalogue.origin_rules(catalogue.protocols[list_id], market)
    assert law is not None
    codes = sorted(services.nomenclature.subheadings)
    chance = random.Random(list_id)
    for seed in range(INTERVIEWS_PER_LIST):
        lines = [
            material(
                chance.choice(codes),
                chance.choice([None, 5, 30]),
                chance.choice([None, False, True]),
                kg=chance.choice([None, 1]),
            )
            for _ in range(3)
        ]
        told = case(
            chance.choice([None, lines]),
            chance.choice(codes),
            exw=chance.choice([None, 100]),
            fob=None,
            kg=None,
            operations=chance.choice([None, WORKING, (Operation("making_up"),)]),
            market=market,
            day=DAY,
        )
        found = interviewed(told, law, Respondent(seed))
        recorded = found.reason is not Reason.ROW_NOT_RECORDED
        assert (found.status is UNDETERMINED) != recorded
