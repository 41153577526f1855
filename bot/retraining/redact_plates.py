"""Number plates of vehicles: they name a keeper as surely as a telephone number does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.retraining.redact_patterns import Span

# German plates: district, one or two letters, up to four figures, E (electric) or H (historic).
_GERMAN = r"[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?"
# Written with the hyphen they are told by their shape; alloys ("EN-AW 6060"), agreements ("EU-JP 12"), grades of
# materials ("PA-GF 30", "PP-GF 30") and codes ("HS-CN 8413") have the same one.
_HYPHENATED = re.compile(
    r"(?<![\w-])(?!(?:EN|EU|HS|KN|CN|DIN|ISO|PA|PP|PE|PC|PVC|POM|ABS|PET|PBT|TPU|EG)-)"
    r"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[- ]?\d{1,4}[EH]?(?![\w-])"
)
# Beside a word for a vehicle any of their ways of writing counts, in small letters, too, and foreign plates.
_VEHICLE = (
    r"(?:(?:kfz-?|nummern|auto)?kennzeichen|nummernschild|kfz|lkw|pkw|auto|wagen|transporter|sprinter|laster|lastwagen"
    r"|auflieger|sattelzug|anhänger|fahrzeug|zugmaschine|truck|lorry|van|car|trailer|vehicle"
    r"|(?:(?:licen[cs]e|number|registration) )?plates?|registration)"
)
_CALLED = re.compile(
    rf"\b{_VEHICLE}\b(?:\s+(?:mit|with|nr\.?|no\.?|number|nummer|ist|is|lautet|das|the|kennzeichen|plates?))*[\s:.#]*"
    rf"(?P<part>{_GERMAN}|[A-Z]{{2}}\d{{2}} ?[A-Z]{{3}}|\d{{1,2}}[- ][A-Z]{{2,3}}[- ]\d{{1,4}}|[A-Z]{{1,3}}[- ]?\d{{3,5}}[A-Z]{{0,2}})(?![\w-])",
    re.I,
)
# What a word for a vehicle may be followed by that is no plate: "car EN AW 6060", "van HS 8704".
_NO_PLATE = re.compile(
    r"^(?:EN|DIN|ISO|HS|KN|CN|EU|UK|US|AWB|CMR|ab|zu|in|an|mit|bis|und|to|for)\b", re.I
)


def plates(text: str) -> Iterator[Span]:
    """Number plates told by their shape, or by the vehicle named before them."""
    for match in _HYPHENATED.finditer(text):
        yield "plate", match.start(), match.end()
    for match in _CALLED.finditer(text):
        if not _NO_PLATE.match(match["part"]):
            yield "plate", match.start("part"), match.end("part")
