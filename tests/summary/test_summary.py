"""The summary says everything that was told and answered, in both languages, on paper and screen."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from pypdf import PdfReader

from bot.conversation.case_files import NothingToKeepError, summary_of
from bot.conversation.desk import Desk
from bot.conversation.state import MaterialLine
from bot.explain.texts import messages, placeholders
from bot.summary.as_html import as_html, style_hash
from bot.summary.as_pdf import as_pdf
from bot.summary.as_text import as_text
from bot.summary.composing import DOMAIN, LOCALE_FOLDER, parts_of
from bot.summary.document import Bullets, Paragraph, Quote, Summary
from tests.summary.conftest import case

SIGNS = "<script>alert('x')</script> & \"Łódź\""


def section(document: Summary, title: str) -> Any:
    return next(one for one in document.sections if one.title == title)


class Page(HTMLParser):
    """Collects the text of a page and the elements it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize(
    ("lang", "titles"),
    [
        (
            "de",
            [
                "Der Fall",
                "Ergebnis",
                "Zoll und Ersparnis",
                "Ihre Antworten",
                "Die Ursprungsregel",
                "Berechnung",
                "Die Möglichkeiten der Regel",
                "Bedingungen",
                "Nachweis und Prüfliste",
                "Quellen",
            ],
        ),
        (
            "en",
            [
                "The case",
                "Result",
                "Duty and saving",
                "Your answers",
                "The rule of origin",
                "Calculation",
                "The options of the rule",
                "Conditions",
                "Proof and checklist",
                "Sources",
            ],
        ),
    ],
)
def test_a_case_that_is_met_has_every_part(desk: Desk, lang: str, titles: list[str]) -> None:
    document = summary_of(case(), desk, lang)

    assert [one.title for one in document.sections] == titles
    assert document.language == lang
    text = as_text(document)
    for told in ("8413.70", "8501", "7325", "CTH; or MaxNOM 70 % (EXW)", "☐"):
        assert told in text
    assert ("1.000,50 €" if lang == "de" else "€1,000.50") in text
    assert ("50.000,00 €" if lang == "de" else "€50,000.00") in text
    assert desk.catalogue.data_version in document.footer[-1]
    (quote,) = [part for one in document.sections for part in one.parts if isinstance(part, Quote)]
    assert quote.language in ("de", "en")
    assert quote.text.count("……") >= 2


def test_the_answers_are_in_the_language_of_the_document(desk: Desk) -> None:
    german, english = (
        dict(section(summary_of(case(), desk, lang), title).parts[0].pairs)
        for lang, title in (("de", "Ihre Antworten"), ("en", "Your answers"))
    )

    assert len(german) == len(english) == 4
    assert "Ja" in german.values()
    assert "Yes" in english.values()
    assert not set(german) & set(english)


def test_before_the_check_the_rule_and_the_next_steps_stand(desk: Desk) -> None:
    first = case(checking=False, verdict_shown=False, materials=(), answers={}, made_here=None)
    document = summary_of(first, desk, "de")

    titles = [one.title for one in document.sections]
    assert "Die Ursprungsregel" in titles
    assert "Nächste Schritte" in titles
    assert "Berechnung" not in titles
    assert "noch nicht geprüft" in as_text(document)
    assert not any(isinstance(p, Quote) for one in document.sections for p in one.parts)


def test_a_case_that_is_not_met_has_remedies_and_no_declaration(desk: Desk) -> None:
    foreign = (MaterialLine("Pumpe roh", "8413", Decimal("900"), "CN"),)
    document = summary_of(case(materials=foreign), desk, "de")

    assert "nicht erfüllt" in section(document, "Ergebnis").parts[0].text
    assert section(document, "Was helfen würde").parts
    assert not any(isinstance(p, Quote) for one in document.sections for p in one.parts)


