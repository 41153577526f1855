"""Where goods only pass, neither coming from there nor going there: "via Rotterdam", "reloaded in Colón"."""

from __future__ import annotations

from bot.language.buyers import BUYERS, is_buyer
from bot.language.small_words import BEING, INSIDE, TOWARDS
from bot.language.words import word_set

_VIA = word_set("via through durch across")
_WAY = ("of", "way", "by")
_GOING = word_set("go goes going travel travels gone come comes ship ships routed")
_STOPS = word_set(
    "umgeladen umladung umladen zwischengelagert zwischenlager zwischenlagerung zwischenstopp transit"
    " durchfuhr transhipped transshipped transhipment transshipment transhipping stopover stored"
    " gelagert lager warehouse hafen port hub lagerung lagert lagern umlaedt umladt stores store"
    " storing"
    " transships transship reloaded reloads umpacken umgepackt umpackt repack repacked repacking"
    " repacks"
    " aufgeteilt splitten gesplittet stopp stoppt halt stop stops calls stopping zolllager"
    " drehkreuz hub"
    " storage bonded zone freizone freihafen freilager umsortiert umsortieren sortiert resorted sorted"
    " konsolidiert consolidated"
)


def is_passed(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Do goods only pass here, from the words before (nearest first) and after the place?"""
    if before and (before[0] in _VIA or before[:3] == _WAY):
        return True
    if before[:1] == ("by",) and before[1:2] and before[1] in _GOING:
        return True
    over = bool(before) and before[0] in ("uber", "ueber")
    if over and (after[:1] == ("in",) or any(word in TOWARDS for word in after[:3])):
        return True
    if _is_said_to_be_a_stop(before, after):
        return True
    inside = bool(before) and (before[0] in INSIDE or over)
    if not inside or any(word in BUYERS for word in before[1:4]):
        return False
    if is_buyer(before[1] if len(before) > 1 else "") and before[2:3] not in (
        ("we",),
        ("they",),
        ("to",),
    ):
        return False  # a music store is a shop
    if before[1:2] in (("hafen",), ("port",)) and before[2:3] in (("fur",), ("fuer",), ("for",)):
        return False  # what is for a port stays there
    return any(word in _STOPS for word in (*before[1:4], *after[:2]))


def _is_said_to_be_a_stop(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Is it called a stop ("Taiwan is just the transit port"), or its town ("reloaded in Cartagena")?"""
    if after[:1] and after[0] in BEING and any(word in _STOPS for word in after[1:4]):
        return True
    preposition, stop = before[1:2], before[2:3]
    return any(word in INSIDE for word in preposition) and any(word in _STOPS for word in stop)
