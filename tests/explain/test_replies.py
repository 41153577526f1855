"""First answers, questions, verdicts and the use of a preference, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.advice import Assessment, with_answers
from bot.explain.candidates import candidates_reply
from bot.explain.changes import changed
from bot.explain.first_answer import first_answer
from bot.explain.markets import market_table
from bot.explain.questions import question
from bot.explain.replies import Reply
from bot.explain.to_json import decimal_json
from bot.explain.use_it import use_it
from bot.explain.verdict import verdict
from bot.explain.words import CatalogueWords, UnknownWordError
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.nomenclature import code
from bot.wiring import Services

DAY = date(2026, 11, 22)


def advised(services: Services, hs: str, market: str, value: int | None = 50000) -> Any:
    amount = None if value is None else Decimal(value)
    return services.adviser.advise(code(hs), market, DAY, value=amount)


def told(services: Services, hs: str, market: str, lang: str = "de") -> Reply:
    return first_answer(advised(services, hs, market), services.words, lang)


def assessed(services: Services, **changes: Any) -> Assessment:
    case = {"market": "GB", "date": "2026-11-22", "product": {"hs": "841370"}, **changes}
    request = services.cases.read(json.dumps(case))
    return services.adviser.assess(request.case, request.agreement)


# --- the first answer ---------------------------------------------------------------------------------


def test_saving_rule_and_proof_are_told(services: Services) -> None:
    text = told(services, "870380", "GB").text

    assert text.startswith("Ja, für 8703.80")
    assert "5.000,00 € Zoll je Sendung" in text
    assert "Rechtliche Kurzform: MaxNOM 45 % (EXW)" in text
    assert "REX-Nummer" in text
    assert "Januar 2021" in text
    assert text.rstrip().endswith("Verbindlich entscheidet der Zoll.")


def test_english_amounts_are_english(services: Services) -> None:
    text = told(services, "870380", "GB", "en").text

    assert "€5,000.00 of duty per shipment" in text
    assert "10%" in text


def test_nothing_to_save_is_said_first_and_the_rule_only_if_asked(services: Services) -> None:
    advice = advised(services, "841370", "JP")

    short = first_answer(advice, services.words, "de")
    complete = first_answer(advice, services.words, "de", complete=True)

    assert short.text.startswith("Hier gibt es nichts zu sparen")
    assert "Rechtliche Kurzform" not in short.text
    assert "Rechtliche Kurzform" in complete.text


def test_an_unknown_duty_says_what_to_do(services: Services) -> None:
    text = told(services, "841370", "KR", "en").text

    assert "We do not know the normal duty here" in text
    assert "Access2Markets" in text


@pytest.mark.parametrize(
    ("market", "words"),
    [
        ("TR", "A.TR"),
        ("IN", "Noch nicht nutzbar"),
        ("US", "nennen wir keinen Zollsatz"),
        ("CN", "kein Abkommen"),
        ("RU", "Sanktionen"),
        ("FR", "gehört zur EU"),
        ("MC", "Zollgebiet der EU"),
        ("XI", "keine Ausfuhr"),
    ],
)
def test_special_markets_are_told_as_they_are(services: Services, market: str, words: str) -> None:
    assert words in told(services, "841370", market).text


@pytest.mark.parametrize("market", ["KR", "CH", "NO"])
def test_rex_is_never_named_where_it_is_not_accepted(services: Services, market: str) -> None:
    reply = told(services, "040690", market)
    block = reply.block("first_answer")

    assert block is not None
    assert not any("REX-Nummer" in line for line in block.content["proof"])


@pytest.mark.parametrize("market", ["CA", "JP", "GB", "VN", "SG", "NZ", "CL", "BR"])
def test_eur_1_is_never_a_proof_where_it_does_not_exist(services: Services, market: str) -> None:
    advice = advised(services, "040690", market)
    kinds = {rule.kind.value for one in advice.agreements for rule in one.proofs}

    assert "eur_1" not in kinds


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_market_gets_an_answer_in_words(services: Services, lang: str) -> None:
    for market in services.catalogue.markets:
        reply = first_answer(advised(services, "610910", market), services.words, lang)
        assert reply.text
        assert "None" not in reply.text, market
        json.dumps([dict(block.content) for block in reply.blocks])


# --- questions ----------------------------------------------------------------------------------------

SUBJECTS = {
    Topic.PROCESS: "weaving",
    Topic.CRITERION: "CTH",
    Topic.OFFENDING_VALUE: "CTH",
    Topic.OFFENDING_WEIGHT: "WO(04)",
    Topic.NON_ORIGINATING_VALUE: "8501-8503",
    Topic.SCOPE_WEIGHT: "1701",
    Topic.WITHIN_WEIGHT: "24",
}


def fact_of(topic: Topic, services: Services) -> MissingFact:
    vocabulary = services.catalogue.vocabulary
    subject = SUBJECTS.get(topic, "")
    if topic in (Topic.JUDGEMENT, Topic.PRODUCT_DESCRIPTION):
        subject = next(iter(vocabulary.judgements))
    if topic is Topic.MATERIAL_DESCRIPTION:
        subject = next(iter(vocabulary.materials))
    material = "0" if topic.value.startswith("material_") else ""
    return MissingFact("id", topic, FactType.YES_NO, subject, material)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_is_asked_with_reason_and_example(
    services: Services, topic: Topic, lang: str
) -> None:
    material = {"hs": "850152", "description": "Motor"}
    assessment = assessed(services, materials=[material])

    reply = question(fact_of(topic, services), assessment, services.words, lang)

    block = reply.block("question")
    assert block is not None
    assert block.content["why"] and block.content["example"]
    assert all(part in reply.text for part in (block.content["question"], block.content["why"]))
    assert [button.payload for button in reply.buttons] == ["/affirm", "/deny", "/dont_know"]
    if topic.value.startswith("material_"):
        assert "Motor (8501.52)" in reply.text


def test_choices_are_numbered_and_answer_with_their_option(services: Services) -> None:
    assessment = assessed(services, product={"hs": "610910"})
    fact = next(one for one in assessment.determination.missing if one.topic is Topic.PRODUCT_ROW)

    reply = question(fact, assessment, services.words, "de")

    assert [button.title[:2] for button in reply.buttons[:-1]] == ["1.", "2."]
    assert reply.buttons[0].payload == f'/answer{{"answer": "{fact.options[0]}"}}'
    assert reply.buttons[0].title in reply.text


@pytest.mark.parametrize(
    ("topic", "fact_id"),
    [(Topic.PRODUCT_CODE, "product.hs_2012"), (Topic.MATERIAL_CODE, "material.0.hs_2012")],
)
def test_codes_of_an_older_edition_are_a_choice(
    services: Services, topic: Topic, fact_id: str
) -> None:
    assessment = assessed(services, materials=[{"hs": "850152"}])
    options = ("841370", "901041")
    fact = MissingFact(fact_id, topic, FactType.CHOICE, material="0", options=options)

    reply = question(fact, assessment, services.words, "de")

    assert "HS-Fassung 2012" in reply.text
    label = services.labels.label("841370", "de")
    assert reply.buttons[0].title == f"1. 8413.70 ({label})"
    assert reply.buttons[1].title == "2. 9010.41 (diese Nummer gibt es heute nicht mehr)"
    assert reply.buttons[1].payload == '/answer{"answer": "901041"}'


def test_an_edition_must_stand_in_the_id_of_its_question(services: Services) -> None:
    fact = MissingFact("product.hs", Topic.PRODUCT_CODE, FactType.CHOICE, options=("841370",))

    with pytest.raises(ValueError, match="expected an id that ends with hs_"):
        question(fact, assessed(services), services.words, "de")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_heading_is_asked_further_with_its_subheadings(services: Services, lang: str) -> None:
    assessment = assessed(services, product={"hs": "8413"})
    fact = MissingFact("product.hs", Topic.PRODUCT_CODE, FactType.CODE)

    reply = question(fact, assessment, services.words, lang)

    below = [one.digits for one in services.nomenclature.below(code("8413"))]
    payloads = [f'/answer{{"answer": "{digits}"}}' for digits in below]
    assert [button.payload for button in reply.buttons] == [*payloads, "/dont_know"]
    assert services.labels.label("841370", lang) in reply.text
    block = reply.block("question")
    assert block is not None
    assert block.content["options"] == below


def test_a_code_without_a_heading_is_asked_openly(services: Services) -> None:
    assessment = assessed(services, materials=[{"description": "Motor"}, {"hs": "8501"}])

    unknown = MissingFact("material.0.hs", Topic.MATERIAL_CODE, FactType.CODE, material="0")
    heading = MissingFact("material.1.hs", Topic.MATERIAL_CODE, FactType.CODE, material="1")

    openly = question(unknown, assessment, services.words, "de")
    further = question(heading, assessment, services.words, "de")
    assert [button.payload for button in openly.buttons] == ["/dont_know"]
    assert '/answer{"answer": "850152"}' in [button.payload for button in further.buttons]


def test_no_row_can_be_chosen(services: Services) -> None:
    fact = MissingFact("product.row", Topic.PRODUCT_ROW, FactType.CHOICE, options=("none",))

    reply = question(fact, assessed(services), services.words, "en")

    assert reply.buttons[0].title == "1. none of these"
    assert reply.buttons[0].payload == '/answer{"answer": "none"}'


def test_a_row_that_is_in_no_list_is_an_error(services: Services) -> None:
    fact = MissingFact("product.row", Topic.PRODUCT_ROW, FactType.CHOICE, options=("no-such-row",))

    with pytest.raises(LookupError, match="row 'no-such-row' is not in the list"):
        question(fact, assessed(services), services.words, "de")


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    ("topic", "rest"),
    [
        (Topic.PRODUCT_ROW, "product.row"),
        (Topic.PRODUCT_DESCRIPTION, "product.is"),
        (Topic.JUDGEMENT, "judgement.is"),
        (Topic.PROCESS, "process.weaving"),
        (Topic.CRITERION, "criterion.CTH"),
    ],
)
def test_a_question_of_an_intermediates_own_rule_names_it(
    services: Services, topic: Topic, rest: str, lang: str
) -> None:
    inputs = [{"hs": "850300", "description": "Rotor"}]
    material = {"hs": "850152", "description": "Motor", "materials": inputs}
    assessment = assessed(services, materials=[material])
    rules = services.catalogue.protocols["eu-uk-tca"].rules
    assert rules is not None
    row = rules.rows[0].row
    fact = replace(
        fact_of(topic, services),
        id=f"material.0.own.{rest}",
        material="0",
        options=(row, "none") if topic is Topic.PRODUCT_ROW else (),
        type=FactType.CHOICE if topic is Topic.PRODUCT_ROW else FactType.YES_NO,
    )

    reply = question(fact, assessment, services.words, lang)

    assert "Motor (8501.52)" in reply.text.splitlines()[0]
    assert row not in reply.text
    if topic is Topic.CRITERION:
        assert "8501 (" in reply.text and "8413" not in reply.text


def test_textile_processes_mention_the_textile_tolerance(services: Services) -> None:
    assessment = assessed(services, product={"hs": "610910"})

    reply = question(fact_of(Topic.PROCESS, services), assessment, services.words, "de")

    assert "Textiltoleranz" in reply.text


# --- verdict, changes, use ------------------------------------------------------------------------------


def test_a_trader_without_declaration_is_told_what_to_ask_for(services: Services) -> None:
    product = {"hs": "841370", "produced_by": "supplier"}
    answers = {"product.suppliers_declaration": False}
    assessment = assessed(services, product=product, answers=answers)

    text = verdict(assessment, services.words, "en").text

    assert text.startswith("No, the origin rule is not met")
    assert "supplier's declaration" in text


@pytest.mark.parametrize(
    ("market", "words"),
    [("TR", "freie Verkehr"), ("US", "kein Abkommen"), ("XI", "keine Ausfuhr")],
)
def test_verdicts_where_origin_is_not_the_question(
    services: Services, market: str, words: str
) -> None:
    assessment = assessed(services, market=market)

    assert words in verdict(assessment, services.words, "de").text
    assert assessment.determination.status.value == "not_applicable"


def test_a_broken_condition_blocks_the_proof(services: Services) -> None:
    product = {"hs": "841370", "wholly_obtained": True}
    assessment = assessed(services, market="CA", product=product, duty_drawback=True)

    assert "keinen Ursprungsnachweis ausstellen" in verdict(assessment, services.words, "de").text
    assert use_it(assessment, None, services.words, "de").block("declaration") is None


def test_what_changed_is_said(services: Services) -> None:
    before = assessed(services)
    case = with_answers(before.case, {"materials.all_originating": True})
    after = services.adviser.assess(case)

    assert "vorher „offen“, jetzt „erfüllt“" in changed(before, after, services.words, "de")
    assert "stays the same" in changed(before, before, services.words, "en")


def originating(services: Services, market: str) -> Assessment:
    return assessed(services, market=market, answers={"materials.all_originating": True})


def test_up_to_the_threshold_the_number_stays_blank(services: Services) -> None:
    block = use_it(
        originating(services, "GB"),
        None,
        services.words,
        "en",
        value=Decimal(6000),
        reference="DEREX12345",
    ).block("declaration")

    assert block is not None
    assert "DEREX12345" not in block.content["text"]
    assert block.content["reference_needed"] is False


def test_above_the_threshold_the_number_stands_in_the_text(services: Services) -> None:
    block = use_it(
        originating(services, "GB"),
        None,
        services.words,
        "de",
        value=Decimal("6000.01"),
        reference="DEREX12345",
        text_language="en",
    ).block("declaration")

    assert block is not None
    assert "DEREX12345" in block.content["text"]
    assert "European Union" in block.content["text"]
    assert block.content["language"] == "en"


def test_japan_needs_the_origin_criterion(services: Services) -> None:
    block = use_it(originating(services, "JP"), None, services.words, "en").block("declaration")

    assert block is not None
    assert "\nB\n" in block.content["text"]


def test_no_text_is_given_while_origin_is_open(services: Services) -> None:
    reply = use_it(assessed(services), None, services.words, "de")

    assert reply.block("declaration") is None
    assert "Der Ursprung ist noch offen" in reply.text


def test_turkey_travels_with_a_tr(services: Services) -> None:
    text = use_it(assessed(services, market="TR"), None, services.words, "de").text

    assert "So bekommen Sie die A.TR" in text
    assert "Lieferantenerklärung für Waren" not in text


def test_suppliers_are_asked_by_name_of_country_and_material(services: Services) -> None:
    materials = [{"hs": "850152", "description": "Motor", "country": "DE"}]

    text = use_it(assessed(services, materials=materials), None, services.words, "en").text

    assert "Motor (8501.52)" in text
    assert "name this country in it: United Kingdom" in text


# --- tables, candidates, numbers --------------------------------------------------------------------------


def test_markets_are_ordered_by_what_they_save(services: Services) -> None:
    advices = [advised(services, "870380", market) for market in ("US", "JP", "GB")]

    reply = market_table(advices, services.words, "de")

    block = reply.block("markets")
    assert block is not None
    assert block.content["markets"][0] == "GB"
    assert block.content["markets"][-1] == "US"
    assert all(len(row) == len(block.content["columns"]) for row in block.content["rows"])


def test_candidates_are_buttons_with_a_way_out(services: Services) -> None:
    found = services.finder.find("Kreiselpumpe", "de", 3)

    reply = candidates_reply("Kreiselpumpe", found, services.words, "de")

    assert reply.buttons[0].payload == f'/choose_product{{"hs": "{found[0].hs.digits}"}}'
    assert reply.buttons[-1].payload == '/choose_product{"hs": "none"}'


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+3", "1000"), ("0.10", "0.1"), ("0", "0"), ("100", "100"), ("1.250", "1.25")],
)
def test_decimals_have_no_exponent(value: str, text: str) -> None:
    assert decimal_json(Decimal(value)) == text


def test_an_unknown_word_is_an_error(services: Services) -> None:
    words: CatalogueWords = services.words

    with pytest.raises(UnknownWordError, match="no_such_process"):
        words.process("no_such_process", "de")


def test_a_heading_is_not_told_as_one_of_its_subheadings(services: Services) -> None:
    assessment = assessed(services, product={"hs": "8413"})
    fact = next(one for one in assessment.determination.missing if one.topic is Topic.CRITERION)

    text = question(fact, assessment, services.words, "de").text

    assert "8413 (" in text
    assert "8413.11" not in text
