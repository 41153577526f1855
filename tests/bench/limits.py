"""How the finder's scores fall for right and wrong first answers: what the conversation's limits rest on.

The phrases are our own, written as people type, and stand in no label in this form. Kept apart from the
development sets, which only measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.products.finder import Finding, ProductFinder
from bot.wiring import Services, Settings

# Words of goods and the headings that a customs expert would accept first.
PHRASES = {
    "de": {
        "wasserpumpen fürs auto": "8413",
        "edelstahl kugelhähne dn50": "8481",
        "fräsmaschine cnc 5 achsen": "8459 8457",
        "schrauben m8 verzinkt": "7318",
        "schaltschränke niederspannung": "8537",
        "bürostühle mit rollen": "9401",
        "holztisch massiv eiche": "9403",
        "gin aus wacholder": "2208",
        "craft bier in flaschen": "2203",
        "tshirts baumwolle bedruckt": "6109",
        "winterjacken für damen": "6202 6102",
        "gummidichtungen": "4016 8484",
        "lkw reifen": "4011",
        "kabelbaum für pkw": "8544",
        "elektromotoren 5 kw": "8501",
        "zahnräder aus stahl": "8483",
        "kugellager": "8482",
        "wandfarbe innen": "3209 3210",
        "kosmetik cremes fürs gesicht": "3304",
        "schokoladentafeln": "1806",
        "gouda käse am stück": "0406",
        "hundefutter trocken": "2309",
        "spritzgussmaschinen": "8477",
        "sägeblätter für kreissägen": "8202",
        "badarmaturen": "8481",
        "spülmaschinen gewerblich": "8422",
        "röntgengerät für zahnärzte": "9022",
        "rollstuhl elektrisch": "8713",
        "fahrräder mit e motor": "8711",
        "pflaster und verbände": "3005",
        "tabletten gegen kopfschmerzen": "3004",
        "plastikflaschen": "3923",
        "kartons aus wellpappe": "4819",
        "fliesen fürs bad": "6907",
        "fensterglas isolier": "7008",
        "alu profile": "7604",
        "wärmepumpe": "8418 8415",
        "druckmessgerät": "9026",
        "küchenmesser": "8211",
        "led lampen": "8539 9405",
    },
    "en": {
        "water pumps for cars": "8413",
        "stainless ball valve dn50": "8481",
        "5 axis cnc milling machine": "8459 8457",
        "zinc plated m8 bolts": "7318",
        "low voltage switchgear cabinets": "8537",
        "office chairs on castors": "9401",
        "solid oak table": "9403",
        "dry gin": "2208",
        "bottled craft beer": "2203",
        "printed cotton tees": "6109",
        "ladies winter jackets": "6202 6102",
        "rubber gaskets": "4016 8484",
        "truck tyres": "4011",
        "car wiring harness": "8544",
        "5 kw electric motors": "8501",
        "steel gear wheels": "8483",
        "ball bearings": "8482",
        "interior wall paint": "3209 3210",
        "face creams": "3304",
        "chocolate bars": "1806",
        "gouda cheese block": "0406",
        "dry dog food": "2309",
        "injection moulding machines": "8477",
        "circular saw blades": "8202",
        "bathroom taps": "8481",
        "commercial dishwashers": "8422",
        "dental x-ray unit": "9022",
        "powered wheelchair": "8713",
        "e-bikes": "8711",
        "sticking plasters": "3005",
        "headache pills": "3004",
        "plastic bottles": "3923",
        "corrugated boxes": "4819",
        "bathroom tiles": "6907",
        "double glazing units": "7008",
        "aluminium profiles": "7604",
        "heat pump": "8418 8415",
        "pressure gauge": "9026",
        "kitchen knives": "8211",
        "led bulbs": "8539 9405",
    },
}
# What people also type where a product is asked for; none of it names goods.
NO_GOODS = {
    "de": (
        "blubber",
        "asdf qwer",
        "frobnikatoren",
        "wie wird das wetter",
        "mein chef will das wissen",
        "zwei fragen",
        "softwarelizenzen",
        "beratung vor ort",
        "montageservice",
        "quxel typ 7",
        "reisekosten",
        "deutschland gmbh",
    ),
    "en": (
        "blubber dub",
        "asdf qwer",
        "frobnicators",
        "what is the weather",
        "my boss wants to know",
        "two questions",
        "software licences",
        "on site consulting",
        "assembly service",
        "quxel type 7",
        "travel expenses",
        "germany limited",
    ),
}
_STEPS = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Tried:
    """A phrase, what was found, and whether the first and any of five headings is right."""

    phrase: str
    found: Finding
    first: bool
    among: bool

    @property
    def score(self) -> float:
        """The score of the first heading; 0 if the finder offers none."""
        return self.found.headings[0].score if self.found.headings else 0.0


def report() -> Iterator[str]:
    """The lines of this part of the benchmark."""
    finder = Services(Settings.from_environment()).finder
    for language, phrases in PHRASES.items():
        tried = [_tried(finder, phrase, language, one) for phrase, one in phrases.items()]
        none = [_tried(finder, phrase, language, "") for phrase in NO_GOODS[language]]
        yield f"  {language}: {len(tried)} phrases, first right {sum(one.first for one in tried)}, "
        yield f"      among five {sum(one.among for one in tried)}"
        yield _spread("first right", [one.score for one in tried if one.first])
        yield _spread("first wrong", [one.score for one in tried if not one.first])
        yield _spread("no goods", [one.score for one in none])
        yield _spread("right one, share of the best", _shares(tried, phrases))
        for one in tried:
            if not one.first:
                codes = [str(found.hs) for found in one.found.headings]
                yield f"      {one.phrase!r}: {one.score:.2f} {codes}"
        for one in none:
            if one.found.headings:
                yield f"      no goods, yet found: {one.phrase!r} {one.score:.2f}"


def _tried(finder: ProductFinder, phrase: str, language: str, right: str) -> Tried:
    found = finder.search(phrase, language, 5)
    codes = [one.hs.digits for one in found.headings]
    accepted = set(right.split())
    return Tried(phrase, found, set(codes[:1]) <= accepted, bool(accepted & set(codes)))


def _shares(tried: Sequence[Tried], phrases: dict[str, str]) -> list[float]:
    shares = []
    for one in tried:
        right = [c for c in one.found.headings if c.hs.digits in phrases[one.phrase].split()]
        if right and one.score:
            shares.append(right[0].score / one.score)
    return shares


def _spread(name: str, values: Sequence[float]) -> str:
    if not values:
        return f"      {name:30} none"
    ordered = sorted(values)
    steps = "  ".join(f"{ordered[int(len(ordered) * one)]:.2f}" for one in _STEPS)
    return f"      {name:30} {len(values):3}   least {ordered[0]:.2f}   {steps}   most {ordered[-1]:.2f}"
