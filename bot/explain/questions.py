"""The question for a missing fact: what is asked, why, an example, and the answers to choose from."""

from __future__ import annotations

import json
from collections.abc import Callable

from bot.advice import Assessment
from bot.explain.replies import AFFIRM, DENY, DONT_KNOW, Block, Button, Reply
from bot.explain.rule_words import criterion_in_words
from bot.explain.scope_words import Speaker, codes_in_words, scope_in_words
from bot.explain.words import LANGUAGES, Words
from bot.origin.bill_of_materials import Material, walk
from bot.origin.criteria import Criterion, OriginatingMaterials, Scope
from bot.origin.determination import NONE_OF_THEM
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.nomenclature import HsCode, HsRange, code
from bot.origin.product_specific_rules import Coverage, ProductSpecificRule
from bot.origin.rule_notation import parse
from bot.origin.whole_evaluation import WHOLE

_TEXTILES = HsRange(code("50"), code("63"))


def question(fact: MissingFact, assessment: Assessment, words: Words, lang: str) -> Reply:
    """The question for a fact, with the reason, an example and buttons."""
    speaker = Speaker(lang, words)
    asked = question_text(fact, assessment, words, lang)
    why = _why(fact, assessment, speaker)
    example = speaker.text(f"question.{fact.topic.value}.example")
    buttons = _buttons(fact, assessment, speaker)
    lines = [asked, speaker.text("question.why", why=why), example]
    if fact.type is FactType.CHOICE:
        lines += [button.title for button in buttons[:-1]]
    block = Block(
        "question",
        {
            "id": fact.id,
            "type": fact.type.value,
            "question": asked,
            "why": why,
            "example": example,
            "options": list(fact.options),
        },
    )
    return Reply("\n".join(line for line in lines if line), (block,), buttons)


def question_text(fact: MissingFact, assessment: Assessment, words: Words, lang: str) -> str:
    """Only the question itself, in one or two sentences."""
    speaker = Speaker(lang, words)
    return _ASKERS.get(fact.topic, _plain)(fact, assessment, speaker)


def question_in_both(fact: MissingFact, assessment: Assessment, words: Words) -> dict[str, str]:
    """The question by language."""
    return {lang: question_text(fact, assessment, words, lang) for lang in LANGUAGES}


# --- the questions ---------------------------------------------------------


def _key(fact: MissingFact) -> str:
    return f"question.{fact.topic.value}"


def _plain(fact: MissingFact, _assessment: Assessment, speaker: Speaker) -> str:
    return speaker.text(_key(fact))


