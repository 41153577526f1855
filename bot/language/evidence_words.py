"""What people write about the origin of a material and its proof, as signs to be confirmed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeVar

from bot.language.movement_certificate import NAME, certificate_spans

EvidenceHint = Literal[
    "suppliers_declaration",
    "suppliers_declaration_processing",
    "proof_of_origin",
    "own_production",
    "none",
]

_Kind = TypeVar("_Kind", bool, EvidenceHint)

_APOSTROPHE = "['’`´]?"
_DECLARATION = (
    r"(?:langzeit[- ]?)?lieferantenerkl(?:ä|ae|a)rung(?:en)?|\bl{1,2}e\b|\bltsd\b"
    rf"|(?:long[- ]term )?suppliers?{_APOSTROPHE}s? declarations?"
)
_PROOF = (
    rf"\b{NAME}\b(?![.,]\d) *|\beur[.\-\s]?med\b|ursprungserkl(?:ä|ae|a)rung(?:en)?|ursprungsnachweise?"
    r"|pr(?:ä|ae|a)ferenznachweise?|statements? on origin|origin declarations?|proofs? of origin"
    r"|\brex\b"
)
# Making only: who paints, fits or checks a part himself may have bought it.
_MADE = (
    r"hergestellt|gefertigt|produziert|gemacht|gebaut|geschwei(?:ß|ss)t|gedreht|gefr(?:ä|ae|a)st|gegossen"
    r"|geschmiedet|gestanzt|gespritzt|gelasert|gen(?:ä|ae|a)ht|gewebt"
)
_WITHOUT = r"(?:ohne|kein(?:e|en|er)?|without|no|lacking|fehlende[rn]?)\s+"
_PATTERNS: tuple[tuple[EvidenceHint, str], ...] = (
    (
        "none",
        rf"{_WITHOUT}(?:{_DECLARATION}|{_PROOF}|nachweise?\b|ursprungsnachweis|evidence|proof"
        r"|declaration|erkl(?:ä|ae|a)rung)",
    ),
    (
        "suppliers_declaration_processing",
        rf"(?:{_DECLARATION})\s+(?:ohne|without)\s+(?:pr(?:ä|ae|a)ferenz\w*|preferential)\s+\w+",
    ),
    (
        "suppliers_declaration",
        rf"{_DECLARATION}|\b(?:mit erkl(?:ä|ae|a)rung|with (?:a )?declaration)\b",
    ),
    ("proof_of_origin", _PROOF),
    (
        "own_production",
        r"(?:aus |in )?eigene[rn]? (?:fertigung|produktion|herstellung)|eigenfertigung"
        r"|eigenproduktion|eigenes? (?:teil|erzeugnis)"
        rf"|\b(?:selbst|selber) (?:{_MADE})\b"
        r"|selbstgefertigt|(?:welded|machined|cast|built) (?:in[- ]house|by us|ourselves)"
        r"|(?:our )?own production|own manufacture|self[- ]made|in[- ]?house(?: production)?"
        r"|made (?:in[- ]house|by us|ourselves)",
    ),
)
_AT_HAND = (
    r"(?: (?:ist |is )?(?:vorhanden|verf(?:ü|ue|u)gbar|liegt (?:uns )?vor"
    r"|available|attached|at hand)\b)?"
)
_EVIDENCE = tuple(
    (kind, re.compile(f"(?:mit |with )?(?:{p}){_AT_HAND}", re.I)) for kind, p in _PATTERNS
)
_STATUS: tuple[tuple[bool, re.Pattern[str]], ...] = (
    (
        False,
        re.compile(
            r"\b(?:non[- ]?originating|keine? ursprungsware"
            r"|nichtursprungsware|vormaterial ohne ursprung|ohne (?:eu-?)?ursprung"
            r"|ohne pr(?:ä|ae|a)ferenz|drittlands?ware|no eu origin|not originating)\b",
            re.I,
        ),
    ),
    (
        True,
        re.compile(
            r"\b(?:originating|ursprungsware|eu[- ]?ursprung(?:sware)?|eu[- ]origin"
            r"|pr(?:ä|ae|a)ferenzielle[rn]? ursprung|mit pr(?:ä|ae|a)ferenz|preferential origin)\b",
            re.I,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """What a text says about evidence and status, and where it says it."""

    evidence: EvidenceHint | None
    originating: bool | None
    spans: tuple[tuple[int, int], ...]


def find_evidence(text: str) -> EvidenceFound:
    """Return the evidence and the status that `text` names; hints only, for confirmation."""
    evidence, evidence_spans = _first(_certificate_in_place(text), _EVIDENCE)
    originating, status_spans = _first(text, _STATUS)
    return EvidenceFound(evidence, originating, evidence_spans + status_spans)


def _certificate_in_place(text: str) -> str:
    """The text with the certificate in one spelling; blanks fill up, so that no place changes."""
    for start, end in certificate_spans(text):
        text = text[:start] + NAME.ljust(end - start) + text[end:]
    return text


def _first(
    text: str, patterns: tuple[tuple[_Kind, re.Pattern[str]], ...]
) -> tuple[_Kind | None, tuple[tuple[int, int], ...]]:
    """Return the first kind that occurs; the patterns are ordered from narrow to wide."""
    for kind, pattern in patterns:
        match = pattern.search(text)
        if match:
            return kind, (match.span(),)
    return None, ()
