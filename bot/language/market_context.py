"""What the words around a market say about it: where to, where from, not this one."""

from __future__ import annotations

from itertools import pairwise

from bot.language.buyers import BUYERS, is_buyer
from bot.language.market_index import Role
from bot.language.small_words import BEING, INSIDE, OUT_OF, STRONGLY_TOWARDS, TOWARDS
from bot.language.transit import is_passed
from bot.language.words import Word, word_set

_ARTICLES = word_set(
    "der die das den dem des the a an our unser unsere unseren unserem unserer your einen"
    " einem einer ein eine my mein meine meinen whole ganz ganze neuen new"
)
# An order that comes from a place leads goods there ("Auftrag über Folien aus Chile").
_ORDERS = word_set("auftrag bestellung anfrage order orders enquiry inquiry request ordre")
_ORDERED = word_set("uber ueber fur fuer for of over")
# After an adjective these belong to the country itself; any other noun is goods made there.
_OF_THE_COUNTRY = word_set(
    "zoll zolle zoelle zollen zoellen zollsatz zollsatze zollsaetze zollamt zollbehorde zollbehoerde"
    " zolltarif"
    " markt markte maerkte behorde behoerde behorden behoerden seite regel regeln abkommen recht gesetz"
    " vorschrift vorschriften norm normen regierung grenze importeur importeure firma firmen"
    " unternehmen"
    " tochter tochterfirma tochtergesellschaft niederlassung vertretung zweigstelle filiale partner"
    " handler haendler grosshandler grosshaendler handelspartner vertriebspartner betrieb betriebe"
    " konzern freund freunde interessent interessenten botschaft sprache version text fassung"
    " prafer praferenz praeferenz ursprungsregeln einfuhr einfuhrzoll steuer mehrwertsteuer endkunde"
    " endkunden auftraggeber geschaftspartner geschaeftspartner kette supermarkte supermaerkte"
    " customs duty duties tariff tariffs market markets authority authorities side rule rules law laws"
    " agreement deal treaty standard standards government border company companies firm firms"
    " subsidiary branch office affiliate partner partners dealer dealers wholesaler retailer retailers"
    " shop shops chain friend friends prospect prospects embassy language version text preference"
    " regulations regulation import vat tax end client clients business businesses port state states"
    " speaking rate rates importing administration ministry hospital hospitals daughter sister parent"
    " shipment shipments schwester schwesterfirma schwestergesellschaft mutterfirma"
    " muttergesellschaft vertriebstochter bank banks banken"
)
_HOME = "DE"
_DESTINATION_LABELS = word_set(
    "markt markte maerkte zielmarkt zielland bestimmungsland empfangsland market markets"
    " country land destination ziel export exporte exports ausfuhr kunde kunden customer"
)
_ORIGIN_LABELS = word_set("ursprung ursprungsland herkunft herkunftsland origin")
# Who is from there and asks: "einer aus Santiago de Chile angefragt".
_ASKING = word_set(
    "angefragt gefragt bestellt geordert interessiert anfragt ordered asked enquired inquired"
)
_ASKED = tuple((word,) for word in _ASKING)
_AT_THE_PORT = (("hafen",), ("port",))
_MAKERS = word_set(
    "made produced manufactured sourced bought purchased hergestellt gefertigt produziert"
    " gekauft eingekauft bezogen erzeugt supplier suppliers lieferant lieferanten"
    " vendors zulieferer vorlieferant vorlieferanten hersteller manufacturer vendor ursprung"
    " origin waren"
    " vormaterial kaufen kauft beziehen bezieht buy source import importieren einkaufen purchase"
    " moulded molded woven cast forged grown knitted sewn machined pressed stamped milled roasted harvested"
    " spun dyed tanned welded grow grows grew gegossen gewebt geschmiedet gewachsen geerntet gespritzt"
    " gestrickt genaht genaeht gedreht gefrast gefraest gestanzt wachsen wachst waechst"
    " kauf kaufe kaufte kauften buying buys beziehe bezog hole holen besorge besorgen zugekauft"
)
# "Our agent in Quito buys it": who buys there is a customer.
_BUYS_THERE = word_set("buys kauft")
_BUYING = word_set(
    "buy buying buys bought purchase purchased source sourced get kauf kaufe kaufen kauft kaufte gekauft"
    " beziehe beziehen bezogen hole holen"
)
# "Customer in Lima": a place is named here, even if its name is also a word for something else.
_SEATED = word_set(
    "sitzt sitz sitzen ansaessig ansassig based located headquartered kommt comes niederlassung office"
    " werk plant filiale branch"
)
_FIRMS = word_set("supplier zulieferer manufacturer hersteller maker bank")
_BOUGHT_OF = word_set("vom von beim bei by from")
# What a person of a country does, after whom a noun would name goods ("an Israeli saw", "Israeli oranges").
_DOING = word_set(
    "a an the my our his her us me them finds found saw sees asked asks wanted ordered would will can"
    " could must wrote called said told sent turned pulled backed pays paid bought thinks insists sagt"
    " fragt will zahlt hat meckert mault beschwert droht schickt schreibt ruft verweigert"
    " reklamiert if when because wenn weil one ones eigentlich einen eine den die das uns mir nun"
    " jetzt noch auch trotzdem"
    " fuer fur so that damit dass"
)
# "The China share", "Lager aus Polen": what comes from there.
_SHARES = word_set("anteil anteile share content teil teile parts part komponenten components")
# "Proof of origin Canada" names where the proof is for, "country of origin China" where goods come from.
_OF_PROOFS = word_set(
    "erklaerung erklarung nachweis nachweise zeugnis bescheinigung beleg text wortlaut proof proofs"
    " statement statements declaration declarations certificate certificates evidence rule rules regel"
    " regeln"
)
_OF = word_set("of on zum zur vom ueber uber about")
_LISTING_WORDS = word_set("und and oder or sowie as well bzw auch nor noch")
_NEGATORS = word_set("nicht nich nit net not kein keine keinen no without ohne ausser aber except")
_NEGATORS_STRICT = _NEGATORS - {"aber", "no"}
# What may stand between an adjective and the end of its thought, and is no name of goods.
_SMALL = _LISTING_WORDS | word_set(
    "ist sind war hat haben kommt kommen geht gehen will wollen mochte moechte kauft bestellt is"
    " are was"
    " has have wants want goes buys orders asks fragt or not nicht bitte please then also auch too"
    " pruefen prufen prueft pruft verlangen verlangt fordern fordert brauchen braucht akzeptieren"
    " akzeptiert sagen sagt zahlen zahlt machen macht bestehen check checks require requires need needs"
    " if when because wenn weil one ones meckert mault"
    " beschwert droht schickt schreibt ruft verweigert would will could accept accepts say says"
    " pay pays do does insist demand demands get gets bekommt bekommen"
)
_THEY = word_set("they it he she wir we ich i you sie er es do does did still und and")
_INSTEAD = (
    ("anything", "but"),
    ("everything", "but"),
    ("instead", "of"),
    ("anstatt",),
    ("statt",),
    ("rather", "than"),
    ("anstelle",),
)
_ONLY = word_set("only just nur bloss")
_BEYOND = word_set("outside ausserhalb beyond")
_CONTRAST = word_set("sondern aber but instead stattdessen dafur dafuer")
_LISTING = _LISTING_WORDS
_LANGUAGE_BEFORE = word_set(
    "auf in speak sprechen spreche sprich switch wechseln wechsle language sprache lieber wortlaut"
    " wording text version fassung erklaerung erklarung declaration statement"
)
_LANGUAGE_AFTER = word_set("please bitte language version sprache speaking sprachig")


