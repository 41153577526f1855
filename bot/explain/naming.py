"""What products and materials of a case are called: by description and code, else by line."""

from __future__ import annotations

from bot.advice import Assessment
from bot.explain.scope_words import Speaker
from bot.origin.bill_of_materials import Material, walk
from bot.origin.nomenclature import HsCode


def product_code_of(assessment: Assessment) -> HsCode:
    """The product's code in the edition of the list, else as it was given.

    Where only a heading was given it stays the heading, even if one of its subheadings stands for all.
    """
    told, found = assessment.case.product.hs, assessment.determination.product_code
    return told if found is None or found.is_within(told) else found


def material_at(key: str, assessment: Assessment) -> Material | None:
    """The line of the bill of materials with this key, at any level."""
    return dict(walk(assessment.case.materials or ())).get(key)


def material_name(key: str, assessment: Assessment, speaker: Speaker) -> str:
    """A material by its description and code: electric motor (8501.52)."""
    material = material_at(key, assessment)
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
