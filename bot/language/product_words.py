"""Finds the words for the goods in a message: what is left when all that is no product is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest

from bot.language.goods_choice import (
    NamedGoods,
    chosen,
    is_german_with_capitals,
    trimmed,
)
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
    " dort da dann denn mal doch eben so also bitte danke hallo hi moin guten tag morgen abend"
    " gruss"
    " servus hey exportieren exportiere exportiert ausfuhren ausfuehren ausfuhr export exporte"
    " liefern liefere liefert lieferung verkaufen verkaufe verkauft verkauf versenden versende"
    " schicken schicke schickt verschicken verschiffen senden bringen vertreiben verkauft absetzen"
    " anbieten pruefen prufen checken check pruefung prufung nutzen nutze verwenden zoll zolle"
    " zoelle zollfrei zollsatz zollsatze zollvorteil zollersparnis praferenz praeferenz abkommen"
    " freihandelsabkommen freihandel handelsabkommen fta regel ursprungsregel regeln ursprung"
    " gilt sparen spart ersparnis kunde kunden kundin firma unternehmen betrieb hersteller"
    " herstellen stelle stellen her produzieren produziere produziert fertigen fertige gefertigt"
    " hergestellt machen mache macht mach machs bauen baue handeln ware waren gut guter produkt produkte"
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
# More of them, by what they speak of: asking, papers, the firm, the deal, time, goods in general.
_NO_PRODUCT |= word_set(
    " kostet kosten kostete lautet lauten hoch hohe hoher hohen wieviel viel viele lohnt lohnen"
    " sich bekomme"
    " bekommen bekommt kriege kriegen kriegt erhalte erhalten erhaelt erhalt erfulle erfullen"
    " erfuellen"
    " erfuellt erfullt bestellt bestellen bestellte kauft kaufen gekauft heisst heissen nennt"
    " nennen bietet"
    " bieten biete hatte haetten hatten muesste musste waeren ware wollten sollte bitten bitte"
    " pruft prueft"
    " vertreibt fuhren fuehren einfuhren einfuehren importieren importiert verschiffen"
    " verschifft verlangt"
    " tun gemacht gefertigten hergestellten beabsichtigen beabsichtige planen interessiert"
    " interessieren"
    " beliefern beliefere beliefert starten startet soll dreht handelt betreffend bezuglich"
    " bezueglich"
    " bezug wegen sowie samt regelmassig regelmaessig regelmasig erstmals kunftig kuenftig bald"
    " seit jahren jahre"
    " jahres monaten monatlich woche wochen fruhjahr fruehjahr sommer herbst winter nachste"
    " naechste nachsten"
    " naechsten nachstes naechstes programm sortiment angebot lieferprogramm anfrage anfragen"
    " auskunft"
    " auskuenfte auskunfte info infos information informationen nachweis nachweise"
    " ursprungsnachweis"
    " praferenznachweis praeferenznachweis papier papiere dokument dokumente formular erklarung"
    " erklaerung"
    " ursprungserklarung ursprungserklaerung ursprungszeugnis wvb atr rex lle lieferantenerklarung"
    " lieferantenerklaerung ursprungsregel ursprungsregeln ursprungsware ursprungswaren"
    " praferenzprufung"
    " praeferenzpruefung zollfreiheit zollvergunstigung zollverguenstigung vergunstigt verguenstigt"
    " zollbegunstigt zollbeguenstigt begunstigt beguenstigt praferenzberechtigt"
    " praeferenzberechtigt zollsaetze"
    " einfuhrzoll einfuhr import importzoll abgaben zollabgaben vorteil vorteile vorteilen"
    " handelsware selbst selber eigene eigenen eigener handwerksbetrieb familienbetrieb"
    " kleinbetrieb"
    " werkstatt startup handler haendler grosshandler grosshaendler importeur abnehmer interessent"
    " interessenten partner vertriebspartner auftrag auftrage auftraege bestellung bestellungen"
    " firmen"
    " ausland eu drittland ware waren warenwert produkte produkten unserem produktion fertigung"
    " herstellung"
    " produzent produzenten fabrik artikeln artikels artikel sehr geehrte geehrter damen herren"
    " herr frau"
    " liebes liebe team freundliche freundlichen gruesse grusse erst erste ersten richtung"
    " bestimmungsland"
    " empfangsland empfanger empfaenger heisse nenne denke glaube meinen meint dasselbe gleiches"
    " gleichen"
    " selbes selben ebenfalls genauso zusatzlich zusaetzlich ausserdem weitere weiteres weiterer"
    " anderen"
    " folgende folgendes folgenden verschiedene diverse alle allen alles beim uns unsre trotzdem"
    " gilts gehts obs stellst seid bist hast wurden wurde geworden bereits schon immer gerade"
    " derzeit momentan"
    " aktuell zurzeit eventuell vielleicht ungefaehr lassen lasst laesst weiter kombiniert"
    " privat gewerblich"
    " b2b kleinen kleine grossen grosse neuer neue neuen neues zollfrei praferenziell"
    " praeferenziell"
    " costs cost high intend intends sir madam information info enquiry inquiry enquiries"
    " inquiries proof"
    " proofs document documents paper papers certificate statement declaration form preferences"
    " eligible"
    " bring brings bringing orders ordered ordering buys buy buying bought offer offers offering"
    " offered"
    " builds built manufacturer manufacturers maker makers producer producers craft craftsman"
    " business"
    " article articles range programme program portfolio access savings saved importing imports"
    " import"
    " imported exporter exporters regularly spring summer autumn fall winter week weeks years"
    " days next"
    " last first time times new enter interested interest wish love trying try looks reach reaches"
    " eu abroad overseas foreign dealer distributor importer partner partners shop shops firm's"
    " called"
    " named s t re ve ll d m what's it's that's there's let's reduced lower rates rate benefit"
    " benefits"
    " advantage advantages applicable applied applying valid covered worth worthwhile considered"
    " count"
    " counts still else much many good dear team regards kind sincerely hiya morning evening pls"
    " plz"
    " originating qualifies qualified non wondering hoping hope thinking think guess believe say"
    " says"
    " said told ask asks asking asked find finds check run work works worked pay pays paid"
    " charge charged"
    " charges different another other others further additional several various all every each both"
    " before after since until while again once twice soon already yet ever never always"
    " sometimes often"
    " bound heading towards toward into onto via destined consignee recipient receiver small"
    " large big"
    " family own owned based located sitting sits situated"
    " vertan geirrt verschrieben vertippt korrektur korrigiere berichtigung nachster nachstes"
    " brauchte braeuchte"
    " hauptprodukt hauptartikel spezialitat spezialitaet nutzbar man gibts etwas etwa stellt"
    " entwickeln"
    " entwickelt verarbeiten verarbeitet montieren montiert produkttyp typ sorte art thema"
    " betrifft subject"
    " correction wrong got main speciality specialty usable one someone something anything"
    " nothing give gives"
    " wholesaler wholesalers retailer distribute distributes develop develops process meet meets"
    " fulfil"
    " fulfill fulfils satisfy satisfies aren isn wasn don doesn didn won wouldn couldn eur1 eur"
    " ceta jefta"
    " zusammen insgesamt stucke gebraucht bitteschon klappt lauft laeuft"
    " amount quantity mistake mistaken sorry oops actual right correct"
    " sorry verzeihung entschuldigung irrtum versehen lieferumfang umfang typische hauptsachlich"
    " vor allem"
    " mainly mostly especially typical kind sort type types"
    " ne nen nem ner vergleich vergleiche vergleichen compare compared comparison gewusst beachten"
    " beachte"
)
# Words of dialects, of dictating, of letters and of hesitating; numbers in words; more of dealing.
_NO_PRODUCT |= word_set(
    "mer mir dat wat et isch ick ik ich mich us ons unsa unsre dr d n hamwer hamm haben hab hamse"
    " wolln wollt wollte woll wull solln sollts sin sinn is isses isset ists gibbet gehn"
    " geht gehen gehts krisch krieg kriegn krich kriegt nix nich nit nee ned ooch och aach auf uff"
    " op for vun vum nach na nu nur mal ma halt eben wohl echt quasi sozusagen eigentlich schonmal"
    " bissl bisschen verkoofe verkofe verkoofen verkaafe verkaufn verkloppen verkloppe mache maache"
    " machn baun baue liefer lieferen schick schickn verscheuern aeh aehm ahm aha ach ne naja tja hm"
    " hmm mhm oh ohne huch quatsch moment warte wart sorry pardon also tach tachchen moinsen"
    " jo jau ja nein doch bzw komma punkt semikolon doppelpunkt fragezeichen ausrufezeichen "
    " zeile neue anfuhrungszeichen geehrtes geehrten geschatzte geschaetzte geschatztes werte werter"
    " hochachtungsvoll verbindlichst beabsichtigt vorhaben vorgesehen freundlich freundlicher hoflich"
    " hoeflich bitten ersuchen ersuche teilen mitteilen mitteilung rechnungswert rechnungsbetrag"
    " auftragswert sendungswert gesamtwert nettowert einkaufswert verkaufswert lieferwert mille riesen"
    " scheine ladung ladungen fuhre posten charge fracht versand transport spedition fertigt fertigte"
    " fertigten angefragt angefragte anfragt anfragen fragt fragte gefragt kaufte liefere verkauften"
    " exportiere exportierten versendet versandt verschicke schickt schicke bringe bringt raus rueber"
    " ruber hin druben drueben dorthin demnachst demnaechst kurzlich kuerzlich neulich letztens"
    " damnachst shippen shippe shippt geshippt ordern ordert orderte sourcen quoten launchen hundert"
    " tausend zweitausend dreitausend viertausend fuenftausend funftausend sechstausend siebentausend"
    " achttausend neuntausend zehntausend elftausend zwolftausend zwoelftausend zwanzigtausend"
    " dreissigtausend vierzigtausend funfzigtausend fuenfzigtausend hunderttausend million millionen"
    " zwei drei vier funf fuenf sechs sieben acht neun zehn elf zwolf zwoelf zwanzig dreissig vierzig"
    " funfzig fuenfzig paar dutzend haufen menge mengen sofern falls eingegangen eingetroffen vorliegt"
    " liegt vorliegen hereinbekommen reinbekommen bekam tat taet taten tate waer war hatt haett konnt"
    " durft reden rede kunne kunn sagn saach frag fraach ging gern gerne sache sachen zeug"
    " zeugs kram dinger dingens konkret konkrete betroffen betroffene benannte genannte obige"
    " nachfolgend folgend unten oben anbei anliegend um er uh uhm erm well like yeah yep nope nah"
    " basically literally honestly roughly quite just kinda sorta stuff comma full period colon"
    " semicolon dot hyphen quote quotes unquote quoting quoted quotation assess assessed kindly"
    " assessment evaluate advise clarify confirm regarding concerning subject ref reference attached"
    " enclosed hereby herewith please request requests requested requesting concerned question"
    " intending intention undersigned landed flog flogging shift shifting shove bung knocking"
    " knock gotta gotten lot lots load loads bunch truckload grand quid bucks thousand hundred two"
    " three four five six seven eight nine ten eleven twelve twenty thirty forty fifty dozen couple few"
    " distillery brewery restaurant hospital factory supermarket utility municipality hotel bakery"
    " retailer end user buyer's buyers buyer meant actually really maybe perhaps probably hopefully"
    " currently lately recently shortly said earlier forthcoming upcoming dispatch dispatching"
    " dispatched forwarding forward consign consigning dealing trade trades trading turn turns"
    " turning guys folks there's hang hold on wait de dae ah"
)
_NO_PRODUCT |= word_set(
    "vergiss vergessen forget neukunde neukunden stammkunde stammkunden kundschaft sitzt sitzen sitzend"
    " ansassig ansaessig wee fancy fancies outfit outfits tonne tonnen tonnes tons kilo kilos liter"
    " liters litre litres gallons fakturawert rechnungssumme warenrechnung betragt betraegt summe total"
)
# What people tell around their goods when they describe their situation.
_NO_PRODUCT |= word_set(
    "zeig zeige zeigen zeigt anzeigen auflisten ploetzlich plotzlich dachte denke denken langt"
    " irgendein irgendeine irgendwelche irgendwas damit dafuer dafur sowas jemand niemand keiner wem"
    " wen gelten bloss darunter vorstellen nachfragen geredet jammert nie nichts fehlt durchlaufen"
    " gegeben angesprochen steht zahlt trifft sprach uebrigens ubrigens show somebody someone"
    " anybody nobody surely whether enough okay near heard wonder disregard then gets got comes come"
    " keeps launching continue without obliged claim unter netto brutto heftig leave"
)

# In front of another word they belong to the name: "paper cups", "winter tyres", "check valves".
_ATTRIBUTES = word_set(
    " paper work winter summer spring autumn time first high shop family name check charge reach"
    " order market"
    " gift trade customs neue end factory hotel restaurant hospital bakery two three"
    " safety stop"
)
_NEGATING = word_set(
    " vergiss vergessen forget disregard aren isn wasn don nicht not kein keine keinen no statt"
    " anstatt instead than"
)
_TURNING = word_set("sondern but rather meant mean meinte meinen")
_DECIDING = _NEGATING | _TURNING
_KEPT_BETWEEN = word_set("aus mit fuer fur und of for with and from in zum zur von made ohne")
_BREAK = re.compile(r"[,;:.!?\n()]")


def product_words(text: str, taken: Iterable[tuple[int, int]] = ()) -> str:
    """The words of `text` that may name goods; `taken` are spans already understood otherwise.

    Small words are kept between two words of the name ("Gehäuse aus Stahl"), never at its edges; what is
    named to be left out ("nicht Pumpen, sondern Kompressoren") is left out. Returns "" if nothing is
    left. Several names are joined by commas.
    """
    spans = tuple(taken)
    groups: list[list[Word]] = [[]]
    end = 0
    for word in words_of(text):
        if _BREAK.search(text[end : word.start]):
            groups.append([])
        end = word.end
        groups[-1].append(word)
    named = [one for group in groups for one in _names(group, spans)]
    kept = [one for one, negated in named if not negated] or [one for one, _ in named]
    cased = is_german_with_capitals(text, kept)
    kept = [replace(one, run=trimmed(one, cased)) for one in kept]
    names = [text[one.run[0].start : one.run[-1].end] for one in chosen(kept, text)]
    return ", ".join(dict.fromkeys(names))


def _names(group: list[Word], taken: tuple[tuple[int, int], ...]) -> list[tuple[NamedGoods, bool]]:
    """The names in one clause, each with whether it is named to be left out."""
    named: list[tuple[NamedGoods, bool]] = []
    negated = False
    for run in _runs(group, taken):
        before = group[: group.index(run[0])]
        last = next((word.folded for word in reversed(before) if word.folded in _DECIDING), "")
        negated = last in _NEGATING
        if _is_name(run):
            after = group[group.index(run[-1]) + 1 :]
            named.append((NamedGoods(tuple(run), tuple(before), tuple(after)), negated))
    return named


def _runs(group: list[Word], taken: tuple[tuple[int, int], ...]) -> list[list[Word]]:
    """The runs of naming words of a clause, each from its first to its last."""
    runs: list[list[Word]] = [[]]
    between: list[Word] = []
    for word, following in zip_longest(group, group[1:]):
        if any(start < word.end and word.start < end for start, end in taken):
            runs.append([])
            between = []
        elif _is_naming(word) or (following is not None and _is_attribute(word, following)):
            joined = runs[-1] and len(between) <= 2
            if joined and all(_may_stand_between(one) for one in between):
                runs[-1] += [*between, word]
            else:
                runs.append([word])
            between = []
        else:
            between.append(word)
    return [run for run in runs if run]


def _is_naming(word: Word) -> bool:
    if word.folded == "sagen" and word.text.casefold() != "sagen":
        return True  # Sägen, folded
    if word.text == "fallen":
        return False  # duties fall due; traps are written "Fallen", or are the end of a compound
    return word.folded not in _NO_PRODUCT and not word.text.isdigit()


def _is_attribute(word: Word, following: Word) -> bool:
    """Whether a word of dealing is the first part of an English name ("paper cups")."""
    plain = following.text.isalpha() and following.text.islower()
    return word.folded in _ATTRIBUTES and plain and _is_naming(following)


def _may_stand_between(word: Word) -> bool:
    return word.folded in _KEPT_BETWEEN or word.text.isdigit()


def _is_name(run: list[Word]) -> bool:
    return any(len(word.text) > 1 and not word.text.isdigit() for word in run)