@pytest.mark.parametrize("market", ["US", "CN", "FR", "XI", "TR", "CH"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_kind_of_market_has_a_summary(desk: Desk, market: str, lang: str) -> None:
    document = summary_of(case(market=market, checking=False, materials=(), answers={}), desk, lang)

    assert section(document, "Ergebnis" if lang == "de" else "Result").parts
    assert as_pdf(document).startswith(b"%PDF-")
    assert as_html(document).startswith("<!doctype html>")


def test_an_agreement_with_two_wordings_has_both_word_for_word(desk: Desk) -> None:
    document = summary_of(case(market="IL"), desk, "de")

    quotes = [p.text for one in document.sections for p in one.parts if isinstance(p, Quote)]
    assert len(quotes) == len(set(quotes)) == 2


@pytest.mark.parametrize("missing", ["hs", "market"])
def test_without_product_or_market_there_is_nothing_to_keep(desk: Desk, missing: str) -> None:
    with pytest.raises(NothingToKeepError):
        summary_of(case(**{missing: ""}), desk, "de")


class TestPage:
    def test_what_was_typed_is_only_ever_text(self, desk: Desk) -> None:
        materials = (MaterialLine(SIGNS, "8501", Decimal("210"), "CN"),)
        page = Page(as_html(summary_of(case(words=SIGNS, materials=materials), desk, "de")))

        assert "script" not in [tag for tag, _ in page.elements]
        assert page.texts.count(SIGNS) >= 2

    def test_it_loads_nothing_and_runs_nothing(self, desk: Desk) -> None:
        page = Page(as_html(summary_of(case(), desk, "de")))

        tags = {tag for tag, _ in page.elements}
        assert not tags & {"script", "img", "link", "iframe", "object", "form"}
        for _, attributes in page.elements:
            assert not any(name.startswith("on") or name == "style" for name in attributes)
            assert attributes.get("href", "https://").startswith(("https://", "http://"))

    def test_the_table_has_caption_and_scopes(self, desk: Desk) -> None:
        page = Page(as_html(summary_of(case(), desk, "en")))

        assert [tag for tag, _ in page.elements].count("caption") == 1
        scopes = [given.get("scope") for tag, given in page.elements if tag == "th"]
        assert scopes.count("col") == 4
        assert scopes.count("row") >= 4
        assert ("html", {"lang": "en"}) in page.elements

    def test_the_policy_can_name_the_style_sheet(self, desk: Desk) -> None:
        page = as_html(summary_of(case(), desk, "de"))
        sheet = page.split("<style>")[1].split("</style>")[0]
        digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()

        assert style_hash() == f"'sha256-{digest}'"


class TestPdf:
    def test_it_says_what_the_page_says(self, desk: Desk) -> None:
        document = summary_of(case(words="Łódź Straße ≤ 漢"), desk, "de")

        text = pdf_text(as_pdf(document))

        for told in ("Łódź Straße ≤ □", "1.000,50 €", "8413.70", "Prüfliste", "☐", "Seite 1 von"):
            assert told in text
        assert desk.catalogue.data_version in text.replace("\n", "")

    def test_a_long_bill_goes_over_pages(self, desk: Desk) -> None:
        lines = tuple(
            MaterialLine(f"Teil {n} " + "lang " * 15, "8501", Decimal(n + 1), "CN")
            for n in range(300)
        )
        text = pdf_text(as_pdf(summary_of(case(materials=lines), desk, "de")))

        assert "Teil 299" in text
        assert "Seite 12 von" in text


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_json_of_the_document_is_plain(desk: Desk) -> None:
    told = summary_of(case(), desk, "de").as_json()

    kinds = {part["kind"] for one in told["sections"] for part in one["parts"]}
    assert kinds == {"facts", "paragraph", "bullets", "table", "quote", "links"}
    assert json.loads(json.dumps(told))["title"] == "Ergebnis der Prüfung"


def test_plain_text_becomes_lists_and_paragraphs() -> None:
    parts = list(parts_of("Titel:\n- eins\n- zwei\n\nAbsatz\nweiter\n\n☐ haken"))

    assert parts == [
        Paragraph("Titel:"),
        Bullets(("eins", "zwei")),
        Paragraph("Absatz\nweiter"),
        Bullets(("haken",), to_tick=True),
    ]
    assert list(parts_of("")) == []


def test_every_sentence_is_there_in_both_languages() -> None:
    german, english = (messages(lang, LOCALE_FOLDER, DOMAIN) for lang in ("de", "en"))

    assert set(german) == set(english)
    for key, text in german.items():
        assert text
        assert placeholders(text) == placeholders(english[key])
