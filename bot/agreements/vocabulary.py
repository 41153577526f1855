"""The words of the rules: processes, described materials, judgements, with their labels in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.agreements.faults import DataError, Fault
from bot.agreements.tables import Row, read_table
from bot.agreements.values import split_list
from bot.origin.criteria import (
    Alternative,
    AnyOf,
    Judgement,
    NamedMaterial,
    ProcessChoice,
    ProcessStep,
    Rule,
    Scope,
    SpecificProcess,
    scopes_of,
)
from bot.origin.natures import Natures
from bot.origin.nomenclature import HsRange, NomenclatureError, parse_range


@dataclass(frozen=True)
class ProcessTerm:
    """A process: label, definition, the words people use for it; `insufficient`: never confers origin."""

    id: str
    name: Mapping[str, str]
    definition: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    insufficient: bool


@dataclass(frozen=True)
class MaterialTerm:
    """A described material and the codes it can have (empty: any)."""

    id: str
    name: Mapping[str, str]
    codes: tuple[HsRange, ...]


@dataclass(frozen=True)
class JudgementTerm:
    """What only a person can judge, as a question; also descriptions of products."""

    id: str
    question: Mapping[str, str]
    about: str


@dataclass(frozen=True)
class Vocabulary:
    """All words by id."""

    processes: Mapping[str, ProcessTerm]
    materials: Mapping[str, MaterialTerm]
    judgements: Mapping[str, JudgementTerm]
    natures: Natures

    @property
    def insufficient_processes(self) -> frozenset[str]:
        """Processes on the lists of insufficient operations."""
        return frozenset(one.id for one in self.processes.values() if one.insufficient)

    @property
    def named_codes(self) -> dict[str, tuple[HsRange, ...]]:
        """Codes a described material can have, where they are known."""
        return {one.id: one.codes for one in self.materials.values() if one.codes}


def read_vocabulary(folder: Path, root: Path) -> Vocabulary:
    """The three tables of the vocabulary; raises DataError with all faults."""
    faults: list[Fault] = []
    processes = _read(folder / "processes.csv", _PROCESS_COLUMNS, root, _process, faults)
    materials = _read(folder / "materials.csv", _MATERIAL_COLUMNS, root, _material, faults)
    judgements = _read(folder / "judgements.csv", _JUDGEMENT_COLUMNS, root, _judgement, faults)
    natures = _read(folder / "natures.csv", _NATURE_COLUMNS, root, _nature, faults)
    if faults:
        raise DataError(faults)
    told_apart = Natures({name: one.codes for name, one in natures.items()})
    return Vocabulary(processes, materials, judgements, told_apart)


_PROCESS_COLUMNS = (
    "process",
    "name_de",
    "name_en",
    "definition_de",
    "definition_en",
    "words_de",
    "words_en",
    "insufficient",
)
_MATERIAL_COLUMNS = ("material", "name_de", "name_en", "hs")
_JUDGEMENT_COLUMNS = ("judgement", "question_de", "question_en", "about")

_NATURE_COLUMNS = ("nature", "name_de", "name_en", "hs")

Term = TypeVar("Term", ProcessTerm, MaterialTerm, JudgementTerm)


def _read(
    path: Path,
    columns: tuple[str, ...],
    root: Path,
    read: Callable[[Row, list[Fault]], Term],
    faults: list[Fault],
) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for row in read_table(path, columns, root):
        faults.extend(
            row.fault(column, "expected a text") for column in columns[:3] if not row[column]
        )
        term = read(row, faults)
        if term.id in terms:
            faults.append(row.fault(columns[0], f"'{term.id}' is defined twice"))
        terms[term.id] = term
    return terms


def _both(row: Row, column: str) -> dict[str, str]:
    return {"de": row[f"{column}_de"], "en": row[f"{column}_en"]}


def _process(row: Row, faults: list[Fault]) -> ProcessTerm:
    if row["insufficient"] not in ("yes", "no"):
        faults.append(row.fault("insufficient", f"'{row['insufficient']}': expected yes or no"))
    words = {language: split_list(row[f"words_{language}"]) for language in ("de", "en")}
    return ProcessTerm(
        row["process"],
        _both(row, "name"),
        _both(row, "definition"),
        words,
        row["insufficient"] == "yes",
    )


def _material(row: Row, faults: list[Fault]) -> MaterialTerm:
    codes: tuple[HsRange, ...] = ()
    try:
        codes = tuple(parse_range(part) for part in split_list(row["hs"]))
    except NomenclatureError as error:
        faults.append(row.fault("hs", str(error)))
    return MaterialTerm(row.cells[0], _both(row, "name"), codes)


def _nature(row: Row, faults: list[Fault]) -> MaterialTerm:
    nature = _material(row, faults)
    if not nature.codes:
        faults.append(row.fault("hs", "expected the chapters of the nature"))
    return nature


def _judgement(row: Row, faults: list[Fault]) -> JudgementTerm:
    if row["about"] not in ("product", "process", "material"):
        faults.append(
            row.fault("about", f"'{row['about']}': expected product, process or material")
        )
    return JudgementTerm(row["judgement"], _both(row, "question"), row["about"])


@dataclass(frozen=True)
class Words:
    """The ids of the vocabulary that a rule uses."""

    processes: frozenset[str]
    materials: frozenset[str]
    judgements: frozenset[str]

    def __or__(self, other: Words) -> Words:
        return Words(
            self.processes | other.processes,
            self.materials | other.materials,
            self.judgements | other.judgements,
        )


NO_WORDS = Words(frozenset(), frozenset(), frozenset())


def words_of(rule: Rule) -> Words:
    """All ids a rule uses, so that every one can be checked against the vocabulary."""
    used = NO_WORDS
    for alternative in rule.alternatives:
        used |= _words_of_alternative(alternative)
    return used


def _words_of_alternative(alternative: Alternative) -> Words:
    used = Words(frozenset(), frozenset(), frozenset(alternative.conditions.described))
    for criterion in alternative.criteria:
        if isinstance(criterion, AnyOf):
            used |= words_of(criterion.rule)
        elif isinstance(criterion, SpecificProcess):
            used |= Words(_process_names(criterion.choice), frozenset(), frozenset())
        elif isinstance(criterion, Judgement):
            used |= Words(frozenset(), frozenset(), frozenset({criterion.name}))
        else:
            names = frozenset(
                name for scope in scopes_of(criterion) for name in _material_names(scope)
            )
            used |= Words(frozenset(), names, frozenset())
    return used


def _process_names(choice: ProcessChoice) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    for chain in choice.chains:
        for step in chain.steps:
            names |= {step.name} if isinstance(step, ProcessStep) else _process_names(step)
    return names


def _material_names(scope: Scope) -> tuple[str, ...]:
    items = scope.items + scope.without
    return tuple(item.name for item in items if isinstance(item, NamedMaterial))
