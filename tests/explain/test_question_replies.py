"""Questions: every topic with its reason, an example and the answers to choose from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.explain.questions import question
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.nomenclature import code
from bot.wiring import Services
from tests.explain.replies import assessed

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