def preceding(words: tuple[Word, ...], index: int, same_clause: str) -> tuple[str, ...]:
    """Return the folded words before `index` in the same clause, nearest first, articles left out.

    `same_clause` is the message; a full stop, comma or semicolon ends the clause.
    """
    found: list[str] = []
    following = words[index].start if index < len(words) else len(same_clause)
    for word in reversed(words[:index]):
        if any(sign in ",;!?\n" for sign in same_clause[word.end : following]):
            break
        following = word.start
        if word.folded not in _ARTICLES:
            found.append(word.folded)
        if len(found) == 6:
            break
    return tuple(found)


def role_of(before: tuple[str, ...], after: tuple[str, ...], how: str) -> Role | None:
    """Return whether goods come from here or go there, from the words around a market."""
    if _is_bought_of_a_dealer(before, how):
        return "origin"
    if how == "adjective" and (after or _is_predicate(before)):
        if _is_predicate(before) and (not after or after[0] in _SMALL | _DOING | _THEY):
            return "origin"
        led_to = before[:1] and before[0] in TOWARDS
        if led_to and any(is_buyer(word) or word in _FIRMS for word in after[1:3]):
            return "destination"  # "for a Moroccan car supplier"
        return _role_of_noun(after[0])
    if is_passed(before, after):
        return "transit"
    if after[:1] and after[0] in BEING and "where" in after[1:3]:
        return "origin"  # "Korea is only where the chips come from"
    return _role_of_place(before, after) if before else _role_of_verb(after)


def _role_of_place(before: tuple[str, ...], after: tuple[str, ...]) -> Role | None:
    nearest, rest = before[0], before[1:3]
    if nearest in TOWARDS or nearest in _DESTINATION_LABELS:
        return "destination"
    if nearest in OUT_OF:
        led_there = any(word in BUYERS for word in rest[:1]) or _is_ordered(before)
        led_there = led_there or _is_buyer_from(before, after) or after[:1] in _ASKED
        led_there = led_there or (nearest in ("von", "of") and rest[:1] in _AT_THE_PORT)
        return "destination" if led_there else "origin"
    if nearest in INSIDE:
        # "Wären" is folded to "waren", as goods are.
        made_there = any(
            word in _MAKERS
            for word in (*before[1:4], *after[:1])
            if word not in _BUYS_THERE and (word != "waren" or word in before)
        )
        sits_there = is_buyer(before[1] if len(before) > 1 else "")
        made_there = made_there and not (sits_there and not _BOUGHT_OF & set(before[2:4]))
        made_there = made_there and not any(word in ("for", "fur", "fuer") for word in before[2:5])
        # "The import VAT in the UK" is the country's own, and nothing made there.
        made_there = made_there and not any(word in _OF_THE_COUNTRY for word in before[1:2])
        return "origin" if made_there else "destination"
    if nearest in _ORIGIN_LABELS | _SHARES:
        of_proof = len(rest) > 1 and rest[0] in _OF and rest[1] in _OF_PROOFS
        return "destination" if of_proof else "origin"
    return _role_of_verb(after)


