"""Reads yes, no and "I don't know" strictly: what is not clear stays unclear, never a yes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.language.words import fold, word_set

Answer = Literal["yes", "no", "dont_know", "unclear"]
Hint = Literal["qualified", "contradiction", "question", "partly", "weak"]

_YES = (
    "ja|jo|jep|jup|jawohl|jawoll|jaja|yes|yep|yup|yeah|yea|yess|aye|y|j|doch|genau|klar"
    "|stimmt|richtig|korrekt|zutreffend|trifft zu|das stimmt"
    "|so ist es|das trifft zu|correct|right|exactly|indeed|true|wahr"
    "|it is|they are|we do|we are|i do|it does"
    "|they do|we can|wir konnen das|auf jeden fall|absolut|absolutely|affirmative"
    "|selbstverstandlich|naturlich|of course|freilich"
)
_NO = (
    "nein|ne|nee|no|nope|nah|n|niemals|nie|never|falsch|false|wrong|incorrect|unzutreffend"
    "|stimmt nicht|das stimmt nicht|trifft nicht zu|das trifft nicht zu|nicht richtig"
    "|not true|thats not right"
    "|auf keinen fall|keinesfalls|keineswegs|not at all|uberhaupt nicht|gar nicht|no way"
    "|of course not|naturlich nicht|haben wir nicht|we dont|we do not|it isnt|it is not"
    "|it does not|it doesnt|they dont|they do not|we are not|we arent|i dont|i do not|we cant"
    "|we cannot|negative|certainly not|sicher nicht|noch nicht|not yet|no never"
)
_DONT_KNOW = (
    "ich weiss nicht|weiss nicht|weiss ich nicht|das weiss ich nicht|ich weiss es nicht"
    "|das weiss ich leider nicht|weiss ich leider nicht|ich weiss das nicht|wissen wir nicht"
    "|das wissen wir nicht|wir wissen es nicht|keine ahnung|ka|k a|unbekannt|unsicher"
    "|nicht sicher|bin nicht sicher|ich bin nicht sicher|bin mir nicht sicher"
    "|ich bin mir nicht sicher|bin unsicher|ich bin unsicher|mir nicht bekannt|nicht bekannt"
    "|ist mir nicht bekannt|das ist mir nicht bekannt|da bin ich uberfragt|uberfragt"
    "|kann ich nicht sagen|das kann ich nicht sagen|schwer zu sagen|i dont know|i do not know"
    "|dont know|do not know|dunno|i have no idea|no idea|no clue|i have no clue|idk|not sure"
    "|im not sure|i am not sure|unsure|im unsure|unknown|we dont know|we do not know"
    "|keinen schimmer|keinen blassen schimmer|keinen plan|kein plan|null ahnung|nicht die geringste ahnung"
    "|keine angabe|dazu kann ich nichts sagen|muss ich nachfragen|muss ich erst nachfragen|beats me"
    "|i have not the faintest idea|havent a clue|i havent a clue|not a clue"
    "|id have to ask|i would have to ask|search me|no idea at all"
    "|i cant tell|i cannot tell|i cant say|cant say|hard to say|no information"
)
_PARTLY = (
    "teilweise|zum teil|teils|teils teils|partly|partially|in part|some|manche|einige|jein"
    "|nicht alles|not all|nicht ganz|not quite|mal so mal so"
)
_WEAK = (
    "vielleicht|eventuell|evtl|moglicherweise|maybe|perhaps|possibly|kann sein|konnte sein|ok"
    "|okay|gut|vermutlich|wahrscheinlich|probably|i guess|i think so|ich glaube|ich glaube ja"
    "|ich denke|ich denke schon|glaube schon|glaube ich|sollte|should|hoffentlich|hopefully"
)
_FILLERS = (
    "thats|that is|das ist|bitte|danke|danke schon|dankeschon|vielen dank|please|thanks|thank you"
    "|leider|unfortunately|sorry|ach|oh|ah|hm|hmm|na|also|nun|well|sir|das|sehr|ganz|definitiv"
    "|definitely|sure|sicher|tatsachlich|leider gottes|of course|naturlich|ehrlich gesagt"
    "|honestly|actually|eigentlich|ahm|aehm|ah|aeh|uhm|um|uh|tja|naja|na ja|puh|da|gerade|so genau"
    "|habe ich|hab ich|ich habe|ich hab|haben wir|wir haben|machen wir|tun wir|i have|we have"
)
_SIGNS = {"👍": "ja", "✅": "ja", "✔": "ja", "👎": "nein", "❌": "nein", "🤷": "keine ahnung"}
_NEGATIONS = word_set("nicht not kein keine dont")
_QUALIFIERS = word_set(
    "aber but ausser except wenn falls if jedoch however nur only sofern unless bis fast"
    " almost meistens mostly meist usually"
)


@dataclass(frozen=True, slots=True)
class YesNo:
    """What an answer says.

    For "unclear", `hint` tells what kept it from being clear and `leaning` what it begins
    with, so that the caller can ask "do you mean yes?".
    """

    answer: Answer
    hint: Hint | None = None
    leaning: Literal["yes", "no"] | None = None


_MEANINGS: dict[str, str] = {
    phrase: meaning
    for meaning, phrases in (
        ("filler", _FILLERS),
        ("weak", _WEAK),
        ("partly", _PARTLY),
        ("yes", _YES),
        ("no", _NO),
        ("dont_know", _DONT_KNOW),
    )
    for phrase in phrases.split("|")
}
_LONGEST = max(phrase.count(" ") + 1 for phrase in _MEANINGS)
_WORD = re.compile(r"[^\W_]+")
_SURE = frozenset({"sure", "sicher", "definitiv", "definitely", "of course", "naturlich"})


def read_yes_no(text: str) -> YesNo:
    """Return what `text` answers; anything beyond a plain yes or no is unclear."""
    words = _words(text)
    if not words:
        return YesNo("dont_know") if text.strip() == "?" else YesNo("unclear")
    meanings, unread = _meanings(words)
    said = {meaning for meaning in meanings if meaning != "filler"}
    leaning = _leaning(meanings)
    if {"yes", "no"} <= said or (said & {"yes", "no"} and _negates(unread)):
        return YesNo("unclear", "contradiction")
    if "partly" in said:
        return YesNo("unclear", "partly", leaning)
    if unread:
        qualified = leaning is not None or bool(_QUALIFIERS & set(unread))
        return YesNo("unclear", "qualified" if qualified else None, leaning)
    if "weak" in said:
        return YesNo("unclear", "weak", leaning)
    if len(said) > 1:
        return YesNo("unclear", "contradiction")
    if not said:
        return YesNo("yes") if " ".join(words) in _SURE else YesNo("unclear")
    return _settled(said.pop(), text, leaning)


def _settled(meaning: str, text: str, leaning: Literal["yes", "no"] | None) -> YesNo:
    if meaning == "dont_know":
        return YesNo("dont_know")
    if "?" in text:
        return YesNo("unclear", "question", leaning)
    return YesNo("yes") if meaning == "yes" else YesNo("no")


def _words(text: str) -> tuple[str, ...]:
    for sign, word in _SIGNS.items():
        text = text.replace(sign, f" {word} ")
    joined = re.sub(r"['’`´]", "", text)
    return tuple(_key(word) for word in _WORD.findall(joined))


def _meanings(words: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the meanings of the known phrases, longest first, and the words left unread."""
    meanings: list[str] = []
    unread: list[str] = []
    position = 0
    while position < len(words):
        for size in range(min(_LONGEST, len(words) - position), 0, -1):
            meaning = _MEANINGS.get(" ".join(words[position : position + size]))
            if meaning is not None:
                meanings.append(meaning)
                position += size
                break
        else:
            unread.append(words[position])
            position += 1
    return meanings, unread


def _negates(unread: list[str]) -> bool:
    return any(word in _NEGATIONS for word in unread)


def _leaning(meanings: list[str]) -> Literal["yes", "no"] | None:
    for meaning in meanings:
        if meaning == "yes":
            return "yes"
        if meaning == "no":
            return "no"
    return None


def _key(word: str) -> str:
    """Return the spelling of the lists: "natuerlich" and "natürlich" alike, "true" untouched."""
    folded = fold(word)
    return _TWO_LETTER_UMLAUTS.get(folded, folded)


_TWO_LETTER_UMLAUTS = {
    "natuerlich": "naturlich",
    "selbstverstaendlich": "selbstverstandlich",
    "tatsaechlich": "tatsachlich",
    "koennte": "konnte",
    "koennen": "konnen",
    "moeglicherweise": "moglicherweise",
    "ueberhaupt": "uberhaupt",
    "ueberfragt": "uberfragt",
    "schoen": "schon",
    "noe": "nee",
    "no": "no",
}
