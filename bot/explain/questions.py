"""The question for a missing fact: what is asked, why, an example, and the answers to choose from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from bot.advice import Assessment
from bot.explain.naming import material_at, material_name, product_code_of
from bot.explain.replies import AFFIRM, DENY, DONT_KNOW, Block, Button, Reply
from bot.explain.rule_words import criterion_in_words
from bot.explain.scope_words import Speaker, codes_in_words, scope_in_words
from bot.explain.words import LANGUAGES, Words
from bot.origin.bill_of_materials import EvidenceKind
from bot.origin.criteria import OriginatingMaterials, Scope
from bot.origin.determination import NONE_OF_THEM
from bot.origin.facts import FactType, MissingFact, Topic
from bot.origin.nomenclature import HsCode, HsRange, code
from bot.origin.product_specific_rules import Coverage, ProductSpecificRule
from bot.origin.rule_notation import parse
from bot.origin.whole_evaluation import WHOLE

_TEXTILES = HsRange(code("50"), code("63"))
_HEADING_DIGITS = 4
_CODE_TOPICS = frozenset({Topic.PRODUCT_CODE, Topic.MATERIAL_CODE})
# The id of a choice between earlier codes ends with the edition they are from.
_OF_EDITION = re.compile(r"\.hs_(\d{4})$")


def question(fact: MissingFact, assessment: Assessment, words: Words, lang: str) -> Reply:
    """The question for a fact, with the reason, an example and buttons."""
    speaker = Speaker(lang, words)
    asked = question_text(fact, assessment, words, lang)
    why = _why(fact, assessment, speaker)
    example = _example(fact, assessment, speaker)
    buttons = _buttons(fact, assessment, speaker)
    options = offered(fact, assessment, words)
    lines = [asked, speaker.text("question.why", why=why), example]
    if options:
        lines += [button.title for button in buttons[:-1]]
    block = Block(
        "question",
        {
            "id": fact.id,
            "type": fact.type.value,
            "question": asked,
            "why": why,
            "example": example,
            "options": list(options),
        },
    )
    return Reply("\n".join(line for line in lines if line), (block,), buttons)


def question_text(fact: MissingFact, assessment: Assessment, words: Words, lang: str) -> str:
    """Only the question itself, in one or two sentences."""
    speaker = Speaker(lang, words)
    asked = _ASKERS[fact.topic](fact, assessment, speaker)
    if not is_about_intermediate(fact):
        return asked
    name = material_name(fact.material, assessment, speaker)
    return speaker.text("question.own", material=name, question=asked)


def is_about_intermediate(fact: MissingFact) -> bool:
    """Whether a fact is asked by the own rule of an intermediate, not by that of the product."""
    return bool(fact.material) and fact.id.startswith(f"material.{fact.material}.own.")


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


def _about_row(fact: MissingFact, _assessment: Assessment, speaker: Speaker) -> str:
    own = ".own" if is_about_intermediate(fact) else ""
    return speaker.text(f"question.product_row{own}")


def _about_criterion(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    condition = " ".join(
        criterion_in_words(one, _subject_code(fact, assessment), speaker.words, speaker.lang)
        for one in parse(fact.subject).alternatives[0].criteria
    )
    return speaker.text(_key(fact), condition=condition)


def _subject_code(fact: MissingFact, assessment: Assessment) -> HsCode:
    """The code of what the fact is about: the product, or an intermediate held to its own rule."""
    material = material_at(fact.material, assessment) if is_about_intermediate(fact) else None
    if material is not None and material.hs is not None:
        return material.hs
    return product_code_of(assessment)


def _about_scope(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    if fact.subject == WHOLE:
        return speaker.text(f"{_key(fact)}.all")
    scope = scope_in_words(_scope(fact.subject), _subject_code(fact, assessment), speaker)
    if not scope:
        return speaker.text(f"{_key(fact)}.all")
    return speaker.text(_key(fact), scope=scope)


def _scope(notation: str) -> Scope:
    """A scope is read as part of the simplest criterion that has one."""
    (criterion,) = parse(f"ORIG({notation})").alternatives[0].criteria
    assert isinstance(criterion, OriginatingMaterials)
    return criterion.scope


def _about_product_code(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    if fact.type is FactType.CHOICE:
        return speaker.text("question.product_code.old", edition=_edition(fact))
    if is_of_earlier_edition(fact):
        return speaker.text("question.product_code.earlier", edition=_edition(fact))
    heading = _told_heading(fact, assessment)
    if heading is not None:
        return speaker.text("question.product_code.heading", heading=speaker.code(heading))
    return speaker.text("question.product_code")


def _about_material_code(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    name = material_name(fact.material, assessment, speaker)
    if fact.type is FactType.CHOICE:
        edition = _edition(fact)
        return speaker.text("question.material_code.old", material=name, edition=edition)
    if _told_heading(fact, assessment) is not None:
        return speaker.text("question.material_code.heading", material=name)
    return speaker.text("question.material_code", material=name)


def is_of_earlier_edition(fact: MissingFact) -> bool:
    """Whether a code of an earlier edition of the Harmonized System is asked for, not one of today."""
    return fact.topic in _CODE_TOPICS and _OF_EDITION.search(fact.id) is not None


def _edition(fact: MissingFact) -> str:
    """The edition of the Harmonized System that the codes to choose from are of."""
    found = _OF_EDITION.search(fact.id)
    if found is None:
        raise ValueError(f"fact {fact.id}: expected an id that ends with hs_ and the edition")
    return found[1]


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


_ASKERS: Mapping[Topic, Callable[[MissingFact, Assessment, Speaker], str]] = {
    Topic.PRODUCED_BY_EXPORTER: _plain,
    Topic.SUPPLIERS_DECLARATION: _about_market,
    Topic.WHOLLY_OBTAINED_PRODUCT: _plain,
    Topic.WHOLLY_OBTAINED_DESPITE_MATERIALS: _plain,
    Topic.ALL_ORIGINATING: _about_market,
    Topic.PRODUCT_CODE: _about_product_code,
    Topic.PRODUCT_ROW: _about_row,
    Topic.PRODUCT_DESCRIPTION: _about_product,
    Topic.EX_WORKS_PRICE: _plain,
    Topic.FOB_PRICE: _plain,
    Topic.NET_WEIGHT: _plain,
    Topic.PROCESS: _about_process,
    Topic.JUDGEMENT: _about_product,
    Topic.SUFFICIENT_OPERATIONS: _plain,
    Topic.CRITERION: _about_criterion,
    Topic.OFFENDING_VALUE: _about_criterion,
    Topic.OFFENDING_WEIGHT: _about_criterion,
    Topic.NON_ORIGINATING_VALUE: _about_scope,
    Topic.ORIGINATING_VALUE: _plain,
    Topic.SCOPE_WEIGHT: _about_scope,
    Topic.WITHIN_WEIGHT: _about_scope,
    Topic.MATERIAL_CODE: _about_material_code,
    Topic.MATERIAL_VALUE: _about_material,
    Topic.MATERIAL_WEIGHT: _about_material,
    Topic.MATERIAL_ORIGINATING: _about_evidence,
    Topic.MATERIAL_WHOLLY_OBTAINED: _about_material,
    Topic.MATERIAL_EVIDENCE: _about_evidence,
    Topic.MATERIAL_DESCRIPTION: _about_material_description,
    Topic.OUTWARD_PROCESSING_VALUE: _plain,
}


def _why(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    whys = [speaker.text(f"{_key(fact)}.why")]
    textile = _TEXTILES.contains(_subject_code(fact, assessment))
    if textile and fact.topic in (Topic.PROCESS, Topic.CRITERION, Topic.SCOPE_WEIGHT):
        whys.append(speaker.text("question.textile_tolerance"))
    if is_about_intermediate(fact):
        whys.append(speaker.text("question.own.why"))
    return " ".join(whys)


def _example(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    if fact.topic in _CODE_TOPICS and fact.type is FactType.CHOICE:
        return speaker.text("question.old_code.example")
    if is_of_earlier_edition(fact):
        return speaker.text("question.earlier_code.example")
    if fact.topic is Topic.MATERIAL_ORIGINATING and _is_own_made(fact, assessment):
        return speaker.text("question.own_made.example")
    return speaker.text(f"question.{fact.topic.value}.example")


def _is_own_made(fact: MissingFact, assessment: Assessment) -> bool:
    """Whether the exporter makes the material: then its own materials count, and no supplier declares it."""
    material = material_at(fact.material, assessment)
    evidence = material.evidence if material else None
    return evidence is not None and evidence.kind is EvidenceKind.OWN_PRODUCTION


# --- the answers to choose from ---------------------------------------------------------


def _buttons(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> tuple[Button, ...]:
    dont_know = Button(speaker.text("button.dont_know"), DONT_KNOW)
    if fact.type is FactType.YES_NO:
        yes = Button(speaker.text("button.yes"), AFFIRM)
        return yes, Button(speaker.text("button.no"), DENY), dont_know
    return (*_choices(fact, assessment, speaker), dont_know)


def offered(fact: MissingFact, assessment: Assessment, words: Words) -> tuple[str, ...]:
    """The answers to choose from; where only a heading was told, the codes below it."""
    if fact.type is not FactType.CODE:
        return fact.options
    heading = _told_heading(fact, assessment)
    return () if heading is None else words.codes_below(heading.digits)


def _told_heading(fact: MissingFact, assessment: Assessment) -> HsCode | None:
    """The heading told where the code is asked for; None if nothing, or only a chapter, was told."""
    if fact.topic is Topic.PRODUCT_CODE:
        told: HsCode | None = assessment.case.product.hs
    else:
        material = material_at(fact.material, assessment)
        told = material.hs if material is not None else None
    return told if told is not None and len(told.digits) == _HEADING_DIGITS else None


def _choices(fact: MissingFact, assessment: Assessment, speaker: Speaker) -> tuple[Button, ...]:
    options = offered(fact, assessment, speaker.words)
    return tuple(
        Button(f"{number}. {_option(option, fact, assessment, speaker)}", answer_payload(option))
        for number, option in enumerate(options, start=1)
    )


def answer_payload(option: str) -> str:
    """What a chosen option sends."""
    return "/answer" + json.dumps({"answer": option}, ensure_ascii=False)


def _option(option: str, fact: MissingFact, assessment: Assessment, speaker: Speaker) -> str:
    if fact.topic in _CODE_TOPICS:
        return _code_option(code(option), speaker)
    if option == NONE_OF_THEM:
        return speaker.text("row.none")
    return row_name(_row(option, assessment), speaker)


def _code_option(option: HsCode, speaker: Speaker) -> str:
    """A code with the label that its digits have today, if they still exist."""
    if speaker.words.code(option.digits, speaker.lang):
        return speaker.code(option)
    return speaker.text("option.code_of_old", code=str(option))


def _row(row: str, assessment: Assessment) -> ProductSpecificRule:
    """A row that may govern the product, or any other of the list: those of an intermediate."""
    governing = {one.rule.row: one.rule for one in assessment.determination.candidates}
    if row in governing:
        return governing[row]
    recorded: tuple[ProductSpecificRule, ...] = assessment.protocol.rules.rows
    for one in recorded:
        if one.row == row:
            return one
    raise LookupError(f"row '{row}' is not in the list {assessment.determination.list_id}")


def row_name(row: ProductSpecificRule, speaker: Speaker) -> str:
    """What a row of the list is for: its description, else its codes."""
    description = row.description.get(speaker.lang, "")
    if description:
        return description
    codes = codes_in_words(row.codes, speaker)
    key = "row.rest" if row.coverage is Coverage.REST else "row.all"
    return speaker.text(key, codes=codes)
