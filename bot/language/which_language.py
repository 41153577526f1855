"""Tells German from English by function words, cautiously: None rather than a guess."""

from __future__ import annotations

from typing import Literal

from bot.language.words import word_set, words_of

Language = Literal["de", "en"]

# Only words that the other language does not have ("die", "in", "was", "also" are in neither).
_GERMAN = word_set(
    "ich du wir ihr sie uns unser unsere unseren unserem unserer mein meine meinen mir"
    " mich und oder aber sondern nicht kein keine keinen der das den dem ein eine einen"
    " einem einer ist sind war waren wird werden wurde haben habe hat kann konnen koennen"
    " mochte moechte mochten moechten mussen muessen darf soll sollen wollen nach aus von"
    " mit fur fuer bei beim zum zur uber ueber auf wie wo wann warum welche welcher"
    " welches welchen gibt gilt brauche brauchen benotige benotigen wenn weil dass auch"
    " noch schon nur sehr mehr hier dort bitte danke guten zoll heute morgen jetzt"
    " exportieren ausfuhren liefern verkaufen weiss nein ja doch eigene eigenen deutsch"
    " deutsche zuruck nochmal wieviel wieso etwas alles nichts jede jeden"
)
_ENGLISH = word_set(
    "i you we they he she it its our your my their the and or but not is are was were be"
    " been has have had do does did can could would should shall must may to from with for"
    " of on by about into how what where when why which who there this that these those if"
    " because also only please thanks thank need want export exporting ship shipping sell"
    " selling customs duty duties don know no yes please today now again much many some"
    " any english"
)
# Words of both languages, or of forms and brands, prove nothing.
_SHARED = word_set("was also export do not hat war no an a am so in on will")


def which_language(text: str) -> Language | None:
    """Return the language of `text`, None if too little speaks for either.

    One function word is enough if none of the other language occurs, two if the message
    mixes them and one side has three times as many. "hallo", "Ventil" and codes are None.
    """
    words = [word.folded for word in words_of(text)]
    german = sum(word in _GERMAN and word not in _SHARED for word in words)
    english = sum(word in _ENGLISH and word not in _SHARED for word in words)
    if _outweighs(german, english, len(words)):
        return "de"
    return "en" if _outweighs(english, german, len(words)) else None


def _outweighs(this: int, other: int, words: int) -> bool:
    if this == 0 or words < 2:
        return False
    if other:
        return this >= 2 and this >= 3 * other
    return this >= 2 or words <= 8
