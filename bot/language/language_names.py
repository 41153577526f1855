"""Wishes for a language: "auf Französisch bitte", "can I have the text in Spanish?"."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.words import key_of, word_set

# The stems of German and English names; German ones are also declined ("französischer", "rumänische").
_STEMS = {
    "de": "deutsch german",
    "en": "englisch english",
    "fr": "franzosisch franzoesisch french francais",
    "es": "spanisch spanish espanol",
    "it": "italienisch italian italiano",
    "pt": "portugiesisch portuguese",
    "nl": "niederlandisch niederlaendisch hollandisch hollaendisch dutch",
    "pl": "polnisch polish",
    "ro": "rumanisch rumaenisch romanian",
    "cs": "tschechisch czech",
    "hu": "ungarisch hungarian",
    "bg": "bulgarisch bulgarian",
    "el": "griechisch greek",
    "sv": "schwedisch swedish",
    "da": "danisch daenisch danish",
    "fi": "finnisch finnish",
    "hr": "kroatisch croatian",
    "sk": "slowakisch slovak",
    "sl": "slowenisch slovenian slovene",
    "et": "estnisch estonian",
    "lv": "lettisch latvian",
    "lt": "litauisch lithuanian",
    "mt": "maltesisch maltese",
    "tr": "turkisch tuerkisch turkish",
    "ru": "russisch russian",
    "uk": "ukrainisch ukrainian",
    "ar": "arabisch arabic",
    "zh": "chinesisch chinese mandarin",
    "ja": "japanisch japanese",
    "ko": "koreanisch korean",
    "vi": "vietnamesisch vietnamese",
}
_ENDINGS = ("", "e", "er", "es", "en", "em")
_NAMES = {
    stem + ending: code
    for code, stems in _STEMS.items()
    for stem in stems.split()
    for ending in _ENDINGS
}
_OF_TEXT = word_set(
    "text wortlaut fassung version erklarungstext erklarung erklaerung ursprungserklarung ursprungserklaerung"
    " ubersetzung uebersetzung wording statement declaration translation"
)
_WISHES = word_set(
    "bitte please auf in als kann kannst konnen koennen konnten ich wir man can could may i we haben have"
    " brauche brauchen need gibt geht zeigen zeig show give geben get mochte moechte hatte haette like would"
    " the den die der das es it also auch ebenfalls mir me us uns sie you"
    " sprechen speak noch too same gleiche"
    " denn vielleicht maybe want on origin of zum ursprung is there ist available verfugbar ein eine einen"
    " einer a an do does possible moglich moeglich und and lieber rather now jetzt sein"
    " werden wechseln switch"
)
# Beside these a name of a language alone is no wish for it: "Romanian" may also be the customer.
_SAYS_WISH = word_set(
    "auf in bitte please text wortlaut fassung version translation ubersetzung uebersetzung speak sprechen"
)


@dataclass(frozen=True, slots=True)
class LanguageWish:
    """A language that a message asks for and nothing else.

    `of_text` if it asks for the text of a declaration, `says_wish` if words say that it is a wish.
    """

    code: str
    of_text: bool
    says_wish: bool


def language_wished(text: str) -> LanguageWish | None:
    """The one language that a message asks for; None if it asks for something else or for several."""
    words = key_of(text).split()
    named = {_NAMES[word] for word in words if word in _NAMES}
    rest = {word for word in words if word not in _NAMES}
    if len(named) != 1 or not rest <= (_OF_TEXT | _WISHES):
        return None
    return LanguageWish(named.pop(), bool(rest & _OF_TEXT), bool(rest & _SAYS_WISH))


def languages_named(text: str) -> frozenset[str]:
    """Every language that a message names."""
    return frozenset(_NAMES[word] for word in key_of(text).split() if word in _NAMES)
