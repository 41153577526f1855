"""Prepositions and forms of "to be": the small words that the readings of places share."""

from __future__ import annotations

from bot.language.words import word_set

TOWARDS = word_set("nach to into towards toward richtung gen fur fuer for ans onto")
# Hardly anything but a place follows these.
STRONGLY_TOWARDS = word_set("nach to into towards toward richtung gen")
INSIDE = word_set("in im ins within mit with at zu zum zur")
OUT_OF = word_set("aus von vom from ex")
BEING = word_set("is s ist are sind was were re")
