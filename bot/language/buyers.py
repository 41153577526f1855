"""Who may buy: people, firms and orders, which tell where goods go and are no goods themselves."""

from __future__ import annotations

from bot.language.words import word_set

BUYERS = word_set(
    "kunde kunden kundin kaufer kaeufer abnehmer importeur partner anfrage anfragen"
    " bestellung auftrag vertriebspartner customer customers client clients buyer buyers"
    " importer importers inquiry enquiry order request distributor markt market"
    " nachpruefungsersuchen nachprufungsersuchen pruefungsersuchen prufungsersuchen ersuchen"
    " verification"
    " rueckfrage ruckfrage nachfrage reklamation beschwerde letter schreiben lady guy man woman"
    " lads people dame herr"
)
# Somebody who buys: "a dentist from Seoul" wants goods, a "motor from Seoul" is made there.
_PEOPLE = word_set(
    "jemand jemanden wer einer eine mann frau herr dame bekannter freund freundin kollege verein club"
    " klinik praxis schule universitaet universitat uni museum kirche gemeinde stadt amt team anwalt"
    " arzt aerztin zahnarzt winzer landwirt bauer gastronom wirt koch schneider tischler firma konzern"
    " unternehmen betrieb laden geschaeft geschaft haus hof kette gruppe anlagenbauer neukunde"
    " interessentin kundschaft auftraggeber vertreter agent einkaufer einkaeufer"
    " somebody someone guy man woman lady gentleman dentist doctor surgeon lawyer farmer grower baker"
    " brewer roaster builder tailor carpenter chef trader dealer distributor wholesaler retailer agent"
    " importer shop store club clinic hospital practice school university college museum church council"
    " town city company firm business workshop bakery brewery dairy winery hotel restaurant chain group"
    " stable shipyard contractor prospect collector purchaser rep representative"
)
_PEOPLE_ENDINGS = tuple(
    word_set(
        "handler haendler bauer roster roester zuchter zuechter kaufer kaeufer betreiber"
        " brauer backer baecker"
        " winzer importeur klinik verein club laden betrieb kette brauerei backerei baeckerei"
        " molkerei firma"
        " arzt hotel haus stall werft schule kunde kundin partner interessent"
    )
)


def is_buyer(noun: str) -> bool:
    """Does the word name somebody who may buy ("Kaffeeröster", "dentist")?"""
    return noun in BUYERS | _PEOPLE or noun.endswith(_PEOPLE_ENDINGS)
