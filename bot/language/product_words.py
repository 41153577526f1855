"""Finds the words for the goods in a message: what is left when all that is no product is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.language.words import Word, word_set, words_of

# Words of asking, shipping and greeting: no name of goods, wherever they stand.
_NO_PRODUCT = word_set(
    "ich du er sie es wir ihr uns unser unsere unseren unserem unserer mein meine meinen meiner"
    " meinem dein euer eure ihre ihren ihrem ihnen mir mich dir dich und oder aber sondern denn"
    " der die das den dem des ein eine einen einem einer eines kein keine keinen ist sind war"
    " waren wird werden wurde sein bin hat haben habe hatte kann konnen koennen konnte mochte"
    " moechte mochten moechten muss mussen muessen darf durfen duerfen soll sollen sollte will"
    " wollen wuerde wurden wuerden nach aus von vom mit fur fuer bei beim zum zur zu in im ins an"
    " am auf uber ueber um bis ab seit gegen ohne pro je als wie wo wann was warum wieso wer wen"
    " welche welcher welches welchen gibt gilt geht gehts gehen sieht siehts klappt brauche"
    " brauchen braucht benotige benotigen wenn weil dass ob auch noch schon nur sehr mehr hier"
    " dort da dann denn mal doch eben so also bitte danke hallo hi moin guten tag morgen abend gruss"
    " servus hey exportieren exportiere exportiert ausfuhren ausfuehren ausfuhr export exporte"
    " liefern liefere liefert lieferung verkaufen verkaufe verkauft verkauf versenden versende"
    " schicken schicke schickt verschicken verschiffen senden bringen vertreiben verkauft absetzen"
    " anbieten pruefen prufen checken check pruefung prufung nutzen nutze verwenden zoll zolle"
    " zoelle zollfrei zollsatz zollsatze zollvorteil zollersparnis praferenz praeferenz abkommen"
    " freihandelsabkommen freihandel handelsabkommen fta regel ursprungsregel regeln ursprung"
    " gilt sparen spare spart ersparnis kunde kunden kundin firma unternehmen betrieb hersteller"
    " herstellen stelle stellen her produzieren produziere produziert fertigen fertige gefertigt"
    " hergestellt machen mache macht bauen baue handeln ware waren gut guter produkt produkte"
    " artikel erzeugnis land zielland markt statt anstatt nicht meinte meine gemeint sondern"
    " naemlich namlich richtig falsch eigentlich lieber jetzt heute nun gerne gern bitte wert"
    " warenwert sendung rechnung preis etwa ca circa rund ungefahr pro jahr jahrlich monat"
    " jaehrlich stuck stueck stk euro eur habe frage hilfe helfen hilf sagen wissen weiss thema"
    " betrifft geht betreff code hs nummer zolltarifnummer warennummer tarifnummer ziel dahin"
    " i you he she it we they me us him them my your our their his its mine ours the a an and or"
    " but nor is are was were be been being am have has had do does did done can could would"
    " should shall must may might will to from with for of on by about into onto at as in out up"
    " over under how what where when why which who whom whose there here this that these those"
    " if because also only please thanks thank hello hey hi good morning afternoon evening dear"
    " export exports exporting exported ship ships shipping shipped sell sells selling sold send"
    " sends sending deliver delivering delivery supply supplying check checking use using want"
    " wants need needs like customs duty duties tariff tariffs free trade agreement agreements"
    " deal fta preference preferential origin rule rules save saving customer customers client"
    " company firm make makes making made manufacture manufactures manufacturing produce produces"
    " producing build building goods product products item items country market destination"
    " instead not no yes meant mean actually rather now today value worth price invoice order"
    " consignment shipment about approx around per year annually yearly month pieces pcs units"
    " question help tell know looking qualify apply applies any some get going go let us lets"
    " same again code number heading hs soon planning plan planen geplant"
    " kommen kommt war wars ginge ware waere gleiche dasselbe selbe andere anderes noch einmal"
    " whats thats isnt dont im id ill weve were youre u ur wanna gonna pls plz thx"
)
_KEPT_BETWEEN = word_set("aus mit fuer fur und of for with and from in zum zur von made ohne")
_BREAK = re.compile(r"[,;:.!?\n()]")


def product_words(text: str, taken: Iterable[tuple[int, int]] = ()) -> str:
    """The words of `text` that may name goods; `taken` are spans already understood otherwise.

    Small words are kept between two words of the name ("Gehäuse aus Stahl"), never at its edges.
    Returns "" if nothing is left. Several names are joined by commas.
    """
    spans = tuple(taken)
    groups: list[list[Word]] = [[]]
    end = 0
    for word in words_of(text):
        if _BREAK.search(text[end : word.start]):
            groups.append([])
        end = word.end
        groups[-1].append(word)
    names = (_name(group, text, spans) for group in groups)
    return ", ".join(dict.fromkeys(name for name in names if name))


def _name(group: list[Word], text: str, taken: tuple[tuple[int, int], ...]) -> str:
    runs: list[list[Word]] = [[]]
    for word in group:
        if any(start < word.end and word.start < end for start, end in taken):
            runs.append([])
        else:
            runs[-1].append(word)
    trimmed = (_trimmed(run) for run in runs)
    return " ".join(text[run[0].start : run[-1].end] for run in trimmed if run and _is_name(run))


def _trimmed(run: list[Word]) -> list[Word]:
    """The run from its first to its last naming word, cut at words that end a name."""
    content = [index for index, word in enumerate(run) if word.folded not in _NO_PRODUCT]
    if not content:
        return []
    first = last = content[0]
    for index in content[1:]:
        between = run[last + 1 : index]
        if len(between) > 2 or any(word.folded not in _KEPT_BETWEEN for word in between):
            break
        last = index
    return run[first : last + 1]


def _is_name(run: list[Word]) -> bool:
    return any(len(word.text) > 1 and not word.text.isdigit() for word in run)
