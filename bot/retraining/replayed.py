"""Asking the advisor again: what an agreement would have saved, and why a rule was not met."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.case_fields import InputError
from bot.origin.facts import AnswerError
from bot.origin.nomenclature import NomenclatureError, code
from bot.origin.outcome import Outcome
from bot.store.advice_log import AdviceEntry
from bot.store.engines import to_json

if TYPE_CHECKING:
    from bot.wiring import Services

_EUROS = "EUR"
_NOT_READABLE = "case of an earlier version"


def saving_of(conversation: Mapping[str, Any], services: Services) -> tuple[str, Decimal] | None:
    """Agreement and duty saved, for the value that was told (as a bucket: at least); None if unknown.

    Only values in euros are added up.
    """
    facts, hs = conversation["facts"], conversation["hs"]
    if (
        not hs
        or not facts.get("value")
        or facts.get("currency") != _EUROS
        or not conversation["markets"]
    ):
        return None
    day = conversation["started"].date()
    value = Decimal(facts["value"])
    for market in conversation["markets"][:1]:
        try:
            advice = services.adviser.advise(code(hs), market, day, value=value, currency=_EUROS)
        except NomenclatureError:
            return None
        best = next((one for one in advice.agreements if one.saving is not None), None)
        if advice.usable and best is not None and best.saving is not None and best.saving > 0:
            return str(best.agreement.id), best.saving
    return None


def reasons_of(entry: AdviceEntry, services: Services) -> set[str]:
    """Why the rule was not met, in the engine's terms; an entry that cannot be read any more says so."""
    request = {
        name: one for name, one in json.loads(to_json(entry.input)).items() if one is not None
    }
    if entry.agreement:
        request["agreement"] = entry.agreement
    try:
        read = services.cases.read(json.dumps(request).encode())
        found = services.adviser.assess(read.case, read.agreement).determination
    except (InputError, AnswerError, NomenclatureError):
        return {_NOT_READABLE}
    failed = {
        type(finding.criterion).__name__
        for alternative in found.alternatives
        for finding in alternative.findings
        if finding.outcome is Outcome.NOT_MET
    }
    if failed:
        return {_in_words(name) for name in failed}
    return {found.reason.value.replace("_", " ")} if found.reason is not None else {"rule not met"}


def _in_words(name: str) -> str:
    """The name of a criterion's type in words, such as "change of tariff heading"."""
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()
