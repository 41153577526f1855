"""Closed lists of words that say how a product phrase is to be read; all folded (lower case, no umlauts)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.products.text_features import stem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONNECTING = _words("und oder and or sowie bzw")

# After these words stands what the goods are made of, meant for or fitted with.
QUALIFYING = _words(
    """fuer fuers aus mit von vom zum zur bei in im am an auf nach ueber unter bis zu als
    for of with from made to by on at used using over under up into having containing"""
)

# Of these, the ones that say what the goods are for, not of what they are.
PURPOSE = _words("fuer fuers zum zur for to used in im on auf with mit having using")

EXCLUDING = _words(
    """ohne ausser ausgenommen ausg ausschliesslich ausgeschlossen kein keine keinen keiner
    except excepting excluding excl without not"""
)
EXCLUDING_PAIRS = frozenset(
    [("other", "than"), ("but", "not"), ("andere", "als"), ("anderer", "als"), ("apart", "from")]
)

PARTS = _words(
    """teil teile teilen ersatzteil ersatzteile ersatzteilen zubehoer zubehoerteil zubehoerteile
    part parts spare spares accessory accessories spareparts"""
)

# In a label: the code takes what its siblings do not.
REST = _words("other others nesoi elsewhere miscellaneous remaining further")

# What people write around their goods.
SILENT = _words(
    """der die das den dem des ein eine einer eines einen einem the a unser unsere unseren unserer our
    we wir ich i my mein meine es sie it moechten wollen wollte will moechte want would like verkaufen
    exportieren liefern sell export exporting selling ship verschiedene verschiedener diverse etc usw
    ca stueck pcs pieces new neu neue neuer neues neuen gebraucht gebrauchte n e s nes nesoi
    andere anderer anderes other others various several all alle aller art arten sort sorts type types
    kind kinds incl inkl including inbegriffen etwa also auch whether nur only z b zb eg"""
)

# Words that stand with goods of very many headings; they help to choose, but name no product.
_COMMON = """frisch fresh chilled gekuehlt frozen gefroren tiefgekuehlt tiefkuehl dried getrocknet raw roh
    live lebend prepared zubereitet preserved haltbar cooked gekocht smoked geraeuchert whole ganz
    electric electrical elektrisch electronic elektronisch pneumatic pneumatisch hydraulic hydraulisch
    mechanical mechanisch automatic automatisch manual manuell digital domestic household haushalt
    industrial industrie industriell professional profi commercial gewerblich medical medizinisch
    portable tragbar mobile mobil complete komplett single double doppelt small klein large gross
    machine maschine machinery apparatus apparat geraet appliance device equipment ausruestung anlage
    plant instrument system unit einheit article artikel product produkt ware goods item material
    materialien set sets satz preparation zubereitung men women boys girls mens womens herren damen
    kinder child children baby knitted crocheted gestrickt gewirkt woven gewebt motor vehicle fahrzeug
    auto car kfz pkw lkw truck office buero kitchen kueche garden garten outdoor indoor high low hoch
    quality special spezial standard custom bulk lose packed verpackt white weiss black schwarz red rot
    natural natuerlich synthetic synthetisch artificial kuenstlich pure rein base metal coated
    beschichtet recorded blank printed bedruckt unprinted sporting leisure working vulcanised"""
COMMON_STEMS = frozenset(stem(word) for word in _COMMON.split())

# A material beside one of these is worked on, not what the goods consist of.
_MACHINES = """machine maschine machinery apparatus apparat anlage press presse mill muehle saw saege
    tool werkzeug grinder lathe cutter furnace ofen working processing moulding welding"""
MACHINE_STEMS = frozenset(stem(word) for word in _MACHINES.split())

_MATERIAL_WORDS = {
    "plastics": """plastic plastics kunststoff kunststoffen plastik pvc polyethylen polyethylene pe pp
        polypropylen polypropylene acryl acrylic acrylglas plexiglas plexiglass polycarbonat
        polycarbonate polystyrol polystyrene polyamid polyamide silikon silicone polymer polymers
        polyurethan polyurethane polyester polyesters gfk vinyl pet""",
    "rubber": "rubber gummi kautschuk epdm nbr latex elastomer",
    "leather": "leather leder kunstleder",
    "wood": "wood wooden holz holzes hoelzern bamboo bambus plywood sperrholz mdf timber",
    "cork": "cork kork",
    "wicker": "wicker rattan weide bast straw stroh",
    "paper": "paper papier paperboard cardboard karton pappe wellpappe",
    "textile": "textile textiles fabric cloth stoff gewebe cotton baumwolle linen leinen polyestergewebe",
    "stone": "stone stein naturstein marble marmor granite granit slate schiefer",
    "cement": "cement zement concrete beton plaster gips",
    "ceramic": "ceramic ceramics keramik keramisch porcelain china porzellan stoneware steingut",
    "glass": "glass glassware glas kristallglas",
    "precious": "gold golden silver silber platinum platin",
    "steel": """steel iron stahl eisen edelstahl stainless inox stahlblech gusseisen v2a v4a blech""",
    "copper": "copper kupfer brass messing bronze",
    "nickel": "nickel",
    "aluminium": "aluminium aluminum alu",
    "lead": "lead blei",
    "zinc": "zinc zink",
    "tin": "tin zinn",
}
MATERIALS: Mapping[str, str] = {
    word: name for name, words in _MATERIAL_WORDS.items() for word in words.split()
}

# An index names plastics by what they are polymers of: behind a thing ("apparel, polymers of ethylene") that
# says no more than "of plastics".
POLYMERS = _words(
    """polymer polymers polymere polymeren copolymers copolymere resin resins harze harzen silicone
    silicones silikon silikone polyurethane polyurethanes polyurethan polyterpenes polysulphides
    polysulphones polyacetals polyethers polycarbonate polycarbonates polycarbonat polyallyl"""
)
# Beside them stand what they are made of, and names that alone say a fibre as well.
MONOMERS = _words(
    """ethylene ethylen propylene propylen olefins olefine styrene styrol vinyl chloride vinylchlorid
    vinylacetat acetate halogenated acrylic acryl ester esters polyamide polyamides amino phenolic petroleum
    coumarone indene epoxide alkyd polyesters cellulose other"""
)
# In these forms plastics are told apart by their polymer: there it says more.
_FORMS_OF_PLASTICS = """sheet film foil plate strip tape tube pipe hose rod profile monofilament granule
    powder waste scrap foam block dispersion emulsion pellet yarn fibre fiber thread fabric floor wall
    covering latex adhesive varnish paint folie platte rohr schlauch stab profil granulat pulver abfall
    schaum garn faser faden gewebe lack farbe klebstoff band boden"""
FORMS_OF_PLASTICS = frozenset(stem(word) for word in _FORMS_OF_PLASTICS.split())

# Garments of a fabric stand in a chapter of their own: who says "woven" means none of the knitted ones.
FABRICS: Mapping[str, frozenset[str]] = {
    "61": _words(
        "knitted knit crocheted gestrickt gestrickte gestrickter gewirkt gewirkte gewirkter gehaekelt"
    ),
    "62": _words("woven gewebt gewebte gewebter gewebten"),
}

# The chapters of goods of a material, and the heading that takes all its other articles.
MATERIAL_CHAPTERS: Mapping[str, tuple[str, ...]] = {
    "plastics": ("39",),
    "rubber": ("40",),
    "leather": ("41", "42", "64"),
    "wood": ("44", "94"),
    "cork": ("45",),
    "wicker": ("46", "94"),
    "paper": ("48", "49"),
    "textile": ("52", "54", "55", "56", "58", "59", "60", "61", "62", "63"),
    "stone": ("25", "68"),
    "cement": ("68",),
    "ceramic": ("69",),
    "glass": ("70",),
    "precious": ("71",),
    "steel": ("72", "73"),
    "copper": ("74",),
    "nickel": ("75",),
    "aluminium": ("76",),
    "lead": ("78",),
    "zinc": ("79",),
    "tin": ("80",),
}
OTHER_ARTICLES: Mapping[str, str] = {
    "plastics": "3926",
    "rubber": "4016",
    "leather": "4205",
    "wood": "4421",
    "cork": "4503",
    "wicker": "4602",
    "paper": "4823",
    "textile": "6307",
    "stone": "6802",
    "cement": "6810",
    "ceramic": "6914",
    "glass": "7020",
    "precious": "7115",
    "steel": "7326",
    "copper": "7419",
    "nickel": "7508",
    "aluminium": "7616",
    "lead": "7806",
    "zinc": "7907",
    "tin": "8007",
}

# Names of whole fields of goods: who types only such a word must be asked what exactly.
_BROAD = """maschine maschinen machine machines machinery maschinenbau elektronik electronics elektro
    elektrotechnik elektrogeraete elektrogeraet elektroartikel technik technology ware waren goods
    merchandise produkt produkte product products artikel article articles item items zeug stuff thing
    things sache sachen geraet geraete device devices equipment ausruestung apparat apparate apparatus
    appliance appliances anlage anlagen plant plants teil teile komponente komponenten component
    components bauteil bauteile baugruppe baugruppen assembly assemblies werkzeug werkzeuge tool tools
    chemie chemikalie chemikalien chemical chemicals chemieprodukte rohstoff rohstoffe lebensmittel
    nahrungsmittel food foods foodstuff foodstuffs groceries textil textilien textile textiles
    bekleidung kleidung clothes clothing garment garments apparel metall metalle metal metals
    metallwaren metallteile kunststoffteile kunststoffwaren kunststoff plastic plastics
    plastikteile stahl steel moebel furniture medizintechnik medizinprodukte medizinprodukt
    medical fahrzeug fahrzeuge vehicle vehicles hardware zubehoer accessories material materialien
    materials instrument instrumente instruments industriegueter konsumgueter konsumartikel
    haushaltswaren verpackung verpackungen packaging autoteile kfzteile maschinenteile anlagenteile
    industriebedarf stoffe obst fruit gemuese vegetables fleisch meat fisch fish getraenke getraenk
    drinks beverages holz wood papier paper glas glass gummi rubber optik optics sport
    automation automatisierung automatisierungstechnik"""
_BROAD_WORDS = frozenset(_BROAD.split())


def is_broad(word: str) -> bool:
    """Whether a word alone names a whole field of goods."""
    return word in _BROAD_WORDS


def is_common(word: str) -> bool:
    """Whether a word stands with goods of very many headings."""
    return stem(word) in COMMON_STEMS