def _about_market(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    market = speaker.words.market(assessment.case.market, speaker.lang)
    return speaker.text(_key(fact), market=market)


def _about_product(fact: MissingFact, _assessment: Assessment, speaker: Speaker) -> str:
    return speaker.text(_key(fact), question=speaker.words.judgement(fact.subject, speaker.lang))


def _about_process(fact: MissingFact, _assessment: Assessment, speaker: Speaker) -> str:
    name = speaker.words.process(fact.subject, speaker.lang)
    definition = speaker.words.process_definition(fact.subject, speaker.lang)
    return " ".join([speaker.text(_key(fact), process=name), definition]).strip()


def _about_criterion(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    (criterion,) = parse(fact.subject).alternatives[0].criteria
    return speaker.text(_key(fact), condition=_condition(criterion, assessment, speaker))


def _condition(criterion: Criterion, assessment: Assessment, speaker: Speaker) -> str:
    product = product_code_of(assessment)
    return criterion_in_words(criterion, product, speaker.words, speaker.lang)


def _about_scope(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    if fact.subject == WHOLE:
        return speaker.text(f"{_key(fact)}.all")
    scope = scope_in_words(_scope(fact.subject), product_code_of(assessment), speaker)
    if not scope:
        return speaker.text(f"{_key(fact)}.all")
    return speaker.text(_key(fact), scope=scope)


def _scope(notation: str) -> Scope:
    """A scope is read as part of the simplest criterion that has one."""
    (criterion,) = parse(f"ORIG({notation})").alternatives[0].criteria
    assert isinstance(criterion, OriginatingMaterials)
    return criterion.scope


def _about_product_code(fact: MissingFact, _assessment: Assessment, speaker: Speaker) -> str:
    """A choice is between codes of the older edition the list is written in."""
    old = ".old" if fact.type is FactType.CHOICE else ""
    return speaker.text(f"question.product_code{old}")


def _about_material_code(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    old = ".old" if fact.type is FactType.CHOICE else ""
    name = material_name(fact.material, assessment, speaker)
    return speaker.text(f"question.material_code{old}", material=name)


def _about_material(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    return speaker.text(_key(fact), material=material_name(fact.material, assessment, speaker))


def _about_material_description(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    name = speaker.words.material(fact.subject, speaker.lang)
    material = material_name(fact.material, assessment, speaker)
    return speaker.text(_key(fact), material=material, name=name)


def _about_evidence(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    market = speaker.words.market(assessment.case.market, speaker.lang)
    material = material_name(fact.material, assessment, speaker)
    return speaker.text(_key(fact), material=material, market=market)


_ASKERS: dict[Topic, Callable[[MissingFact, Assessment, Speaker], str]] = {
    Topic.SUPPLIERS_DECLARATION: _about_market,
    Topic.ALL_ORIGINATING: _about_market,
    Topic.PRODUCT_DESCRIPTION: _about_product,
    Topic.JUDGEMENT: _about_product,
    Topic.PROCESS: _about_process,
    Topic.CRITERION: _about_criterion,
    Topic.OFFENDING_VALUE: _about_criterion,
    Topic.OFFENDING_WEIGHT: _about_criterion,
    Topic.NON_ORIGINATING_VALUE: _about_scope,
    Topic.SCOPE_WEIGHT: _about_scope,
    Topic.WITHIN_WEIGHT: _about_scope,
    Topic.PRODUCT_CODE: _about_product_code,
    Topic.MATERIAL_CODE: _about_material_code,
    Topic.MATERIAL_VALUE: _about_material,
    Topic.MATERIAL_WEIGHT: _about_material,
    Topic.MATERIAL_ORIGINATING: _about_evidence,
    Topic.MATERIAL_WHOLLY_OBTAINED: _about_material,
    Topic.MATERIAL_EVIDENCE: _about_evidence,
    Topic.MATERIAL_DESCRIPTION: _about_material_description,
}


def _why(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    why = speaker.text(f"{_key(fact)}.why")
    textile = _TEXTILES.contains(product_code_of(assessment))
    if textile and fact.topic in (Topic.PROCESS, Topic.CRITERION, Topic.SCOPE_WEIGHT):
        return f"{why} {speaker.text('question.textile_tolerance')}"
    return why


# --- the answers to choose from ---------------------------------------------------------


def _buttons(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> tuple[Button, ...]:
    dont_know = Button(speaker.text("button.dont_know"), DONT_KNOW)
    if fact.type is FactType.YES_NO:
        yes = Button(speaker.text("button.yes"), AFFIRM)
        return yes, Button(speaker.text("button.no"), DENY), dont_know
    if fact.type is FactType.CHOICE:
        return (*_choices(fact, assessment, speaker), dont_know)
    return (dont_know,)


def _choices(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> tuple[Button, ...]:
    return tuple(
        Button(f"{number}. {_option(option, fact, assessment, speaker)}", answer_payload(option))
        for number, option in enumerate(fact.options, start=1)
    )


def answer_payload(option: str) -> str:
    """What a chosen option sends."""
    return "/answer" + json.dumps({"answer": option}, ensure_ascii=False)


def _option(option: str, fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    if fact.topic in (Topic.MATERIAL_CODE, Topic.PRODUCT_CODE):
        return speaker.code(code(option))
    if option == NONE_OF_THEM:
        return speaker.text("row.none")
    rows = {one.rule.row: one.rule for one in assessment.determination.candidates}
    row = rows.get(option)
    return option if row is None else row_name(row, speaker)


def row_name(row: ProductSpecificRule, speaker: Speaker) -> str:
    """What a row of the list is for: its description, else its codes."""
    description = row.description.get(speaker.lang, "")
    if description:
        return description
    codes = codes_in_words(row.codes, speaker)
    key = "row.rest" if row.coverage is Coverage.REST else "row.all"
    return speaker.text(key, codes=codes)


# --- names ---------------------------------------------------------


def product_code_of(assessment: Assessment) -> HsCode:
    """The product's code in the edition of the list, else as it was given."""
    return assessment.determination.product_code or assessment.case.product.hs


def material_name(key: str, assessment: Assessment, speaker: Speaker) -> str:
    """A material by its description and code: electric motor (8501.52)."""
    material = dict(walk(assessment.case.materials or ())).get(key)
    if material is None:
        return speaker.text("material.unnamed", number=_line(key))
    return named(material, key, speaker)


def named(material: Material, key: str, speaker: Speaker) -> str:
    """A material by its description and code; what is missing is replaced by the label or the line."""
    hs = str(material.hs) if material.hs else ""
    label = speaker.words.code(material.hs.digits, speaker.lang) if material.hs else ""
    name = material.description or label
    if name and hs:
        return f"{name} ({hs})"
    return name or hs or speaker.text("material.unnamed", number=_line(key))


def _line(key: str) -> str:
    """Lines are counted from 1 for people: "1.0" is line 2.1."""
    return ".".join(str(int(part) + 1) for part in key.split("."))