def _is_bought_of_a_dealer(before: tuple[str, ...], how: str) -> bool:
    """Do we buy from somebody there ("I buy lamps from a wholesaler in Poland", "from a Dutch shop")?"""
    if how == "adjective":
        seller = before
    elif len(before) > 2 and before[0] in INSIDE and is_buyer(before[1]):
        seller = before[2:]
    else:
        return False
    return (
        seller[:1] != () and seller[0] in _BOUGHT_OF and any(one in _BUYING for one in seller[1:])
    )


def _is_ordered(before: tuple[str, ...]) -> bool:
    return any(of in _ORDERED and what in _ORDERS for of, what in pairwise(before))


def _is_buyer_from(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Does somebody come from here who wants goods ("a dealer from Haifa"), or an order?"""
    who = before[1] if len(before) > 1 else ""
    if who in ("he", "she", "s") or (who == "kommt" and after[:2] in (("und", "will"),)):
        return "it" not in before[1:3]
    if is_buyer(who):
        return not any(word in _BOUGHT_OF | _MAKERS for word in before[2:4])
    orders = [at for at, word in enumerate(before) if word in _ORDERS and at > 1]
    return bool(orders) and not any(word in ("we", "i", "to") for word in before[orders[0] + 1 :])


def is_doing(word: str) -> bool:
    """Does the word follow somebody who does something, and no adjective of goods?"""
    return word in _DOING


def _role_of_verb(after: tuple[str, ...]) -> Role | None:
    return "origin" if after and after[0] in _ORIGIN_LABELS | _SHARES else None


def _is_predicate(before: tuple[str, ...]) -> bool:
    """Whether an adjective says where a thing comes from: "the motor's Japanese"."""
    return len(before) > 1 and before[0] in BEING and before[1] not in BUYERS | _OF_THE_COUNTRY


def _role_of_noun(noun: str) -> Role | None:
    if noun in BUYERS:
        return "destination"
    return None if noun in _OF_THE_COUNTRY or noun in _SMALL else "origin"


def is_home(iso2: str | None, group: str | None, before: tuple[str, ...]) -> bool:
    """Is it where the goods are made ("in Deutschland", "in the EU"), as the exporter sits there?"""
    home = iso2 == _HOME or group == "EU"
    return home and bool(before) and before[0] in INSIDE


def is_led_to(before: tuple[str, ...]) -> bool:
    """Is the place introduced as one that goods go to or come from?"""
    known = TOWARDS | OUT_OF | _DESTINATION_LABELS | _ORIGIN_LABELS
    if not before:
        return False
    inside = before[0] in ("in", "aus", "from") and len(before) > 1
    seated = inside and (before[1] in _SEATED | {"made"} or is_buyer(before[1]))
    return before[0] in known or seated


def is_about_the_country(after: tuple[str, ...]) -> bool:
    """Does a noun follow that only a country has ("Schweizer Zoll")?"""
    return bool(after) and after[0] in _OF_THE_COUNTRY | BUYERS


def is_clearly_led_to(before: tuple[str, ...]) -> bool:
    """Is the place introduced by a word that hardly anything but a place follows?"""
    return bool(before) and before[0] in STRONGLY_TOWARDS


def is_language_name(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Do the words around "English" or "Deutsch" ask for a language?"""
    if not before and not after:
        return True
    if before[:2] in (("to", "switch"), ("to", "change"), ("zu", "wechseln")):
        return True
    return bool(before and before[0] in _LANGUAGE_BEFORE) or bool(
        after and after[0] in _LANGUAGE_AFTER
    )


def is_beyond(before: tuple[str, ...]) -> bool:
    """Is everything but this named ("material from outside Europe")?"""
    return any(word in _BEYOND for word in before[:2])


def is_negated(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Is the market named only to be left out ("nicht nach Japan", "instead of Korea")?"""
    places = TOWARDS | INSIDE | OUT_OF
    words = before[1:] if before and before[0] in places else before
    if words and words[0] in _NEGATORS_STRICT:
        return True
    alone = words[1:] if words and words[0] in _ONLY else words
    if any(alone[: len(phrase)] == phrase[::-1] for phrase in _INSTEAD):
        return True
    return len(after) > 1 and after[0] in ("nicht", "not") and after[1] in _CONTRAST


def is_listing(between: str, words: tuple[str, ...]) -> bool:
    """Does nothing but a list separator stand between two markets?"""
    if any(word not in _LISTING and word not in _ARTICLES for word in words):
        return False
    return not any(sign in ".;!?\n:" for sign in between)
